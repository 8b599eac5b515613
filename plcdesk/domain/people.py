"""People, what they do, the groups they learn in (domain handbook 1.4, 6; needs N36, N37, N65, N69, N78)."""

from __future__ import annotations

from datetime import date, time
from typing import NamedTuple

from plcdesk.domain.fields import (
    PRIVATE,
    PROGRAMME,
    Choice,
    coupled,
    key,
    mark,
    once,
    paragraphs,
    record,
    same_as,
    school_of,
    value,
)
from plcdesk.domain.ids import Id, derived
from plcdesk.domain.programme import Period


class Role(Choice):
    """What a person is in the programme."""

    TEACHER = "guru", mark("Teacher")
    FACILITATOR = "fasilitator", mark("Facilitator")
    PRINCIPAL = "kepala_sekolah", mark("Principal")
    MENTOR = "pendamping", mark("Mentor")
    STUDENT = "mahasiswa", mark("University student")
    SUPERVISOR = "pengawas", mark("School supervisor")
    PARENT = "orang_tua", mark("Parent")
    COMMUNITY = "tokoh_masyarakat", mark("Community figure")
    OPERATOR = "operator", mark("School operator")


TEACHING = frozenset({Role.TEACHER, Role.FACILITATOR})
"""The roles counted in N, the target teachers (domain handbook 4.1)."""


class PersonStatus(Choice):
    """Whether a person takes part."""

    ACTIVE = "aktif", mark("Active")
    LEAVE = "cuti", mark("On leave")
    MOVED = "pindah", mark("Moved")


class AgeBand(Choice):
    """Age in four bands; a birth date is never kept."""

    UNDER_30 = "<30", mark("under 30")
    THIRTIES = "30-39", mark("30–39")
    FORTIES = "40-49", mark("40–49")
    FROM_50 = ">=50", mark("50 and over")


class GroupKind(Choice):
    """What holds a learning group together."""

    SCHOOL = "kbp_sekolah", mark("School group")
    SUBJECT = "tematik", mark("Subject group")
    GRADE = "tingkat", mark("Grade group")
    CROSS = "antar_sekolah", mark("Cross-school group")


class GroupStatus(Choice):
    """How far a group stands on its own (need N9)."""

    STARTING = "dirintis", mark("Being formed")
    ACTIVE = "aktif", mark("Active")
    INDEPENDENT = "mandiri", mark("Independent")


class ConsentKind(Choice):
    """What a person can agree to (domain handbook 3.13)."""

    BASIC = "data_dasar", mark("Basic data")
    PHOTO = "foto", mark("Photos and video")
    INTERVIEW = "wawancara", mark("Interview notes or recording")
    QUOTE = "kutipan", mark("Quotes")
    CHAT = "percakapan_wa", mark("WhatsApp conversation")
    RESEARCH = "ekspor_penelitian", mark("Research export")


class ConsentAnswer(Choice):
    """The answer on record."""

    YES = "ya", mark("Agreed")
    NO = "tidak", mark("Not agreed")
    WITHDRAWN = "dicabut", mark("Withdrawn")


REFUSED = frozenset({ConsentAnswer.NO, ConsentAnswer.WITHDRAWN})
"""The answers after which nothing may be used."""


class Sameness(Choice):
    """What somebody decided about two records that look like one person."""

    MERGED = "sama", mark("The same person")
    DIFFERENT = "beda", mark("Not the same person")


class Consented(NamedTuple):
    """Answer and its date, written together."""

    answer: ConsentAnswer | None = None
    answered_on: date | None = None


class Hours(NamedTuple):
    """From and to on one day."""

    starts: time | None = None
    ends: time | None = None


@record("person", space=PROGRAMME, label=mark("Person"))
class Person:
    """Anyone in the programme; the display name carries titles. Single-word names are normal."""

    id: Id = key()
    name: str = value("", label=mark("Name and titles"), searchable=True)
    alias: str = value("", label=mark("Pseudonym"))
    role: Role | None = value(Role.TEACHER, label=mark("Role"))
    school_id: Id | None = value(None, label=mark("School"), refers="school")
    teaches: str = value("", label=mark("Class or subject"))
    status: PersonStatus = value(PersonStatus.ACTIVE, label=mark("Status"))
    age_band: AgeBand | None = value(None, label=mark("Age band"), sensitive=True)
    period: Period = coupled(Period, label=mark("Joined and left"))


@record("person_number", space=school_of("school_id", otherwise=PRIVATE), label=mark("Staff numbers"))
class PersonNumber:
    """Official numbers, kept in the school's space only, of somebody without a school on this laptop; the id is
    derived from the person."""

    id: Id = key()
    person_id: Id | None = once(refers="person", parent=True)
    school_id: Id | None = once(refers="school")
    nip: str = value("", label="NIP", sensitive=True)
    nuptk: str = value("", label="NUPTK", sensitive=True)
    grade: str = value("", label=mark("Rank"), sensitive=True)
    employment: str = value("", label=mark("Employment status"), sensitive=True)


@record("person_contact", space=PRIVATE, label=mark("Contact"))
class PersonContact:
    """Phone and e-mail; never leaves the laptop. The id is derived from the person."""

    id: Id = key()
    person_id: Id | None = once(refers="person", parent=True)
    phone: str = value("", label=mark("Phone"), sensitive=True)
    email: str = value("", label=mark("E-mail"), sensitive=True)


@record("role_held", space=PROGRAMME, label=mark("Role held"))
class RoleHeld:
    """A duty in a group or school with its dates: dual leadership, internal team (needs N37, N78)."""

    id: Id = key()
    person_id: Id | None = once(refers="person", parent=True)
    role: str = value("", label=mark("Duty"))
    group_id: Id | None = value(None, label=mark("Group"), refers="group")
    school_id: Id | None = value(None, label=mark("School"), refers="school")
    period: Period = coupled(Period, label=mark("From and to"))
    decree: str = value("", label=mark("Decree number"))


@record("consent", space=PROGRAMME, label=mark("Consent"))
class Consent:
    """One person's answer to one kind of use; the id is derived from both (need N36)."""

    id: Id = key()
    person_id: Id | None = once(refers="person", parent=True)
    kind: ConsentKind | None = once(None, label=mark("Kind of use"))
    answer: Consented = coupled(Consented, label=mark("Answer"))


@record("same_person", space=PROGRAMME, label=mark("Possible duplicate"))
class SamePerson:
    """What was decided about two person records; the id is derived from both, whatever their order.

    They stand in order of their ids, so two laptops that decide meet in one record. Merged: everything of the one that
    is gone moved to the one that is here. The decision travels, so nobody is asked twice.
    """

    id: Id = key()
    person_id: Id | None = once(refers="person")
    other_id: Id | None = once(refers="person")
    verdict: Sameness | None = value(None, label=mark("Decision on a duplicate"))


@record("group", space=school_of("school_id"), label=mark("Group"))
class Group:
    """A learning group: of a school, of a subject, of a grade or across schools."""

    id: Id = key()
    school_id: Id | None = once(refers="school")
    name: str = value("", label=mark("Group name"), searchable=True)
    kind: GroupKind = value(GroupKind.SCHOOL, label=mark("Kind"))
    status: GroupStatus = value(GroupStatus.ACTIVE, label=mark("Status"))
    chair_id: Id | None = value(None, label=mark("Chair"), refers="person")
    facilitator_id: Id | None = value(None, label=mark("Facilitator"), refers="person")
    norms: str = paragraphs(label=mark("Norms"))


@record("member", space=same_as("group_id"), label=mark("Member"))
class Member:
    """A person in a group; the id is derived from both."""

    id: Id = key()
    group_id: Id | None = once(refers="group", parent=True)
    person_id: Id | None = once(refers="person", parent=True)
    period: Period = coupled(Period, label=mark("Joined and left"))


@record("slot", space=same_as("group_id"), label=mark("Schedule"))
class Slot:
    """A fixed meeting time of a group: every `weeks` weeks on the weekday of its first date (need N81)."""

    id: Id = key()
    group_id: Id | None = once(refers="group", parent=True)
    period: Period = coupled(Period, label=mark("First and last date"))
    weeks: int = value(1, label=mark("Weeks between meetings"))
    hours: Hours = coupled(Hours, label=mark("Time"))
    venue: str = value("", label=mark("Place"))


def member_id(group: Id, person: Id) -> Id:
    """The identity of a membership."""
    return derived("member", group, person)


def number_id(person: Id) -> Id:
    """The identity of a person's staff numbers."""
    return derived("person_number", person)


def contact_id(person: Id) -> Id:
    """The identity of a person's contact record."""
    return derived("person_contact", person)


def same_person_id(one: Id, other: Id) -> Id:
    """The identity of the decision about two people."""
    return derived("same_person", *sorted((one, other)))


def consent_id(person: Id, kind: ConsentKind) -> Id:
    """The identity of a person's answer to one kind of use."""
    return derived("consent", person, kind.value)
