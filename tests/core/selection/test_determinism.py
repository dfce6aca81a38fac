"""The same lottery in every process, whatever the hash seed and the number of threads of the linear algebra."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import hashlib
from buergerforum.core.selection.engine import make_lottery
from tests.core.selection.synthetic import PUBLISHED, synthetic
result = make_lottery(*synthetic(PUBLISHED[{place}], width=0, households=5), PUBLISHED[{place}].seats, lots={lots})
print(hashlib.sha256(repr((result.lottery, result.chances, result.cuts)).encode()).hexdigest())
"""


@pytest.mark.parametrize(("place", "lots"), [(1, 1000), (7, 300)])
def test_two_processes_give_the_same_bytes(place: int, lots: int) -> None:
    def run(seed: str, threads: str) -> str:
        environment = os.environ | {"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads, "PYTHONPATH": "."}
        program = PROGRAM.format(place=place, lots=lots)
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    assert run("1", "1") == run("4711", "2")
