"""Pictures of every page, for the eye and for the pull request. Runs inside .venv: screens.py [--out DIR] [...]."""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="installer/dev.py screens", description="Make a picture of every page.")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "screens")
    parser.add_argument("--lang", nargs="+", default=["id", "en"], choices=["id", "en"])
    parser.add_argument("--size", nargs="+", type=size, metavar="1366x697", help="all sizes a page must fit unless given")
    parser.add_argument("--theme", nargs="+", default=["light", "dark"], choices=["light", "dark"])
    return parser.parse_args(arguments)


def size(text: str) -> tuple[int, int]:
    """1366x768 as two numbers."""
    width, height = text.lower().split("x")
    return int(width), int(height)


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    sys.path.insert(0, str(ROOT))
    from ui import selftest

    options.out.mkdir(parents=True, exist_ok=True)
    sizes = options.size or selftest.SIZES
    pictures = selftest.screens(options.out, languages=options.lang, sizes=sizes, themes=options.theme)
    print(f"{len(pictures)} pictures in {options.out}")
    return 0 if pictures else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
