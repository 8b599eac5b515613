"""A PostgreSQL server for one run of the tests: made in a temporary folder, reached by a Unix socket alone, thrown away."""

from __future__ import annotations

import ctypes
import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

NEEDED = ("initdb", "postgres")
UNSAFE = [word for setting in (
    "listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off",
    "max_connections=120") for word in ("-c", setting)]
"""What a database that is thrown away may leave out."""


def programs() -> Path | None:
    """Where the server's programs lie; Debian keeps them out of PATH."""
    folders = [Path(folder) for folder in sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=_version, reverse=True)]
    folders += [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    return next((folder for folder in folders if all((folder / name).exists() for name in NEEDED)), None)


def _version(folder: str) -> int:
    number = Path(folder).parent.name
    return int(number) if number.isdigit() else 0


class Cluster:
    """A running server with databases of its own; `url(name)` is the address of one."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # the path of a socket may have 107 letters
        self._user = _unprivileged()
        self._made = 0
        self._server: subprocess.Popen[str] | None = None
        if self._user is not None:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        try:
            self._run("initdb", "-D", str(self._data), "-U", "hub", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
            self._server = self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> subprocess.Popen[str]:
        """Start the server as a child that ends with this process, however it ends."""
        server = subprocess.Popen(
            [str(self.programs / "postgres"), "-D", str(self._data), "-k", str(self._folder), *UNSAFE], cwd=self._folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, preexec_fn=_die_with_parent, **self._become)
        assert server.stderr is not None
        said = []
        for line in server.stderr:
            said.append(line)
            if "ready to accept connections" in line:
                self._reader = threading.Thread(target=server.stderr.read, daemon=True)
                self._reader.start()  # a full pipe would stop the server
                return server
        raise RuntimeError("the server did not start: " + "".join(said)[-2000:])

    @property
    def _become(self) -> dict[str, Any]:
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []} if self._user else {}

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://hub@/{name}?host={self._folder}"

    def create(self, template: str = "template0") -> str:
        """A new database, empty or a copy of another one; returns its name."""
        self._made += 1
        name = f"hub_{self._made}"
        self.sql(f'CREATE DATABASE {name} TEMPLATE {template}')
        return name

    def drop(self, name: str) -> None:
        """Take a database away, whoever is connected still."""
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def sql(self, statement: str) -> None:
        """Run a statement of the administrator."""
        import psycopg

        with psycopg.connect(f"host={self._folder} user=hub dbname=postgres", autocommit=True) as connection:
            connection.execute(statement)

    def restore(self, name: str, dump: bytes) -> None:
        """Put a database back to what pg_dump made of it."""
        self.drop(name)
        self.sql(f"CREATE DATABASE {name} TEMPLATE template0")
        file = self._folder / "dump"
        file.write_bytes(dump)
        file.chmod(0o644)
        self.run("pg_restore", "--dbname", name, str(file))

    def run(self, program: str, *arguments: str) -> bytes:
        """Run one of the server's own tools and return what it writes."""
        return self._run(program, "-h", str(self._folder), "-U", "hub", *arguments)

    def _run(self, program: str, *arguments: str) -> bytes:
        done = subprocess.run([str(self.programs / program), *arguments], cwd=self._folder, check=False, timeout=100,
                              capture_output=True, **self._become)
        if done.returncode:
            raise RuntimeError(f"{program} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
        return done.stdout

    def stop(self) -> None:
        """Stop the server and take everything away."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(60)
            self._reader.join()
            assert self._server.stderr is not None
            self._server.stderr.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGINT)


def _unprivileged() -> Any | None:
    """Whom the server runs as: it refuses to be root's. None where the tests are not root's either."""
    if os.geteuid() != 0:
        return None
    import pwd  # Unix only

    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None
