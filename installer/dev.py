"""Every chore of a developer in one command: python3 installer/dev.py CHORE. The standard library alone, on Linux and Windows.

This file is the front door and must be readable for an old Python, so that it can say which one is needed.
"""

import sys

USAGE = """usage: python3 installer/dev.py CHORE [arguments]

  run [--sample] [--smoke]   start the program; --sample opens the sample, --smoke builds every page without a screen
  test [pytest arguments]    run the tests without a screen
  lint                       style, types, and the rules of tests/architecture
  words                      collect the words of the source, update and compile the catalogues
  screens [--out DIR]        make a picture of every page in both languages
  bench [arguments]          measure against the budgets
  lock                       resolve pyproject.toml into the lock files again

The first run makes .venv and fills it from requirements-dev.lock; later runs start at once."""

OLDEST, NEWEST = (3, 11), (3, 14)


def check_python():
    """Say which Python is needed, in a sentence, when this one does not fit."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    sys.stderr.write(
        "PLC Desk needs Python %d.%d to %d.%d, this is %d.%d: start this script with a fitting one, for example python3.12.\n"
        % (OLDEST + NEWEST + tuple(sys.version_info[:2]))
    )
    sys.exit(2)


def main(argv):
    """Look up the chore and hand it the rest of the line."""
    check_python()
    from chores import catalogue, console

    if not argv or argv[0] in ("-h", "--help", "help"):
        print(USAGE)
        return 0 if argv else 2
    chore = catalogue.CHORES.get(argv[0])
    if chore is None:
        console.complain("There is no chore called %r." % argv[0])
        console.complain(USAGE)
        return 2
    try:
        return chore(argv[1:])
    except console.Stop as stop:
        console.complain(str(stop))
        return stop.code
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
