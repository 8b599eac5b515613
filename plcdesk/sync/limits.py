"""The limits of a bundle. They are the same for everybody and fixed per major format, so that all laptops agree.

`Limits` is the one table; what a single commit may hold is declared in the ledger and joins it in `TABLE`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from plcdesk.ledger import commit, identity, strict_json

FORMAT = (1, 0)
"""Major and minor of the format written here. A higher major is refused, a higher minor is read."""
EXTENSION = ".plcb"
SEALED = ".age"
"""What follows the name of a sealed bundle: ``name.plcb.age``."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One line of the table: the largest `value` allowed, its unit, and what it guards."""

    name: str
    value: int
    unit: str
    guards: str


def _row(value: int, unit: str, guards: str) -> Any:
    return field(default=value, metadata={"unit": unit, "guards": guards})


@dataclass(frozen=True)
class Limits:
    """What a reader of bundles puts up with. Only tests use other values than those of `REAL`."""

    file: int = _row(2_000_000_000, "bytes", "a bundle; below what FAT32 and 31-bit offsets hold")
    readme: int = _row(64 * 1024, "bytes", "the page for people")
    manifest: int = _row(12 * 1024 * 1024, "bytes", "the manifest; a hub of 1,000 schools needs 9 MB")
    manifest_values: int = _row(500_000, "values", "the memory a manifest takes: 100 bytes for each value in it")
    signature: int = _row(64, "bytes", "the signature, which has exactly this size")
    records_raw: int = _row(256 * 1024 * 1024, "bytes", "all commit lines unpacked")
    records_free: int = _row(16 * 1024 * 1024, "bytes", "unpacked size up to which any ratio is allowed; repetitive text "
                                                        "packs well")
    ratio: int = _row(200, "times", "unpacked to packed size above that")
    packed_spare: int = _row(1024, "bytes", "what packing may add, beside one part in 64")
    window: int = _row(8 * 1024 * 1024, "bytes", "the memory a packed stream may ask of its reader")
    blobs: int = _row(20_000, "photos", "the photos in a bundle, and each list of photos held or wanted")
    blob: int = _row(25 * 1024 * 1024, "bytes", "one photo or file")
    spaces: int = _row(2_000, "spaces", "the spaces of a bundle")
    feeds: int = _row(10_000, "stretches", "the stretches in all spaces; each costs two checks of a signature")
    tips: int = _row(50_000, "tips", "the tips named in all spaces")
    name: int = _row(200, "characters", "the names of programme and spaces")
    app: int = _row(40, "characters", "the version of the program that made it")
    hello: int = _row(1_000, "characters", "how a device introduces itself")
    comment: int = _row(4_000, "characters", "what the sender adds")
    age_header: int = _row(64 * 1024, "bytes", "the header of a sealed file, read before anything is decrypted")
    age_stanzas: int = _row(128, "recipients", "the recipients a sealed file names")
    age_log_n_most: int = _row(17, "power of two", "the work a passphrase may cost: one KiB of memory times two to this")
    copies: int = _row(3, "times", "the free disk asked for before a file of this size is taken in")
    disk_spare: int = _row(10_000_000, "bytes", "the free disk asked for beside that")


REAL = Limits()
"""The limits of this major format."""

FILE = REAL.file
README = REAL.readme
MANIFEST = REAL.manifest
SIGNATURE = REAL.signature
LINE = commit.MAX_LINE
BLOBS = REAL.blobs
BLOB = REAL.blob
NAME = REAL.name
AGE_HEADER = REAL.age_header
AGE_STANZAS = REAL.age_stanzas
AGE_LOG_N_MOST = REAL.age_log_n_most

TABLE = (
    *(Limit(found.name, getattr(REAL, found.name), **found.metadata) for found in fields(Limits)),
    Limit("label", identity.MAX_LABEL, "characters", "the name a device gives itself"),
    Limit("line", commit.MAX_LINE, "bytes", "head and body of one commit"),
    Limit("ops", commit.MAX_OPS, "records", "what one commit may touch"),
    Limit("fields", commit.MAX_FIELDS, "fields", "what one op may set"),
    Limit("dots", commit.MAX_DOTS, "writes", "what one op may replace in a field"),
    Limit("text", commit.MAX_TEXT, "characters", "one text value"),
    Limit("depth", commit.MAX_DEPTH, "levels", "the nesting of a body"),
    Limit("integer", commit.MAX_INTEGER, "magnitude", "whole numbers, so that every JSON reader agrees on them"),
    Limit("stamp", commit.MAX_HLC - 1, "magnitude", "stamps of time, the largest number a database keeps exactly"),
    Limit("version", commit.MAX_VERSION, "number", "the schema version a commit names"),
    Limit("identifier", commit.MAX_NAME, "characters", "names of tables and fields"),
    Limit("values", strict_json.MAX_VALUES, "values", "the memory a commit takes: 100 bytes for each value in it"),
)
"""Every limit; tests/sync/test_limits.py shows each at its value, below and above."""

AGE_LOG_N = 15
"""The work put into a passphrase here: 32 MB of memory, so that an old laptop opens it too."""
AGE_CHUNK = 64 * 1024
"""Bytes of one sealed chunk; the age format knows no other."""
PHOTO_CAP = 200 * 1024 * 1024
"""Bytes of photos sent in one bundle unless another cap is chosen. A wish of the sender, no limit of the reader."""
