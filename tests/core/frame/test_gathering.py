import pytest

from buergerforum.core.frame.gathering import RawTable, gather
from buergerforum.errors import InputError
from tests.core.frame.register import PERSON, person

NAMED = {meaning: meaning for meaning in PERSON}


def table(*rows: dict[str, str], file: str = "extract.csv", numbers: range | None = None) -> RawTable:
    columns = {meaning: [row[meaning] for row in rows] for meaning in PERSON}
    return RawTable(
        file, [*PERSON, "remark"], {**columns, "remark": [""] * len(rows)}, numbers or range(2, 2 + len(rows))
    )


def last(text: str) -> dict[str, str]:
    return {**dict.fromkeys(PERSON, ""), "person_key": text}


def test_several_files_are_one_extract() -> None:
    gathered = gather([table(person(), person()), table(person(sex="m"), file="second.csv")], NAMED)
    assert list(gathered.extract.sex) == ["w", "w", "m"]
    assert [source.file for source in gathered.extract.sources] == ["extract.csv", "second.csv"]
    assert "second.csv: columns that are not used: remark." in gathered.notes


def test_last_lines_are_no_people_and_that_is_said() -> None:
    rows = [person(person_key="1"), person(person_key="1"), last("Anzahl: 2"), last("Ende der Liste")]
    gathered = gather([table(*rows)], NAMED)
    assert len(gathered.extract) == 2
    assert "extract.csv: row 5 is no person but the end of the list; left out." in gathered.notes
    assert len(gather([table(*rows[:2], last("Anzahl: 1"))], NAMED).extract) == 2, "it may count people instead of rows"


def test_a_list_that_was_cut_off_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        gather([table(person(person_key="1"), person(person_key="2"), last("Datensätze: 3"))], NAMED)
    said = caught.value.message
    assert "row 4: The list says at its end how many records it has, and it is not so." in said
    assert "Found: 2 records. Expected: 3." in said


def test_the_headings_of_all_files_are_checked_before_anything_is_said() -> None:
    bare = RawTable("bare.csv", ["x"], {"x": ["1"]}, range(2, 3))
    with pytest.raises(InputError) as caught:
        gather([bare, bare], NAMED)
    assert len(caught.value.problems) == 2 * len(PERSON)
