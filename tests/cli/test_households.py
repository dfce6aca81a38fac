"""At most one per household, told by addresses: through the command line, with everything that could leak them."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from buergerforum.io.lottery_files import read_lottery
from buergerforum.io.tables import read_table
from buergerforum.io.workbooks import Sheet, write_workbook
from tests.cli.calling import Answer, bytes_below, forum

HEADER = ("id", "sex", "Straße", "Hausnummer", "PLZ", "Heim")
PEOPLE = [
    ("p01", "m", "Erfundenstraße", "5 a", "44000", ""),
    ("p02", "w", "ERFUNDENSTR.", "5A", "44000", ""),
    ("p03", "m", "Erfundenstraße", "5", "44000", ""),
    ("p04", "w", "Nirgendweg", "12", "44000", ""),
    ("p05", "m", "Nirgendweg", "12", "44001", ""),
    ("p06", "w", "Nirgendweg", "", "44000", ""),
    ("p07", "m", "Nirgendweg", "–", "44000", ""),
    ("p08", "w", "", "", "", ""),
    ("p09", "m", "", "", "", ""),
    *((f"p{number}", "mw"[number % 2], "Heimgasse", "1", "44000", "ja") for number in range(10, 18)),
]
SECRETS = ("rfunden", "RFUNDEN", "irgendweg", "eimgasse", "44000", "44001", "hauptstr", "erfundenstr")
ADDRESS = "Straße,Hausnummer,PLZ"


def table(path: Path, header: tuple[str, ...] = HEADER, rows: Sequence[Sequence[str]] = tuple(PEOPLE)) -> Path:
    if path.suffix == ".xlsx":
        write_workbook(path, [Sheet("Pool", header, [list(row) for row in rows])])
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, *rows])
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "quotas.csv").write_text("feature;value;min;max\nsex;m;1;3\nsex;w;1;3\n", "utf-8")
    pool = table(tmp_path / "people.csv")
    return ["--pool", str(pool), "--quotas", str(tmp_path / "quotas.csv"), "--seats", "4"]


def leaks(folder: Path, *answers: Answer) -> list[str]:
    """Return where a piece of an address stands: in anything written or said."""
    found = [secret for answer in answers for secret in SECRETS if secret in answer.out + answer.err]
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        parts = [path.read_bytes()]
        if is_zipfile(path):
            with ZipFile(path) as packed:
                parts = [packed.read(name) for name in packed.namelist()]
        found += [f"{path.name}: {secret}" for part in parts for secret in SECRETS if secret.encode() in part]
    return found


def homes(folder: Path, name: str = "pool.csv") -> dict[str, str]:
    found = read_table(folder / name)
    return dict(zip(found.columns["id"], found.columns["household"], strict=True))


def test_the_search_for_leaks_finds_some(tmp_path: Path) -> None:
    table(tmp_path / "a.csv")
    table(tmp_path / "b.xlsx")
    assert {found.split(":")[0] for found in leaks(tmp_path)} == {"a.csv", "b.xlsx"}


def test_one_per_address_and_no_address_in_what_is_written(tmp_path: Path, files: list[str]) -> None:
    out = tmp_path / "out"
    answer = forum("lottery", *files, "--household", ADDRESS, "--household-exempt", "Heim", "--lots", 60, "--out", out)
    assert (answer.code, leaks(out, answer)) == (0, [])
    assert read_table(out / "pool.csv").header == ("id", "sex", "household")
    assert homes(out) == dict.fromkeys((row[0] for row in PEOPLE), "") | {"p01": "h1", "p02": "h1"}
    lots = [set(block.members) for block in read_lottery(out / "lottery.csv").blocks]
    assert not [lot for lot in lots if {"p01", "p02"} <= lot]
    assert [lot for lot in lots if {"p01", "p03"} <= lot]
    assert [lot for lot in lots if {"p06", "p07"} <= lot]
    said = json.loads((out / "receipt.json").read_bytes())["options"]
    assert {name: value for name, value in said.items() if name.startswith("household")} == {
        "household": "household",
        "household_columns": ["Straße", "Hausnummer", "PLZ"],
        "household_address": True,
        "household_exempt": "Heim",
    }
    assert "the addresses in 2 rows are incomplete, so these people count as households alone: 7, 8." in answer.err
    assert "people have the same household" not in answer.err


def test_a_home_that_is_not_exempt_is_said_by_its_rows(tmp_path: Path, files: list[str]) -> None:
    answer = forum("lottery", *files, "--household", ADDRESS, "--out", tmp_path / "out")
    assert (answer.code, leaks(tmp_path / "out", answer)) == (0, [])
    rows = "11, 12, 13, 14, 15, 16, 17, 18"
    assert f"8 people have the same household or address, and only one of them can be taken: rows {rows}." in answer.err
    assert {homes(tmp_path / "out")[f"p{number}"] for number in range(10, 18)} == {"h2"}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_select_replace_and_audit_go_on_with_the_numbers(tmp_path: Path, files: list[str], suffix: str) -> None:
    pool = table(tmp_path / f"people{suffix}")
    files[1] = str(pool)
    rule = ["--household", ADDRESS, "--household-exempt", "Heim"]
    lottery, panel, after = tmp_path / "lottery", tmp_path / "panel", tmp_path / "after"
    made = forum("lottery", *files, *rule, "--lots", 20, "--out", lottery)
    drawn = forum("select", "--lottery", lottery, *rule, "--number", "7", "--out", panel)
    assert (made.code, drawn.code) == (0, 0)
    assert bytes_below(lottery)["pool.csv"] == bytes_below(panel)["pool.csv"]
    gone = read_table(panel / "panel.csv").columns["id"][0]
    joined = forum("replace", "--selection", panel, "--out-member", gone, "--number", "3", "--out", after)
    assert (joined.code, homes(after)) == (0, homes(lottery))
    for folder in (lottery, panel, after):
        target = folder / pool.name
        target.write_bytes(pool.read_bytes())
        checked = forum("audit", folder)
        target.unlink()
        assert checked.code == 0, checked.out
        assert leaks(folder, checked) == []
    assert leaks(tmp_path / "panel", drawn, joined) == []


def test_the_audit_finds_another_household(tmp_path: Path, files: list[str]) -> None:
    out = tmp_path / "out"
    assert forum("lottery", *files, "--household", ADDRESS, "--household-exempt", "Heim", "--out", out).code == 0
    table(out / "people.csv")
    assert forum("audit", out).code == 0
    pool = (out / "pool.csv").read_text("utf-8")
    (out / "pool.csv").write_text(pool.replace("p03;m;", "p03;m;h1"), "utf-8")
    answer = forum("audit", out)
    assert answer.code == 5
    assert "3.3" in answer.out.splitlines()[-1]


def test_a_lottery_without_addresses_is_not_drawn_by_addresses(tmp_path: Path, files: list[str]) -> None:
    assert forum("lottery", *files, "--out", tmp_path / "lottery").code == 0
    answer = forum(
        "select", "--lottery", tmp_path / "lottery", "--household", ADDRESS, "--number", "1", "--out", tmp_path / "out"
    )
    assert answer.code == 3
    assert "made with household = “”, not household" in answer.err


def test_the_order_of_rows_does_not_matter(tmp_path: Path, files: list[str]) -> None:
    rule = ["--household", ADDRESS, "--lots", "5"]
    assert forum("lottery", *files, *rule, "--out", tmp_path / "one").code == 0
    table(tmp_path / "people.csv", rows=PEOPLE[::-1])
    assert forum("lottery", *files, *rule, "--out", tmp_path / "other").code == 0
    names = ("lottery.csv", "pool.csv", "probabilities.csv")
    one, other = (bytes_below(tmp_path / name) for name in ("one", "other"))
    assert [one[name] for name in names] == [other[name] for name in names]


def test_one_column_is_an_address_only_when_it_is_said(tmp_path: Path, files: list[str]) -> None:
    rows = [
        ("p1", "m", "Erfundenstr. 5, 44000 X"),
        ("p2", "w", "Erfundenstraße 5, 44000 X"),
        ("p3", "m", "Erfundenstraße, 44000 X"),
        ("p4", "w", "Erfundenstr., 44000 X"),
        ("p5", "w", ""),
        ("p6", "m", ""),
    ]
    table(tmp_path / "people.csv", ("id", "sex", "Anschrift, ganz"), rows)
    given = ["--household", '"Anschrift, ganz"', "--lots", "9"]
    assert forum("lottery", *files, *given, "--household-address", "--out", tmp_path / "as").code == 0
    assert list(homes(tmp_path / "as").values()) == ["h1", "h1", "", "", "", ""]
    assert leaks(tmp_path / "as") == []
    assert forum("lottery", *files, *given, "--out", tmp_path / "key").code == 0
    assert read_table(tmp_path / "key/pool.csv").columns["Anschrift, ganz"][0] == rows[0][2]


def test_a_key_with_people_exempt(tmp_path: Path, files: list[str]) -> None:
    rows = [("p1", "m", "H 1", "0"), ("p2", "w", "h  1", ""), ("p3", "m", "H 1", "1"), ("p4", "w", "", "nein")]
    table(tmp_path / "people.csv", ("id", "sex", "household", "Heim"), rows)
    rule = ["--household", "household", "--household-exempt", "Heim", "--seats", "3"]
    assert forum("lottery", *files[:4], *rule, "--out", tmp_path / "out").code == 0
    assert homes(tmp_path / "out") == {"p1": "h1", "p2": "h1", "p3": "", "p4": ""}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--household", "Straße,Hausnr,PLZ"], "The column “Hausnr” is missing."),
        (["--household", ADDRESS, "--household-exempt", "Straße"], "row 2, column “Straße”: It is not clear whether"),
        (["--household", "id,PLZ"], "The column of the ids, or one that is called like it, cannot be that of"),
        (["--household-address"], "It is not said in which column the households are."),
        (["--household-exempt", "Heim"], "It is not said in which column the households are."),
    ],
)
def test_what_cannot_be_told_is_refused_without_a_word_of_the_addresses(
    tmp_path: Path, files: list[str], given: list[str], said: str
) -> None:
    answer = forum("lottery", *files, *given, "--out", tmp_path / "out")
    assert answer.code in {2, 3}
    assert said in answer.err
    assert leaks(tmp_path / "out", answer) == []
    assert not (tmp_path / "out").exists()


def test_a_column_for_the_numbers_must_be_free(tmp_path: Path, files: list[str]) -> None:
    table(tmp_path / "people.csv", (*HEADER[:5], "Household"))
    answer = forum("lottery", *files, "--household", ADDRESS, "--out", tmp_path / "out")
    assert answer.code == 3
    assert "column “Household”: The numbers of the households are written into a column “household”" in answer.err


def test_quotas_are_checked_with_addresses(tmp_path: Path, files: list[str]) -> None:
    rows = [("p1", "m", "Weg", "5", "1"), ("p2", "w", "weg", "5", "1"), ("p3", "m", "weg", "5", "1")]
    table(tmp_path / "people.csv", HEADER[:5], rows)
    files[-1] = "2"
    assert forum("quotas", "check", *files).code == 0
    assert forum("quotas", "check", *files, "--household", ADDRESS).code == 4


def test_in_a_draw_the_addresses_stay_behind(tmp_path: Path) -> None:
    register, out = table(tmp_path / "register.csv"), tmp_path / "out"
    rule = ["--household", ADDRESS, "--household-exempt", "Heim", "--strata", "sex"]
    given = ["--register", register, "--size", 8, "--seed", "4 7 1", *rule]
    answer = forum("draw", *given, "--out", out)
    assert answer.code == 0, answer.err
    assert leaks(out, answer) == []
    found = homes(out, "invitees.csv") | homes(out, "reserve.csv")
    assert found == dict.fromkeys((row[0] for row in PEOPLE), "") | {"p01": "h1", "p02": "h1"}
    assert not {"p01", "p02"} <= set(homes(out, "invitees.csv"))
    few = forum("draw", *given, "--reserve", 2, "--out", tmp_path / "few")
    assert few.code == 0
    assert bytes_below(out)["invitees.csv"] == bytes_below(tmp_path / "few")["invitees.csv"]
    (out / "register.csv").write_bytes(register.read_bytes())
    checked = forum("audit", out)
    assert checked.code == 0, checked.out
