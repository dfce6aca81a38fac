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
import hashlib
from buergerforum.core.selection.engine import make_lottery
from tests.core.selection.synthetic import PUBLISHED, synthetic
size = PUBLISHED[{place}]
case = synthetic(size, width=0, households=5)
result = make_lottery(*case, size.seats, lots={lots}, objective="{objective}")
print(hashlib.sha256(repr((result.lottery, result.chances, result.cuts)).encode()).hexdigest())
"""


@pytest.mark.parametrize(("place", "lots", "objective"), [(1, 1000, "leximin"), (7, 300, "leximin"), (1, 200, "nash")])
def test_two_processes_give_the_same_bytes(place: int, lots: int, objective: str) -> None:
    def run(seed: str, threads: str) -> str:
        environment = os.environ | {"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads, "PYTHONPATH": "."}
        program = PROGRAM.format(place=place, lots=lots, objective=objective)
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    assert run("1", "1") == run("4711", "2")


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
