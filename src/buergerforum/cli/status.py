"""``forum status``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from buergerforum.cli.merge import counted
from buergerforum.cli.options import ProcedureOption, needed
from buergerforum.cli.printing import out, say_figures, say_notes, say_table
from buergerforum.cli.selecting import PoolOption, QuotasOption, SeatsOption
from buergerforum.core.applications.reasons import channel_label
from buergerforum.errors import UsageError
from buergerforum.model.applications import Channel
from buergerforum.model.standing import DayCount, Light, QuotaStanding, Standing
from buergerforum.texts import _, number

if TYPE_CHECKING:
    from buergerforum.stages.status import Step

HELP = _(
    "Show how the procedure stands: what was done, who has answered, which quotas can be met.\n\n"
    "Look at it before the deadline: a red light means that the pool has fewer people than the quota needs, an amber "
    "one that it is tight. With --pool and --quotas it looks at any two files. It changes nothing."
)
_STYLES = {Light.RED: "red", Light.AMBER: "yellow", Light.GREEN: "green"}


def command(
    pool: PoolOption = None, quotas: QuotasOption = None, seats: SeatsOption = None, procedure: ProcedureOption = None
) -> None:
    from buergerforum.stages.status import run_pool_status, run_status

    if pool is not None or quotas is not None:
        if pool is None or quotas is None:
            raise UsageError(_("--pool and --quotas go together."), hint=_("Name both files, or neither."))
        _show_quotas(run_pool_status(pool, quotas, seats))
        return
    report = run_status(needed(procedure))
    _show_steps(report.steps)
    if report.standing is not None:
        _show_counts(report.standing)
        _show_days(report.standing.days)
        _show_quotas(report.standing.quotas)
    say_notes(report.notes)


def _show_steps(steps: "Sequence[Step]") -> None:
    rows = [[step.time[:16].replace("T", " "), step.done, step.what, step.again] for step in steps]
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


def _show_days(days: Sequence[DayCount]) -> None:
    if not days:
        return
    channels = [channel for channel in Channel if any(one.channel is channel for one in days)]
    rows = []
    for day in dict.fromkeys(one.day for one in days):
        by_channel = {one.channel: one.answers for one in days if one.day == day}
        counts = [by_channel.get(channel, 0) for channel in channels]
        rows.append([day or _("not known"), *map(number, counts), number(sum(counts))])
    say_table(_("Answers per day"), (_("day"), *map(channel_label, channels), _("all")), rows)


def _show_quotas(quotas: Sequence[QuotaStanding]) -> None:
    """Print the traffic lights; each says in words what its colour means."""
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
            Text(feature), Text(one.value), number(one.pool), number(one.minimum), Text(_said(one), _STYLES[one.light])
        )
        before = one.feature
    out().print(table)


def _said(one: QuotaStanding) -> str:
    if one.light is Light.RED:
        return _("● {number} missing").format(number=one.missing)
    return _("● tight") if one.light is Light.AMBER else "●"
