"""JSON read strictly: whatever two readers could understand differently is refused.

Used for commits and for the manifests of bundles.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

MAX_VALUES = 200_000
"""Values in one piece of JSON (commas and opening brackets outside texts). Each costs 100 bytes of memory at most, so
four megabytes of brackets cannot become a hundred."""

_INSIGNIFICANT = bytes(set(range(256)) - set(b'",[{'))


class BadCommit(ValueError):
    """Bytes that are no valid commit; the text says why, for logs and tests."""


def clean(text: str) -> str:
    """`text` without what no commit can hold: NUL is dropped, lone surrogates become the replacement mark."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise BadCommit("a key twice")
    return data


def _constant(word: str) -> Any:
    raise BadCommit(f"{word} is no number")


def _float(digits: str) -> float:
    number = float(digits)
    if number - number != 0.0:  # infinity from an exponent too large
        raise BadCommit("a number too large")
    return number


_decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)
_scan: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once  # type: ignore[attr-defined]


def _load(text: str) -> Any:
    # what this program writes starts and ends without blanks: then one call of the scanner, in C, is all
    try:
        found, end = _scan(text, 0)
    except StopIteration:
        end = -1
    return found if end == len(text) else _decoder.decode(text)


def parse(data: bytes, most: int = MAX_VALUES) -> Any:
    """JSON read strictly: UTF-8, no key twice, no NaN, no control character, no NUL, no lone surrogate, `most` values.

    How large a whole number may be is for the caller to check. Raises BadCommit.
    """
    if len(data) > most and _crowded(data, most):
        raise BadCommit("too many values")
    if b"\n" in data or b"\t" in data or b"\r" in data:
        raise BadCommit("a control character")
    try:
        found = _load(data.decode())
    except BadCommit:
        raise
    except RecursionError:
        raise BadCommit("nested too deep") from None
    except ValueError as error:
        raise BadCommit(type(error).__name__) from None
    if b"\\u" in data:  # NUL and lone surrogates can only come in as escapes
        _check_texts(found)
    return found


def _crowded(data: bytes, most: int) -> bool:
    """Whether there are more than `most` values, counted before any of them is made."""
    if sum(map(data.count, (b",", b"[", b"{"))) <= most:
        return False
    # some of them may stand in texts, where a comma costs nothing
    bare = data.replace(b"\\\\", b"").replace(b'\\"', b"").translate(None, _INSIGNIFICANT)
    if bare.count(b'"') > 4 * most + 4:  # a value is one text at most, with another as its key
        return True
    return sum(map(len, bare.split(b'"')[::2])) > most


def _check_texts(value: Any) -> None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if "\0" in item:
                raise BadCommit("NUL in a text")
            try:
                item.encode()
            except UnicodeEncodeError:
                raise BadCommit("a lone surrogate") from None
        elif isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend(item)
            waiting.extend(item.values())
