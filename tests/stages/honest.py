"""A small honest procedure with invented people, from the frame to the letters, made by the stages themselves."""

import dataclasses
import datetime as dt
from pathlib import Path

from buergerforum.core.chance import Seed
from buergerforum.core.state.changes import line_of
from buergerforum.core.state.transitions import REACHABLE
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model.draw import DrawOptions
from buergerforum.model.households import HouseholdRule
from buergerforum.model.record import Receipt
from buergerforum.model.seal import Sealed
from buergerforum.model.state import Happening
from buergerforum.stages.draw import DrawPlan, run_draw
from buergerforum.stages.lottery import SelectionPlan, run_lottery
from buergerforum.stages.new import run_new
from buergerforum.stages.running import Destination, running
from buergerforum.stages.seal import run_seal
from buergerforum.stages.select import Decision, run_select
from buergerforum.stages.states import states_before

SEATS, LOTS, WAITING, INVITED = 4, 10, 2, 16
QUOTAS = "quotas/small.csv"


@dataclasses.dataclass(frozen=True, slots=True)
class Measures:
    """How much of everything there is."""

    residents: int = 60
    invited: int = INVITED
    lots: int = LOTS


SMALL = Measures()
TINY = Measures(residents=14, invited=12, lots=5)
"""Seven applicants and five lots: so little that every single byte can be tried."""
_DISTRICTS = ("Nord", "Süd", "West")
_AGES = ("16-29", "30-59", "60+")


class Ticking:
    """A clock for the journal that needs no time."""

    def __init__(self) -> None:
        self.minutes = 0

    def __call__(self) -> dt.datetime:
        self.minutes += 1
        return dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC) + dt.timedelta(minutes=self.minutes)


def new(folder: Path, measures: Measures = SMALL) -> Procedure:
    """Make an empty procedure with quotas of its own."""
    home = run_new(folder, Ticking())
    rows = [("sex", "m", "2", "2"), ("sex", "w", "2", "2")] + [("age_group", age, "1", "2") for age in _AGES]
    write_csv(home.path(QUOTAS), ("feature", "value", "min", "max"), rows)
    settings = home.settings_path.read_text("utf-8")
    for usual, here in (
        ("quotas: quotas/dortmund.yaml", f"seats: {SEATS}\n  quotas: {QUOTAS}"),
        ("  size: 2000", f"  size: {measures.invited}"),
        ("  lots: 1000", f"  lots: {measures.lots}"),
        ("  waiting: 25", f"  waiting: {WAITING}"),
    ):
        assert usual in settings
        settings = settings.replace(usual, here)
    home.settings_path.write_text(settings, "utf-8")
    return home


def frame(home: Procedure, again: str = "", residents: int = SMALL.residents) -> None:
    """Write a frame of some residents."""
    header = ("id", "birth_year", "age_group", "sex", "nationality", "district", "household", "special_address")
    rows = [
        (
            f"R{number:02}",
            str(1940 + number),
            _AGES[number % 3],
            "mw"[number % 2],
            "DE",
            _DISTRICTS[number % 7 % 3],
            f"{number // 3:016x}" if number % 5 else "",
            str(int(number % 10 == 1)),
        )
        for number in range(residents)
    ]
    with running(Destination(home, "frame", again=again)) as run:
        write_csv(run.folder / "frame.csv", header, rows)
        run.finish(Receipt("frame", {}, (run.destination.digest(home.settings_path),)))


def draw(home: Procedure, seed: str = "4 7 2 9", again: str = "", size: int = INVITED) -> None:
    """Draw the invitees."""
    destination = Destination(home, "draw/wave-1", again=again)
    run_draw(DrawPlan(home.path("frame/frame.csv"), size, DrawOptions(), destination, home.settings_path), Seed(seed))


def invited(home: Procedure) -> list[str]:
    """Return the ids of the invitees."""
    return read_table(home.path("draw/wave-1/invitees.csv")).columns["id"]


def letters(home: Procedure, kind: str, ids: list[str], read: tuple[str, ...], number: int = 1) -> None:
    """Make letters, one private file for all of them."""
    with running(Destination(home, f"letters/{kind}-{number}")) as run:
        run.also(f"private/letters/{kind}-{number}.txt").write_text(f"{kind} {ids}\n", "utf-8")
        inputs = tuple(run.destination.digest(home.path(name)) for name in read)
        run.finish(Receipt("letters", {"kind": kind}, inputs), {"kind": kind, "ids": ids})


def merge(home: Procedure, without: int = 2) -> None:
    """Take up answers of nearly all invitees."""
    with running(Destination(home, "applications", renewable=True)) as run:
        table = read_table(home.path("draw/wave-1/invitees.csv"))
        rows = sorted(zip(*(table.columns[name] for name in ("id", "sex", "age_group")), strict=True))
        write_csv(run.folder / "pool.csv", ("id", "sex", "age_group"), rows[without:])
        inputs = [home.path("draw/wave-1/invitees.csv"), home.settings_path]
        pool, before = {row[0] for row in rows[without:]}, states_before(home, "applications")
        gone = [one for one, person in before.items() if person.state == "applied" and one not in pool]
        new = [one for one in pool if one not in before or before[one].state in REACHABLE]
        told = line_of({Happening.UNANSWER: gone, Happening.APPLY: new})
        run.finish(Receipt("merge", {}, tuple(map(run.destination.digest, inputs))), told)


def _plan(home: Procedure, folder: str, again: str = "", lots: int = LOTS) -> SelectionPlan:
    return SelectionPlan(
        pool=home.path("applications/pool.csv"),
        quotas=home.path(QUOTAS),
        seats=SEATS,
        lots=lots,
        objective="leximin",
        household=HouseholdRule(),
        id_column=None,
        waiting=WAITING,
        destination=Destination(home, folder, again=again),
        settings_file=home.settings_path,
        language="en",
    )


def lottery(home: Procedure, again: str = "", quotas: str = QUOTAS, lots: int = LOTS) -> None:
    """Publish numbered lots."""
    run_lottery(dataclasses.replace(_plan(home, "lottery", again, lots), quotas=home.path(quotas)))


def select(
    home: Procedure,
    decision: Decision = Decision(seed=Seed("1 1 2")),  # noqa: B008
    again: str = "",
    lots: int = LOTS,
) -> None:
    """Seat the panel of the lot that was drawn."""
    run_select(_plan(home, "selection", again, lots), decision)


def select_outside(folder: Path, quotas: str = "quotas.csv", seats: int = SEATS) -> None:
    """Select from files that belong to no procedure."""
    destination = Destination(None, "selection", folder / "result")
    plan = dataclasses.replace(
        _plan(Procedure(folder), ""),
        pool=folder / "pool.csv",
        quotas=folder / quotas,
        seats=seats,
        destination=destination,
        settings_file=None,
    )
    run_select(plan, Decision(number="3"))


def answer(home: Procedure) -> None:
    """Write to everybody who applied."""
    panel, waiting, pool = (
        read_table(home.path(name)).columns["id"]
        for name in ("selection/panel.csv", "selection/waiting.csv", "applications/pool.csv")
    )
    lists = ("selection/panel.csv", "selection/waiting.csv", "applications/pool.csv")
    letters(home, "acceptance", panel, lists[:1])
    letters(home, "rejection", [one for one in pool if one not in {*panel, *waiting}], lists)


def make(folder: Path) -> Procedure:
    """Make a whole procedure."""
    home = new(folder)
    frame(home)
    run_seal(home, Sealed.DRAW)
    draw(home)
    letters(home, "invitation", invited(home), ("draw/wave-1/invitees.csv",))
    merge(home)
    lottery(home)
    run_seal(home, Sealed.SELECTION)
    select(home)
    answer(home)
    return home
