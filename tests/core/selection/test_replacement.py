from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from buergerforum.core.selection.engine import make_lottery
from buergerforum.core.selection.feasibility import examine
from buergerforum.core.selection.panel_check import check_panel
from buergerforum.core.selection.replacement import Before, Leaving, fixed_for, still_waiting
from buergerforum.errors import QuotaError
from buergerforum.model.pool import Applicant, Fixed, Pool
from tests.core.selection.bruteforce import all_panels
from tests.core.selection.small_pools import small_pools

PEOPLE = Pool(
    ("sex",),
    tuple(
        Applicant(*one)
        for one in (
            ("a", ("w",), "h1"), ("b", ("w",), "h2"), ("c", ("m",), "h1"), ("d", ("m",), "h2"),
            ("e", ("w",)), ("f", ("m",)), ("g", ("w",), "h3"), ("h", ("m",), "h3"),
        )
    ),
)  # fmt: skip


def reasons(before: Before, leaving: Leaving) -> dict[str, str]:
    return {one.id: one.reason for one in fixed_for(PEOPLE, before, leaving)}


def test_who_remains_is_fixed_in_and_who_leaves_is_out_with_the_household() -> None:
    fixed = fixed_for(PEOPLE, Before(("a", "f"), ("b", "h")), Leaving(("a",), ("g",)))
    assert fixed == (
        Fixed("a", seated=False, reason="left"),
        Fixed("c", seated=False, reason="household"),
        Fixed("f", seated=True, reason="member"),
        Fixed("g", seated=False, reason="unavailable"),
    )


def test_who_was_out_stays_out_with_the_first_reason() -> None:
    earlier = (
        Fixed("b", seated=False, reason="left"),
        Fixed("e", seated=False, reason="works for the city"),
        Fixed("h", seated=False, reason="not waiting"),
    )
    assert reasons(Before(("a", "f"), (), earlier), Leaving(("f",))) == {
        "a": "member",
        "b": "left",
        "d": "household",
        "e": "works for the city",
        "f": "left",
    }


def test_the_waiting_list_alone_may_be_asked() -> None:
    found = reasons(Before(("a", "f"), ("h", "b")), Leaving(("f",), waiting_only=True))
    assert {one for one, reason in found.items() if reason == "not waiting"} == {"c", "d", "e", "g"}


def test_the_waiting_list_keeps_its_order() -> None:
    fixed = (Fixed("b", seated=False, reason="left"), Fixed("x", seated=True, reason="member"))
    assert still_waiting(("e", "b", "a", "d"), ("a", "x"), fixed) == ("e", "d")


@settings(max_examples=50, deadline=None)
@given(small_pools(), st.data())
def test_replacements_follow_one_another(case: tuple, data: st.DataObject) -> None:  # type: ignore[type-arg]
    pool, table, seats = case
    panels = all_panels(pool, table, seats)
    assume(panels and seats > 1)
    before = Before(data.draw(st.sampled_from(panels)), tuple(one.id for one in pool.applicants))
    home = {one.id: one.household for one in pool.applicants}
    left: set[str] = set()
    for _round in range(3):
        out = data.draw(st.sets(st.sampled_from(before.members), min_size=1, max_size=seats - 1))
        left |= out
        fixed = fixed_for(pool, before, Leaving(tuple(sorted(out))))
        remaining = set(before.members) - out
        barred = {one for one in home if home[one] and home[one] in {home[other] for other in left}}
        right = {
            panel
            for panel in panels
            if remaining <= set(panel) and not set(panel) & left and not (set(panel) - remaining) & barred
        }
        asked = Pool(pool.features, pool.applicants, fixed)
        assert examine(asked, table, seats).possible is bool(right)
        if not right:
            with pytest.raises(QuotaError):
                make_lottery(asked, table, seats, lots=7)
            return
        made = make_lottery(asked, table, seats, lots=7).lottery
        assert {block.members for block in made.blocks} <= right
        members = made.blocks[0].members
        assert check_panel(members, asked, table, seats) == []
        waiting = still_waiting(before.waiting, members, fixed)
        assert not set(waiting) & (set(members) | left | barred)
        before = Before(members, waiting, tuple(one for one in fixed if not one.seated))


def test_a_repair_for_a_replacement_is_one_of_the_whole_quotas() -> None:
    """Whoever is fixed in counts: the repair is the smallest change of the whole quotas that some panel meets."""
    from buergerforum.model.quotas import Feature, Quota, QuotaTable, Value

    table = QuotaTable(
        (Feature("sex", (Value("w"), Value("m"))),),
        (Quota((("sex", "w"),), 3, 3, None, None), Quota((("sex", "m"),), 1, 1, None, None)),
    )
    fixed = fixed_for(PEOPLE, Before(("b", "e", "f", "g"), ()), Leaving(("e",), ("a",)))
    verdict = examine(Pool(PEOPLE.features, PEOPLE.applicants, fixed), table, 4)
    assert verdict.repair is not None
    assert [(quota.minimum, quota.maximum) for quota in verdict.repair.table.quotas] == [(2, 3), (1, 2)]
    assert verdict.reasons[-1] == "Seats of the 3 people fixed in are taken off."
    people = {one.id for one in PEOPLE.applicants} - {"e", "a"}
    every = [set(four) for four in combinations(sorted(people), 4) if {"b", "f", "g"} <= set(four)]
    assert every == [{"b", "c", "f", "g"}, {"b", "d", "f", "g"}, {"b", "f", "g", "h"}]
