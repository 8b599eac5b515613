"""The commands about other computers: join, send, receive, what differs, undo."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from plcdesk.cli import collecting
from plcdesk.cli.answer import Answer, Session, existing
from plcdesk.cli.carrying import passphrase_in
from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import DONE, BundleKind, Receipt, ReceiptState, check_code
from plcdesk.domain.fields import SPECS, mark
from plcdesk.domain.ids import Id
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk



def join(session: Session, arguments: argparse.Namespace) -> Answer:
    """Take over the programme of a bundle."""
    from plcdesk.bootstrap import join_programme

    with join_programme(session.paths, existing(arguments.file), session.settings,
                        passphrase=passphrase_in(arguments.passphrase_file)) as desk:
        if arguments.me:
            desk.programme.set_me(_person(desk, arguments.me))
        current = desk.programme.current()
        name = current.record.name if current is not None else ""
    text = session.w("You have joined “{name}”.", name=name)
    return Answer(text, {"folder": str(session.paths.folder), "programme": name})


def send(session: Session, arguments: argparse.Namespace) -> Answer:
    """Write a bundle and read it back."""
    kind = BundleKind.FULL if arguments.full else BundleKind.REQUEST if arguments.request else None
    with session.desk() as desk:
        whom = _peer(desk, arguments.whom)
        result = desk.exchange.send(arguments.file.parent, whom, kind=kind, file_name=arguments.file.name,
                                    spaces=_spaces(desk, whom, arguments.school), sealed=False if arguments.open else None,
                                    passphrase=passphrase_in(arguments.passphrase_file))
    data = {"file": str(result.file), "commits": result.commits, "bytes": result.bytes, "kind": result.kind.value,
            "sealed": result.sealed, "check": check_code(result.sha256), "carried": list(result.carried)}
    w = session.w
    text = w("Request saved and checked: {file}. Whoever receives it can send what is missing here.", file=str(result.file)) \
        if result.kind is BundleKind.REQUEST else w("Bundle saved and checked: {file}, {size}, {n} changes.",
                                                    file=str(result.file), size=w.size(result.bytes), n=result.commits)
    return Answer(text, data)


def receive(session: Session, arguments: argparse.Namespace) -> Answer:
    """Take a bundle in, or say what it would change; take in all bundles of a folder."""
    if arguments.file.is_dir():
        return collecting.collect(session, arguments)
    file = existing(arguments.file)
    with session.desk() as desk:
        act = desk.exchange.preview if arguments.preview else desk.exchange.merge
        receipt = act(file, accept_new=arguments.accept_new, passphrase=passphrase_in(arguments.passphrase_file))
    data = {
        "state": receipt.state.value, "bundle": receipt.bundle, "new": receipt.new, "changed": receipt.changed,
        "deleted": receipt.deleted, "differing": receipt.differing,
        "devices": [{"label": device.label, "words": device.words, "trust": device.trust}
                    for device in receipt.devices],
        "reason": _reason(receipt, session.w), "kind": receipt.kind.value, "sender": receipt.sender,
        "sealed": receipt.sealed, "for": list(receipt.for_whom),
    }
    return Answer(_told(receipt, session.w), data, 0 if receipt.state in DONE else 1)


def differences(session: Session, _: argparse.Namespace) -> Answer:
    """The entries that were changed on two computers and wait for a decision."""
    w = session.w
    with session.desk() as desk:
        found = []
        for entry in desk.records.differing():
            spec = SPECS[entry.row.table]
            field = spec.fields.get(entry.field)
            found.append({
                "table": entry.row.table, "id": entry.row.id, "field": entry.field,
                "title": desk.records.title(entry.row, w), "label": w(field.label) if field is not None else "",
                "values": [desk.history.show(entry.row.table, entry.field, one.value, w) for one in entry.siblings],
            })
    lines = [f"{one['title']} · {one['label']}: {' | '.join(one['values'])}" for one in found]
    return Answer("\n".join(lines) or w("Nothing waits for your decision."), found)


def revert(session: Session, arguments: argparse.Namespace) -> Answer:
    """Undo what a bundle brought."""
    with session.desk() as desk:
        wanted = arguments.bundle
        found = [line for line in desk.exchange.log() if line.direction == "in"
                 and wanted and (line.bundle.startswith(wanted) or line.file == wanted)]
        if not found:
            raise UserError(mark("No bundle “{name}” was received here. Nothing was changed. Check its name."),
                            name=wanted)
        if arguments.again:
            changes = desk.exchange.apply_again(found[0].bundle)
            data = {"bundle": found[0].bundle, "records": len(changes.rows), "left": 0}
            return Answer(session.w("The bundle was applied again."), data)
        undone = desk.exchange.undo(found[0].bundle)
    w = session.w
    lines = [w("Receiving undone.")]
    if undone.left:
        lines.append(w.plural("{n} entry was edited since and stays.", "{n} entries were edited since and stay.",
                              len(undone.left)))
    data = {"bundle": found[0].bundle, "records": len(undone.changes.rows), "left": len(undone.left)}
    return Answer("\n".join(lines), data)


def _reason(receipt: Receipt, w: Words) -> str | None:
    return w(receipt.reason.text, **receipt.reason.values) if receipt.reason is not None else None


def _told(receipt: Receipt, w: Words) -> str:
    lines = []
    if receipt.kind is BundleKind.REQUEST and receipt.state is ReceiptState.NOTHING_NEW:
        lines.append(w("{name} asks for what is missing there. Nothing was changed here. Send to {name} now.",
                       name=receipt.sender))
    elif receipt.applied_before:
        lines.append(w("This bundle was received and undone before."))
    elif receipt.state is ReceiptState.NOTHING_NEW:
        lines.append(w("Everything in this bundle is already here."))
    for title, counts in ((w("New"), receipt.new), (w("Changed"), receipt.changed), (w("Deleted"), receipt.deleted)):
        if counts:
            parts = ", ".join(f"{w(SPECS[table].label) if table in SPECS else table} {count}"
                              for table, count in sorted(counts.items()))
            lines.append(f"{title}: {parts}")
    if receipt.differing:
        lines.append(w.plural("{n} differing entry awaits your decision.", "{n} differing entries await your decision.",
                              receipt.differing))
    reason = _reason(receipt, w)
    if reason:
        lines.append(reason)
    lines += [w("New laptop: {label}. Its six words: {words}", label=device.label, words=device.words)
              for device in receipt.strangers]
    return "\n".join(lines)


def _peer(desk: Desk, wanted: str | None) -> str | None:
    if wanted is None:
        return None
    peers = desk.exchange.peers()
    found = [peer for peer in peers if wanted in {peer.key, peer.label}]
    found = found or [peer for peer in peers if wanted and peer.key.startswith(wanted)]
    if len(found) == 1:
        return found[0].key
    if found:
        raise UserError(mark("“{name}” is the name of {n} laptops. Nothing was written. Give the key instead: "
                             "{keys}"), name=wanted, n=len(found), keys=", ".join(peer.key[:12] for peer in found))
    raise UserError(mark("There is no laptop “{name}” known here. Nothing was written. Check its name, "
                         "or send without --for."), name=wanted)


def _spaces(desk: Desk, whom: str | None, schools: list[str]) -> frozenset[str] | None:
    """The spaces of these schools, by name; None for no choice."""
    if not schools:
        return None
    scopes = [scope for scope in desk.exchange.scopes(whom) if scope.label]
    for name in schools:
        if name not in {scope.label for scope in scopes}:
            raise UserError(mark("There is no school “{name}” here. Nothing was written. Known are: {names}."), name=name,
                            names=", ".join(scope.label for scope in scopes) or "–")
    return frozenset(scope.space for scope in scopes if scope.label in schools)


def _person(desk: Desk, wanted: str) -> Id:
    found = [row for row in desk.people.rows() if row.id == wanted] or desk.people.find(wanted, limit=1)
    if not found:
        raise UserError(mark("There is nobody called “{name}” here. Choose one of the programme."), name=wanted)
    return found[0].id
