"""Photos: shown and printed, without telling where they were taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from plcdesk.domain.errors import UserError
from plcdesk.services.desk import Desk
from tests.desk_fixtures import Story


def test_a_photo_is_kept_small_and_without_the_place_it_was_taken(desk: Desk, story: Story, picture: Path) -> None:
    meeting = story.a_meeting()
    desk.photos.attach(meeting, picture, " Diskusi kelompok ")
    (photo,) = desk.photos.of(meeting)
    assert photo.caption == "Diskusi kelompok"
    assert photo.path is not None
    with Image.open(photo.path) as kept:
        assert max(kept.size) == 1600
        assert not kept.getexif()


def test_removing_a_photo_can_be_undone(desk: Desk, story: Story, picture: Path) -> None:
    meeting = story.a_meeting()
    made = desk.photos.attach(meeting, picture)
    changes = desk.photos.remove(made.id)
    assert desk.photos.of(meeting) == ()
    desk.records.undo(changes)
    (photo,) = desk.photos.of(meeting)
    assert photo.path is not None
    assert photo.path.exists()


def test_photos_keep_their_order_and_captions(desk: Desk, story: Story, picture: Path) -> None:
    meeting = story.a_meeting()
    for caption in ("satu", "dua"):
        desk.photos.attach(meeting, picture, caption)
    first, second = desk.photos.of(meeting)
    desk.photos.move(second.loaded.record.id, -1)
    desk.photos.set_caption(first, "pertama")
    assert [photo.caption for photo in desk.photos.of(meeting)] == ["dua", "pertama"]


def test_what_is_no_photo_is_refused_and_nothing_attached(desk: Desk, story: Story, tmp_path: Path) -> None:
    meeting = story.a_meeting()
    file = tmp_path / "catatan.jpg"
    file.write_text("bukan foto")
    with pytest.raises(UserError):
        desk.photos.attach(meeting, file)
    assert desk.photos.of(meeting) == ()
