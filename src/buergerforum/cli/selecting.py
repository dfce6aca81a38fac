"""Options and results that ``forum lottery`` and ``forum select`` share."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from buergerforum.cli.printing import say, say_table
from buergerforum.model.lottery import Chance
from buergerforum.model.pool import Fixed
from buergerforum.texts import _, listed, ngettext, number

if TYPE_CHECKING:
    from buergerforum.stages.seated import SeatedReport

PoolOption = Annotated[
    Path | None,
    typer.Option("--pool", metavar=_("FILE"), help=_("The pool: CSV or XLSX, a row per applicant who may be seated.")),
]
QuotasOption = Annotated[
    Path | None,
    typer.Option("--quotas", metavar=_("FILE"), help=_("The quotas: YAML, or a CSV/XLSX table with min and max.")),
]
SeatsOption = Annotated[
    int | None, typer.Option("--seats", min=1, help=_("Seats; may be left out where the quota file says it."))
]
LotsOption = Annotated[
    int | None, typer.Option("--lots", min=1, help=_("How many equally likely panels there are; by default 1000."))
]
ObjectiveOption = Annotated[
    str | None,
    typer.Option(
        "--objective",
        metavar="leximin|maximin|nash|goldilocks",
        help=_(
            "What the lottery makes as fair as possible; by default leximin: the smallest chance as large as possible, "
            "then the second smallest, and so on. maximin stops after the smallest; nash makes the geometric mean of "
            "all chances as large as possible; goldilocks keeps chances from being much too high or too low."
        ),
    ),
]
HouseholdOption = Annotated[
    str | None,
    typer.Option(
        "--household",
        metavar=_("COLUMN[,…]"),
        help=_(
            "At most one member per value of this column, or per address: several columns with commas between them, "
            "such as Straße,Hausnummer,PLZ. Blank is no household."
        ),
    ),
]
AddressOption = Annotated[
    bool | None,
    typer.Option(
        "--household-address",
        help=_("The one column of --household holds addresses: “Hauptstr. 5 a” is “Hauptstraße 5A”."),
        show_default=False,
    ),
]
ExemptOption = Annotated[
    str | None,
    typer.Option(
        "--household-exempt",
        metavar=_("COLUMN"),
        help=_("Column with 1 for people in homes, halls and shelters: the household rule does not hold for them."),
    ),
]

FixInOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fix-in",
        metavar=_("ID=REASON"),
        help=_("Seat this person on every panel; the reason is published. May be given several times."),
    ),
]
FixOutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fix-out",
        metavar=_("ID=REASON"),
        help=_("Seat this person on no panel; the reason is published. May be given several times."),
    ),
]

_NONE = 1e-7
"""A chance below this is none: it comes from the tolerance of the solver."""
_SMALLEST = 5e-5
"""Shares closer to 0 or 1 than this would be printed as if they were 0 or 1."""


def fixed_by(inside: Sequence[str] | None, outside: Sequence[str] | None) -> tuple[Fixed, ...]:
    """Return who is fixed by the options.

    Raises
    ------
    UsageError
        If an id or a reason is missing.
    """
    from buergerforum.stages.fixing import asked

    return (*asked(inside or (), "--fix-in", seated=True), *asked(outside or (), "--fix-out", seated=False))


def percent(share: float) -> str:
    """Return a chance as people read it; only what is certain is called 0 or 100 per cent."""
    if 0 < share < _SMALLEST:
        return f"< {number(0.01, 2)} %"
    if 1 - _SMALLEST < share < 1:
        return f"> {number(99.99, 2)} %"
    return f"{number(100 * share, 2)} %"


def chance_figures(chances: Sequence[Chance], lots: int) -> list[tuple[str, str]]:
    """Return the figures that both commands print of everybody's chance.

    Parameters
    ----------
    chances
        Of all applicants.
    lots
        How many there are.
    """
    from buergerforum.core.fairness.figures import spread

    figures = spread([one.lots for one in chances], lots)
    difference = max(abs(one.lots / lots - one.optimal) for one in chances)
    return [
        (_("Lowest chance"), percent(figures.lowest / lots)),
        (_("Highest chance"), percent(figures.highest / lots)),
        (_("Mean chance"), percent(float(figures.mean))),
        (_("Share with less than half the mean chance"), percent(figures.below_half / figures.people)),
        (_("Gini coefficient (0: all are equal)"), number(float(figures.gini), 3)),
        (_("Largest difference from the exact optimum"), percent(difference)),
    ]


def hopeless(chances: Sequence[Chance], fixed_out: Sequence[str] = ()) -> list[str]:
    """Return a note on those who applied but are on no panel that meets the quotas.

    Parameters
    ----------
    chances
        Of all applicants.
    fixed_out
        Ids of those of whom it was decided.
    """
    decided = frozenset(fixed_out)
    ids = tuple(one.id for one in chances if one.optimal < _NONE and not one.lots and one.id not in decided)
    if not ids:
        return []
    note = ngettext(
        "{number} applicant has no chance: no panel with this person can meet all quotas. Id: {ids}.",
        "{number} applicants have no chance: no panel with them can meet all quotas. Ids: {ids}.",
        len(ids),
    )
    return [note.format(number=len(ids), ids=listed(ids))]


def say_reached(report: "SeatedReport") -> None:
    """Print how many members each quota has."""
    from buergerforum.stages.panel_workbook import cell_labels, quota_header

    say("")
    rows = [
        (*cell_labels(report.table, quota), str(quota.minimum), str(seats), str(quota.maximum))
        for quota, seats in zip(report.table.quotas, report.reached, strict=True)
    ]
    say_table(_("Quotas"), quota_header()[:5], rows)
