import hashlib
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.selection.engine import make_lottery
from buergerforum.core.selection.noise import GRAINS, Noise
from buergerforum.core.selection.rounding import Effort, round_all
from buergerforum.core.selection.search import Tasks
from tests.core.selection.synthetic import PUBLISHED, synthetic

NOISE = [773857, 622001, 83796]


def tasks_of(shares: list[list[int]], lower: list[list[int]], upper: list[list[int]]) -> Tasks:
    number = len(shares)
    return Tasks(
        np.array(shares),
        np.full(number, 10),
        np.array(lower),
        np.array(upper),
        np.full((number, 1), 1),
        np.zeros((number, 1), dtype=np.int64),
    )


@given(st.integers(0, 10**6), st.integers(1, 6))
def test_what_is_done_meets_everything(seed: int, number: int) -> None:
    noise = Noise(str(seed).encode())
    matrix = np.vstack([np.ones((1, 9), dtype=np.int64), noise.grains("rows", (3, 9)) % 2])
    homes = np.array([-1, 0, 0, -1, -1, -1, 0, -1, -1])
    shares = noise.grains("shares", (number, 9)) % 10
    sums = shares @ matrix.T
    tasks = Tasks(
        shares,
        np.full(number, 10),
        sums // 10,
        -(-sums // 10),
        np.ones((number, 1), dtype=np.int64),
        noise.grains("need", (number, 1)) % 2,
    )
    rounded = round_all(matrix, homes, tasks, noise, "test", Effort(60))
    for task in np.flatnonzero(rounded.done):
        up = rounded.up[task]
        assert set(up.tolist()) <= {0, 1}
        assert not up[shares[task] == 0].any()
        assert (tasks.lower[task] <= matrix @ up).all()
        assert (matrix @ up <= tasks.upper[task]).all()
        assert tasks.need[task, 0] <= up[homes == 0].sum() <= 1


@given(st.integers(0, 10**6))
def test_whatever_can_be_rounded_is(seed: int) -> None:
    """Every way to round is tried; where one meets all rows and the household, the search finds one, too."""
    noise = Noise(str(seed).encode())
    matrix = np.vstack([np.ones((1, 7), dtype=np.int64), noise.grains("rows", (2, 7)) % 2])
    homes = np.array([-1, 0, 0, -1, -1, 0, -1])
    shares = noise.grains("shares", (1, 7)) % 4
    sums = shares @ matrix.T
    none, one = np.zeros((1, 1), dtype=np.int64), np.ones((1, 1), dtype=np.int64)
    tasks = Tasks(shares, np.array([4]), sums // 4, -(-sums // 4), one, none)
    ways = np.array(list(product((0, 1), repeat=7)))
    rows = ways @ matrix.T
    fits = (ways <= (shares > 0)).all(axis=1) & (ways[:, homes == 0].sum(axis=1) <= 1)
    fits &= ((rows >= tasks.lower) & (rows <= tasks.upper)).all(axis=1)
    assert bool(round_all(matrix, homes, tasks, noise, "test", Effort(200)).done[0]) == bool(fits.any())


def test_the_slowest_of_many_do_not_keep_the_others_waiting() -> None:
    # Seven easy tasks, and one that cannot be done at all.
    matrix = np.array([[1, 1, 1, 1], [1, 1, 0, 0]])
    easy, impossible = [2, 1], [2, 3]
    tasks = tasks_of([[5, 5, 5, 5]] * 8, [easy] * 7 + [impossible], [easy] * 7 + [impossible])
    noise = Noise(b"")
    rounded = round_all(matrix, np.full(4, -1), tasks, noise, "test", Effort(10**9))
    assert rounded.done.tolist() == [True] * 7 + [False]


def test_what_is_possible_is_found_and_what_is_not_stays_undone() -> None:
    # Exactly two of four, one of the first two; then the impossible: three of the first two.
    matrix = np.array([[1, 1, 1, 1], [1, 1, 0, 0]])
    tasks = tasks_of([[5, 5, 5, 5]] * 2, [[2, 1], [2, 3]], [[2, 1], [2, 3]])
    rounded = round_all(matrix, np.full(4, -1), tasks, Noise(b""), "test", Effort(100))
    assert rounded.done.tolist() == [True, False]
    assert (matrix @ rounded.up[0]).tolist() == [2, 1]


def test_noise_can_be_computed_again_by_anybody() -> None:
    """The first four bytes of SHAKE-256 over key and label, least significant first, below 2²⁰."""
    noise = Noise(bytes(32))
    raw = hashlib.shake_256(bytes(32) + b"round 0").digest(12)
    assert [int.from_bytes(raw[4 * n : 4 * n + 4], "little") % 2**20 for n in range(3)] == NOISE
    assert noise.grains("round 0", (3,)).tolist() == NOISE
    assert noise.grains("round 0", (2,)).tolist() == NOISE[:2]
    assert sorted(noise.order("x", 50).tolist()) == list(range(50))
    assert max(NOISE) < GRAINS


def test_no_lots_are_lost_with_households() -> None:
    size = PUBLISHED[7]
    pool, table = synthetic(size, households=20)
    result = make_lottery(pool, table, size.seats, lots=200)
    assert result.panels > 150
    assert result.largest_deviation <= 1 / 200
