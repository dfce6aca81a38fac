"""``forum status``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from buergerforum.cli.merge import counted
from buergerforum.cli.options import ProcedureOption, needed
from buergerforum.cli.printing import out, say, say_figures, say_notes, say_table
from buergerforum.cli.selecting import PoolOption, QuotasOption, SeatsOption
from buergerforum.errors import UsageError
from buergerforum.model.standing import Light, Outlook, QuotaStanding, Standing
from buergerforum.texts import _, moment, number

if TYPE_CHECKING:
    from buergerforum.stages.status import StatusReport, Step
    from buergerforum.stages.status_tables import StatusTable

HELP = _(
    "Show how the procedure stands: what was done, who has answered, which quotas can be met.\n\n"
    "Look at it before the deadline: a red light means that the pool has fewer people than the quota needs, an amber "
    "one that it is tight. With --pool and --quotas it looks at any two files. It changes nothing."
)
_STYLES = {Light.RED: "red", Light.AMBER: "yellow", Light.GREEN: "green"}


def command(
    wave: Annotated[
        int | None, typer.Option("--wave", min=1, max=1_000_000, help=_("Size of the further wave to forecast; 500."))
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar=_("FILE.xlsx"), help=_("Write all tables into an Excel workbook."))
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar=_("FILE.html"), help=_("Write a page with pictures for the browser.")),
    ] = None,
    pool: PoolOption = None,
    quotas: QuotasOption = None,
    seats: SeatsOption = None,
    procedure: ProcedureOption = None,
) -> None:
    from buergerforum.stages.status import WAVE, run_pool_status, run_status
    from buergerforum.stages.status_tables import days_table, states_table

    if pool is not None or quotas is not None:
        if pool is None or quotas is None:
            raise UsageError(_("--pool and --quotas go together."), hint=_("Name both files, or neither."))
        _show_quotas(run_pool_status(pool, quotas, seats))
        return
    home = needed(procedure)
    report = run_status(home, wave or WAVE)
    _show_steps(report.steps)
    if report.standing is not None:
        _show_table(states_table(report.standing))
        _show_counts(report.standing)
        _show_table(days_table(report.standing))
        _show_quotas(report.standing.quotas)
    if report.outlook is not None:
        _show_outlook(report.outlook)
    _write(report, home.root.resolve().name, xlsx, html)
    say_notes(report.notes)


def _write(report: "StatusReport", name: str, xlsx: Path | None, html: Path | None) -> None:
    """Write workbook and page, where they were asked for."""
    from buergerforum.stages.status_page import write_status_page, write_status_workbook

    if (xlsx or html) and report.standing is None:
        raise UsageError(_("There is nothing to show yet."), hint=_("First: forum draw"))
    if xlsx and report.standing:
        write_status_workbook(xlsx, report.standing, report.outlook, report.language)
        say(_("Tables written: {file}").format(file=xlsx.as_posix()))
    if html and report.standing:
        write_status_page(html, report.name or name, report.standing, report.outlook, report.language)
        say(_("Page written: {file}").format(file=html.as_posix()))


def _show_steps(steps: "Sequence[Step]") -> None:
    rows = [[moment(step.time), step.done, step.what, step.again] for step in steps]
    say_table(_("What was done"), (_("when"), _("command"), _("what"), _("once more, because")), rows)


def _show_counts(standing: Standing) -> None:
    share = f" ({number(100 * standing.answered / standing.invited, 1)} %)" if standing.invited else ""
    figures = [
        (_("Drawn"), number(standing.drawn)),
        (_("Invited, with a code"), number(standing.invited)),
        (_("Invitees who have answered"), f"{number(standing.answered)}{share}"),
        (_("Answers"), number(standing.answers)),
        (_("Pool"), number(standing.pool)),
        *counted(_("For review"), standing.review),
        *counted(_("Rejected"), standing.rejected),
    ]
    say_figures(_("Answers so far"), figures)


def _show_table(table: "StatusTable") -> None:
    if table.rows:
        rows = [[number(cell) if isinstance(cell, int) else cell or "" for cell in row] for row in table.rows]
        say_table(table.title, table.header, rows)


def _show_outlook(outlook: Outlook) -> None:
    from buergerforum.stages.status_tables import advice

    rows = []
    for title, one in (
        (_("a reminder to all who have not answered"), outlook.reminder.total),
        (_("a further wave"), outlook.wave.total),
    ):
        span = _("{low} to {high}").format(low=number(one.low), high=number(one.high))
        rows.append([title, number(one.letters), number(one.mean, 1), span])
    header = (_("what"), _("letters"), _("expected applicants"), _("with a chance of 90 %"))
    say_table(_("Forecast"), header, rows)
    for line in advice(outlook):
        say(line)


def _show_quotas(quotas: Sequence[QuotaStanding]) -> None:
    """Print the traffic lights; each says in words what its colour means."""
    from buergerforum.stages.status_tables import said

    if not quotas:
        return
    table = Table(title=_("Pool and quotas"), title_justify="left")
    for heading in (_("feature"), _("value")):
        table.add_column(heading, overflow="fold")
    for heading in (_("pool"), _("minimum")):
        table.add_column(heading, justify="right")
    table.add_column("")
    before = ""
    for one in quotas:
        feature = one.feature if one.feature != before else ""
        table.add_row(
            Text(feature), Text(one.value), number(one.pool), number(one.minimum), Text(said(one), _STYLES[one.light])
        )
        before = one.feature
    out().print(table)
