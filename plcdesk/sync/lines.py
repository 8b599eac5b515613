"""Judging received commits one by one: well formed, on their signed chain, none missing and none too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from plcdesk.ledger.chain import dot_of, link, seed
from plcdesk.ledger.commit import BadCommit, decode
from plcdesk.ledger.feed import CheckedLine, FeedRange, LogLine
from plcdesk.sync.errors import damaged


def check(ranges: Sequence[FeedRange], lines: Iterable[LogLine]) -> Iterator[CheckedLine]:
    """The commits with their chain hashes and meaning, as long as everything fits.

    Raises BadBundle at the first thing that does not, at the latest behind the last commit; what was yielded before
    must then be thrown away. Whether the start of a stretch and the writes a commit names are known here is left to
    the reader, who has the log.
    """
    ends = [found.from_hash for found in ranges]
    seqs = [found.from_seq for found in ranges]
    for found in ranges:
        if found.from_seq == 0 and found.from_hash != seed(found.space, found.replica):
            raise damaged("a chain that starts nowhere")
    for line in lines:
        index = line.feed
        if index >= len(ranges):
            raise damaged("a commit of no stretch")
        try:
            commit = decode(line.head, line.body)
        except BadCommit as error:
            raise damaged(f"commit: {error}") from None
        seq = seqs[index] + 1
        if commit.seq != seq or seq > ranges[index].to_seq:
            raise damaged("commits missing or too many")
        previous = ends[index]
        found_hash = link(previous, line.head, line.body_digest)
        ends[index], seqs[index] = found_hash, seq
        yield CheckedLine(index, line.head, line.body, line.body_digest, previous, found_hash, dot_of(found_hash), commit)
    for found, end, seq in zip(ranges, ends, seqs, strict=True):
        if end != found.to_hash or seq != found.to_seq:
            raise damaged("a chain that does not reach its signed end")
