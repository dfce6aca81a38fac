"""The same lottery in every process, whatever the hash seed and the number of threads of the linear algebra."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calling import forum

QUOTAS = """\
feature;value;min;max
sex;m;3;5
sex;w;3;5
age;young;2;3
age;middle;2;4
age;old;2;3
"""
PROGRAM = """
import hashlib, os
from buergerforum.core.selection.engine import make_lottery
from tests.core.selection.small_pools import hard_pool
from tests.core.selection.synthetic import PUBLISHED, synthetic

def tell(*case, **wishes):
    result = make_lottery(*case, **wishes)
    told = repr((result.lottery, result.chances, result.cuts))
    print(hashlib.sha256(told.encode()).hexdigest(), "cuts" if result.cuts else "no cut")

def tell_synthetic(place, **wishes):
    tell(*synthetic(PUBLISHED[place], width=0, households=5), PUBLISHED[place].seats, **wishes)

tell_synthetic(1, lots=1000)
tell_synthetic(1, lots=200, objective="nash")
for seed in (6, 17, 24, 27, 29, 36, 51):
    tell(*hard_pool(seed), lots=300)
if os.environ.get("FORUM_EXAMPLES"):
    tell_synthetic(7, lots=300)
"""


def test_two_processes_give_the_same_bytes() -> None:
    def run(seed: str, threads: str) -> str:
        environment = os.environ | {"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads}
        path = os.pathsep.join([".", *filter(None, [os.environ.get("PYTHONPATH")])])
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=environment | {"PYTHONPATH": path},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    told = run("1", "1")
    assert told.count(" cuts") >= 7
    assert told == run("4711", "2")


@pytest.mark.parametrize("objective", ["leximin", "nash", "goldilocks"])
def test_row_order_extra_columns_and_spelling_do_not_change_a_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, objective: str
) -> None:
    monkeypatch.chdir(tmp_path)
    dice = random.Random(7)
    people = [
        {"id": f"P{number:02}", "sex": dice.choice("mw"), "age": dice.choice(("young", "middle", "old")), "home": home}
        for number, home in enumerate(["H1", "H1", "H2", "H2", *[""] * 26])
    ]
    Path("quotas.csv").write_text(QUOTAS, "utf-8")

    def lots(name: str, header: list[str], rows: list[dict[str, str]]) -> bytes:
        lines = [";".join(header), *(";".join(row.get(heading, "…") for heading in header) for row in rows)]
        Path(f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
        files = ("--pool", f"{name}.csv", "--quotas", "quotas.csv", "--seats", "8", "--lots", "90")
        wishes = ("--household", "home", "--objective", objective, "--fix-out", "P29=ill", "--out", name)
        assert forum("lottery", *files, *wishes).code == 0
        return Path(name, "lottery.csv").read_bytes() + Path(name, "probabilities.csv").read_bytes()

    usual = lots("usual", ["id", "sex", "age", "home"], people)
    other = [row | {"home": f" {row['home'].lower()} "} for row in dice.sample(people, len(people))]
    assert lots("other", ["remark", "age", "home", "id", "sex"], other) == usual
