"""Where each invariant of the data layer is shown.

Machines (``tests.exchange.model.…:Class``) live whole lives of a few laptops; their checks stand beside the number of the
invariant in a comment. Tests are named as pytest names them.
"""

from __future__ import annotations

from typing import NamedTuple

MODEL = "tests.exchange.model."
EXCHANGE, UNDOING, CARRYING, WORLD = (MODEL + name for name in ("exchange:Exchange", "undoing:Undoing", "carrying:Carrying", "world:World"))
ORACLE = "tests.exchange.oracle:"
TESTS = "tests/exchange/"


class Shown(NamedTuple):
    """An invariant in one sentence, the machines and tests that show it, and the functions that look."""

    what: str
    by: tuple[str, ...]
    checks: tuple[str, ...] = ()


INVARIANTS: dict[int, Shown] = {
    1: Shown("the state after any history is the state worked out anew from the commits in order of arrival",
             (EXCHANGE, UNDOING), (ORACLE + "shows_what_the_log_says", WORLD + ".come_together")),
    2: Shown("received twice is received once", (EXCHANGE,), (CARRYING + ".take",)),
    3: Shown("bundles in any order, however mixed, lead to one state", (EXCHANGE, UNDOING), (WORLD + ".compare", WORLD + ".come_together")),
    4: Shown("star, chain and mesh come together by bundles that hold what the other lacks",
             (EXCHANGE, UNDOING, MODEL + "scoping:Scope"), (WORLD + ".come_together", MODEL + "scoping:Scope.come_together")),
    5: Shown("every written value is live, or replaced by name by somebody who held it",
             (EXCHANGE,), (ORACLE + "names_only_what_was_held", ORACLE + "shows_what_the_log_says")),
    6: Shown("a bundle that is parked or refused changes nothing", (EXCHANGE,), (CARRYING + ".take", CARRYING + ".receive_damaged")),
    7: Shown("an accepted bundle is held whole", (EXCHANGE,), (CARRYING + ".take",)),
    8: Shown("1 to 7 hold through clones, older copies, restarts and clocks a hundred years off",
             (EXCHANGE, UNDOING, TESTS + "test_accidents.py::test_a_wrong_clock_loses_nothing_and_spoils_no_other_clock"),
             (MODEL + "copying:Copying.clone", MODEL + "copying:Copying.put_back", MODEL + "copying:Copying.restart",
              MODEL + "editing:Editing.clock")),
    9: Shown("laptops that hold the same show the same, and the same differs", (EXCHANGE, UNDOING),
             (WORLD + ".compare", ORACLE + "shows_what_the_log_says")),
    10: Shown("what was lacking, or everything: the same in the end", (EXCHANGE,), (EXCHANGE + ".two_ways_lead_to_one_state",)),
    11: Shown("nothing is left out that the addressee, by its latest word, lacks", (EXCHANGE, UNDOING), (CARRYING + ".left_out",)),
    12: Shown("coupled values that are shown were written together", (EXCHANGE,), (ORACLE + "shows_what_the_log_says",)),
    13: Shown("tables built anew from the log are the tables there are", (EXCHANGE, UNDOING), (WORLD + ".come_together",)),
    14: Shown("an older version passes newer work on unchanged and spoils none of it", (MODEL + "versions:Versions",),
              (MODEL + "versions:Versions.come_together", MODEL + "versions:Versions.upgrade")),
    15: Shown("the preview says what the receipt says", (EXCHANGE,), (CARRYING + ".take",)),
    16: Shown("what a receipt brought goes when it is undone, but for later edits, and the same file brings nothing again",
              (UNDOING, EXCHANGE, TESTS + "test_parts.py::test_undo_of_a_receipt_and_undo_of_that"),
              (UNDOING + ".receive_and_undo", MODEL + "undoing:Undo.undo_a_receipt")),
    17: Shown("going back to a backup and bringing back what was put aside is the state before",
              (TESTS + "test_restore_rescue.py::test_what_is_put_aside_comes_back_exactly",)),
    18: Shown("whether a file is taken depends on its bytes alone",
              (TESTS + "test_bytes.py::test_a_mangled_file_is_judged_alike_everywhere",
               TESTS + "test_bytes.py::test_a_forgery_is_judged_alike_everywhere"), ("tests.exchange.test_bytes:agree",)),
    19: Shown("merging text: identity, symmetry, no typed paragraph lost, the same everywhere",
              ("tests/ledger/test_text_merge.py::test_a_side_that_changed_nothing_gives_way",
               "tests/ledger/test_text_merge.py::test_both_laptops_show_the_same",
               "tests/ledger/test_text_merge.py::test_no_typed_paragraph_is_lost", EXCHANGE), (WORLD + ".come_together",)),
    20: Shown("erased values can be read nowhere, chains still verify, nothing else changes",
              ("tests/storage/test_erasing.py::test_an_erasure_reaches_everybody_and_changes_nothing_else",
               TESTS + "test_erasure.py::test_a_name_erased_by_the_steward_is_in_no_file_of_any_laptop")),
    21: Shown("nothing of one school is in a bundle for another", (MODEL + "scoping:Scope",),
              (MODEL + "scoping:Scope.made", MODEL + "scoping:Scope.apart")),
    22: Shown("one bit changed: refused, or one named photo is missing",
              (TESTS + "test_bytes.py::test_one_bit_changed_is_refused_or_costs_one_named_photo", EXCHANGE),
              (CARRYING + ".receive_damaged",)),
    23: Shown("a photo is shown exactly where its bytes are those that were attached", (MODEL + "attaching:Attaching",),
              (MODEL + "attaching:Attaching.shown", MODEL + "attaching:Attaching.take")),
    24: Shown("killed at any moment, a save or receipt is there whole or not at all",
              (TESTS + "test_kill.py::test_killed_at_any_moment_nothing_is_half_there",)),
    25: Shown("PostgreSQL and SQLite say the same of the same commits",
              ("tests/hub/test_hub_digest.py::test_the_digest_does_not_depend_on_the_database",)),
    26: Shown("memory of a receipt does not grow with the file", (TESTS + "test_memory.py::test_memory_does_not_grow_with_the_bundle",)),
}
