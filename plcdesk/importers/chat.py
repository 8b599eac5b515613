"""An exported WhatsApp chat becomes messages in memory; a word in it suggests what each is for.

Nothing of it is stored or logged, and no error tells a name or a sentence: only the number of a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from plcdesk.domain.chat import Chat, Message, MessageKind
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.importers.chat_kinds import bare, notice_with_colon, sender_name, words_and_kind
from plcdesk.importers.chat_lines import Head, Shape, heads_of, line_of, order_of, times_of
from plcdesk.importers.chat_topics import suggest

__all__ = ["LONGEST", "MOST_BYTES", "read_chat", "suggest"]

MOST_BYTES = 100 * 1024 * 1024
LONGEST = 100_000
"""Signs of one message; WhatsApp itself takes 65,536."""
MOST_MESSAGES = 400_000
"""Messages of one file; WhatsApp itself exports 40,000. More would only fill the memory."""
_STEP = 5000
_PACKED = b"PK\x03\x04"
_NO_TEXT = mark("This file is no text. Nothing was stored. Choose the text file that WhatsApp exports.")


def read_chat(path: Path, progress: Progress | None = None, day_first: bool | None = None) -> Chat:
    """The chat that WhatsApp wrote into `path`.

    Whether 05/04 is a day in April or in May is found out from the whole file; `day_first` is what a person answered
    who was asked because `Chat.ambiguous` said so. Raises UserError, and Cancelled.
    """
    progress = progress or Progress()
    progress.step(mark("Reading the chat"))
    text = _text(_bytes(path))
    shape, heads = heads_of(text)
    if len(heads) > MOST_MESSAGES:
        raise UserError(mark("There are more than {n} messages in this file. Nothing was stored. Choose the text file that "
                             "WhatsApp exports."), n=MOST_MESSAGES)
    order, guess = order_of(shape, heads) if day_first is None else (day_first, False)
    times = times_of(text, shape, heads, order, asked=day_first is not None)
    messages: list[Message] = []
    for done, message in enumerate(_messages(text, shape, heads, times)):
        if done % _STEP == 0:
            progress.step(mark("Reading the chat"), done, len(heads))
        messages.append(message)
    months = sorted({(at.year, at.month) for at in times})
    skipped = Counter(message.kind for message in messages if not message.kind.coded)
    return Chat(tuple(messages), tuple(date(year, month, 1) for year, month in months), dict(skipped), order, guess)


def _messages(text: str, shape: Shape, heads: list[Head], times: list[datetime]) -> Iterator[Message]:
    marked = "\u200e" in text
    names: dict[str, str] = {}
    ends = [later.start for _, later in pairwise(heads)] + [len(text)]
    for head, at, end in zip(heads, times, ends, strict=True):
        if end - head.end > LONGEST:
            raise UserError(mark("The message in line {n} is longer than WhatsApp allows. Nothing was stored. Choose "
                                 "the text file that WhatsApp exports."), n=line_of(text, head.start))
        written = text[head.end : end]
        name, words = _parted(written, shape.bracket)
        sender = names.get(name) or names.setdefault(name, sender_name(name))
        if not sender or notice_with_colon(sender):
            yield Message(at, "", bare(written), MessageKind.SYSTEM)
            continue
        words, kind = words_and_kind(sender, words, bracket=shape.bracket, marked=marked)
        yield Message(at, "" if kind is MessageKind.SYSTEM else sender, words, kind)


def _parted(written: str, bracket: bool) -> tuple[str, str]:
    """Sender and words; no sender where the first line holds no colon with a space behind it.

    Behind a bracket there always is a sender, if only the group, and some editors take the space away.
    """
    line = written.partition("\n")[0]
    name, colon, _ = line.partition(": ")
    if not colon:
        if ":" not in line or not (bracket or bare(line).endswith(":")):
            return "", written
        name = line[: line.index(":") if bracket else line.rindex(":")]
    return name, written[len(name) + 1 :]


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError:
        # the reason would name the file, and the file is named after people
        raise UserError(mark("This file cannot be opened. Nothing was stored. Copy it to this computer, then try "
                             "again.")) from None
    if size > MOST_BYTES:
        raise UserError(mark("This file is larger than {n} MB. Nothing was stored. Choose the text file that WhatsApp "
                             "exports."), n=MOST_BYTES // 1024 // 1024)
    if data.startswith(_PACKED):
        raise UserError(mark("This file is packed. Nothing was stored. Unpack it first, then choose the text file in "
                             "it."))
    return data


def _text(data: bytes) -> str:
    """What the bytes say, with one kind of line end, one of them in front."""
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise UserError(_NO_TEXT)
    if not bare(text):
        raise UserError(mark("This file is empty. Nothing was stored. Export the chat again, then choose the new "
                             "file."))
    return "\n" + text


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data[1:200:2].count(0) > len(data[1:200:2]) // 2:
        return data.decode("utf-16-le", "replace")
    if data[0:200:2].count(0) > len(data[0:200:2]) // 2:
        return data.decode("utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
    lost = text.count("\ufffd")
    # some bytes were damaged on the way; or an old editor kept the text in its own way
    good = sum(sign > "\x7f" for sign in text) - lost
    return text if good > lost else data.decode("cp1252", "replace")
