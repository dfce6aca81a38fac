"""``forum quotas``: derive, check, repair, as a user calls them."""

from pathlib import Path

import pytest

from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table, write_csv
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.stages.quotas import read_quotas
from tests.cli.calling import bytes_below, forum
from tests.stages.small_forum import PEOPLE, QUOTAS, SEATS, YAML, make_procedure, write_pool, write_quotas

TIGHT = [(*row[:2], 5, 5) if row[1] == "16-29" else row for row in QUOTAS]
"""Five of 16 to 29 years: there are eight, but then the others cannot have their minimums."""
RELAX = (
    "→ Nothing was relaxed. Wait for more applicants, or decide on the relaxation: “forum quotas repair” writes the "
    "quota file with it, ready to be confirmed."
)
NINETY = (
    "✗ s.csv, column “features.sex”: The shares of “sex” do not add up to 100 per cent. Found: 90. Expected: 100, give "
    "or take 1 for rounding. Correct the shares, or add the group that is missing."
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    write_pool(tmp_path / "people.csv")
    write_quotas(tmp_path / "good.csv")
    write_quotas(tmp_path / "tight.csv", TIGHT)
    return tmp_path


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    return make_procedure(tmp_path / "forum")


def given(quotas: str, *more: object) -> list[object]:
    return ["--pool", "people.csv", "--quotas", quotas, "--seats", SEATS, "--id", "pid", *more]


def test_quotas_that_can_be_met(files: Path) -> None:
    before = bytes_below(files)
    told = forum("quotas", "check", *given("good.csv"), cwd=files)
    assert told.code == 0
    assert "The pool can meet the quotas\nApplicants               24\nSeats                    6\n" in told.out
    assert "Lowest chance, at most   25.00 %" in told.out
    assert bytes_below(files) == before


def test_those_who_are_certain_are_named_with_the_reason(files: Path) -> None:
    rows = [("sex", "m", 0, 0), ("sex", "w", 0, 6), ("age group", "16-29", 4, 4), ("age group", "30-59", 0, 6)]
    write_quotas(files / "strict.csv", [*rows, ("age group", "60+", 0, 6)])
    told = forum("quotas", "check", *given("strict.csv"), cwd=files)
    women, young = PEOPLE[1::2], [row for row in PEOPLE[1::2] if row[3] == "16-29"]
    assert told.code == 0
    assert told.out[told.out.index("12 applicants") :].splitlines() == [
        f"12 applicants are on no panel (chance 0 %). Ids: {', '.join(row[1] for row in PEOPLE if row not in women)}.",
        "  Because of:",
        "  sex: m: at most 0",
        "",
        f"4 applicants are on every panel (chance 100 %). Ids: {', '.join(row[1] for row in young)}.",
        "  Because of:",
        "  sex: m: at most 0",
        "  age group: 16-29: at least 4",
    ]
    assert "Lowest chance, at most   0.00 %" in told.out


def test_quotas_that_cannot_be_met_end_with_4(files: Path) -> None:
    told = forum("quotas", "check", *given("tight.csv"), cwd=files)
    assert told.code == 4
    assert told.out[told.out.index("The quotas cannot") :].splitlines() == [
        "The quotas cannot be met.",
        "age group: the minimums add up to 7, but there are only 6 seats.",
        "",
        "The smallest repair; the quota file names no order of relaxation:",
        "age group: 60+: at least 0 instead of 1",
    ]
    assert told.err.splitlines()[-2:] == [
        "✗ The pool cannot meet the quotas.",
        RELAX,
    ]


def test_a_lottery_says_the_same_and_leaves_nothing_behind(files: Path) -> None:
    before = bytes_below(files)
    for command, more in (("lottery", ()), ("select", ("--number", "1"))):
        told = forum(command, *given("tight.csv", "--lots", 10, "--out", "result", *more), cwd=files)
        assert told.code == 4
        assert "✗ age group: 60+: at least 0 instead of 1\n→ Nothing was relaxed." in told.err
    assert bytes_below(files) == before


@pytest.mark.parametrize("form", ["csv", "xlsx", "yaml"])
def test_repaired_quotas_can_be_used_at_once(files: Path, form: str) -> None:
    if form == "xlsx":
        write_workbook(
            files / "tight.xlsx", [Sheet("Q", ("feature", "value", "min", "max"), [list(row) for row in TIGHT])]
        )
    if form == "yaml":
        text = YAML.replace("16-29: {label: 16 bis 29 Jahre, min: 2, max: 2}", "16-29: {label: jung, min: 5}  # five")
        (files / "tight.yaml").write_text(f"# ours\n{text}relaxation: [sex, age group]\n", "utf-8")
    told = forum("quotas", "repair", *given(f"tight.{form}", "--out", f"relaxed.{form}"), cwd=files)
    assert told.code == 0, told.err
    assert "Changed:\n  age group: 60+: at least 0 instead of 1\n" in told.out
    assert told.out.splitlines()[-2:] == [
        f"Result in   relaxed.{form}",
        f"To confirm it, use it: --quotas relaxed.{form}",
    ]
    assert forum("quotas", "check", *given(f"relaxed.{form}"), cwd=files).code == 0
    again = forum("quotas", "repair", *given(f"tight.{form}", "--out", f"relaxed.{form}"), cwd=files)
    assert (again.code, again.err.splitlines()[-2]) == (2, f"✗ “relaxed.{form}” is there already.")
    if form == "yaml":
        assert (files / "relaxed.yaml").read_text("utf-8").splitlines()[:4] == [
            "# Relaxed from tight.yaml. What was changed:",
            "#   age group: 60+: at least 0 instead of 1",
            "",
            "# ours",
        ]
        assert "16-29: {label: jung, min: 5}  # five" in (files / "relaxed.yaml").read_text("utf-8")
    else:
        assert [row["changed"] for row in read_table(files / f"relaxed.{form}").records()] == [
            *[""] * 4,
            "age group: 60+: at least 0 instead of 1",
        ]


def test_nothing_is_written_where_nothing_needs_repair(files: Path) -> None:
    told = forum("quotas", "repair", *given("good.csv", "--out", "relaxed.csv"), cwd=files)
    assert (told.code, told.out) == (0, "The pool can meet the quotas as they are. Nothing was written.\n")
    assert not (files / "relaxed.csv").exists()


def test_no_repair_helps_where_there_are_too_few_people(files: Path) -> None:
    write_pool(files / "people.csv", PEOPLE[:5])
    told = forum("quotas", "repair", *given("good.csv", "--out", "relaxed.csv"), cwd=files)
    assert told.code == 4
    assert "✗ There are only 5 applicants for 6 seats.\n✗ No repair of the quotas helps." in told.err


def test_outside_a_procedure_a_new_file_must_be_named(files: Path) -> None:
    told = forum("quotas", "repair", *given("tight.csv"), cwd=files)
    assert (told.code, told.err.splitlines()[-1]) == (2, "→ Add --out FILE with the name of a new file.")


def test_inside_a_procedure_no_option_is_needed(home: Procedure) -> None:
    home.path("quotas/small.yaml").write_text(
        YAML.replace("16-29: {label: 16 bis 29 Jahre, min: 2, max: 2}", "16-29: {min: 5}")
    )
    assert forum("quotas", "check", cwd=home.root).code == 4
    told = forum("quotas", "repair", cwd=home.root)
    assert told.code == 0, told.err
    assert told.out.splitlines()[-1] == (
        "To confirm it, write in forum.yaml, under selection: “quotas: quotas/small-relaxed.yaml”."
    )
    said = home.settings_path.read_text("utf-8")
    home.settings_path.write_text(said.replace("quotas/small.yaml", "quotas/small-relaxed.yaml"), "utf-8")
    assert forum("quotas", "check", cwd=home.root).code == 0
    assert forum("lottery", cwd=home.root).code == 0


def test_deriving_from_people(tmp_path: Path) -> None:
    rows = [("district", "Nord", "54.215", ""), ("district", "1", "61065", "Süd"), ("sex", "no", "3", "")]
    write_csv(tmp_path / "city.csv", ("feature", "value", "people", "label"), rows)
    told = forum(
        *("quotas", "derive", "--shares", "city.csv", "--seats", 50),
        *("--tolerance", "1,5", "--tolerance-percent", 10, "--out", "q.yaml"),
        cwd=tmp_path,
    )
    assert told.code == 0, told.err
    assert told.figures() == {"Seats": "50", "Result in": "q.yaml"}
    assert (tmp_path / "q.yaml").read_text("utf-8").splitlines()[5:] == [
        "",
        "format: 1",
        "seats: 50",
        "",
        "features:",
        "  district:",
        "    values:",
        "      Nord: {share: 47.03, min: 21, max: 26}  # 54,215 people; by share: 23.51 seats",
        '      "1": {label: Süd, share: 52.97, min: 23, max: 30}  # 61,065 people; by share: 26.49 seats',
        "  sex:",
        "    values:",
        '      "no": {share: 100.00, min: 45, max: 50}  # 3 people; by share: 50.00 seats',
        "",
        "# What may be relaxed first, if not all quotas can be met; decide and publish it before the draw.",
        "# Put the features into your order and remove the mark before the line:",
        "# relaxation: [district, sex]",
    ]
    assert read_quotas(tmp_path / "q.yaml").table.seats == 50


def test_deriving_in_a_procedure_keeps_what_the_shares_are(tmp_path: Path) -> None:
    assert forum("new", "f", cwd=tmp_path).code == 0
    told = forum("quotas", "derive", cwd=tmp_path / "f")
    assert told.code == 0, told.err
    made, ours = (
        read_quotas(tmp_path / "f/quotas" / name).table for name in ("dortmund-derived.yaml", "dortmund.yaml")
    )
    assert (made.features, made.quotas, made.relaxation, made.seats) == (
        ours.features,
        ours.quotas,
        ours.relaxation,
        ours.seats,
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [("sex", "m", "50"), ("sex", "w", "x"), ("sex", "m", "1"), ("", "a", "-1")],
            [
                "✗ s.csv, row 3, column “share”: This is no share. Expected: a number, 0 or more, such as 12.5.",
                "✗ s.csv, row 4: This value stands twice. Leave one of them.",
                "✗ s.csv, row 5, column “feature”: This cell is blank. Fill it, or delete the row.",
                "✗ s.csv, row 5, column “share”: This is no share. Expected: a number, 0 or more, such as 12.5.",
                "✗ s.csv: All shares of “” are 0.",
            ],
        ),
        (
            [("sex", "m", "50"), ("sex", "w", "40 %")],
            [
                NINETY,
            ],
        ),
    ],
)
def test_shares_that_cannot_be_used(tmp_path: Path, rows: list[tuple[str, ...]], said: list[str]) -> None:
    write_csv(tmp_path / "s.csv", ("feature", "value", "share"), rows)
    told = forum("quotas", "derive", "--shares", "s.csv", "--seats", 10, "--out", "q.yaml", cwd=tmp_path)
    assert (told.code, told.err.splitlines()) == (3, said)
    assert not (tmp_path / "q.yaml").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("derive",), "✗ It is not said where the shares are."),
        (("derive", "--shares", "s.csv"), "✗ It is not said where the quotas shall go."),
        (("derive", "--shares", "s.csv", "--out", "q.csv"), "✗ “q.csv” would be no YAML file."),
        (("derive", "--shares", "s.csv", "--out", "q.yaml"), "✗ It is not said how many seats there are."),
        (("derive", "--shares", "s.csv", "--tolerance", "a few"), "✗ “a few” is no tolerance."),
        (("check",), "✗ The selection needs a pool and quotas."),
        (("chekc",), "✗ There is no command “chekc”."),
        (("prove",), "✗ There is no command “prove”."),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    write_csv(tmp_path / "s.csv", ("feature", "value", "share"), [("sex", "m", "50"), ("sex", "w", "50")])
    told = forum("quotas", *words, cwd=tmp_path)
    assert (told.code, told.err.splitlines()[0]) == (2, said)


def test_the_group_has_a_page_of_its_own() -> None:
    page = forum("quotas", "--help").out
    assert page.index("\n  derive ") < page.index("\n  check ") < page.index("\n  repair ")
    assert "→ “forum quotas --help” lists all commands." in forum("quotas", "zzz").err
