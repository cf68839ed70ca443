"""Changes between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.wording import Change, word_changes

WORDS = st.lists(st.sampled_from(["bus", "tiap", "30", "menit", "\n\n", "jam", " "])).map(" ".join)


def test_words_that_changed_stand_beside_those_that_stay() -> None:
    found = word_changes("Bus R4 tiap 30 menit.", "Bus R4 dan FD-4 tiap 30 menit.")

    assert [(one.change, one.text) for one in found] == [
        (Change.SAME, "Bus R4"),
        (Change.NEW, " dan FD-4"),
        (Change.SAME, " tiap 30 menit."),
    ]


def test_the_same_text_is_one_piece_and_none_is_none() -> None:
    assert [one.change for one in word_changes("Bus", "Bus")] == [Change.SAME]
    assert word_changes("", "") == []


@given(old=WORDS, new=WORDS)
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    found = word_changes(old, new)

    assert "".join(one.text for one in found if one.change != Change.NEW) == old
    assert "".join(one.text for one in found if one.change != Change.GONE) == new
