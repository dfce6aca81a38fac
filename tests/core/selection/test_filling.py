import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buergerforum.core.selection import filling
from buergerforum.core.selection.apportion import distance
from buergerforum.core.selection.engine import make_lottery
from buergerforum.core.selection.filling import fill_up
from buergerforum.core.selection.noise import Noise
from tests.core.selection.synthetic import Size, synthetic

NOISE = Noise(b"filling")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 8), st.integers(2, 6), st.integers(0, 6))
def test_there_are_as_many_lots_as_wanted(seed: int, panels: int, types: int, missing: int) -> None:
    dice = np.random.default_rng(seed)
    known = dice.multinomial(3, np.ones(types) / types, panels)
    lots = panels + missing
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(filling, "_STEPS", 300)  # Most of these can reach nobody's wish, and would take all steps.
        sizes = fill_up(known, 3 * lots * dice.dirichlet(np.ones(types)), lots, NOISE)
    assert sizes.sum() == lots
    assert (sizes >= 0).all()


@pytest.mark.parametrize("seed", range(5))
def test_everybody_comes_within_one_lot_where_the_panels_allow_it(seed: int) -> None:
    dice = np.random.default_rng(seed)
    known = np.array([dice.permutation([2] + [1] * 7 + [0] * 22) for _ in range(150)])
    target = 160 * known.mean(axis=0)
    sizes = fill_up(known, target, 160, NOISE)
    assert distance(sizes, known, target) <= 1 + 1e-6


def test_what_cannot_be_reached_is_as_near_as_it_was_found() -> None:
    known = np.array([[1, 0, 0], [0, 1, 0]])
    sizes = fill_up(known, np.array([4.0, 4.0, 2.0]), 10, NOISE)
    assert sizes.sum() == 10
    assert distance(sizes, known, np.array([4.0, 4.0, 2.0])) == 2


def test_lots_that_cannot_all_be_made_are_drawn_more_than_once() -> None:
    pool, table = synthetic(Size(60, 10, 5), seed=1, width=0)
    result = make_lottery(pool, table, 10)
    sizes = sorted(block.last - block.first + 1 for block in result.lottery.blocks)
    assert not result.cuts
    assert sum(sizes) == 1000
    assert result.panels < 1000
    assert result.largest_deviation <= 1 / 1000 + 1e-9
