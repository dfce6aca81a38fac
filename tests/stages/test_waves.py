import csv
import json
import shutil
from pathlib import Path

import pytest

from buergerforum.core.chance import Seed
from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model.audit import Verdict
from buergerforum.model.draw import Allocation, DrawOptions
from buergerforum.model.letters import Kind
from buergerforum.model.seal import Sealed
from buergerforum.stages.addressees import addressees
from buergerforum.stages.audit import run_audit
from buergerforum.stages.draw import DrawResult, plan_draw, run_draw
from buergerforum.stages.seal import run_seal
from buergerforum.stages.waves import WaveOptions, plan_wave, run_wave
from tests.stages import honest
from tests.stages.forging import edit, recompute


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = honest.new(tmp_path_factory.mktemp("waves") / "forum")
    honest.frame(home)
    run_seal(home, Sealed.DRAW)
    honest.draw(home)
    return home.root


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Procedure:
    found = Procedure.find(shutil.copytree(made, tmp_path / "forum"))
    assert found is not None
    return found


def wave(home: Procedure, number: int = 2, again: str = "", **options: object) -> DrawResult:
    return run_wave(plan_wave(home, WaveOptions(number, **options), again))  # type: ignore[arg-type]


def ids(home: Procedure, number: int, name: str = "invitees.csv") -> list[str]:
    return read_table(home.path(f"draw/wave-{number}/{name}")).columns["id"]


def strata(home: Procedure, number: int) -> list[dict[str, str]]:
    with home.path(f"draw/wave-{number}/strata.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def contradictions(home: Procedure) -> dict[str, str]:
    return {one.number: one.found for one in run_audit(home.root).findings if one.verdict is Verdict.CONTRADICTION}


def test_three_waves_are_disjoint_in_ticket_order_and_audited(home: Procedure) -> None:
    second = wave(home, size=8)
    gone = home.root / "gone.csv"
    write_csv(gone, ("id",), [(person,) for person in (ids(home, 1)[0], ids(home, 2)[0])])
    third = wave(home, 3, like_for_like=gone)
    assert (second.invited, third.invited) == (8, 2)
    lists = [ids(home, number) for number in (1, 2, 3)]
    assert len({person for one in lists for person in one}) == sum(map(len, lists)) == 26
    everybody = {person for one in lists for person in one} | set(ids(home, 3, "reserve.csv"))
    assert len(everybody) == 60
    for number in (1, 2, 3):
        tickets = read_table(home.path(f"draw/wave-{number}/invitees.csv")).columns["ticket"]
        assert tickets == sorted(tickets)
    households = [
        home_key
        for number in (1, 2, 3)
        for home_key, special in zip(
            read_table(home.path(f"draw/wave-{number}/invitees.csv")).columns["household"],
            read_table(home.path(f"draw/wave-{number}/invitees.csv")).columns["special_address"],
            strict=True,
        )
        if home_key and special == "0"
    ]
    assert len(households) == len(set(households))
    assert contradictions(home) == {}
    numbers = [one.number for one in run_audit(home.root).findings if one.verdict is Verdict.OK]
    assert [numbers.count(f"5.{check}") for check in (1, 2, 3, 4, 7)] == [3, 3, 3, 3, 3]


def test_like_for_like_draws_from_the_strata_of_those_who_are_replaced(home: Procedure) -> None:
    invitees = list(read_table(home.path("draw/wave-1/invitees.csv")).records())
    gone = home.root / "undeliverable.csv"
    write_csv(gone, ("id", "reason"), [(one["id"], "moved") for one in invitees[:3]])
    wave(home, like_for_like=gone)
    wanted = sorted((one["district"], one["age_group"], one["sex"]) for one in invitees[:3])
    assert (
        sorted(
            (row["district"], row["age_group"], row["sex"])
            for row in strata(home, 2)
            for _place in range(int(row["places"]))
        )
        == wanted
    )
    replaced = home.path("draw/wave-2/replaced.csv").read_text("utf-8").split()
    assert replaced == ["id", *sorted(one["id"] for one in invitees[:3])]
    receipt = json.loads(home.path("draw/wave-2/receipt.json").read_bytes())
    assert (receipt["options"]["basis"], receipt["options"]["wave"], receipt["seed"]) == ("like-for-like", 2, "4 7 2 9")
    assert contradictions(home) == {}


def test_targets_say_the_places_of_every_stratum(home: Procedure) -> None:
    rows = [(row["district"], row["age_group"], row["sex"], "1") for row in strata(home, 1)[:2]]
    table = home.root / "targets.csv"
    write_csv(table, ("district", "age_group", "sex", "places"), rows)
    result = wave(home, targets=table)
    assert result.invited + result.short == 2
    assert [row["places"] for row in strata(home, 2)][:3] == ["1", "1", "0"]
    assert contradictions(home) == {}


def test_letters_go_to_the_newest_wave(home: Procedure) -> None:
    wave(home, size=4)
    honest.letters(home, "invitation", ids(home, 1), ("draw/wave-1/invitees.csv",))
    to = addressees(home, Kind.INVITATION, None, again=False)
    assert (to.number, sorted(to.ids)) == (2, sorted(ids(home, 2)))
    assert to.lists == (home.path("draw/wave-2/invitees.csv"),)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"number": 3, "size": 4}, "Wave 3 comes after wave 2, which has not been drawn."),
        ({"number": 2}, "It is not said how many people the wave shall invite."),
        (
            {"number": 2, "like_for_like": Path("a"), "targets": Path("b")},
            "Give either --like-for-like or --targets, not both.",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(home: Procedure, options: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError) as error:
        plan_wave(home, WaveOptions(**options), "")  # type: ignore[arg-type]
    assert error.value.message == message


def test_a_wave_needs_a_procedure() -> None:
    with pytest.raises(UsageError, match=r"^A further wave continues the draw of a procedure\.$"):
        plan_wave(None, WaveOptions(2, 5), "")


def test_a_wave_on_which_another_builds_is_not_drawn_anew(home: Procedure) -> None:
    wave(home, size=4)
    said = r"^Wave 2 was drawn from the reserve of wave 1; wave 1 can no longer be drawn anew\.$"
    with pytest.raises(UsageError, match=said):
        run_draw(plan_draw(home, None, DrawOptions(), None, "mistake"), Seed("5"))
    wave(home, size=5, again="too few")
    assert len(ids(home, 2)) == 5
    assert contradictions(home) == {}


def test_changed_files_of_earlier_waves_are_refused(home: Procedure) -> None:
    path = home.path("draw/wave-1/reserve.csv")
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(InputError, match=r"^draw/wave-1/reserve.csv: The file is not as the draw left it\."):
        wave(home, size=4)
    assert not home.path("draw/wave-2").exists()


def test_only_invitees_can_be_replaced(home: Procedure) -> None:
    gone = home.root / "gone.csv"
    write_csv(gone, ("id",), [(ids(home, 1, "reserve.csv")[0],)])
    with pytest.raises(InputError, match="Only people who were invited can be replaced; these were not: R"):
        wave(home, like_for_like=gone)


def test_targets_for_strata_that_there_are_not_are_refused(home: Procedure) -> None:
    table = home.root / "targets.csv"
    write_csv(table, ("district", "age_group", "sex", "places"), [("Ost", "16-29", "m", "1")])
    with pytest.raises(InputError, match="There is no such stratum in the frame: Ost / 16-29 / m"):
        wave(home, targets=table)
    write_csv(table, ("district", "age_group", "places"), [("Nord", "16-29", "1")])
    with pytest.raises(InputError, match="The column “sex” is missing"):
        wave(home, targets=table)


def test_a_second_wave_that_prefers_somebody_is_found(home: Procedure) -> None:
    wave(home, size=6)

    def exchange(rows: list[dict[str, str]]) -> None:
        rows[0], rows[1] = rows[1], rows[0]

    edit(home.path("draw/wave-2/invitees.csv"), exchange)
    recompute(home.root)
    assert "5.2" in contradictions(home)


def test_a_comparison_that_was_made_prettier_is_found(home: Procedure) -> None:
    wave(home, size=6)
    edit(home.path("draw/wave-2/comparison.csv"), lambda rows: rows[0].update(p="0.9999", drawn="9"))
    recompute(home.root)
    assert set(contradictions(home)) == {"5.7"}


def test_a_cut_reserve_serves_as_far_as_it_reaches(home: Procedure) -> None:
    options = DrawOptions(reserve=36)
    run_draw(plan_draw(home, None, options, None, "reserve cut"), Seed("4 7 2 9"))
    assert len(ids(home, 1, "reserve.csv")) == 36
    whole = wave(home, size=4)
    assert (whole.invited, whole.reserve) == (4, 60 - honest.INVITED - 4)
    with pytest.raises(InputError, match="The reserve was cut after 32 people and does not reach for this wave"):
        wave(home, 3, size=35)
    assert set(contradictions(home)) <= {"4.1"}


def test_a_stop_list_is_counted_and_its_people_are_on_neither_list(home: Procedure) -> None:
    stop = home.root / "private" / "stop.csv"
    stop.parent.mkdir(exist_ok=True)
    write_csv(stop, ("id",), [("R00",), ("R01",), ("Q99",)])
    result = run_draw(plan_draw(home, None, DrawOptions(stop_list=str(stop)), None, "stop list"), Seed("4 7 2 9"))
    assert (result.stopped, result.receipt.figures["stopped"], result.receipt.figures["stop_list_unknown"]) == (2, 2, 1)
    assert result.receipt.figures["residents"] == 58
    assert not {"R00", "R01"} & {*ids(home, 1), *ids(home, 1, "reserve.csv")}
    assert set(contradictions(home)) <= {"4.1"}  # the seal knew of no stop list
    stop.unlink()
    assert set(contradictions(home)) <= {"4.1"}
    raw = home.path("draw/wave-1/receipt.json").read_text("utf-8") + home.journal_bytes().decode()
    assert "R00" not in raw


def test_a_stop_list_in_the_settings_is_sealed(home: Procedure) -> None:
    stop = home.root / "private" / "stop.csv"
    stop.parent.mkdir(exist_ok=True)
    write_csv(stop, ("id",), [("R00",)])
    text = home.settings_path.read_text("utf-8").replace('stop_list: ""', "stop_list: private/stop.csv")
    home.settings_path.write_text(text, "utf-8")
    seal = run_seal(home, Sealed.DRAW, "stop list")
    assert [one.name for one in seal.files] == ["frame/frame.csv", "forum.yaml", "private/stop.csv"]
    assert seal.options["stop_list"] == "private/stop.csv"
    run_draw(plan_draw(home, None, DrawOptions(), None, "stop list"), Seed("4 7 2 9"))
    assert contradictions(home) == {}


def test_weighted_strata_are_audited_from_the_copy_of_the_table(home: Procedure) -> None:
    table = home.root / "response.csv"
    write_csv(table, ("age_group", "response"), [("16-29", "2"), ("30-59", "4"), ("60+", "8")])
    text = home.settings_path.read_text("utf-8")
    for usual, here in (("allocation: exact", "allocation: weighted"), ('response: ""', "response: response.csv")):
        assert usual in text
        text = text.replace(usual, here)
    home.settings_path.write_text(text, "utf-8")
    run_seal(home, Sealed.DRAW, "weights")
    run_draw(plan_draw(home, None, DrawOptions(), None, "weights"), Seed("4 7 2 9"))
    wave(home, size=4)
    said = table.read_bytes()
    table.unlink()
    assert contradictions(home) == {}
    table.write_bytes(said)
    chances = {row["age_group"]: row["chance"] for row in strata(home, 1)}
    assert len(set(chances.values())) == 3
    edit(home.path("draw/wave-1/strata.csv"), lambda rows: rows[0].update(chance="1/2"))
    recompute(home.root)
    assert "5.1" in contradictions(home)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("16-29", "0")], "row 2, column “response”: The figure does not fit. Found: 0. Expected: more than 0"),
        ([("16-29", "101")], "The figure does not fit. Found: 101"),
        ([("16-29", "0.00001")], "The figure does not fit"),
        ([("16-29", "viel")], "The figure does not fit"),
        ([("16-29", "2"), ("16-29", "3")], "row 3: This stratum is there twice"),
        ([("16-29", "2")], "There is no row for: 30-59, 60\\+"),
    ],
)
def test_a_table_of_response_that_does_not_fit_is_refused(
    home: Procedure, rows: list[tuple[str, str]], message: str
) -> None:
    table = home.root / "response.csv"
    write_csv(table, ("age_group", "response"), rows)
    options = DrawOptions(allocation=Allocation.WEIGHTED, response=str(table))
    with pytest.raises(InputError, match=message):
        run_draw(plan_draw(home, None, options, None, "weights"), Seed("1"))


def test_weights_without_a_table_and_a_table_without_weights_are_refused(tmp_path: Path) -> None:
    frame = tmp_path / "frame.csv"
    with pytest.raises(UsageError, match="needs a table of expected response"):
        plan_draw(None, frame, DrawOptions(5, allocation=Allocation.WEIGHTED), tmp_path / "out", "")
    with pytest.raises(UsageError, match="counts for the allocation “weighted” only"):
        plan_draw(None, frame, DrawOptions(5, response="r.csv"), tmp_path / "out", "")
    with pytest.raises(UsageError, match="Two files of this draw have the same name"):
        plan_draw(None, frame, DrawOptions(5, stop_list="other/frame.csv"), tmp_path / "out", "")
