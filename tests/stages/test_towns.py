import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from buergerforum.core.chance import Seed
from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model.audit import Verdict
from buergerforum.model.draw import DrawOptions
from buergerforum.model.seal import Sealed
from buergerforum.model.towns import TownsOptions
from buergerforum.stages.audit import run_audit
from buergerforum.stages.draw import plan_draw, run_draw
from buergerforum.stages.new import run_new
from buergerforum.stages.seal import run_seal
from buergerforum.stages.towns import TownWishes, plan_towns, run_towns
from buergerforum.stages.towns_returned import plan_returned, run_returned
from tests import gemeinden
from tests.stages.forging import edit, recompute

TABLE = gemeinden.FOLDER / gemeinden.WORKBOOK


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = run_new(tmp_path_factory.mktemp("towns") / "forum")
    shutil.copy(TABLE, home.root / "gv.xlsx")
    text = home.settings_path.read_text("utf-8")
    for usual, here in (
        ('table: "" ', "table: gv.xlsx "),
        ("size: 20000", "size: 600"),
        ("towns: 80", "towns: 12"),
        ("language: de", "language: en"),
    ):
        assert usual in text
        text = text.replace(usual, here)
    home.settings_path.write_text(text, "utf-8")
    run_seal(home, Sealed.TOWNS)
    run_towns(plan_towns(home, TownWishes(), None, ""), Seed("4 7 2 9"))
    return home.root


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Procedure:
    found = Procedure.find(shutil.copytree(made, tmp_path / "forum"))
    assert found is not None
    return found


def towns(home: Procedure) -> list[dict[str, str]]:
    return list(read_table(home.path("draw/towns/towns.csv")).records())


def draw_at_home(home: Procedure, one: dict[str, str], sent: Path, seed: str = "", size: int = 0) -> None:
    """Do what the order sheet says, with a register of as many people as it takes."""
    folder = home.root.parent / f"at-home-{one['key']}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    persons = int(one["persons"])
    rows = [(f"{one['key']}-{number}", "Mitte", "16-29", "mw"[number % 2]) for number in range(persons + 5)]
    write_csv(folder / "frame.csv", ("id", "district", "age_group", "sex"), rows)
    part = seed or f"4 7 2 9 / {one['key']}"
    plan = plan_draw(None, folder / "frame.csv", DrawOptions(size or persons), folder / "out", "")
    run_draw(plan, Seed(part))
    sent.mkdir(exist_ok=True)
    shutil.copy(folder / "out" / "receipt.json", sent / f"{one['key']}.json")


def contradictions(home: Procedure) -> dict[str, str]:
    return {one.number: one.found for one in run_audit(home.root).findings if one.verdict is Verdict.CONTRADICTION}


def test_the_draw_of_towns_is_sealed_written_and_audited(home: Procedure) -> None:
    receipt = json.loads(home.path("draw/towns/receipt.json").read_bytes())
    assert (receipt["figures"]["persons"], receipt["options"]["cap"], receipt["seed"]) == (600, "1/50", "4 7 2 9")
    chosen = [one for one in towns(home) if one["replaces"] == "0"]
    assert sum(int(one["persons"]) for one in chosen) == 600
    assert all(int(one["persons"]) <= max(1, int(one["inhabitants"]) // 50) for one in chosen)
    sheets = sorted(path.name for path in home.path("draw/towns/orders").glob("*.txt"))
    assert sheets == [f"{int(one['number']):04}-{one['key']}.txt" for one in chosen]
    first = home.path(f"draw/towns/orders/{sheets[0]}").read_text("utf-8")
    key, persons = chosen[0]["key"], chosen[0]["persons"]
    assert f'forum draw --register frame.csv --size {persons} --seed "4 7 2 9 / {key}" --out {key}' in first
    assert contradictions(home) == {}
    verdicts = {one.number: one.verdict for one in run_audit(home.root).findings}
    assert (verdicts["4.4"], verdicts["5.5"]) == (Verdict.OK, Verdict.OK)


def test_what_the_towns_send_back_is_held_against_their_orders(home: Procedure, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    chosen = [one for one in towns(home) if one["replaces"] == "0"]
    stepping = next(one for one in towns(home) if one["replaces"] != "0")
    for one in [one for one in chosen if one["number"] != stepping["replaces"]][:2]:
        draw_at_home(home, one, sent)
    part = run_returned(plan_returned(home, sent, None, None))
    assert (part.returned, len(part.missing)) == (2, len(chosen) - 2)
    for one in chosen:
        if one["number"] != stepping["replaces"]:
            draw_at_home(home, one, sent)
    draw_at_home(home, stepping, sent)
    whole = run_returned(plan_returned(home, sent, None, None))
    assert whole.missing == ()
    assert whole.invited == sum(int(one["persons"]) for one in chosen if one["number"] != stepping["replaces"]) + int(
        stepping["persons"]
    )
    assert contradictions(home) == {}
    assert {one.number: one.verdict for one in run_audit(home.root).findings}["5.6"] is Verdict.OK


def test_other_seeds_and_other_numbers_are_refused(home: Procedure, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    first, second, *_rest = (one for one in towns(home) if one["replaces"] == "0" and int(one["persons"]) > 1)
    draw_at_home(home, first, sent, seed="another one")
    draw_at_home(home, second, sent, size=1)
    with pytest.raises(InputError) as refused:
        run_returned(plan_returned(home, sent, None, None))
    assert sorted(refused.value.message.splitlines()) == sorted(
        [
            f"{first['key']}.json: This seed is part of no order. Take the file away.",
            f"{second['key']}.json: Not as ordered: 1 people were drawn for, {second['persons']} were ordered.",
        ]
    )
    assert not home.path("draw/towns-returned").exists()


def test_a_replacement_beside_the_town_it_steps_in_for_is_refused(home: Procedure, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    stepping = next(one for one in towns(home) if one["replaces"] != "0")
    own = next(one for one in towns(home) if one["replaces"] == "0" and one["number"] == stepping["replaces"])
    draw_at_home(home, stepping, sent)
    draw_at_home(home, own, sent)
    with pytest.raises(InputError, match="drew although the municipality of order sheet"):
        run_returned(plan_returned(home, sent, None, None))


def test_a_town_that_was_chosen_by_hand_is_found(home: Procedure) -> None:
    edit(home.path("draw/towns/towns.csv"), lambda rows: rows[0].update(persons=str(int(rows[0]["persons"]) + 1)))
    recompute(home.root)
    assert "5.5" in contradictions(home)


def test_a_directory_that_was_changed_is_found(home: Procedure) -> None:
    path = home.path("draw/towns/municipalities.csv")
    edit(path, lambda rows: rows[-1].update(inhabitants=str(int(rows[-1]["inhabitants"]) + 1)))
    recompute(home.root)
    said = [one.found for one in run_audit(home.root).findings if one.number == "5.5"]
    assert "The copy of the directory is not the one that was read." in said


def test_a_receipt_that_was_changed_afterwards_is_found(home: Procedure, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    draw_at_home(home, towns(home)[0], sent)
    run_returned(plan_returned(home, sent, None, None))
    path = next(home.path("draw/towns-returned/receipts").iterdir())
    path.write_text(path.read_text("utf-8").replace("4 7 2 9 /", "4 7 2 8 /"), "utf-8")
    recompute(home.root)
    assert "5.6" in contradictions(home)


def test_outside_a_procedure_everything_is_said_on_the_command_line(tmp_path: Path) -> None:
    wishes = TownWishes(TABLE, 300, 5, "2,5 %", "1000, 5000", associations=True, lands="07")
    plan = plan_towns(None, wishes, tmp_path / "out", "")
    assert plan.options == TownsOptions(300, 5, Fraction(1, 40), (1000, 5000))
    result = run_towns(plan, Seed("1"))
    assert {one.town.land for one in result.drawn.towns} == {"07"}
    assert any(len(one.town.key) == 9 for one in (*result.drawn.towns, *result.drawn.replacements))
    assert {one.verdict for one in run_audit(tmp_path / "out").findings if one.number == "5.5"} == {Verdict.OK}


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        (TownWishes(), "The draw of towns needs a directory of municipalities and a size."),
        (TownWishes(TABLE, 10, cap="0"), "The value of --cap does not fit."),
        (TownWishes(TABLE, 10, cap="viel"), "The value of --cap does not fit."),
        (TownWishes(TABLE, 10, classes="5000,2000"), "The value of --classes does not fit."),
        (TownWishes(TABLE, 10, classes="klein"), "The value of --classes does not fit."),
    ],
)
def test_wishes_that_do_not_fit_are_refused(tmp_path: Path, wishes: TownWishes, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        plan_towns(None, wishes, tmp_path / "out", "")
    assert refused.value.message == message


def test_a_land_that_is_not_in_the_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="The table has no municipalities of these Länder: 09"):
        run_towns(plan_towns(None, TownWishes(TABLE, 10, lands="09"), tmp_path / "out", ""), Seed("1"))


def test_receipts_need_a_draw_of_towns(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^No towns have been drawn yet\.$"):
        plan_returned(None, tmp_path, None, tmp_path / "out")
