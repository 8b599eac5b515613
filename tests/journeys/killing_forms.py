"""What is killed at a chosen write while forms are shared and files are attached: see `killing`.

``python -m tests.journeys.killing_forms SCENARIO FOLDER``
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import zstandard

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import Form, Note, Rated, shared_id
from plcdesk.domain.ids import Id
from plcdesk.domain.modules import Module, ModuleFile
from plcdesk.services.desk import Desk
from tests.journeys.killing import Say, Scenario, opened, run

EVIDENCE = "Ketua memberi giliran bicara kepada guru honorer"


def in_bundle(bundle: Path, text: str) -> bool:
    """Whether a text stands in a bundle, as it lies there or unpacked."""
    with zipfile.ZipFile(bundle) as archive:
        parts = [bundle.read_bytes(), *(archive.read(name) for name in archive.namelist())]
    return any(text.encode() in straw for part in parts for straw in _unpacked(part))


def _unpacked(data: bytes) -> Iterator[bytes]:
    yield data
    try:
        yield zstandard.ZstdDecompressor().decompress(data, 1 << 26)
    except zstandard.ZstdError:
        return


class Sharing(Scenario):
    """A private observation with levels and notes becomes one of its school."""

    def prepare(self) -> None:
        self.stick.mkdir(parents=True)
        with opened(self.mine) as desk:
            desk.programme.begin("Program KBP", "SD Melati 01", "Siti Rahmawati")
            group = desk.groups.default()
            assert group is not None
            self.form = desk.forms.start("P", meeting_id=desk.meetings.new(group.id).id).id
            for at, item in enumerate(desk.forms.need(self.form).asked):
                desk.forms.answer(self.form, item.code, Rated(1 + at % 4))
            desk.forms.note(self.form, "P1.1", Note(12, EVIDENCE))
            self.rated = desk.forms.need(self.form).rated
            assert desk.records.get(Form, self.form).private

    def work(self, desk: Desk, say: Say) -> None:
        say(desk.forms.share(Row("form", self.form)).id)

    def judge(self, desk: Desk, said: list[str]) -> list[str]:
        forms = desk.records.all(Form)
        if len(forms) != 1:
            return [f"{len(forms)} forms where there was one"]
        (form,) = forms
        lost = []
        if form.id != (self.form if form.private else shared_id(self.form)):
            lost.append("private and shared have changed places")
        if said and form.private:
            lost.append("it was said to be shared")
        if desk.forms.need(form.id).rated != self.rated:
            lost.append("the answers are not whole")
        if in_bundle(desk.exchange.send(self.stick).file, EVIDENCE) == form.private:
            lost.append("private words are in the bundle" if form.private else "shared words are not in the bundle")
        return lost


class Attaching(Scenario):
    """Two files are attached to a module."""

    names = ("LKPD Sampah.docx", "Gambar.png")

    def prepare(self) -> None:
        self.stick.mkdir(parents=True)
        for at, name in enumerate(self.names, 1):
            (self.stick / name).write_bytes(bytes(range(256)) * 4096 * at)
        with opened(self.mine) as desk:
            desk.programme.begin("Program KBP", "SD Melati 01", "Siti Rahmawati")
            self.module = desk.modules.add("Sampah di sekitar sekolah").id

    def version(self, desk: Desk) -> Id:
        """The version that gets the files."""
        detail = desk.modules.detail(self.module)
        assert detail is not None
        return detail.versions[0].version.id

    def work(self, desk: Desk, say: Say) -> None:
        for name in self.names:
            desk.modules.files.attach(self.version(desk), self.stick / name)
            say(name)

    def judge(self, desk: Desk, said: list[str]) -> list[str]:
        assert desk.records.get(Module, self.module) is not None
        lost = self._half(desk)
        listed = [file.name for file in desk.records.all(ModuleFile)]
        lost += [f"{name} was said to be attached" for name in said if name not in listed]
        if len(listed) > len(said) + 1:
            lost.append(f"attached {listed}, said {said}")
        for name in self.names:
            if name not in listed:
                desk.modules.files.attach(self.version(desk), self.stick / name)
        if sorted(file.name for file in desk.records.all(ModuleFile)) != sorted(self.names):
            lost.append("attaching again does not lead there")
        return lost + self._half(desk)

    def _half(self, desk: Desk) -> list[str]:
        """Files that stand in the module without being what was attached."""
        return [f"{row.file.name} is not whole" for row in desk.modules.files.of(self.version(desk))
                if not row.here or desk.modules.files.path(row.file).read_bytes() != (self.stick / row.file.name).read_bytes()]


if __name__ == "__main__":
    run({"sharing": Sharing, "attaching": Attaching}[sys.argv[1]], sys.argv[2])
