"""What parents and community figures bring in (domain handbook 3.12; needs N74, N75)."""

from __future__ import annotations

from datetime import date

from plcdesk.domain.fields import Choice, key, mark, once, record, same_as, school_of, value
from plcdesk.domain.ids import Id, derived


class PartnerRole(Choice):
    """Who speaks; never a name. The value is also the respondent's role on a sheet of instrument O."""

    PARENT = "orang_tua", mark("Parent")
    COMMUNITY = "tokoh_masyarakat", mark("Community figure")
    COMMITTEE = "komite", mark("School committee")


@record("partner_input", space=school_of("school_id"), label=mark("Partner input"))
class PartnerInput:
    """A proposal, for instance local content worth teaching."""

    id: Id = key()
    school_id: Id | None = once(None, refers="school")
    meeting_id: Id | None = value(None, label=mark("Meeting"), refers="meeting")
    given_on: date | None = value(None, label=mark("Date"))
    role: PartnerRole | None = value(None, label=mark("Role"))
    text: str = value("", label=mark("Input"), searchable=True, long=True)


@record("input_use", space=same_as("input_id"), label=mark("Used in a module"))
class InputUse:
    """A module that took up an input; the id is derived from both."""

    id: Id = key()
    input_id: Id | None = once(refers="partner_input", parent=True)
    module_id: Id | None = once(refers="module")
    note: str = value("", label=mark("Note"))


def use_id(given: Id, module: Id) -> Id:
    """The identity of a use."""
    return derived("input_use", given, module)
