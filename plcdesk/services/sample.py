"""Fill an empty database with a sample programme, as if people had written it over the months."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from plcdesk.domain.progress import Progress
from plcdesk.ledger.clock import Clock
from plcdesk.services.sample_data import Batch, person_id
from plcdesk.services.sample_large import LARGE, large_batches, large_teacher
from plcdesk.services.sample_records import full_batches, full_files, tebo_batches
from plcdesk.services.sample_small import small_batches, small_files
from plcdesk.services.sample_tebo import tebo_person
from plcdesk.storage import local
from plcdesk.storage.storage import Storage

SampleSize = Literal["full", "small", "tebo", "large"]


class BlobStore(Protocol):
    """Where photos and files are kept."""

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their SHA-256."""


def fill(storage: Storage, blobs: BlobStore, size: SampleSize = "full", progress: Progress | None = None) -> Id:
    """Write a sample into an empty database and make its first facilitator the person who sits here.

    full = the programme of the domain handbook 8.1 and 8.2; small = one school, ten people, three meetings; tebo = a
    school with subject groups that meet every two weeks (8.3); large = ten years for measuring. Every save is stamped
    with its day in the story, so the history reads like one. Returns the id of that facilitator. Raises Cancelled
    between two saves.
    """
    me = {"large": large_teacher(0, 1), "tebo": tebo_person("ipa", 1)}.get(size, person_id("MEL", 1))
    files = {"full": full_files, "small": small_files}.get(size)
    for data in files() if files is not None else ():
        blobs.put(data)
    usual = storage.clock
    try:
        _write(storage, size, progress or Progress())
    finally:
        usual.witness(storage.clock.tick())
        storage.clock = usual
    with storage.db.write() as connection:
        local.put(connection, local.ME, me)
    return me


def _write(storage: Storage, size: SampleSize, progress: Progress) -> None:
    batches, total = _batches(size)
    now = 0
    storage.clock = Clock(lambda: now)
    for done, batch in enumerate(batches):
        progress.step(mark("Preparing the sample data"), done, total)
        now = int(batch.at.timestamp() * 1000)
        with storage.unit(batch.by) as unit:
            for record in batch.records:
                unit.save(record)


def _batches(size: SampleSize) -> tuple[Iterable[Batch], int]:
    if size == "large":
        # sixteen thousand meetings are made as they are written, never held at once
        return large_batches(), LARGE
    batches = {"full": full_batches, "small": small_batches, "tebo": tebo_batches}[size]()
    return batches, len(batches)
