"""The record of a bundle handed over: one page on either sheet, the same check code on both sides."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plcdesk import bootstrap
from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import SendResult
from plcdesk.domain.papers import PaperOptions, PaperSize
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings
from plcdesk.words import Words
from tests.desk_fixtures import StandingClock, Story
from tests.reports.pages import pages_of
from tests.services.test_papers import text_of


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def sent(desk: Desk, story: Story, stick: Path) -> SendResult:
    """A bundle of a small programme whose school has a letterhead."""
    story.members(4)
    story.a_slot()
    story.a_meeting(attended_by=3, finished=True)
    school = desk.programme.schools()[0]
    desk.programme.save(dataclasses.replace(school.record, city="Tangerang", letterhead=("PEMERINTAH KOTA", "SD MELATI 01")),
                        school)
    return desk.exchange.send(stick)


@pytest.fixture
def receiver(sent: SendResult, tmp_path: Path, clock: StandingClock) -> Iterator[Desk]:
    """The laptop that joined with it."""
    with bootstrap.join_programme(Paths(tmp_path / "b", tmp_path / "sb"), sent.file, Settings(), clock) as made:
        yield made


@pytest.mark.parametrize("paper", list(PaperSize))
@pytest.mark.parametrize(("language", "said"), [
    ("id", ("BERITA ACARA", "Kode periksa", "Yang menyerahkan", "Yang menerima", "4 Maret 2026", "siapa saja", "PEMERINTAH KOTA")),
    ("en", ("RECORD OF A DATA BUNDLE", "Check code", "Handed over by", "Received by", "4 March 2026", "anyone")),
])
def test_both_sides_print_the_same_bundle(desk: Desk, sent: SendResult, receiver: Desk, paper: PaperSize, language: str,
                                          said: tuple[str, ...]) -> None:
    digest = hashlib.sha256(sent.file.read_bytes()).hexdigest()
    options = PaperOptions(paper, language=language)
    for side in (desk, receiver):
        pdf = side.bundle_papers.record(sent.bundle, options)
        assert len(pages_of(pdf)) == 1
        text = text_of(pdf)
        assert f"{digest[:4]} {digest[4:8]} {digest[8:12]}" in text
        assert Words(language).size(sent.bytes) in text
        assert pdf == side.bundle_papers.record(sent.bundle, options), "the same record prints the same bytes"
    text = text_of(desk.bundle_papers.record(sent.bundle, options))
    for words in said:
        assert words in text
    assert "Siti Rahmawati" in text, "who hands over is named under the signature"
    assert sent.file.name in "".join(text.split("\n"))


def test_who_receives_reads_what_it_brought(receiver: Desk, sent: SendResult) -> None:
    text = text_of(receiver.bundle_papers.record(sent.bundle))
    assert "Kehadiran" in text
    assert "Diperbarui" in text


def test_a_sealed_bundle_is_called_so(desk: Desk, receiver: Desk, stick: Path, story: Story) -> None:
    desk.exchange.merge(receiver.exchange.send(stick).file, accept_new=True)
    story.a_meeting(attended_by=1)
    (peer,) = desk.exchange.peers()
    result = desk.exchange.send(stick, peer.key)
    text = text_of(desk.bundle_papers.record(result.bundle))
    assert "Terkunci" in text
    assert peer.label in text


def test_a_large_receipt_still_leaves_room_for_two_signatures(sample: Callable[[], Desk], stick: Path, tmp_path: Path) -> None:
    with sample() as desk:
        result = desk.exchange.send(stick)
    with bootstrap.join_programme(Paths(tmp_path / "b", tmp_path / "sb"), result.file, Settings()) as other:
        for paper in PaperSize:
            pages = pages_of(other.bundle_papers.record(result.bundle, PaperOptions(paper)))
            assert len(pages) == 1


def test_what_was_never_exchanged_cannot_be_printed(desk: Desk) -> None:
    with pytest.raises(UserError):
        desk.bundle_papers.record("0" * 32)


@pytest.fixture
def sample(tmp_path: Path) -> Callable[[], Desk]:
    return lambda: bootstrap.open_sample(Paths(tmp_path / "sample", tmp_path / "ss"), Settings(), size="small")
