"""What the frame says about people, and what it never says."""

import dataclasses
import datetime as dt
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.frame.households import address_key
from buergerforum.core.frame.ids import CHARACTERS, LETTERS, random_ids
from buergerforum.core.frame.residents import FRAME_HEADER, KEY_HEADER, residents
from tests.core.frame.register import PERSON, RULES, Repeatable, column, extract, frame_of, person, refusal


def test_a_resident_of_the_frame() -> None:
    made = frame_of(person())
    cells = dict(zip(FRAME_HEADER, (values[0] for values in made.frame), strict=True))
    assert re.fullmatch(r"[A-Z][2-9A-Z]{9}", cells.pop("id"))
    assert re.fullmatch(r"[0-9a-f]{16}", cells.pop("household"))
    assert cells == {
        "birth_year": "1980",
        "age_group": "30-44",
        "sex": "w",
        "nationality": "DE",
        "district": "Nord",
        "special_address": "0",
    }


def test_the_key_file_knows_who_is_behind_an_id() -> None:
    made = frame_of(person(country="Frankreich", doctor="Dr."), person(first_names="", called_name=""))
    assert made.key[0] == made.frame[0] == sorted(made.frame[0])
    of_first = next(row for row in zip(*made.key, strict=True) if row[1])
    cells = dict(zip(KEY_HEADER, of_first, strict=True))
    assert {name: cells[name] for name in KEY_HEADER[1:]} == {
        name: {**PERSON, "country": "Frankreich", "doctor": "Dr."}[name] for name in KEY_HEADER[1:]
    }


def test_names_are_written_in_the_form_of_the_standard() -> None:
    made = frame_of(person(family_name="Mu\u0308stermann"), person(family_name="Müstermann"))
    assert made.key[3] == ["Müstermann", "Müstermann"]
    assert len(set(column(made, "household"))) == 1


def test_the_minimum_age_is_reached_on_the_reference_date() -> None:
    births = {"31.01.2008": 1, "01.02.2008": 0, "00.01.2008": 1, "00.02.2008": 0, "00.00.2007": 1, "00.00.2008": 0}
    for birth, residents_found in births.items():
        tally = frame_of(person(birth_date=birth), person()).tally
        assert (tally.residents - 1, tally.young) == (residents_found, 1 - residents_found), birth


def test_partial_dates_stay_and_are_counted_unknown_ones_are_left_out_and_counted() -> None:
    made = frame_of(person(birth_date="00.00.1964"), person(birth_date="00.05.1950"), person(birth_date="00.00.0000"))
    assert (made.tally.partial_dates, made.tally.undated, made.tally.residents) == (2, 1, 2)
    assert column(made, "birth_year") == ["1950", "1964"]
    assert column(made, "age_group") == ["45-59", "60-74"], "59 years are sure, 60 are not"


def test_whatever_is_not_understood_is_said_at_once_without_personal_data() -> None:
    said = refusal(
        person(birth_date="13.13.1950"),
        person(birth_date="01.01.1850"),
        person(sex="7"),
        person(nationality="Fantasia"),
        person(district="999"),
        person(district=""),
        person(status="?"),
        person(family_name="Lo?t"),
    )
    for row, what in enumerate(
        [
            "This is no date of birth. Expected: a date such as 31.12.1950",
            "Nobody is older than 120 years.",
            "The entry for sex is not understood: “7”.",
            "The nationality is not understood: 1 longer entry, not shown.",
            "The list of districts does not know these sub-districts: “999”.",
            "The sub-district is missing.",
            "The kind of residence is not understood: “?”.",
            "A letter was lost here",
        ],
        2,
    ):
        assert re.search(rf"extract.csv, row {row}, column “Spalte \w+”: {re.escape(what)}", said), what
    assert not [text for text in ("13.13", "1850", "Fantasia", "Lo?t") if text in said]


def test_a_column_of_names_taken_for_codes_shows_no_name() -> None:
    said = refusal(person(sex="Musterine", nationality="Beispielmann", status="Erfundenstraße", district="Ute"))
    assert not [name for name in ("Musterine", "Beispielmann", "Erfunden", "Ute") if name in said]


def test_lost_zeros_of_sub_districts_are_put_back_and_said() -> None:
    made = frame_of(person(district="11"), person(district="012"))
    assert column(made, "district") == ["Nord", "Süd"]
    assert made.notes == ("1 code of a sub-district had lost its leading zeros; they were put back.",)
    shortened = dataclasses.replace(RULES, districts={"11": "Nord", "12": "Süd", "112": "West"})
    assert column(frame_of(person(district="011"), person(district="112"), rules=shortened), "district") == [
        "Nord",
        "West",
    ]


def test_without_a_list_the_column_is_the_district() -> None:
    rules = dataclasses.replace(RULES, districts=None)
    made = frame_of(person(district="Eving"), person(district="Hörde"), rules=rules)
    assert column(made, "district") == ["Eving", "Hörde"]
    assert made.notes[0].startswith("No list of districts was given")
    assert "2 different ones" in made.notes[0]


def test_unknown_sex_is_x_and_counted() -> None:
    made = frame_of(person(sex=""), person(sex="ohne Angabe"), person(sex="d"))
    assert column(made, "sex") == ["d", "x", "x"]
    assert made.tally.sex_not_stated == 2


def test_a_household_is_a_family_name_at_an_address() -> None:
    made = frame_of(
        person(first_names="Eins"),
        person(first_names="Zwei", street="Erfundenstr.", house_number="12"),
        person(first_names="Drei", family_name="Probemann"),
        person(first_names="Vier", house_number="14"),
    )
    assert sorted(Counter(column(made, "household")).values()) == [1, 1, 2]


def test_without_a_street_there_is_no_household() -> None:
    made = frame_of(person(street="", house_number=""))
    assert column(made, "household") == [""]
    assert made.tally.without_address == 1


def test_the_household_key_needs_the_secret() -> None:
    one, source = frame_of(person()), Repeatable()
    source(1)
    assert column(one, "household") == column(frame_of(person()), "household")
    assert column(one, "household") != column(residents(extract(person()), RULES, source), "household")


def test_special_addresses_have_no_households() -> None:
    home = frozenset({address_key("Erfundenstr.", "12", "44000")})
    rows = [person(), person(first_names="Zwei"), person(house_number="14")]
    made = frame_of(*rows, rules=dataclasses.replace(RULES, special_addresses=home))
    assert column(made, "special_address") == ["0", "1", "1"]
    assert column(made, "household").count("") == made.tally.special == 2


def test_so_many_residents_make_an_address_special_children_included() -> None:
    rows = [person(), person(first_names="Zwei"), person(first_names="Kind", birth_date="01.01.2020")]
    for least, special in ((3, 2), (4, 0), (0, 0)):
        rules = dataclasses.replace(RULES, special_from=least)
        assert frame_of(*rows, rules=rules).tally.special == special


def test_nobody_left_is_an_error() -> None:
    assert "Nobody in the extract may be drawn." in refusal(person(birth_date="01.01.2020"))
    assert "Nobody in the extract may be drawn." in refusal(person(block="3"))


@pytest.mark.parametrize(
    ("street", "number"),
    [("Erfundenstrasse", "12a"), ("erfundenstr.", "12 A"), ("Erfunden-Straße", "012a"), ("Erfunden Str", "12-a")],
)
def test_an_address_is_the_same_however_it_is_abbreviated(street: str, number: str) -> None:
    assert address_key(street, number, "44000") == address_key("Erfundenstraße", "12a", "44000")
    assert address_key(street, number, "44000") != address_key("Erfundenstraße", "12", "44000")


@given(st.integers(0, 300))
def test_ids_are_different_unmistakable_and_no_numbers(number: int) -> None:
    ids = random_ids(number, Repeatable())
    assert len(set(ids)) == len(ids) == number
    assert all(one[0] in LETTERS and set(one) <= set(CHARACTERS) and len(one) == 10 for one in ids)


def test_characters_of_ids_are_equally_likely() -> None:
    counts = Counter("".join(one[1:] for one in random_ids(20_000, Repeatable())))
    expected = 20_000 * 9 / len(CHARACTERS)
    assert len(counts) == len(CHARACTERS)
    chi_square = sum((count - expected) ** 2 / expected for count in counts.values())
    assert chi_square < 55.5, "27 degrees of freedom, error level 0.1 %"


def test_ids_drawn_twice_are_drawn_again() -> None:
    calls: list[int] = []

    def poor(count: int) -> bytes:
        calls.append(count)
        return bytes(count) if len(calls) <= 2 else Repeatable()(count + len(calls))[-count:]

    assert len(set(random_ids(3, poor))) == 3
    assert len(calls) > 2


@given(st.lists(st.sampled_from(["01.01.1960", "02.02.1985", "03.03.2001"]), min_size=2, max_size=20))
def test_the_order_of_the_frame_is_not_that_of_the_register(births: list[str]) -> None:
    made = frame_of(*(person(birth_date=birth) for birth in births))
    assert list(made.frame[0]) == sorted(made.frame[0])
    assert column(made, "birth_year") == sorted(birth[-4:] for birth in births)


def test_the_reference_date_decides_the_group() -> None:
    rules = dataclasses.replace(RULES, reference_date=dt.date(2025, 12, 31))
    assert column(frame_of(person(), rules=rules), "age_group") == ["45-59"]
