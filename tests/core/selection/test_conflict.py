from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import assume, given, settings

from buergerforum.core.selection import conflict as room
from buergerforum.core.selection.conflict import Conflict, find_conflict, find_panel
from buergerforum.core.selection.polytope import Polytope, build
from buergerforum.core.selection.types import group
from buergerforum.model.quotas import Quota
from tests.core.selection.contradictory import Case, choices, contradictory, misses
from tests.core.selection.small_pools import hard_pool


def polytope_of(case: Case) -> Polytope:
    pool, table, seats = case
    return build(group(pool), pool.features, table, seats)


def missed_sets(case: Case, *, homes: bool) -> list[set[int]]:
    """Return for every choice of people which sides it misses."""
    return [{side for side, seats in enumerate(misses(case, people)) if seats} for people in choices(case, homes=homes)]


def is_conflict(case: Case, sides: set[int], *, homes: bool) -> bool:
    return all(sides & missed for missed in missed_sets(case, homes=homes))


def sides_of(conflict: Conflict) -> set[int]:
    return {2 * one.quota + (not one.minimum) for one in conflict.requirements}


def tightened(seed: int) -> Case:
    """Return a pool in which one minimum asks for one person more, so that no panel of it may be left."""
    pool, table, seats = hard_pool(seed)
    cells = [
        (quota.cell, quota.minimum + (place == 0), max(quota.maximum, quota.minimum + 1))
        for place, quota in enumerate(table.quotas)
    ]
    return pool, replace(table, quotas=tuple(Quota(*cell) for cell in cells)), seats


@settings(max_examples=70, deadline=None)
@given(contradictory())
def test_no_conflict_is_smaller(case: Case) -> None:
    polytope = polytope_of(case)
    assume(find_panel(polytope) is None)
    conflict = find_conflict(polytope)
    sides = sides_of(conflict)
    assert is_conflict(case, sides, homes=conflict.households)
    every = range(2 * len(case[1].quotas))
    for homes in (False, True):
        for size in range(conflict.size - homes):
            assert not any(is_conflict(case, set(some), homes=homes) for some in combinations(every, size))


@settings(max_examples=60, deadline=None)
@given(case=contradictory())
def test_after_too_many_guesses_nothing_can_be_left_out_of_it(case: Case) -> None:
    polytope = polytope_of(case)
    assume(find_panel(polytope) is None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "GUESSES", 1)
        conflict = find_conflict(polytope)
    sides = sides_of(conflict)
    assert is_conflict(case, sides, homes=conflict.households)
    assert not any(is_conflict(case, sides - {side}, homes=conflict.households) for side in sides)


@pytest.mark.parametrize("seed", [seed for seed in range(200) if find_panel(polytope_of(tightened(seed))) is None][:12])
def test_conflicts_of_many_quotas(seed: int) -> None:
    case = tightened(seed)
    conflict = find_conflict(polytope_of(case))
    sides = sides_of(conflict)
    assert is_conflict(case, sides, homes=conflict.households)
    assert not any(is_conflict(case, sides - {side}, homes=conflict.households) for side in sides)
