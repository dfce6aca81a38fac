"""``forum draw``: from the frame to the invitees and the reserve."""

from collections.abc import Mapping
from dataclasses import dataclass

from buergerforum.core.chance import Seed
from buergerforum.core.draw.wave import draw, strata_under
from buergerforum.errors import UsageError
from buergerforum.io.files import read_bytes, write_bytes
from buergerforum.io.identities import Identities
from buergerforum.io.tables import Table, read_table
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.draw import Draw, Register, Stratum
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import FileDigest, Option, Receipt
from buergerforum.model.seal import Sealed
from buergerforum.stages.compared import compared
from buergerforum.stages.draw_files import write_comparison, write_people, write_strata
from buergerforum.stages.draw_plan import DrawPlan, plan_draw
from buergerforum.stages.lists import read_ids
from buergerforum.stages.register import Columns, columns_of, people_of, refuse_more_than_needed, register_of
from buergerforum.stages.responses import read_weights
from buergerforum.stages.running import Destination, journal_of, running, runs_of
from buergerforum.stages.sealing import require_as_sealed
from buergerforum.stages.states import told_by_draw
from buergerforum.texts import _

__all__ = ["DrawPlan", "DrawResult", "plan_draw", "run_draw", "sealed_choices"]


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
    stopped: int = 0
    """People of the frame who were not to be drawn, by the stop list."""


def sealed_choices(plan: DrawPlan) -> dict[str, Option]:
    """Return what a seal fixes besides the files, as the receipt of the draw will have it.

    Raises
    ------
    InputError
        If the register cannot be used.
    """
    table = read_table(plan.register)
    columns = columns_of(table, plan.options, plan.rule, people_of(table, plan.options.id_column).column)
    return _options(plan, columns)


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What a draw is made from."""

    table: Table
    """The frame as it was read."""
    who: Identities
    """Its ids."""
    columns: Columns
    """What the draw looks at."""
    register: Register
    """Everybody who may be drawn."""
    stopped: int
    """Residents left out by the stop list."""
    unknown: int
    """Entries of the stop list that are not in the frame."""
    digests: tuple[FileDigest, ...]
    """Of everything read, named as receipts do."""
    notes: tuple[str, ...]
    """What was interpreted."""


def run_draw(plan: DrawPlan, seed: Seed, progress: Progress = silent) -> DrawResult:
    """Draw invitees and write ``invitees.csv``, ``reserve.csv``, ``strata.csv``, ``comparison.csv``, ``receipt.json``.

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
    UsageError
        If a further wave builds on this one already.
    """
    destination = plan.destination
    with running(destination) as run:
        refuse_below(destination, 1)
        progress(_("Reading the frame"), 0, 3)
        made = _read(plan)
        options = _options(plan, made.columns)
        require_as_sealed(destination, Sealed.DRAW, options)
        progress(_("Drawing"), 1, 3)
        frame, strata = made.register.frame, made.columns.strata
        weights = _weights(plan, set(strata_under(plan.rule, frame)), strata)
        result = draw(frame, plan.size, seed, plan.rule, weights)
        progress(_("Writing invitees and reserve"), 2, 3)
        write_people(run.folder, made.register, result, 1, plan.options.reserve)
        write_strata(run.folder, strata, result.counts, 1, plan.language)
        write_comparison(run.folder, compared(made.register, strata, result.counts, result.invited), plan.language)
        if plan.response:
            write_bytes(run.folder / places.RESPONSE, read_bytes(plan.response))
        told = told_by_draw(destination.procedure, [frame.ids[i] for i in result.invited], 1)
        receipt = run.finish(_receipt(options, result, seed, made), told)
    return DrawResult(
        invited=len(result.invited),
        reserve=len(result.reserve),
        strata=len(result.counts),
        gave_way=result.gave_way,
        short=sum(count.places - count.invited for count in result.counts),
        notes=made.notes,
        receipt=receipt,
        stopped=made.stopped,
    )


def refuse_below(destination: Destination, wave: int) -> None:
    """Refuse to draw a wave anew on which a further one builds already.

    Raises
    ------
    UsageError
        If the journal knows the next wave.
    """
    procedure = destination.procedure
    if procedure and runs_of(journal_of(procedure), places.wave_folder(wave + 1)):
        raise UsageError(
            _("Wave {next} was drawn from the reserve of wave {wave}; wave {wave} can no longer be drawn anew.").format(
                next=wave + 1, wave=wave
            ),
            hint=_("If the draw is to begin from the start, make a new procedure: forum new FOLDER."),
        )


def _read(plan: DrawPlan) -> _Inputs:
    destination = plan.destination
    table = read_table(plan.register)
    who = people_of(table, plan.options.id_column)
    columns = columns_of(table, plan.options, plan.rule, who.column)
    if destination.procedure:
        refuse_more_than_needed(table, columns)
    digests = [destination.as_read(table.digest, plan.register)]
    digests += [destination.digest(path) for path in (plan.settings_file, plan.response) if path]
    notes = [*table.notes, *who.notes, *columns.notes]
    without: frozenset[str] = frozenset()
    if plan.stop_list:
        stop = read_ids(plan.stop_list)
        without = stop.ids
        digests.append(destination.as_read(stop.digest, plan.stop_list))
        notes += stop.notes
    register = register_of(table, who, columns).without(without)
    stopped = len(who.ids) - len(register.frame.ids)
    return _Inputs(table, who, columns, register, stopped, len(without) - stopped, tuple(digests), tuple(notes))


def _weights(plan: DrawPlan, strata: set[Stratum], columns: tuple[str, ...]) -> Mapping[Stratum, int]:
    return read_weights(plan.response, columns).for_strata(strata, columns) if plan.response else {}


def _options(plan: DrawPlan, columns: Columns) -> dict[str, Option]:
    name = plan.destination.name_of
    return {
        "size": plan.size,
        "strata": columns.strata,
        "allocation": plan.rule.value,
        "household": columns.household,
        "special": columns.special,
        "id": columns.id,
        "response": name(plan.response) if plan.response else "",
        "stop_list": name(plan.stop_list) if plan.stop_list else "",
        "reserve": plan.options.reserve,
    }


def _receipt(options: dict[str, Option], result: Draw, seed: Seed, made: _Inputs) -> Receipt:
    return Receipt(
        stage="draw",
        options=options | {"wave": 1},
        inputs=made.digests,
        seed=seed,
        figures={
            "residents": len(result.tickets),
            "invited": len(result.invited),
            "reserve": len(result.reserve),
            "gave_way": result.gave_way,
            "stopped": made.stopped,
            "stop_list_unknown": made.unknown,
        },
        versions=versions(),
    )
