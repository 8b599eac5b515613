"""What the papers of modules and questionnaires say: module review and questionnaire summary (domain handbook 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from plcdesk.domain.forms import Rated
from plcdesk.domain.instruments import AnswerKind, Instrument, Item
from plcdesk.domain.scoring import exact
from plcdesk.domain.sheets import Bar, Bars, Block, Facts, Grid, Heading, Prose, Remark
from plcdesk.services.form_sheets import evidence_words, legend, level_words, mean_words
from plcdesk.services.form_views import Filled
from plcdesk.services.module_reviews import Result
from plcdesk.services.module_views import ModuleDetail, RoundRow, VersionRow
from plcdesk.services.questionnaire_results import ItemResult, Results
from plcdesk.words import Words


def review_blocks(detail: ModuleDetail, version: VersionRow, reviews: Mapping[str, Sequence[Filled]],
                  results: Sequence[Result], w: Words) -> tuple[Block, ...]:
    """Module and version, each instrument with the levels and evidence of its reviewers, decision, the rounds."""
    module, record = detail.module, version.loaded.record
    pairs = [(w("Title"), module.title), (w("Code"), module.code), (w("Kind"), w(module.kind.label)),
             (w("Class or phase"), module.classroom), (w("Subject or theme"), module.subject),
             (w("Focus"), w(module.focus.label) if module.focus is not None else ""),
             (w("School"), detail.school.name if detail.school is not None else ""),
             (w("Authors"), ", ".join(author.name for author in detail.authors)),
             (w("Version"), str(record.number) + (f" · {w.day(record.made_on)}" if record.made_on else "")),
             (w("Status"), w(module.status.label))]
    blocks: list[Block] = [Facts(tuple((label, value) for label, value in pairs if value))]
    if module.problem:
        blocks.append(Prose(w("Local problem"), module.problem))
    for filled in reviews.values():
        blocks += _review(filled, next((one for one in results if one.code == filled[0].form.instrument), None), w)
    if not reviews:
        blocks.append(Remark(w("This version has not been reviewed yet.")))
    return (*blocks, *_rounds(detail.rounds, w))


def _review(reviews: Sequence[Filled], result: Result | None, w: Words) -> list[Block]:
    instrument = reviews[0].instrument
    blocks: list[Block] = [Heading(instrument.title.to(w.language))]
    if len(reviews) == 1:
        blocks.append(Facts(((w("Reviewer"), reviews[0].row.rater),)))
    else:
        blocks.append(Facts(tuple((w("Reviewer {n}", n=str(number)), filled.row.rater)
                                  for number, filled in enumerate(reviews, 1))))
    blocks.append(_levels(reviews, w))
    if len(reviews) > 1:
        blocks.append(Remark(w("Levels: {levels}", levels=legend(reviews[0].asked, w))))
    if result is not None:
        blocks += _outcome(result, instrument, w)
    return blocks


def _levels(reviews: Sequence[Filled], w: Words) -> Grid:
    """One reviewer's levels in words; those of several as digits, so that the evidence has room."""
    rows = []
    for item in reviews[0].asked:
        if len(reviews) == 1:
            levels = [level_words(item, reviews[0].rated, w)]
        else:
            levels = [_digit(item, filled.rated.get(item.code, Rated())) for filled in reviews]
        rows.append((item.code, item.label.to(w.language), *levels, _told(item, reviews, w)))
    head = tuple(str(number) for number in range(1, len(reviews) + 1)) if len(reviews) > 1 else (w("Level chosen"),)
    weights = (6,) * len(reviews) if len(reviews) > 1 else (24,)
    return Grid((w("No."), w("Item"), *head, w("Evidence")), tuple(rows), (9, 36, *weights, 42),
                "cl" + ("c" * len(reviews) if len(reviews) > 1 else "l") + "l")


def _digit(item: Item, found: Rated) -> str:
    option = item.scale.by_score(found.score) if item.scale is not None and found.score is not None else None
    return option.key if option is not None else ""


def _told(item: Item, reviews: Sequence[Filled], w: Words) -> str:
    """What the reviewers name as evidence, each with its number; what several say alike stands once."""
    said: dict[str, list[str]] = {}
    for number, filled in enumerate(reviews, 1):
        text = evidence_words(filled.rated.get(item.code, Rated()), w)
        if text:
            said.setdefault(text, []).append(str(number))
    if len(reviews) == 1:
        return "".join(said)
    return "\n".join(f"{', '.join(numbers)}: {text}" for text, numbers in said.items())


def _highest(instrument: Instrument, dimension: str) -> int | None:
    """The highest level of a dimension, None where its items' scales differ."""
    found = {item.scale.highest for item in instrument.in_dimension(dimension) if item.scale is not None}
    return found.pop() if len(found) == 1 else None


def _outcome(result: Result, instrument: Instrument, w: Words) -> list[Block]:
    pairs = [(one.label.to(w.language), mean_words(one.mean, w, _highest(instrument, one.code)))
             for one in result.criteria]
    if result.score.nilai is not None:
        pairs.append((w("Score (Nilai)"), w.number(exact(result.score.nilai), 1)))
    if any(one.least is not None for one in result.criteria):
        pairs.append((w("Authentic work"), w("Not enough data") if result.met is None else w(
            "Meets the criteria of authentic work") if result.met else w("Not met yet")))
    if result.missing:
        pairs.append((w("Missing from the minimal set"), ", ".join(item.label.to(w.language) for item in result.missing)))
    return [Facts(tuple(pairs))] if pairs else []


def _rounds(rounds: Sequence[RoundRow], w: Words) -> list[Block]:
    blocks: list[Block] = []
    for row in rounds:
        record = row.loaded.record
        verdict = w(record.decided.verdict.label) if record.decided.verdict is not None else w("Not decided yet")
        day = f", {w.day(record.decided.decided_on)}" if record.decided.decided_on is not None else ""
        reason = f": {record.decided.reason}" if record.decided.reason else ""
        taught = w.day(record.taught_on) if record.taught_on is not None else ""
        blocks += [Heading(w("Round {n}", n=str(record.number or 0))), Facts(tuple((label, value) for label, value in (
            (w("Objective"), " ".join(record.objective.split())), (w("Taught on"), taught),
            (w("What happened to the students"), " ".join(record.happened.split())),
            (w("Reflection"), " ".join(record.reflection.split())), (w("Decision of the round"), verdict + day + reason),
            (w("Changes to make"), " ".join(record.changes.split()))) if value))]
    return blocks


def results_blocks(found: Results, batches: Sequence[tuple[str, str]], w: Words) -> tuple[Block, ...]:
    """How many answered, each item with its counts, the figures of the whole, and the answers in words.

    `batches` say what was counted, as label and value.
    """
    pairs = [*batches, (w("Sheets"), w.number(found.sheets))]
    if found.expected:
        pairs.append((w("Response rate"), w("{percent}: {n} of {m}", percent=w.percent(found.sheets, found.expected),
                                            n=found.sheets, m=found.expected)))
    if found.partial:
        pairs.append((w("Partial sheets"), w.number(found.partial)))
    blocks: list[Block] = [Facts(tuple(pairs))]
    for dimension in found.instrument.dimensions:
        items = [one for one in found.items if one.item.dimension == dimension.code]
        if items:
            blocks += [Heading(dimension.label.to(w.language)), *_item_blocks(items, w)]
    highest = {one.label: _highest(found.instrument, one.code) for one in found.instrument.dimensions}
    scored = [(one.label.to(w.language), mean_words(one.mean, w, highest.get(one.label)), w.number(one.n))
              for one in found.parts]
    if scored:
        blocks += [Heading(w("Means")), Grid((w("Dimension"), w("Mean"), "n"), tuple(scored), (60, 20, 20), "lrr")]
    for rule in found.rules:
        blocks.append(Facts(((rule.label.to(w.language), w("{percent}: {n} of {m}", percent=w.percent(rule.met, rule.n),
                                                           n=rule.met, m=rule.n)),)))
    blocks.append(Remark(w("Percentages are of those who answered the item (n). No name of a respondent is printed.")))
    return tuple(blocks)


def _item_blocks(items: Sequence[ItemResult], w: Words) -> list[Block]:
    """Items with the same options share a table; many-choice items have bars; words are listed."""
    blocks: list[Block] = []
    run: list[ItemResult] = []
    for one in [*items, None]:
        if one is not None and one.item.scale is not None and (not run or run[0].item.scale == one.item.scale):
            run.append(one)
            continue
        if run:
            blocks.append(_counts(run, w))
            run = []
        if one is None:
            break
        if one.item.scale is not None:
            run = [one]
        elif one.item.kind is AnswerKind.MANY:
            blocks += _many(one, w)
        elif one.item.kind is AnswerKind.NUMBER:
            blocks.append(Prose(_asked(one, w), w("Mean: {mean}", mean=mean_words(one.mean, w))))
        else:
            blocks.append(Prose(_asked(one, w), "\n".join(f"- {text}" for text in one.texts)))
    return blocks


def _asked(one: ItemResult, w: Words) -> str:
    return f"{one.item.code}  {one.item.label.to(w.language)} (n = {w.number(one.n)})"


def _counts(items: Sequence[ItemResult], w: Words) -> Grid:
    scale = items[0].item.scale
    assert scale is not None
    right = any(one.correct is not None for one in items)
    options = [option.label.to(w.language) for option in scale.options] + ([w("Answered rightly")] if right else [])
    rows = []
    for one in items:
        by_score = {count.score: count.count for count in one.counts}
        counted = [by_score.get(option.score, 0) for option in scale.options]
        counted += [one.correct or 0] if right else []
        cells = [f"{w.percent(count, one.n)} ({count})" if one.n else "" for count in counted]
        few = w(" (few)") if one.few else ""
        reversed_ = w(" (reversed)") if one.item.reversed else ""
        rows.append((one.item.code, one.item.label.to(w.language) + reversed_, *cells, w.number(one.n) + few))
    each = max(15, min(24, 86 // len(options)))
    return Grid((w("No."), w("Item"), *options, "n"), tuple(rows), (10, 56, *[each] * len(options), 9),
                "cl" + "c" * len(options) + "c")


def _many(one: ItemResult, w: Words) -> list[Block]:
    bars = tuple(Bar(count.label.to(w.language), Fraction(count.count, one.n) if one.n else None,
                     f"{w.percent(count.count, one.n)} ({count.count})") for count in one.counts)
    return [Heading(_asked(one, w), small=True), Bars(bars),
            Remark(w("Several answers were possible: the percentages do not add up to 100."))]
