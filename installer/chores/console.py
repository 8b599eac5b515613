"""What the chores say, and how they stop."""

import sys


class Stop(Exception):
    """A chore cannot go on; the text is one sentence for the developer, the code is the exit code."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.code = code


def say(text: str) -> None:
    print(text, flush=True)


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def overwrite(text: str) -> None:
    """Show progress on one line of a terminal; in a file, nothing."""
    if sys.stdout.isatty():
        print("\r" + text[:78].ljust(78), end="", flush=True)


def end_overwrite() -> None:
    if sys.stdout.isatty():
        print("\r" + " " * 78 + "\r", end="", flush=True)
