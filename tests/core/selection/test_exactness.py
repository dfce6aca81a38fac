"""The chances are those of brute force: every panel enumerated, leximin in fractions."""

import os
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from buergerforum.core.selection.feasibility import possible
from buergerforum.core.selection.objectives import leximin, maximin
from buergerforum.core.selection.polytope import Polytope, build
from buergerforum.core.selection.proof import Proof, prove
from buergerforum.core.selection.types import Type, group
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from tests.core.selection.bruteforce import all_panels, leximin_chances
from tests.core.selection.published import ducks, made, seven
from tests.core.selection.small_pools import hard_pool, small_pools

Case = tuple[Pool, QuotaTable, int]


def rules(case: Case) -> tuple[tuple[Type, ...], Polytope]:
    pool, table, seats = case
    types = group(pool)
    return types, build(types, pool.features, table, seats)


def proven(polytope: Polytope) -> Proof:
    none = np.zeros((0, polytope.types), dtype=np.int64)
    return prove(polytope, leximin, leximin(polytope), none)


def check(case: Case, counts: Counter[str]) -> None:
    pool, table, seats = case
    panels = all_panels(pool, table, seats)
    types, polytope = rules(case)
    assert possible(polytope) == bool(panels)
    if not panels:
        counts["no panel"] += 1
        return
    proof = proven(polytope)
    best = leximin_chances([one.id for one in pool.applicants], panels)
    for one, chance in zip(types, proof.ideal.chances, strict=True):
        assert all(abs(Fraction(float(chance)) - best[member]) < 1e-9 for member in one.members)
    assert abs(proof.gap) <= 1e-9
    reached = proof.lottery @ proof.panels / polytope.counts
    assert np.abs(reached - proof.ideal.chances).max() < 1e-8
    for cut in proof.polytope.cuts:
        weights = {member: weight for one, weight in zip(types, cut.weights, strict=True) for member in one.members}
        assert max(sum(weights[member] for member in panel) for panel in panels) <= cut.bound
    counts["cuts" if proof.polytope.cuts else "no cut"] += 1
    counts["somebody never"] += min(best.values()) == 0
    counts["somebody always"] += max(best.values()) == 1


MANY = int(os.environ.get("FORUM_EXAMPLES", "0"))
"""More pools than usual: ``FORUM_EXAMPLES=20000 make test ARGS=tests/core/selection/test_exactness.py``."""


@settings(max_examples=max(150, MANY))
@given(small_pools())
def test_small_pools_of_every_kind(case: Case) -> None:
    check(case, Counter())


def test_hundreds_of_hard_pools() -> None:
    counts: Counter[str] = Counter()
    for seed in range(max(450, MANY)):
        check(hard_pool(seed), counts)
    # The pools are of every kind that matters, or the comparison would prove little.
    assert min(counts[kind] for kind in ("no panel", "cuts", "no cut", "somebody never", "somebody always")) >= 20


@pytest.mark.parametrize("people", [1, 2, 5, 9])
@pytest.mark.parametrize("kind", ["all alike", "all different"])
def test_one_seat_and_all_seats(people: int, kind: str) -> None:
    for seats in {1, people}:
        values = {f"p{n}": "x" if kind == "all alike" else f"v{n}" for n in range(people)}
        quotas = dict.fromkeys((f"0 {value}" for value in values.values()), (0, people))
        counts: Counter[str] = Counter()
        check((*made(values, quotas), seats), counts)
        assert counts["no panel"] == 0
        assert counts["somebody always"] == (seats == people)


def test_a_single_panel_and_a_pool_where_many_have_no_chance() -> None:
    values = {f"a{n}": "x y" for n in range(3)} | {f"b{n}": "x z" for n in range(4)} | {"c": "w z"}
    counts: Counter[str] = Counter()
    check((*made(values, {"0 x": (3, 3), "0 w": (0, 0), "1 y": (3, 3), "1 z": (0, 0)}), 3), counts)
    assert counts["somebody never"] == counts["somebody always"] == 1


def test_brute_force_knows_the_answers_of_the_literature() -> None:
    pool, table = seven()
    ids = [one.id for one in pool.applicants]
    best = leximin_chances(ids, all_panels(pool, table, 5))
    assert {best[f"man{n}"] for n in range(4)} == {Fraction(7, 8)}
    assert {best["elinor"], best["frank"], best["grace"]} == {Fraction(1, 2)}


@pytest.mark.parametrize("seed", range(20))
def test_maximin_is_the_lowest_level_of_leximin(seed: int) -> None:
    _types, polytope = rules(hard_pool(seed))
    if possible(polytope):
        assert maximin(polytope).chances.min() == pytest.approx(leximin(polytope).chances.min(), abs=1e-9)


def test_levels_cover_everybody_once_and_rise() -> None:
    _types, polytope = rules((*ducks(), 2))
    levels = leximin(polytope).levels
    assert sorted(number for level in levels for number in level.types) == list(range(polytope.types))
    assert all(first.value <= second.value + 1e-12 for first, second in pairwise(levels))
