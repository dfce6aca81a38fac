"""What a first wave is drawn from, however the register is read: whole, or in one pass."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from buergerforum.core.draw.comparison import Comparison
from buergerforum.errors import UsageError
from buergerforum.io.tables import Table
from buergerforum.model import places
from buergerforum.model.draw import Draw, Register, Stratum
from buergerforum.model.record import FileDigest, Option
from buergerforum.stages.draw_plan import DrawPlan
from buergerforum.stages.lists import IdList, read_ids
from buergerforum.stages.register import Columns, columns_of, people_of, refuse_more_than_needed
from buergerforum.stages.responses import read_weights
from buergerforum.stages.running import Destination, journal_of, runs_of
from buergerforum.texts import _

Settled = Callable[[Columns], None]
"""Called when it is known what the draw looks at, before anybody is drawn; refuses what is not as it was sealed."""


@dataclass(frozen=True, slots=True)
class Made:
    """A first wave, before it is written."""

    register: Register
    """Everybody who may be drawn; of a register read in one pass, those who matter."""
    result: Draw
    """Positions in it."""
    columns: Columns
    """What the draw looked at."""
    comparisons: tuple[Comparison, ...]
    """Of the drawn with the frame."""
    residents: int
    """Everybody who may be drawn."""
    stopped: int
    """Residents left out by the stop list."""
    unknown: int
    """Entries of the stop list that are not in the frame."""
    digests: tuple[FileDigest, ...]
    """Of everything read, named as receipts do."""
    notes: tuple[str, ...]
    """What was interpreted."""


def columns_for(plan: DrawPlan, table: Table) -> Columns:
    """Find the columns that a draw looks at, and refuse what a procedure must not carry along.

    Parameters
    ----------
    plan
        Of the draw.
    table
        The frame; its rows are not looked at.

    Raises
    ------
    InputError
        If a column is missing, or is there and must not be.
    """
    columns = columns_of(table, plan.options, plan.rule, people_of(table, plan.options.id_column).column)
    if plan.destination.procedure:
        refuse_more_than_needed(table, columns)
    return columns


def stop_list_of(plan: DrawPlan) -> IdList | None:
    """Return those who are not to be drawn; None: there is no list.

    Raises
    ------
    InputError
        If it cannot be used.
    """
    return read_ids(plan.stop_list) if plan.stop_list else None


def digests_of(plan: DrawPlan, frame: FileDigest, stop: IdList | None) -> tuple[FileDigest, ...]:
    """Return the digests of everything read, named as receipts name it."""
    destination = plan.destination
    found = [destination.as_read(frame, plan.register)]
    found += [destination.digest(path) for path in (plan.settings_file, plan.response) if path]
    if stop and plan.stop_list:
        found.append(destination.as_read(stop.digest, plan.stop_list))
    return tuple(found)


def weights_for(plan: DrawPlan, strata: Iterable[Stratum], columns: tuple[str, ...]) -> Mapping[Stratum, int]:
    """Return the weight of every stratum; none but for the allocation ``weighted``.

    Raises
    ------
    InputError
        If the table cannot be used, or a stratum is not in it.
    """
    return read_weights(plan.response, columns).for_strata(strata, columns) if plan.response else {}


def options_of(plan: DrawPlan, columns: Columns) -> dict[str, Option]:
    """Return everything that was chosen, as receipts and seals have it."""
    name = plan.destination.name_of
    return {
        "size": plan.size,
        "strata": columns.strata,
        "allocation": plan.rule.value,
        **columns.told.options(),
        "special": columns.special,
        "id": columns.id,
        "response": name(plan.response) if plan.response else "",
        "stop_list": name(plan.stop_list) if plan.stop_list else "",
        "reserve": plan.options.reserve,
    }


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
