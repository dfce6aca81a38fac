from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.quotas.fit import check_sums, count, shortages
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Feature, Quota, QuotaTable, Value

SEX = Feature("sex", (Value("w"), Value("m")))
AGE = Feature("age", (Value("young"), Value("old")))


def table(*ranges: tuple[int, int], joint: tuple[Quota, ...] = ()) -> QuotaTable:
    cells = [((feature.name, value.name),) for feature in (SEX, AGE) for value in feature.values]
    return QuotaTable((SEX, AGE), (*(Quota(cell, *ends) for cell, ends in zip(cells, ranges, strict=True)), *joint))


YOUNG_WOMEN = (("sex", "w"), ("age", "young"))
POOL = Pool(
    ("sex", "age"), (Applicant("a", ("w", "young")), Applicant("b", ("w", "old")), Applicant("c", ("m", "old")))
)


def test_sums_that_fit_are_silent() -> None:
    assert check_sums(table((1, 2), (1, 2), (0, 3), (0, 3)), 3) == []


def test_sums_that_do_not_fit_are_said() -> None:
    assert check_sums(table((2, 2), (2, 2), (0, 1), (0, 1)), 3) == [
        "sex: the minimums add up to 4, but there are only 3 seats.",
        "age: the maximums add up to only 2, but there are 3 seats.",
    ]


def test_a_joint_cell_cannot_need_more_than_its_value_may_get() -> None:
    made = table((0, 3), (0, 3), (0, 1), (0, 3), joint=(Quota(YOUNG_WOMEN, 2, 3),))
    assert check_sums(made, 3) == [
        "sex: w × age: young: at least 2 are needed, but “age: young” may have at most 1.",
    ]


def test_shortages_count_values_and_joint_cells() -> None:
    made = table((1, 3), (2, 3), (0, 1), (4, 4), joint=(Quota(YOUNG_WOMEN, 2, 3),))
    assert count(made, POOL) == (2, 1, 1, 2, 1)
    assert [str(shortage) for shortage in shortages(made, POOL)] == [
        "sex: m: at least 2 are needed, but there is only 1 applicant.",
        "age: old: at least 4 are needed, but there are only 2 applicants.",
        "sex: w × age: young: at least 2 are needed, but there is only 1 applicant.",
    ]


ENDS = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda ends: (min(ends), max(ends)))


@given(st.lists(ENDS, min_size=4, max_size=4), st.integers(1, 3))
def test_what_is_refused_has_no_panel(ranges: list[tuple[int, int]], seats: int) -> None:
    made = table(*ranges)
    if not check_sums(made, seats) and not shortages(made, POOL):
        return
    for members in combinations(POOL.applicants, seats):
        reached = count(made, Pool(POOL.features, members))
        assert not all(q.minimum <= r <= q.maximum for q, r in zip(made.quotas, reached, strict=True))
