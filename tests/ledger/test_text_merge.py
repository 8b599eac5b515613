"""Merging minutes written on two laptops. A fault here would drop a paragraph that someone typed."""

from hypothesis import given
from hypothesis import strategies as st

from plcdesk.ledger.text_merge import merge

paragraphs = st.lists(st.sampled_from(["", "Pembukaan", "Diskusi kelas IV", "Keputusan", "Penutup", "Catatan"]), max_size=7)
texts = paragraphs.map("\n".join)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, str]:
    base = draw(paragraphs)

    def edit() -> str:
        lines = list(base)
        for number in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(lines)))
            what = draw(st.sampled_from(["insert", "delete", "change"]))
            new = draw(st.sampled_from(["baru", f"baru {number}", "Keputusan"]))
            if what == "insert":
                lines.insert(at, new)
            elif at < len(lines):
                lines[at:at + 1] = [new] if what == "change" else []
        return "\n".join(lines)

    return "\n".join(base), edit(), edit()


@given(texts, texts)
def test_a_side_that_changed_nothing_gives_way(base: str, text: str) -> None:
    assert merge(base, base, text) == merge(base, text, base) == text
    assert merge(base, text, text) == text


@given(edited() | st.tuples(texts, texts, texts))
def test_both_laptops_show_the_same(three: tuple[str, str, str]) -> None:
    base, one, other = three
    assert merge(base, one, other) == merge(base, other, one)


@given(edited() | st.tuples(texts, texts, texts))
def test_no_typed_paragraph_is_lost(three: tuple[str, str, str]) -> None:
    base, one, other = three
    merged = merge(base, one, other)
    if merged is None:
        return
    before, result = base.split("\n"), merged.split("\n")
    for side in (one.split("\n"), other.split("\n")):
        for paragraph in set(side) - set(before):
            assert paragraph in result
    # and nothing comes back that one side took away and the other left alone
    for paragraph in set(result) if merged else ():  # when all is taken away no paragraph is left
        assert paragraph in one.split("\n") or paragraph in other.split("\n")


def test_changes_in_different_places_are_merged() -> None:
    base = "Pembukaan\nDiskusi\nPenutup"
    assert merge(base, "Pembukaan oleh ketua\nDiskusi\nPenutup", "Pembukaan\nDiskusi\nPenutup\nDoa") \
        == "Pembukaan oleh ketua\nDiskusi\nPenutup\nDoa"


def test_the_same_place_changed_twice_is_left_to_a_person() -> None:
    assert merge("Diskusi", "Diskusi A", "Diskusi B") is None
    assert merge("Diskusi", "Diskusi\nA", "Diskusi\nB") is None
    assert merge("Diskusi", "", "Diskusi B") is None


def test_twenty_kilobytes_merge() -> None:
    base = "\n".join(f"Paragraf {n} " + "kata " * 20 for n in range(180))
    one, other = "awal\n" + base, base + "\nakhir"
    assert merge(base, one, other) == "awal\n" + base + "\nakhir"
