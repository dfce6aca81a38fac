from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.selection.panel_check import check_panel, reached
from buergerforum.core.selection.waiting import choose_waiting
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Cell, Feature, Quota, QuotaTable, Value


@st.composite
def small_cases(draw: st.DrawFn) -> tuple[Pool, QuotaTable, int]:
    people = tuple(
        Applicant(
            f"p{n}", (draw(st.sampled_from("mw")), draw(st.sampled_from("xyz"))), draw(st.sampled_from(["", "", "h"]))
        )
        for n in range(draw(st.integers(2, 7)))
    )
    seats = draw(st.integers(1, len(people)))
    cells: list[Cell] = [(("sex", value),) for value in "mw"]
    cells += [(("age", value),) for value in "xyz"]
    cells.append((("sex", "m"), ("age", "x")))
    quotas = tuple(
        Quota(cell, low, low + draw(st.integers(0, seats))) for cell in cells for low in [draw(st.integers(0, 2))]
    )
    features = (Feature("sex", tuple(map(Value, "mw"))), Feature("age", tuple(map(Value, "xyz"))))
    return Pool(("sex", "age"), people), QuotaTable(features, quotas), seats


def is_panel(pool: Pool, table: QuotaTable, seats: int, people: tuple[str, ...]) -> bool:
    """Say it once more in plain words, sharing nothing with the code under test."""
    chosen = [one for one in pool.applicants if one.id in people]
    for quota in table.quotas:
        wanted = dict(quota.cell)
        number = sum(wanted.items() <= {"sex": one.values[0], "age": one.values[1]}.items() for one in chosen)
        if number < quota.minimum or number > quota.maximum:
            return False
    homes = Counter(one.household for one in chosen if one.household)
    return len(chosen) == seats and all(number == 1 for number in homes.values())


@given(small_cases())
def test_a_panel_is_what_meets_everything(case: tuple[Pool, QuotaTable, int]) -> None:
    pool, table, seats = case
    for size in {seats, max(seats - 1, 1)}:
        for people in combinations([one.id for one in pool.applicants], size):
            assert (not check_panel(people, pool, table, seats)) == is_panel(pool, table, seats, people)


@given(small_cases())
def test_somebody_twice_or_a_stranger_is_no_panel(case: tuple[Pool, QuotaTable, int]) -> None:
    pool, table, seats = case
    twice = [pool.applicants[0].id] * seats
    if seats > 1:
        assert any("Seated twice" in said for said in check_panel(twice, pool, table, seats))
    strange = ["nobody", *[one.id for one in pool.applicants][: seats - 1]]
    assert any("Not in the pool" in said for said in check_panel(strange, pool, table, seats))


def test_reached_counts_in_the_order_of_the_table() -> None:
    people = tuple(Applicant(f"p{n}", (sex,)) for n, sex in enumerate("mww"))
    table = QuotaTable(
        (Feature("sex", (Value("w"), Value("m"))),), (Quota((("sex", "w"),), 0, 9), Quota((("sex", "m"),), 0, 9))
    )
    assert reached(table, Pool(("sex",), people), ("p0", "p1", "p2")) == (2, 1)


def test_the_waiting_list_does_not_depend_on_the_order_of_the_panel() -> None:
    people = tuple(Applicant(f"p{n}", ("m" if n % 2 else "w",)) for n in range(8))
    quotas = (Quota((("sex", "m"),), 1, 1), Quota((("sex", "w"),), 1, 1))
    table = QuotaTable((Feature("sex", (Value("m"), Value("w"))),), quotas)
    order = {one.id: bytes([255 - n]) for n, one in enumerate(people)}
    waiting = choose_waiting(Pool(("sex",), people), table, ("p0", "p1"), 3, order)
    assert waiting == choose_waiting(Pool(("sex",), people), table, ("p1", "p0"), 3, order) == ("p7", "p6", "p5")
