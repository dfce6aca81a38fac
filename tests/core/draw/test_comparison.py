from fractions import Fraction
from math import isclose

import pytest

from buergerforum.core.draw.comparison import chi_square_tail, compare_column
from buergerforum.model.draw import Stratum, StratumCount


@pytest.mark.parametrize(
    ("x", "freedom", "p"),
    [
        # Quantiles as every table of the chi-square distribution prints them.
        (2.705543, 1, 0.10),
        (5.991465, 2, 0.05),
        (7.814728, 3, 0.05),
        (11.344867, 3, 0.01),
        (29.587885, 10, 0.001),
        (67.504807, 50, 0.05),
        (24.996, 15, 0.05),
        (0.0, 4, 1.0),
    ],
)
def test_quantiles_of_the_tables(x: float, freedom: int, p: float) -> None:
    assert isclose(chi_square_tail(x, freedom), p, rel_tol=2e-4)


def test_large_values_do_not_overflow() -> None:
    assert chi_square_tail(10_000.0, 39) == 0.0
    assert chi_square_tail(0.5, 0) == 0.0
    assert chi_square_tail(1e-12, 200) == pytest.approx(1.0)


def test_a_comparison_by_hand() -> None:
    """30 and 70 residents, 10 drawn; 5 and 5 came up where 3 and 7 were expected: X² = 4/3 + 4/7."""
    counts = [StratumCount((), 100, 10, 10, (10, 100))]
    found = compare_column("sex", {("m", ()): 30, ("w", ()): 70}, {"m": 5, "w": 5}, counts)
    assert found is not None
    assert [(one.value, one.residents, one.drawn, one.expected) for one in found.groups] == [
        ("m", 30, 5, Fraction(3)),
        ("w", 70, 5, Fraction(7)),
    ]
    assert found.freedom == 1
    assert isclose(found.chi_square, 4 / 3 + 4 / 7)
    assert isclose(found.p_value, chi_square_tail(4 / 3 + 4 / 7, 1))


def test_expectations_follow_the_chances_of_the_strata() -> None:
    counts = [StratumCount(("a",), 10, 4, 4, (4, 10)), StratumCount(("b",), 90, 4, 4, (4, 90))]
    residents: dict[tuple[str, Stratum], int] = {
        ("x", ("a",)): 5,
        ("x", ("b",)): 45,
        ("y", ("a",)): 5,
        ("y", ("b",)): 45,
    }
    found = compare_column("note", residents, {"x": 4, "y": 4}, counts)
    assert found is not None
    assert [one.expected for one in found.groups] == [4, 4]
    assert (found.chi_square, found.p_value) == (0.0, 1.0)


def test_a_column_with_very_many_values_is_no_column_of_groups() -> None:
    counts = [StratumCount((), 100, 10, 10, (10, 100))]
    assert compare_column("id", {(f"p{i}", ()): 1 for i in range(41)}, {}, counts) is None
