"""Trouble of the user's world, told in three parts: what happened, what was kept, what to do."""

from __future__ import annotations

from typing import Any


class UserError(Exception):
    """Something the user can understand and mend.

    `text` is an English source text of the catalogues with named places, `values` fills them. Whoever shows it
    translates: ``words(error.text, **error.values)``.
    """

    def __init__(self, text: str, **values: Any) -> None:
        super().__init__(text.format(**values) if values else text)
        self.text = text
        self.values = values


class NoRoom(UserError):
    """The computer's disk is full; nothing was changed."""


class ReadOnly(UserError):
    """This computer keeps the programme as an archive; nothing was changed."""


class Damaged(UserError):
    """A file of the programme cannot be read; it is untouched."""


class Cancelled(Exception):
    """The user pressed Cancel; nothing was changed."""
