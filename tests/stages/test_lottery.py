import csv
import dataclasses
import json
from collections import Counter
from pathlib import Path

import pytest

from buergerforum.core.selection.panel_check import check_panel
from buergerforum.errors import InputError, QuotaError, UsageError
from buergerforum.io.lottery_files import read_chances, read_lottery
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table
from buergerforum.stages import lottery as stage
from buergerforum.stages.lottery import MOST_LOTS, SelectionOptions, SelectionPlan, plan_selection, run_lottery
from buergerforum.stages.running import journal_of
from tests.cli.calling import bytes_below
from tests.stages.small_forum import (
    HEADER,
    PEOPLE,
    QUOTAS,
    SEATS,
    make_procedure,
    options,
    plan,
    write,
    write_pool,
    write_quotas,
)


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    return make_procedure(tmp_path / "forum")


def test_the_result_stands_for_itself(tmp_path: Path) -> None:
    report = run_lottery(plan(tmp_path))
    out = tmp_path / "lottery"
    written = (
        "certificate.json",
        "fairness.json",
        "lottery.csv",
        "pool.csv",
        "probabilities.csv",
        "quotas.csv",
        "receipt.json",
    )
    assert tuple(sorted(bytes_below(out))) == written
    assert (out / "quotas.csv").read_bytes() == (tmp_path / "table.csv").read_bytes()
    assert [one.name for one in report.receipt.outputs] == sorted(set(bytes_below(out)) - {"receipt.json"})
    assert sorted(one.name for one in report.receipt.inputs) == ["people.csv", "table.csv"]
    assert dict(report.receipt.options) == {
        "seats": SEATS,
        "lots": 10,
        "objective": "leximin",
        "household": "",
        "id": "pid",
        "waiting": 25,
        "fixed_in": (),
        "fixed_out": (),
    }
    assert report.receipt.seed is None
    assert str(tmp_path) not in (out / "receipt.json").read_text("utf-8")


def test_every_lot_is_a_panel_and_every_chance_is_counted(tmp_path: Path) -> None:
    made = plan(tmp_path, lots=50)
    run_lottery(made)
    inputs = made.inputs()
    found = read_lottery(tmp_path / "lottery/lottery.csv")
    assert [block.first for block in found.blocks] == list(range(50))
    for block in found.blocks:
        assert check_panel(block.members, inputs.pool.pool, inputs.quotas.table, SEATS) == []
    lots = Counter(member for block in found.blocks for member in block.members)
    chances = read_chances(tmp_path / "lottery/probabilities.csv")
    assert {one.id: one.lots for one in chances} == {row[1]: lots[row[1]] for row in PEOPLE}
    assert sum(one.optimal for one in chances) == pytest.approx(SEATS)
    assert all(abs(one.lots / 50 - one.optimal) < 1 / 50 for one in chances)


def test_the_copy_of_the_pool_keeps_every_column_and_leading_zeros(tmp_path: Path) -> None:
    run_lottery(plan(tmp_path))
    copied = read_table(tmp_path / "lottery/pool.csv")
    assert copied.header == ("id", "sex", "age group", "id *", "home", "remark")
    assert [tuple(row.values()) for row in copied.records()] == [
        (row[1], row[2], row[3], row[0], *row[4:]) for row in PEOPLE
    ]


def test_a_procedure_publishes_nothing_that_the_selection_does_not_look_at(home: Procedure) -> None:
    pool = home.path("applications/pool.csv")
    write(pool, ("id", *HEADER[2:]), [row[1:] for row in PEOPLE])
    wish = SelectionOptions(household="home")
    with pytest.raises(InputError, match="columns that the selection does not look at") as refused:
        run_lottery(plan_selection(home, wish, "lottery", None, ""))
    assert "remark" in str(refused.value)
    assert "home" not in str(refused.value)
    assert not home.path("lottery").exists()
    write(pool, ("id", *HEADER[2:5]), [row[1:5] for row in PEOPLE])
    run_lottery(plan_selection(home, wish, "lottery", None, ""))
    assert read_table(home.path("lottery/pool.csv")).header == ("id", "sex", "age group", "home")


def test_no_cell_of_the_copy_is_a_formula(tmp_path: Path) -> None:
    run_lottery(plan(tmp_path))
    with (tmp_path / "lottery/pool.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
    assert {"'=1+1", "'-5", "'@ute"} < set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".yaml"])
def test_the_form_of_the_files_does_not_matter(tmp_path: Path, suffix: str) -> None:
    run_lottery(plan(tmp_path, "usual"))
    quotas = write_quotas(tmp_path / f"other{suffix}")
    pool = write_pool(tmp_path / ("other.csv" if suffix == ".yaml" else f"people{suffix}"))
    run_lottery(plan(tmp_path, "other", pool=pool, quotas=quotas, seats=None if suffix == ".yaml" else SEATS))
    usual, other = (bytes_below(tmp_path / name) for name in ("usual", "other"))
    for name in ("lottery.csv", "probabilities.csv", "pool.csv"):
        assert other[name] == usual[name]
    assert other[f"quotas{suffix}"] == quotas.read_bytes()


def test_a_quota_file_without_an_ending_is_copied_under_a_name_that_is_found_again(tmp_path: Path) -> None:
    table = write_quotas(tmp_path / "table.csv").rename(tmp_path / "table")
    run_lottery(plan(tmp_path, quotas=table))
    assert (tmp_path / "lottery/quotas.csv").read_bytes() == table.read_bytes()


def test_without_ids_the_row_number_serves_and_that_is_said(tmp_path: Path) -> None:
    pool = write(tmp_path / "bare.csv", HEADER[2:], [row[2:] for row in PEOPLE])
    report = run_lottery(plan(tmp_path, pool=pool, id_column=None))
    assert any("the row number of the spreadsheet serves as id" in note for note in report.notes)
    assert [one.id for one in report.result.chances] == sorted(str(number) for number in range(2, 26))


def test_of_a_household_there_is_one_at_most(tmp_path: Path) -> None:
    run_lottery(plan(tmp_path, household="Home", lots=30))
    homes = {row[1]: row[4] for row in PEOPLE}
    seen = read_lottery(tmp_path / "lottery/lottery.csv").blocks
    assert all(len({homes[member] for member in block.members}) == SEATS for block in seen)
    report = run_lottery(plan(tmp_path, "free", lots=30))
    free = report.result.lottery.blocks
    assert any(len({homes[member] for member in block.members}) < SEATS for block in free)


@pytest.mark.parametrize("household", ["pid", "id", "ID"])
def test_ids_are_no_households(tmp_path: Path, household: str) -> None:
    with pytest.raises(InputError, match=r"people.csv, column “(pid|id|ID)”: The column of the ids"):
        run_lottery(plan(tmp_path, household=household))


def test_a_feature_may_be_the_household(tmp_path: Path) -> None:
    table = write_quotas(tmp_path / "two.csv", [("sex", "m", 0, 1), ("sex", "w", 0, 1)])
    report = run_lottery(plan(tmp_path, quotas=table, seats=2, household="sex"))
    assert report.result.chances[0].optimal == pytest.approx(1 / 12)


def test_a_feature_cannot_be_called_like_the_ids(tmp_path: Path) -> None:
    table = write_quotas(tmp_path / "ids.csv", [*QUOTAS, ("id", "x", 0, 6)])
    with pytest.raises(InputError, match=r"ids.csv: A feature cannot be called “id”"):
        run_lottery(plan(tmp_path, quotas=table))


@pytest.mark.parametrize("lots", [1, 7, 10**9])
def test_any_number_of_lots(tmp_path: Path, lots: int) -> None:
    run_lottery(plan(tmp_path, lots=lots))
    found = read_lottery(tmp_path / "lottery/lottery.csv")
    assert found.lots == lots
    for one in read_chances(tmp_path / "lottery/probabilities.csv"):
        assert abs(one.lots - lots * one.optimal) <= 1 + 1e-11 * lots


@pytest.mark.parametrize("lots", [0, MOST_LOTS + 1])
def test_too_many_lots_or_none_are_refused(tmp_path: Path, lots: int) -> None:
    with pytest.raises(UsageError, match=f"{lots} lots are not possible") as caught:
        plan(tmp_path, lots=lots)
    assert "1 to 1000000000000" in caught.value.hint


def test_other_objectives_are_possible_and_unknown_ones_refused(tmp_path: Path) -> None:
    report = run_lottery(plan(tmp_path, objective="maximin"))
    assert report.receipt.options["objective"] == "maximin"
    with pytest.raises(UsageError, match="There is no objective “fair”") as caught:
        run_lottery(plan(tmp_path, "other", objective="fair"))
    assert "leximin, maximin" in caught.value.hint
    assert not (tmp_path / "other").exists()


def test_quotas_that_cannot_be_met_leave_nothing(tmp_path: Path) -> None:
    young_men = [row for row in PEOPLE if (row[2] == "m") == (row[3] == "16-29")]
    pool = write_pool(tmp_path / "apart.csv", young_men)
    quotas = write_quotas(tmp_path / "tight.csv", [("sex", "m", 3, 3), ("sex", "w", 3, 3), *QUOTAS[2:]])
    with pytest.raises(QuotaError, match="16-29: at most 2"):
        run_lottery(plan(tmp_path, pool=pool, quotas=quotas))
    assert not (tmp_path / "lottery").exists()


def test_the_number_of_seats_must_come_from_somewhere(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="It is not said how many seats there are") as caught:
        run_lottery(plan(tmp_path, seats=None))
    assert "“table.csv” does not say it" in caught.value.hint


def test_outside_a_procedure_pool_and_quotas_are_needed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs a pool and quotas"):
        plan_selection(None, SelectionOptions(seats=3), "lottery", tmp_path / "out", "")
    with pytest.raises(UsageError, match="not clear where the result shall go"):
        run_lottery(plan_selection(None, options(tmp_path), "lottery", None, ""))


@pytest.mark.parametrize("edited", ["people.csv", "table.csv"])
def test_the_receipt_tells_of_what_was_read_even_if_it_is_edited_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edited: str
) -> None:
    made = plan(tmp_path)
    digests = {one.name: one for one in made.digests(made.inputs())}
    compute = stage.compute

    def slow(*given: object) -> object:
        (tmp_path / edited).write_bytes(b"something else entirely")
        return compute(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(stage, "compute", slow)
    if edited == "table.csv":
        with pytest.raises(InputError, match=r"table.csv: The file was changed while the command was at work"):
            run_lottery(made)
        assert not (tmp_path / "lottery").exists()
        return
    assert set(run_lottery(made).receipt.inputs) == set(digests.values())


def test_a_procedure_knows_everything(home: Procedure) -> None:
    made = plan_selection(home, SelectionOptions(), "lottery", None, "")
    assert (made.seats, made.lots, made.waiting, made.objective, made.language) == (None, 20, 3, "leximin", "en")
    report = run_lottery(made)
    assert sorted(one.name for one in report.receipt.inputs) == [
        "applications/pool.csv",
        "forum.yaml",
        "quotas/small.yaml",
    ]
    assert report.receipt.options["seats"] == SEATS
    details = journal_of(home)[-1].details
    assert (details["stage"], details["folder"], details["run"]) == ("lottery", "lottery", 1)


def test_what_is_given_wins_over_forum_yaml(home: Procedure) -> None:
    given = SelectionOptions(lots=5, household="home", waiting=0, seats=4)
    made = plan_selection(home, given, "lottery", None, "")
    assert (made.seats, made.lots, made.household.columns, made.waiting) == (4, 5, ("home",), 0)


def test_a_second_lottery_needs_a_reason_and_keeps_the_first(home: Procedure) -> None:
    made = plan_selection(home, SelectionOptions(), "lottery", None, "")
    first = run_lottery(made)
    with pytest.raises(UsageError, match="“lottery” holds a result already"):
        run_lottery(made)
    more = plan_selection(home, SelectionOptions(lots=7), "lottery", None, "seven balls")
    run_lottery(more)
    assert read_lottery(home.path("lottery/lottery.csv")).lots == 7
    assert json.loads(home.path("earlier/lottery-1/receipt.json").read_bytes())["options"]["lots"] == 20
    assert first.receipt.options["lots"] == 20
    assert journal_of(home)[-1].details["again"] == "seven balls"


def test_a_plan_cannot_be_changed_by_mistake(tmp_path: Path) -> None:
    made: SelectionPlan = plan(tmp_path)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.lots = 3  # type: ignore[misc]
