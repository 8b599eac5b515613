"""What is done with forms, killed in the middle: sharing, erasing, publishing, a second entry, a file of a module."""

from __future__ import annotations

import dataclasses

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import Answer, Counted, Form, Rated
from plcdesk.domain.instruments import InstrumentEdition, Text
from plcdesk.domain.modules import ModuleFile
from plcdesk.domain.people import Person
from plcdesk.services.desk import Desk
from tests.journeys.killing import Say, Scenario, _desk

NAME = "Rosalinda Permata"


class Forms(Scenario):
    """Five steps; after a kill the programme stands before or after the one that was under way."""

    def prepare(self) -> None:
        """Everything that the steps need, and what the programme holds after each of them."""
        super().prepare()
        with _desk(self.mine) as desk:
            school = desk.programme.schools()[0].record.id
            self.person = desk.people.add(NAME, school_id=school).id
            self.form = desk.forms.start("D", person_id=self.person).id
            for number in range(1, 8):
                desk.forms.answer(self.form, f"D{number}", Rated(3, f"Catatan {number} tentang {NAME}"))
            desk.forms.count(self.form, 1, Counted(28, 20))
            made = desk.instruments.start_edition("F").id
            draft = desk.instruments.draft(made)
            desk.instruments.rewrite(made, dataclasses.replace(draft, title=Text("Judul baru", "New title")))
            self.edition = made
            self.sheet = desk.questionnaires.new_sheet(desk.questionnaires.add_batch("M", school).id, 1).id
            detail = desk.modules.detail(desk.modules.add("Air bersih", school).id)
            assert detail is not None
            self.version = detail.versions[0].loaded.record.id
            self.before = told(desk)
        self.file = self.root.parent / "modul.pdf"
        self.file.write_bytes(b"Isi modul" * 1000)

    def work(self, desk: Desk, say: Say) -> None:
        """The steps; each is told with what the programme holds then."""
        desk.forms.share(Row("form", self.form))
        say(told(desk))
        desk.privacy.erase(self.person)
        say(told(desk))
        desk.instruments.publish(self.edition)
        say(told(desk))
        desk.questionnaires.start_second(self.sheet)
        say(told(desk))
        desk.modules.files.attach(self.version, self.file)
        say(told(desk))

    def judge(self, desk: Desk, said: list[str]) -> list[str]:
        """Each step whole or not at all; the same steps then lead on to the end."""
        done, now = len(said), told(desk)
        if now != (said[-1] if said else self.before) and not self._whole(desk, done + 1):
            return [f"after {done} steps: {now}"]
        files = desk.modules.files.of(self.version)
        return [f"the file of {row.file.name} is not there" for row in files if not row.here]

    def _whole(self, desk: Desk, step: int) -> bool:
        """Whether exactly the first `step` steps were done."""
        forms = desk.records.all(Form, person_id=self.person)
        answers = [answer for form in forms for answer in desk.records.all(Answer, form_id=form.id)]
        person, edition = desk.records.get(Person, self.person), desk.records.get(InstrumentEdition, self.edition)
        assert person is not None
        assert edition is not None
        named = [NAME in (answer.rated.evidence or "") for answer in answers]
        found = [
            len(forms) == 1 and len(answers) == 7 and not forms[0].private, person.name != NAME and not any(named),
            edition.published.published_on is not None, bool(desk.records.all(Form, second_of=self.sheet)),
            bool(desk.records.all(ModuleFile)),
        ]
        half = person.name == NAME and not all(named)
        return len(forms) == 1 and len(answers) == 7 and not half and found == [True] * step + [False] * (5 - step)


def told(desk: Desk) -> str:
    """What the programme holds, without numbers that differ from run to run."""
    forms = sorted((form.instrument, form.private, str(form.second_of)) for form in desk.records.all(Form))
    answers = sorted((answer.item, str(answer.rated)) for answer in desk.records.all(Answer))
    people = sorted(person.name for person in desk.records.all(Person))
    return repr((desk.records.counts(), forms, answers, people))
