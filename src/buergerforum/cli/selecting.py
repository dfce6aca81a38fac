"""Options and results that ``forum lottery`` and ``forum select`` share."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.texts import _

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
        metavar="leximin|maximin",
        help=_(
            "What the lottery makes as fair as possible; by default leximin: the smallest chance as large as possible, "
            "then the second smallest, and so on."
        ),
    ),
]
HouseholdOption = Annotated[
    str | None,
    typer.Option("--household", metavar=_("COLUMN"), help=_("At most one member per value of this column.")),
]


def percent(share: float) -> str:
    """Return a chance as people read it."""
    return f"{100 * share:.2f} %"
