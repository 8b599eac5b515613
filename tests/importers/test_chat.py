"""Exported chats: every message is read with its hour and sender from any phone, and no sentence leaves the memory."""

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from plcdesk.domain.chat import Chat, MessageKind
from plcdesk.domain.errors import Cancelled, UserError
from plcdesk.domain.progress import Progress
from plcdesk.importers import chat as module
from plcdesk.importers.chat import read_chat
from tests.importers.dialects import AMERICAN, AMERICAN_24, ANDROID, DIALECTS, INDIAN, IPHONE, MARKED_IPHONE, TALK

ALL = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)


def read(tmp_path, text, **options):
    path = tmp_path / "chat.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_chat(path, **options)


def refusal(tmp_path, text, **options):
    with pytest.raises(UserError) as caught:
        read(tmp_path, text, **options)
    return caught.value


def told(chat: Chat, *, seconds=False):
    return [(at if seconds else at.replace(second=0), sender, text) for at, sender, text, _ in chat.messages]


def minutes(lines):
    return [(at.replace(second=0), sender, text) for at, sender, text in lines]


@ALL
def test_every_message_of_every_phone_arrives_with_its_minute_and_sender(tmp_path, dialect):
    chat = read_chat(dialect.write(tmp_path, TALK))
    assert told(chat) == minutes(TALK)
    assert chat.months == (date(2024, 10, 1), date(2024, 11, 1))
    assert (chat.ambiguous, chat.skipped, len(chat.coded)) == (False, {}, 5)


def test_seconds_are_kept_where_the_phone_writes_them(tmp_path):
    assert told(read_chat(IPHONE.write(tmp_path, TALK)), seconds=True) == TALK


LETTERS = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"), exclude_characters=":~\u2011")
NAMES = st.text(LETTERS, min_size=1, max_size=25).map(lambda name: " ".join(name.split())).filter(bool)
WORDS = st.text(st.one_of(st.characters(exclude_categories=("Cc", "Cf", "Cs")), st.sampled_from("\n:/-. 0123456789[]")),
                min_size=1, max_size=60).map(str.strip).filter(bool)
HEADLIKE = re.compile(r"^\W*\d{1,4}[/.-]\d{1,2}[/.-]\d", re.MULTILINE)


@ALL
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.datetimes(datetime(2012, 1, 1), datetime(2060, 1, 1)),
       said=st.lists(st.tuples(st.integers(0, 60 * 24 * 40), NAMES, WORDS), min_size=1, max_size=12))
@example(start=datetime(2012, 10, 11), said=[(0, "0", "0")])  # 10/11/12: no figure says who would fill in a nought
def test_what_was_written_is_what_is_read(tmp_path, dialect, start, said):
    """A sentence, a name or an hour that changes on the way would be counted in the wrong month or for nobody."""
    assume(not any(HEADLIKE.search(text) for _, _, text in said))
    lines, at = [], start.replace(microsecond=0)
    for later, sender, text in said:
        at += timedelta(minutes=later)
        lines.append((at, sender, text))
    path = dialect.write(tmp_path, lines)
    chat = read_chat(path)
    if chat.ambiguous:  # then a person is asked, and knows
        chat = read_chat(path, day_first=dialect.day_first)
    path.unlink()
    noticed = [(at, "" if got.kind is MessageKind.SYSTEM else sender, text)
               for (at, sender, text), got in zip(minutes(lines), chat.messages, strict=True)]
    assert told(chat) == noticed


def test_a_notice_with_a_colon_in_a_new_name_is_nobodys_sentence(tmp_path):
    chat = read(tmp_path, '28/10/24 08.00 - Bu Ani mengubah nama grup dari "KBP" menjadi "KBP: Melati"\n'
                          "28/10/24 08.01 - Pak Joko: Ganti nama: bagus\n")
    first, second = chat.messages
    assert (first.sender, first.kind) == ("", MessageKind.SYSTEM)
    assert (second.sender, second.kind) == ("Pak Joko", MessageKind.TEXT)


def test_the_remark_that_a_message_was_edited_is_no_part_of_it(tmp_path):
    chat = read(tmp_path, "28/10/24 08.00 - Bu Ani: Rapat jam 9 <Pesan ini diedit>\n"
                          "28/10/24 08.01 - Bu Ani: See you \u200e<This message was edited>\n")
    assert [found.text for found in chat.messages] == ["Rapat jam 9", "See you"]


def test_lines_belong_to_the_message_above_unless_a_phone_wrote_their_beginning(tmp_path):
    """A plan pasted into the group must not become messages of nobody in a month that has not come yet."""
    plan = "\n".join([
        "Agenda:", "", "1. Buka", "29/10/24", "29/10/24 rapat", "29/10/24 09.00 mulai",
        "29/10/24 08.00 - 10.00 diskusi: RPP",
        "29/10/24 10.00 - selesai", "[29/10/24 08.00.00] Pak Joko: tempelan", "lalu 29/10/24 08.00 - Bu: ya",
        "29/10/2024 08.00 - Bu: ya",
    ])  # fmt: skip
    lines = [(TALK[0][0], "Bu Ani", plan), *TALK[1:]]
    assert told(read_chat(ANDROID.write(tmp_path, lines))) == minutes(lines)


def test_a_sender_is_found_where_an_editor_took_the_space_away(tmp_path):
    chat = read(tmp_path, "[28/10/24 08.00.00] Bu Ani:Rapat\n[28/10/24 08.01.00] Bu Ani: https://contoh.id\n")
    assert [(found.sender, found.text) for found in chat.messages] == [("Bu Ani", "Rapat"), ("Bu Ani", "https://contoh.id")]


def test_a_message_that_begins_on_the_next_line_keeps_its_sender(tmp_path):
    chat = read(tmp_path, "28/10/24 08.00 - Bu Ani:\n1. Buka\n2. Tutup\n")
    assert told(chat) == [(datetime(2024, 10, 28, 8, 0), "Bu Ani", "1. Buka\n2. Tutup")]


def days(dialect, tmp_path, *when):
    return read_chat(dialect.write(tmp_path, [(datetime(2024, *day, 8), "Bu Ani", "Halo semua") for day in when]))


def test_a_figure_above_twelve_anywhere_settles_the_whole_file(tmp_path):
    late = (3, 4), (4, 5), (5, 31)
    for dialect, first in (ANDROID, True), (AMERICAN, False), (AMERICAN_24, False), (INDIAN, True):
        chat = days(dialect, tmp_path, *late)
        assert (chat.day_first, chat.ambiguous) == (first, False)
        assert [(found.at.month, found.at.day) for found in chat.messages] == list(late)


def test_else_time_does_not_run_backwards(tmp_path):
    for dialect, first in (ANDROID, True), (AMERICAN_24, False), (INDIAN, True):
        chat = days(dialect, tmp_path, (3, 11), (4, 2), (5, 1))
        assert (chat.day_first, chat.ambiguous) == (first, False)


def test_else_the_way_of_writing_speaks(tmp_path):
    for dialect, first in (ANDROID, True), (AMERICAN, False):
        chat = days(dialect, tmp_path, (3, 4), (3, 5))
        assert (chat.day_first, chat.ambiguous) == (first, False)


@pytest.mark.parametrize("dialect", [AMERICAN_24, INDIAN], ids=["American, 24 hours", "Indian"])
def test_else_a_person_is_asked_and_the_answer_counts(tmp_path, dialect):
    """A month taken for a day would put half a year's messages into wrong months, and nobody would see it."""
    chat = days(dialect, tmp_path, (3, 4), (3, 5))
    assert (chat.day_first, chat.ambiguous) == (True, True)
    path = dialect.write(tmp_path, [(datetime(2024, 3, day, 8), "Bu Ani", "Halo") for day in (4, 5)])
    for answer in (True, False):
        chat = read_chat(path, day_first=answer)
        assert (chat.day_first, chat.ambiguous) == (answer, False)
        right = (date(2024, 3, 1),)
        assert chat.months == (right if answer is dialect.day_first else (date(2024, 4, 1), date(2024, 5, 1)))


def test_nobody_is_asked_what_makes_no_difference(tmp_path):
    assert not days(AMERICAN_24, tmp_path, (3, 3), (4, 4)).ambiguous


@pytest.mark.parametrize(("text", "line"), [
    ("Rahasia Bu Ani\n28/10/24 08.00 - Bu Ani: ya\n", 1),
    ("\n\nRahasia\n28/10/24 08.00 - Bu Ani: ya\n", 3),
    ("Nama;NIP\nBu Ani;1\n", 1),
    ("28/10/24 08.00 - Bu Ani: ya\n31/02/24 08.00 - Rahasia: ya\n", 2),
    ("28/10/24 08.00 - Bu Ani: ya\nterus\n45/45/24 08.00 - Rahasia: ya\n", 3),
    ("[28/10/24 08.00.00] Bu Ani: ya\r\n[28/10/24 25.00.00] Rahasia: ya\r\n", 2),
    ("[28/10/24 08.00.00] Bu Ani: ya\n[28/10/24 08.61.00] Rahasia: ya\n", 2),
    ("10/28/24, 8:00 AM - Bu Ani: ya\n10/29/24, 13:00 PM - Rahasia: ya\n", 2),
    ("0000-10-28 08:00 - Rahasia: ya\n", 1),
    ("28/10/24 08.00 - Bu Ani: ya\n29/10/24 08.00 - Bu Ani: ya\n10/28/24 08.00 - Rahasia: ya\n", 3),
    ("28/10/1999 08.00 - Rahasia: ya\n", 1),
    ("28/10/24 08.00 - Bu Ani: ya\n28/10/24 08.01 - Bu Ani: " + "Rahasia " * 13000 + "\n", 2),
    ("28/10/24 08.00 - Bu Ani: ya\n" + "[28/10/24 08.00.00] Rahasia: ya\n" * 30, 2),
])
def test_what_cannot_be_dated_is_refused_by_its_line_and_nothing_of_it_is_told(tmp_path, text, line):
    """An error goes into reports and logs; names and sentences of a chat must not."""
    error = refusal(tmp_path, text)
    assert error.values == {"n": line}
    assert str(line) in str(error)
    assert not re.search("rahasia|ani|chat.txt", str(error), re.IGNORECASE)
    assert error.__cause__ is None


def test_an_answer_that_no_date_bears_is_refused(tmp_path):
    error = refusal(tmp_path, "28/10/24 08.00 - Bu Ani: ya\n", day_first=False)
    assert error.values == {"n": 1}
    assert "other order" in str(error)


@pytest.mark.parametrize(("data", "said"), [
    (b"", "empty"), (b"\xef\xbb\xbf \r\n\n", "empty"), (b"PK\x03\x04rest", "Unpack it first"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 50, "no text"), (b"28/10/24 08.00 - Bu: a\0b", "no text"),
])
def test_what_is_no_chat_is_refused_in_plain_words(tmp_path, data, said):
    error = refusal(tmp_path, data)
    assert said in str(error)
    assert "Nothing was stored." in str(error)


def test_a_file_beyond_the_limit_or_gone_is_refused_without_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 1024 * 1024)
    assert "1 MB" in str(refusal(tmp_path, b" " * (1024 * 1024 + 1)))
    with pytest.raises(UserError) as caught:
        read_chat(tmp_path / "Chat WhatsApp dengan Bu Ani.txt")
    assert "Ani" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_bytes_damaged_on_a_stick_and_old_editors_cost_no_message(tmp_path):
    cut = "28/10/24 08.00 - Pak Joko 🌻: Siswa “rajin” 🙏".encode()[:-2]
    assert read(tmp_path, cut).messages[0].sender == "Pak Joko 🌻"
    old = read(tmp_path, "28/10/24 08.00 - Ma’mun: café\n".encode("cp1252"))
    assert told(old) == [(datetime(2024, 10, 28, 8, 0), "Ma’mun", "café")]


def test_cancel_stops_reading(tmp_path):
    progress = Progress()
    progress.cancelled = True
    with pytest.raises(Cancelled):
        read_chat(ANDROID.write(tmp_path, TALK), progress)


def test_a_printed_message_or_chat_shows_no_name_and_no_sentence(tmp_path):
    """A problem report may hold what was printed; it must hold no word of the group."""
    chat = read_chat(MARKED_IPHONE.write(tmp_path, TALK))
    for shown in (repr(chat), str(chat), repr(chat.messages), f"{chat.messages[0]}", str(chat.messages[0])):
        assert "Ani" not in shown
        assert "Siswa" not in shown
