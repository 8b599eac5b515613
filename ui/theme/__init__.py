"""The look: colours, type, icons and the ring around what has the keyboard."""

from ui.theme.roles import restyle, set_role
from ui.theme.theme import Mode, Theme
from ui.theme.tokens import Tokens

__all__ = ["Mode", "Theme", "Tokens", "restyle", "set_role"]
