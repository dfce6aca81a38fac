import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.applications.codes import ALPHABET, legible, make_code
from buergerforum.core.applications.identity import Identity, code_book, identify
from buergerforum.errors import InputError
from buergerforum.model.applications import Invited, Reason
from tests.core.applications.invented import (
    ALBA,
    BENNO,
    CODE,
    DARIO,
    INVITED,
    PEOPLE,
    RULES,
    STRANGE_CODE,
    answer,
    mistyped,
)


def test_a_code_may_be_typed_loosely() -> None:
    assert identify(answer(code=CODE[ALBA].lower()), INVITED, RULES) == Identity(ALBA)


@given(place=st.integers(0, 9), character=st.sampled_from(ALPHABET + "0O"))
def test_every_single_wrong_character_is_mended(place: int, character: str) -> None:
    code = CODE[ALBA][:place] + character + CODE[ALBA][place + 1 :]
    assert identify(answer(code=code), INVITED, RULES) == Identity(ALBA, mended=legible(code) != CODE[ALBA])


@given(place=st.integers(0, 8))
def test_every_swap_is_mended(place: int) -> None:
    code = CODE[ALBA]
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert identify(answer(code=swapped), INVITED, RULES) == Identity(ALBA, mended=swapped != code)


def test_a_mended_code_is_still_held_against_the_register() -> None:
    found = identify(answer(code=mistyped(CODE[ALBA]), sex="m"), INVITED, RULES)
    assert found == Identity(ALBA, Reason.SEX_DIFFERS, mended=True)


def test_two_typing_errors_are_only_proposed() -> None:
    code = mistyped(mistyped(CODE[ALBA])[::-1])[::-1]
    assert identify(answer(code=code), INVITED, RULES) == Identity("", Reason.CODE_MISTYPED, (ALBA,))


@pytest.mark.parametrize("birth_year", [1984, None])
def test_nobody_is_proposed_whose_birth_year_does_not_agree(birth_year: int | None) -> None:
    found = identify(answer(code=mistyped(CODE[ALBA]), birth_year=birth_year), INVITED, RULES)
    assert found == Identity("", Reason.CODE_MISTYPED)


def test_where_two_codes_are_equally_near_both_are_proposed() -> None:
    code = CODE[ALBA]
    others = {code[:-1] + character: f"id-{character}" for character in "23" if character != code[-1]}
    people = PEOPLE | dict.fromkeys(others.values(), PEOPLE[ALBA])
    typed = code[:-1] + next(character for character in ALPHABET if character not in f"23{code[-1]}")
    found = identify(answer(code=typed), Invited(people, {**INVITED.codes, **others}), RULES)
    assert found == Identity("", Reason.CODE_MISTYPED, tuple(sorted([ALBA, *others.values()])))


def test_without_a_code_people_of_the_same_name_are_proposed() -> None:
    found = identify(answer(code="", namesakes=("gone", BENNO)), INVITED, RULES)
    assert found == Identity("", Reason.CODE_MISSING, (BENNO,))


def test_a_correct_code_of_nobody_is_unknown() -> None:
    assert identify(answer(code=STRANGE_CODE), INVITED, RULES) == Identity("", Reason.CODE_UNKNOWN)


def test_a_code_of_somebody_who_was_not_drawn() -> None:
    found = identify(answer(code=STRANGE_CODE), Invited(PEOPLE, {STRANGE_CODE: "id-gone"}), RULES)
    assert found == Identity("id-gone", Reason.NOT_INVITED)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"birth_year": 1958}, Reason.BIRTH_YEAR_DIFFERS),
        ({"birth_year": None}, Reason.BIRTH_YEAR_MISSING),
        ({"sex": "männlich"}, Reason.SEX_DIFFERS),
        ({"sex": "d"}, Reason.SEX_DIFFERS),
        ({"sex": "Frau Dr."}, Reason.SEX_DIFFERS),
        ({"sex": ""}, None),
        ({"sex": "keine Angabe"}, None),
    ],
)
def test_the_answer_must_be_the_persons_own(changes: dict[str, object], reason: Reason | None) -> None:
    assert identify(answer(**changes), INVITED, RULES) == Identity(ALBA, reason)


def test_what_the_register_does_not_know_is_not_compared() -> None:
    assert identify(answer(code=CODE[DARIO], birth_year=1970, sex="m"), INVITED, RULES) == Identity(DARIO)


def test_the_code_book_tells_whose_code_it_is() -> None:
    rows = [(2, ALBA, f"{CODE[ALBA][:3]}-{CODE[ALBA][3:]}"), (3, BENNO, CODE[BENNO].lower())]
    assert code_book(rows, "codes.csv") == {CODE[ALBA]: ALBA, CODE[BENNO]: BENNO}


def test_damaged_and_double_codes_are_listed_without_showing_them() -> None:
    rows = [(2, ALBA, mistyped(CODE[ALBA])), (3, ALBA, CODE[ALBA]), (4, BENNO, CODE[ALBA])]
    with pytest.raises(InputError) as caught:
        code_book(rows, "codes.csv")
    remedy = "Use the file exactly as “forum letters” wrote it; do not edit it."
    assert str(caught.value).split("\n") == [
        f"codes.csv, row 2, column “code”: The check character of this code is wrong. {remedy}",
        f"codes.csv, row 4, column “code”: This code was given to somebody else already. {remedy}",
    ]
    assert CODE[ALBA] not in str(caught.value)


def test_invented_codes_differ() -> None:
    assert len({*CODE.values(), STRANGE_CODE, make_code(bytes(16))}) == len(CODE) + 2
