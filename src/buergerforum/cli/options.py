"""Options that several commands share, so that they are named and explained alike."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.errors import UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.texts import _

ProcedureOption = Annotated[
    Path | None,
    typer.Option("--procedure", metavar=_("FOLDER"), help=_("Procedure folder; by default the folder you are in.")),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar=_("FOLDER"),
        help=_("Folder for the result, for work without a procedure folder; it is made, and must not exist yet."),
    ),
]
AgainOption = Annotated[
    str,
    typer.Option(
        "--again",
        metavar=_("REASON"),
        help=_(
            "Do it once more although there is a result already, and say why. The reason stays in the journal for good "
            "and is published with it: no names."
        ),
    ),
]
SeedOption = Annotated[
    str | None,
    typer.Option("--seed", metavar=_("TEXT"), help=_("The text that was drawn in public; it decides everything.")),
]
IdOption = Annotated[
    str | None,
    typer.Option("--id", metavar=_("COLUMN"), help=_("Column with the ids; by default id, pid or one ending in _id.")),
]

DistrictsOption = Annotated[
    Path | None,
    typer.Option(
        "--districts",
        metavar=_("FILE"),
        help=_("List of sub-districts and their districts; by default as forum.yaml says."),
    ),
]
SpecialOption = Annotated[
    Path | None,
    typer.Option(
        "--special-addresses",
        metavar=_("FILE"),
        help=_("List of homes, halls and shelters, exempt from the household rule; by default as forum.yaml says."),
    ),
]


def home(procedure: Path | None, out: Path | None) -> Procedure | None:
    """Return the procedure to work in; with ``--out`` there is none.

    Raises
    ------
    UsageError
        If both were named, or the folder named is no procedure.
    """
    if procedure and out:
        raise UsageError(
            _("Give either --procedure or --out, not both."),
            hint=_("A result inside a procedure has its fixed place; --out is for work without a procedure."),
        )
    return None if out else Procedure.find(procedure)


def needed(procedure: Path | None) -> Procedure:
    """Return the procedure to work in; this command has no meaning without one.

    Raises
    ------
    UsageError
        If the folder is none.
    """
    found = Procedure.find(procedure)
    if found is None:
        raise UsageError(
            _("This is no procedure folder."),
            hint=_("Change into one (cd FOLDER), name it with --procedure FOLDER, or make one: forum new FOLDER."),
        )
    return found


def reason(again: str) -> str:
    """Return the reason for a second run; one that says nothing is none.

    Raises
    ------
    UsageError
        If ``--again`` was given without a reason.
    """
    if again and not again.strip():
        raise UsageError(_("The reason after --again is empty."), hint=_('Say why: --again "reason".'))
    return again.strip()
