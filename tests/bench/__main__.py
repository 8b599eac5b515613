"""Measure against the budgets and print a table: ``python -m tests.bench [part ...]``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator

from tests.bench import samples
from tests.bench.report import Line, table

PARTS = ("start", "lists", "saving", "forms", "paper", "bundles", "sync", "chat")


def main() -> int:
    """0 when every budget was reached."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measures against the budgets of the design.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"some of: {', '.join(PARTS)}; all of them when none is named")
    parser.add_argument("--large", type=int, default=samples.WHOLE, metavar="N", help="meetings in the large sample")
    parser.add_argument("--forms", type=int, default=5000, metavar="N", help="forms in the list of forms")
    parser.add_argument("--commits", type=int, default=100_000, metavar="N", help="commits in the bundle")
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="how often to repeat what is quick")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    found: list[Line] = []
    for name, measure in _parts(options).items():
        if not options.parts or name in options.parts:
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            found += measure()
    print(table(found))
    if hasattr(os, "getloadavg"):
        # figures of a busy machine are no figures
        print(f"{os.cpu_count()} processors, {os.getloadavg()[0]:.1f} of them wanted in the last minute")
    return 0 if all(line.reached for line in found) else 1


def _parts(options: argparse.Namespace) -> dict[str, Callable[[], Iterator[Line]]]:
    # each part is imported when it is its turn, so that none weighs on the memory of those before
    def start() -> Iterator[Line]:
        from tests.bench import start

        return start.lines(options.runs)

    def lists() -> Iterator[Line]:
        from tests.bench import start

        return start.large_lines(options.large)

    def saving() -> Iterator[Line]:
        from tests.bench import saving

        return saving.lines()

    def forms() -> Iterator[Line]:
        from tests.bench import forms

        return forms.lines(options.forms, options.runs)

    def paper() -> Iterator[Line]:
        from tests.bench import paper

        return paper.lines(options.runs)

    def bundles() -> Iterator[Line]:
        from tests.bench import bundles

        return bundles.lines(options.commits)

    def sync() -> Iterator[Line]:
        from tests.bench import sync

        return sync.lines(options.commits)

    def chat() -> Iterator[Line]:
        from tests.bench import chat

        return chat.lines(options.runs)

    return {"start": start, "lists": lists, "saving": saving, "forms": forms, "paper": paper,
            "bundles": bundles, "sync": sync, "chat": chat}


if __name__ == "__main__":
    sys.exit(main())
