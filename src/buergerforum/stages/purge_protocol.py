"""The protocol of a deletion: what was deleted when and why, without a word about anybody."""

import datetime as dt
from typing import TYPE_CHECKING

from buergerforum.core.state.deletion import Group
from buergerforum.texts import _, language, number

if TYPE_CHECKING:
    from buergerforum.stages.purge import PurgeReport


def protocol(report: "PurgeReport", name: str) -> str:
    """Return the protocol as a text with one fact per line.

    Parameters
    ----------
    report
        What goes.
    name
        Of the procedure.
    """
    lines = [_("Deletion protocol"), name, _("Day: {day}").format(day=day_said(report.day)), ""]
    lines += [f"{title}: {figure}" for title, figure in figures(report)]
    lines += [
        "",
        _("Kept: ids, values of quota features, receipts and journal, so that the draw can be checked."),
        _("Not in this folder, and to be deleted elsewhere: the key file, the original files of answers, copies."),
    ]
    return "\n".join(lines) + "\n"


def figures(report: "PurgeReport") -> list[tuple[str, str]]:
    """Return what goes, as names and figures."""
    found = []
    for group, count in report.people.items():
        last = report.until[group]
        until = _("at once") if last is None else _("until {day}").format(day=day_said(last))
        found.append((f"{group_label(group)} ({until})", number(count)))
    return [
        *found,
        (_("Personal codes"), number(report.codes)),
        (_("Answers"), number(report.answers)),
        *((_("Letters"), place) for place in report.mailings),
        (_("Earlier versions and working papers (files)"), number(report.others)),
    ]


def day_said(day: dt.date) -> str:
    """Return a day as people write it."""
    from babel.dates import format_date

    return format_date(day, format="medium", locale=language())


def group_label(group: Group) -> str:
    """Return a group of people as others call it."""
    return {
        Group.OBJECTED: _("People who objected"),
        Group.SILENT: _("People who have not answered"),
        Group.WITHDRAWN: _("People who withdrew"),
        Group.REJECTED: _("People who were not selected"),
        Group.WAITING: _("People on the waiting list"),
        Group.MEMBERS: _("Members"),
    }[group]
