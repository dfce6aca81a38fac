import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.chance.making import Sources, make_seed
from buergerforum.errors import UsageError


def test_dice_are_written_out_after_the_occasion() -> None:
    made = make_seed(Sources(title=" Dortmund  2024-04-09 ", dice="4,6 2;1"))
    assert (made.text, made.bits) == ("Dortmund 2024-04-09: 4 6 2 1", 10)


def test_throws_may_be_written_without_blanks() -> None:
    assert make_seed(Sources(dice="4621")).text == "4 6 2 1"


@given(st.lists(st.integers(1, 6), min_size=2, max_size=60))
def test_every_throw_carries_the_chance_of_a_die(throws: list[int]) -> None:
    assert make_seed(Sources(dice=" ".join(map(str, throws)))).bits == math.floor(len(throws) * math.log2(6))


def test_lottery_numbers_are_sorted_but_the_superzahl_stays_last() -> None:
    made = make_seed(Sources(lotto="44 3 31 17 22 40 5"))
    assert made.text == "3 17 22 31 40 44 5"
    assert made.bits == math.floor(math.log2(13_983_816 * 10))


def test_words_count_as_no_chance() -> None:
    made = make_seed(Sources(dice="4 6", words=("Amsel  Blau", "", "Ziegel")))
    assert made.text == "4 6 / Amsel Blau / Ziegel"
    assert made.bits == 5


def test_a_beacon_carries_four_bits_per_digit() -> None:
    made = make_seed(Sources(beacon="0xAB CD" + "0" * 60))
    assert made.text == "abcd" + "0" * 60
    assert made.bits == 256


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (Sources(), "nothing to make a seed from"),
        (Sources(title="only a title"), "nothing to make a seed from"),
        (Sources(dice="4 7 2"), "A die shows 1 to 6"),
        (Sources(dice="none"), "A die shows 1 to 6"),
        (Sources(lotto="1 2 3 4 5"), "six different ones of 49"),
        (Sources(lotto="1 2 3 4 5 5"), "six different ones of 49"),
        (Sources(lotto="1 2 3 4 5 50"), "six different ones of 49"),
        (Sources(lotto="1 2 3 4 5 6 10"), "six different ones of 49"),
        (Sources(beacon="hello"), "hexadecimal"),
    ],
)
def test_what_is_no_source_is_refused(sources: Sources, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        make_seed(sources)
