"""Every number of the handbook's section 8.2, recounted from the database of the full sample by plain SQL."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from plcdesk.domain.forms import Rated
from plcdesk.services.sample import fill
from plcdesk.services.sample_data import ident, person_id
from plcdesk.storage.storage import Storage

CODES = ("MEL", "KEN", "CEM", "FLA")
SCHOOL = {str(ident("school", code)): code for code in CODES}
TEACHER = {str(person_id(code, index)): (code, index) for code in CODES for index in range(11)}


class Files:
    """Where the files of the sample are put."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        import hashlib

        name = hashlib.sha256(data).hexdigest()
        self.kept[name] = data
        return name


@pytest.fixture(scope="module")
def files() -> Files:
    return Files()


@pytest.fixture(scope="module")
def sql(tmp_path_factory: pytest.TempPathFactory, files: Files) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("sample") / "plcdesk.sqlite"
    storage = Storage.open(path, create=True)
    fill(storage, files, "full")
    storage.close()
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def one(sql: sqlite3.Connection, query: str, *values: object) -> int:
    found: int = sql.execute(query, values).fetchone()[0]
    return found


def by_school(sql: sqlite3.Connection, instrument: str, condition: str, when: str = "%") -> list[int]:
    """How many teachers of each school have an answer like this on a first entry."""
    rows = dict(sql.execute(
        f"SELECT f.school_id, count(DISTINCT f.person_id) FROM form f JOIN answer a ON a.form_id = f.id "
        f"JOIN batch b ON b.id = f.batch_id WHERE f.instrument = ? AND f.second_of IS NULL AND b.occasion LIKE ? "
        f"AND {condition} GROUP BY 1", (instrument, when)).fetchall())
    return [rows.get(str(ident("school", code)), 0) for code in CODES]


def indexes(sql: sqlite3.Connection, query: str, *values: object) -> dict[str, set[int]]:
    """The teacher indexes of the people that a query names, by school."""
    found: dict[str, set[int]] = defaultdict(set)
    for (person,) in sql.execute(query, values):
        code, index = TEACHER[person]
        found[code].add(index)
    return found


def test_needs_survey(sql: sqlite3.Connection) -> None:
    assert sql.execute("SELECT held_on, expected FROM batch WHERE instrument = 'V'").fetchall() == [("2024-07-17", 40)]
    assert one(sql, "SELECT count(*) FROM form WHERE instrument = 'V' AND second_of IS NULL") == 40
    assert by_school(sql, "V", "a.item = 'V1' AND a.score = 0") == [7, 7, 7, 7]
    assert by_school(sql, "V", "a.item = 'V2' AND a.score = 0") == [7, 7, 6, 6]
    assert by_school(sql, "V", "a.item = 'V3' AND a.score = 1") == [6, 6, 6, 6]
    lowest = indexes(sql, "SELECT person_id FROM form f JOIN answer a ON a.form_id = f.id WHERE item = 'V2' AND score = 0 "
                          "AND second_of IS NULL")
    assert [max(lowest[code]) for code in CODES] == [7, 7, 6, 6]


def test_a_tenth_of_the_needs_survey_was_entered_twice_with_two_differences(sql: sqlite3.Connection) -> None:
    assert one(sql, "SELECT count(*) FROM form WHERE second_of IS NOT NULL") == 4
    assert one(sql, "SELECT count(*) FROM form f JOIN answer b ON b.form_id = f.id JOIN answer a ON "
                    "a.form_id = f.second_of AND a.item = b.item WHERE a.score IS NOT b.score") == 2
    assert one(sql, "SELECT count(*) FROM form f JOIN answer b ON b.form_id = f.id WHERE f.second_of IS NOT NULL") == 36


def test_training_on_four_levels(sql: sqlite3.Connection) -> None:
    right = ("SELECT count(*), sum(score = (item IN ('R9', 'R11', 'R13', 'R15'))), count(DISTINCT form_id) FROM answer a "
             "JOIN form f ON f.id = a.form_id JOIN batch b ON b.id = f.batch_id WHERE b.instrument = 'R2' AND b.occasion = ?")
    assert sql.execute(right, ("awal",)).fetchone() == (96, 60, 12)
    assert sql.execute(right, ("akhir",)).fetchone() == (96, 84, 12)
    shown = [row[0] for row in sql.execute(
        "SELECT sum(score >= 3) FROM answer a JOIN form f ON f.id = a.form_id WHERE f.instrument = 'R3' GROUP BY form_id")]
    assert len(shown) == 12
    assert sum(count >= 4 for count in shown) == 9
    assert one(sql, "SELECT count(*) FROM form WHERE instrument = 'R1' AND person_id IS NULL") == 12
    who = {TEACHER[row[0]] for row in sql.execute("SELECT person_id FROM form WHERE instrument = 'R2'")}
    assert who == {(code, index) for code in CODES for index in (0, 1, 2)}
    assert {row[0][:7] for row in sql.execute("SELECT held_on FROM form WHERE instrument = 'R3'")} == {"2024-10"}
    assert one(sql, "SELECT count(*) FROM form WHERE instrument = 'R4'") == 4


def test_visits_and_cycles(sql: sqlite3.Connection) -> None:
    weeks = {date.fromisoformat(row[0]).isocalendar()[1] for row in sql.execute("SELECT planned_on FROM visit")}
    assert weeks == {date(2024, *day).isocalendar()[1] for day in ((9, 9), (9, 23), (10, 7), (10, 21), (11, 4), (11, 18))}
    assert one(sql, "SELECT count(*) FROM visit WHERE status = 'terlaksana' AND done_on = planned_on") == 24
    assert one(sql, "SELECT count(*) FROM visit") == 24
    cycles = sql.execute("SELECT person_id, count(*) FROM cycle WHERE before_on <= lesson_on AND lesson_on <= after_on "
                         "AND follow_on > after_on GROUP BY 1").fetchall()
    assert {TEACHER[person]: count for person, count in cycles} == {
        (code, index): 2 if index in (1, 10) else 1 for code in CODES for index in range(1, 11)}
    assert one(sql, "SELECT max(n) FROM (SELECT count(*) AS n FROM cycle GROUP BY visit_id)") == 2


def test_what_was_said_in_a_cycle_stays_with_the_mentor_and_says_something(sql: sqlite3.Connection) -> None:
    assert one(sql, "SELECT count(*) FROM form f JOIN cycle c ON c.id = f.cycle_id WHERE f.instrument = 'C' "
                    "AND f.private AND f.rater_id = c.mentor_id AND f.person_id = c.person_id") == 48
    assert one(sql, "SELECT count(*) FROM answer WHERE item = 'C18' AND length(evidence) > 40") == 48
    assert one(sql, "SELECT count(*) FROM answer a JOIN form f ON f.id = a.form_id JOIN cycle c ON c.id = f.cycle_id "
                    "WHERE a.item = 'C19' AND a.evidence = c.follow_on") == 48
    assert one(sql, "SELECT count(*) FROM answer WHERE item IN ('C21', 'C22', 'C23', 'C24') AND score > 0") == 192


def test_able_to_facilitate_by_the_journals(sql: sqlite3.Connection) -> None:
    told = {"2024-09": [3, 3, 2, 2], "2024-10": [4] * 4, "2024-11": [6] * 4, "2024-12": [8, 8, 7, 7]}
    for month, counts in told.items():
        forms = sql.execute(
            "SELECT f.person_id, min(a.score), sum(a.score = 2) FROM form f JOIN answer a ON a.form_id = f.id WHERE "
            "f.instrument = 'J' AND f.held_on LIKE ? AND a.item IN ('F1', 'F2', 'F3') GROUP BY f.id", (f"{month}%",)).fetchall()
        assert len(forms) == 40
        able = {TEACHER[person] for person, least, _ in forms if least >= 3}
        assert able == {(code, index) for code, count in zip(CODES, counts, strict=True) for index in range(1, count + 1)}
        assert all(twos == 1 for _, least, twos in forms if least < 3)


def test_engagement(sql: sqlite3.Connection) -> None:
    told = {"konvensional": [108, 140, 165, 90, 97], "modul_kbp": [168, 182, 219, 138, 133]}
    months = {"konvensional": "2024-09", "modul_kbp": "2024-11"}
    for kind, engaged in told.items():
        lessons = sql.execute(
            "SELECT f.person_id, sum(engaged), sum(present), count(*), count(DISTINCT engaged), f.held_on, f.module_id "
            "FROM form f JOIN sweep s ON s.form_id = f.id WHERE f.kind = ? GROUP BY f.id", (kind,)).fetchall()
        assert len(lessons) == 20
        for person, total, present, count, different, day, module in lessons:
            index = TEACHER[person][1]
            assert (total, present) == (engaged[index - 1], [240, 280, 300, 200, 180][index - 1])
            assert count == 10
            assert different > 2
            assert day.startswith(months[kind])
            assert (module is None) == (kind == "konvensional")
        assert Fraction(sum(row[1] for row in lessons), sum(row[2] for row in lessons)) == Fraction(
            2400 if kind == "konvensional" else 3360, 4800)
    assert one(sql, "SELECT count(*) FROM sweep WHERE NOT (0 <= active AND active <= engaged AND engaged <= present)") == 0


def test_no_lesson_was_seen_on_a_holiday_or_weekend(sql: sqlite3.Connection) -> None:
    days = [date.fromisoformat(row[0]) for row in sql.execute(
        "SELECT held_on FROM form WHERE instrument = 'D' UNION SELECT planned_on FROM visit UNION SELECT taught_on FROM round")]
    assert all(day.weekday() < 5 and day not in (date(2024, 9, 16), date(2024, 11, 27)) for day in days)


def test_profile_of_the_meetings(sql: sqlite3.Connection) -> None:
    told = {"2024-09": [32, 36, 28, 24, 36], "2024-12": [52, 52, 48, 48, 52]}
    for month, sums in told.items():
        rows = sql.execute(
            "SELECT substr(item, 1, 2), sum(score), count(*), count(DISTINCT f.meeting_id) FROM form f JOIN answer a ON "
            "a.form_id = f.id JOIN meeting m ON m.id = f.meeting_id AND m.held_on = f.held_on WHERE f.instrument = 'P' AND "
            "f.held_on LIKE ? GROUP BY 1 ORDER BY 1", (f"{month}%",)).fetchall()
        assert [row[1:] for row in rows] == [(total, 16, 4) for total in sums]
    assert one(sql, "SELECT count(*) FROM form WHERE instrument IN ('P', 'D', 'F') AND private") == 0


def test_modules(sql: sqlite3.Connection) -> None:
    told = [
        ("M01", "MEL", "diferensiasi", 1, "Pecahan di Warung Kantin"),
        ("M02", "MEL", "diferensiasi", 1, "Membaca Berjenjang dengan Cerita Kampung"),
        ("M03", "MEL", "p5", 1, "Bank Sampah Sekolahku"), ("M04", "KEN", "diferensiasi", 1, "Air Bersih di Lingkungan Kita"),
        ("M05", "KEN", "diferensiasi", 0, "Mengukur Halaman Sekolah"), ("M06", "KEN", "p5", 1, "Kebun Obat Keluarga"),
        ("M07", "CEM", "diferensiasi", 0, "Hemat Energi di Rumah"), ("M08", "CEM", "diferensiasi", 0, "Huruf di Sekitarku"),
        ("M09", "CEM", "p5", 1, "Jajanan Sehat Buatan Sendiri"), ("M10", "FLA", "diferensiasi", 1, "Menulis Kabar Kampung"),
        ("M11", "FLA", "p5", 0, "Suara Demokrasi Kelas"), ("M12", "FLA", "p5", 1, "Banjir di Kampungku"),
    ]
    rows = sql.execute("SELECT code, school_id, focus, local, title FROM module ORDER BY code").fetchall()
    assert [(code, SCHOOL[school], *rest) for code, school, *rest in rows] == told
    assert one(sql, "SELECT count(*) FROM module WHERE status = 'final'") == 12
    assert one(sql, "SELECT count(*) FROM module WHERE (local = 1) = (length(problem) > 40)") == 12
    assert one(sql, "SELECT count(*) FROM module_version WHERE number = 1 AND made_on LIKE '2024-10%'") == 12
    assert one(sql, "SELECT count(*) FROM module_version WHERE number = 2 AND made_on LIKE '2024-11%' AND changes != ''") == 12
    assert one(sql, "SELECT count(*) FROM round WHERE verdict = 'revisi' AND number = 1 AND reason != ''") == 12
    assert one(sql, "SELECT count(*) FROM round WHERE verdict = 'pakai' AND number = 2 AND happened != ''") == 12
    assert one(sql, "SELECT count(*) FROM round r JOIN form f ON f.module_id = r.module_id AND f.person_id = r.taught_by "
                    "AND f.held_on = r.taught_on WHERE f.instrument = 'D' AND r.number = 2") == 12
    schools = sql.execute("SELECT p.school_id = m.school_id FROM author a JOIN person p ON p.id = a.person_id "
                          "JOIN module m ON m.id = a.module_id").fetchall()
    assert len(schools) >= 24
    assert all(row[0] for row in schools)


def test_every_module_version_has_a_file_that_is_there(sql: sqlite3.Connection, files: Files) -> None:
    rows = sql.execute("SELECT sha256, size, name FROM module_file").fetchall()
    assert len({row[0] for row in rows}) == 24
    for sha256, size, name in rows:
        assert len(files.kept[sha256]) == size > 800
        assert name.removesuffix(".txt")[4:-3] in files.kept[sha256].decode()


def test_reviews(sql: sqlite3.Connection) -> None:
    pairs = sql.execute(
        "SELECT v.number, v.module_id, a.item, a.score, b.score FROM form f JOIN form g ON g.version_id = f.version_id AND "
        "g.instrument = 'A' AND g.rater_id > f.rater_id JOIN answer a ON a.form_id = f.id JOIN answer b ON b.form_id = g.id "
        "AND b.item = a.item JOIN module_version v ON v.id = f.version_id WHERE f.instrument = 'A'").fetchall()
    assert len(pairs) == 168
    assert sum(first == second for *_, first, second in pairs) == 126
    sums: dict[tuple[int, str, str], list[Fraction]] = defaultdict(list)
    for number, module, item, first, second in pairs:
        sums[number, module, item[:2]].append(Fraction(first + second, 2))
    meets: dict[int, set[str]] = {}
    for number in (1, 2):
        criteria = {(module, part): sum(means) / len(means) for (n, module, part), means in sums.items() if n == number}
        meets[number] = {module for module, _ in criteria} - {module for (module, _), mean in criteria.items() if mean < 3}
    assert (len(meets[1]), len(meets[2])) == (5, 12)
    lowest = min(means[0] for (number, *_), means in sums.items() if number == 2)
    assert lowest >= 3
    assert one(sql, "SELECT count(*) FROM answer a JOIN form f ON f.id = a.form_id WHERE instrument = 'A' AND "
                    "length(evidence) < 15") == 0
    own = one(sql, "SELECT count(*) FROM form f JOIN author a ON a.module_id = f.module_id AND a.person_id = f.rater_id "
                   "WHERE f.instrument IN ('A', 'K', 'L', 'LP')")
    assert own == 0, "nobody reviews a module of their own"


def test_only_the_modules_are_rated_twice(sql: sqlite3.Connection) -> None:
    """I20 is told of exactly the 168 items."""
    assert sql.execute("SELECT f.instrument, count(*) FROM form f WHERE version_id IS NOT NULL GROUP BY 1 ORDER BY 1").fetchall() == [
        ("A", 48), ("K", 12), ("L", 7), ("LP", 5)]
    assert sql.execute("SELECT version_id, instrument FROM form WHERE instrument IN ('K', 'L', 'LP') GROUP BY 1, 2 "
                       "HAVING count(*) > 1").fetchall() == []
    assert sql.execute("SELECT instrument, meeting_id, person_id, held_on FROM form WHERE version_id IS NULL AND batch_id "
                       "IS NULL AND instrument IN ('P', 'F', 'D') GROUP BY 1, 2, 3, 4 HAVING count(*) > 1").fetchall() == []


def test_end_questionnaire(sql: sqlite3.Connection) -> None:
    days = sql.execute("SELECT held_on, count(*) FROM form WHERE instrument = 'M' AND held_on > '2024-12' GROUP BY 1").fetchall()
    assert days == [("2024-12-16", 20), ("2024-12-17", 20)]
    assert by_school(sql, "M", "a.item = 'S1' AND a.score = 1", "akhir") == [8, 8, 7, 7]
    assert by_school(sql, "M", "a.item = 'S2' AND length(a.evidence) > 20", "akhir") == [8, 8, 7, 7]
    both = ("a.item = 'M11' AND a.score >= 4 AND EXISTS (SELECT 1 FROM answer c WHERE c.form_id = f.id AND c.item = 'M12' "
            "AND c.score >= 4)")
    assert by_school(sql, "M", both, "akhir") == [9, 9, 8, 8]
    assert by_school(sql, "M", "a.item = 'M12' AND a.score IS NOT NULL", "akhir") == [10, 10, 10, 10]
    started = one(sql, "SELECT count(*) FROM form f JOIN batch b ON b.id = f.batch_id WHERE f.instrument = 'M' AND "
                       "b.occasion = 'awal' AND f.held_on LIKE '2024-07%'")
    assert started == 40
    assert one(sql, "SELECT count(*) FROM answer a JOIN form f ON f.id = a.form_id JOIN batch b ON b.id = f.batch_id WHERE "
                    "b.instrument = 'M' AND b.occasion = 'awal' AND a.item NOT LIKE 'M%'") == 0


def test_obstacles_ticked(sql: sqlite3.Connection) -> None:
    told = {"H1": [7] * 4, "H2": [6] * 4, "H3": [4, 4, 3, 3]}
    for item, counts in told.items():
        assert by_school(sql, "M", f"a.item = '{item}' AND a.score = 1") == counts
        who = indexes(sql, "SELECT f.person_id FROM form f JOIN answer a ON a.form_id = f.id WHERE a.item = ?", item)
        assert all(min(who[code]) == 11 - count for code, count in zip(CODES, counts, strict=True))
    totals = {f"H{number}": total for number, total in zip(range(4, 9), (10, 12, 8, 6, 4), strict=True)}
    assert {item: sum(by_school(sql, "M", f"a.item = '{item}'")) for item in totals} == totals
    ticks = ("SELECT f.id FROM form f JOIN batch b ON b.id = f.batch_id JOIN answer a ON a.form_id = f.id WHERE "
             "b.instrument = 'M' AND b.occasion = 'akhir' AND a.item GLOB 'H[0-9]' ")
    assert one(sql, f"SELECT count(DISTINCT id) FROM ({ticks})") == 40
    assert one(sql, f"SELECT count(*) FROM ({ticks} AND a.item = 'H0' AND (SELECT count(*) FROM answer c WHERE "
                    "c.form_id = f.id AND c.item GLOB 'H[0-9]') > 1)") == 0


def test_technology(sql: sqlite3.Connection) -> None:
    assert by_school(sql, "U", "a.item = 'U1' AND a.score >= 4", "akhir") == [8, 8, 8, 8]
    assert by_school(sql, "U", "a.item = 'U2' AND a.score >= 4", "akhir") == [7, 7, 6, 6]
    assert by_school(sql, "U", "a.item = 'U1' AND a.score >= 4", "awal") == [0, 0, 0, 0]
    assert by_school(sql, "U", "a.item = 'U2' AND a.score IS NOT NULL", "akhir") == [10, 10, 10, 10]
    assert one(sql, "SELECT max(held_on) FROM batch WHERE instrument = 'U' AND occasion = 'awal'") < "2024-10-05"
    mentees = sql.execute("SELECT count(score), sum(score) FROM answer WHERE item = 'U12n'").fetchone()
    assert mentees == (8, 32)


def test_chat(sql: sqlite3.Connection) -> None:
    rows = sql.execute("SELECT g.school_id, t.month, t.category, t.messages FROM chat_tally t JOIN \"group\" g ON "
                       "g.id = t.group_id").fetchall()
    told = {(SCHOOL[school], month[5:7], category): messages for school, month, category, messages in rows}
    assert len(told) == 4 * 3 * 5
    table = {
        "MEL": "56 34 17 12 62 39 18 14 52 31 15 10", "KEN": "46 32 17 11 52 35 18 13 42 29 15 10",
        "CEM": "42 28 14 9 46 32 15 10 38 26 13 7", "FLA": "34 25 13 8 38 27 14 9 32 22 11 7",
    }
    names = ("sumber", "konsultasi", "koordinasi", "motivasi")
    for code, figures in table.items():
        found = [told[code, month, name] for month in ("10", "11", "12") for name in names]
        assert found == [int(figure) for figure in figures.split()]
    totals = [sum(count for key, count in told.items() if key[2] == name) for name in (*names, "tidak_dikode")]
    assert totals == [540, 360, 180, 120, 84]


def test_quotes_and_interviews(sql: sqlite3.Connection) -> None:
    rows = sql.execute("SELECT said_on, speaker, source, person_id, meeting_id, school_id, theme_id FROM quote WHERE "
                       "permission = 'ya' AND NOT private ORDER BY said_on").fetchall()
    assert [row[:3] for row in rows] == [
        ("2024-10-15", "Guru A", "notulen"), ("2024-11-10", "Guru D", "wawancara"), ("2024-11-20", "Seorang guru", "wawancara"),
        ("2024-11-25", "Kepala Sekolah A", "wawancara"), ("2024-12-05", "Guru C", "wawancara"),
    ]
    assert [TEACHER.get(row[3]) for row in rows] == [("MEL", 1), ("MEL", 4), None, ("MEL", 0), ("MEL", 3)]
    assert rows[0][4] == sql.execute("SELECT id FROM meeting WHERE held_on = '2024-10-15'").fetchone()[0]
    assert all(row[6] for row in rows)
    assert one(sql, "SELECT count(*) FROM interview WHERE private") == 6
    assert one(sql, "SELECT count(*) FROM interview") == 6
    assert one(sql, "SELECT count(*) FROM form WHERE instrument IN ('W', 'WF') AND private") == 6
    assert one(sql, "SELECT count(*) FROM quote q JOIN consent c ON c.person_id = q.person_id AND c.kind = 'kutipan' AND "
                    "c.answer = 'ya' WHERE q.permission = 'ya'") == 4


def test_partners(sql: sqlite3.Connection) -> None:
    forms = sql.execute("SELECT respondent, count(*) FROM form WHERE instrument = 'O' AND held_on = '2024-11-02' AND "
                        "person_id IS NULL GROUP BY 1").fetchall()
    assert forms == [("orang_tua", 4), ("tokoh_masyarakat", 2)]
    assert one(sql, "SELECT count(*) FROM answer a JOIN form f ON f.id = a.form_id WHERE f.instrument = 'O' AND "
                    "f.respondent = 'tokoh_masyarakat' AND a.item IN ('O4', 'O5', 'O7')") == 0
    used = sql.execute("SELECT m.code, i.role FROM input_use u JOIN partner_input i ON i.id = u.input_id JOIN module m ON "
                       "m.id = u.module_id ORDER BY 1").fetchall()
    assert used == [("M03", "tokoh_masyarakat"), ("M12", "tokoh_masyarakat")]
    assert one(sql, "SELECT count(*) FROM obstacle") >= 4
    assert one(sql, "SELECT count(DISTINCT addressee) FROM recommendation") == 3


def test_what_is_private_travels_in_no_bundle(sql: sqlite3.Connection) -> None:
    kinds = dict(sql.execute("SELECT instrument, min(private) + max(private) FROM form GROUP BY 1").fetchall())
    assert {code for code, private in kinds.items() if private == 2} == {"C", "W", "WF"}
    assert {code for code, private in kinds.items() if private == 1} == set()


def test_nothing_blank_is_stored(sql: sqlite3.Connection) -> None:
    rows = sql.execute("SELECT score, evidence, skipped FROM answer").fetchall()
    assert len(rows) > 6000
    assert not any(Rated(*row).blank for row in rows)
