from hypothesis import given, settings

from buergerforum.core.selection.polytope import build
from buergerforum.core.selection.repair import Repair, find_repair, relaxation_classes
from buergerforum.core.selection.types import group
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from tests.core.selection.contradictory import Case, choices, contradictory, misses
from tests.core.selection.published import ducks, four, made


def repair_of(case: Case) -> Repair | None:
    pool, table, seats = case
    return find_repair(build(group(pool), pool.features, table, seats), table)


def brute_force(case: Case) -> tuple[int, ...] | None:
    """Return the changes of the smallest repair by looking at every choice of people."""
    _pool, table, seats = case
    rank = {name: place for place, names in enumerate(relaxation_classes(table)) for name in names}
    of_side = [max(rank[name] for name, _value in quota.cell) for quota in table.quotas for _side in "<>"]
    room = [
        limit
        for quota in table.quotas
        for limit in (
            quota.minimum - (quota.min_flex or 0),
            max(0, (seats if quota.max_flex is None else quota.max_flex) - quota.maximum),
        )
    ]

    def worth(changes: tuple[int, ...]) -> tuple[object, ...]:
        totals = [
            sum(change for change, place in zip(changes, of_side, strict=True) if place == one)
            for one in reversed(range(len(relaxation_classes(table))))
        ]
        return totals, sum(change**2 for change in changes), changes

    every = [misses(case, people) for people in choices(case)]
    allowed = [
        changes for changes in every if all(change <= limit for change, limit in zip(changes, room, strict=True))
    ]
    return min(allowed, key=worth, default=None)


def changes_of(repair: Repair, table: QuotaTable) -> tuple[int, ...]:
    return tuple(
        change
        for old, new in zip(table.quotas, repair.table.quotas, strict=True)
        for change in (old.minimum - new.minimum, new.maximum - old.maximum)
    )


@settings(max_examples=100, deadline=None)
@given(contradictory())
def test_no_repair_is_smaller(case: Case) -> None:
    repair, expected = repair_of(case), brute_force(case)
    if repair is None:
        assert expected is None
        return
    assert changes_of(repair, case[1]) == expected
    assert sum(change.seats for change in repair.changes) == sum(expected)
    assert all(change.before != change.after for change in repair.changes)


def test_what_is_named_first_is_relaxed_first() -> None:
    pool, table = four(exact=True)
    for relaxation, changed in ((("0", "1", "2"), "0"), (("1", "0"), "1"), ((), "2")):
        repair = repair_of((pool, QuotaTable(table.features, table.quotas, 2, relaxation), 2))
        assert repair is not None
        assert [(change.before.cell, change.after.maximum) for change in repair.changes] == [(((changed, "1"),), 2)]


def test_a_repair_is_spread_evenly() -> None:
    people = {"a": "x", "b": "y", "c": "z", "d": "z", "e": "z", "f": "z"}
    case = (*made(people, {"0 x": (2, 2), "0 y": (2, 2), "0 z": (0, 0)}), 4)
    repair = repair_of(case)
    assert repair is not None
    assert [(one.after.minimum, one.after.maximum) for one in repair.changes] == [(1, 2), (1, 2), (0, 2)]


def test_quotas_that_can_be_met_are_left_alone() -> None:
    repair = repair_of((*ducks(), 2))
    assert repair is not None
    assert repair.changes == ()


def test_the_order_of_the_people_does_not_matter() -> None:
    pool, table = four(exact=True)
    turned = Pool(pool.features, pool.applicants[::-1])
    assert repair_of((pool, table, 2)) == repair_of((turned, table, 2))
