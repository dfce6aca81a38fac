"""At most one per household, told by addresses: through the command line, with everything that could leak them."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from buergerforum.io.lottery_files import read_lottery
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table
from buergerforum.io.workbooks import Sheet, write_workbook
from tests.cli.calling import Answer, bytes_below, forum
from tests.stages.small_forum import make_procedure

HEADER = ("id", "sex", "Straße", "Hausnummer", "PLZ", "Heim")
PEOPLE = [
    ("p01", "m", "Quittenstraße", "5 a", "44000", ""),
    ("p02", "w", "QUITTENSTR.", "5A", "44000", ""),
    ("p03", "m", "Quittenstraße", "5", "44000", ""),
    ("p04", "w", "Nirgendweg", "12", "44000", ""),
    ("p05", "m", "Nirgendweg", "12", "44001", ""),
    ("p06", "w", "Nirgendweg", "", "44000", ""),
    ("p07", "m", "Nirgendweg", "–", "44000", ""),
    ("p08", "w", "", "", "", ""),
    ("p09", "m", "", "", "", ""),
    *((f"p{number}", "mw"[number % 2], "Heimgasse", "1", "44000", "ja") for number in range(10, 18)),
]
SECRETS = ("uitten", "UITTEN", "irgendweg", "eimgasse", "44000", "44001", "hauptstr", "quittenstr")
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
        ("p1", "m", "Quittenstr. 5, 44000 X"),
        ("p2", "w", "Quittenstraße 5, 44000 X"),
        ("p3", "m", "Quittenstraße, 44000 X"),
        ("p4", "w", "Quittenstr., 44000 X"),
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


def in_procedure(folder: Path) -> Procedure:
    """Return a procedure whose pool and frame hold addresses, and whose settings say so."""
    home = make_procedure(folder)
    said = home.settings_path.read_text("utf-8")
    for old, new in (
        ('household: ""', f'household: "{ADDRESS}"'),
        ('household_exempt: ""', 'household_exempt: "Heim"'),
        ("household: household ", f'household: "{ADDRESS}" '),
        ("special: special_address", "special: Heim"),
        ("size: 2000", "size: 24"),
        ("strata: [district, age_group, sex]", "strata: [sex]"),
    ):
        assert old in said
        said = said.replace(old, new, 1)
    home.settings_path.write_text(said, "utf-8")
    rows = [(f"p{n:02}", "mw"[n % 2], "Quittenweg", str(n // 2 + 1), "44000", str(n % 9 // 8)) for n in range(80)]
    home.path("frame").mkdir(exist_ok=True)
    table(home.path("frame/frame.csv"), HEADER, rows)
    return home


def test_a_whole_procedure_publishes_no_address(tmp_path: Path) -> None:
    home = in_procedure(tmp_path / "forum")
    drawing = [("seal", "draw"), ("draw", "--seed", "4 7 1"), ("draw", "--wave", 2, "--size", 3)]
    answers = [forum(*step, cwd=home.root) for step in drawing]
    assert [answer.code for answer in answers] == [0, 0, 0]
    people = [*homes(home.path("draw/wave-1"), "invitees.csv"), *homes(home.path("draw/wave-2"), "invitees.csv")]
    ages = ("16-29", "30-59", "60+")
    header = (*HEADER[:2], "age group", *HEADER[2:])
    rows = [
        (person, "mw"[n % 2], ages[n % 3], ("", *["Quittenweg"] * 3)[n % 4], str(n // 3), "44000", str(n % 5 // 4))
        for n, person in enumerate(people)
    ]
    table(home.path("applications/pool.csv"), header, rows)
    steps: list[tuple[object, ...]] = [
        ("seal", "selection"),
        ("lottery",),
        ("select", "--number", 7),
        ("publish", tmp_path / "published"),
        ("audit", "--rerun"),
        ("audit", tmp_path / "published/auditors"),
        ("audit", tmp_path / "published/public"),
    ]
    for step in steps:
        answers.append(forum(*step, cwd=home.root))
        assert answers[-1].code == 0, (step, answers[-1])
    member = read_table(home.path("selection/panel.csv")).columns["id"][0]
    for step in (("replace", "--out-member", member, "--number", 3), ("audit",)):
        answers.append(forum(*step, cwd=home.root))
        assert answers[-1].code == 0, (step, answers[-1])
    found = sorted(set(homes(home.path("lottery")).values()))
    assert found[:3] == ["", "h1", "h2"]
    for place in ("applications/pool.csv", "frame/frame.csv", "forum.yaml"):  # what was made by hand
        home.path(place).unlink()
    assert leaks(tmp_path, *answers) == []


def test_addresses_in_the_usual_column_are_numbered_although_few_of_the_reserve_are_written(tmp_path: Path) -> None:
    rows = [(row[0], row[1], f"{row[2]} {row[3]}" if row[2] else "") for row in PEOPLE[:5]]
    register = table(tmp_path / "register.csv", ("id", "sex", "household"), rows)
    rule = ["--household-address", "--strata", "sex", "--reserve", 4]
    answer = forum("draw", "--register", register, "--size", 1, "--seed", "5", *rule, "--out", tmp_path / "out")
    assert (answer.code, leaks(tmp_path / "out", answer)) == (0, [])
    found = homes(tmp_path / "out", "invitees.csv") | homes(tmp_path / "out", "reserve.csv")
    assert found == {"p01": "h1", "p02": "h1", "p03": "", "p04": "h2", "p05": "h2"}
