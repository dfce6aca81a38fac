import pytest

from buergerforum.core.applications.headings import find_columns
from buergerforum.errors import InputError
from buergerforum.model.applications import Layout

GUESSING = Layout({}, ("school",))
PLAIN = ("Code", "Geburtsjahr", "Einwilligung", "Eingang", "Schulabschluss")


def problems(header: tuple[str, ...], layout: Layout = GUESSING) -> str:
    with pytest.raises(InputError) as caught:
        find_columns(header, layout, "web.csv")
    return str(caught.value)


@pytest.mark.parametrize(
    ("meaning", "heading"),
    [
        ("code", "CODE. Bitte geben Sie Ihren persönlichen Code ein (er steht im Brief)"),
        ("code", "Teilnahme-Code"),
        ("code", "PERSONAL CODE"),
        ("birth_year", "G01Q03. In welchem Jahr sind Sie geboren?"),
        ("birth_year", "Ihr Geburtsdatum:"),
        ("birth_year", "birth_year"),
        ("consent", "Ich willige ein, dass meine Angaben verarbeitet werden."),
        ("consent", "Datenschutzerklärung gelesen"),
        ("consent", "Ich stimme der Verarbeitung zu"),
        ("received", "submitdate. Datum Abgeschickt"),
        ("received", "Eingangsdatum"),
        ("received", "Tag des Eingangs / Eingang am"),
        ("school", "Welchen höchsten Schulabschluss haben Sie?"),
    ],
)
def test_usual_headings_are_recognised(meaning: str, heading: str) -> None:
    place = ("code", "birth_year", "consent", "received", "school").index(meaning)
    header = (*PLAIN[:place], heading, *PLAIN[place + 1 :])
    assert find_columns(header, GUESSING, "web.csv")[meaning] == heading


def test_what_is_optional_is_used_where_it_is_there() -> None:
    found = find_columns((*PLAIN, "Geschlecht", "Lfd. Nr.", "Eingangsweg", "Name"), GUESSING, "paper.xlsx")
    assert (found["sex"], found["reference"], found["channel"]) == ("Geschlecht", "Lfd. Nr.", "Eingangsweg")
    assert "Name" not in found.values()


def test_the_german_headings_of_the_empty_list_are_recognised() -> None:
    header = (
        "Eingegangen am",
        "Eingangsweg",
        "Code",
        "Geburtsjahr",
        "Geschlecht",
        "Höchster Schulabschluss",
        "Einwilligung",
        "Erfasst von",
    )
    found = find_columns(header, GUESSING, "papier.xlsx")
    assert sorted(found.values()) == sorted(header[:-1])


def test_the_exact_heading_wins_over_one_that_only_holds_the_word() -> None:
    header = (*PLAIN, "Hinweis zum Code", "Geburtsjahr der Kinder")
    found = find_columns(header, GUESSING, "web.csv")
    assert (found["code"], found["birth_year"]) == ("Code", "Geburtsjahr")


def test_a_heading_named_in_the_settings_counts() -> None:
    layout = Layout({"code": ("KENNUNG", "Losnummer")}, ("school",))
    assert find_columns((*PLAIN, "Kennung"), layout, "web.csv")["code"] == "Kennung"
    assert find_columns(PLAIN, layout, "web.csv")["code"] == "Code"


def test_any_other_feature_is_found_by_its_own_name() -> None:
    layout = Layout({}, ("migration_history",))
    assert find_columns((*PLAIN, "Migration history"), layout, "web.csv")["migration_history"] == "Migration history"


def test_all_missing_columns_are_named_at_once() -> None:
    said = problems(("Name", "Geburtsjahr"))
    assert said.split("\n")[0] == (
        "web.csv: No column for “code” was found. Found: Name, Geburtsjahr. "
        "Correct the heading, or name it in forum.yaml under applications: columns: code."
    )
    assert [f"“{meaning}”" in said for meaning in ("code", "birth_year", "consent", "received", "school")] == [
        True,
        False,
        True,
        True,
        True,
    ]


def test_two_headings_that_fit_equally_well_are_a_question_to_the_user() -> None:
    said = problems(("Ihr Code", "Code der anderen Person", *PLAIN[1:]))
    assert said.startswith("web.csv: Several columns could be “code”. Found: Ihr Code, Code der anderen Person.")


@pytest.mark.parametrize("cell", ["1985", "10.03.2024", "0231 000-123", "elfi@example.org"])
def test_a_table_without_headings_is_refused_without_showing_its_first_row(cell: str) -> None:
    assert problems(("Elfi Musterlein", cell)) == (
        "web.csv, row 1: The first row looks like an answer; it should hold the headings. "
        "Put a row with headings above the answers."
    )


def test_one_column_cannot_mean_two_things() -> None:
    layout = Layout({"code": ("Geburtsjahr",)}, ("school",))
    said = problems(PLAIN[1:], layout)
    assert said.startswith("web.csv, column “Geburtsjahr”: The column would have several meanings: code, birth_year.")
