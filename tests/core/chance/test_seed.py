import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.chance import read_seed
from buergerforum.errors import UsageError


@pytest.mark.parametrize("text", ["0", "00", "False", "None", "-", "ä", "4 7 2 9", "🎲", "\u200b"])
def test_whatever_is_not_blank_is_a_seed_as_it_stands(text: str) -> None:
    assert read_seed(text) == text


@pytest.mark.parametrize("blank", [" ", "\t", "\n", "\r\n", "\u00a0", "\u2003", "\u3000", " \t\u00a0"])
def test_surrounding_blanks_are_no_part_of_a_seed(blank: str) -> None:
    assert read_seed(f"{blank}4 {blank}7{blank}") == f"4 {blank}7"


def test_a_seed_typed_on_another_keyboard_is_the_same_seed() -> None:
    assert read_seed("U\u0308berlaß") == read_seed("Überlaß") == "Überlaß"
    assert read_seed("\u212b") == "Å"


def test_what_only_looks_alike_is_another_seed() -> None:
    assert len({read_seed(text) for text in ("1", "１", "①", "l", "4 7", "4  7", "4\u00a07")}) == 7


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0\u3000", "\u2000"])
def test_an_empty_seed_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_seed(text)
    assert refused.value.message == "The seed is empty."
    assert refused.value.hint == (
        'Give the text that was drawn in public, for example: --seed "Dortmund 2024-04-09: 4 7 2 9".'
    )
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("text", ["\ud800", "4 7 \udce4", "\udfff0"])
def test_bytes_that_were_no_text_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="The seed holds characters that could not be read") as refused:
        read_seed(text)
    assert refused.value.hint == "Type the seed again; use letters, digits and blanks only."


@given(st.text())
def test_a_seed_read_again_is_itself(text: str) -> None:
    if not text.strip():
        return
    seed = read_seed(text)
    assert read_seed(seed) == read_seed(f" {text}\n") == seed
    assert unicodedata.is_normalized("NFC", seed)
    assert seed == seed.strip() != ""
