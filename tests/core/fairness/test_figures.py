import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.fairness.figures import below_half, decimals, geometric_mean, gini, groups, spread
from buergerforum.core.fairness.form import fairness_bytes
from tests.core.selection.published import seven

LOTS = 1000
APPEARANCES = st.lists(st.integers(0, LOTS), min_size=1, max_size=30)


@given(APPEARANCES)
def test_the_gini_coefficient_is_half_the_mean_difference_over_the_mean(values: list[int]) -> None:
    differences = sum(abs(one - other) for one, other in itertools.product(values, repeat=2))
    right = Fraction(differences, 2 * len(values) * sum(values)) if sum(values) else 0
    assert gini(values) == right
    assert 0 <= gini(values) < 1


@given(APPEARANCES)
def test_the_geometric_mean_is_that_of_the_product(values: list[int]) -> None:
    product = math.prod(value / LOTS for value in values)
    assert float(geometric_mean(values, LOTS)) == pytest.approx(product ** (1 / len(values)), abs=1e-9)


@given(APPEARANCES, st.randoms(use_true_random=False))
def test_order_does_not_matter(values: list[int], dice: object) -> None:
    other = sorted(values)
    dice.shuffle(other)  # type: ignore[attr-defined]
    assert spread(values, LOTS) == spread(other, LOTS)


@given(APPEARANCES)
def test_everybody_is_counted_once(values: list[int]) -> None:
    found = spread(values, LOTS)
    assert sum(people for _lots, people in found.distribution) == found.people == len(values)
    assert (found.lowest, found.highest) == (found.distribution[0][0], found.distribution[-1][0])
    assert found.mean == Fraction(sum(values), len(values) * LOTS)


def test_exactly_half_the_mean_is_not_below() -> None:
    assert below_half([1, 2, 3, 2, 2, 2]) == 0
    assert below_half([1, 2, 3, 2, 2, 3]) == 1
    assert below_half([0, 0, 12]) == 2


@given(st.fractions(0, 10**6))
def test_decimal_digits_are_rounded_half_up(value: Fraction) -> None:
    assert abs(Fraction(decimals(value)) - value) <= Fraction(1, 2 * 10**10)
    assert decimals(Fraction(1, 8), 2) == "0.13"


def test_groups_and_the_written_form() -> None:
    pool, table = seven()
    appearances = {one.id: 7 for one in pool.applicants} | {"elinor": 4, "frank": 4, "grace": 4}
    one, four = Fraction(1), Fraction(4)
    found = groups(pool, table, appearances, 8, ["man0", "man1", "man2", "elinor", "frank"])
    assert [(group.applicants, group.expected, group.seated) for group in found] == [
        (2, one, 1),
        (5, four, 4),
        (5, four, 4),
        (2, one, 1),
    ]
    text = fairness_bytes(spread(list(appearances.values()), 8), found).decode()
    assert '"distribution": "4:3 7:4"' in text
    assert '"gini": "0.1285714286"' in text
    assert '"geometric_mean": "0.6884127247"' in text
    assert '"below_half_of_mean": 0' in text
    assert '"expected": "4"' in text
