"""How a record is declared: which fields it has, how each merges, what it is called, how it is protected.

A record is one frozen dataclass. Tables, merge rules, the log's codec, the history view, exports and privacy are
derived from this declaration (`SPECS`), so a fact about a field stands in one place only.
"""

from __future__ import annotations

import dataclasses
import enum
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar

from plcdesk.domain.ids import Id, uuid7


def mark(text: str) -> str:
    """Mark an English source text for the catalogues; the text itself is returned."""
    return text


class Policy(enum.StrEnum):
    """How concurrent writes of a field meet."""

    VALUE = "value"
    """Differing values are kept side by side until a person settles them."""
    COUPLED = "coupled"
    """As VALUE, for a tuple that is only ever written and shown whole."""
    PARAGRAPHS = "paragraphs"
    """Long text: paragraphs changed by one side are merged, those changed by both stay side by side."""
    ONCE = "once"
    """Written when the record is made and never again."""


class Kind(enum.StrEnum):
    """What a field holds, hence its column type and its form in the log."""

    TEXT = "text"
    LONG = "long"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    ID = "id"
    CHOICE = "choice"
    LIST = "list"


class Choice(enum.StrEnum):
    """A closed list of values, each with the English source text of its label."""

    label: str

    def __new__(cls, value: str, label: str) -> Choice:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@dataclass(frozen=True, slots=True)
class SpaceRule:
    """Where a new record lives for good: a kind of space, or that of the record which the first filled one of `fields`
    names (`otherwise` where none is filled); the private one where the field `unless` is true."""

    kind: str
    fields: tuple[str, ...] = ()
    otherwise: str = "programme"
    unless: str | None = None


PROGRAMME = SpaceRule("programme")
PRIVATE = SpaceRule("private")


def school_of(field: str, *, otherwise: SpaceRule = PROGRAMME, unless: str | None = None) -> SpaceRule:
    """The space of the school that `field` names, else what `otherwise` says; the private one where `unless` is true."""
    return SpaceRule("school", (field,), otherwise.kind, unless)


def same_as(*fields: str) -> SpaceRule:
    """The space of the record that the first filled one of `fields` names."""
    return SpaceRule("same", fields)


@dataclass(frozen=True, slots=True)
class Part:
    """One column: a name, what it holds, for a choice the list it is chosen from, and whether it may be empty."""

    name: str
    kind: Kind
    choices: type[Choice] | None = None
    optional: bool = True


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a record: one register of the log, one column (or one per part of a coupled field)."""

    name: str
    policy: Policy
    parts: tuple[Part, ...]
    default: Any
    label: str
    refers: str | None = None
    parent: bool = False
    sensitive: bool = False
    searchable: bool = False
    couple: type | None = None

    def to_json(self, value: Any) -> Any:
        """The form of `value` in the log: text, number, boolean, list or None."""
        if self.couple is not None:
            return [encode(part, item) for part, item in zip(self.parts, value, strict=True)]
        return encode(self.parts[0], value)

    def from_json(self, data: Any) -> Any:
        """The value that `data` stands for.

        Raises ValueError when it does not fit this field (a later version may have written it).
        """
        if self.couple is None:
            return decode(self.parts[0], data)
        if not isinstance(data, list) or len(data) != len(self.parts):
            raise ValueError(f"{self.name}: a list of {len(self.parts)} expected")
        return self.couple(*(decode(part, item) for part, item in zip(self.parts, data, strict=True)))


@dataclass(frozen=True, slots=True)
class RecordSpec:
    """A kind of record: its table, its class, the rule for its space and its fields by name."""

    table: str
    cls: type
    space: SpaceRule
    label: str
    fields: dict[str, FieldSpec]

    @property
    def parents(self) -> tuple[FieldSpec, ...]:
        """The fields that name a record without which this one has no place."""
        return tuple(spec for spec in self.fields.values() if spec.parent)


SPECS: dict[str, RecordSpec] = {}
"""Every record kind by table name, in order of declaration."""

R = TypeVar("R")


def spec_of(record: object) -> RecordSpec:
    """The declaration of a record or of its class."""
    found: RecordSpec = getattr(record, "__spec__")  # noqa: B009 - set by `record`, unknown to the type checker
    return found


def children_of(table: str) -> list[tuple[RecordSpec, FieldSpec]]:
    """The record kinds that belong to `table`, with the field that says to which."""
    return [(spec, field) for spec in SPECS.values() for field in spec.parents if field.refers == table]


def _declare(policy: Policy, default: Any, **meta: Any) -> Any:
    return dataclasses.field(default=default, metadata={"policy": policy, **meta})


def key() -> Any:
    """The record's identity; random unless given."""
    return dataclasses.field(default_factory=uuid7)


def value(default: Any = None, *, label: str = "", refers: str | None = None, sensitive: bool = False,
          searchable: bool = False, long: bool = False) -> Any:
    """A plain field: concurrent differing values are kept side by side."""
    return _declare(Policy.VALUE, default, label=label, refers=refers, sensitive=sensitive, searchable=searchable,
                    long=long)


def once(default: Any = None, *, label: str = "", refers: str | None = None, parent: bool = False) -> Any:
    """A field written when the record is made and never again."""
    return _declare(Policy.ONCE, default, label=label, refers=refers, parent=parent)


def coupled(couple: type, *, label: str = "", sensitive: bool = False, searchable: bool = False) -> Any:
    """A named tuple whose parts are only ever written together, so no merge makes a pair nobody entered."""
    return _declare(Policy.COUPLED, couple(), label=label, couple=couple, sensitive=sensitive, searchable=searchable)


def paragraphs(*, label: str = "", sensitive: bool = False, searchable: bool = True) -> Any:
    """Long text that merges by paragraphs."""
    return _declare(Policy.PARAGRAPHS, "", label=label, sensitive=sensitive, searchable=searchable, long=True)


# no field_specifiers: to a type checker each field then has a default, which is what every declaration gives it
@typing.dataclass_transform(kw_only_default=True, frozen_default=True)
def record(table: str, *, space: SpaceRule, label: str = "") -> Callable[[type[R]], type[R]]:
    """Declare a class as a record kind kept in `table`."""

    def declare(cls: type[R]) -> type[R]:
        made = dataclass(frozen=True, slots=False, kw_only=True)(cls)
        hints = typing.get_type_hints(made)
        fields = {
            item.name: _field_spec(item, hints[item.name])
            for item in dataclasses.fields(made)  # type: ignore[arg-type]
            if item.name != "id"
        }
        spec = RecordSpec(table, made, space, label or table, fields)
        SPECS[table] = spec
        made.__spec__ = spec  # type: ignore[attr-defined]
        return made

    return declare


def _field_spec(item: dataclasses.Field[Any], hint: Any) -> FieldSpec:
    meta = item.metadata
    couple = meta.get("couple")
    if couple is not None:
        parts = tuple(_part(name, part) for name, part in typing.get_type_hints(couple).items())
    else:
        parts = (_part(item.name, hint, long=meta.get("long", False)),)
    return FieldSpec(
        item.name, meta["policy"], parts, item.default, meta.get("label") or item.name, meta.get("refers"),
        meta.get("parent", False), meta.get("sensitive", False), meta.get("searchable", False), couple,
    )


_KINDS: dict[Any, Kind] = {
    str: Kind.TEXT, int: Kind.INTEGER, bool: Kind.BOOLEAN, date: Kind.DATE, time: Kind.TIME, Id: Kind.ID,
}


def _part(name: str, hint: Any, *, long: bool = False) -> Part:
    optional = isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union
    if optional:
        hint = next(arg for arg in typing.get_args(hint) if arg is not type(None))
    if typing.get_origin(hint) is tuple:
        return Part(name, Kind.LIST, None, optional)
    if isinstance(hint, type) and issubclass(hint, Choice):
        return Part(name, Kind.CHOICE, hint, optional)
    return Part(name, Kind.LONG if long else _KINDS[hint], None, optional)


def encode(part: Part, item: Any) -> Any:
    """The form of one part's value in the log."""
    if item is None:
        return None
    if part.kind is Kind.DATE:
        return item.isoformat()
    if part.kind is Kind.TIME:
        return item.strftime("%H:%M")
    if part.kind is Kind.LIST:
        return list(item)
    if part.kind is Kind.CHOICE:
        return str(item.value)
    return item


def decode(part: Part, data: Any) -> Any:
    """The value of one part. Raises ValueError when `data` does not fit."""
    if data is None:
        if part.optional:
            return None
        raise ValueError(f"{part.name}: a value expected")
    if part.kind in _DECODERS:
        return _DECODERS[part.kind](data)
    if part.kind is Kind.CHOICE:
        assert part.choices is not None
        return part.choices(data)  # type: ignore[call-arg]
    if part.kind is Kind.LIST:
        if isinstance(data, list) and all(isinstance(item, str) for item in data):
            return tuple(data)
        raise ValueError(f"{part.name}: a list of texts expected")
    return _plain(part, data)


def _plain(part: Part, data: Any) -> Any:
    wanted: type = {Kind.INTEGER: int, Kind.BOOLEAN: bool}.get(part.kind, str)
    if not isinstance(data, wanted) or (wanted is int and isinstance(data, bool)):
        raise ValueError(f"{part.name}: {wanted.__name__} expected")
    return data


def _date(data: Any) -> date:
    if not isinstance(data, str) or len(data) != 10:
        raise ValueError("a date expected")
    return date.fromisoformat(data)


def _time(data: Any) -> time:
    if not isinstance(data, str) or len(data) != 5:
        raise ValueError("a time expected")
    return time.fromisoformat(data)


_DECODERS: dict[Kind, Callable[[Any], Any]] = {Kind.DATE: _date, Kind.TIME: _time}
