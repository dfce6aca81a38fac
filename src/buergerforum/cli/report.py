"""``forum report``."""

from pathlib import Path
from typing import Annotated

import typer

from buergerforum.cli.options import ProcedureOption, needed
from buergerforum.cli.printing import say
from buergerforum.texts import _

HELP = _(
    "Write the report for council and press: the whole procedure in plain words, figures and plots.\n\n"
    "A page (HTML) and a PDF/UA. Every figure names the file it comes from; small numbers are not told. The chances "
    "are compared with equal ones and with the previous standard method, which is simulated."
)


def command(
    base: Annotated[
        Path | None,
        typer.Argument(
            metavar=_("FILE"), help=_("Path without an ending; by default report/report."), show_default=False
        ),
    ] = None,
    procedure: ProcedureOption = None,
) -> None:
    from buergerforum.stages.report import DEFAULT, run_report

    home = needed(procedure)
    html, pdf = run_report(home, base or home.path(DEFAULT))
    say(_("Report: {html} and {pdf}").format(html=html.as_posix(), pdf=pdf.as_posix()))
