"""Every objective against its definition, in lotteries over all panels of small pools, and against known answers."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from buergerforum.core.selection.engine import make_lottery
from buergerforum.core.selection.feasibility import possible
from buergerforum.core.selection.objectives import OBJECTIVES, Ideal, goldilocks, leximin, maximin, nash
from buergerforum.core.selection.objectives.ideal import NEVER
from buergerforum.core.selection.objectives.stage import Stage
from buergerforum.core.selection.polytope import Polytope, build
from buergerforum.core.selection.proof import Proof, prove
from buergerforum.core.selection.solver import INFINITY, Bools, Floats, InfeasibleError, Linear, Program, Rows
from buergerforum.core.selection.types import group
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from tests.core.selection.bruteforce import all_panels, leximin_chances
from tests.core.selection.published import ducks, israel, seven
from tests.core.selection.small_pools import hard_pool, small_pools
from tests.core.selection.synthetic import PUBLISHED, synthetic

Case = tuple[Pool, QuotaTable, int]
SIZES = (2, 5, 7, 8)


def polytope_of(case: Case) -> Polytope:
    pool, table, seats = case
    return build(group(pool), pool.features, table, seats)


def proven(case: Case, objective: str) -> tuple[Proof, Floats]:
    """Return the proof of a small pool, and everybody's chance in the order of the pool."""
    pool, _table, _seats = case
    types, polytope = group(pool), polytope_of(case)
    best = OBJECTIVES[objective]
    proof = prove(polytope, best, best(polytope), np.zeros((0, polytope.types), dtype=np.int64))
    chance = {member: chance for one, chance in zip(types, proof.ideal.chances, strict=True) for member in one.members}
    return proof, np.array([chance[one.id] for one in pool.applicants])


def sits(case: Case) -> Floats:
    """Return who sits on which panel, shape (panels, people), by trying every set of people."""
    ids = [one.id for one in case[0].applicants]
    return np.array([[float(one in panel) for one in ids] for panel in all_panels(*case)])


def bound_of(ideal: Ideal, polytope: Polytope, place: int) -> float:
    """Return what no point of the polytope weighs more than, by weak duality."""
    level, rows = ideal.levels[place], polytope.rows()
    matrix = np.zeros((len(rows.lower), polytope.types))
    for row, (start, end) in enumerate(pairwise(rows.starts)):
        matrix[row, rows.columns[start:end]] = rows.values[start:end]
    u = level.multipliers
    sides = np.where(u > 0, u * np.minimum(rows.upper, 1e6), u * np.maximum(rows.lower, -1e6))
    room = ideal.ceiling * polytope.counts
    return float(sides.sum() + np.maximum(level.weights - u @ matrix, 0) @ room)


def check_nash(case: Case, panels: Floats) -> None:
    proof, chances = proven(case, "nash")
    able = panels.sum(axis=0) > 0
    assert (chances[able] > 0).all()
    assert (chances[~able] <= NEVER).all()
    assert proof.gap <= 1e-9
    # No panel, and so no lottery, weighs more by 1/p than the people it could seat: the definition of the optimum.
    share = (panels[:, able] / chances[able]).sum(axis=1).max() / able.sum() - 1
    assert share <= 1e-6


def check_goldilocks(case: Case, panels: Floats) -> None:
    proof, chances = proven(case, "goldilocks")
    able = panels.sum(axis=0) > 0
    even = case[2] / len(able)
    assert proof.gap <= 1e-9
    mine = chances.max() / even + even / chances[able].min()
    assert mine <= best_sum(panels, able, even) * (1 + 1e-6)


def best_sum(panels: Floats, able: Bools, even: float) -> float:
    """Return the least sum over a fine grid of smallest chances, each with the least largest one for it."""
    number, people = panels.shape
    highest = float(leximin_floor(panels, able))
    matrix = np.zeros((2 * people + 1, number + 1))
    matrix[:people, :number], matrix[people : 2 * people, :number] = panels.T, panels.T
    matrix[people : 2 * people, number] = -1
    matrix[-1, :number] = 1
    open_end = np.full(people, INFINITY)
    best = np.inf
    for floor in np.linspace(highest / 25, highest, 25):
        lower = np.concatenate([np.where(able, floor - 1e-9, 0), -open_end, [1]])
        upper = np.concatenate([open_end, np.zeros(people), [1]])
        cost = np.append(np.zeros(number), 1.0)
        program = Program(cost, np.zeros(number + 1), np.full(number + 1, INFINITY), Rows.dense(matrix, lower, upper))
        best = min(best, Linear(program).solve().value / even + even / floor)
    return best


def leximin_floor(panels: Floats, able: Bools) -> float:
    ids = [str(number) for number in np.flatnonzero(able)]
    seated = [tuple(str(number) for number in np.flatnonzero(panel)) for panel in panels]
    return float(min(leximin_chances(ids, seated).values()))


@settings(max_examples=60)
@given(small_pools(most=8))
def test_nash_is_best_among_all_lotteries_of_small_pools(case: Case) -> None:
    if len(panels := sits(case)):
        check_nash(case, panels)


@pytest.mark.parametrize("seed", range(60))
def test_nash_is_best_where_cuts_are_needed(seed: int) -> None:
    if len(panels := sits(hard_pool(seed))):
        check_nash(hard_pool(seed), panels)


@pytest.mark.parametrize("seed", range(25))
def test_goldilocks_has_the_best_limits_of_all_lotteries(seed: int) -> None:
    if len(panels := sits(hard_pool(seed))):
        check_goldilocks(hard_pool(seed), panels)


@pytest.mark.parametrize("seed", range(40))
def test_maximin_leaves_out_who_can_have_no_chance(seed: int) -> None:
    polytope = polytope_of(hard_pool(seed))
    if not possible(polytope):
        return
    lowest = leximin(polytope).chances
    chances = maximin(polytope).chances
    able = lowest > NEVER
    assert chances[~able] == pytest.approx(0, abs=1e-9)
    assert chances[able].min() == pytest.approx(lowest[able].min(), abs=1e-9)
    assert chances.max() <= lowest.max() + 1e-9


def test_nash_of_the_literature() -> None:
    _proof, chances = proven((*seven(), 5), "nash")
    answer = {"elinor": 4 / 7, "frank": 4 / 7, "grace": 3 / 7} | {f"man{n}": 6 / 7 for n in range(4)}
    ids = [one.id for one in seven()[0].applicants]
    assert dict(zip(ids, chances, strict=True)) == pytest.approx(answer, abs=1e-6)


def test_goldilocks_of_five_ducks() -> None:
    # Marge has 2/5 - d more and everybody else less; 5/2 u + 2/5 / z is least where u = 2 z = √8 / 5.
    _proof, chances = proven((*ducks(), 2), "goldilocks")
    ids = [one.id for one in ducks()[0].applicants]
    found = dict(zip(ids, chances, strict=True))
    assert found["marge"] == pytest.approx(8**0.5 / 5, abs=1e-7)
    assert min(chances) == pytest.approx(8**0.5 / 10, abs=1e-7)


@pytest.mark.parametrize("place", [None, *SIZES])
def test_levels_of_every_objective_prove_themselves(place: int | None) -> None:
    case = (*israel("exact"), 60) if place is None else (*synthetic(PUBLISHED[place], width=0), PUBLISHED[place].seats)
    polytope = polytope_of(case)
    counts = polytope.counts
    for objective in (leximin, maximin, nash, goldilocks):
        ideal = objective(polytope)
        for number, level in enumerate(ideal.levels):
            weighed = float(level.weights @ (counts * ideal.chances))
            assert weighed <= bound_of(ideal, polytope, number) + 1e-7
            assert bound_of(ideal, polytope, number) == pytest.approx(weighed, rel=1e-7, abs=1e-7)
    ideal = nash(polytope)
    people = counts[ideal.chances > 0].sum()
    assert bound_of(ideal, polytope, 0) <= people * (1 + 1e-6)


def bounded(ideal: Ideal, polytope: Polytope) -> tuple[float, float]:
    """Return what the first level of goldilocks proves that no sum is less than, and the sum of its chances."""
    even = polytope.seats / polytope.counts.sum()
    able = ideal.chances > NEVER
    floor, most = ideal.chances.min(where=able, initial=1), ideal.chances.max()
    return 2 * even / floor - bound_of(ideal, polytope, 0), most / even + even / floor


@pytest.mark.parametrize("place", SIZES)
def test_the_first_level_of_goldilocks_bounds_the_sum(place: int) -> None:
    polytope = polytope_of((*synthetic(PUBLISHED[place]), PUBLISHED[place].seats))
    least, found = bounded(goldilocks(polytope), polytope)
    assert found == pytest.approx(least, rel=1e-6)


@pytest.mark.parametrize("objective", ["nash", "goldilocks", "maximin"])
def test_lots_reach_every_objective(objective: str) -> None:
    result = make_lottery(*israel("wide"), 60, lots=500, objective=objective)
    assert result.largest_deviation <= 1 / 500
    assert result.gap <= 1e-8


def spread(chances: Sequence[float]) -> float:
    return max(chances) / min(chances)


def test_what_the_objectives_are_for() -> None:
    polytope = polytope_of((*israel("wide"), 60))
    able = leximin(polytope).chances > NEVER
    found = {name: np.repeat(best(polytope).chances[able], polytope.counts[able]) for name, best in OBJECTIVES.items()}
    mean = {name: float(np.exp(np.log(chances).mean())) for name, chances in found.items()}
    assert max(mean, key=lambda name: mean[name]) == "nash"
    assert found["leximin"].min() == pytest.approx(found["maximin"].min())
    assert found["leximin"].min() > found["goldilocks"].min() > found["nash"].min()
    assert found["goldilocks"].max() < found["maximin"].max() <= found["leximin"].max()
    assert min(found, key=lambda name: spread(found[name].tolist())) == "goldilocks"


def test_floors_that_leave_no_point_by_rounding_alone_are_lowered_by_it() -> None:
    polytope = polytope_of_three()
    stage = Stage(polytope)
    stage.fix(np.array([0]), 0.5 + 2e-10)
    stage.fix(np.array([1]), 0.5)
    assert stage.level(np.array([False, False, True])).value == pytest.approx(0, abs=1e-9)


def test_floors_that_are_too_high_are_an_error() -> None:
    stage = Stage(polytope_of_three())
    stage.fix(np.array([0, 1]), 0.6)
    with pytest.raises(InfeasibleError):
        stage.level(np.array([False, False, True]))


def polytope_of_three() -> Polytope:
    """One seat for three people."""
    one = np.ones(1, dtype=np.int64)
    ones = np.ones(3, dtype=np.int64)
    return Polytope(ones, ones[None], one, one, -ones)
