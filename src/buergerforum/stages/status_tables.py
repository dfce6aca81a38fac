"""The state of a procedure as tables: the same for terminal, workbook and page."""

from collections.abc import Sequence
from dataclasses import dataclass

from buergerforum.core.applications.reasons import channel_label, reason_label
from buergerforum.core.state.words import state_label
from buergerforum.io.workbooks import Cell
from buergerforum.model.applications import Channel
from buergerforum.model.standing import Expected, Forecast, Light, Outlook, QuotaStanding, Standing
from buergerforum.texts import _, number


@dataclass(frozen=True, slots=True)
class StatusTable:
    """One table."""

    title: str
    """What it shows; at most 31 characters."""
    header: tuple[str, ...]
    """Headings."""
    rows: Sequence[tuple[Cell, ...]]
    """Texts and whole numbers."""
    marked: frozenset[int] = frozenset()
    """Indices of rows that need attention."""
    note: str = ""
    """What has to be known to read it."""


def tables(standing: Standing, outlook: Outlook | None) -> list[StatusTable]:
    """Return all tables that are not empty.

    Parameters
    ----------
    standing
        How things stand.
    outlook
        What can still be done; None: nothing to forecast.
    """
    found = [states_table(standing), counts_table(standing), days_table(standing), quotas_table(standing.quotas)]
    if outlook is not None:
        found += [
            forecast_table(_("Forecast: reminder"), outlook.reminder),
            forecast_table(_("Forecast: further wave"), outlook.wave),
        ]
    return [one for one in found if one.rows]


def states_table(standing: Standing) -> StatusTable:
    """Return how many people stand how."""
    rows = [(state_label(state), count) for state, count in standing.states]
    return StatusTable(_("People"), (_("state"), _("people")), rows)


def counts_table(standing: Standing) -> StatusTable:
    """Return what became of the answers."""
    rows: list[tuple[Cell, ...]] = [
        (_("Answers"), standing.answers),
        (_("Pool"), standing.pool),
        *((_("For review: {reason}").format(reason=reason_label(one)), count) for one, count in standing.review),
        *((_("Rejected: {reason}").format(reason=reason_label(one)), count) for one, count in standing.rejected),
    ]
    return StatusTable(_("Answers"), (_("what became of them"), _("answers")), rows if standing.answers else ())


def days_table(standing: Standing) -> StatusTable:
    """Return answers per day and channel."""
    channels = [channel for channel in Channel if any(one.channel is channel for one in standing.days)]
    rows: list[tuple[Cell, ...]] = []
    for day in dict.fromkeys(one.day for one in standing.days):
        by_channel = {one.channel: one.answers for one in standing.days if one.day == day}
        counts = [by_channel.get(channel, 0) for channel in channels]
        rows.append((day or _("not known"), *counts, sum(counts)))
    return StatusTable(_("Answers per day"), (_("day"), *map(channel_label, channels), _("all")), rows)


def quotas_table(quotas: Sequence[QuotaStanding]) -> StatusTable:
    """Return the traffic lights; each says in words what its colour means."""
    rows = [(one.feature, one.value, one.pool, one.minimum, said(one)) for one in quotas]
    marked = frozenset(place for place, one in enumerate(quotas) if one.light is Light.RED)
    header = (_("feature"), _("value"), _("pool"), _("minimum"), _("light"))
    return StatusTable(_("Pool and quotas"), header, rows, marked)


def said(one: QuotaStanding) -> str:
    """Return a light in words."""
    if one.light is Light.RED:
        return _("● {number} missing").format(number=one.missing)
    return _("● tight") if one.light is Light.AMBER else "●"


def forecast_table(title: str, forecast: Forecast) -> StatusTable:
    """Return what letters would bring."""
    rows = [
        (_("all"), "", "", "", *_cells(forecast.total)),
        *((one.feature, one.value, one.pool, one.minimum, *_cells(one.expected)) for one in forecast.prospects),
    ]
    marked = frozenset(
        place for place, one in enumerate(forecast.prospects, 1) if one.pool + one.expected.low < one.minimum
    )
    header = (_("feature"), _("value"), _("pool"), _("minimum"), _("letters"), _("expected"), _("from"), _("to"))
    note = _("With a chance of 90 % the number of further applicants lies between “from” and “to”.")
    return StatusTable(title, header, rows, marked, note)


def _cells(one: Expected) -> tuple[Cell, ...]:
    return one.letters, number(one.mean, 1), one.low, one.high


def advice(outlook: Outlook) -> list[str]:
    """Return in sentences what the forecast means."""
    if outlook.smallest == 0:
        return [_("Every quota has enough people in the pool.")]
    lines = [
        _("Nobody who was invited counts for {quota}: no further wave of this kind helps.").format(quota=quota)
        for quota in outlook.hopeless
    ]
    if outlook.smallest is not None:
        text = _("The smallest further wave that makes all quotas reachable with a chance of 90 %: {number} letters.")
        lines.append(text.format(number=number(outlook.smallest)))
    elif not outlook.hopeless:
        lines.append(_("No further wave from the reserve makes all quotas reachable with a chance of 90 %."))
    return lines
