"""The one synced table of the Morango measurement; an app of Django by its module's name."""

from __future__ import annotations

from django.db import models
from morango.models import SyncableModel


class Meeting(SyncableModel):
    """A meeting as the other engines have it."""

    morango_model_name = "meeting"
    morango_profile = "bench"

    title = models.CharField(max_length=200)
    venue = models.CharField(max_length=200)
    held_on = models.CharField(max_length=10)
    starts = models.CharField(max_length=5)
    ends = models.CharField(max_length=5)
    group_id = models.CharField(max_length=36)

    class Meta:
        app_label = "bench"

    def calculate_partition(self) -> str:
        return "school"

    def calculate_source_id(self, *_args: object, **_names: object) -> None:
        return None
