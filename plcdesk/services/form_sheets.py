"""What the papers of single forms say: observation report and coaching form (domain handbook 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from plcdesk.domain.forms import Rated, View, notes_in
from plcdesk.domain.instruments import About, AnswerKind, Instrument, Item
from plcdesk.domain.scoring import DimensionScore, Score, exact
from plcdesk.domain.sheets import PERCENTS, Bar, Bars, Block, Box, Facts, Grid, Heading, Part, Remark
from plcdesk.services.coaching_views import CycleDetail
from plcdesk.services.form_views import Filled
from plcdesk.words import NOTHING, Words

OF_A_PERSON = frozenset({About.LEADER, About.LESSON, About.JOURNAL})
"""Forms about one person: their scores are printed only when asked for (ux 7)."""
SHORT = frozenset({"C5", "C6", "C8", "C12", "C19"})
"""Items of the coaching form whose answer is a line: how, where, which, when."""


def observation_blocks(filled: Filled, meeting: str, school: str, w: Words, *, scores: bool) -> tuple[Block, ...]:
    """Identity, each item with level and evidence, the dimensions, engagement, and room for what was agreed."""
    shown = scores or filled.instrument.about not in OF_A_PERSON
    blocks: list[Block] = [Facts(_identity(filled, meeting, school, w))]
    for dimension in filled.instrument.dimensions:
        items = [item for item in filled.asked if item.dimension == dimension.code]
        if items:
            blocks += [Heading(dimension.label.to(w.language)), items_grid(items, filled.rated, w, levels=shown)]
    if shown and filled.score.dimensions:
        blocks += score_blocks(filled.instrument, filled.score, w)
    blocks += _engagement(filled, w)
    blocks.append(Box(w("Agreed in the talk afterwards"), (
        Part(w("Strengths"), lines=2), Part(w("Suggestions"), lines=2), Part(w("Commitment"), lines=2))))
    return tuple(blocks)


def items_grid(items: Sequence[Item], rated: Mapping[str, Rated], w: Words, *, levels: bool = True) -> Grid:
    """Code, item, level in words, evidence; without `levels` only what was seen."""
    rows = []
    for item in items:
        found = rated.get(item.code, Rated())
        row = (item.code, item.label.to(w.language), *((level_words(item, rated, w),) if levels else ()),
               evidence_words(found, w))
        rows.append(row)
    head = (w("No."), w("Item"), *((w("Level chosen"),) if levels else ()), w("Evidence"))
    return Grid(head, tuple(rows), (9, 38, 27, 42) if levels else (9, 50, 57), "clll" if levels else "cll")


def level_words(item: Item, rated: Mapping[str, Rated], w: Words) -> str:
    """The answer in words: ``3 · Tampak konsisten``, the ticked choices, a number, or that it was left out.

    The digit is printed where it is the score, not where it is only the key to press.
    """
    language, found = w.language, rated.get(item.code, Rated())
    if item.kind is AnswerKind.MANY:
        return ", ".join(tick.label.to(language) for tick in item.ticks if rated.get(tick.code, Rated()).score)
    if found.skipped:
        return item.scale.skip.to(language) if item.scale is not None else w("Not answered")
    if found.score is None:
        return ""
    option = item.scale.by_score(found.score) if item.scale is not None else None
    if option is None or item.scale is None:
        return w.number(found.score)
    label = option.label.to(language)
    return f"{option.key} · {label}" if len(item.scale.options) > 2 and option.key == str(option.score) else label


def evidence_words(found: Rated, w: Words) -> str:
    """The notes of an answer, each with its minute, one a line."""
    return "\n".join(w("minute {n}: {text}", n=str(note.minute), text=note.text) if note.minute is not None else note.text
                     for note in notes_in(found.evidence))


def score_blocks(instrument: Instrument, score: Score, w: Words) -> list[Block]:
    """The means of the dimensions as a table and as bars, Nilai and category, and what one must know to read them."""
    rows = tuple((one.dimension.label.to(w.language), mean_words(one.mean, w, one.highest),
                  w("{n} of {m}", n=one.rated, m=one.asked)) for one in score.dimensions)
    blocks: list[Block] = [Heading(w("Result")),
                           Grid((w("Dimension"), w("Mean"), w("Items rated")), rows, (60, 20, 20), "lrr")]
    if len(score.dimensions) > 1:
        blocks.append(Bars(tuple(_bar(one, w) for one in score.dimensions), _marks(score)))
    if score.nilai is not None:
        category = f" · {score.category.to(w.language)}" if score.category is not None else ""
        blocks.append(Facts(((w("Score (Nilai)"), w.number(exact(score.nilai), 1) + category),)))
    elif instrument.scoring.method.value != "none":
        blocks.append(Facts(((w("Score (Nilai)"), w("Not enough data")),)))
    lowest = min((item.scale.lowest for item in instrument.items if item.scale is not None), default=0)
    if lowest == 1 and len(score.dimensions) > 0:
        highest = max(item.scale.highest for item in instrument.items if item.scale is not None)
        blocks.append(Remark(w("The lowest level counts {n} of 100, not 0.", n=100 // highest)))
    return blocks


def mean_words(mean: Fraction | None, w: Words, highest: int | None = None) -> str:
    """A mean with two decimals, ``3,25 dari 4`` where the highest level is told, or that there is not enough data."""
    if mean is None:
        return w("Not enough data")
    figure = w.number(exact(mean), 2)
    return w("{n} of {m}", n=figure, m=highest) if highest else figure


def coaching_boxes(detail: CycleDetail, instrument: Instrument, w: Words, *, scores: bool) -> tuple[Block, ...]:
    """The three parts boxed, the last commitment on top; a part that was not held yet has lines for the pen.

    What the teacher rated is printed only with `scores`; what is not rated yet can be circled.
    """
    rated = detail.form.rated if detail.form is not None else {}
    cycle, last = detail.cycle, detail.last
    days = {"awal": cycle.before_on, "observasi": cycle.lesson_on, "akhir": cycle.after_on}
    blocks: list[Block] = [
        Facts(((w("Teacher"), detail.teacher), (w("Mentor"), detail.mentor), (w("School"), detail.school),
               (w("Cycle"), str(detail.number)))),
        Box(w("Last commitment"), (Part(w("What was agreed"), last.text if last is not None else ""),)),
    ]
    for dimension in instrument.dimensions:
        items = instrument.in_dimension(dimension.code)
        if dimension.scored:
            blocks += _quality(dimension.label.to(w.language), items, rated, w, scores=scores)
            continue
        day = days.get(dimension.code)
        title = dimension.label.to(w.language) + (f" · {w.date(day)}" if day is not None else "")
        said = [_said(item, detail, rated, w) for item in items]
        lines = 0 if day is not None and any(said) else 2
        blocks.append(Box(title, tuple(
            Part(f"{item.code}  {item.label.to(w.language)}", text, 1 if lines and item.code in SHORT else lines,
                 ticks_of(item, w) if lines else ()) for item, text in zip(items, said, strict=True))))
    return tuple(blocks)


def ticks_of(item: Item, w: Words) -> tuple[tuple[str, str], ...]:
    """Key and words of each level of an item, to be ticked."""
    return tuple((option.key, option.label.to(w.language)) for option in item.scale.options) if item.scale else ()


def _quality(name: str, items: Sequence[Item], rated: Mapping[str, Rated], w: Words, *, scores: bool) -> list[Block]:
    answered = [item for item in items if rated.get(item.code, Rated()).score is not None]
    if answered and not scores:
        return []
    rows = [(item.code, item.label.to(w.language),
             level_words(item, rated, w) if answered else "     ".join(key for key, _ in ticks_of(item, w)))
            for item in items]
    blocks: list[Block] = [Heading(name), Grid((w("No."), w("Item"), w("Level chosen")), tuple(rows), (9, 65, 30), "clc")]
    return blocks if answered else [*blocks, Remark(w("Circle one: {levels}", levels=legend(items, w)))]


def legend(items: Sequence[Item], w: Words) -> str:
    """The levels of the items' scales in words: ``1 Belum tampak · 2 Mulai tampak``; scales apart by a semicolon."""
    scales = dict.fromkeys(item.scale for item in items if item.scale is not None)
    return "; ".join(" · ".join(f"{option.key} {option.label.to(w.language)}" for option in scale.options)
                     for scale in scales)


def _said(item: Item, detail: CycleDetail, rated: Mapping[str, Rated], w: Words) -> str:
    if item.code == "C19" and detail.cycle.follow_on is not None:
        return w.date(detail.cycle.follow_on)
    if item.code == "C8" and detail.module is not None:
        return detail.module.title
    if item.code == "C12" and detail.lessons:
        return "; ".join(", ".join(part for part in (
            row.title.to(w.language), row.classroom, w.day(row.held_on) if row.held_on is not None else "") if part)
            for row in detail.lessons)
    found = rated.get(item.code, Rated())
    return level_words(item, rated, w) if item.kind is AnswerKind.LEVEL else found.evidence or ""


def _identity(filled: Filled, meeting: str, school: str, w: Words) -> tuple[tuple[str, str], ...]:
    form, row = filled.form, filled.row
    when = w.date(form.hour.held_on) if form.hour.held_on is not None else ""
    if form.hour.starts is not None:
        when += f", {w.time(form.hour.starts)}"
    group = row.meeting.group if row.meeting is not None else ""
    person = w("Discussion leader") if filled.instrument.about is About.LEADER else w("Teacher")
    pairs = [(w("School"), school), (w("Group"), group), (w("Meeting"), meeting), (person, row.person),
             (w("Class"), form.lesson.classroom or ""),
             (w("Subject"), form.lesson.subject or ""),
             (w("Kind of lesson"), w(form.lesson.kind.label) if form.lesson.kind is not None else ""),
             (w("Module"), row.module), (w("Students present"), str(form.lesson.pupils or "")), (w("Date"), when),
             (w("Observer") if form.view is not View.SELF else w("Self"), row.rater)]
    return tuple((label, value) for label, value in pairs if value.strip())


def _engagement(filled: Filled, w: Words) -> list[Block]:
    if not filled.sweeps:
        return []
    rows = []
    for sweep in filled.sweeps:
        counted = sweep.record.counted
        rows.append((str(sweep.record.number), str(sweep.record.minute if sweep.record.minute is not None else ""),
                     _count(counted.present), _count(counted.engaged), _count(counted.active),
                     w(counted.talker.label) if counted.talker is not None else ""))
    engaged, present = filled.engagement
    teacher, noted = filled.talk
    line = [(w("Engagement"), w("{percent}: {n} of {m} students counted", percent=w.percent(engaged, present), n=engaged,
                                m=present))]
    if noted:
        line.append((w("Teacher talks"), w("{percent}: {n} of {m} sweeps", percent=w.percent(teacher, noted), n=teacher,
                                           m=noted)))
    return [Heading(w("Engagement sweeps")),
            Grid((w("Sweep"), w("Minute"), w("Students present"), w("Engaged"), w("Active"), w("Who talks")),
                 tuple(rows), (15, 15, 20, 18, 15, 24), "cccccl"), Facts(tuple(line))]


def _marks(score: Score) -> tuple[tuple[Fraction, str], ...]:
    """The levels under the axis, where all parts have the same highest one."""
    highest = {one.highest for one in score.dimensions}
    most = highest.pop() if len(highest) == 1 else None
    return tuple((Fraction(level, most), str(level)) for level in range(most + 1)) if most else PERCENTS


def _bar(one: DimensionScore, w: Words) -> Bar:
    share = one.mean / one.highest if one.mean is not None and one.highest else None
    return Bar(one.dimension.label.to(w.language), share, mean_words(one.mean, w))


def _count(number: int | None) -> str:
    return NOTHING if number is None else str(number)
