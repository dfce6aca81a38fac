import pytest

from buergerforum.core.selection.engine import make_lottery
from buergerforum.core.selection.feasibility import possible
from buergerforum.core.selection.polytope import build
from buergerforum.core.selection.types import group
from buergerforum.errors import QuotaError
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import Quota, QuotaTable
from tests.core.selection.published import ducks, four, made
from tests.core.selection.small_pools import hard_pool

CONFLICT = "No panel can meet all of these at once; leaving out any one of them would make the others possible:"


def refused(pool: Pool, table: QuotaTable, seats: int) -> list[str]:
    with pytest.raises(QuotaError) as raised:
        make_lottery(pool, table, seats)
    assert raised.value.exit_code == 4
    assert raised.value.hint == "Relax one of these quotas in the published order, or wait for more applicants."
    return raised.value.message.splitlines()


def test_too_few_applicants() -> None:
    assert refused(*ducks(), 6)[:2] == ["The quotas cannot be met.", "There are only 5 applicants for 6 seats."]


def test_sums_come_first() -> None:
    case = made({"a": "x", "b": "x", "c": "y"}, {"0 x": (2, 2), "0 y": (2, 2)})
    assert refused(*case, 2) == [
        "The quotas cannot be met.",
        "0: the minimums add up to 4, but there are only 2 seats.",
        "0: y: at least 2 are needed, but there is only 1 applicant.",
    ]


def test_a_minimal_conflict_in_words() -> None:
    lines = refused(*four(exact=True), 2)
    assert lines[0] == CONFLICT
    assert lines[1:] == [
        "0: 1: at least 1",
        "0: 1: at most 1",
        "1: 1: at least 1",
        "1: 1: at most 1",
        "2: 1: at least 1",
        "2: 1: at most 1",
    ]


def test_households_are_part_of_a_conflict() -> None:
    case = made({"a": "x", "b": "x", "c": "y", "d": "y"}, {"0 x": (2, 2), "0 y": (0, 2)}, "a=b")
    assert refused(*case, 3) == [CONFLICT, "0: x: at least 2", "At most one person per household"]


@pytest.mark.parametrize("seed", range(60))
def test_a_conflict_is_one_and_is_minimal(seed: int) -> None:
    pool, table, seats = hard_pool(seed)
    if possible(build(group(pool), pool.features, table, seats)):
        return
    with pytest.raises(QuotaError) as raised:
        make_lottery(pool, table, seats)
    lines = raised.value.message.splitlines()
    if lines[0] != CONFLICT:
        return
    sides = [line.rsplit(": ", 1) for line in lines[1:] if ": " in line]
    homes = lines[-1] == "At most one person per household"

    def kept(leave_out: int | None) -> bool:
        quotas = []
        for quota in table.quotas:
            name = ": ".join(quota.cell[0])
            low = [name, f"at least {quota.minimum}"] in [side for n, side in enumerate(sides) if n != leave_out]
            high = [name, f"at most {quota.maximum}"] in [side for n, side in enumerate(sides) if n != leave_out]
            quotas.append(Quota(quota.cell, quota.minimum if low else 0, quota.maximum if high else seats))
        people = pool.applicants if homes else tuple(type(one)(one.id, one.values) for one in pool.applicants)
        relaxed = Pool(pool.features, people)
        return possible(build(group(relaxed), pool.features, QuotaTable(table.features, tuple(quotas)), seats))

    assert not kept(None)
    assert all(kept(number) for number in range(len(sides)))
