"""Arguments, exit codes and how trouble is told: 0 done, 1 the user's world, 2 wrong usage; never a traceback."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from plcdesk import settings as settings_file
from plcdesk.cli import carrying, commands, computers, exchange, handover, papers
from plcdesk.cli.answer import Answer, Session
from plcdesk.domain.errors import Cancelled, NoRoom, UserError
from plcdesk.domain.fields import mark
from plcdesk.paths import Paths
from plcdesk.words import LANGUAGES, Words


class _Parser(argparse.ArgumentParser):
    """Wrong usage is one line on standard error."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # a console that cannot write a sign writes another instead of failing half-way
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    parser = _parser()
    arguments = parser.parse_args(argv)
    server = arguments.database or os.environ.get("PLCDESK_DATABASE") or None
    if server is not None and not arguments.data:
        parser.error("a database on a server needs --data DIR as well: the folder of this computer's key and photos")
    paths = Paths(arguments.data or _usual_folder(), arguments.state or Paths.default_state(), server)
    settings = settings_file.load(paths.settings)
    words = Words(arguments.language or settings.language)
    try:
        answer: Answer = arguments.run(Session(paths, settings, words), arguments)
    except NoRoom as error:
        text = words("This computer's disk is full. Nothing was changed. Free {mb} MB, then try again.", **error.values)
        return _told(text, arguments.json)
    except UserError as error:
        return _told(words.error(error), arguments.json)
    except Cancelled:
        return _told(words("Cancelled. Nothing was changed."), arguments.json)
    except (KeyboardInterrupt, BrokenPipeError):
        return 1
    except Exception as error:  # whatever it is, the user gets a sentence and the log the trace without personal data
        return _unexpected(error, paths, words, arguments.json)
    _say(answer, arguments.json)
    return answer.code


def _usual_folder() -> Path:
    """The programme that the window would open; one is not made by asking."""
    root = Paths.default_root()
    last = settings_file.load(Paths(root, Paths.default_state()).settings).last_programme
    if last and Paths(Path(last), root).database.exists():
        return Path(last)
    return next(iter(Paths.programmes(root)), root / "programmes" / "program-1")


def _say(answer: Answer, as_json: bool) -> None:
    text = json.dumps(answer.data, ensure_ascii=False, indent=None) if as_json else answer.text
    try:
        if text:
            print(text, flush=True)
    except BrokenPipeError:
        # whoever read along (head, less) had enough; what is left unsaid must not be tried again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(text: str, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": text}, ensure_ascii=False))
    print(text, file=sys.stderr)
    return 1


def _unexpected(error: Exception, paths: Paths, words: Words, as_json: bool) -> int:
    from plcdesk import logs

    try:
        logs.start(paths.logs).error("command line\n%s", logs.trace(error))
        logs.stop()
    except OSError:
        pass
    text = words(mark("A step did not finish. What was saved before is safe. The log in {folder} says more."),
                 folder=str(paths.logs))
    return _told(text, as_json)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="plcdesk", description="PLC Desk: learning communities, recorded offline.")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the programme's database")
    parser.add_argument("--database", metavar="URL", help="database of a hub: postgresql+psycopg://user@host/name "
                        "(also from PLCDESK_DATABASE, which no list of processes shows)")
    parser.add_argument("--state", type=Path, metavar="DIR", help="folder of this user's settings and log")
    parser.add_argument("--json", action="store_true", help="answer for machines")
    parser.add_argument("--language", choices=LANGUAGES, help="language of the answers")
    rows = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=_Parser)
    _begin(rows)
    _carry(rows)
    _show(rows)
    _keep(rows)
    _look_after(rows)
    return parser


def _command(rows: Any, name: str, run: Any, help_text: str) -> argparse.ArgumentParser:
    found: argparse.ArgumentParser = rows.add_parser(name, help=help_text)
    # the same options after the command: whoever writes `verify --json` must not be told off
    found.add_argument("--data", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    found.add_argument("--database", metavar="URL", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    found.add_argument("--state", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    found.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    found.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    found.set_defaults(run=run)
    return found


def _begin(rows: Any) -> None:
    found = _command(rows, "init", commands.init, "begin a programme")
    for name in ("--name", "--school", "--me"):
        found.add_argument(name, required=True)
    found = _command(rows, "sample", commands.sample, "make the sample programme")
    size = found.add_mutually_exclusive_group()
    size.add_argument("--small", action="store_true", help="one school, three meetings")
    size.add_argument("--tebo", action="store_true", help="one school, five subject groups that meet every two weeks")
    size.add_argument("--large", action="store_true", help="ten years, 16,000 meetings; else four schools, 60 meetings")
    people = rows.add_parser("people", help="people of the programme").add_subparsers(
        title="commands", metavar="COMMAND", required=True, parser_class=_Parser)
    found = _command(people, "import", commands.people_import, "add the names of a list, one a line")
    found.add_argument("file", type=Path)
    found.add_argument("--school", help="name or id of the school")
    found = _command(rows, "import-records", commands.import_records, "add records, one a line of JSON")
    found.add_argument("file", type=Path)


def _carry(rows: Any) -> None:
    found = _command(rows, "join", exchange.join, "take over the programme of a bundle into an empty folder")
    found.add_argument("file", type=Path)
    found.add_argument("--me", help="name or id of the person at this computer")
    _passphrase(found)
    found = _command(rows, "send", exchange.send, "write a bundle")
    found.add_argument("file", type=Path)
    found.add_argument("--for", dest="whom", metavar="DEVICE", help="name or key of a known laptop")
    kind = found.add_mutually_exclusive_group()
    kind.add_argument("--full", action="store_true", help="everything, whatever the receiver holds")
    kind.add_argument("--request", action="store_true", help="only say what is held here")
    found.add_argument("--school", action="append", default=[], metavar="NAME",
                       help="only what belongs to this school and the programme; may be given several times")
    sealing = found.add_mutually_exclusive_group()
    sealing.add_argument("--open", action="store_true", help="not locked, also for a known laptop")
    _passphrase(sealing)
    found = _command(rows, "receive", exchange.receive, "take a bundle in, or every bundle of a folder")
    found.add_argument("file", type=Path, metavar="FILE or DIR")
    found.add_argument("--jobs", type=int, metavar="N", help="bundles of a folder at once, on a hub")
    found.add_argument("--preview", action="store_true", help="only say what it would change")
    found.add_argument("--accept-new", action="store_true", help="trust laptops met for the first time")
    _passphrase(found)
    _command(rows, "differences", exchange.differences, "entries changed on two computers")
    found = _command(rows, "revert", exchange.revert, "undo the receipt of a bundle")
    found.add_argument("bundle", help="uid of the bundle, its first characters, or its file")
    found.add_argument("--again", action="store_true", help="bring back what was undone")
    found = _command(rows, "carry", carrying.carry, "keep a bundle locked for others, to pass it on")
    found.add_argument("file", type=Path)
    found = _command(rows, "carried", carrying.carried, "what is kept for others")
    found.add_argument("--drop", metavar="BUNDLE", help="keep one no longer: its id, the beginning of it, or its file")
    found = _command(rows, "pass-on", carrying.pass_on, "write what is kept for others into a folder")
    found.add_argument("folder", type=Path)


def _passphrase(found: Any) -> None:
    found.add_argument("--passphrase-file", type=Path, metavar="FILE", help="text file with the passphrase of the bundle")


def _show(rows: Any) -> None:
    found = _command(rows, "print", papers.print_paper, "make a PDF")
    found.add_argument("kind", choices=papers.PAPER_KINDS)
    found.add_argument("id", nargs="?", help="id of the record, the newest when left out; code of the instrument; bundle")
    found.add_argument("--occasion", choices=sorted(papers.OCCASIONS), help="of an instrument asked twice")
    found.add_argument("--scores", action="store_true", help="print the scores of a single person")
    found.add_argument("-o", "--output", type=Path, required=True)
    found.add_argument("--lang", choices=LANGUAGES, default="id")
    found.add_argument("--paper", choices=("a4", "f4"))
    found = _command(rows, "indicators", commands.indicators, "the figures of the programme")
    found.add_argument("--school", help="name or id of a school")
    found.add_argument("--from", dest="since", type=commands.a_day, metavar="DATE")
    found.add_argument("--to", dest="until", type=commands.a_day, metavar="DATE")
    found = _command(rows, "export", commands.export, "write the records as tables")
    found.add_argument("folder", type=Path)
    found.add_argument("--format", choices=("csv",), default="csv")
    found.add_argument("--pseudonyms", action="store_true", help="pseudonyms for names, nothing sensitive")


def _look_after(rows: Any) -> None:
    _command(rows, "computers", computers.computers, "the computers of the programme")
    for name, run, text in (("accept", computers.accept, "have a computer trusted everywhere"),
                            ("let-back", computers.let_back, "take a cut back"),
                            ("steward", computers.steward, "let a computer do what a steward may")):
        _command(rows, name, run, text).add_argument("key", help="key, its first digits, or name of the computer")
    found = _command(rows, "cut-off", computers.cut_off, "ask everywhere before taking in more of a computer")
    found.add_argument("key", help="key, its first digits, or name of the computer")
    found.add_argument("--reason", default="")
    found = _command(rows, "erase", computers.erase, "erase the personal data of a person for good")
    found.add_argument("person", help="id, name or pseudonym")
    found.add_argument("--also", action="append", default=[], metavar="WORD",
                       help="look for this word or name as well, as it is typed; may be given several times")
    found.add_argument("--yes", action="store_true", help="do it; else only say how much there is")
    found.add_argument("--reason", default="")
    found.add_argument("--keep-backups", action="store_true", help="leave the backups that hold it")


def _keep(rows: Any) -> None:
    _command(rows, "verify", commands.verify, "compare the records with the log")
    _command(rows, "rebuild", commands.rebuild, "build the records anew from the log")
    found = _command(rows, "backup", commands.backup, "make a backup")
    found.add_argument("--to", type=Path, metavar="DIR", help="copy it into this folder as well")
    found.add_argument("--list", action="store_true", help="say which there are")
    found = _command(rows, "handover", handover.hand_over, "put everything for a new laptop on a USB stick")
    found.add_argument("folder", type=Path)
    found.add_argument("--to", metavar="NAME", help="who takes over, for the guide")
    found.add_argument("--without-backup", action="store_true", help="only what is shared, no private records")
    found.add_argument("--paper", choices=("a4", "f4"))
    found = _command(rows, "archive", handover.archive, "make this folder an archive that is only read")
    found.add_argument("--reopen", action="store_true", help="go on working in it")
    found = _command(rows, "restore", commands.restore, "go back to a backup")
    found.add_argument("backup", help="name of the backup (see backup --list)")
    found.add_argument("--add", action="store_true", help="do not go back: add what the backup holds and is not here")
    found.add_argument("--yes", action="store_true", help="also where it shows again what was erased for good")
