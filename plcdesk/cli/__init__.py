"""The command line over the same services as the window."""

from plcdesk.cli.program import main

__all__ = ["main"]
