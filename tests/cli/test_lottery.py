from pathlib import Path

import pytest

from buergerforum.io.lottery_files import read_lottery
from buergerforum.io.tables import read_table
from buergerforum.model.lottery import Chance
from tests.cli.calling import bytes_below, forum
from tests.stages.small_forum import make_procedure, write_pool, write_quotas


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Return the options that name pool, quotas and ids."""
    pool, quotas = write_pool(tmp_path / "people.csv"), write_quotas(tmp_path / "table.yaml")
    return ["--pool", str(pool), "--quotas", str(quotas), "--id", "pid"]


def test_the_command_says_what_it_made(tmp_path: Path, files: list[str]) -> None:
    answer = forum("lottery", *files, "--lots", 100, "--out", tmp_path / "out")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "Lottery")
    figures = answer.figures()
    assert figures.pop("Different panels among them").isdigit()
    assert 1 <= int(figures.pop("Lots in which the commonest pair sits together")) < 25
    assert float(figures.pop("Largest difference from the exact optimum").removesuffix(" %")) < 1
    assert figures == {
        "Applicants": "24",
        "Seats": "6",
        "Lots, all equally likely": "100",
        "Lowest chance": "25.00 %",
        "Highest chance": "25.00 %",
        "Mean chance": "25.00 %",
        "Share with less than half the mean chance": "0.00 %",
        "Gini coefficient (0: all are equal)": "0.000",
        "Result in": (tmp_path / "out").as_posix(),
    }
    assert answer.err == "! people.csv: column “Age group” was read as “age group”.\n"


def test_all_options_reach_the_lottery(tmp_path: Path, files: list[str]) -> None:
    wishes = ["--seats", "4", "--lots", "7", "--objective", "maximin", "--household", "home"]
    assert forum("lottery", *files, *wishes, "--out", tmp_path / "out").code == 0
    found = read_lottery(tmp_path / "out/lottery.csv")
    assert (found.lots, {len(block.members) for block in found.blocks}) == (7, {4})
    homes = read_table(tmp_path / "out/pool.csv")
    home = dict(zip(homes.columns["id"], homes.columns["home"], strict=True))
    assert all(len({home[member] for member in block.members}) == 4 for block in found.blocks)


def test_who_has_no_chance_is_named(tmp_path: Path) -> None:
    pool, quotas = tmp_path / "pool.csv", tmp_path / "quotas.csv"
    pool.write_text("id;sex;age\nA1;w;old\nA2;w;young\nA3;m;old\nA4;m;young\n", "utf-8")
    quotas.write_text("feature;value;min;max\nsex;w;1;1\nsex;m;1;1\nage;old;2;2\nage;young;0;0\n", "utf-8")
    answer = forum("lottery", "--pool", pool, "--quotas", quotas, "--seats", 2, "--out", tmp_path / "out")
    assert "! 2 applicants have no chance: no panel with them can meet all quotas. Ids: A2, A4." in answer.err
    assert answer.figures()["Lowest chance"] == "0.00 %"
    assert answer.figures()["Highest chance"] == "100.00 %"


def test_inside_a_procedure_nothing_need_be_said(tmp_path: Path) -> None:
    home = make_procedure(tmp_path / "forum")
    answer = forum("lottery", cwd=home.root)
    assert (answer.code, answer.figures()["Result in"]) == (0, str(home.path("lottery")))
    again = forum("lottery", cwd=home.root)
    assert (again.code, "“lottery” holds a result already" in again.err) == (2, True)
    once_more = forum("lottery", "--again", "another order of relaxation", "--procedure", home.root, cwd=tmp_path)
    assert once_more.code == 0
    assert home.path("earlier/lottery-1").is_dir()


def test_an_unknown_objective_is_refused_with_those_that_there_are(tmp_path: Path, files: list[str]) -> None:
    answer = forum("lottery", *files, "--objective", "fairest", "--out", tmp_path / "out")
    assert answer.code == 2
    assert answer.err.splitlines()[-2:] == [
        "✗ There is no objective “fairest”.",
        "→ Choose one of: leximin, maximin, nash, goldilocks.",
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("lots", ["0", "-1", "x", "1.5", "1000000000001", "9" * 40])
def test_a_number_of_lots_that_is_none_is_refused(tmp_path: Path, files: list[str], lots: str) -> None:
    before = bytes_below(tmp_path)
    answer = forum("lottery", *files, "--lots", lots, "--out", tmp_path / "out")
    assert (answer.code, answer.out) == (2, "")
    assert bytes_below(tmp_path) == before


def test_without_any_files_it_says_what_is_needed(tmp_path: Path) -> None:
    answer = forum("lottery", cwd=tmp_path)
    assert answer.code == 2
    assert answer.err.splitlines() == [
        "✗ The selection needs a pool and quotas.",
        "→ Run it inside a procedure folder, or add --pool FILE, --quotas FILE and --out FOLDER.",
    ]


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0.00 %"),
        (1e-9, "< 0.01 %"),
        (0.2737, "27.37 %"),
        (1 - 1e-9, "> 99.99 %"),
        (1.0, "100.00 %"),
    ],
)
def test_only_what_is_certain_is_said_to_be(share: float, said: str) -> None:
    from buergerforum.cli.selecting import percent

    assert percent(share) == said


def test_a_chance_that_only_the_lots_give_is_one() -> None:
    from buergerforum.cli.selecting import hopeless

    assert hopeless([Chance("A", 0.0, 1), Chance("B", 0.2, 0), Chance("C", 1e-12, 0)]) == [
        "1 applicant has no chance: no panel with this person can meet all quotas. Id: C."
    ]
