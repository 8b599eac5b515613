"""The instruments of the program and those made in the programme.

Numbers never meet: the program's versions are 1, 100, 200 … and codes without a leading X; a programme's own versions
take the numbers between, and its separate instruments codes that begin with X. Should a record claim one of our numbers
all the same, the program's version holds, because it is the same on every laptop.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from plcdesk.domain.changes import Changes, Loaded, Problem
from plcdesk.domain.checks import LONG, SHORT
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.forms import Form
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About, Instrument, InstrumentEdition, Published, Text, edition_id
from plcdesk.importers.instrument_check import clashes_of, is_bounded, problems_of
from plcdesk.importers.instrument_shape import NotReadable, from_json, to_json
from plcdesk.importers.instruments import OWN, STEP
from plcdesk.services.instrument_library import Library, library
from plcdesk.services.programme import ProblemsFound
from plcdesk.services.records import Made, Records

PUBLISHED = mark("This version is published and does not change any more. Nothing was changed. Choose Copy and change "
                 "to make the next version.")


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A version of an instrument. `id` is None for one of the program; `about` is None when a newer program made it."""

    id: Id | None
    code: str
    version: int
    title: Text
    about: About | None
    published_on: date | None
    own: bool
    forms: int

    @property
    def readable(self) -> bool:
        """Whether this program knows everything that stands in it."""
        return self.about is not None

    @property
    def draft(self) -> bool:
        """Whether it is still being written and cannot be filled."""
        return self.own and self.published_on is None


class Instruments:
    """What can be filled, in which version, and how a programme makes its own."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._known: tuple[tuple[InstrumentEdition, Instrument | None], ...] | None = None
        records.on_change(self._changed)

    def get(self, code: str, version: int) -> Instrument | None:
        """That version, published or not; None when it is not here or a newer program made it."""
        found = self._library.get(code, version)
        if found is not None:
            return found
        return next((made for edition, made in self._own() if (edition.code, edition.version) == (code, version)), None)

    def need(self, code: str, version: int) -> Instrument:
        """As `get`. Raises UserError that says what to do; the forms of that version stay as they are."""
        found = self.get(code, version)
        if found is not None:
            return found
        if any((edition.code, edition.version) == (code, version) for edition, _ in self._own()):
            raise UserError(_NEWER, code=code, version=version)
        raise UserError(mark("This computer does not have {code} version {version} yet. Its forms are kept. Receive a "
                             "bundle from the laptop where it was made."), code=code, version=version)

    def current(self, code: str) -> Instrument:
        """The version that new forms take: the programme's newest published one, otherwise the program's newest."""
        own = [made for edition, made in self._own() if edition.code == code and made and edition.published.published_on]
        if own:
            return max(own, key=lambda made: made.version)
        found = self._library.newest(code)
        if found is None:
            raise UserError(mark("There is no instrument {code}. Nothing was changed. Choose another one."), code=code)
        return found

    def all(self, about: About | None = None) -> list[Instrument]:
        """The version of each instrument that new forms take; with `about` those about that only."""
        codes = self._library.codes(about)
        codes += [edition.code for edition, made in self._own()
                  if made and edition.published.published_on and about in (None, made.about)]
        return [made for made in map(self.current, dict.fromkeys(codes)) if about in (None, made.about)]

    def editions(self, code: str | None = None) -> list[EditionRow]:
        """Every version that is here, drafts too, by code and with the newest first."""
        rows = [*self._built_in(), *(_row(edition, made, self._forms(edition.code, edition.version))
                                     for edition, made in self._own())]
        return sorted((row for row in rows if code in (None, row.code)), key=lambda row: (row.code, -row.version))

    def start_edition(self, code: str, version: int | None = None, *, new_code: str | None = None) -> Made:
        """Copy a version (the current one) as the next version, to be rewritten and published.

        Where the next version is being written already, that one is given and nothing changes. With `new_code` the copy
        becomes a separate instrument; its code is made to begin with X. Raises ProblemsFound for a code that is in use.
        """
        base = self.current(code) if version is None else self.need(code, version)
        if new_code is not None:
            return self._separate(base, new_code)
        for edition, _ in self._own():
            if (edition.code == code and edition.published.published_on is None
                    and not self._forms(edition.code, edition.version)):
                return Made(edition.id, Changes())
        number = 1 + max(row.version for row in self.editions(code))
        return self._save_new(replace(base, version=number + 1 if number % STEP == 0 else number))

    def edition(self, edition: Id) -> Loaded[InstrumentEdition]:
        """An own version as it is kept. Raises UserError when it is gone."""
        return self._records.need(InstrumentEdition, edition)

    def draft(self, edition: Id) -> Instrument:
        """An own version as it can be filled. Raises UserError when it is gone or a newer program made it."""
        return _parsed(self.edition(edition).record)

    def check(self, edition: Id) -> list[Problem]:
        """What keeps a version from being published, in the order in which it is edited."""
        return problems_of(self.draft(edition))

    def rewrite(self, edition: Id, made: Instrument, loaded: Loaded[InstrumentEdition] | None = None) -> Changes:
        """Keep a draft as it stands now, unfinished or not; `loaded` when it was read earlier than now.

        Raises ProblemsFound for what must not stand even in a draft (codes that stand twice, far too much text), and
        UserError when the version was published: what was filled with it must stay what it is.
        """
        loaded = loaded or self.edition(edition)
        record = loaded.record
        if record.published.published_on is not None or self._forms(record.code, record.version):
            raise UserError(PUBLISHED)
        if made.key != (record.code, record.version):
            raise ValueError(f"{made.key} cannot be kept as {record.code} {record.version}")
        problems, text = clashes_of(made), to_json(made)
        if len(text) > LONG:
            problems.append(Problem("item", mark("This is too long: remove some items or words")))
        if problems:
            raise ProblemsFound(tuple(problems))
        if from_json(text) != made:
            raise ValueError("items that name different scales by one code cannot be kept")
        return self._records.save(replace(record, definition=text, title=made.title.id[:SHORT]), loaded)

    def publish(self, edition: Id) -> Changes:
        """Let a draft be filled from today; it does not change any more. Raises ProblemsFound when it is not sound."""
        problems = self.check(edition)
        if problems:
            raise ProblemsFound(tuple(problems))
        loaded = self.edition(edition)
        if loaded.record.published.published_on is not None:
            return Changes()
        return self._records.save(replace(loaded.record, published=Published(self._records.today())), loaded)

    def fixed(self, name: str) -> tuple[tuple[str, Text], ...]:
        """A fixed list (domain handbook 3.13): obstacles, arnstein, cipp, appreciative or forming."""
        return self._library.lists()[name]

    @property
    def _library(self) -> Library:
        return library()

    def _changed(self, changes: Changes) -> None:
        if "instrument_edition" in changes.tables:
            self._known = None

    def _own(self) -> tuple[tuple[InstrumentEdition, Instrument | None], ...]:
        """The programme's versions with what stands in them; None for what this program does not know."""
        known = self._known
        if known is None:
            known = self._known = tuple((edition, _read(edition)) for edition in self._records.all(InstrumentEdition))
        return known

    def _built_in(self) -> Iterator[EditionRow]:
        for header in self._library.headers():
            yield EditionRow(None, header.code, header.version, header.title, header.about, None, False,
                             self._forms(header.code, header.version))

    def _forms(self, code: str, version: int | None) -> int:
        return self._records.count(Form, instrument=code, version=version)

    def _separate(self, base: Instrument, wanted: str) -> Made:
        code = "".join(wanted.split()).upper()
        code = code if code.startswith(OWN) else OWN + code
        made = replace(base, code=code, version=1)
        problems = [found for found in clashes_of(made) if found.field == "code"]
        if any(row.code == code for row in self.editions()):
            problems.append(Problem("code", mark("The code {code} is in use. Choose another one."), {"code": code}))
        if problems:
            raise ProblemsFound(tuple(problems))
        return self._save_new(made)

    def _save_new(self, made: Instrument) -> Made:
        edition = InstrumentEdition(id=edition_id(*made.key), code=made.code, version=made.version,
                                    title=made.title.id[:SHORT], definition=to_json(made))
        return Made(edition.id, self._records.save(edition))


_NEWER = mark("{code} version {version} was made by a newer version of this program. Its forms are kept unchanged. "
              "Install the newer version on this computer to open them.")


def _read(edition: InstrumentEdition) -> Instrument | None:
    """What stands in an edition; None for what this program would not have published (or kept as a draft)."""
    try:
        made = from_json(edition.definition)
    except NotReadable:
        return None
    fit = is_bounded(made) if edition.published.published_on is None else not problems_of(made)
    return made if made.key == (edition.code, edition.version) and fit else None


def _parsed(edition: InstrumentEdition) -> Instrument:
    made = _read(edition)
    if made is None:
        raise UserError(_NEWER, code=edition.code, version=edition.version)
    return made


def _row(edition: InstrumentEdition, made: Instrument | None, forms: int) -> EditionRow:
    title = made.title if made else Text(edition.title, edition.title)
    return EditionRow(edition.id, edition.code, edition.version or 0, title, made.about if made else None,
                      edition.published.published_on, True, forms)
