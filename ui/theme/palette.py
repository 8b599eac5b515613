"""The palette: what Fusion paints where no stylesheet rule speaks."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from ui.theme.tokens import Tokens

R = QPalette.ColorRole
ROLES = {
    R.Window: "window", R.WindowText: "text", R.Base: "surface", R.AlternateBase: "surface-alt", R.Text: "text",
    R.PlaceholderText: "text-2", R.Button: "surface", R.ButtonText: "text", R.BrightText: "on-danger",
    R.ToolTipBase: "toast", R.ToolTipText: "toast-text", R.Highlight: "selected", R.HighlightedText: "text",
    R.Link: "primary", R.LinkVisited: "primary", R.Light: "surface", R.Midlight: "surface-alt", R.Mid: "line",
    R.Dark: "border", R.Shadow: "border", R.Accent: "primary",
}  # fmt: skip


def palette(tokens: Tokens) -> QPalette:
    """The palette of a theme."""
    made = QPalette()
    for role, name in ROLES.items():
        made.setColor(role, tokens.color(name))
    for role in (R.WindowText, R.Text, R.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, tokens.color("disabled"))
    return made


def system_tokens(source: QPalette, names: dict[str, str], plain: Tokens) -> Tokens:
    """The system's own colours under our names, for painters while high contrast is on."""
    roles = {
        "window": R.Window, "base": R.Base, "alternate-base": R.AlternateBase, "window-text": R.WindowText, "mid": R.Mid,
        "highlight": R.Highlight, "highlighted-text": R.HighlightedText,
    }  # fmt: skip
    colours = {}
    for name in plain.colours:
        if name.startswith(("chart-", "level-")):
            colours[name] = plain[name]
            continue
        role = names.get(name, "window" if name.endswith("-bg") or name.startswith("diff") else "window-text")
        colours[name] = source.color(roles[role]).name(QColor.NameFormat.HexRgb)
    dark = source.color(R.Window).lightness() < source.color(R.WindowText).lightness()
    return Tokens("contrast", dark, colours, high_contrast=True)
