import pytest

from buergerforum.core.applications.reading import Source, birth_year_of, loose_code, read_answers, received_at
from buergerforum.model.applications import Answer, Channel

FOUND = {
    "code": "Code",
    "birth_year": "Geboren",
    "consent": "Einwilligung",
    "received": "Eingang",
    "school": "Abschluss",
}
CELLS = {
    "Code": ["abc-def-ghij"],
    "Geboren": ["12.03.1985"],
    "Einwilligung": ["Ja"],
    "Eingang": ["10.03.2024 09:15"],
    "Abschluss": ["Abitur"],
    "Name": ["Elfi Musterlein"],
    "E-Mail": ["elfi@example.org"],
}


def test_a_row_becomes_an_answer_without_name_and_contact() -> None:
    (found,) = read_answers(Source(CELLS, [7], Channel.WEB), FOUND, ("school",))
    assert found == Answer(
        row=7,
        channel=Channel.WEB,
        code="ABCDEFGHIJ",
        received="2024-03-10 09:15:00",
        birth_year=1985,
        sex="",
        consent="Ja",
        values=(("school", "Abitur"),),
    )
    assert "Musterlein" not in repr(found)
    assert "example.org" not in repr(found)


@pytest.mark.parametrize(
    ("text", "channel"),
    [("Telefon", "phone"), ("E-Mail", "email"), ("KARTE", "paper"), ("online", "web"), ("", "paper"), ("?", "paper")],
)
def test_the_column_says_how_an_answer_came_in_else_the_kind_of_file(text: str, channel: str) -> None:
    source = Source(CELLS | {"Weg": [text]}, [2], Channel.PAPER)
    (found,) = read_answers(source, FOUND | {"channel": "Weg"}, ("school",))
    assert found.channel == channel


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2024-03-10", "2024-03-10"),
        ("2024-03-10 09:15:59", "2024-03-10 09:15:59"),
        ("2024-03-10T09:15:59.123", "2024-03-10 09:15:59"),
        ("10.03.2024", "2024-03-10"),
        ("1.3.24", "2024-03-01"),
        ("10.03.2024, 9:15 Uhr", "2024-03-10 09:15:00"),
        ("", ""),
        ("gestern", ""),
        ("31.02.2024", ""),
        ("03/10/2024", ""),
        ("2024-03-10 25:00", ""),
        ("1980-01-01 00:00:00", ""),
        ("10.03.2024 oder später", ""),
    ],
)
def test_the_day_of_receipt_is_read_or_left_blank(text: str, meant: str) -> None:
    assert received_at(text) == meant


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1985", 1985),
        (" 2001 ", 2001),
        ("1985.0", 1985),
        ("12.3.1985", 1985),
        ("1985-03-12", 1985),
        ("1985-03-12 00:00:00", 1985),
        ("85", None),
        ("12.03.85", None),
        ("", None),
        ("Jahrgang 1985", None),
        ("19855", None),
        ("1750", None),
    ],
)
def test_the_birth_year_is_read_or_unknown(text: str, year: int | None) -> None:
    assert birth_year_of(text) == year


def test_a_message_in_the_code_field_is_cut_off() -> None:
    assert loose_code("Leider verloren, bitte rufen Sie mich an: 0231 000-000") == "LEIDERVERLORENBITTERUFEN"
