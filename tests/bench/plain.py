"""One of our tables as a program without a log would have it: what a save is measured against."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine, event, insert
from sqlalchemy.orm import Session, registry

from plcdesk.domain.fields import spec_of
from plcdesk.storage.columns import columns_of
from plcdesk.storage.schema import metadata


class Plain:
    """A database with that table alone, kept as safely as ours; by statements or through mapped objects."""

    def __init__(self, path: Path, table: str) -> None:
        self._engine = create_engine(f"sqlite:///{path}")

        @event.listens_for(self._engine, "connect")
        def configure(connection: Any, _record: Any) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}").close()

        self._table = metadata.tables[table].to_metadata(MetaData())
        self._mapped: type[Any] = type("Mapped", (), {})
        registry().map_imperatively(self._mapped, self._table)
        self._table.metadata.create_all(self._engine)

    def row(self, record: Any) -> dict[str, Any]:
        """The columns of a record."""
        row: dict[str, Any] = {"id": record.id}
        for name, field in columns_of(spec_of(record).table).fields.items():
            row.update(zip(field.names, field.of_value(getattr(record, name)), strict=True))
        return row

    def insert(self, rows: Sequence[dict[str, Any]]) -> None:
        """All rows by one statement."""
        with self._engine.begin() as connection:
            connection.execute(insert(self._table), rows)

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        """All rows as mapped objects."""
        objects = []
        for row in rows:
            made = self._mapped()
            for name, value in row.items():
                setattr(made, name, value)
            objects.append(made)
        with Session(self._engine) as session:
            session.add_all(objects)
            session.commit()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
