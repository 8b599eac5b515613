"""Schema 2: instruments, forms, coaching, modules, field notes and partners; follow-ups of a module's round.

Frozen, as every step that was released.
"""

from __future__ import annotations

from sqlalchemy import Connection

STATEMENTS = (
    "CREATE TABLE batch (id TEXT NOT NULL, school_id TEXT, instrument TEXT, version INTEGER, title TEXT, "
    "occasion TEXT, held_on TEXT, meeting_id TEXT, expected INTEGER, closed INTEGER, PRIMARY KEY (id)) WITHOUT"
    " ROWID",
    "CREATE INDEX ix_batch_held_on ON batch (held_on)",
    "CREATE INDEX ix_batch_meeting_id ON batch (meeting_id)",
    "CREATE INDEX ix_batch_school_id ON batch (school_id)",
    'CREATE TABLE form (id TEXT NOT NULL, instrument TEXT, version INTEGER, private INTEGER, school_id TEXT, '
    '"view" TEXT, batch_id TEXT, cycle_id TEXT, version_id TEXT, interview_id TEXT, second_of TEXT, meeting_id'
    ' TEXT, module_id TEXT, person_id TEXT, rater_id TEXT, respondent TEXT, number INTEGER, held_on TEXT, '
    'starts TEXT, classroom TEXT, subject TEXT, kind TEXT, pupils INTEGER, seconds INTEGER, mode TEXT, state '
    'TEXT, PRIMARY KEY (id)) WITHOUT ROWID',
    "CREATE INDEX ix_form_batch_id ON form (batch_id)",
    "CREATE INDEX ix_form_cycle_id ON form (cycle_id)",
    "CREATE INDEX ix_form_held_on ON form (held_on)",
    "CREATE INDEX ix_form_interview_id ON form (interview_id)",
    "CREATE INDEX ix_form_meeting_id ON form (meeting_id)",
    "CREATE INDEX ix_form_module_id ON form (module_id)",
    "CREATE INDEX ix_form_person_id ON form (person_id)",
    "CREATE INDEX ix_form_rater_id ON form (rater_id)",
    "CREATE INDEX ix_form_school_id ON form (school_id)",
    "CREATE INDEX ix_form_second_of ON form (second_of)",
    "CREATE INDEX ix_form_version_id ON form (version_id)",
    "CREATE TABLE answer (id TEXT NOT NULL, form_id TEXT, item TEXT, score INTEGER, evidence TEXT, skipped "
    "INTEGER, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_answer_form_id ON answer (form_id)",
    "CREATE TABLE sweep (id TEXT NOT NULL, form_id TEXT, number INTEGER, minute INTEGER, present INTEGER, "
    "engaged INTEGER, active INTEGER, talker TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_sweep_form_id ON sweep (form_id)",
    "CREATE TABLE instrument_edition (id TEXT NOT NULL, code TEXT, version INTEGER, title TEXT, definition "
    "TEXT, published_on TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE TABLE visit (id TEXT NOT NULL, school_id TEXT, planned_on TEXT, mentor_id TEXT, topic TEXT, status"
    " TEXT, done_on TEXT, reason TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_visit_mentor_id ON visit (mentor_id)",
    "CREATE INDEX ix_visit_school_id ON visit (school_id)",
    "CREATE TABLE cycle (id TEXT NOT NULL, school_id TEXT, person_id TEXT, visit_id TEXT, mentor_id TEXT, "
    "before_on TEXT, lesson_on TEXT, after_on TEXT, follow_on TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_cycle_mentor_id ON cycle (mentor_id)",
    "CREATE INDEX ix_cycle_person_id ON cycle (person_id)",
    "CREATE INDEX ix_cycle_school_id ON cycle (school_id)",
    "CREATE INDEX ix_cycle_visit_id ON cycle (visit_id)",
    "CREATE TABLE module (id TEXT NOT NULL, school_id TEXT, code TEXT, title TEXT, kind TEXT, classroom TEXT, "
    "subject TEXT, focus TEXT, local INTEGER, problem TEXT, status TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_module_school_id ON module (school_id)",
    "CREATE TABLE author (id TEXT NOT NULL, module_id TEXT, person_id TEXT, rank TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_author_module_id ON author (module_id)",
    "CREATE INDEX ix_author_person_id ON author (person_id)",
    "CREATE TABLE module_version (id TEXT NOT NULL, module_id TEXT, number INTEGER, made_on TEXT, changes "
    "TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_module_version_module_id ON module_version (module_id)",
    "CREATE TABLE module_file (id TEXT NOT NULL, version_id TEXT, sha256 TEXT, media_type TEXT, size INTEGER, "
    "name TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_module_file_version_id ON module_file (version_id)",
    "CREATE TABLE round (id TEXT NOT NULL, module_id TEXT, number INTEGER, version_id TEXT, objective TEXT, "
    "classroom TEXT, planned_on TEXT, taught_by TEXT, taught_on TEXT, observers TEXT, happened TEXT, "
    "reflection TEXT, verdict TEXT, decided_on TEXT, reason TEXT, changes TEXT, PRIMARY KEY (id)) WITHOUT "
    "ROWID",
    "CREATE INDEX ix_round_module_id ON round (module_id)",
    "CREATE INDEX ix_round_taught_by ON round (taught_by)",
    "CREATE INDEX ix_round_version_id ON round (version_id)",
    "CREATE TABLE interview (id TEXT NOT NULL, private INTEGER, school_id TEXT, kind TEXT, person_id TEXT, "
    "speaker TEXT, held_on TEXT, venue TEXT, minutes INTEGER, interviewer_id TEXT, summary TEXT, PRIMARY KEY "
    "(id)) WITHOUT ROWID",
    "CREATE INDEX ix_interview_held_on ON interview (held_on)",
    "CREATE INDEX ix_interview_interviewer_id ON interview (interviewer_id)",
    "CREATE INDEX ix_interview_person_id ON interview (person_id)",
    "CREATE INDEX ix_interview_school_id ON interview (school_id)",
    "CREATE TABLE theme (id TEXT NOT NULL, name TEXT, meaning TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE TABLE quote (id TEXT NOT NULL, private INTEGER, school_id TEXT, interview_id TEXT, meeting_id "
    "TEXT, person_id TEXT, speaker TEXT, said_on TEXT, source TEXT, text TEXT, code TEXT, theme_id TEXT, "
    "permission TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_quote_interview_id ON quote (interview_id)",
    "CREATE INDEX ix_quote_meeting_id ON quote (meeting_id)",
    "CREATE INDEX ix_quote_person_id ON quote (person_id)",
    "CREATE INDEX ix_quote_school_id ON quote (school_id)",
    "CREATE INDEX ix_quote_theme_id ON quote (theme_id)",
    "CREATE TABLE chat_tally (id TEXT NOT NULL, group_id TEXT, month TEXT, category TEXT, messages INTEGER, "
    "coder_id TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_chat_tally_coder_id ON chat_tally (coder_id)",
    "CREATE INDEX ix_chat_tally_group_id ON chat_tally (group_id)",
    "CREATE TABLE obstacle (id TEXT NOT NULL, school_id TEXT, category TEXT, noted_on TEXT, text TEXT, "
    "evidence TEXT, effort TEXT, status TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_obstacle_school_id ON obstacle (school_id)",
    "CREATE TABLE recommendation (id TEXT NOT NULL, school_id TEXT, obstacle_id TEXT, addressee TEXT, text "
    "TEXT, follow_up TEXT, status TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_recommendation_obstacle_id ON recommendation (obstacle_id)",
    "CREATE INDEX ix_recommendation_school_id ON recommendation (school_id)",
    "CREATE TABLE partner_input (id TEXT NOT NULL, school_id TEXT, meeting_id TEXT, given_on TEXT, role TEXT, "
    "text TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_partner_input_meeting_id ON partner_input (meeting_id)",
    "CREATE INDEX ix_partner_input_school_id ON partner_input (school_id)",
    "CREATE TABLE input_use (id TEXT NOT NULL, input_id TEXT, module_id TEXT, note TEXT, PRIMARY KEY (id)) "
    "WITHOUT ROWID",
    "CREATE INDEX ix_input_use_input_id ON input_use (input_id)",
    "CREATE INDEX ix_input_use_module_id ON input_use (module_id)",
    "CREATE TABLE same_person (id TEXT NOT NULL, person_id TEXT, other_id TEXT, verdict TEXT, PRIMARY KEY (id)) "
    "WITHOUT ROWID",
    "CREATE INDEX ix_same_person_other_id ON same_person (other_id)",
    "CREATE INDEX ix_same_person_person_id ON same_person (person_id)",
    "ALTER TABLE action ADD COLUMN round_id TEXT",
    "CREATE INDEX ix_action_round_id ON action (round_id)",
)


def upgrade(connection: Connection) -> None:
    """Add the tables and the column."""
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
