"""What is done with forms, killed in the middle: sharing, erasing, publishing, a second entry, a file of a module.

``python -m tests.journeys.killing_steps FOLDER``; see `killing`.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
from pathlib import Path

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import Answer, Counted, Form, Rated
from plcdesk.domain.instruments import InstrumentEdition, Text
from plcdesk.domain.modules import ModuleFile
from plcdesk.domain.people import Person
from plcdesk.services.desk import Desk
from tests.journeys.killing import Say, Scenario, attempt, opened

NAME = "Rosalinda Permata"
POINTS = 25
"""So many kills."""


class Steps(Scenario):
    """Five steps; after a kill the programme stands before or after the one that was under way."""

    def prepare(self) -> None:
        """Everything that the steps need."""
        super().prepare()
        with opened(self.mine) as desk:
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
        self.file = self.root.parent / "modul.pdf"
        self.file.write_bytes(b"Isi modul" * 1000)

    def work(self, desk: Desk, say: Say) -> None:
        """The steps."""
        desk.forms.share(Row("form", self.form))
        say("shared")
        desk.privacy.erase(self.person)
        say("erased")
        desk.instruments.publish(self.edition)
        say("published")
        desk.questionnaires.start_second(self.sheet)
        say("second entry")
        desk.modules.files.attach(self.version, self.file)
        say("attached")

    def judge(self, desk: Desk, said: list[str]) -> list[str]:
        """Each step whole or not at all."""
        if not any(self._whole(desk, step) for step in (len(said), len(said) + 1)):
            return [f"half of what follows {said}: {desk.records.counts()}"]
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


def main(folder: str) -> None:
    """Kill at writes spread over all steps, look, put back, kill again; one JSON object a line."""
    root, kept = Path(folder) / "now", Path(folder) / "kept"
    scenario = Steps(root)
    scenario.prepare()
    shutil.copytree(root, kept)
    _, seen, _ = attempt(scenario, None)
    # the end of a mere look is no point: what is written, and the commit right after it
    writes = [at for at, what in enumerate(seen, 1) if what not in ("BEGIN", "COMMIT")]
    points = sorted({at + more for at in writes for more in (0, 1, 2) if at + more <= len(seen)})
    for at in points[:: max(1, len(points) // POINTS)]:
        shutil.rmtree(root)
        shutil.copytree(kept, root)
        said, _, killed = attempt(scenario, at)
        with opened(scenario.mine) as desk:
            found = desk.upkeep.verify()
            trouble = [] if found.ok else ["verify: " + "; ".join(map(str, found.problems))]
            trouble += scenario.judge(desk, said)
        print(json.dumps({"at": at, "said": said, "killed": killed, "trouble": trouble}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
