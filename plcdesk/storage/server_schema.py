"""The tables of a hub on PostgreSQL: the declared ones, with types and order of text that agree with SQLite's.

How a hub's schema changes: tables and columns that a newer version declares are added by themselves; a step in
`migrations` that has to do more names the statements for a hub in `HUB`. The number of the schema stands in
`plcdesk_schema`. Hubs exist since schema 3; like files, those of a newer version are refused.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.schema import CreateColumn
from sqlalchemy.types import TypeEngine

from plcdesk.storage import guard, upgrade
from plcdesk.storage.schema import GUARDED, VERSION, metadata, search_doc, sync_commit
from plcdesk.storage.sql import fetch, fetch_one, quoted, run
from plcdesk.storage.trouble import newer_schema, not_ours

NUMBERS = "sync_commit_n"
"""The sequence of local arrival numbers: receipts beside each other draw from it."""


def _type(column: Column[Any]) -> TypeEngine[Any]:
    if isinstance(column.type, Integer):
        return BigInteger()
    if isinstance(column.type, LargeBinary):
        return LargeBinary()
    return Text(collation="C")


def _column(column: Column[Any], counted: bool) -> Column[Any]:
    if counted:
        return Column(column.name, _type(column), Identity(), primary_key=True)
    return Column(column.name, _type(column), primary_key=column.primary_key, nullable=column.nullable,
                  autoincrement=False)


def _copied(table: Table, into: MetaData) -> Table:
    keys = list(table.primary_key.columns)
    counted = len(keys) == 1 and isinstance(keys[0].type, Integer) and table is not sync_commit
    found = Table(table.name, into, *(_column(column, counted and column is keys[0]) for column in table.columns))
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            found.append_constraint(UniqueConstraint(*(column.name for column in constraint.columns)))
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        where = index.dialect_options["sqlite"]["where"]
        Index(index.name, *(found.c[column.name] for column in index.columns), unique=index.unique,
              postgresql_where=where)
    if table is search_doc:
        found.append_column(Column("words", TSVECTOR, nullable=False))
        Index("ix_search_doc_words", found.c.words, postgresql_using="gin")
    return found


def declared() -> MetaData:
    """The tables as a hub has them."""
    into = MetaData()
    for table in metadata.sorted_tables:
        _copied(table, into)
    Table("plcdesk_schema", into, Column("version", BigInteger, nullable=False))
    Sequence(NUMBERS, metadata=into, data_type=BigInteger)
    return into


def version_of(connection: Connection) -> int:
    """The schema's number; 0 for an empty database. Raises NewerSchema, and Unreadable where tables of others stand."""
    if fetch_one(connection, "SELECT to_regclass('plcdesk_schema')") == (None,):
        names = [table.name for table in declared().sorted_tables]
        taken = fetch(connection, "SELECT 1 FROM unnest(CAST(? AS text[])) name WHERE to_regclass(quote_ident(name)) "
                                  "IS NOT NULL LIMIT 1", names)
        if taken:
            raise not_ours()
        return 0
    row = fetch_one(connection, "SELECT max(version) FROM plcdesk_schema")
    found = int(row[0] or 0) if row is not None else 0
    if found > VERSION:
        raise newer_schema()
    return found


def prepare(connection: Connection) -> None:
    """Bring the database to the present schema, inside the caller's transaction."""
    version = version_of(connection)
    if version != VERSION:
        tables = declared()
        _add_columns(connection, tables)
        tables.create_all(connection)
        for name in upgrade.STEPS[version:VERSION] if version else ():
            step = importlib.import_module(f"plcdesk.storage.migrations.{name}")
            for statement in getattr(step, "HUB", ()):
                connection.exec_driver_sql(statement)
        _put_up_gate(connection)
        run(connection, "DELETE FROM plcdesk_schema")
        run(connection, "INSERT INTO plcdesk_schema (version) VALUES (?)", VERSION)
    upgrade.reproject(connection)


def _add_columns(connection: Connection, tables: MetaData) -> None:
    """Columns that came with a newer version; only such as may be empty are ever added."""
    for table, column in _missing(connection, tables):
        text = CreateColumn(column).compile(dialect=connection.dialect)
        run(connection, f"ALTER TABLE {quoted(table.name)} ADD COLUMN {text}")


def _missing(connection: Connection, tables: MetaData) -> Iterator[tuple[Table, Column[Any]]]:
    for table in tables.sorted_tables:
        there = {name for (name,) in fetch(connection, "SELECT CAST(attname AS text) FROM pg_attribute WHERE attrelid = "
                                           "to_regclass(quote_ident(?)) AND attnum > 0 AND NOT attisdropped", table.name)}
        if there:
            yield from ((table, column) for column in table.columns if column.name not in there)


def _put_up_gate(connection: Connection) -> None:
    """Refuse every write to synced tables but the projection's, whoever connects; asked once a statement."""
    run(connection, "CREATE OR REPLACE FUNCTION plcdesk_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{guard.REFUSED}'; END $$")
    for table in GUARDED:
        name = quoted(table.name)
        run(connection, f"DROP TRIGGER IF EXISTS plcdesk_gate ON {name}")
        run(connection, f"CREATE TRIGGER plcdesk_gate BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {name} "
                        f"FOR EACH STATEMENT WHEN (coalesce(current_setting('{guard.SETTING}', true), '') "
                        f"<> '{guard.OPEN}') EXECUTE FUNCTION plcdesk_refuse()")
