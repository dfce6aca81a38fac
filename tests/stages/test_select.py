import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.chance import Seed, lot_number
from buergerforum.core.record.receipt import read_receipt, receipt_bytes
from buergerforum.core.selection.panel_check import check_panel
from buergerforum.errors import ForumError, InputError, UsageError
from buergerforum.io.files import digest_file
from buergerforum.io.lottery_files import read_lottery
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table
from buergerforum.model.record import Receipt
from buergerforum.model.seal import Sealed
from buergerforum.stages.lottery import SelectionOptions, SelectionPlan, plan_selection, run_lottery
from buergerforum.stages.running import journal_of
from buergerforum.stages.seal import run_seal
from buergerforum.stages.select import Decision, SelectionReport, run_select
from tests.cli.calling import bytes_below
from tests.stages.small_forum import PEOPLE, SEATS, make_procedure, options, plan, write_pool, write_quotas

COPIED = ("certificate.json", "fairness.json", "lottery.csv", "pool.csv", "probabilities.csv", "quotas.csv")
RESULT = (*COPIED, "panel.csv", "panel.xlsx", "waiting.csv", "receipt.json")


def drawing(lottery: Path, out: Path, **asked: Any) -> SelectionPlan:
    """Return a plan that draws from a lottery made before."""
    return plan_selection(None, SelectionOptions(**asked), "selection", out, "", lottery)


def select(lottery: Path, number: str = "3", **asked: Any) -> SelectionReport:
    """Draw from a lottery made before."""
    return run_select(drawing(lottery, lottery.with_name("result"), **asked), Decision(number), lottery)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with pool, quotas and a lottery of ten lots."""
    folder = tmp_path_factory.mktemp("made")
    run_lottery(plan(folder))
    return folder


@pytest.fixture
def lottery(made: Path, tmp_path: Path) -> Path:
    """Return a copy of the lottery that may be damaged."""
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy/lottery"


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    return make_procedure(tmp_path / "forum")


def lottery_of(home: Procedure, again: str = "") -> None:
    run_lottery(plan_selection(home, SelectionOptions(), "lottery", None, again))


def select_in(home: Procedure, number: str = "3", again: str = "", **asked: Any) -> SelectionReport:
    given = SelectionOptions(**asked)
    return run_select(plan_selection(home, given, "selection", None, again), Decision(number))


# --- the lot -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "lots", "lot"),
    [
        ("187", 1000, 187),
        ("007", 1000, 7),
        ("7", 1000, 7),
        (" 0 ", 1000, 0),
        ("000", 1000, 0),
        ("0007", 1000, 7),
        ("999", 1000, 999),
        ("0", 1, 0),
        ("6", 7, 6),
        ("999999999", 10**9, 10**9 - 1),
    ],
)
def test_a_number_is_understood_with_and_without_leading_zeros(typed: str, lots: int, lot: int) -> None:
    assert Decision(typed).lot(lots) == lot


@pytest.mark.parametrize("typed", ["1000", "-1", "", " ", "x", "1.0", "1 8", "٣", "²", "+3", "0x1", "9" * 5000, "None"])
def test_everything_else_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="is no lot number") as caught:
        Decision(typed).lot(1000)
    assert caught.value.hint == "The lots are numbered 000 to 999."


@given(st.text(max_size=6), st.integers(1, 2000))
def test_no_number_ever_leaves_the_lottery(typed: str, lots: int) -> None:
    try:
        assert 0 <= Decision(typed).lot(lots) < lots
    except UsageError:
        assert not (typed.strip().isascii() and typed.strip().isdigit() and int(typed) < lots)


def test_a_seed_decides_by_the_rule_of_chance() -> None:
    assert Decision(seed=Seed("0")).lot(1000) == lot_number(1000, Seed("0")) == 255
    assert Decision(seed=Seed("187")).lot(1000) == 199


# --- the result --------------------------------------------------------------------------------------------------


def test_the_panel_is_that_of_the_lot(made: Path, tmp_path: Path) -> None:
    report = run_select(drawing(made / "lottery", tmp_path / "out"), Decision("3"), made / "lottery")
    block = read_lottery(made / "lottery/lottery.csv").blocks[3]
    panel = read_table(tmp_path / "out/panel.csv")
    assert report.panel == block.members == tuple(panel.columns["id"])
    assert panel.header == ("id", "sex", "age group", "id *", "home", "remark")
    rows = {row[1]: (row[1], *row[2:4], row[0], *row[4:]) for row in PEOPLE}
    assert [tuple(row.values()) for row in panel.records()] == [rows[member] for member in block.members]
    assert sorted(bytes_below(tmp_path / "out")) == sorted(RESULT)


def test_in_one_go_or_in_two_steps_is_the_same(made: Path, tmp_path: Path) -> None:
    for decision in (Decision("07"), Decision(seed=Seed("Dortmund: 4 6 1"))):
        once, twice = tmp_path / f"once {decision.number}", tmp_path / f"twice {decision.number}"
        run_select(plan_selection(None, options(tmp_path), "selection", once, ""), decision)
        run_select(drawing(made / "lottery", twice), decision, made / "lottery")
        first, second = bytes_below(once), bytes_below(twice)
        assert first.pop("receipt.json") != second.pop("receipt.json")
        assert first == second


def test_the_receipt_says_what_decided(made: Path, tmp_path: Path) -> None:
    folder = made / "lottery"
    by_seed = run_select(drawing(folder, tmp_path / "1"), Decision(seed=Seed("7")), folder).receipt
    assert (by_seed.seed, by_seed.options["number"]) == ("7", None)
    report = run_select(drawing(folder, tmp_path / "2"), Decision("7"), folder)
    assert (report.receipt.seed, report.receipt.options["number"], report.receipt.figures["lot"]) == (None, "7", "7")
    options_then = read_receipt((folder / "receipt.json").read_bytes(), "").options
    assert dict(report.receipt.options) == {**options_then, "number": "7"}
    assert [one.name for one in sorted(report.receipt.inputs)] == sorted([*COPIED, "receipt.json"])


def test_the_waiting_list_is_short_as_wished_and_nobody_is_on_both(made: Path, tmp_path: Path) -> None:
    folder = made / "lottery"
    lists = {}
    for size in (0, 5, 999):
        report = run_select(drawing(folder, tmp_path / str(size), waiting=size), Decision("3"), folder)
        lists[size] = read_table(tmp_path / str(size) / "waiting.csv").columns["id"]
        assert report.waiting == len(lists[size]) == min(size, len(PEOPLE) - SEATS)
        assert not set(report.panel) & set(lists[size])
    assert lists[999][:5] == lists[5]


def test_whoever_waits_first_can_replace_somebody(made: Path, tmp_path: Path) -> None:
    folder = made / "lottery"
    report = run_select(drawing(folder, tmp_path / "out"), Decision("3"), folder)
    inputs = plan(tmp_path).inputs()
    first = read_table(tmp_path / "out/waiting.csv").columns["id"][0]
    panels = [[one for one in report.panel if one != member] + [first] for member in report.panel]
    assert [] in [check_panel(panel, inputs.pool.pool, inputs.quotas.table, SEATS) for panel in panels]


def test_a_wrong_number_is_refused_before_anything_is_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("buergerforum.stages.select.compute", lambda *_given: pytest.fail("computed"))
    with pytest.raises(UsageError, match="“10” is no lot number"):
        run_select(plan(tmp_path), Decision("10"))
    assert not (tmp_path / "lottery").exists()


# --- a lottery made before ---------------------------------------------------------------------------------------


def erase(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: len(path.read_bytes()) // 2])


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 3] ^= 1
    path.write_bytes(bytes(raw))


def fill(path: Path) -> None:
    path.write_bytes(bytes(range(256)))


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [erase, empty, shorten, flip, fill, make_folder])
@pytest.mark.parametrize("name", [*COPIED, "receipt.json"])
def test_every_damage_is_found(lottery: Path, name: str, damage: Callable[[Path], None]) -> None:
    damage(lottery / name)
    with pytest.raises(InputError) as caught:
        select(lottery)
    assert any(problem.file in {name, "lottery"} for problem in caught.value.problems)
    assert not lottery.with_name("result").exists()


def test_all_damaged_files_are_named_at_once(lottery: Path) -> None:
    flip(lottery / "lottery.csv")
    erase(lottery / "pool.csv")
    with pytest.raises(InputError) as caught:
        select(lottery)
    assert caught.value.message.splitlines() == [
        "lottery.csv: The file is not as the lottery left it.",
        "pool.csv: The file is not there.",
    ]
    assert "forum audit" in caught.value.hint


def forge(lottery: Path, name: str = "", old: str = "", new: str = "", **changes: Any) -> None:
    """Change a file and the receipt so that their digests fit."""
    if name:
        said = (lottery / name).read_text("utf-8")
        assert old in said
        (lottery / name).write_text(said.replace(old, new, 1), "utf-8")
    receipt = read_receipt((lottery / "receipt.json").read_bytes(), "")
    outputs = tuple(digest_file(lottery / one.name) for one in receipt.outputs)
    receipt = dataclasses.replace(receipt, outputs=outputs, **changes)
    (lottery / "receipt.json").write_bytes(receipt_bytes(receipt))


def receipt_options(lottery: Path, **changes: Any) -> dict[str, object]:
    return {**read_receipt((lottery / "receipt.json").read_bytes(), "").options, **changes}


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("lottery.csv", "0;0;", "0;1;", "This row is no lot"),
        ("lottery.csv", "9;9;", "9;12;", "There are 13 lots; the receipt says 10"),
        ("lottery.csv", "9;9;", f"9;{'9' * 5000};", "This row is no lot"),
        ("lottery.csv", "0;0;", "0;0;stranger ", "people who are not in its pool"),
        ("lottery.csv", "first;", "start;", "The column “first” is missing"),
        ("probabilities.csv", "0000;", "stranger;", "These are not the people of the pool"),
        ("probabilities.csv", "0000;0", "0000;nan", "This row holds no chance"),
        ("probabilities.csv", "0000;0", f"0000;{'9' * 5000}", "probabilities.csv"),
        ("pool.csv", "0000;m", "0001;m", "row 3, column “id”: The id .*is there twice"),
        ("pool.csv", "0000;m", "0000;x", "“x” is no value of “sex”"),
        ("quotas.csv", "sex;m;2;4", "sex;m;5;4", "quotas.csv, row 2"),
    ],
)
def test_a_forgery_with_fitting_digests_is_still_refused(
    lottery: Path, name: str, old: str, new: str, said: str
) -> None:
    forge(lottery, name, old, new)
    with pytest.raises(InputError, match=said):
        select(lottery)
    assert not lottery.with_name("result").exists()


def test_a_lot_that_is_no_panel_is_never_seated(lottery: Path) -> None:
    members = read_lottery(lottery / "lottery.csv").blocks[3].members
    forge(lottery, "lottery.csv", f"3;3;{' '.join(members)}", f"3;3;{' '.join(members[1:])}")
    with pytest.raises(InputError, match="Lot 3 is no panel: There are 5 members for 6 seats"):
        select(lottery)
    select(lottery, "4")


@pytest.mark.parametrize(
    "wrong", [{"seats": "six"}, {"seats": 0}, {"seats": True}, {"lots": None}, {"household": None}]
)
def test_a_receipt_must_say_how_the_lottery_was_made(lottery: Path, wrong: dict[str, Any]) -> None:
    forge(lottery, options=receipt_options(lottery, **wrong))
    with pytest.raises(InputError, match=r"receipt.json: The file is damaged"):
        select(lottery)


@pytest.mark.parametrize(
    "foreign",
    [
        lambda folder: folder / "nowhere",
        lambda folder: folder,
        lambda folder: folder / "people.csv",
        lambda folder: folder / "result",
    ],
)
def test_another_folder_is_no_lottery(lottery: Path, foreign: Callable[[Path], Path]) -> None:
    select(lottery)  # its result is no lottery to draw from again
    folder = foreign(lottery.parent)
    with pytest.raises(InputError, match=r"There is no such folder|This is no folder of a lottery"):
        drawing(folder, lottery.with_name("other"))


def test_a_receipt_of_another_stage_is_no_lottery(lottery: Path) -> None:
    draw = Receipt("draw", {"seats": 6}, (), (digest_file(lottery / "quotas.csv"),))
    (lottery / "receipt.json").write_bytes(receipt_bytes(draw))
    with pytest.raises(InputError, match="lottery: This is no folder of a lottery"):
        select(lottery)


@pytest.mark.parametrize("name", ["quotas.csv", "../quotas.csv", "quotas.", "quotas.a/b"])
def test_a_receipt_cannot_lead_out_of_the_folder(lottery: Path, name: str) -> None:
    receipt = read_receipt((lottery / "receipt.json").read_bytes(), "")
    others = tuple(one for one in receipt.outputs if not one.name.startswith("quotas"))
    listed = (*others, dataclasses.replace(digest_file(lottery / "quotas.csv"), name=name))
    (lottery / "receipt.json").write_bytes(receipt_bytes(dataclasses.replace(receipt, outputs=listed)))
    shutil.move(lottery / "quotas.csv", lottery.with_name("quotas.csv"))
    with pytest.raises(InputError):
        select(lottery)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"seats": 5}, "made with seats = 6, not 5"),
        ({"lots": 1000}, "made with lots = 10, not 1000"),
        ({"objective": "maximin"}, "made with objective = leximin, not maximin"),
        ({"household": "home"}, "made with household = “”, not home"),
        ({"id_column": "id"}, "made with id = pid, not id"),
    ],
)
def test_what_is_asked_for_must_agree_with_the_lottery(lottery: Path, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        select(lottery, **asked)


def test_what_agrees_with_the_lottery_may_be_said_again(lottery: Path) -> None:
    there = lottery.parent
    said = select(lottery, seats=6, lots=10, household="", pool=there / "people.csv", quotas=there / "table.csv")
    assert said.lot == "3"


def test_pool_and_quotas_cannot_be_exchanged(lottery: Path) -> None:
    there = lottery.parent
    with pytest.raises(InputError) as caught:
        select(lottery, pool=there / "table.csv", quotas=there / "people.csv")
    assert [problem.file for problem in caught.value.problems] == ["table.csv", "people.csv"]


@pytest.mark.parametrize(("kind", "write"), [("pool", write_pool), ("quotas", write_quotas)])
def test_another_pool_or_table_is_refused(lottery: Path, kind: str, write: Callable[..., Path]) -> None:
    rows = PEOPLE[1:] if kind == "pool" else [("sex", "m", 0, 6)]
    other = write(lottery.parent / f"{kind}-2.csv", rows)
    asked: dict[str, Any] = {kind: other}
    with pytest.raises(InputError, match=f"{kind}-2.csv: The file is not the one that the lottery was made from"):
        select(lottery, **asked)


# --- in a procedure ----------------------------------------------------------------------------------------------


def test_lottery_seal_select_needs_only_the_number(home: Procedure) -> None:
    lottery_of(home)
    run_seal(home, Sealed.SELECTION)
    report = select_in(home)
    assert (report.lot, report.lots, report.waiting) == ("03", 20, 3)
    published, selected = (bytes_below(home.path(name)) for name in ("lottery", "selection"))
    for name in ("certificate.json", "fairness.json", "lottery.csv", "pool.csv", "probabilities.csv", "quotas.yaml"):
        assert selected[name] == published[name]
    assert sorted(one.name for one in report.receipt.inputs) == sorted(f"lottery/{name}" for name in published)


def test_without_a_lottery_it_is_computed_at_once(home: Procedure) -> None:
    report = select_in(home)
    assert sorted(one.name for one in report.receipt.inputs) == [
        "applications/pool.csv",
        "forum.yaml",
        "quotas/small.yaml",
    ]


@pytest.mark.parametrize("changed", ["applications/pool.csv", "quotas/small.yaml"])
def test_what_was_changed_after_the_lottery_is_refused(home: Procedure, changed: str) -> None:
    lottery_of(home)
    path = home.path(changed)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(InputError, match=f"{path.name}: The file is not the one that the lottery was made from"):
        select_in(home)
    with pytest.raises(InputError, match=f"{path.name}: The file is not the one that the lottery was made from"):
        run_seal(home, Sealed.SELECTION)
    assert len(journal_of(home)) == 2
    assert not home.path("selection").exists()


def test_other_settings_after_the_lottery_are_refused_but_not_other_texts(home: Procedure) -> None:
    lottery_of(home)
    said = home.settings_path.read_text("utf-8")
    home.settings_path.write_text(said.replace("lots: 20", "lots: 30"), "utf-8")
    with pytest.raises(InputError, match="made with lots = 20, not 30"):
        select_in(home)
    home.settings_path.write_text(said.replace("Alex Beispiel", "Kim Muster"), "utf-8")
    select_in(home)


def test_a_lottery_that_the_journal_does_not_know_is_refused(home: Procedure) -> None:
    lottery_of(home)
    receipt = home.path("lottery/receipt.json")
    known = read_receipt(receipt.read_bytes(), "")
    receipt.write_bytes(receipt_bytes(dataclasses.replace(known, figures={})))
    with pytest.raises(InputError, match=r"receipt.json: The journal knows another receipt"):
        select_in(home)


def test_a_lottery_from_elsewhere_must_be_made_from_the_same_files(home: Procedure, made: Path) -> None:
    with pytest.raises(InputError, match=r"pool.csv: The file is not the one"):
        run_select(plan_selection(home, SelectionOptions(), "selection", None, ""), Decision("3"), made / "lottery")


def test_a_lottery_that_was_deleted_is_missed(home: Procedure) -> None:
    lottery_of(home)
    shutil.rmtree(home.path("lottery"))
    with pytest.raises(InputError, match="lottery: There is no such folder"):
        select_in(home)


def test_a_second_selection_needs_a_reason_and_keeps_the_first(home: Procedure) -> None:
    lottery_of(home)
    select_in(home, "3")
    before = bytes_below(home.path("selection"))
    with pytest.raises(UsageError, match="“selection” holds a result already"):
        select_in(home, "4")
    assert select_in(home, "4", again="the ball was misread").lot == "04"
    assert bytes_below(home.path("earlier/selection-1")) == before
    assert journal_of(home)[-1].details["run"] == 2


def test_after_a_second_lottery_the_panel_comes_from_that_one(home: Procedure) -> None:
    lottery_of(home)
    home.settings_path.write_text(home.settings_path.read_text("utf-8").replace("lots: 20", "lots: 5"), "utf-8")
    lottery_of(home, again="five balls only")
    assert select_in(home).lots == 5


def test_nothing_that_is_wrong_with_a_lottery_leaves_anything_in_the_procedure(home: Procedure) -> None:
    lottery_of(home)
    before = bytes_below(home.root)
    for asked in ({"seats": 3}, {"pool": home.path("forum.yaml")}, {"lots": 3}):
        with pytest.raises(ForumError):
            select_in(home, **asked)
    after = bytes_below(home.root)
    after.pop(".lock", None), before.pop(".lock", None)
    assert after == before
