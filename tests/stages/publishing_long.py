"""A long honest procedure: three waves, households, somebody fixed out, two replacements, quotas relaxed; published."""

from pathlib import Path

from buergerforum.core.chance import Seed
from buergerforum.core.selection.replacement import Leaving
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model.households import HouseholdRule
from buergerforum.model.pool import Fixed
from buergerforum.model.record import Receipt
from buergerforum.model.seal import Sealed
from buergerforum.stages.lottery import SelectionPlan, run_lottery
from buergerforum.stages.replace import run_replace
from buergerforum.stages.replacing import ReplaceOptions, plan_replace
from buergerforum.stages.running import Destination, running
from buergerforum.stages.seal import run_seal
from buergerforum.stages.select import Decision, run_select
from buergerforum.stages.waves import WaveOptions, plan_wave, run_wave
from tests.stages import honest
from tests.stages.publishing import Made, publish

WAVES = 3
LOTS, WAITING = 20, 6


def people(home: Procedure, place: str) -> list[str]:
    """Return the ids of a table."""
    return read_table(home.path(place)).columns["id"]


def merge(home: Procedure) -> None:
    """Take up the answers of everybody who was invited in any wave; neighbours in the list live together."""
    names = [f"draw/wave-{number}/invitees.csv" for number in range(1, WAVES + 1)]
    tables = [read_table(home.path(name)) for name in names]
    rows = sorted(row for one in tables for row in zip(*(one.columns[c] for c in HEADER[:3]), strict=True))
    with running(Destination(home, "applications", renewable=True)) as run:
        homes = [f"H {place // 2}" if place % 3 else "" for place in range(len(rows))]
        write_csv(run.folder / "pool.csv", HEADER, [(*row, one) for row, one in zip(rows, homes, strict=True)])
        inputs = tuple(run.destination.digest(home.path(name)) for name in (*names, "forum.yaml"))
        run.finish(Receipt("merge", {}, inputs))


HEADER = ("id", "sex", "age_group", "home")


def plan(home: Procedure, folder: str, decided: tuple[Fixed, ...]) -> SelectionPlan:
    """Return a selection with households and somebody fixed."""
    return SelectionPlan(
        pool=home.path("applications/pool.csv"),
        quotas=home.path(honest.QUOTAS),
        seats=honest.SEATS,
        lots=LOTS,
        objective="leximin",
        household=HouseholdRule(("home",)),
        id_column=None,
        waiting=WAITING,
        destination=Destination(home, folder),
        settings_file=home.settings_path,
        language="en",
        fixed=decided,
    )


def fixed(home: Procedure) -> tuple[Fixed, ...]:
    """Return who is on no panel."""
    out = people(home, "applications/pool.csv")[3]
    return (Fixed(out, seated=False, reason="works for the city"),)


def replace(home: Procedure, leaving: Leaving, seed: str, quotas: Path | None = None) -> None:
    """Fill the seats of members who drop out."""
    run_replace(plan_replace(home, ReplaceOptions(leaving, quotas=quotas), None, ""), Decision(seed=Seed(seed)))


def drawn(folder: Path) -> Procedure:
    """Make a procedure with three waves and their answers."""
    home = honest.new(folder)
    settings, usual = home.settings_path.read_text("utf-8"), f"  waiting: {honest.WAITING}"
    assert usual in settings
    home.settings_path.write_text(settings.replace(usual, f"  waiting: {WAITING}"), "utf-8")
    honest.frame(home)
    run_seal(home, Sealed.DRAW)
    honest.draw(home)
    run_wave(plan_wave(home, WaveOptions(2, size=6), ""))
    replaced = folder.with_name("replaced.csv")
    write_csv(replaced, ("id",), [(one,) for one in honest.invited(home)[:3]])
    run_wave(plan_wave(home, WaveOptions(3, like_for_like=replaced), ""))
    merge(home)
    return home


def make(folder: Path) -> Made:
    """Make the procedure, publish it before the lot was drawn, and after the replacements.

    With these seeds two people could take the first seat, and the last certificate rests on a cut.
    """
    home = drawn(folder / "forum")
    run_lottery(plan(home, "lottery", fixed(home)))
    run_seal(home, Sealed.SELECTION)
    publish(home, folder / "published")
    run_select(plan(home, "selection", fixed(home)), Decision(seed=Seed("15")))
    panel = people(home, "selection/panel.csv")
    replace(home, Leaving((panel[0],), unavailable=(people(home, "selection/waiting.csv")[0],)), "1")
    relaxed = folder / "relaxed.csv"
    rows = [*honest_quotas(home)]
    rows[0] = (*rows[0][:2], "1", "3")
    write_csv(relaxed, ("feature", "value", "min", "max"), rows)
    panel = people(home, "replacement-1/panel.csv")
    replace(home, Leaving((panel[1], panel[2])), "9", relaxed)
    return publish(home, folder / "published")


def honest_quotas(home: Procedure) -> list[tuple[str, ...]]:
    """Return the rows of the quota table."""
    return [tuple(row.values()) for row in read_table(home.path(honest.QUOTAS)).records()]
