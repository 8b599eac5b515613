"""The record of a bundle that was handed over (domain handbook 5): one page, signed by both."""

from __future__ import annotations

from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import BundleKind
from plcdesk.domain.exchange_log import BundleDetail
from plcdesk.domain.fields import SPECS, mark
from plcdesk.domain.papers import PaperOptions, Signatory, Signature, SignatureBlock
from plcdesk.domain.sheets import Block, Facts, Grid, Heading, Remark, SheetPaper
from plcdesk.services.exchange import Exchange
from plcdesk.services.papers import Papers, file_part
from plcdesk.services.programme import Programmes
from plcdesk.words import Words

KINDS = {
    BundleKind.FULL: mark("Everything"),
    BundleKind.INCREMENTAL: mark("Changes only"),
    BundleKind.REQUEST: mark("Request, without data"),
}
"""What a bundle holds, in words."""
LINES = (20, 12, 8, 5, 3)
"""Kinds of record told one by one, as many as leave room for two signatures on the page."""


class BundlePapers:
    """Papers about bundles of the log."""

    def __init__(self, exchange: Exchange, programme: Programmes, papers: Papers) -> None:
        self._exchange = exchange
        self._programme = programme
        self._papers = papers

    def record(self, bundle: str, options: PaperOptions | None = None, *, direction: str | None = None) -> bytes:
        """Who handed which bundle to whom: file, size, counts, check code and two signatures, on one page.

        Raises UserError for a bundle that is not in the log (`direction` as in Exchange.detail).
        """
        from plcdesk.reports.sheet import make_one_page

        options = options or PaperOptions()
        w, detail = Words(options.language), self._need(bundle, direction)
        me = self._programme.me()
        loaded = self._programme.school(me.school_id) if me is not None and me.school_id is not None else None
        school = loaded.record if loaded is not None else None
        out = detail.line.direction == "out"
        mine = self._papers.signature(Signatory.GIVER if out else Signatory.TAKER, me.id if me is not None else None)
        other = Signature(Signatory.TAKER if out else Signatory.GIVER)
        signatures = SignatureBlock(school.city if school is not None else "", detail.line.at.astimezone().date(),
                                    mine if out else other, other if out else mine)
        footer = " · ".join(part for part in (w("Record of a data bundle"), detail.line.check_code) if part)

        def paper(lines: int) -> SheetPaper:
            return SheetPaper(w("RECORD OF A DATA BUNDLE HANDED OVER"), self._blocks(detail, lines, w), footer=footer,
                              letterhead=self._papers.letterhead(school), signatures=signatures)

        return make_one_page(paper, LINES, options, w)

    def file_name(self, bundle: str, w: Words) -> str:
        """A name for the PDF: ``Berita-acara-paket-data_Nur-Hidayah_2025-05-12.pdf``."""
        line = self._need(bundle, None).line
        parts = (w("Record of a data bundle"), line.peer, line.at.astimezone().date().isoformat())
        return "_".join(file_part(part) for part in parts if part) + ".pdf"

    def _need(self, bundle: str, direction: str | None) -> BundleDetail:
        detail = self._exchange.detail(bundle, direction)
        if detail is None:
            raise UserError(mark("There is no such bundle in the log. Nothing was printed. Choose one of the log."))
        return detail

    def _blocks(self, detail: BundleDetail, lines: int, w: Words) -> tuple[Block, ...]:
        current = self._programme.current()
        line = detail.line
        out = line.direction == "out"
        passed = w("Handed over") if out else w("Received")
        pairs = [
            (w("Programme"), current.record.name if current is not None else ""),
            (w("From the laptop"), detail.made_by),
            (w("For the laptop"), (line.peer or w("anyone")) if out else self._exchange.label),
            (w("Bundle made"), w.moment(detail.made_at) if detail.made_at is not None else ""),
            (passed, w.date(line.at.astimezone().date())),
        ]
        return (
            Remark(w("One bundle of data was handed over. Both sides compared its check code and sign below.")),
            Facts(tuple((label, text) for label, text in pairs if text)),
            Heading(w("The bundle")),
            Facts(tuple((label, text) for label, text in self._file(detail, w) if text)),
            *self._counts(detail, lines, w),
            Remark(w("The check code comes from the whole content of the file. The same code means the same file.")),
        )

    def _file(self, detail: BundleDetail, w: Words) -> list[tuple[str, str]]:
        line = detail.line
        size = w("{size} ({n} bytes)", size=w.size(line.size), n=line.size) if line.size else ""
        sealed = w("Locked: only the receiver can open it") if line.sealed else \
            w("Not locked: keep it as you keep minutes and attendance lists")
        return [
            (w("File"), line.file), (w("Size"), size), (w("Check code"), line.check_code), (w("Contents"), w(KINDS[line.kind])),
            (w("Schools"), ", ".join(detail.schools)), (w("Changes"), w.number(line.changes)),
            (w("Photos and files"), w.number(line.photos)), (w("Protection"), sealed),
        ]

    @staticmethod
    def _counts(detail: BundleDetail, lines: int, w: Words) -> list[Block]:
        parts = (detail.new, detail.changed, detail.deleted)
        counts = {table: tuple(part.get(table, 0) for part in parts) for table in {*parts[0], *parts[1], *parts[2]}}
        if not counts:
            return []
        shown: dict[str, tuple[int, ...]] = {}
        for at, (table, found) in enumerate(sorted(counts.items(), key=lambda item: (-sum(item[1]), item[0]))):
            name = w(SPECS[table].label) if table in SPECS and at < lines else w("Other data")
            shown[name] = tuple(map(sum, zip(shown.get(name, (0, 0, 0)), found, strict=True)))
        rows = tuple((name, *(w.number(count) if count else "–" for count in found)) for name, found in shown.items())
        return [Grid((w("Data"), w("New"), w("Changed"), w("Deleted")), rows, (46, 18, 18, 18), "lrrr")]
