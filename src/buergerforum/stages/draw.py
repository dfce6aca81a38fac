"""``forum draw``: from the frame to the invitees and the reserve."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.chance import Seed
from buergerforum.core.draw.wave import draw
from buergerforum.errors import UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.tables import read_table
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.draw import Allocation, Draw, DrawOptions, Frame
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import FileDigest, Option, Receipt
from buergerforum.model.seal import Sealed
from buergerforum.stages.draw_files import write_people, write_strata
from buergerforum.stages.register import (
    Columns,
    columns_of,
    households_of,
    people_of,
    refuse_more_than_needed,
    strata_of,
)
from buergerforum.stages.running import Destination, running
from buergerforum.stages.sealing import require_as_sealed
from buergerforum.stages.states import told_by_draw
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class DrawResult:
    """What the command says at the end."""

    invited: int
    """Invitees."""
    reserve: int
    """All others of the frame."""
    strata: int
    """Strata that have residents."""
    gave_way: int
    """Passed over, because somebody of their household was invited."""
    short: int
    """Places that could not be filled, because a stratum had too few households."""
    notes: tuple[str, ...]
    """What was interpreted."""
    receipt: Receipt
    """What was written down."""


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """A draw, complete but for the seed."""

    register: Path
    """The frame, a row per resident who may be drawn."""
    size: int
    """How many are invited."""
    options: DrawOptions
    """What else was chosen."""
    destination: Destination
    """Where the result goes."""
    settings_file: Path | None = None
    """``forum.yaml``, where options come from it; its digest goes into the receipt."""
    language: str = ""
    """Of the workbook; blank: that of the terminal."""


def plan_draw(
    home: Procedure | None, register: Path | None, options: DrawOptions, out: Path | None, again: str
) -> DrawPlan:
    """Complete the options given with those of the procedure.

    Raises
    ------
    UsageError
        If something is missing that only a procedure could say.
    """
    destination = Destination(home, places.wave_folder(1), out, again)
    if home is None:
        if register is None or options.size is None:
            raise UsageError(
                _("The draw needs a frame and a size."),
                hint=_("Run it inside a procedure folder, or add --register FILE, --size N and --out FOLDER."),
            )
        return DrawPlan(register, options.size, options, destination)
    whole = read_settings(home.settings_path)[0]
    settings = whole.draw
    complete = DrawOptions(
        options.size or settings.size,
        settings.strata if options.strata is None else options.strata,
        options.allocation or Allocation(settings.allocation),
        settings.household if options.household is None else options.household,
        settings.special if options.special is None else options.special,
        options.id_column,
    )
    frame = register or home.path(places.FRAME)
    return DrawPlan(frame, complete.size or settings.size, complete, destination, home.settings_path, whole.language)


def sealed_choices(plan: DrawPlan) -> dict[str, Option]:
    """Return what a seal fixes besides the files, as the receipt of the draw will have it.

    Raises
    ------
    InputError
        If the register cannot be used.
    """
    rule = plan.options.allocation or Allocation.EXACT
    table = read_table(plan.register)
    columns = columns_of(table, plan.options, rule, people_of(table, plan.options.id_column).column)
    return _options(plan.size, rule, columns)


def run_draw(plan: DrawPlan, seed: Seed, progress: Progress = silent) -> DrawResult:
    """Draw invitees and write ``invitees.csv``, ``reserve.csv``, ``strata.csv``, ``strata.xlsx``, ``receipt.json``.

    Parameters
    ----------
    plan
        As published before the seed.
    seed
        Drawn in public.
    progress
        Told how far it is.

    Raises
    ------
    InputError
        If the register cannot be used.
    """
    destination, rule = plan.destination, plan.options.allocation or Allocation.EXACT
    with running(destination) as run:
        progress(_("Reading the frame"), 0, 3)
        table = read_table(plan.register)
        who = people_of(table, plan.options.id_column)
        columns = columns_of(table, plan.options, rule, who.column)
        if destination.procedure:
            refuse_more_than_needed(table, columns)
        options = _options(plan.size, rule, columns)
        require_as_sealed(destination, Sealed.DRAW, options)
        progress(_("Drawing"), 1, 3)
        frame = Frame(who.ids, strata_of(table, columns.strata), households_of(table, columns))
        result = draw(frame, plan.size, seed, rule)
        progress(_("Writing invitees and reserve"), 2, 3)
        write_people(run.folder, table, who, frame, result)
        write_strata(run.folder, columns.strata, result, plan.language)
        inputs = [destination.as_read(table.digest, plan.register)]
        inputs += [destination.digest(plan.settings_file)] if plan.settings_file else []
        told = told_by_draw(destination.procedure, [who.ids[i] for i in result.invited], 1)
        receipt = run.finish(_receipt(options, result, seed, tuple(inputs)), told)
    return DrawResult(
        invited=len(result.invited),
        reserve=len(result.reserve),
        strata=len(result.counts),
        gave_way=result.gave_way,
        short=sum(count.places - count.invited for count in result.counts),
        notes=(*table.notes, *who.notes, *columns.notes),
        receipt=receipt,
    )


def _options(size: int, rule: Allocation, columns: Columns) -> dict[str, Option]:
    return {
        "size": size,
        "strata": columns.strata,
        "allocation": rule.value,
        "household": columns.household,
        "special": columns.special,
        "id": columns.id,
    }


def _receipt(options: dict[str, Option], result: Draw, seed: Seed, inputs: tuple[FileDigest, ...]) -> Receipt:
    return Receipt(
        stage="draw",
        options=options | {"wave": 1},
        inputs=inputs,
        seed=seed,
        figures={
            "residents": len(result.tickets),
            "invited": len(result.invited),
            "reserve": len(result.reserve),
            "gave_way": result.gave_way,
        },
        versions=versions(),
    )
