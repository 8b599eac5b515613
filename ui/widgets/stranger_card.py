"""A laptop somebody has to be asked about before its work is merged: not met before, changed, or cut off."""

from __future__ import annotations

from plcdesk.domain.exchange import DeviceSeen
from plcdesk.words import Words
from ui.runtime.context import Context
from ui.widgets.notice import Notice

CUT = "cut"


def stranger_card(ctx: Context, device: DeviceSeen) -> Notice:
    """The card about one laptop, with its six words in large type and what to do with them."""
    w = ctx.w
    name = device.label or w("A laptop without a name")
    if device.trust == CUT:
        return Notice(ctx, "danger", "triangle-alert", _cut(ctx, device, name))
    if device.same_name_other_key:
        return Notice(ctx, "danger", "triangle-alert", [
            (w("Beware: another laptop uses the name “{label}”", label=name), "subsection"),
            (w("“{label}” is known here, but with other words. Do not merge before you have asked its owner.", label=name),
             "strong"),
            (w("Its six words now:"), ""), (device.words, "title"),
            *[(text, "") for text in _compare(w, name)[:-1]]])
    return Notice(ctx, "warning", "info", [
        (w("A laptop not met before: “{label}”", label=name), "subsection"),
        (w("Its six words:"), ""), (device.words, "title"),
        *[(text, "") for text in _compare(w, name)]])


def _compare(w: Words, name: str) -> list[str]:
    return [w("Telephone or meet {name}. On that laptop, open Send and receive, then Colleagues. "
              "Are the six words the same?", name=name),
            w("The same words: go on. Other words: do not, and ask who made this bundle."), w("You are asked only once.")]


def _cut(ctx: Context, device: DeviceSeen, name: str) -> list[tuple[str, str]]:
    w = ctx.w
    found = next((one for one in ctx.desk.stewards.computers() if one.key == device.key), None)
    texts = [(w("“{label}” was cut off from this programme", label=name), "subsection")]
    if found is not None and found.cut_on is not None:
        texts.append((w("Since {date}. Reason: {reason}", date=w.day(found.cut_on), reason=found.cut_reason or "—"),
                      "strong"))
    texts.append((w("This bundle brings work done on that laptop afterwards. Ask the person in charge of the programme before "
                    "you merge. Nothing is merged until you decide."), ""))
    return texts
