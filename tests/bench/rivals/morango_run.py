"""Morango 0.8.15 doing what the bench asks, in an environment of its own: ``python morango_run.py ROWS FOLDER``.

One process for each computer, as its instance id belongs to the computer. What it sends is what it would send over its
network: the buffered records with their counters, here as JSON lines in a file. Prints one JSON object of seconds, bytes and
megabytes.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
import types
import uuid
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def main() -> None:
    """Play all stages, or (as a child) one of them on one database."""
    rows, folder = Path(sys.argv[1]), Path(sys.argv[2])
    if len(sys.argv) > 3:
        _stage(rows, folder, sys.argv[3], sys.argv[4])
        return
    found: dict[str, Any] = {}
    for stage, who in (("write", "one"), ("export", "one"), ("import", "two"), ("again", "two"),
                       ("edit_theirs", "one"), ("edit_ours", "two"), ("told", "two"), ("export", "one"),
                       ("edits", "two")):
        told = subprocess.run([sys.executable, __file__, str(rows), str(folder), stage, who], check=True,
                              capture_output=True, text=True, env=os.environ | {"MORANGO_SYSTEM_ID": who}).stdout
        answer = json.loads(told.splitlines()[-1])
        if stage == "told" or (stage == "export" and stage in found):
            continue
        found[stage] = answer["took"]
        if stage == "export":
            found["bundle"] = answer["bytes"]
        if stage == "import":
            found["peak"], found["database"] = answer["peak"], answer["database"]
    print(json.dumps(found))


def _configure(database: Path) -> None:
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(database)}},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework", "mptt", "morango", "bench"],
        SECRET_KEY="bench", USE_TZ=True, AUTH_USER_MODEL="auth.User", DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        MIGRATION_MODULES={"bench": None, "auth": None, "contenttypes": None},
        MORANGO_SERIALIZE_BEFORE_QUEUING=True, MORANGO_DESERIALIZE_AFTER_DEQUEUING=True)
    app = types.ModuleType("bench")
    app.__path__ = [str(HERE)]
    app.__file__ = str(HERE / "bench.py")
    sys.modules["bench"] = app
    sys.path.insert(0, str(HERE))
    import importlib.util
    spec = importlib.util.spec_from_file_location("bench.models", HERE / "morango_models.py")
    assert spec is not None
    assert spec.loader is not None

    class Loader:
        def find_spec(self, name: str, *_rest: object) -> Any:
            return spec if name == "bench.models" else None

    sys.meta_path.insert(0, Loader())
    django.setup()
    from django.core.management import call_command

    if not database.exists():
        call_command("migrate", run_syncdb=True, verbosity=0)
    from django.db import connection

    with connection.cursor() as cursor:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            cursor.execute(f"PRAGMA {pragma}")


def _stage(rows: Path, folder: Path, stage: str, who: str) -> None:
    database = folder / f"{who}.sqlite"
    _configure(database)
    bundle = folder / "bundle.jsonl"
    begin = time.perf_counter()
    _STAGES[stage](rows, bundle)
    took = time.perf_counter() - begin
    print(json.dumps({"took": took, "bytes": bundle.stat().st_size if bundle.exists() else 0,
                      "database": database.stat().st_size,
                      "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def _write(rows: Path, _bundle: Path) -> None:
    from bench.models import Meeting

    with rows.open(encoding="utf-8") as file:
        made = [Meeting(**{**row, "id": uuid.UUID(row["id"]).hex, "_morango_partition": "school", "_morango_source_id": row["id"]})
                for row in map(json.loads, file)]
    Meeting.objects.bulk_create(made, batch_size=500)


def _school() -> Any:
    from morango.models.certificates import Filter

    return Filter("school")


def _held(*, producer: bool) -> Any:
    from morango.models.core import DatabaseMaxCounter

    return DatabaseMaxCounter.calculate_filter_specific_instance_counters(_school(), is_producer=producer,
                                                                          v2_format=True)


def _told(_rows: Path, bundle: Path) -> None:
    """The receiver says what it holds, so that the next bundle has only what is new."""
    bundle.with_name("told.json").write_text(json.dumps(_held(producer=False)))


def _export(_rows: Path, bundle: Path) -> None:
    from morango.models.core import Buffer, RecordMaxCounterBuffer
    from morango.sync.controller import MorangoProfileController
    from morango.sync.operations import _queue_into_buffer_v2

    MorangoProfileController("bench").serialize_into_store(filter=_school())
    fsic = _held(producer=True)
    told = bundle.with_name("told.json")
    transfer = _transfer(fsic, json.loads(told.read_text()) if told.exists() else {"sub": {}, "super": {}})
    _queue_into_buffer_v2(transfer)
    with bundle.open("w", encoding="utf-8") as out:
        out.write(json.dumps(fsic) + "\n")
        for kind, table in (("b", Buffer), ("c", RecordMaxCounterBuffer)):
            names = [field.attname for field in table._meta.fields if field.attname not in ("id", "transfer_session_id")]
            for row in table.objects.filter(transfer_session_id=transfer.id).values_list(*names).iterator(chunk_size=2000):
                out.write(json.dumps([kind, *row]) + "\n")
    Buffer.objects.filter(transfer_session_id=transfer.id).delete()
    RecordMaxCounterBuffer.objects.filter(transfer_session_id=transfer.id).delete()


def _import(_rows: Path, bundle: Path) -> None:
    from morango.models.core import Buffer, RecordMaxCounterBuffer
    from morango.sync.controller import MorangoProfileController
    from morango.sync.operations import _dequeue_into_store

    names = {kind: [field.attname for field in table._meta.fields if field.attname not in ("id", "transfer_session_id")]
             for kind, table in (("b", Buffer), ("c", RecordMaxCounterBuffer))}
    with bundle.open(encoding="utf-8") as file:
        fsic = json.loads(file.readline())
        transfer = _transfer(fsic, {"sub": {}, "super": {}})
        tables: dict[str, Any] = {"b": Buffer, "c": RecordMaxCounterBuffer}
        waiting: dict[str, list[Any]] = {"b": [], "c": []}
        for line in file:
            kind, *row = json.loads(line)
            waiting[kind].append(tables[kind](transfer_session_id=transfer.id, **dict(zip(names[kind], row, strict=True))))
            if len(waiting[kind]) == 500:
                tables[kind].objects.bulk_create(waiting[kind])
                waiting[kind] = []
        for kind, left in waiting.items():
            tables[kind].objects.bulk_create(left)
    _dequeue_into_store(transfer, json.dumps(fsic), v2_format=True)
    MorangoProfileController("bench").deserialize_from_store(filter=_school())


def _edit(which: int) -> Any:
    def edit(_rows: Path, _bundle: Path) -> None:
        from bench.models import Meeting

        ids = list(Meeting.objects.order_by("id").values_list("id", flat=True))
        share = len(ids) // 10
        start = 0 if which == 0 else share // 2  # half of the tenth is edited on both sides
        for position in range(0, share if which == 0 else share - share // 2, 500):
            some = ids[start:start + share][position:position + 500]
            Meeting.objects.filter(id__in=some).update(venue=f"Aula {which}", update_dirty_bit_to=True)

    return edit


def _transfer(ours: Any, theirs: Any) -> Any:
    from django.utils import timezone
    from morango.models.core import SyncSession, TransferSession

    session = SyncSession.objects.create(id=uuid.uuid4().hex, start_timestamp=timezone.now(), last_activity_timestamp=timezone.now(),
                                         active=True, profile="bench", is_server=False)
    return TransferSession.objects.create(
        id=uuid.uuid4().hex, filter="school", push=True, active=True, sync_session=session, start_timestamp=timezone.now(),
        last_activity_timestamp=timezone.now(), client_fsic=json.dumps(ours), server_fsic=json.dumps(theirs))


_STAGES = {"write": _write, "export": _export, "import": _import, "again": _import, "edit_theirs": _edit(0),
           "edit_ours": _edit(1), "told": _told, "edits": _import}

if __name__ == "__main__":
    main()
