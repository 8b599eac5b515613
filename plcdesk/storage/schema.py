"""The tables: one per record kind, derived from the declarations, and those of the log and its registers.

Between synced tables there is no UNIQUE (but the key) and no foreign key: an import must never meet a constraint it
could fail on. Record tables hold the visible records only; deleted ones live on in the log.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint, text
from sqlalchemy.types import TypeEngine

from plcdesk.domain.fields import Kind, RecordSpec
from plcdesk.domain.records import SPECS

VERSION = 3
"""Number of the newest migration; kept in the file as PRAGMA user_version and written into each commit as `sv`."""
MIN_READER = 1
"""The oldest version that may show what this version writes (`mr` of its commits)."""
APPLICATION_ID = 0x504C4344
"""PRAGMA application_id of our files ("PLCD")."""

metadata = MetaData()


def _record_table(spec: RecordSpec) -> Table:
    columns: list[Column[Any]] = [Column("id", Text, primary_key=True)]
    indexes = []
    for field in spec.fields.values():
        for part in field.parts:
            kind: type[TypeEngine[Any]] = Integer if part.kind in (Kind.INTEGER, Kind.BOOLEAN) else Text
            columns.append(Column(part.name, kind))
            if field.refers is not None or part.name == "held_on":
                indexes.append(Index(f"ix_{spec.table}_{part.name}", part.name))
    return Table(spec.table, metadata, *columns, *indexes, sqlite_with_rowid=False)


RECORDS: dict[str, Table] = {spec.table: _record_table(spec) for spec in SPECS.values()}
"""The table of each record kind: `id`, then one column per part in order of declaration."""

sync_device = Table(
    "sync_device", metadata,
    Column("id", Integer, primary_key=True),
    Column("pubkey", LargeBinary, unique=True),
    Column("label", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("first_seen_bundle", Integer),
    Column("self", Integer, nullable=False),
)
"""Devices met; `self` is 1 for the keys of this one. The key is empty until the device key was made."""

sync_trust = Table(
    "sync_trust", metadata,
    Column("device_id", Integer, primary_key=True),
    Column("space_id", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("cutoff_n", Integer),
    sqlite_with_rowid=False,
)
"""Trust of a device in a space: self, accepted, unknown or blocked."""

sync_space = Table(
    "sync_space", metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
)
"""Spaces held: programme, school or private."""

sync_feed = Table(
    "sync_feed", metadata,
    Column("id", Integer, primary_key=True),
    Column("space_id", Integer, nullable=False),
    Column("replica_uid", Text, nullable=False),
    Column("device_id", Integer, nullable=False),
    UniqueConstraint("space_id", "replica_uid"),
)
"""Feeds: what one replica writes in one space."""

sync_replica = Table(
    "sync_replica", metadata,
    Column("uid", Text, primary_key=True),
    Column("device_id", Integer, nullable=False),
    Column("parent", Text, nullable=False),
    Column("born", Text, nullable=False),
    Column("hello", LargeBinary, nullable=False),
    Column("hello_signature", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Replicas: incarnations of devices, with their signed introductions (one for all spaces)."""

sync_commit = Table(
    "sync_commit", metadata,
    Column("n", Integer, primary_key=True),
    Column("feed_id", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("dot", Text, nullable=False, unique=True),
    Column("prev_n", Integer),
    Column("hlc", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("sv", Integer, nullable=False),
    Column("mr", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("body", LargeBinary),
    Column("body_digest", LargeBinary, nullable=False),
    Column("bundle_id", Integer),
    Column("flags", Integer, nullable=False),
    Index("ix_sync_commit_feed", "feed_id", "seq"),
    Index("ix_sync_commit_bundle", "bundle_id", sqlite_where=text("bundle_id IS NOT NULL")),
)
"""The log in local arrival order `n`; head and body are the bytes as received."""

SUSPECT_CLOCK = 1
"""Flag of a commit whose stamp lay more than 48 hours ahead of this computer's clock."""
PROVEN = 2
"""Flag of a commit that came under the signature of its own device, not of one that vouched for it."""
ERASED = 4
"""Flag of a commit whose values were erased for good."""

sync_tip = Table(
    "sync_tip", metadata,
    Column("feed_id", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("signer", LargeBinary),
    Column("signature", LargeBinary),
    sqlite_with_rowid=False,
)
"""The newest commit of each feed, several after a fork; who signed it, where somebody did."""

sync_touch = Table(
    "sync_touch", metadata,
    Column("tbl", Text, primary_key=True),
    Column("row_uid", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
"""Which commits touched a record: history, undo and the common ancestor of long texts."""

sync_row = Table(
    "sync_row", metadata,
    Column("tbl", Text, primary_key=True),
    Column("row_uid", Text, primary_key=True),
    Column("space_id", Integer, nullable=False),
    Column("base_n", Integer),
    Column("life", Text, nullable=False),
    Column("ex", Text, nullable=False),
    Column("alive", Integer, nullable=False),
    Column("conflicts", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""The registers of each record in canonical form (see rowstate.py). alive: 0 no, 1 yes, 2 only on this device."""

sync_sibling = Table(
    "sync_sibling", metadata,
    Column("tbl", Text, primary_key=True),
    Column("row_uid", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("value", Text),
    sqlite_with_rowid=False,
)
"""Differing values, as JSON, while they wait for a person; field '' is the record's life."""

sync_unknown = Table(
    "sync_unknown", metadata,
    Column("tbl", Text, primary_key=True),
    Column("row_uid", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("value", Text),
    sqlite_with_rowid=False,
)
"""Live values, as JSON, of tables and fields that this version does not know."""

sync_undo = Table(
    "sync_undo", metadata,
    Column("id", Integer, primary_key=True),
    Column("undone", Text, nullable=False),
    Column("written", Text, nullable=False),
)
"""Which commits took back which others here (JSON lists of local numbers), so that undo steps can follow each other."""

sync_manifest = Table(
    "sync_manifest", metadata,
    Column("id", Integer, primary_key=True),
    Column("replica_uid", Text, nullable=False, unique=True),
    Column("device_id", Integer, nullable=False),
    Column("manifest_no", Integer, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("have", Text, nullable=False),
)
"""The newest manifest met of each peer's replica; `have` = the photos it says it has, as JSON."""

sync_peer = Table(
    "sync_peer", metadata,
    Column("replica_uid", Text, primary_key=True),
    Column("space_id", Integer, primary_key=True),
    Column("tips", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What each peer last said it holds of a space, from its own manifests only; tips as JSON."""

sync_bundle = Table(
    "sync_bundle", metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("restore_point", Text, nullable=False),
    Index("ix_sync_bundle_uid", "uid"),
)
"""Bundles made and met. direction: in or out; report as JSON."""

sync_blob = Table(
    "sync_blob", metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("state", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Photos by content: have, wanted or refused; the files lie beside the database."""

sync_local = Table(
    "sync_local", metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Values of this computer only; never sent."""

search_doc = Table(
    "search_doc", metadata,
    Column("id", Integer, primary_key=True),
    Column("tbl", Text, nullable=False),
    Column("row_uid", Text, nullable=False),
    Index("ix_search_doc_row", "tbl", "row_uid", unique=True),
)
"""Which record a document of the full-text index stands for."""

REGISTERS: tuple[Table, ...] = (sync_touch, sync_row, sync_sibling, sync_unknown)
"""What the projection derives from the log besides the record tables and the search index."""

GUARDED: tuple[Table, ...] = (*RECORDS.values(), *REGISTERS, sync_commit)
"""Tables that only the projection may write."""


@cache
def fingerprint() -> str:
    """A digest of the declared records; when it differs from the one stored, the projection is built anew."""
    told = [
        (spec.table, field.name, field.policy.value, field.searchable, repr(field.to_json(field.default)),
         [(part.name, part.kind.value, part.optional, [item.value for item in part.choices or ()])
          for part in field.parts])
        for spec in SPECS.values() for field in spec.fields.values()
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]
