"""Every record of a sample programme in order of the days it was saved; pure, the same on every computer."""

from __future__ import annotations

from plcdesk.services.sample_data import Batch
from plcdesk.services.sample_gatherings import gathering_batches, photo_batches
from plcdesk.services.sample_meetings import weekly_batches
from plcdesk.services.sample_people import people_batches, schools


def full_batches() -> list[Batch]:
    """The programme of the domain handbook 8.1 and 8.2: four schools, forty teachers, sixty meetings held."""
    batches = [*people_batches(4, 10, 16), *gathering_batches(), *photo_batches()]
    for place, school in enumerate(schools(4)):
        batches += weekly_batches(school, place, 10, 16)
    return sorted(batches, key=lambda batch: (batch.at, batch.by))


def small_batches() -> list[Batch]:
    """One school, a principal and nine teachers, three meetings."""
    batches = [*people_batches(1, 9, 3), *weekly_batches(schools(1)[0], 0, 9, 3)]
    return sorted(batches, key=lambda batch: batch.at)
