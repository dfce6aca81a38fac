import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.letters.literal import (
    in_words,
    part_in,
    skeleton,
    veiled,
    with_separators,
    with_weekday,
    written,
)
from buergerforum.model.letters import Part

texts = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xEFFFF))


@given(st.lists(texts, max_size=5))
def test_values_come_back_as_they_were(values: list[str]) -> None:
    bare, table = skeleton("|".join(map(veiled, values)))
    assert list(table.values()) == values
    assert bare.translate(table) == "|".join(values)


@given(texts, texts)
def test_letters_that_differ_in_values_have_the_same_skeleton(first: str, second: str) -> None:
    assert skeleton(f"**{veiled(first)}** x")[0] == skeleton(f"**{veiled(second)}** x")[0]


def test_reserved_characters_in_a_value_can_do_nothing() -> None:
    evil = "\U000f0100\U000f0041\U000f0101ANSWER\U00100000"
    bare, table = skeleton(veiled(evil))
    assert bare.translate(table) == "\ufffd\ufffd\ufffdANSWER\ufffd"


def test_dates_numbers_and_texts_are_written_in_german() -> None:
    day = dt.date(2026, 9, 12)
    assert in_words(day, "de") == "12.\u00a0September 2026"
    assert with_weekday(day, "de") == "Samstag, 12.\u00a0September 2026"
    assert with_separators(1234567, "de") == "1.234.567"
    bare, table = skeleton(written(day, "de") + written(7, "de") + written("*", "de"))
    assert bare.translate(table) == "12.\u00a0September 20267*"


def test_parts_are_recognised_and_nothing_else_is() -> None:
    assert part_in(written(Part.SIGNATURE, "de")) is Part.SIGNATURE
    assert part_in("SIGNATURE") is None
    assert part_in(veiled("SIGNATURE")) is None


@pytest.mark.parametrize("value", [None, True, 1.5, ["a"], {"a": "b"}])
def test_what_is_no_text_cannot_be_inserted(value: object) -> None:
    with pytest.raises(TypeError, match="only texts, whole numbers and dates"):
        written(value, "de")


def test_filters_want_what_they_are_for() -> None:
    with pytest.raises(TypeError, match="only a date has a weekday"):
        with_weekday("Montag", "de")
    with pytest.raises(TypeError, match="only a whole number"):
        with_separators("1000", "de")
