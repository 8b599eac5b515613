"""The computers of the programme, and what its stewards say of them: accept, cut off, let back, name a steward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.programme import School
from plcdesk.domain.stewardship import Act, Computer, DeviceNotice
from plcdesk.services.records import Records

if TYPE_CHECKING:
    from plcdesk.storage.storage import Storage

_SHORTEST = 8
"""Digits of a key that are enough to name a computer, if no other begins so."""


class Stewards:
    """Who takes part, and who may say who does.

    Steward is the computer that began the programme, and every one a steward named. What they say is a statement in the
    programme: it travels with every bundle, is never changed, and works on every computer alike.
    """

    def __init__(self, storage: Storage, records: Records) -> None:
        self._storage = storage
        self._records = records

    def computers(self) -> list[Computer]:
        """Every computer met, this one first, then by name."""
        from plcdesk.storage import computers

        names = {school.space: school.name for school in self._records.all(School) if school.space}
        with self._storage.db.read() as connection:
            return computers.computers(connection, names)

    def may_i(self) -> bool:
        """Whether this computer is a steward, and not cut off."""
        from plcdesk.storage import computers, stewards

        with self._storage.db.read() as connection:
            now, own = stewards.standing(connection), computers.own_key(connection)
        return own in now.stewards and not now.cuts.get(own)

    def find(self, text: str) -> Computer:
        """The computer with this key (hex), this beginning of a key, or this name. Raises UserError where there is none or
        several."""
        wanted = text.strip()
        found = [one for one in self.computers() if one.key == wanted.lower()] or [
            one for one in self.computers() if one.label.casefold() == wanted.casefold()
            or (len(wanted) >= _SHORTEST and one.key.startswith(wanted.lower()))]
        if len(found) != 1:
            raise UserError(mark("There is no computer “{name}” here, or several. Nothing was changed. Choose one from the "
                                 "list of computers."), name=wanted)
        return found[0]

    def accept(self, key: str) -> Changes:
        """Have a computer (key as in `computers`) trusted on every computer, where it writes now. Raises UserError."""
        return self._say(Act.ACCEPT, key)

    def cut_off(self, key: str, reason: str) -> Changes:
        """Have every computer ask before it takes in what this one writes from now on. What is held here of it still
        counts. Raises UserError."""
        if self._other(key).cut:
            raise UserError(mark("{name} is cut off already. Nothing was changed."), name=self._other(key).label)
        return self._say(Act.CUT, key, reason)

    def let_back(self, key: str) -> Changes:
        """Take a cut back: all that the computer wrote counts again. Raises UserError."""
        if not self._other(key).cut:
            raise UserError(mark("{name} is not cut off. Nothing was changed."), name=self._other(key).label)
        return self._say(Act.ACCEPT, key)

    def name_steward(self, key: str) -> Changes:
        """Let a computer do what this one may. It cannot be taken back; it can be cut off. Raises UserError."""
        if self._other(key).steward:
            raise UserError(mark("{name} is a steward's computer already. Nothing was changed."), name=self._other(key).label)
        return self._say(Act.STEWARD, key)

    def need(self) -> None:
        """Raises UserError where this computer is no steward."""
        if not self.may_i():
            names = ", ".join(one.label or one.words for one in self.computers() if one.steward)
            raise UserError(mark("Only a steward's computer can do this. Nothing was changed. Stewards: {names}."),
                            names=names or "—")

    def _other(self, key: str) -> Computer:
        self.need()
        found = next((one for one in self.computers() if one.key == key), None)
        if found is None:
            raise UserError(mark("There is no computer “{name}” here, or several. Nothing was changed. Choose one from the "
                                 "list of computers."), name=key[:12])
        if found.self:
            raise UserError(mark("This is the computer you sit at. Nothing was changed. Choose another one."))
        return found

    def _say(self, act: Act, key: str, reason: str = "") -> Changes:
        from plcdesk.storage import computers, erasure, stewards

        computer = self._other(key)
        with self._storage.db.read() as connection:
            cuts = stewards.standing(connection).cuts.get(key, [])
            notice = DeviceNotice(
                act=act, device=key, name=computer.label, reason=reason.strip(), said_on=self._records.today(),
                upto=computers.ends(connection, key) if act is Act.CUT else (),
                spaces=computers.where(connection, key) if act is not Act.CUT else (),
                answers=tuple(one.id for one in cuts) if act is Act.ACCEPT else ())
        with self._records.writing() as unit:
            unit.save(notice)
            unit.finish()
            erasure.apply(unit.reader.connection)  # a steward let back may have ordered something meanwhile
        return unit.changes
