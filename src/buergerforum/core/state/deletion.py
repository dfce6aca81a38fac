"""Whose data are to be deleted: by how they stand, and the days that the letters promise."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from buergerforum.model.state import Person, PersonState


class Group(StrEnum):
    """People whose data are kept equally long."""

    OBJECTED = "objected"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    WAITING = "waiting"
    MEMBERS = "members"


_GROUPS: Mapping[PersonState, Group] = {
    PersonState.DRAWN: Group.SILENT,
    PersonState.INVITED: Group.SILENT,
    PersonState.REMINDED: Group.SILENT,
    PersonState.UNDELIVERABLE: Group.SILENT,
    PersonState.MOVED: Group.SILENT,
    PersonState.DIED: Group.SILENT,
    PersonState.UNDRAWN: Group.SILENT,
    PersonState.APPLIED: Group.REJECTED,
    PersonState.IN_REVIEW: Group.REJECTED,
    PersonState.DECLINED: Group.REJECTED,
    PersonState.EXCLUDED: Group.REJECTED,
    PersonState.REJECTED: Group.REJECTED,
    PersonState.WITHDRAWN: Group.WITHDRAWN,
    PersonState.OBJECTED: Group.OBJECTED,
    PersonState.WAITING: Group.WAITING,
    PersonState.SELECTED: Group.MEMBERS,
    PersonState.CONFIRMED: Group.MEMBERS,
}


@dataclass(frozen=True, slots=True)
class Periods:
    """The last day on which data are kept, by group; None: they go at once."""

    until: Mapping[Group, dt.date | None]
    """Of every group."""

    def over(self, group: Group, day: dt.date) -> bool:
        """Whether the data of a group are to be deleted on a day."""
        last = self.until[group]
        return last is None or last <= day


def group_of(state: PersonState) -> Group:
    """Return how long the data of somebody are kept.

    Examples
    --------
    >>> group_of(PersonState.CONFIRMED)
    <Group.MEMBERS: 'members'>
    """
    return _GROUPS[state]


def due(people: Mapping[str, Person], periods: Periods, day: dt.date) -> dict[Group, list[str]]:
    """Return whose period is over, by group, ids sorted; groups without anybody are left out.

    Parameters
    ----------
    people
        How everybody stands.
    periods
        How long data are kept.
    day
        On which they are to be deleted.
    """
    found: dict[Group, list[str]] = {}
    for person in sorted(people):
        group = group_of(people[person].state)
        if periods.over(group, day):
            found.setdefault(group, []).append(person)
    return {group: found[group] for group in Group if group in found}
