"""A certificate under other names proves the same."""

import hashlib
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from buergerforum.core.certificate.claims import CLAIMS
from buergerforum.core.certificate.form import certificate_bytes, read_certificate
from buergerforum.core.certificate.making import make_certificate
from buergerforum.core.certificate.proving import exceeded
from buergerforum.core.certificate.reached import broken_cuts, misses
from buergerforum.core.certificate.renamed import renamed, renumbered
from buergerforum.core.certificate.rows import exact_rows, shared_households
from buergerforum.core.selection.engine import make_lottery
from buergerforum.core.selection.fixing import settle
from buergerforum.errors import QuotaError
from buergerforum.model.certificate import Certificate
from buergerforum.model.lottery import Lottery
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from tests.core.selection.published import ducks, israel
from tests.core.selection.small_pools import hard_pool, small_pools


def scrambled(text: str) -> str:
    """Return another name, in another order than the old ones."""
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else ""


def under_other_names(pool: Pool) -> Pool:
    people = [replace(one, id=scrambled(one.id), household=scrambled(one.household)) for one in pool.applicants]
    fixed = sorted((replace(one, id=scrambled(one.id)) for one in pool.fixed), key=lambda one: one.id)
    return replace(pool, applicants=tuple(sorted(people, key=lambda one: one.id)), fixed=tuple(fixed))


def lots_under_other_names(lottery: Lottery) -> Lottery:
    blocks = [replace(one, members=tuple(sorted(map(scrambled, one.members)))) for one in lottery.blocks]
    return replace(lottery, blocks=tuple(blocks))


def published(pool: Pool, table: QuotaTable, seats: int, objective: str) -> tuple[Certificate, Lottery]:
    result = make_lottery(pool, table, seats, lots=30, objective=objective)
    made = make_certificate(result, pool, table, seats, (objective, "", ()))
    keys = shared_households(settle(pool, table, seats).pool)
    homes = renumbered(keys, {key: scrambled(key) for key in keys})
    people = {one.id: scrambled(one.id) for one in pool.applicants}
    return renamed(made, people, homes, ()), lots_under_other_names(result.lottery)


def faults(one: Certificate, lottery: Lottery, pool: Pool, table: QuotaTable, *, solver: bool = False) -> list[str]:
    rows = exact_rows([kind.members for kind in one.types], under_other_names(pool), table, one.seats, one.cuts)
    assert rows is not None, "the types are those of the renamed pool"
    found = [*CLAIMS[one.objective](one, rows), *broken_cuts(one, lottery, rows)]
    found += misses(one, one.mixture, lottery, rows) if one.mixture else []
    return [*found, *(exceeded(rows) if solver else ())]


@settings(max_examples=20)
@given(small_pools())
def test_what_was_proven_is_proven_under_other_names(case: tuple[Pool, QuotaTable, int]) -> None:
    for objective in CLAIMS:
        try:
            one, lottery = published(*case, objective)
        except QuotaError:
            return
        assert faults(one, lottery, *case[:2]) == []
        assert read_certificate(certificate_bytes(one)) == one


@pytest.mark.parametrize("seed", [6, 17])
def test_cuts_are_proven_under_other_names(seed: int) -> None:
    pool, table, seats = hard_pool(seed)
    one, lottery = published(pool, table, seats, "leximin")
    assert one.cuts
    assert faults(one, lottery, pool, table, solver=True) == []


def test_households_are_numbered_by_their_new_keys() -> None:
    pool, table = ducks("lisa=scrooge louie=dewey")
    one, lottery = published(pool, table, 2, "leximin")
    assert faults(one, lottery, pool, table) == []
    chances = {kind.members: kind.chance for kind in one.types}
    assert chances[scrambled("louie"),] == Fraction(1, 2)
    used = [level for level in one.levels if level.households]
    assert used, "a household binds here, so a wrong number would be noticed"
    wrong = tuple(
        replace(level, households=tuple(sorted((1 - place, number) for place, number in level.households)))
        for level in one.levels
    )
    assert faults(replace(one, levels=wrong), lottery, pool, table) != []


def test_types_tell_nothing_about_the_old_order() -> None:
    pool, table = israel("wide")
    one, _lottery = published(pool, table, 60, "leximin")
    first = [kind.members[0] for kind in one.types]
    assert first == sorted(first)
    assert all(list(kind.members) == sorted(kind.members) for kind in one.types)
