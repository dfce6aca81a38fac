from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.selection.noise import Noise
from buergerforum.core.selection.search import LOOKED_AT, NEAR, Searches, Tasks
from buergerforum.core.selection.solver import Ints

TYPES = 9
NONE = np.full(TYPES, -1)


def searches_of(matrix: Ints, tasks: Tasks, start: Ints, noise: Noise, homes: Ints = NONE) -> Searches:
    ties = noise.grains("ties", (len(tasks), tasks.width)) / (1 << 21)
    return Searches(matrix, homes, tasks, np.arange(len(tasks)), start, ties)


def made(seed: int, number: int, households: int = 0) -> tuple[Ints, Tasks, Ints, Noise]:
    """Rows, tasks some of whose entries are not free, bounds around what a hidden rounding has, and a start."""
    noise = Noise(str(seed).encode())
    matrix = np.vstack([np.ones((1, TYPES), dtype=np.int64), noise.grains("rows", (4, TYPES)) % 2])
    shares = noise.grains("shares", (number, TYPES)) % 4
    hidden = (noise.grains("hidden", shares.shape) % 2) * (shares > 0)
    room = noise.grains("room", (number, 5)) % 2
    rows = hidden @ matrix.T
    home = np.zeros((number, households), dtype=np.int64)
    tasks = Tasks(shares, np.full(number, 4), rows - room, rows + room[:, ::-1], home + 1, home)
    start = (noise.grains("start", shares.shape) % 2) * (shares > 0)
    return matrix, tasks, start, noise


def violation(matrix: Ints, tasks: Tasks, task: int, up: Ints) -> int:
    sums = matrix @ up
    return int((np.maximum(tasks.lower[task] - sums, 0) + np.maximum(sums - tasks.upper[task], 0)).sum())


@given(st.integers(0, 10**6), st.integers(1, 40))
def test_every_exchange_that_finishes_a_search_is_found_and_no_other(seed: int, number: int) -> None:
    matrix, tasks, start, noise = made(seed, number)
    searches = searches_of(matrix, tasks, start, noise)
    already = {task for task, _types, _row in searches.retire()}
    assert already == {task for task in range(number) if not violation(matrix, tasks, task, start[task])}
    searches.exchange()
    found = {task: (types, row) for task, types, row in searches.retire()}
    near = sorted(
        (task for task in set(range(number)) - already if violation(matrix, tasks, task, start[task]) <= NEAR),
        key=lambda task: violation(matrix, tasks, task, start[task]),
    )
    for task in set(range(number)) - already:
        ways = []
        for go, come in product(range(TYPES), repeat=2):
            if start[task, go] and not start[task, come] and tasks.shares[task, come]:
                up = start[task].copy()
                up[go], up[come] = 0, 1
                ways.append(violation(matrix, tasks, task, up) == 0)
        if task in near[:LOOKED_AT]:
            assert (task in found) == any(ways)
        else:
            assert task not in found
    for task, (types, row) in found.items():
        up = np.zeros(TYPES, dtype=np.int64)
        up[types] = row
        assert not violation(matrix, tasks, task, up)
        assert not up[tasks.shares[task] == 0].any()
        assert np.abs(up - start[task]).sum() == 2


@given(st.integers(0, 10**6))
def test_an_exchange_keeps_to_the_households(seed: int) -> None:
    matrix, tasks, start, noise = made(seed, 20, households=2)
    homes = noise.grains("homes", (TYPES,)) % 4 - 2
    homes[homes < 0] = -1
    searches = searches_of(matrix, tasks, start, noise, homes)
    searches.exchange()
    for task, types, row in searches.retire():
        up = np.zeros(TYPES, dtype=np.int64)
        up[types] = row
        assert not violation(matrix, tasks, task, up)
        assert all(up[homes == home].sum() <= 1 for home in (0, 1))


def test_an_entry_that_is_not_free_never_flips() -> None:
    """Nothing is free, and what is asked for cannot be had: the search stays where it is."""
    none = np.zeros((1, 0), dtype=np.int64)
    tasks = Tasks(np.zeros((1, 3), dtype=np.int64), np.array([2]), np.array([[1]]), np.array([[1]]), none, none)
    matrix = np.ones((1, 3), dtype=np.int64)
    searches = searches_of(matrix, tasks, np.zeros((1, 3), dtype=np.int64), Noise(b""), np.full(3, -1))
    for _step in range(5):
        searches.exchange()
        assert searches.retire() == []
        searches.flip()
