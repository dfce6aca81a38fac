import unicodedata
from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from buergerforum.core.households.addresses import address, folded_address, is_complete
from buergerforum.core.households.numbering import crowded, numbered

STREETS = ["Haupt", "Königs", "Am Markt ", "Muster-", "Große "]
ENDINGS = ["straße", "strasse", "str.", "Straße", "STRASSE", "str", "-Str."]
NUMBERS = st.builds(
    "{}{}{}".format,
    st.integers(1, 9999),
    st.sampled_from(["", "a", "b", "½", "-7", "/7", "+7", " 1/2", "²"]),
    st.just(""),
)


@given(st.text())
@example("stra-sse 5")
@example("a-\u0301")
@example("12½ ①②")
@example("ǰ\u0323 İstr.ﬀ")
def test_folding_once_is_enough(text: str) -> None:
    once = folded_address(text)
    assert folded_address(once) == once


@given(st.text())
def test_composed_and_decomposed_are_alike(text: str) -> None:
    assert folded_address(unicodedata.normalize("NFD", text)) == folded_address(unicodedata.normalize("NFC", text))


@given(st.sampled_from(STREETS), st.sampled_from(ENDINGS), st.sampled_from(ENDINGS), NUMBERS)
def test_the_way_a_street_is_written_does_not_matter(name: str, one: str, other: str, number: str) -> None:
    assert folded_address(f"{name}{one} {number}") == folded_address(f" {name}{other}, {number.upper()} ")


@given(st.sampled_from(STREETS), NUMBERS, NUMBERS)
@example("Haupt", "5²", "52")
@example("Haupt", "12½", "121/2")
@example("Haupt", "5-7", "57")
@example("Haupt", "5-7", "5/7")
def test_different_house_numbers_are_never_one(name: str, one: str, other: str) -> None:
    same = one.replace(" 1/2", "½") == other.replace(" 1/2", "½")
    for text in ("{name}str. {number}", "{name}straße {number}, 44137 Dortmund", "{number}"):
        first, second = (folded_address(text.format(name=name, number=number)) for number in (one, other))
        assert (first == second) == same


@given(st.lists(st.text(alphabet="12 a", min_size=1), min_size=2, max_size=3), st.data())
def test_cells_are_not_run_together(cells: list[str], data: st.DataObject) -> None:
    others = data.draw(st.permutations(cells))
    first, second = ([folded_address(cell) for cell in row] for row in (cells, others))
    assert (address(first) == address(second)) == (first == second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hauptstr. 5", "Hauptstraße 5"),
        ("Hauptstr.5", "HAUPTSTRASSE 5"),
        ("Haupt-Straße 5 a", "hauptstr. 5A"),
        ("Straße des 17. Juni 135", "Str. des 17. Juni 135"),
        ("Q7, 24", "Q 7 24"),
        ("Weg\u00a05", "Weg 5"),
        ("Weg ５", "Weg 5"),
        ("Weg 5–7", "Weg 5 - 7"),
    ],
)
def test_one_address(one: str, other: str) -> None:
    assert folded_address(one) == folded_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hauptstr. 5", "Hauptstr. 05"),
        ("Hauptstr. 1 11", "Hauptstr. 11 1"),
        ("Hauptstr. 5", "Hauptstr. 5a"),
        ("Hauptstr. 5", "Hauptgasse 5"),
        ("Strassenweg 5", "Strweg 5"),
        ("Q 72, 4", "Q 7, 24"),
    ],
)
def test_two_addresses(one: str, other: str) -> None:
    assert folded_address(one) != folded_address(other)


THREE = ("Straße", "Hausnummer", "PLZ")


@pytest.mark.parametrize(
    ("cells", "headings", "whole"),
    [
        (("Hauptstr.", "5", "44137"), THREE, True),
        (("Hauptstr.", "5a-c", "44137"), THREE, True),
        (("Hauptstr.", "", "44137"), THREE, False),
        (("Hauptstr.", "–", "44137"), THREE, False),
        (("Hauptstr.", "unbekannt", "44137"), THREE, False),
        (("Hauptstr.", "0", "44137"), THREE, False),
        (("", "5", "44137"), THREE, False),
        (("Hauptstr.", "5", ""), THREE, False),
        (("Straße des 17. Juni", "", "10623"), THREE, False),
        (("Straße des 17. Juni", "5", "10623"), THREE, True),
        (("Hauptstr.", "5", "", "44137"), ("Straße", "Nr.", "Zusatz", "PLZ"), True),
        (("Hauptstr. 5", "44137"), ("Straße", "PLZ"), True),
        (("Hauptstr.", "44137"), ("Straße", "PLZ"), False),
        (("Hauptstr.", "1010"), ("Straße", "PLZ"), False),
        (("Hauptstr. 5, 44137 Dortmund",), ("Adresse",), True),
        (("Hauptstr., 44137 Dortmund",), ("Adresse",), False),
        (("Hauptstr., A-1010 Wien",), ("Adresse",), False),
        (("Hauptstr. 5, 1010 Wien",), ("Adresse",), True),
        (("Venloer Str. 1023, 50827 Köln",), ("Adresse",), True),
        (("Am 1. Mai, 44137 Dortmund",), ("Adresse",), False),
        (("Platz des 18 März, 10117 Berlin",), ("Adresse",), False),
        (("5 a, 44137",), ("Adresse",), False),
        (("k. A.",), ("Adresse",), False),
        (("",), ("Adresse",), False),
        (("Q7, 24",), ("Adresse",), True),
    ],
)
def test_an_address_without_a_house_is_incomplete(
    cells: tuple[str, ...], headings: tuple[str, ...], *, whole: bool
) -> None:
    assert is_complete(cells, headings) is whole


def test_numbers_depend_neither_on_the_order_nor_on_the_address() -> None:
    people = [("d", "weg1"), ("a", "weg9"), ("b", "weg1"), ("c", "weg9"), ("e", ""), ("f", ""), ("g", "alone")]
    expected = {"a": "h1", "c": "h1", "b": "h2", "d": "h2", "e": "", "f": "", "g": ""}
    for order in permutations(people, len(people)):
        ids, homes = zip(*order, strict=True)
        assert dict(zip(ids, numbered(ids, homes), strict=True)) == expected


def test_crowded_homes_come_largest_first_and_blank_is_none() -> None:
    homes = ["", "x", "y", "", "y", "x", "y", "z", ""]
    assert crowded(homes, 1) == [[2, 4, 6], [1, 5]]
    assert crowded(homes, 2) == [[2, 4, 6]]
    assert crowded(homes, 3) == []
