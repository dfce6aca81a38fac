import hashlib
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.selection.engine import make_lottery
from buergerforum.core.selection.noise import GRAINS, Noise
from buergerforum.core.selection.rounding import Searches, Task, round_one
from buergerforum.core.selection.solver import Ints
from tests.core.selection.synthetic import PUBLISHED, synthetic

NOISE = [773857, 622001, 83796]


def run(searches: Searches, tasks: list[Task], label: str) -> list[Ints | None]:
    """Search for all tasks side by side, one place each."""
    found: list[Ints | None] = [None] * len(tasks)
    for place, task in enumerate(tasks):
        searches.begin(place, task, f"{label} {place}")
    while len(searches.free()) < 64:
        for place in searches.succeeded():
            found[place] = searches.rounded(place)
            searches.end(place)
        for place in searches.failed():
            searches.end(place)
        if len(searches.free()) < 64:
            searches.flip()
    return found


@given(st.integers(0, 10**6), st.integers(1, 6))
def test_what_is_done_meets_everything(seed: int, number: int) -> None:
    noise = Noise(str(seed).encode())
    matrix = np.vstack([np.ones((1, 9), dtype=np.int64), noise.grains("rows", (3, 9)) % 2])
    homes = np.array([-1, 0, 0, -1, -1, -1, 0, -1, -1])
    shares = noise.grains("shares", (number, 9)) % 10
    sums = shares @ matrix.T
    needs = noise.grains("need", (number, 1)) % 2
    tasks = [
        Task(shares[n], 10, sums[n] // 10, -(-sums[n] // 10), need=needs[n], room=np.ones(1, dtype=np.int64))
        for n in range(number)
    ]
    found = run(Searches(matrix, homes, noise), tasks, "test")
    for task, up in zip(tasks, found, strict=True):
        if up is None:
            continue
        assert set(up.tolist()) <= {0, 1}
        assert not up[task.shares == 0].any()
        assert (task.lower <= matrix @ up).all()
        assert (matrix @ up <= task.upper).all()
        assert task.need[0] <= up[homes == 0].sum() <= 1


@given(st.integers(0, 10**6))
def test_what_is_possible_is_found(seed: int) -> None:
    """Every way to round is tried; where one meets all rows and households, the search finds one, too."""
    noise = Noise(str(seed).encode())
    matrix = np.vstack([np.ones((1, 7), dtype=np.int64), noise.grains("rows", (2, 7)) % 2])
    homes = np.array([-1, 0, 0, -1, -1, 0, -1])
    shares = noise.grains("shares", (7,)) % 4
    sums = matrix @ shares
    none, one = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64)
    task = Task(shares, 4, sums // 4, -(-sums // 4), need=none, room=one)
    ways = np.array(list(product((0, 1), repeat=7)))
    right = ways[(ways <= (shares > 0)).all(axis=1)]
    rows = right @ matrix.T
    fits = ((rows >= task.lower) & (rows <= task.upper)).all(axis=1) & (right[:, homes == 0].sum(axis=1) <= 1)
    up = round_one(Searches(matrix, homes, noise), task, "test")
    assert (up is not None) == bool(fits.any())


def test_what_is_not_possible_stays_undone() -> None:
    # Exactly two of four, one of the first two; then the impossible: three of the first two.
    matrix = np.array([[1, 1, 1, 1], [1, 1, 0, 0]])
    nobody = np.zeros(0, dtype=np.int64)
    searches = Searches(matrix, np.full(4, -1), Noise(b""))
    half = np.full(4, 5)
    tasks = [Task(half, 10, row, row, need=nobody, room=nobody) for row in (np.array([2, 1]), np.array([2, 3]))]
    first, second = run(searches, tasks, "test")
    assert first is not None
    assert (matrix @ first).tolist() == [2, 1]
    assert second is None
    assert searches.steps <= 1500


def test_what_runs_beside_a_search_does_not_change_it() -> None:
    matrix = np.vstack([np.ones((1, 30), dtype=np.int64), Noise(b"m").grains("rows", (6, 30)) % 2])
    nobody = np.zeros(0, dtype=np.int64)
    shares = Noise(b"s").grains("shares", (5, 30)) % 8
    tasks = [Task(one, 8, matrix @ one // 8, -(-(matrix @ one) // 8), need=nobody, room=nobody) for one in shares]
    together = run(Searches(matrix, np.full(30, -1), Noise(b"n")), tasks, "test")
    assert any(one is not None for one in together)
    for place, task in enumerate(tasks):
        searches = Searches(matrix, np.full(30, -1), Noise(b"n"))
        others = [tasks[0]] * place
        alone = run(searches, [*others, task], "test")[place]
        assert (alone is None) == (together[place] is None)
        assert alone is None or (alone == together[place]).all()


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
