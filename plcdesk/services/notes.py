"""Field notes of all kinds, each with a service of its own."""

from __future__ import annotations

from plcdesk.services.chat_tallies import ChatTallies
from plcdesk.services.forms import Forms
from plcdesk.services.instruments import Instruments
from plcdesk.services.interviews import Interviews
from plcdesk.services.journals import Journals
from plcdesk.services.obstacles import Obstacles
from plcdesk.services.partners import Partners
from plcdesk.services.quotes import Quotes
from plcdesk.services.records import Records


class Notes:
    """Journals, interviews with their quotes, chat tallies, partners' input, obstacles and recommendations."""

    def __init__(self, records: Records, instruments: Instruments, forms: Forms) -> None:
        self.journals = Journals(records, instruments, forms)
        self.quotes = Quotes(records)
        self.interviews = Interviews(records, instruments, forms)
        self.chats = ChatTallies(records)
        self.partners = Partners(records)
        self.obstacles = Obstacles(records)
