"""``python -m plcdesk``."""

import sys

from plcdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
