from hypothesis import assume, given, settings

from buergerforum.core.selection.certainty import Decided, decided
from buergerforum.core.selection.noise import noise_of
from buergerforum.core.selection.objectives import OBJECTIVES
from buergerforum.core.selection.polytope import Polytope, build
from buergerforum.core.selection.types import group
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from tests.core.selection.bruteforce import all_panels
from tests.core.selection.published import ducks, israel, made
from tests.core.selection.small_pools import small_pools

NOISE = noise_of(*ducks(), 2, 1)


def decided_of(polytope: Polytope) -> tuple[Decided, ...]:
    return decided(polytope, OBJECTIVES["leximin"](polytope).chances, NOISE)


def fates(case: tuple[Pool, QuotaTable, int]) -> tuple[set[str], set[str]]:
    """Return who is on no panel and who is on every one."""
    pool, table, seats = case
    types = group(pool)
    found = decided_of(build(types, pool.features, table, seats))
    ids = [{member for place in one.types for member in types[place].members} for one in found]
    out, full = (
        {p for some, one in zip(ids, found, strict=True) if one.seated is seated for p in some}
        for seated in (False, True)
    )
    return out, full


@settings(max_examples=80, deadline=None)
@given(small_pools())
def test_everybody_whose_fate_is_decided_is_found(case: tuple[Pool, QuotaTable, int]) -> None:
    panels = [set(panel) for panel in all_panels(*case)]
    assume(panels)
    everybody = {one.id for one in case[0].applicants}
    assert fates(case) == (everybody.difference(*panels), everybody.intersection(*panels))


def test_the_reason_is_named() -> None:
    pool, table = ducks("lisa=scrooge louie=dewey")
    types = group(pool)
    found = decided_of(build(types, pool.features, table, 2))
    told = {
        (types[place].members[0], one.seated): (len(one.conflict.requirements), one.conflict.households)
        for one in found
        for place in one.types
    }
    assert told == {
        ("lisa", False): (2, True),
        ("scrooge", False): (2, True),
        ("marge", True): (2, True),
    }


def test_as_many_applicants_as_seats_need_no_quota_to_be_seated() -> None:
    pool, table = made({"a": "x", "b": "y"}, {"0 x": (0, 2), "0 y": (0, 2)})
    found = decided_of(build(group(pool), pool.features, table, 2))
    assert [(one.types, one.seated, one.conflict.size) for one in found] == [((0, 1), True, 0)]


def test_a_real_pool_with_exact_quotas() -> None:
    pool, table = israel("exact")
    assert tuple(map(len, fates((pool, table, 60)))) == (1, 7)
