"""How long the commands take and how much memory they need, as a user would feel it: whole processes.

``make bench`` prints a table and asserts nothing. Inputs are made afresh with a fixed seed in a temporary folder.
``ARGS="--only select --runs 5"`` runs the lines whose name contains the word, so many times each.
"""

import argparse
import contextlib
import csv
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.stages.demo.figures import DISTRICTS, RESIDENTS

try:
    from tests.bench.answering import answer_files, write_answering
    from tests.bench.selecting import pools
except ModuleNotFoundError:  # run as a program, with its own folder on the path
    sys.path.append(str(Path(__file__).parents[2]))
    from tests.bench.answering import answer_files, write_answering
    from tests.bench.selecting import pools

FORUM = (sys.executable, "-m", "buergerforum")
POOLS = Path(__file__).parents[1] / "data" / "pools"
DORTMUND = Path(__file__).parents[2] / "quotas" / "dortmund.yaml"
COUNTRY = Path(__file__).parent / "country.py"
VERIFY = Path(__file__).parents[2] / "src" / "buergerforum" / "data" / "verify.py"
OF_THE_DEMO = ("select from the demo's pool", "audit of the demo", "verify.py on the demo", "2,000 letters of the demo")
"""Lines that need the procedure that the demo makes."""
WORKBOOK_ROWS = 300_000
MILLIONS = (1, 3, 10)
"""Registers that are read in one pass; the time grows with the rows, so that of 84 million can be told from these."""
AGES = (("16-29", 1994, 2007, 21), ("30-44", 1979, 1993, 23), ("45-59", 1964, 1978, 24), ("60-74", 1949, 1963, 20))
OLDEST = ("75+", 1924, 1948, 12)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    name: str
    """What is measured."""
    aim: str
    """What it should stay within."""
    command: Sequence[str]
    """Arguments after ``forum``; ``OUT`` stands for a fresh folder."""
    runs: int = 3
    """How often, for the median."""
    program: Sequence[str] = FORUM
    """What is run."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run cost."""

    seconds: float
    """By the clock on the wall."""
    megabytes: float | None
    """Largest memory of the process; None where the system does not say."""
    code: int
    """Exit code."""


def measured(line: Line, folder: Path) -> Figures:
    """Run a command to its end in a fresh folder and say what it cost."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    for old in folder.glob("out.*"):
        old.unlink()
    words = (word.replace("OUT", str(out)) if word[:3] == "OUT" else word for word in line.command)
    arguments = [*line.program, *words]
    begun = time.perf_counter()
    process = subprocess.Popen(arguments, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not hasattr(os, "wait4"):
        return Figures(time.perf_counter() - begun, None, process.wait())
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Figures(time.perf_counter() - begun, usage.ru_maxrss / unit, process.returncode)


def write_frame(path: Path) -> None:
    """Write a frame of as many rows as Dortmund has residents."""
    chance = random.Random(1)
    names, weights = zip(*DISTRICTS, strict=True)
    ages = (*AGES, OLDEST)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";", lineterminator="\n")
        rows.writerow(
            ["id", "birth_year", "age_group", "sex", "nationality", "district", "household", "special_address"]
        )
        districts = chance.choices(names, weights, k=RESIDENTS)
        groups = chance.choices(ages, [share for *_rest, share in ages], k=RESIDENTS)
        sexes = chance.choices("mwdx", [492, 506, 1, 1], k=RESIDENTS)
        nations = chance.choices(["DE", "EU", "other"], [78, 9, 13], k=RESIDENTS)
        for number, (district, (group, first, last, _share)) in enumerate(zip(districts, groups, strict=True)):
            household = f"{chance.randrange(RESIDENTS // 2):016x}"
            year = str(chance.randint(first, last))
            special = "1" if chance.random() < 0.01 else "0"
            person = f"{chance.getrandbits(48):012x}{number:06x}"
            rows.writerow([person, year, group, sexes[number], nations[number], district, household, special])


def write_register(folder: Path) -> None:
    """Write the raw extract of an invented city, its lists and settings, and a part of the extract as a workbook."""
    from openpyxl import Workbook

    from buergerforum.stages.demo.city import generate, write_city
    from buergerforum.stages.new import run_new

    office = folder / "office"
    office.mkdir()
    run_new(folder / "rules")
    files = write_city(generate(RESIDENTS, "bench"), office)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Auszug")
    with files.raw.open(encoding="utf-8-sig", newline="") as file:
        for _number, row in zip(range(WORKBOOK_ROWS + 1), csv.reader(file, delimiter=";"), strict=False):
            sheet.append(row)
    book.save(office / "auszug.xlsx")


def write_large_example(folder: Path) -> None:
    """Write the pool of 2,000 with two features, and quotas of at least 99 for each of the four values."""
    kinds = [("female", "liberal")] * 999 + [("female", "conservative")] + [("male", "conservative")] * 1000
    with (folder / "large.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "gender", "leaning"])
        rows.writerows((f"p{number}", *kind) for number, kind in enumerate(kinds))
    values = (("gender", "female"), ("gender", "male"), ("leaning", "liberal"), ("leaning", "conservative"))
    with (folder / "large_quotas.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["feature", "value", "min", "max"])
        rows.writerows((*value, 99, 200) for value in values)


def select(pool: str, quotas: str, *more: str) -> tuple[str, ...]:
    """Return the arguments of a selection."""
    return ("select", "--pool", pool, "--quotas", quotas, *more, "--number", "187", "--out", "OUT")


def stream(millions: int) -> tuple[str, ...]:
    """Return the arguments of a draw in one pass."""
    sizes = ("--size", "20000", "--reserve", "20000")
    return ("draw", "--register", f"{millions}.csv", *sizes, "--seed", "4 7 2 9", "--out", "OUT")


def _aim(millions: int) -> str:
    return f"{9 * millions} s, 1.5 GB"


def lines(folder: Path) -> list[Line]:
    """Return what is measured; the demo comes before the selection from its pool."""
    real = (str(POOLS / "israel_60_respondents.csv"), str(POOLS / "israel_60_quotas_wide.csv"))
    pool = str(folder / "demo" / "forum" / "applications" / "pool.csv")
    office = folder / "office"
    lists = (
        "--districts",
        str(office / "unterbezirke.csv"),
        "--special-addresses",
        str(office / "sonderanschriften.csv"),
    )
    rules = ("--settings", str(folder / "rules/forum.yaml"), "--yes", "--out", "OUT", "--key-file", "OUT.key.csv")
    raw, book = str(office / "melderegister-auszug.csv"), str(office / "auszug.xlsx")
    people = ("--people", "demo/forum/draw/wave-1/invitees.csv", "--addresses", "demo/meldebehoerde/key.csv")
    letters = ("letters", "invitation", *people, "--settings", "demo/forum/forum.yaml", "--out", "OUT")
    draw = ("draw", "--register", "frame.csv", "--size", "2000", "--seed", "4 7 2 9", "--out", "OUT")
    return [
        Line("forum --help", "0.3 s", ("--help",), 9),
        Line(f"draw 2,000 from {RESIDENTS:,} rows", "4 s, 1 GB", draw),
        Line(f"frame of {RESIDENTS:,} raw rows", "15 s, 1.5 GB", ("frame", raw, *lists, *rules)),
        Line(f"frame of {WORKBOOK_ROWS:,} rows of XLSX", "30 s", ("frame", book, *lists, *rules), 1),
        Line("check a frame", "8 s", ("check", "frame.csv")),
        *(Line(f"stream {number} million rows", _aim(number), stream(number), 1) for number in MILLIONS),
        Line("select israel_60, wide", "2 s", select(*real, "--seats", "60")),
        Line("select israel_60, exact", "2 s", select(real[0], real[1].replace("wide", "exact"), "--seats", "60")),
        Line("select israel_60, wide, nash", "4 s", select(*real, "--seats", "60", "--objective", "nash")),
        Line("select israel_60, wide, goldilocks", "4 s", select(*real, "--seats", "60", "--objective", "goldilocks")),
        Line("select israel_60, wide, 10⁹ lots", "2 s", select(*real, "--seats", "60", "--lots", "1000000000")),
        *(Line(label, aim, select(*files, "--seats", seats), runs) for label, aim, files, seats, runs in pools(folder)),
        Line("select from 2,000 people", "2 s", select("large.csv", "large_quotas.csv", "--seats", "200")),
        Line(f"demo with {RESIDENTS:,} residents", "90 s, 2 GB", ("demo", "demo"), 1),
        Line("select from the demo's pool", "5 s", select(pool, str(DORTMUND))),
        Line("audit of the demo", "15 s", ("audit", "demo/forum")),
        Line("verify.py on the demo", "20 s", ("demo/forum",), program=(sys.executable, str(VERIFY))),
        Line("2,000 letters of the demo", "20 s, 1 GB", letters, 1),
        Line("demo with 20,000 residents", "15 s", ("demo", "OUT", "--residents", "20000"), 1),
        Line("merge 5,000 answers of 20,000", "5 s", ("merge", *answer_files(), "--procedure", "answering")),
        Line("status of 5,000 answers of 20,000", "1 s", ("status", "--procedure", "answering")),
        Line("fold 100,000 events", "2 s", (), program=(sys.executable, str(Path(__file__).parent / "answering.py"))),
    ]


@contextlib.contextmanager
def prepared(chosen: str) -> Iterator[Path]:
    """Make a folder with the inputs that are needed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_large_example(folder)
        if any(
            chosen in name for name in (f"frame of {RESIDENTS:,} raw rows", f"frame of {WORKBOOK_ROWS:,} rows of XLSX")
        ):
            write_register(folder)
        if any(chosen in name for name in ("merge 5,000 answers of 20,000", "status of 5,000 answers of 20,000")):
            write_answering(folder)
        made = chosen in f"demo with {RESIDENTS:,} residents"
        if not made and any(chosen in name for name in OF_THE_DEMO):
            subprocess.run([*FORUM, "demo", "demo"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        if chosen in f"draw 2,000 from {RESIDENTS:,} rows" or chosen in "check a frame":
            write_frame(folder / "frame.csv")
        for number in MILLIONS:
            if chosen in f"stream {number} million rows":
                subprocess.run([sys.executable, COUNTRY, f"{number}000000", folder / f"{number}.csv"], check=True)
        yield folder


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="a word in the name of the lines to run")
    parser.add_argument("--runs", type=int, help="how often each is run")
    wish = parser.parse_args()
    print(f"{'':34} {'aim':>11} {'median':>9} {'slowest':>9} {'memory':>9} {'runs':>5}")
    medians: dict[str, float] = {}
    with prepared(wish.only) as folder:
        for line in lines(folder):
            if wish.only not in line.name:
                continue
            found = [measured(line, folder) for _run in range(wish.runs or line.runs)]
            seconds = [one.seconds for one in found]
            medians[line.name] = statistics.median(seconds)
            memory = max((one.megabytes or 0 for one in found), default=0)
            failed = "  failed" if any(one.code for one in found) else ""
            print(
                f"{line.name:34} {line.aim:>11} {statistics.median(seconds):7.2f} s {max(seconds):7.2f} s "
                f"{memory:6.0f} MB {len(found):>5}{failed}",
                flush=True,
            )
    say_extrapolation([medians.get(f"stream {number} million rows") for number in MILLIONS])


def say_extrapolation(seconds: Sequence[float | None]) -> None:
    """Say how long a whole country would take, if the time goes on growing as it did between the largest registers."""
    *_smaller, some, most = seconds
    if some is not None and most is not None:
        each = (most - some) / (MILLIONS[-1] - MILLIONS[-2])
        print(f"{'stream 84 million rows, extrapolated':34} {most + each * (84 - MILLIONS[-1]):21.0f} s")


if __name__ == "__main__":
    main()
