"""What was destroyed before the file came here is refused; only the zeros of postcodes can be put back."""

import pytest

from buergerforum.core.frame.damage import damage, restored
from tests.core.frame.register import extract, person


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("family_name", "M?ller"), ("street", "M\ufffdhlweg"), ("first_names", "JÃ¼rgen"), ("town", "K„ln"),
        ("called_name", "A\x81b"), ("addition", "c/o ?"), ("house_number", "2024-01-02"), ("house_number", "01. Feb"),
        ("house_number", "Mai 07"), ("person_key", "9,0001E+11"), ("person_key", "9E+11"),
    ],
)  # fmt: skip
def test_every_trace_of_damage_is_told_with_its_row(column: str, cell: str) -> None:
    (problem,) = damage(extract(person(), person(**{column: cell}), person()))
    assert (problem.row, problem.column) == (3, f"Spalte {column}")
    assert cell not in str(problem)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("family_name", "D’Angelo-Ÿž Ǆ"), ("family_name", "Ãbaco"), ("street", "Straße „Am Markt“"),
        ("house_number", "12-14"), ("house_number", "1 / 2"), ("house_number", "3 Mai"), ("person_key", "E12"),
    ],
)  # fmt: skip
def test_what_only_looks_unusual_is_none(column: str, cell: str) -> None:
    assert damage(extract(person(), person(**{column: cell}))) == []


def test_zeros_of_postcodes_are_put_back_at_home_only() -> None:
    columns = {"postcode": ["1067", "44000", "1010", "ab12", ""], "country": ["", "", "Österreich", "", ""]}
    cells, notes = restored(columns, "f.csv")
    assert cells == ["01067", "44000", "1010", "ab12", ""]
    assert notes == ("f.csv: 1 postcode had lost its leading zero; it was put back.",)
    assert restored({"postcode": ["44000"]}, "f.csv") == (["44000"], ())
    assert restored({"postcode": ["1010"], "country": ["Wien"]}, "f.csv") == (["1010"], ())
