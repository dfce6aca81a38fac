from pathlib import Path

import pytest

from buergerforum.errors import InputError
from buergerforum.io.municipalities import read_municipalities
from buergerforum.io.tables import write_csv
from tests import gemeinden


def test_both_layouts_say_the_same(tmp_path: Path) -> None:
    gemeinden.write_tables(tmp_path)
    workbook = read_municipalities(tmp_path / gemeinden.WORKBOOK)
    fixed = read_municipalities(tmp_path / gemeinden.FIXED)
    towns = [line for line in gemeinden.lines() if line.kind == "60" and line.inhabitants]
    assert workbook.towns == fixed.towns
    assert [(one.land, one.name, one.inhabitants) for one in fixed.towns] == [
        (line.land, line.name, line.inhabitants) for line in towns
    ]
    assert fixed.towns[0].key == "05099001"
    member = next(one for one in fixed.towns if one.association)
    assert (member.association, member.association_name) == ("070995001", "Verbandsgemeinde 1")
    assert workbook.notes == (f"{gemeinden.WORKBOOK}: 1 area without inhabitants is left out.",)


def test_the_example_is_what_the_script_makes(tmp_path: Path) -> None:
    gemeinden.write_tables(tmp_path)
    for name in (gemeinden.WORKBOOK, gemeinden.FIXED):
        assert (tmp_path / name).read_bytes() == (gemeinden.FOLDER / name).read_bytes()


def test_our_own_table_is_read_too(tmp_path: Path) -> None:
    write_csv(tmp_path / "m.csv", ("key", "name", "land", "inhabitants"), [("05099001", "Musterstadt", "05", "12")])
    assert [one.inhabitants for one in read_municipalities(tmp_path / "m.csv").towns] == [12]


def test_a_file_without_municipalities_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("10 nothing here\n", "utf-8")
    with pytest.raises(InputError, match=r"^other\.txt: There are no municipalities \(Satzart 60\) in this file\."):
        read_municipalities(tmp_path / "other.txt")


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    header = ("key", "name", "land", "inhabitants")
    rows = [
        ("05099001", "A", "05", "12"),
        ("05099001", "B", "05", "3"),
        ("x", "C", "05", "3"),
        ("05099003", "D", "05", "viele"),
    ]
    write_csv(tmp_path / "m.csv", header, rows)
    with pytest.raises(InputError) as refused:
        read_municipalities(tmp_path / "m.csv")
    assert [line.split(": ")[0:2] for line in refused.value.message.splitlines()] == [
        ["m.csv, row 3", "The municipality is there twice. Found"],
        ["m.csv, row 4", "Key or name of the municipality are missing. Found"],
        ["m.csv, row 5", "The number of inhabitants is no whole number. Found"],
    ]
