import pytest

from buergerforum.core.frame.extract import MEANINGS
from buergerforum.core.frame.headings import OPTIONAL, USUAL, find_headings, meaning_said
from buergerforum.errors import InputError
from buergerforum.io.register_settings import RegisterColumns

HEADER = ["Familienname", "Vornamen", "Geburtsdatum", "Geschlecht", "Staatsangehörigkeit", "STRASSE", "Haus-Nummer",
          "PLZ", "Ort", "Stat. Unterbezirk", "Wohnungsstatus", "Auskunftssperre", "Sterbedatum",
          "Bemerkung"]  # fmt: skip


def test_usual_headings_are_found_and_said() -> None:
    headings = find_headings([*HEADER, "Hausnummer"], {}, "extract.csv")
    assert headings.found["street"] == "STRASSE"
    assert headings.found["house_number"] == "Hausnummer"
    assert headings.found["district"] == "Stat. Unterbezirk"
    assert "Bemerkung" not in headings.found.values()
    assert "street" in headings.guessed
    assert len({meaning_said(meaning) for meaning in MEANINGS}) == len(MEANINGS)


def test_a_heading_that_is_the_meaning_itself_is_no_guess() -> None:
    needed = [meaning for meaning in MEANINGS if meaning not in OPTIONAL]
    assert find_headings(needed, {}, "extract.csv").guessed == ()


def test_what_is_named_is_not_guessed() -> None:
    headings = find_headings([*HEADER, "Hausnummer", "Zweitname"], {"first_names": "zweitname"}, "extract.csv")
    assert headings.found["first_names"] == "Zweitname"
    assert "first_names" not in headings.guessed


def test_everything_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        find_headings(["Familienname"], {"town": "Stadt"}, "extract.csv")
    said = caught.value.message
    needed = [meaning for meaning in MEANINGS if meaning not in OPTIONAL | {"family_name", "town"}]
    assert [meaning for meaning in needed if f"No column for “{meaning}” was found" not in said] == []
    assert "The column “Stadt” is missing" in said
    assert "“block: ''” means that there is none" in said


def test_a_column_can_be_declared_absent_but_blocks_are_never_forgotten_silently() -> None:
    header = [heading for heading in HEADER if heading != "Auskunftssperre"] + ["Hausnummer"]
    with pytest.raises(InputError, match="block"):
        find_headings(header, {}, "extract.csv")
    headings = find_headings(header, {"block": "", "doctor": ""}, "extract.csv")
    assert headings.absent == ("block",)


def test_one_column_cannot_mean_two_things() -> None:
    with pytest.raises(InputError, match="several meanings: family_name, first_names"):
        find_headings([*HEADER, "Hausnummer"], {"first_names": "Familienname"}, "extract.csv")


def test_settings_and_core_know_the_same_columns() -> None:
    assert tuple(RegisterColumns.model_fields) == MEANINGS == tuple(USUAL)


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [("0101 Familienname", "family_name"), ("0601", "birth_date"), ("DSMeld 0701: Geschlecht", "sex"),
     ("Vorname(n)", "first_names"), ("Geb.-Datum", "birth_date"), ("Haus-Nr.", "house_number"), ("STRASSE", "street"),
     ("Pers.-Nr.", "person_key"), ("Stat. Bezirk", "district"), ("gebr. Vorname", "called_name")],
)  # fmt: skip
def test_usual_ways_of_writing_a_heading_are_understood(heading: str, meaning: str) -> None:
    others = [other for other in MEANINGS if other != meaning and other not in OPTIONAL]
    assert find_headings([heading, *others], {}, "extract.csv").found[meaning] == heading
