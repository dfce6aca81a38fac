import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.io.formulas import is_marked, protected, protected_column, unprotected

CELLS = st.text(st.sampled_from("'=+-@\t\ra ") | st.characters(), max_size=6)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 231", "'+49 231"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("'=1", "''=1"),
        ("''=1", "'''=1"),
        ("'s Heerenberg", "'s Heerenberg"),
        ("'", "'"),
        ("a=1", "a=1"),
        ("", ""),
        ("\t", "\t"),
        ("5", "5"),
    ],
)
def test_what_looks_like_a_formula_gets_an_apostrophe(cell: str, written: str) -> None:
    assert protected(cell) == written


@given(CELLS)
def test_nothing_is_lost_and_no_formula_is_left(cell: str) -> None:
    written = protected(cell)
    assert unprotected(written) == cell
    assert written.isspace() or not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert is_marked(written) == (written != cell)


@given(st.lists(CELLS))
def test_a_column_is_protected_like_its_cells(column: list[str]) -> None:
    assert list(protected_column(column)) == [protected(cell) for cell in column]
