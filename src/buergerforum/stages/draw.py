"""``forum draw``: from the frame to the invitees and the reserve."""

from dataclasses import dataclass

from buergerforum.core.chance import Seed
from buergerforum.core.draw.wave import draw, strata_under
from buergerforum.io.files import read_bytes, write_bytes
from buergerforum.io.streams import can_stream, streamed
from buergerforum.io.tables import read_table
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import Option, Receipt
from buergerforum.model.seal import Sealed
from buergerforum.stages.compared import compared
from buergerforum.stages.draw_files import write_comparison, write_people, write_strata
from buergerforum.stages.draw_inputs import (
    Made,
    Settled,
    columns_for,
    digests_of,
    options_of,
    refuse_below,
    stop_list_of,
    weights_for,
)
from buergerforum.stages.draw_plan import DrawPlan, plan_draw
from buergerforum.stages.draw_streamed import draw_streamed, streams
from buergerforum.stages.register import Columns, people_of, register_of, with_households
from buergerforum.stages.running import running
from buergerforum.stages.sealing import require_as_sealed
from buergerforum.stages.states import told_by_draw
from buergerforum.stages.steps import required
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
    if streams(plan) and can_stream(plan.register):
        with streamed(plan.register) as stream:
            return options_of(plan, columns_for(plan, stream.head()))
    return options_of(plan, columns_for(plan, read_table(plan.register)))


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
    home = destination.procedure
    if home and plan.register == home.path(places.FRAME):
        required(home, places.FRAME)

    def settled(columns: Columns) -> None:
        require_as_sealed(destination, Sealed.DRAW, options_of(plan, columns))

    with running(destination) as run:
        refuse_below(destination, 1)
        progress(_("Reading the frame"), 0, 3)
        made = (draw_streamed if streams(plan) else _draw_whole)(plan, seed, settled, progress)
        progress(_("Writing invitees and reserve"), 2, 3)
        write_people(run.folder, made.register, made.result, 1, plan.options.reserve)
        write_strata(run.folder, made.columns.strata, made.result.counts, 1, plan.language)
        write_comparison(run.folder, made.comparisons, plan.language)
        if plan.response:
            write_bytes(run.folder / places.RESPONSE, read_bytes(plan.response))
        invited = [made.register.frame.ids[i] for i in made.result.invited]
        receipt = run.finish(_receipt(plan, made, seed), told_by_draw(destination.procedure, invited, 1))
    counts = made.result.counts
    return DrawResult(
        invited=len(made.result.invited),
        reserve=made.residents - len(made.result.invited),
        strata=len(counts),
        gave_way=made.result.gave_way,
        short=sum(count.places - count.invited for count in counts),
        notes=made.notes,
        receipt=receipt,
        stopped=made.stopped,
    )


def _draw_whole(plan: DrawPlan, seed: Seed, settled: Settled, progress: Progress) -> Made:
    """Draw from a register that is read whole."""
    table = read_table(plan.register)
    who = people_of(table, plan.options.id_column)
    columns = columns_for(plan, table)
    stop = stop_list_of(plan)
    without = stop.ids if stop else frozenset[str]()
    table, told = with_households(table, who, columns)
    register = register_of(table, who, columns).without(without)
    settled(columns)
    progress(_("Drawing"), 1, 3)
    strata = columns.strata
    weights = weights_for(plan, set(strata_under(plan.rule, register.frame)), strata)
    result = draw(register.frame, plan.size, seed, plan.rule, weights)
    residents = len(register.frame.ids)
    stopped = len(who.ids) - residents
    return Made(
        register,
        result,
        columns,
        tuple(compared(register, strata, result.counts, result.invited)),
        residents,
        stopped,
        len(without) - stopped,
        digests_of(plan, table.digest, stop),
        (*table.notes, *who.notes, *columns.notes, *told, *(stop.notes if stop else ())),
    )


def _receipt(plan: DrawPlan, made: Made, seed: Seed) -> Receipt:
    return Receipt(
        stage="draw",
        options=options_of(plan, made.columns) | {"wave": 1},
        inputs=made.digests,
        seed=seed,
        figures={
            "residents": made.residents,
            "invited": len(made.result.invited),
            "reserve": made.residents - len(made.result.invited),
            "gave_way": made.result.gave_way,
            "stopped": made.stopped,
            "stop_list_unknown": made.unknown,
        },
        versions=versions(),
    )
