import csv
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from buergerforum.core.chance import Seed, ticket
from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model.draw import Allocation, DrawOptions
from buergerforum.stages.draw import DrawPlan, DrawResult, plan_draw, run_draw, sealed_choices
from buergerforum.stages.new import run_new
from buergerforum.stages.running import Destination, journal_of, runs_of
from buergerforum.texts import _, speaking
from tests.second import implementation as second

HEADER = ("id", "district", "age_group", "sex", "household", "special_address")
PEOPLE = [
    (f"p{i}", "Süd" if i % 3 == 0 else "Nord", "16-29", "w" if i % 2 else "m", f"h{i // 2}", "1" if i > 9 else "0")
    for i in range(12)
]


def frame(folder: Path, rows: Sequence[tuple[str, ...]] = PEOPLE, header: tuple[str, ...] = HEADER) -> Path:
    write_csv(folder / "frame.csv", header, rows)
    return folder / "frame.csv"


def plan(folder: Path, size: int = 5, options: DrawOptions | None = None, again: str = "") -> DrawPlan:
    return plan_draw(None, folder / "frame.csv", replace(options or DrawOptions(), size=size), folder / "out", again)


def drawn(folder: Path, size: int = 5, seed: str = "0", options: DrawOptions | None = None) -> DrawResult:
    shutil.rmtree(folder / "out", ignore_errors=True)
    return run_draw(plan(folder, size, options), Seed(seed))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def ids(folder: Path, name: str = "invitees.csv") -> list[str]:
    return [row["id"] for row in rows_of(folder / "out" / name)]


def refused(folder: Path, options: DrawOptions | None = None, size: int = 5) -> str:
    with pytest.raises(InputError) as error:
        drawn(folder, size, options=options)
    assert not (folder / "out").exists()
    return error.value.message


def test_the_files_by_hand(tmp_path: Path) -> None:
    """Stratum b for those divisible by 3, household of two: the draw of the specification."""
    rows = [(f"p{i}", "a" if i % 3 else "b", f"h{i // 2}", "=1" if i == 4 else "") for i in range(12)]
    frame(tmp_path, rows, ("id", "group", "household", "note"))
    result = drawn(tmp_path, options=DrawOptions(strata=("group",)))
    assert (result.invited, result.reserve, result.strata, result.short) == (5, 7, 2, 0)
    assert result.notes == ("One person per household, by column “household”.",)
    assert ids(tmp_path) == ["p4", "p9", "p6", "p11", "p2"]
    lines = (tmp_path / "out" / "invitees.csv").read_text(encoding="utf-8").split("\n")
    assert lines[:2] == [
        "id;group;household;note;chance;ticket;wave",
        f"p4;a;h2;'=1;5/12;{ticket(Seed('0'), 'p4')};1",
    ]
    assert (len(lines), lines[-1]) == (7, "")
    reserve = rows_of(tmp_path / "out" / "reserve.csv")
    assert {row["wave"] for row in reserve} == {""}
    assert [row["ticket"] for row in reserve] == sorted(row["ticket"] for row in reserve)
    assert (tmp_path / "out" / "strata.csv").read_bytes() == (
        b"group;residents;places;invited;chance\na;8;3;3;5/12\nb;4;2;2;5/12\n"
    )
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        *("comparison.csv", "comparison.svg", "invitees.csv", "receipt.json"),
        *("reserve.csv", "strata.csv", "strata.xlsx"),
    ]


def test_the_receipt_says_all_that_is_needed_to_do_it_again(tmp_path: Path) -> None:
    frame(tmp_path)
    result = drawn(tmp_path, seed="Überlaß")
    raw = (tmp_path / "out" / "receipt.json").read_bytes()
    assert read_receipt(raw, "receipt.json") == result.receipt
    said = json.loads(raw)
    assert (said["format"], said["stage"], said["seed"]) == (1, "draw", "Überlaß")
    assert said["options"] == {
        "allocation": "exact",
        "household": "household",
        "id": "id",
        "reserve": None,
        "response": "",
        "size": 5,
        "special": "special_address",
        "stop_list": "",
        "strata": ["district", "age_group", "sex"],
        "wave": 1,
    }
    assert said["figures"] == {
        "gave_way": result.gave_way,
        "invited": 5,
        "reserve": 7,
        "residents": 12,
        "stop_list_unknown": 0,
        "stopped": 0,
    }
    assert [one["name"] for one in said["inputs"]] == ["frame.csv"]
    assert [one["name"] for one in said["outputs"]] == [
        *("comparison.csv", "comparison.svg", "invitees.csv", "reserve.csv", "strata.csv", "strata.xlsx")
    ]
    for one in said["inputs"]:
        assert Destination(None, "").digest(tmp_path / one["name"]).sha256 == one["sha256"]
    for one in said["outputs"]:
        assert Destination(None, "").digest(tmp_path / "out" / one["name"]).sha256 == one["sha256"]
    assert str(tmp_path) not in raw.decode()


def test_the_receipt_knows_the_frame_that_was_read_even_if_it_is_changed_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame(tmp_path)
    before = Destination(None, "").digest(tmp_path / "frame.csv")

    def read_and_change(path: Path) -> object:
        table = read_table(path)
        path.write_bytes(b"id\n")
        return table

    monkeypatch.setattr("buergerforum.stages.draw.read_table", read_and_change)
    assert drawn(tmp_path).receipt.inputs == (before,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("=+-@'ab1ä\u0308;\"") | st.characters(exclude_categories=["C", "Z"]), min_size=1),
            st.sampled_from(["Süd", "Nord", "=Ost", ""]),
            st.sampled_from(["", "h1", "h2", "'h3"]),
            st.sampled_from(["", "0", "1", "ja", "Nein", "WAHR", "x"]),
        ),
        min_size=1,
        max_size=15,
        unique_by=lambda row: row[0],
    ),
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1),
    st.data(),
)
def test_the_second_implementation_draws_the_same_from_the_same_file(
    tmp_path: Path, rows: list[tuple[str, ...]], text: str, data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, len(rows)))
    seed = second.seed_of(text)
    frame(tmp_path, data.draw(st.permutations(rows)), ("id", "district", "household", "special_address"))
    drawn(tmp_path, size, seed, DrawOptions(strata=("district",)))
    special = {"1", "ja", "WAHR", "x"}
    people = [second.Person(row[0], (row[1],), row[2], row[3] in special) for row in rows]
    written = [read_table(tmp_path / "out" / name).columns["id"] for name in ("invitees.csv", "reserve.csv")]
    assert written == list(second.draw(people, size, seed))


@pytest.mark.parametrize("rule", Allocation)
def test_every_rule_of_allocation_is_told_apart(tmp_path: Path, rule: Allocation) -> None:
    people = [(f"p{i}", "a" if i < 29 else "b" if i < 59 else "c") for i in range(100)]
    frame(tmp_path, people, ("id", "group"))
    response = ""
    if rule is Allocation.WEIGHTED:
        response = str(tmp_path / "response.csv")
        write_csv(tmp_path / "response.csv", ("group", "response"), [("a", "2,5"), ("b", "5 %"), ("c", "10.0")])
    result = drawn(tmp_path, options=DrawOptions(strata=("group",), allocation=rule, response=response))
    assert result.receipt.options["allocation"] == rule.value
    strata = [tuple(row.values()) for row in rows_of(tmp_path / "out" / "strata.csv")]
    assert (
        strata
        == {
            "exact": [("a", "29", "1", "1", "5/100"), ("b", "30", "1", "1", "5/100"), ("c", "41", "3", "3", "5/100")],
            "largest-remainder": [
                ("a", "29", "1", "1", "1/29"),
                ("b", "30", "2", "2", "2/30"),
                ("c", "41", "2", "2", "2/41"),
            ],
            "simple": [("100", "5", "5", "5/100")],
            "weighted": [
                ("a", "29", "3", "3", "200000000/2170000000"),
                ("b", "30", "1", "1", "100000000/2170000000"),
                ("c", "41", "1", "1", "50000000/2170000000"),
            ],
        }[rule.value]
    )


def test_places_that_cannot_be_filled_are_counted(tmp_path: Path) -> None:
    frame(tmp_path, [(f"p{i}", "a", "h") for i in range(4)], ("id", "group", "household"))
    result = drawn(tmp_path, 3, options=DrawOptions(strata=("group",)))
    assert (result.invited, result.reserve, result.short, result.gave_way) == (1, 3, 2, 3)
    assert (tmp_path / "out" / "strata.csv").read_text() == "group;residents;places;invited;chance\na;4;3;1;3/4\n"


def test_a_blank_household_option_means_no_rule(tmp_path: Path) -> None:
    frame(tmp_path)
    result = drawn(tmp_path, 12, options=DrawOptions(household=""))
    assert (result.invited, result.gave_way, result.notes) == (12, 0, ())
    assert (result.receipt.options["household"], result.receipt.options["special"]) == ("", "")


def test_special_addresses_are_exempt_and_that_is_said(tmp_path: Path) -> None:
    frame(tmp_path, [(f"p{i}", "a", "h", "Ja") for i in range(4)], ("id", "g", "household", "special_address"))
    result = drawn(tmp_path, 4, options=DrawOptions(strata=("g",)))
    assert (result.invited, result.gave_way) == (4, 0)
    assert result.notes == (
        "One person per household, by column “household”.",
        "Special addresses (column “special_address”) are exempt from it.",
    )


def test_an_unclear_special_address_is_refused_with_its_first_row(tmp_path: Path) -> None:
    marks = ["0", "perhaps", "1", "?", "perhaps"]
    rows = [(f"p{i}", "h", mark) for i, mark in enumerate(marks)]
    frame(tmp_path, rows, ("id", "household", "special_address"))
    said = "column “special_address”: It is not clear whether this is a special address."
    assert refused(tmp_path, DrawOptions(strata=())) == (
        f"frame.csv, row 5, {said} Expected: 0 or 1.\nframe.csv, row 3, {said} Expected: 0 or 1."
    )


def test_all_missing_columns_are_named_with_what_helps(tmp_path: Path) -> None:
    frame(tmp_path, [("p1", "a")], ("id", "group"))
    found = "Found: id, group."
    strata = "Name other columns with --strata, or draw without strata: --allocation simple."
    assert refused(tmp_path, DrawOptions(strata=("group", "sex"), household="home", special="home_kind"), 1) == (
        f"frame.csv: The column “sex” is missing. {found} {strata}\n"
        f"frame.csv: The column “home” is missing. {found} "
        'Name another column with --household, or give --household "" to draw without.\n'
        f"frame.csv: The column “home_kind” is missing. {found} Name another column in forum.yaml, draw: special."
    )
    assert [line.split(": ")[1] for line in refused(tmp_path, size=1).split("\n")] == [
        f"The column “{column}” is missing. Found" for column in ("district", "age_group", "sex")
    ]


def test_columns_that_the_draw_itself_writes_are_refused(tmp_path: Path) -> None:
    header = ("id", "number", "ticket", "wave", "places")
    frame(tmp_path, [("p1", "1", "", "", "x")], header)
    own = "of its own. Rename the column; is this the result of an earlier draw?"
    assert refused(tmp_path, DrawOptions(strata=("places",), id_column="number"), 1) == "\n".join(
        f"frame.csv, row 1, column “{column}”: The draw writes a column “{column}” {own}"
        for column in ("ticket", "wave", "id", "places")
    )
    frame(tmp_path, [("p1", "x")], ("id", "places"))
    assert drawn(tmp_path, 1, options=DrawOptions(strata=())).invited == 1


def test_the_result_can_be_read_as_a_table_again(tmp_path: Path) -> None:
    frame(tmp_path, [("+1", "=Nord", "a b")], ("person_id", "group", "-note"))
    result = drawn(tmp_path, 1, options=DrawOptions(strata=("group", "group")))
    assert result.notes == ("frame.csv: ids are in column “person_id”.",)
    assert result.receipt.options["strata"] == ("group",)
    columns = read_table(tmp_path / "out" / "invitees.csv").columns
    assert (columns["id"], columns["group"], columns["-note"]) == (["+1"], ["=Nord"], ["a b"])
    assert read_table(tmp_path / "out" / "strata.csv").columns["group"] == ["=Nord"]


def test_without_ids_the_order_of_the_rows_would_decide_so_nothing_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "frame.csv").write_text("sex\nw\n\nm\n")
    assert refused(tmp_path, DrawOptions(strata=("sex",)), 2) == (
        "frame.csv: There is no column with ids, and row numbers will not do: the order of the rows would decide. "
        "Found: sex. Name one with --id COLUMN, or make the frame with “forum frame”."
    )


def test_what_only_a_procedure_could_say_must_be_given(tmp_path: Path) -> None:
    for register, size in ((None, 5), (tmp_path / "frame.csv", None)):
        with pytest.raises(UsageError, match=r"^The draw needs a frame and a size\.$") as error:
            plan_draw(None, register, DrawOptions(size=size), tmp_path / "out", "")
        assert error.value.hint == (
            "Run it inside a procedure folder, or add --register FILE, --size N and --out FOLDER."
        )


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    made = run_new(tmp_path / "forum")
    (made.root / "frame").mkdir()
    frame(made.root / "frame")
    return made


def test_inside_a_procedure_the_settings_say_the_rest(home: Procedure) -> None:
    found = plan_draw(home, None, DrawOptions(), None, "")
    assert (found.size, found.register) == (2000, home.root / "frame" / "frame.csv")
    assert found.options == DrawOptions(
        2000, ("district", "age_group", "sex"), Allocation.EXACT, "household", "special_address", None, address=False
    )
    wishes = DrawOptions(5, ("sex",), Allocation.LARGEST_REMAINDER, "", "", "id")
    assert plan_draw(home, None, wishes, None, "").options == wishes


def test_inside_a_procedure_a_draw_is_journaled_and_a_second_one_counted(home: Procedure) -> None:
    run_draw(plan_draw(home, None, DrawOptions(size=5), None, ""), Seed("0"))
    folder = home.root / "draw" / "wave-1"
    first = (folder / "invitees.csv").read_bytes()
    with pytest.raises(UsageError, match=r"^“draw/wave-1” holds a result already\.$"):
        run_draw(plan_draw(home, None, DrawOptions(size=5), None, ""), Seed("1"))
    run_draw(plan_draw(home, None, DrawOptions(size=5), None, "falscher Stand"), Seed("1"))
    assert (home.root / "earlier" / "draw" / "wave-1-1" / "invitees.csv").read_bytes() == first
    assert (folder / "invitees.csv").read_bytes() != first
    runs = runs_of(journal_of(home), "draw/wave-1")
    assert [(run.details["run"], run.details["again"]) for run in runs] == [(1, None), (2, "falscher Stand")]
    receipt = read_receipt((folder / "receipt.json").read_bytes(), "receipt.json")
    assert [one.name for one in receipt.inputs] == ["forum.yaml", "frame/frame.csv"]
    assert {one.name for one in receipt.outputs} == {
        f"draw/wave-1/{name}"
        for name in (*("invitees.csv", "reserve.csv", "strata.csv", "strata.xlsx", "comparison.csv", "comparison.svg"),)
    }
    assert not any(person[0] in home.journal_bytes().decode() for person in [("h1",), ("Süd",)])


@pytest.mark.parametrize(
    "options",
    [
        DrawOptions(),
        DrawOptions(strata=()),
        DrawOptions(strata=("sex", "sex")),
        DrawOptions(strata=("sex",), allocation=Allocation.SIMPLE),
        DrawOptions(household=""),
        DrawOptions(special=""),
        DrawOptions(id_column="id"),
    ],
)
def test_a_seal_fixes_what_the_receipt_of_the_draw_will_say(home: Procedure, options: DrawOptions) -> None:
    planned = plan_draw(home, None, replace(options, size=5), None, "")
    assert {**sealed_choices(planned), "wave": 1} == run_draw(planned, Seed("0")).receipt.options


def test_a_bad_frame_leaves_the_procedure_as_it_was(home: Procedure) -> None:
    (home.root / "frame" / "frame.csv").write_text("id;sex\n1;w\n1;m\n")
    before = home.journal_bytes()
    with pytest.raises(InputError, match="is there twice, first in row 2"):
        run_draw(plan_draw(home, None, DrawOptions(size=1), None, ""), Seed("0"))
    assert home.journal_bytes() == before
    assert not (home.root / "draw").exists()
    assert not (home.root / ".staging").exists()


@pytest.mark.parametrize("said", ["de", "en"])
def test_the_workbook_speaks_the_language_of_the_procedure_not_of_the_terminal(home: Procedure, said: str) -> None:
    text = home.settings_path.read_text(encoding="utf-8").replace("language: de", f"language: {said}")
    home.settings_path.write_text(text, encoding="utf-8")
    run_draw(plan_draw(home, None, DrawOptions(size=5), None, ""), Seed("0"))
    page = load_workbook(home.root / "draw" / "wave-1" / "strata.xlsx").worksheets[0]
    with speaking(said):
        titles = [_("residents"), _("places"), _("invited"), _("chance")]
    assert [cell.value for cell in page[1]][3:] == titles
    assert [cell.value for cell in page[2]] == ["Nord", "16-29", "m", 4, *(cell.value for cell in page[2][4:])]
    assert all(isinstance(cell.value, int) for cell in page[2][3:6])
