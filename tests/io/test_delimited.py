import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.errors import InputError
from buergerforum.io.delimited import rows_of_text


def rows(text: str) -> list[list[str]]:
    return list(rows_of_text(io.StringIO(text, newline=""), "f.csv"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "old Mac"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_usual_form_is_understood(delimiter: str, end: str) -> None:
    text = "".join(delimiter.join(cells) + end for cells in (["id", "sex"], ["1", "w"], ["2", "x"]))
    assert rows(text) == rows(text.removesuffix(end)) == [["id", "sex"], ["1", "w"], ["2", "x"]]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ('"Name, Vorname, Titel";id\n', ["Name, Vorname, Titel", "id"]),
        ('"Straße;\nHausnummer;\nZusatz",id\n', ["Straße;\nHausnummer;\nZusatz", "id"]),
        ('"say ""a;b;c""",id\n', ['say "a;b;c"', "id"]),
        ('"a;b"\n1,2\n', ["a;b"]),
        ("id\n1\n", ["id"]),
        ("a\tb,c\td\n", ["a", "b,c", "d"]),
        ("a b;c\n", ["a b", "c"]),
    ],
)
def test_the_separator_is_looked_for_outside_of_quotation_marks(text: str, header: list[str]) -> None:
    assert rows(text)[0] == header


def test_blank_rows_before_the_header_do_not_decide_about_the_separator() -> None:
    assert rows("\n;;\n ; \nid,sex\n1,w\n") == [[], [";;"], [" ; "], ["id", "sex"], ["1", "w"]]


def test_blank_rows_are_counted_and_a_cell_with_line_breaks_is_one_row() -> None:
    assert rows('id;address\n\n1;"Weg 1\nHinterhaus\r\n44135"\n\n2;Weg 2\n') == [
        ["id", "address"],
        [],
        ["1", "Weg 1\nHinterhaus\r\n44135"],
        [],
        ["2", "Weg 2"],
    ]


DAMAGED = "The table is damaged here: a quotation mark is not closed, or a cell has no end. Export the table again."


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('id;name\n1;a\n2;"b\n3;c\n', 3),
        ('"id;name\n', 1),
        ('id\n"a"b\n', 2),
        ('id\n"1\n2"\n\n"\n', 4),
        ("id\n" + "x" * 1_000_001 + "\n", 2),
        ('id\n1\n"' + "x" * 1_000_001, 3),
    ],
    ids=["unclosed", "header", "letters after it", "after line breaks", "endless", "endless and unclosed"],
)
def test_a_quotation_mark_that_is_not_closed_is_named_with_its_row(text: str, row: int) -> None:
    with pytest.raises(InputError) as refused:
        rows(text)
    assert refused.value.message == f"f.csv, row {row}: {DAMAGED}"


def test_a_cell_may_have_a_million_characters() -> None:
    assert rows("id\n" + "x" * 1_000_000 + "\n")[1] == ["x" * 1_000_000]


def test_what_other_programs_take_for_the_end_of_a_line_is_none() -> None:
    text = "id;a\n1;x\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029y\n"
    assert rows(text) == [["id", "a"], ["1", "x\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029y"]]


@given(st.text())
def test_whatever_the_text_there_are_rows_or_a_message(text: str) -> None:
    try:
        found = rows(text)
    except InputError:
        return
    assert all(isinstance(cell, str) for row in found for cell in row)


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1), st.sampled_from(";,\t"))
def test_rows_written_by_any_csv_writer_are_read_alike(table: list[list[str]], delimiter: str) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["id", "a"], *table])
    assert rows(file.getvalue()) == [["id", "a"], *table]


@pytest.mark.parametrize("first", ["sep=,\n", "SEP=,\r\n", '"sep=,"\n'])
def test_a_line_that_tells_the_separator_is_no_header_but_a_row(first: str) -> None:
    assert rows(f"{first}a;b,c\n1;2,3\n") == [[], ["a;b", "c"], ["1;2", "3"]]
    assert rows("sep\n1\n") == [["sep"], ["1"]]
