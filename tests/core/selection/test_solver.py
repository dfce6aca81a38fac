import subprocess
import sys

import numpy as np
import pytest

from buergerforum.core.selection import solver
from buergerforum.core.selection.solver import Program, Rows, UnknownOptionError, solve_integer

WHOLE = Program(
    cost=np.array([1.0, 2.0]),
    lower=np.zeros(2),
    upper=np.ones(2),
    rows=Rows.dense(np.array([[1, 1]]), np.array([0]), np.array([1])),
    maximise=True,
    integer=np.array([True, True]),
)
PROGRAM = """
from tests.core.selection.test_solver import WHOLE
from buergerforum.core.selection.solver import Linear, solve_integer, version
version()
Linear(WHOLE).solve()
solve_integer(WHOLE, gap=0.999, nodes=100, target=2)
"""


def test_the_solver_prints_nothing_from_its_first_moment_on() -> None:
    # In a process of its own: HiGHS prints its banner once, and past everything that Python could hold back.
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_a_whole_program_is_solved() -> None:
    found = solve_integer(WHOLE, nodes=100, target=2)
    assert found.x is not None
    assert (found.x.tolist(), found.bound) == ([0, 1], 2)


@pytest.mark.parametrize("seed", [-1, 0.5])
def test_what_the_solver_does_not_take_is_an_error(monkeypatch: pytest.MonkeyPatch, seed: float) -> None:
    monkeypatch.setattr(solver, "_SEED", seed)
    with pytest.raises(UnknownOptionError, match=f"^HiGHS does not take random_seed = {seed}$"):
        solve_integer(WHOLE)
