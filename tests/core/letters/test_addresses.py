from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.letters.addresses import LINES, Face, address_of, address_problems, name_of
from buergerforum.model.letters import Recipient

FACE = Face(fits=lambda line: len(line) <= 40, missing=lambda text: "".join(sorted(set(text) & set("中🙂"))))
KIM = Recipient(
    id="P1",
    first_names="Kim Toni",
    called_name="Kim",
    family_name="Muster",
    street="Beispielstraße",
    house_number="12a",
    postcode="44137",
    town="Dortmund",
)
PLAIN = ("Kim Muster", "Beispielstraße 12a", "44137 Dortmund")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "Kim Muster"),
        ({"called_name": ""}, "Kim Toni Muster"),
        ({"called_name": "-"}, "Kim Toni Muster"),
        ({"called_name": "", "first_names": ""}, "Muster"),
        ({"called_name": "", "first_names": "–"}, "Muster"),
        ({"family_name": "---"}, "Kim"),
        ({"family_name": "*"}, "Kim *"),
        ({"doctor": "DR."}, "Kim Muster"),
    ],
)
def test_people_are_named_as_they_are_called(changes: dict[str, str], name: str) -> None:
    assert name_of(replace(KIM, **changes)) == name


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, PLAIN),
        ({"doctor": "DR."}, ("Dr. Kim Muster", *PLAIN[1:])),
        ({"doctor": "DR.HC."}, ("Dr. h. c. Kim Muster", *PLAIN[1:])),
        ({"doctor": "Dr. rer. nat."}, ("Dr. rer. nat. Kim Muster", *PLAIN[1:])),
        ({"addition": "c/o Erfunden"}, ("Kim Muster", "c/o Erfunden", *PLAIN[1:])),
        ({"house_number": ""}, ("Kim Muster", "Beispielstraße", "44137 Dortmund")),
        ({"country": "Deutschland"}, PLAIN),
        ({"country": "Österreich", "postcode": "1010"}, (*PLAIN[:2], "1010 Dortmund", "ÖSTERREICH")),
        (
            {"family_name": "von und zu Musterhausen auf Beispielburg"},
            (
                "Kim von und zu Musterhausen auf",
                "Beispielburg",
                *PLAIN[1:],
            ),
        ),
    ],
)
def test_addresses_have_no_blank_lines(changes: dict[str, str], lines: tuple[str, ...]) -> None:
    person = replace(KIM, **changes)
    assert address_of(person, FACE) == lines
    assert list(address_problems(person, FACE)) == []


@pytest.mark.parametrize(
    ("changes", "column", "what"),
    [
        ({"called_name": "", "first_names": "-", "family_name": ""}, "family_name", "There is no name."),
        ({"street": ""}, "street", "The address is not complete."),
        ({"town": "-"}, "town", "The address is not complete."),
        ({"postcode": "1067"}, "postcode", "The postcode does not have five digits."),
        ({"postcode": "٤٤١٣٧"}, "postcode", "The postcode does not have five digits."),
        ({"addition": "a " * 100}, "", "The address needs 8 lines; the field has 6."),
        ({"family_name": "M" * 41}, "", "A word of the address is too wide for the address field."),
        (
            {"family_name": "中中🙂"},
            "",
            "The typeface of the letters lacks characters of this address: U+4E2D, U+1F642.",
        ),
    ],
)
def test_what_is_wrong_is_said_by_id_only(changes: dict[str, str], column: str, what: str) -> None:
    (problem,) = address_problems(replace(KIM, **changes), FACE, file="key.csv", row=7)
    assert (problem.what, problem.file, problem.row, problem.column) == (f"P1: {what}", "key.csv", 7, column)
    assert "Kim" not in str(problem)
    assert "Beispiel" not in str(problem)


@given(st.builds(Recipient, st.just("P1"), *[st.text(max_size=60)] * 10))
def test_whoever_has_no_problem_fits_the_window(person: Recipient) -> None:
    lines = address_of(person, FACE)
    assert all(line == " ".join(line.split()) != "" for line in lines)
    if not list(address_problems(person, FACE)):
        assert 3 <= len(lines) <= LINES
        assert all(map(FACE.fits, lines))
