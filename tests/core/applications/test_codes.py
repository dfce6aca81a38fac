import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.applications.codes import ALPHABET, BYTES_NEEDED, LENGTH, check_code, grouped, make_code

random_bytes = st.binary(min_size=BYTES_NEEDED, max_size=32)


@given(random_bytes)
def test_a_code_survives_printing_and_typing(raw: bytes) -> None:
    code = make_code(raw)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    for typed in (
        code,
        grouped(code),
        grouped(code).lower(),
        f"  {grouped(code).replace('-', ' – ')}. ",
        ".".join(code),
    ):
        assert check_code(typed) == code


@given(random_bytes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(raw: bytes, place: int, character: str) -> None:
    code = make_code(raw)
    wrong = code[:place] + character + code[place + 1 :]
    assert check_code(wrong) == (code if wrong == code else None)


@given(random_bytes)
def test_every_exchange_of_two_characters_is_found(raw: bytes) -> None:
    code = make_code(raw)
    for first, second in itertools.combinations(range(LENGTH), 2):
        swapped = list(code)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        wrong = "".join(swapped)
        assert check_code(wrong) == (code if wrong == code else None)


def test_characters_that_are_taken_for_others_are_understood() -> None:
    code = next(code for number in range(10_000) if set("258") <= set(code := make_code(number.to_bytes(16, "big"))))
    assert check_code(code.replace("2", "Z").replace("5", "s").replace("8", "B")) == code


@pytest.mark.parametrize("text", ["", "-", "ABC", "234567892", "OOOOOOOOOO", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", "²²²²²²²²²²x"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert check_code(text) is None


def test_the_alphabet_is_prime_in_size_and_unmistakable() -> None:
    size = len(set(ALPHABET))
    assert size == len(ALPHABET) == 23
    assert all(size % divisor for divisor in range(2, size))
    assert not set(ALPHABET) & set("01AEILOQUSZBG")
    assert size ** (LENGTH - 1) >= 2**40


def test_too_few_random_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="15"):
        make_code(b"\0" * (BYTES_NEEDED - 1))


def test_a_code_is_laid_down() -> None:
    """The form of codes must never change while letters are out."""
    assert grouped(make_code(bytes(range(16)))) == "TVX-767-W2J8"
