"""What a draw looks at in a register: who is who, the strata, the households, the special addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from buergerforum.core.frame.residents import FRAME_HEADER
from buergerforum.errors import InputError, Problem
from buergerforum.io.identities import Identities, identities
from buergerforum.io.tables import Table
from buergerforum.model.draw import Allocation, DrawOptions, Frame, Register, Stratum
from buergerforum.model.headings import missing_column
from buergerforum.model.households import HOUSEHOLD, HouseholdRule
from buergerforum.stages.draw_files import COUNTS, OWN_COLUMNS
from buergerforum.stages.households import (
    MANY_RESIDENTS,
    SPECIAL_MARKS,
    People,
    find_households,
    household_is_taken,
    rule_said,
    unclear_mark,
)
from buergerforum.texts import _, headings_said

DEFAULT_STRATA = ("district", "age_group", "sex")
SPECIAL = "special_address"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the register that the draw looks at."""

    strata: tuple[str, ...]
    """Headings; none for a draw without strata."""
    household: str
    """Heading, once households are numbered; blank: no rule."""
    special: str
    """Heading; blank: no address is exempt."""
    id: str
    """Heading."""
    notes: tuple[str, ...]
    """What was decided for want of a choice."""
    told: HouseholdRule = field(default_factory=HouseholdRule)
    """How households are told in the register as it was read."""


def people_of(table: Table, id_column: str | None) -> Identities:
    """Return who is who; row numbers will not do, or the order of the rows would decide who is drawn.

    Raises
    ------
    InputError
        If there is no column of ids.
    """
    who = identities(table, id_column)
    if not who.column:
        problem = Problem(
            _("There is no column with ids, and row numbers will not do: the order of the rows would decide."),
            file=table.name,
            found=headings_said(table.header),
            remedy=_("Name one with --id COLUMN, or make the frame with “forum frame”."),
        )
        raise InputError([problem])
    return who


def refuse_more_than_needed(table: Table, columns: Columns) -> None:
    """Refuse columns that a frame does not have: in a procedure, invitees and reserve would carry them along.

    Raises
    ------
    InputError
        If there are any.
    """
    known = {*FRAME_HEADER, *columns.strata, *columns.told.columns, columns.household, columns.special, columns.id}
    more = [heading for heading in table.header if heading and heading not in known]
    if more:
        problem = Problem(
            _("The frame holds columns that the draw does not look at; in a procedure it would carry them along."),
            file=table.name,
            found=headings_said(more),
            remedy=_("Use the frame that “forum frame” makes, or remove these columns."),
        )
        raise InputError([problem])


def columns_of(table: Table, options: DrawOptions, rule: Allocation, id_column: str = "id") -> Columns:
    """Find the columns that a draw looks at.

    Raises
    ------
    InputError
        If one is missing, or one of our own is there already.
    """
    strata = tuple(dict.fromkeys(DEFAULT_STRATA if options.strata is None else options.strata))
    if rule is Allocation.SIMPLE:
        strata = ()
    household = _chosen(table, options.household, HOUSEHOLD)
    told = rule_said(household, options.address, None) or HouseholdRule()
    special = _chosen(table, options.special, SPECIAL) if household else ""
    wanted = dict.fromkeys(strata, _("Name other columns with --strata, or draw without strata: --allocation simple."))
    wanted |= dict.fromkeys(
        told.columns, _('Name another column with --household, or give --household "" to draw without.')
    )
    wanted |= {special: _("Name another column in forum.yaml, draw: special.")}
    problems = [
        missing_column(column, table.header, table.name, remedy=remedy)
        for column, remedy in wanted.items()
        if column and column not in table.columns
    ]
    own = (*OWN_COLUMNS, *(["id"] if id_column != "id" else []))
    taken = [column for column in own if column in table.columns]
    taken += [column for column in COUNTS if column in strata and column not in taken]
    problems += [_reserved(table, column) for column in taken]
    if told.numbered and HOUSEHOLD in table.columns and HOUSEHOLD not in told.columns:
        problems.append(household_is_taken(table.name, HOUSEHOLD))
    if problems:
        raise InputError(problems)
    notes = []
    if household and options.household is None:
        notes.append(_("One person per household, by column “{column}”.").format(column=household))
    if special and options.special is None:
        notes.append(_("Special addresses (column “{column}”) are exempt from it.").format(column=special))
    return Columns(strata, told.column, special, id_column, tuple(notes), told)


def _chosen(table: Table, wish: str | None, usual: str) -> str:
    if wish is not None:
        return wish
    return usual if usual in table.columns else ""


def _reserved(table: Table, column: str) -> Problem:
    return Problem(
        _("The draw writes a column “{column}” of its own.").format(column=column),
        file=table.name,
        row=1,
        column=column,
        remedy=_("Rename the column; is this the result of an earlier draw?"),
    )


def with_households(table: Table, who: Identities, columns: Columns) -> tuple[Table, tuple[str, ...]]:
    """Return the register with numbers of households instead of addresses, and what somebody should look at.

    Parameters
    ----------
    table
        As it was read.
    who
        Its ids.
    columns
        What the draw looks at.

    Raises
    ------
    InputError
        If it is not clear which addresses are special.
    """
    told = columns.told
    if not told.numbered:
        return table, ()
    marks = table.columns[columns.special] if columns.special else ()
    rule = replace(told, exempt=columns.special)
    cells = [table.columns[heading] for heading in told.columns]
    homes, notes = find_households(People(table.name, who.ids, table.rows, cells, marks, MANY_RESIDENTS), rule)
    gone = {*told.columns} - {*columns.strata}
    kept = {heading: cells for heading, cells in table.columns.items() if heading not in gone} | {HOUSEHOLD: homes}
    return replace(table, header=tuple(kept), columns=kept), notes


def register_of(table: Table, who: Identities, columns: Columns) -> Register:
    """Return the frame as the draw sees it, and what is carried along.

    Parameters
    ----------
    table
        As it was read.
    who
        Its ids.
    columns
        What the draw looks at.

    Raises
    ------
    InputError
        If it is not clear which addresses are special.
    """
    carried = {heading: cells for heading, cells in table.columns.items() if heading != who.column}
    frame = Frame(who.ids, strata_of(table.columns, columns.strata, len(table)), households_of(table, columns))
    return Register(frame, carried)


def strata_of(named: Mapping[str, Sequence[str]], columns: tuple[str, ...], number: int) -> Sequence[Stratum]:
    """Return the stratum of every one of a number of residents; equal strata are one object."""
    if not columns:
        return [()] * number
    known: dict[Stratum, Stratum] = {}
    return [known.setdefault(one, one) for one in zip(*(named[column] for column in columns), strict=True)]


def households_of(table: Table, columns: Columns) -> Sequence[str]:
    """Return the household of every resident; blank: none, or exempt as a special address.

    Raises
    ------
    InputError
        If it is not clear which addresses are special.
    """
    if not columns.household:
        return [""] * len(table)
    keys = table.columns[columns.household]
    if not columns.special:
        return keys
    marks = table.columns[columns.special]
    unknown = sorted({mark for mark in set(marks) if mark.casefold() not in SPECIAL_MARKS})
    if unknown:
        rows = [table.rows[marks.index(mark)] for mark in unknown]
        raise InputError([unclear_mark(table.name, row, columns.special) for row in rows])
    special = {mark: SPECIAL_MARKS[mark.casefold()] for mark in set(marks)}
    return ["" if special[mark] else key for key, mark in zip(keys, marks, strict=True)]
