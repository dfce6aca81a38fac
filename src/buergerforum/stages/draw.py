"""``forum draw``: from the frame to the invitees and the reserve."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.chance import Seed
from buergerforum.core.draw.wave import draw
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.identities import identities
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.tables import Table, read_table
from buergerforum.io.versions import versions
from buergerforum.model.draw import Allocation, Draw, Frame, Stratum
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import FileDigest, Option, Receipt
from buergerforum.model.seal import Sealed
from buergerforum.stages.draw_files import COUNTS, OWN_COLUMNS, write_people, write_strata
from buergerforum.stages.running import Destination, running
from buergerforum.stages.sealing import require_as_sealed
from buergerforum.texts import _, listed

DEFAULT_STRATA = ("district", "age_group", "sex")
HOUSEHOLD = "household"
SPECIAL = "special_address"
_SPECIAL_MARKS = dict.fromkeys(("", "0", "no", "false", "nein", "falsch"), False) | dict.fromkeys(
    ("1", "yes", "true", "ja", "wahr", "x"), True
)


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """What is chosen before the seed is known."""

    size: int | None = None
    """How many are invited; None: as ``forum.yaml`` says."""
    strata: tuple[str, ...] | None = None
    """Columns; None: the usual ones."""
    allocation: Allocation | None = None
    """None: exact."""
    household: str | None = None
    """Column; None: ``household`` where it is there; blank: no rule."""
    special: str | None = None
    """Column that marks special addresses; None: ``special_address`` where it is there; blank: none."""
    id_column: str | None = None
    """Column; None: found by its name."""


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
    destination = Destination(home, "draw/wave-1", out, again)
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
    frame = register or home.path("frame/frame.csv")
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
    columns = _columns(table, plan.options, rule, identities(table, plan.options.id_column).column)
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
        who = identities(table, plan.options.id_column)
        columns = _columns(table, plan.options, rule, who.column)
        options = _options(plan.size, rule, columns)
        require_as_sealed(destination, Sealed.DRAW, options)
        progress(_("Drawing"), 1, 3)
        frame = Frame(who.ids, _strata(table, columns.strata), _households(table, columns))
        result = draw(frame, plan.size, seed, rule)
        progress(_("Writing invitees and reserve"), 2, 3)
        write_people(run.folder, table, who, frame, result)
        write_strata(run.folder, columns.strata, result, plan.language)
        inputs = [destination.as_read(table.digest, plan.register)]
        inputs += [destination.digest(plan.settings_file)] if plan.settings_file else []
        receipt = run.finish(_receipt(options, result, seed, tuple(inputs)))
    return DrawResult(
        invited=len(result.invited),
        reserve=len(result.reserve),
        strata=len(result.counts),
        gave_way=result.gave_way,
        short=sum(count.places - count.invited for count in result.counts),
        notes=(*table.notes, *who.notes, *columns.notes),
        receipt=receipt,
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of the register that the draw looks at."""

    strata: tuple[str, ...]
    household: str
    special: str
    id: str
    notes: tuple[str, ...]


def _columns(table: Table, options: DrawOptions, rule: Allocation, id_column: str = "id") -> _Columns:
    strata = tuple(dict.fromkeys(DEFAULT_STRATA if options.strata is None else options.strata))
    if rule is Allocation.SIMPLE:
        strata = ()
    household = _chosen(table, options.household, HOUSEHOLD)
    special = _chosen(table, options.special, SPECIAL) if household else ""
    wanted = dict.fromkeys(strata, _("Name other columns with --strata, or draw without strata: --allocation simple."))
    wanted |= {household: _('Name another column with --household, or give --household "" to draw without.')}
    wanted |= {special: _("Name another column in forum.yaml, draw: special.")}
    problems = [
        _missing(table, column, remedy) for column, remedy in wanted.items() if column and column not in table.columns
    ]
    own = (*OWN_COLUMNS, *(["id"] if id_column != "id" else []))
    taken = [column for column in own if column in table.columns]
    taken += [column for column in COUNTS if column in strata and column not in taken]
    problems += [_reserved(table, column) for column in taken]
    if problems:
        raise InputError(problems)
    notes = []
    if household and options.household is None:
        notes.append(_("One person per household, by column “{column}”.").format(column=household))
    if special and options.special is None:
        notes.append(_("Special addresses (column “{column}”) are exempt from it.").format(column=special))
    return _Columns(strata, household, special, id_column, tuple(notes))


def _chosen(table: Table, wish: str | None, usual: str) -> str:
    if wish is not None:
        return wish
    return usual if usual in table.columns else ""


def _missing(table: Table, column: str, remedy: str) -> Problem:
    return Problem(
        _("The column “{column}” is missing.").format(column=column),
        file=table.name,
        found=listed(tuple(filter(None, table.header))),
        remedy=remedy,
    )


def _reserved(table: Table, column: str) -> Problem:
    return Problem(
        _("The draw writes a column “{column}” of its own.").format(column=column),
        file=table.name,
        row=1,
        column=column,
        remedy=_("Rename the column; is this the result of an earlier draw?"),
    )


def _strata(table: Table, columns: tuple[str, ...]) -> Sequence[Stratum]:
    if not columns:
        return [()] * len(table)
    return list(zip(*(table.columns[column] for column in columns), strict=True))


def _households(table: Table, columns: _Columns) -> Sequence[str]:
    if not columns.household:
        return [""] * len(table)
    keys = table.columns[columns.household]
    if not columns.special:
        return keys
    marks = table.columns[columns.special]
    unknown = sorted({mark for mark in set(marks) if mark.casefold() not in _SPECIAL_MARKS})
    if unknown:
        raise InputError([_unknown_mark(table, columns.special, mark) for mark in unknown])
    special = {mark: _SPECIAL_MARKS[mark.casefold()] for mark in set(marks)}
    return ["" if special[mark] else key for key, mark in zip(keys, marks, strict=True)]


def _unknown_mark(table: Table, column: str, mark: str) -> Problem:
    row = table.rows[table.columns[column].index(mark)]
    return Problem(
        _("It is not clear whether this is a special address."),
        file=table.name,
        row=row,
        column=column,
        found=mark,
        expected=_("0 or 1"),
    )


def _options(size: int, rule: Allocation, columns: _Columns) -> dict[str, Option]:
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
