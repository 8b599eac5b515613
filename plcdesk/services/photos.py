"""Photos of meetings: re-encoded without place or camera, kept beside the database under their SHA-256."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Changes, Loaded
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Attachment
from plcdesk.services import ranks
from plcdesk.services.records import Made, Records

if TYPE_CHECKING:
    from plcdesk.storage.blobs import Blobs


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo; `path` is None while its file has not been received yet."""

    loaded: Loaded[Attachment]
    path: Path | None

    @property
    def caption(self) -> str:
        """What stands below it."""
        return self.loaded.record.caption


class Photos:
    """The photos of the meetings."""

    def __init__(self, records: Records, blobs: Blobs) -> None:
        self._records = records
        self._blobs = blobs

    def attach(self, meeting_id: Id, path: Path, caption: str = "") -> Made:
        """Take a picture file in. Raises UserError when it is none or too large to read."""
        sha256, media_type, size = self.store(path)
        rank = ranks.last_rank(self._records.load_all(Attachment, meeting_id=meeting_id))
        photo = Attachment(meeting_id=meeting_id, sha256=sha256, media_type=media_type, size=size, rank=rank,
                           caption=caption.strip())
        return Made(photo.id, self._records.save(photo))

    def of(self, meeting_id: Id) -> tuple[Photo, ...]:
        """The photos of a meeting in order."""
        rows = ranks.ordered(self._records.load_all(Attachment, meeting_id=meeting_id))
        return tuple(Photo(row, self.path(row.record)) for row in rows)

    def path(self, photo: Attachment) -> Path | None:
        """Where the file of a photo lies; None while it has not been received."""
        return self._blobs.path(photo.sha256) if photo.sha256 else None

    def set_caption(self, photo: Photo, caption: str) -> Changes:
        """Write what stands below a photo."""
        return self._records.save(dataclasses.replace(photo.loaded.record, caption=caption.strip()), photo.loaded)

    def move(self, photo_id: Id, steps: int) -> Changes:
        """Move a photo forward (negative) or back in its meeting."""
        meeting_id = self._records.need(Attachment, photo_id).record.meeting_id
        return ranks.move(self._records, self._records.load_all(Attachment, meeting_id=meeting_id), photo_id, steps)

    def remove(self, photo_id: Id) -> Changes:
        """Take a photo off its meeting; the file stays, so that this can be undone."""
        return self._records.delete(self._records.need(Attachment, photo_id).record)

    def store(self, path: Path) -> tuple[str, str, int]:
        """Re-encode a picture file into the blobs: its SHA-256, media type and size in bytes."""
        from plcdesk.importers.photos import read_photo

        photo = read_photo(path)
        return self._blobs.put(photo.data), photo.media_type, len(photo.data)
