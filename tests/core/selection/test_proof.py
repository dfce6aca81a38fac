import numpy as np
import pytest

from buergerforum.core.selection.apportion import apportion
from buergerforum.core.selection.master import Master
from buergerforum.core.selection.noise import Noise, noise_of
from buergerforum.core.selection.objectives import leximin
from buergerforum.core.selection.panels import make_lots
from buergerforum.core.selection.polytope import Cut, Polytope, build, expected
from buergerforum.core.selection.pricing import price, whole_weights
from buergerforum.core.selection.proof import counted
from buergerforum.core.selection.solver import InfeasibleError, Linear, Program, Rows, solve_integer, version
from buergerforum.core.selection.types import group
from tests.core.selection.published import ducks, israel, seven


def polytope_of_ducks(homes: str = "") -> Polytope:
    pool, table = ducks(homes)
    return build(group(pool), pool.features, table, 2)


def test_types_are_people_nobody_could_tell_apart() -> None:
    assert [one.members for one in group(ducks()[0])] == [("scrooge",), ("marge",), ("dewey", "louie"), ("lisa",)]
    apart = group(ducks("louie=dewey lisa")[0])
    assert [(one.members, one.household) for one in apart] == [
        (("scrooge",), ""),
        (("marge",), ""),
        (("dewey",), "louie=dewey"),
        (("louie",), "louie=dewey"),
        (("lisa",), ""),
    ]


def test_holds_counts_every_rule() -> None:
    polytope = polytope_of_ducks("louie=dewey")
    panels = {
        (0, 1, 1, 0, 0): True,  # marge and dewey
        (0, 1, 1, 1, 0): False,  # three people
        (0, 0, 1, 1, 0): False,  # one household, no adult
        (0, 2, 0, 0, 0): False,  # marge twice
        (1, 2, -1, 0, 0): False,
        (1, 0, 0, 0, 1): True,  # scrooge and lisa
    }
    assert polytope.holds(np.array(list(panels))).tolist() == list(panels.values())


@pytest.mark.parametrize(
    ("weights", "whole"),
    [([1 / 3, 1 / 6, 0.0], [2, 1, 0]), ([0.2, 0.2, 0.2], [1, 1, 1]), ([1 / 7, 1 / 9, -1 / 3], [9, 7, -21])],
)
def test_weights_become_whole_numbers(weights: list[float], whole: list[int]) -> None:
    assert whole_weights(np.array(weights)).tolist() == whole


def test_weights_without_a_small_denominator_are_rounded_finely() -> None:
    weights = np.array([1.0, 1 / np.pi, 1 / np.e])
    whole = whole_weights(weights)
    assert np.abs(whole / whole[0] - weights).max() < 1e-6


def test_pricing_finds_the_heaviest_panel_and_knows_it() -> None:
    polytope = polytope_of_ducks()
    priced = price(polytope, np.array([1, 3, 3, 4]))
    assert priced.panel is not None
    assert (priced.panel.tolist(), priced.bound) == ([0, 1, 1, 0], 6)
    nobody = price(polytope.with_cut(Cut((1, 1, 1, 1), 1)), np.array([1, 2, 3, 4]))
    assert nobody.panel is None


def test_the_master_says_what_is_missing_and_when_nothing_is() -> None:
    pool, table = seven()
    polytope = build(group(pool), pool.features, table, 5)
    chances = leximin(polytope).chances
    master = Master(polytope)
    first = price(polytope, np.array([1, 0, 0, 0])).panel
    assert first is not None
    assert master.add(np.array([first, first])) == 1
    shortfall = master.solve(polytope, chances)
    assert shortfall.gap > 0.1
    assert (shortfall.weights @ expected(polytope, chances)) > (master.panels @ shortfall.weights).max()
    for number in range(polytope.types):
        other = price(polytope, np.eye(polytope.types, dtype=np.int64)[number]).panel
        assert other is not None
        master.add(other[None])
    shortfall = master.solve(polytope, chances)
    assert shortfall.gap == pytest.approx(0, abs=1e-9)
    assert shortfall.lottery.sum() == pytest.approx(1)


def test_counted_proof_is_what_the_lots_show() -> None:
    pool, table = israel("wide")
    polytope = build(group(pool), pool.features, table, 60)
    ideal = leximin(polytope)
    made = make_lots(polytope, 100 * expected(polytope, ideal.chances), 100, noise_of(pool, table, 60, 100))
    assert made.sizes.sum() == 100
    assert polytope.holds(made.panels).all()
    proof = counted(polytope, ideal, made.panels, made.sizes)
    assert 0 < proof.gap < 1 / 100


def test_apportioning_misses_nobody_by_a_whole_lot_where_that_is_possible() -> None:
    panels = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1]])
    lottery = np.full(3, 1 / 3)
    sizes = apportion(panels, lottery, 100 * lottery @ panels, 100)
    assert sizes.sum() == 100
    assert np.abs(sizes @ panels - 200 / 3).max() < 1


def test_panels_that_cannot_be_made_are_not_made_up() -> None:
    polytope = polytope_of_ducks()
    # Louie and dewey alone are no panel, however often.
    assert not len(make_lots(polytope, np.array([0.0, 0.0, 20.0, 0.0]), 10, Noise(b"")).panels)


def test_a_linear_program_without_an_optimum_is_an_error() -> None:
    rows = Rows.dense(np.array([[1]]), np.array([2]), np.array([3]))
    with pytest.raises(InfeasibleError):
        Linear(Program(np.ones(1), np.zeros(1), np.ones(1), rows)).solve()


def test_an_integer_program_says_its_bound() -> None:
    rows = Rows.dense(np.array([[2, 3]]), np.array([0]), np.array([7]))
    program = Program(np.array([3.0, 4.0]), np.zeros(2), np.full(2, 9.0), rows, maximise=True, integer=np.ones(2, bool))
    found = solve_integer(program)
    assert found.x is not None
    assert found.x.tolist() == [2, 1]
    assert found.bound == pytest.approx(10)
    assert version().count(".") == 2
