import csv
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from buergerforum.io.lottery_files import read_chances, read_lottery
from buergerforum.io.tables import read_table
from buergerforum.io.workbooks import Sheet, write_workbook
from tests.cli.calling import Answer, bytes_below, command_line, forum, process
from tests.stages.small_forum import HEADER, PEOPLE, QUOTAS, make_procedure, write, write_pool, write_quotas

POOLS = Path(__file__).parent.parent / "data/pools"
REAL = POOLS / "israel_60_respondents.csv"
FILES = (
    "certificate.json",
    "fairness.json",
    "lottery.csv",
    "panel.csv",
    "panel.xlsx",
    "pool.csv",
    "probabilities.csv",
    "quotas.csv",
    "receipt.json",
    "waiting.csv",
)


def table_of(kind: str) -> Path:
    return POOLS / f"israel_60_quotas_{kind}.csv"


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Return the options that name pool, quotas, ids and the result."""
    pool, quotas = write_pool(tmp_path / "people.csv"), write_quotas(tmp_path / "table.yaml")
    return ["--pool", str(pool), "--quotas", str(quotas), "--id", "pid", "--out", str(tmp_path / "out")]


# --- real pools, as they are -------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["wide", "exact"])
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, Answer]:
    """Return a selection from the real pool: kind of quotas, folder of the result, what was said."""
    out = tmp_path_factory.mktemp("real") / "out"
    asked = ["--pool", REAL, "--quotas", table_of(request.param), "--seats", 60, "--seed", "a seed", "--out", out]
    return request.param, out, forum("select", *asked)


def test_a_real_pool_is_selected_from(real: tuple[str, Path, Answer]) -> None:
    _kind, out, answer = real
    assert (answer.code, sorted(bytes_below(out))) == (0, sorted(FILES))
    figures = answer.figures()
    assert float(figures["Largest difference from the exact optimum"].removesuffix(" %")) <= 0.1
    assert (figures["Members of the panel"], figures["Waiting list"]) == ("60", "25")
    assert "no column with ids, so the row number of the spreadsheet serves as id" in answer.err


def test_every_lot_of_a_real_pool_meets_every_quota(real: tuple[str, Path, Answer]) -> None:
    kind, out, _answer = real
    header, *people = rows_of(REAL)
    quotas = [row[:4] for row in rows_of(table_of(kind))[1:] if row[0]]
    blocks = read_lottery(out / "lottery.csv").blocks
    assert [block.first for block in blocks] == list(range(1000))
    for block in blocks:
        rows = [dict(zip(header, people[int(member) - 2], strict=True)) for member in block.members]
        assert len(set(block.members)) == 60
        seated = Counter((feature, row[feature]) for row in rows for feature in header[:-1])
        assert all(int(low) <= seated[feature, value] <= int(high) for feature, value, low, high in quotas)
    lots = Counter(member for block in blocks for member in block.members)
    for one in read_chances(out / "probabilities.csv"):
        assert one.lots == lots[one.id]
        assert abs(one.lots / 1000 - one.optimal) < 0.001


def test_columns_that_count_for_nothing_are_carried_along(real: tuple[str, Path, Answer]) -> None:
    _kind, out, _answer = real
    panel = read_table(out / "panel.csv")
    assert panel.header == ("id", *rows_of(REAL)[0])
    lot = json.loads((out / "receipt.json").read_bytes())["figures"]["lot"]
    assert tuple(panel.columns["id"]) == read_lottery(out / "lottery.csv").blocks[int(lot)].members


@pytest.mark.parametrize("form", ["xlsx", "shuffled"])
def test_other_forms_of_a_real_pool_give_the_same(real: tuple[str, Path, Answer], tmp_path: Path, form: str) -> None:
    kind, out, _answer = real
    (header, *people), (names, *quotas) = rows_of(REAL), rows_of(table_of(kind))
    numbered = [[str(number), *row] for number, row in enumerate(people, 2)]
    if form == "xlsx":
        pool, table = tmp_path / "pool.xlsx", tmp_path / "quotas.xlsx"
        write_workbook(pool, [Sheet("Pool", ("id", *header), numbered)])
        cells: list[list[str | int]] = [[*row[:2], *map(int, row[2:4])] for row in quotas if row[0]]
        write_workbook(table, [Sheet("Quotas", tuple(names[:4]), cells)])
    else:
        random.Random(7).shuffle(numbered)
        table = table_of(kind)
        pool = write(tmp_path / "pool.csv", ("PID", *reversed(header)), [[row[0], *row[:0:-1]] for row in numbered])
    asked = ["--pool", pool, "--quotas", table, "--seats", 60, "--seed", " a seed ", "--out", tmp_path / "out"]
    assert forum("select", *asked).code == 0
    usual, other = bytes_below(out), bytes_below(tmp_path / "out")
    same = ["lottery.csv", "probabilities.csv"]
    if form == "xlsx":
        same += ["panel.csv", "panel.xlsx", "pool.csv", "waiting.csv"]
    assert [name for name in same if usual[name] != other[name]] == []


# --- the same bytes ----------------------------------------------------------------------------------------------


def test_neither_hash_seed_nor_order_nor_repetition_changes_a_byte(tmp_path: Path) -> None:
    write_quotas(tmp_path / "quotas.csv")
    shuffled = random.Random(5).sample(PEOPLE, len(PEOPLE))
    results = []
    for number, (hash_seed, people) in enumerate([("0", PEOPLE), ("1", PEOPLE), ("2", shuffled)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_pool(folder / "pool.csv", people)
        asked = ["--quotas", "../quotas.csv", "--id", "pid", "--household", "home", "--seats", 6, "--seed", "4 6 1"]
        answer = process("select", "--pool", "pool.csv", *asked, "--out", "out", cwd=folder, PYTHONHASHSEED=hash_seed)
        assert answer.code == 0, answer.err
        results.append((answer, bytes_below(folder / "out")))
    first, second, other = results
    assert first == second
    receipt, unlike = (json.loads(result[1].pop("receipt.json")) for result in (first, other))
    assert first == other
    for one in (*receipt["inputs"], *unlike["inputs"]):
        if one["name"] == "pool.csv":
            one.pop("sha256")
    assert receipt == unlike


def test_further_columns_change_neither_lots_nor_chances(tmp_path: Path, files: list[str]) -> None:
    assert forum("select", *files, "--number", 5).code == 0
    bare = write(tmp_path / "bare.csv", HEADER[1:4], [row[1:4] for row in PEOPLE])
    asked = ["--pool", bare, "--quotas", tmp_path / "table.yaml", "--number", 5, "--out", tmp_path / "other"]
    assert forum("select", *asked).code == 0
    usual, other = bytes_below(tmp_path / "out"), bytes_below(tmp_path / "other")
    assert all(usual[name] == other[name] for name in ("lottery.csv", "probabilities.csv"))


def test_in_one_go_or_in_two_steps(tmp_path: Path, files: list[str]) -> None:
    assert forum("select", *files, "--seed", "4 6 1").code == 0
    assert forum("lottery", *files[:-1], tmp_path / "lottery").code == 0
    asked = ["--lottery", tmp_path / "lottery", "--seed", "4 6 1", "--out", tmp_path / "twice"]
    assert forum("select", *asked).code == 0
    once, twice = bytes_below(tmp_path / "out"), bytes_below(tmp_path / "twice")
    assert once.pop("receipt.json") != twice.pop("receipt.json")
    assert once == twice


def test_a_billion_lots_can_be_drawn_from(files: list[str]) -> None:
    answer = forum("select", *files, "--lots", 10**9, "--number", "999999999")
    assert (answer.code, answer.figures()["Winning lot"]) == (0, "999999999 of 1,000,000,000")


# --- what is said ------------------------------------------------------------------------------------------------


def test_the_panel_is_shown_with_its_quotas(tmp_path: Path, files: list[str]) -> None:
    answer = forum("select", *files, "--number", "007", "--waiting", 4)
    assert answer.figures()["Winning lot"] == "007 of 1,000"
    assert answer.figures()["Waiting list"] == "4"
    assert answer.figures()["Result in"] == (tmp_path / "out").as_posix()
    panel = read_table(tmp_path / "out/panel.csv").columns["sex"]
    table = [[cell.strip() for cell in line.split("│")[1:-1]] for line in answer.out.splitlines() if "│" in line]
    assert table[0] == ["Geschlecht", "Männer", "2", str(panel.count("m")), "4"]
    assert [row[:3] for row in table[2:]] == [
        ["Alter", "16 bis 29 Jahre", "2"],
        ["Alter", "30-59", "1"],
        ["Alter", "60+", "1"],
    ]


def test_no_line_is_cut_at_80_columns(tmp_path: Path) -> None:
    deep = tmp_path / ("a very long name " * 6).strip() / ("b" * 90)
    deep.mkdir(parents=True)
    value = "a group with a name that fills more than a line of the terminal, as offices like to call them"
    pool = write(tmp_path / "pool.csv", ("id", "group"), [("A1", value), ("A2", value)])
    table = write(tmp_path / "quotas.csv", ("feature", "value", "min", "max"), [("group", value, 1, 1)])
    asked = ["--pool", pool, "--quotas", table, "--seats", 1, "--number", 0, "--out", deep / "out"]
    answer = process("select", *asked, cwd=tmp_path, COLUMNS="80")
    assert answer.code == 0, answer.err
    assert f"Result in                                   {(deep / 'out').as_posix()}\n" in answer.out
    assert "…" not in answer.out
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in answer.out.splitlines() if "│" in line]
    assert " ".join(line[1] for line in lines) == value
    assert all(len(line) <= 80 for line in answer.out.splitlines() if "│" in line)


# --- inside a procedure ------------------------------------------------------------------------------------------


def test_lottery_seal_select_need_nothing_but_the_number(tmp_path: Path) -> None:
    home = make_procedure(tmp_path / "forum")
    for words in (["lottery"], ["seal", "selection"], ["select", "--number", "07"]):
        assert forum(*words, cwd=home.root).code == 0
    assert len(read_table(home.path("selection/panel.csv"))) == 6
    second = forum("select", "--number", "08", cwd=home.root)
    assert (second.code, "“selection” holds a result already" in second.err) == (2, True)
    again = forum("select", "--number", "08", "--again", "misread", "--procedure", home.root, cwd=tmp_path)
    assert (again.code, again.figures()["Winning lot"]) == (0, "08 of 20")
    assert json.loads(home.path("earlier/selection-1/receipt.json").read_bytes())["figures"]["lot"] == "07"
    empty = forum("select", "--number", "08", "--again", " ", cwd=home.root)
    assert (empty.code, "The reason after --again is empty" in empty.err) == (2, True)


@pytest.mark.parametrize("changed", ["applications/pool.csv", "quotas/small.yaml"])
def test_a_change_after_the_lottery_is_refused(tmp_path: Path, changed: str) -> None:
    home = make_procedure(tmp_path / "forum")
    forum("lottery", cwd=home.root)
    home.path(changed).write_bytes(home.path(changed).read_bytes().replace(b"16-29", b"16-29 "))
    answer = forum("select", "--number", 7, "--quotas", "quotas/small.yaml", cwd=home.root)
    assert answer.code == 3
    assert answer.err.startswith(f"✗ {Path(changed).name}: The file is not the one that the lottery was made from.\n")
    assert not home.path("selection").exists()


# --- bad input ---------------------------------------------------------------------------------------------------

POOL_HEADER = "id;sex;age group\n"
GOOD = "".join(f"A{number};{'mw'[number % 2]};{('16-29', '30-59', '60+')[number % 3]}\n" for number in range(12))
TABLE = "feature;value;min;max\n" + "".join(f"{';'.join(map(str, row))}\n" for row in QUOTAS)


def refused(folder: Path, pool: str | None = None, table: str | None = None, *more: str | int) -> Answer:
    """Select from a pool and a table that are not right; return what is said, after looking that nothing is left."""
    for name, said in (("pool.csv", POOL_HEADER + GOOD if pool is None else pool), ("table.csv", table or TABLE)):
        (folder / name).write_text(said, "utf-8")
    before = bytes_below(folder)
    asked = ["--pool", folder / "pool.csv", "--quotas", folder / "table.csv", "--seats", 6, "--number", 0]
    answer = forum("select", *asked, "--out", folder / "out", *more)
    assert answer.out == ""
    assert answer.err.startswith("✗ ")
    assert bytes_below(folder) == before
    return answer


@pytest.mark.parametrize(
    ("pool", "said"),
    [
        ("", "pool.csv: The file is empty."),
        (POOL_HEADER, "pool.csv: There are no applicants in this table."),
        ("id;sex\nA1;m\n", "pool.csv: The column “age group” is missing. Found: id, sex."),
        ("id;sex;sex;age group\nA1;m;m;60+\n", "pool.csv, row 1: The column “sex” is there 2 times."),
        (
            POOL_HEADER + GOOD + "A3;m;60+\n;w;60+\nA 4;w;60+\n",
            (
                "pool.csv, row 14, column “id”: The id is there twice, first in row 5. Correct the id.\n"
                "✗ pool.csv, row 15, column “id”: The id is blank. Correct the id.\n"
                "✗ pool.csv, row 16, column “id”: The id holds a blank. Correct the id.\n"
            ),
        ),
        (
            POOL_HEADER + GOOD + "A99;x;61+\n",
            (
                "pool.csv, row 14, column “sex”: “x” is no value of “sex” in the quota table. Expected: m, w. "
                "Correct the table, or add the value to the quota file.\n"
                "✗ pool.csv, row 14, column “age group”: “61+” is no value of “age group”"
            ),
        ),
        (POOL_HEADER + GOOD + "A99;m\n", "pool.csv, row 14: The row does not fit the header. Found: 2 cells."),
        ("PK\x03\x04 no workbook at all", "pool.csv: The workbook is damaged, or it is no Excel workbook."),
    ],
)
def test_a_pool_that_cannot_be_used(tmp_path: Path, pool: str, said: str) -> None:
    answer = refused(tmp_path, pool)
    assert answer.code == 3
    assert f"✗ {said}" in answer.err


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("\n", "table.csv: The file is empty."),
        ("feature;value;min\nsex;m;1\n", "table.csv: The column “max” is missing."),
        (TABLE + "sex;m;2;4\n", "table.csv, row 7: “m” of “sex” is there twice"),
        (TABLE.replace("sex;m;2;4", "sex;m;5;4"), "table.csv, row 2"),
        (TABLE.replace("sex;m;2;4", "sex;m;-2;4"), "table.csv, row 2, column “min”"),
        (TABLE.replace("sex;m;2;4", "sex;m;two;4"), "table.csv, row 2, column “min”: This is no whole number."),
    ],
)
def test_quotas_that_cannot_be_used(tmp_path: Path, table: str, said: str) -> None:
    answer = refused(tmp_path, None, table)
    assert answer.code == 3
    assert f"✗ {said}".split(": “")[0] in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("table", "more", "said"),
    [
        (None, ["--seats", 13], "the maximums add up to only"),
        (TABLE.replace(";4\n", ";40\n").replace("2;2", "2;40").replace(";3\n", ";40\n"), ["--seats", 13], "only 12"),
        (
            TABLE.replace("2;2", "5;6").replace(";1;3", ";0;3"),
            [],
            "at least 5 are needed, but there are only 4 applicants",
        ),
        (TABLE.replace("sex;m;2;4", "sex;m;0;1"), [], "the maximums add up to only 5, but there are 6 seats"),
        (TABLE.replace("sex;m;2;4", "sex;m;4;4").replace("sex;w;2;4", "sex;w;4;4"), [], "the minimums add up to 8"),
    ],
)
def test_quotas_that_cannot_be_met(tmp_path: Path, table: str | None, more: list[str | int], said: str) -> None:
    answer = refused(tmp_path, None, table, *more)
    assert answer.code == 4
    assert said in answer.err
    assert "\n→ " in answer.err


def test_a_file_that_is_not_there(tmp_path: Path, files: list[str]) -> None:
    (tmp_path / "people.csv").unlink()
    answer = forum("select", *files, "--number", 1)
    assert (answer.code, answer.err) == (3, "✗ people.csv: The file is not there. Check the name and the folder.\n")


def test_a_damaged_workbook(tmp_path: Path, files: list[str]) -> None:
    whole = write_pool(tmp_path / "whole.xlsx").read_bytes()
    (tmp_path / "people.csv").write_bytes(whole[: len(whole) // 2])
    answer = forum("select", *files, "--number", 1)
    assert answer.code == 3
    assert answer.err.startswith("✗ people.csv: The workbook is damaged, or it is no Excel workbook.")


def test_a_column_that_is_not_there(tmp_path: Path, files: list[str]) -> None:
    for option, said in (("--household", "The column “flat” is missing"), ("--id", "The column “flat” is missing")):
        answer = forum("select", *files, "--number", 1, option, "flat")
        assert (answer.code, said in answer.err) == (3, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--seed", " \t "], "✗ The seed is empty."),
        (["--number", "1000"], "✗ “1000” is no lot number.\n→ The lots are numbered 000 to 999."),
        (["--number", "-1"], "✗ “-1” is no lot number."),
        (["--number", "seven"], "✗ “seven” is no lot number."),
        (["--number", ""], "✗ “” is no lot number."),
        (["--number", "9" * 5000], "is no lot number.\n→ The lots are numbered 000 to 999."),
        (["--number", "1", "--seed", "x"], "✗ Give either --seed or --number, not both."),
        ([], "✗ It is not decided which lot wins.\n→ Add --number N"),
        (["--number", "1", "--objective", "fairest"], "→ Choose one of: leximin, maximin, nash, goldilocks."),
        (["--number", "1", "--procedure", "."], "✗ Give either --procedure or --out, not both."),
    ],
)
def test_wrong_usage(tmp_path: Path, files: list[str], words: list[str], said: str) -> None:
    answer = forum("select", *files, *words)
    assert answer.code == 2
    assert said in answer.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["lottery.csv", "probabilities.csv", "pool.csv", "quotas.yaml", "receipt.json"])
def test_a_damaged_lottery_is_never_drawn_from(tmp_path: Path, files: list[str], name: str) -> None:
    out = tmp_path / "out"
    assert forum("lottery", *files).code == 0
    for number, damage in enumerate((b"", b"\x00\xff;", (out / name).read_bytes()[:-3])):
        copy = tmp_path / f"{number}"
        shutil.copytree(out, copy)
        (copy / name).write_bytes(damage)
        answer = forum("select", "--lottery", copy, "--number", 1, "--out", tmp_path / "panel")
        assert (answer.code, answer.err[:2]) == (3, "✗ ")
        assert not (tmp_path / "panel").exists()


def test_a_lottery_may_be_drawn_from_with_its_own_options_only(tmp_path: Path, files: list[str]) -> None:
    assert forum("lottery", *files).code == 0
    asked = ["--lottery", tmp_path / "out", "--number", 1, "--out", tmp_path / "panel"]
    answer = forum("select", *asked, "--seats", 5, "--lots", 10)
    assert answer.code == 3
    assert answer.err.splitlines()[:2] == [
        "✗ receipt.json: The lottery was made with seats = 6, not 5.",
        "✗ receipt.json: The lottery was made with lots = 1000, not 10.",
    ]


def test_a_folder_that_is_no_lottery(tmp_path: Path) -> None:
    answer = forum("select", "--lottery", POOLS, "--number", 1, "--out", tmp_path / "panel")
    assert (answer.code, answer.err) == (
        3,
        "✗ pools: This is no folder of a lottery. Name a folder that “forum lottery” made.\n",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a console of its own is needed to stop one process only")
def test_a_stop_from_the_keyboard_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "result" / "out"
    asked = ["--pool", REAL, "--quotas", table_of("exact"), "--seats", 60, "--lots", 9999, "--out", out, "--number", 1]
    with subprocess.Popen(command_line("select", *asked), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        while not out.parent.exists() or not any(out.parent.iterdir()):
            assert run.poll() is None
            time.sleep(0.01)
        time.sleep(0.5)
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=20)
    assert (run.returncode, said[0]) == (130, b"")
    assert said[1].decode().endswith("Stopped. Nothing half-finished was left behind.\n")
    assert list(out.parent.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only there may a name be bytes that are no text")
def test_a_file_name_that_is_no_text(tmp_path: Path, files: list[str]) -> None:
    odd = tmp_path / "people\udcff.csv"
    (tmp_path / "people.csv").rename(odd)
    answer = forum("select", "--pool", odd, *files[2:], "--number", 1)
    assert answer.code == 0, answer.err
    assert "! people?.csv: column “Age group” was read as “age group”." in answer.err
    names = [one["name"] for one in json.loads((tmp_path / "out/receipt.json").read_bytes())["inputs"]]
    assert names == ["people?.csv", "table.yaml"]
