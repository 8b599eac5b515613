"""Indonesian display names: titles in front, degrees behind, single words, spellings that differ in a letter.

Rules of the domain handbook, 6 and 8.1: a display name carries its titles, there is no surname field.
"""

from __future__ import annotations

import functools
import re
import unicodedata

TITLES = frozenset({
    "dr", "dra", "drs", "drg", "ir", "h", "hj", "kh", "prof", "ust", "ustadz", "ustadzah", "r", "rr", "bapak", "pak",
    "ibu", "bu", "bpk",
})
"""What may stand in front of a name, without its dot."""


def plain_name(name: str) -> str:
    """The name without titles and degrees: ``Dra. Hj. Siti Rahmawati, M.Pd.`` -> ``Siti Rahmawati``."""
    words = name.split(",", 1)[0].split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in TITLES and _is_title(words[0]):
        words = words[1:]
    return " ".join(words)


def _is_title(word: str) -> bool:
    # "R" or "H" without a dot may be a real initial, a longer one is a title with or without it
    return word.endswith(".") or len(word) > 1


@functools.lru_cache(maxsize=8192)
def search_key(name: str) -> str:
    """What two spellings of one name have in common: no titles, case, accents, signs or doubled letters."""
    flat = unicodedata.normalize("NFKD", plain_name(name)).casefold()
    letters = "".join(sign if sign.isalnum() else " " for sign in flat if not unicodedata.combining(sign))
    return re.sub(r"(\w)\1+", r"\1", " ".join(letters.split()))


def matches(query: str, name: str) -> bool:
    """Whether each word typed begins a word of the name (both without titles and doubled letters)."""
    typed = search_key(query).split()
    words = search_key(name).split()
    return bool(typed) and all(any(word.startswith(part) for word in words) for part in typed)


def sort_key(name: str) -> tuple[str, str]:
    """The place of a name in a list: by the name itself, not by its titles."""
    return plain_name(name).casefold(), name


def pseudonym(prefix: str, index: int) -> str:
    """``Guru A`` … ``Guru Z``, ``Guru AA`` …: the pseudonym of the person counted `index` from 0."""
    letters = ""
    number = index + 1
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{prefix} {letters}"
