"""Schema 1: the tables of the first release.

Frozen: it is written out, so that it makes the same tables however the declarations change. What they gain later comes
with the next step (CONTRIBUTING.md, "A migration").
"""

from __future__ import annotations

from sqlalchemy import Connection

STATEMENTS = (
    "CREATE TABLE programme (id TEXT NOT NULL, name TEXT, organiser TEXT, academic_year TEXT, starts_on TEXT, "
    "ends_on TEXT, goal TEXT, group_label TEXT, target_teachers INTEGER, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE TABLE stage (id TEXT NOT NULL, programme_id TEXT, rank TEXT, name TEXT, letter TEXT, starts_on "
    "TEXT, ends_on TEXT, began_on TEXT, ended_on TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_stage_programme_id ON stage (programme_id)",
    "CREATE TABLE school (id TEXT NOT NULL, space TEXT, name TEXT, npsn TEXT, level TEXT, sector TEXT, region "
    "TEXT, city TEXT, address TEXT, principal_id TEXT, letterhead TEXT, logo_id TEXT, zone TEXT, PRIMARY KEY "
    "(id)) WITHOUT ROWID",
    "CREATE INDEX ix_school_logo_id ON school (logo_id)",
    "CREATE INDEX ix_school_principal_id ON school (principal_id)",
    "CREATE TABLE person (id TEXT NOT NULL, name TEXT, alias TEXT, role TEXT, school_id TEXT, teaches TEXT, "
    "status TEXT, age_band TEXT, starts_on TEXT, ends_on TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_person_school_id ON person (school_id)",
    "CREATE TABLE person_number (id TEXT NOT NULL, person_id TEXT, school_id TEXT, nip TEXT, nuptk TEXT, "
    "grade TEXT, employment TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_person_number_person_id ON person_number (person_id)",
    "CREATE INDEX ix_person_number_school_id ON person_number (school_id)",
    "CREATE TABLE person_contact (id TEXT NOT NULL, person_id TEXT, phone TEXT, email TEXT, PRIMARY KEY (id)) "
    "WITHOUT ROWID",
    "CREATE INDEX ix_person_contact_person_id ON person_contact (person_id)",
    "CREATE TABLE role_held (id TEXT NOT NULL, person_id TEXT, role TEXT, group_id TEXT, school_id TEXT, "
    "starts_on TEXT, ends_on TEXT, decree TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_role_held_group_id ON role_held (group_id)",
    "CREATE INDEX ix_role_held_person_id ON role_held (person_id)",
    "CREATE INDEX ix_role_held_school_id ON role_held (school_id)",
    "CREATE TABLE consent (id TEXT NOT NULL, person_id TEXT, kind TEXT, answer TEXT, answered_on TEXT, "
    "PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_consent_person_id ON consent (person_id)",
    'CREATE TABLE "group" (id TEXT NOT NULL, school_id TEXT, name TEXT, kind TEXT, status TEXT, chair_id '
    "TEXT, facilitator_id TEXT, norms TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    'CREATE INDEX ix_group_chair_id ON "group" (chair_id)',
    'CREATE INDEX ix_group_facilitator_id ON "group" (facilitator_id)',
    'CREATE INDEX ix_group_school_id ON "group" (school_id)',
    "CREATE TABLE member (id TEXT NOT NULL, group_id TEXT, person_id TEXT, starts_on TEXT, ends_on TEXT, "
    "PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_member_group_id ON member (group_id)",
    "CREATE INDEX ix_member_person_id ON member (person_id)",
    "CREATE TABLE slot (id TEXT NOT NULL, group_id TEXT, starts_on TEXT, ends_on TEXT, weeks INTEGER, starts "
    "TEXT, ends TEXT, venue TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_slot_group_id ON slot (group_id)",
    "CREATE TABLE meeting (id TEXT NOT NULL, group_id TEXT, slot_id TEXT, planned_on TEXT, kind TEXT, title "
    "TEXT, held_on TEXT, starts TEXT, ends TEXT, venue TEXT, chair_id TEXT, facilitator_id TEXT, notetaker_id "
    "TEXT, focus TEXT, evidence TEXT, opening TEXT, closing TEXT, status TEXT, reason TEXT, letter_number "
    "TEXT, disturbed INTEGER, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_meeting_chair_id ON meeting (chair_id)",
    "CREATE INDEX ix_meeting_facilitator_id ON meeting (facilitator_id)",
    "CREATE INDEX ix_meeting_group_id ON meeting (group_id)",
    "CREATE INDEX ix_meeting_held_on ON meeting (held_on)",
    "CREATE INDEX ix_meeting_notetaker_id ON meeting (notetaker_id)",
    "CREATE INDEX ix_meeting_slot_id ON meeting (slot_id)",
    "CREATE TABLE agenda_item (id TEXT NOT NULL, meeting_id TEXT, rank TEXT, topic TEXT, minutes INTEGER, "
    "lead_id TEXT, discussion TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_agenda_item_lead_id ON agenda_item (lead_id)",
    "CREATE INDEX ix_agenda_item_meeting_id ON agenda_item (meeting_id)",
    "CREATE TABLE attendance (id TEXT NOT NULL, meeting_id TEXT, person_id TEXT, guest_name TEXT, guest_role "
    "TEXT, presence TEXT, note TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_attendance_meeting_id ON attendance (meeting_id)",
    "CREATE INDEX ix_attendance_person_id ON attendance (person_id)",
    "CREATE TABLE talk_turn (id TEXT NOT NULL, meeting_id TEXT, person_id TEXT, turns INTEGER, shared "
    "INTEGER, led INTEGER, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_talk_turn_meeting_id ON talk_turn (meeting_id)",
    "CREATE INDEX ix_talk_turn_person_id ON talk_turn (person_id)",
    "CREATE TABLE decision (id TEXT NOT NULL, meeting_id TEXT, rank TEXT, text TEXT, PRIMARY KEY (id)) "
    "WITHOUT ROWID",
    "CREATE INDEX ix_decision_meeting_id ON decision (meeting_id)",
    "CREATE TABLE action (id TEXT NOT NULL, meeting_id TEXT, rank TEXT, what TEXT, owner_id TEXT, due_on "
    "TEXT, measure TEXT, status TEXT, done_on TEXT, result TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_action_meeting_id ON action (meeting_id)",
    "CREATE INDEX ix_action_owner_id ON action (owner_id)",
    "CREATE TABLE attachment (id TEXT NOT NULL, meeting_id TEXT, sha256 TEXT, media_type TEXT, size INTEGER, "
    "rank TEXT, caption TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_attachment_meeting_id ON attachment (meeting_id)",
    "CREATE TABLE sync_device (id INTEGER NOT NULL, pubkey BLOB, label TEXT NOT NULL, words TEXT NOT NULL, "
    "first_seen_bundle INTEGER, self INTEGER NOT NULL, PRIMARY KEY (id), UNIQUE (pubkey))",
    "CREATE TABLE sync_trust (device_id INTEGER NOT NULL, space_id INTEGER NOT NULL, state TEXT NOT NULL, "
    "cutoff_n INTEGER, PRIMARY KEY (device_id, space_id)) WITHOUT ROWID",
    "CREATE TABLE sync_space (id INTEGER NOT NULL, uid TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT "
    "NULL, PRIMARY KEY (id), UNIQUE (uid))",
    "CREATE TABLE sync_feed (id INTEGER NOT NULL, space_id INTEGER NOT NULL, replica_uid TEXT NOT NULL, "
    "device_id INTEGER NOT NULL, PRIMARY KEY (id), UNIQUE (space_id, replica_uid))",
    "CREATE TABLE sync_replica (uid TEXT NOT NULL, device_id INTEGER NOT NULL, parent TEXT NOT NULL, born "
    "TEXT NOT NULL, hello BLOB NOT NULL, hello_signature BLOB NOT NULL, PRIMARY KEY (uid)) WITHOUT ROWID",
    "CREATE TABLE sync_commit (n INTEGER NOT NULL, feed_id INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB "
    "NOT NULL, dot TEXT NOT NULL, prev_n INTEGER, hlc INTEGER NOT NULL, author TEXT NOT NULL, sv INTEGER NOT "
    "NULL, mr INTEGER NOT NULL, head BLOB NOT NULL, body BLOB, body_digest BLOB NOT NULL, bundle_id INTEGER, "
    "flags INTEGER NOT NULL, PRIMARY KEY (n), UNIQUE (dot))",
    "CREATE INDEX ix_sync_commit_bundle ON sync_commit (bundle_id) WHERE bundle_id IS NOT NULL",
    "CREATE INDEX ix_sync_commit_feed ON sync_commit (feed_id, seq)",
    "CREATE TABLE sync_tip (feed_id INTEGER NOT NULL, n INTEGER NOT NULL, signer BLOB, signature BLOB, "
    "PRIMARY KEY (feed_id, n)) WITHOUT ROWID",
    "CREATE TABLE sync_touch (tbl TEXT NOT NULL, row_uid TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (tbl, "
    "row_uid, n)) WITHOUT ROWID",
    "CREATE TABLE sync_row (tbl TEXT NOT NULL, row_uid TEXT NOT NULL, space_id INTEGER NOT NULL, base_n "
    "INTEGER, life TEXT NOT NULL, ex TEXT NOT NULL, alive INTEGER NOT NULL, conflicts INTEGER NOT NULL, "
    "PRIMARY KEY (tbl, row_uid)) WITHOUT ROWID",
    "CREATE TABLE sync_sibling (tbl TEXT NOT NULL, row_uid TEXT NOT NULL, field TEXT NOT NULL, n INTEGER NOT "
    "NULL, value TEXT, PRIMARY KEY (tbl, row_uid, field, n)) WITHOUT ROWID",
    "CREATE TABLE sync_unknown (tbl TEXT NOT NULL, row_uid TEXT NOT NULL, field TEXT NOT NULL, n INTEGER NOT "
    "NULL, value TEXT, PRIMARY KEY (tbl, row_uid, field, n)) WITHOUT ROWID",
    "CREATE TABLE sync_undo (id INTEGER NOT NULL, undone TEXT NOT NULL, written TEXT NOT NULL, PRIMARY KEY "
    "(id))",
    "CREATE TABLE sync_manifest (id INTEGER NOT NULL, replica_uid TEXT NOT NULL, device_id INTEGER NOT NULL, "
    "manifest_no INTEGER NOT NULL, seen_at TEXT NOT NULL, have TEXT NOT NULL, PRIMARY KEY (id), UNIQUE "
    "(replica_uid))",
    "CREATE TABLE sync_peer (replica_uid TEXT NOT NULL, space_id INTEGER NOT NULL, tips TEXT NOT NULL, "
    "PRIMARY KEY (replica_uid, space_id)) WITHOUT ROWID",
    "CREATE TABLE sync_bundle (id INTEGER NOT NULL, uid TEXT NOT NULL, direction TEXT NOT NULL, peer TEXT NOT "
    "NULL, sha256 TEXT NOT NULL, at TEXT NOT NULL, state TEXT NOT NULL, report TEXT NOT NULL, restore_point "
    "TEXT NOT NULL, PRIMARY KEY (id))",
    "CREATE INDEX ix_sync_bundle_uid ON sync_bundle (uid)",
    "CREATE TABLE sync_blob (sha256 TEXT NOT NULL, size INTEGER NOT NULL, media_type TEXT NOT NULL, state "
    "TEXT NOT NULL, PRIMARY KEY (sha256)) WITHOUT ROWID",
    'CREATE TABLE sync_local ("key" TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("key")) WITHOUT ROWID',
    "CREATE TABLE search_doc (id INTEGER NOT NULL, tbl TEXT NOT NULL, row_uid TEXT NOT NULL, PRIMARY KEY "
    "(id))",
    "CREATE UNIQUE INDEX ix_search_doc_row ON search_doc (tbl, row_uid)",
    "CREATE VIRTUAL TABLE search_index USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2', "
    "prefix='2 3')",
)


def upgrade(connection: Connection) -> None:
    """Make the tables in an empty file."""
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
