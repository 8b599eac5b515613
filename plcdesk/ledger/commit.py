"""The commit: one save of one person, as bytes that are hashed, kept and forwarded exactly as they were written.

A commit travels as two pieces of JSON. The *head* holds structure and causality, the *body* the values, so that
values can be erased while every other device's chain still checks. Whether a commit is valid depends on its bytes
alone, never on local data, clock or program version; what does not fit is refused here with `BadCommit`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from plcdesk.ledger.strict_json import BadCommit as BadCommit
from plcdesk.ledger.strict_json import clean as clean
from plcdesk.ledger.strict_json import parse as parse

MAX_OPS = 2_000
"""Records one commit may touch."""
MAX_TEXT = 1_000_000
"""Characters of one text value."""
MAX_DEPTH = 6
"""Nesting of the body; a value may therefore nest three levels below its op."""
MAX_LINE = 4 * 1024 * 1024
"""Bytes of head and body together."""
MAX_INTEGER = 2**53
"""Largest magnitude of a whole number in a value, so that every JSON reader agrees on it."""
MAX_HLC = 2**63
"""Stamps stay below this, the largest number SQLite and PostgreSQL keep exactly."""
MAX_FIELDS = 500
"""Fields one op may set."""
MAX_DOTS = 10_000
"""Writes one op may replace in a field."""
MAX_VERSION = 10**6
"""Largest number of a schema version."""
MAX_NAME = 63
"""Characters of the name of a table or field."""

NAME = re.compile(rf"[a-z][a-z0-9_]{{0,{MAX_NAME - 1}}}").fullmatch
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").fullmatch
DOT = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]").fullmatch
_NONCE = re.compile(r"[A-Za-z0-9_-]{11}").fullmatch

_HEAD_KEYS = {"seq", "hlc", "by", "sv", "mr", "ops"}
_OP_KEYS = {"t", "r", "k", "o", "x", "l", "f"}
_OP_REQUIRED = {"t", "r", "k"}
_NONE: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Op(NamedTuple):
    """What a commit does to one record.

    `kind` is ``set`` or ``del``. `values` stand for `fields` one by one, in the log's JSON form; None when the body
    was erased. `replaces` names the writes (dots) replaced in every field, `exceptions` those of single fields
    instead, `life` the life writes replaced.
    """

    table: str
    row: str
    kind: str
    fields: tuple[str, ...] = ()
    values: tuple[Any, ...] | None = ()
    replaces: tuple[str, ...] = ()
    exceptions: Mapping[str, tuple[str, ...]] = _NONE
    life: tuple[str, ...] = ()


class Commit(NamedTuple):
    """One save: its number in the feed, stamp, author (an id, or empty before anyone said who they are), the
    writer's schema version, the lowest version allowed to show it, and at most one op per record."""

    seq: int
    hlc: int
    by: str
    schema: int
    min_reader: int
    ops: tuple[Op, ...]

    def dots(self) -> set[str]:
        """Every earlier write this commit names."""
        named: set[str] = set()
        for op in self.ops:
            named.update(op.replaces, op.life, *op.exceptions.values())
        return named


_dump: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def nonce() -> bytes:
    """Eight random bytes that keep short values from being guessed from their digest."""
    return os.urandom(8)


def encode(commit: Commit, salt: bytes) -> tuple[bytes, bytes]:
    """The head and body of `commit`, with the 8 bytes of `salt` as nonce.

    Raises BadCommit for anything `decode` would refuse, so nothing unreadable is ever written.
    """
    ops = [_op_to_json(op) for op in commit.ops]
    head = {"seq": commit.seq, "hlc": commit.hlc, "by": commit.by, "sv": commit.schema, "mr": commit.min_reader,
            "ops": ops}
    body = [base64.urlsafe_b64encode(salt).rstrip(b"=").decode(), [list(op.values or ()) for op in commit.ops]]
    try:
        pair = _dump(head).encode(), _dump(body).encode()
    except ValueError as error:  # NaN, infinity, a lone surrogate
        raise BadCommit(str(error)) from None
    decode(*pair)
    return pair


def _op_to_json(op: Op) -> dict[str, Any]:
    data: dict[str, Any] = {"t": op.table, "r": op.row, "k": op.kind}
    if op.replaces:
        data["o"] = list(op.replaces)
    if op.exceptions:
        data["x"] = {name: list(dots) for name, dots in op.exceptions.items()}
    if op.life:
        data["l"] = list(op.life)
    if op.fields:
        data["f"] = list(op.fields)
    return data


def body_digest(body: bytes) -> bytes:
    """SHA-256 of a body; kept when the body itself is erased."""
    return hashlib.sha256(body).digest()


def decode(head: bytes, body: bytes | None) -> Commit:
    """The commit these bytes stand for; without a body (erased) its ops have no values. Raises BadCommit."""
    if len(head) + len(body or b"") > MAX_LINE:
        raise BadCommit("longer than a line may be")
    data = parse(head)
    if type(data) is not dict or data.keys() != _HEAD_KEYS:
        raise BadCommit("wrong keys")
    by, ops = data["by"], data["ops"]
    if type(by) is not str or (by and ID(by) is None):
        raise BadCommit("the author is no id")
    if type(ops) is not list or not 0 < len(ops) <= MAX_OPS:
        raise BadCommit("wrong number of ops")
    rows = _rows_of(body, len(ops)) if body is not None else [None] * len(ops)
    made = tuple(map(_op, ops, rows))
    if len(made) > 1 and len({(op.table, op.row) for op in made}) != len(made):
        raise BadCommit("two ops on one record")
    return Commit(
        _number(data["seq"], 1, MAX_INTEGER), _number(data["hlc"], 0, MAX_HLC - 1), by,
        _number(data["sv"], 1, MAX_VERSION), _number(data["mr"], 1, MAX_VERSION), made,
    )


def _number(value: Any, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        raise BadCommit("a number out of range")
    return value


def _rows_of(body: bytes, count: int) -> list[Any]:
    data = parse(body)
    if type(data) is not list or len(data) != 2 or type(data[0]) is not str or _NONCE(data[0]) is None:
        raise BadCommit("the body has no nonce")
    rows = data[1]
    if type(rows) is not list or len(rows) != count:
        raise BadCommit("not one list of values per op")
    return rows


def _op(data: Any, row: Any) -> Op:
    if type(data) is not dict or not _OP_REQUIRED <= data.keys() <= _OP_KEYS:
        raise BadCommit("wrong keys in an op")
    table, uid, kind = data["t"], data["r"], data["k"]
    _name(table)
    if type(uid) is not str or ID(uid) is None:
        raise BadCommit("the row is no id")
    fields = _fields(data["f"]) if "f" in data else ()
    if kind != "set" and (kind != "del" or fields):
        raise BadCommit("neither set nor del")
    return Op(
        table, uid, kind, fields, _values(row, len(fields)) if row is not None else None,
        _dots(data["o"]) if "o" in data else (),
        _exceptions(data["x"], fields) if "x" in data else _NONE,
        _dots(data["l"]) if "l" in data else (),
    )


@lru_cache(4096)
def _is_name(name: str) -> bool:
    return NAME(name) is not None


def _name(name: Any) -> None:
    if type(name) is not str or not _is_name(name):
        raise BadCommit("no name of a table or field")


def _fields(names: Any) -> tuple[str, ...]:
    if type(names) is not list or not 0 < len(names) <= MAX_FIELDS:
        raise BadCommit("no list of fields")
    try:
        return _checked_fields(tuple(names))
    except TypeError:  # a list or object among them, which the cache cannot look up
        raise BadCommit("no name of a table or field") from None


@lru_cache(512)  # programs write the same few lists of fields over and over
def _checked_fields(names: tuple[Any, ...]) -> tuple[str, ...]:
    for name in names:
        _name(name)
    if len(set(names)) != len(names):
        raise BadCommit("a field twice")
    return names


def _dots(dots: Any) -> tuple[str, ...]:
    if type(dots) is not list or not 0 < len(dots) <= MAX_DOTS:
        raise BadCommit("no list of dots")
    for dot in dots:
        if type(dot) is not str or DOT(dot) is None:
            raise BadCommit("no dot")
    if len(dots) > 1 and len(set(dots)) != len(dots):
        raise BadCommit("a dot twice")
    return tuple(dots)


def _exceptions(data: Any, fields: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    if type(data) is not dict or not data or not data.keys() <= set(fields):
        raise BadCommit("exceptions of no field")
    return {name: _dots(dots) if dots != [] else () for name, dots in data.items()}


def _values(row: Any, count: int) -> tuple[Any, ...]:
    if type(row) is not list or len(row) != count:
        raise BadCommit("not one value per field")
    _check_values(row, 3)
    return tuple(row)


def _check_values(values: Iterable[Any], depth: int) -> None:
    """Check what stands in a list or object at this depth of the body."""
    if depth > MAX_DEPTH:
        raise BadCommit("nested too deep")
    for value in values:
        kind = type(value)
        if kind is str:
            if len(value) > MAX_TEXT:
                raise BadCommit("a text too long")
        elif kind is int:
            if not -MAX_INTEGER <= value <= MAX_INTEGER:
                raise BadCommit("a number out of range")
        elif kind is list:
            _check_values(value, depth + 1)
        elif kind is dict:
            _check_values((*value, *value.values()), depth + 1)
