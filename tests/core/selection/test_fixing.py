from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buergerforum.core.selection.engine import make_lottery
from buergerforum.core.selection.fixing import settle
from buergerforum.core.selection.panel_check import check_panel
from buergerforum.core.selection.waiting import choose_waiting
from buergerforum.errors import QuotaError
from buergerforum.model.pool import Fixed, Pool
from buergerforum.model.quotas import Quota, QuotaTable
from tests.core.selection.bruteforce import all_panels, leximin_chances
from tests.core.selection.published import ducks
from tests.core.selection.small_pools import small_pools

Case = tuple[Pool, QuotaTable, int]


def fixed(pool: Pool, inside: str = "", outside: str = "") -> Pool:
    people = [Fixed(one, seated=True, reason="chair") for one in inside.split()] + [
        Fixed(one, seated=False, reason="ill") for one in outside.split()
    ]
    return replace(pool, fixed=tuple(sorted(people, key=lambda one: one.id)))


def test_seats_and_quotas_are_lowered_by_those_fixed_in() -> None:
    pool, table = ducks("lisa=scrooge")
    flexible = Quota(table.quotas[0].cell, 1, 2, 0, 3)
    free = settle(fixed(pool, "lisa", "dewey"), replace(table, quotas=(flexible, *table.quotas[1:])), 2)
    assert [one.id for one in free.pool.applicants] == ["louie", "marge"]
    assert (free.seats, free.seated, free.pool.fixed) == (1, ("lisa",), ())
    rows = {quota.cell[0][1]: (quota.minimum, quota.maximum) for quota in free.table.quotas}
    assert rows == {"child": (0, 1), "adult": (1, 2), "simpsons": (0, 1), "ducktales": (1, 2)}
    assert (free.table.quotas[0].min_flex, free.table.quotas[0].max_flex) == (0, 2)


def test_nobody_fixed_changes_nothing() -> None:
    pool, table = ducks()
    free = settle(pool, table, 2)
    assert (free.pool, free.table, free.seats, free.seated) == (pool, table, 2, ())


def test_who_is_fixed_is_in_the_pool_once() -> None:
    pool, _table = ducks()
    for people in (
        (Fixed("goofy", seated=True, reason="chair"),),
        (Fixed("lisa", seated=True, reason="chair"), Fixed("lisa", seated=False, reason="ill")),
    ):
        with pytest.raises(ValueError, match="fixed are applicants"):
            replace(pool, fixed=people)


def test_everybody_fixed_in_with_too_few_others_is_refused_in_words() -> None:
    pool, table = ducks()
    with pytest.raises(QuotaError, match="nothing is left to chance"):
        make_lottery(fixed(pool, "lisa scrooge"), table, 2)
    with pytest.raises(QuotaError, match="There is only 1 applicant for 2 seats"):
        make_lottery(fixed(pool, "", "louie dewey lisa scrooge"), table, 2)


def test_the_waiting_list_has_nobody_who_is_fixed_out() -> None:
    pool, table = ducks()
    order = {one.id: one.id.encode() for one in pool.applicants}
    assert "dewey" in choose_waiting(pool, table, ("lisa", "scrooge"), 5, order)
    assert choose_waiting(fixed(pool, "", "dewey"), table, ("lisa", "scrooge"), 5, order) == ("louie", "marge")


@settings(max_examples=60)
@given(small_pools(most=8), st.data())
def test_chances_are_those_of_the_panels_that_hold_who_is_fixed(case: Case, data: st.DataObject) -> None:
    pool, table, seats = case
    ids = [one.id for one in pool.applicants]
    chosen = data.draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))
    inside = data.draw(st.integers(0, len(chosen)))
    with_them = fixed(pool, " ".join(chosen[:inside]), " ".join(chosen[inside:]))
    panels = [
        panel
        for panel in all_panels(pool, table, seats)
        if set(chosen[:inside]) <= set(panel) and not set(chosen[inside:]) & set(panel)
    ]
    if not panels or inside == seats:
        with pytest.raises(QuotaError):
            make_lottery(with_them, table, seats, lots=20)
        return
    result = make_lottery(with_them, table, seats, lots=20)
    best = leximin_chances([one for one in ids if one not in chosen], panels)
    best |= dict.fromkeys(chosen[:inside], Fraction(1)) | dict.fromkeys(chosen[inside:], Fraction(0))
    assert all(abs(Fraction(one.optimal) - best[one.id]) < 1e-9 for one in result.chances)
    assert all(check_panel(block.members, with_them, table, seats) == [] for block in result.lottery.blocks)
