"""What makes a set of people a panel: one home for this question, without any solver.

A panel has as many members as there are seats, each of them once and from the pool; every quota of the table holds; no
two members share a household (a blank household is none); whoever is fixed in is on it, whoever is fixed out is not.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from buergerforum.core.quotas.checks import said
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from buergerforum.texts import _, listed, ngettext


class Counting:
    """For which quotas somebody counts: those of whose cell they have all values.

    Parameters
    ----------
    features
        Names of the features, in the order of the values that will be asked for.
    table
        The quotas.
    """

    def __init__(self, features: Sequence[str], table: QuotaTable) -> None:
        columns = {feature: column for column, feature in enumerate(features)}
        self._places: dict[tuple[int, ...], dict[tuple[str, ...], list[int]]] = {}
        for place, quota in enumerate(table.quotas):
            if all(feature in columns for feature, _value in quota.cell):
                asked = tuple(columns[feature] for feature, _value in quota.cell)
                cell = tuple(value for _feature, value in quota.cell)
                self._places.setdefault(asked, {}).setdefault(cell, []).append(place)

    def of(self, values: Sequence[str]) -> tuple[int, ...]:
        """Return the places in the table of the quotas that somebody with these values counts for, ascending."""
        found: list[int] = []
        for asked, places in self._places.items():
            found += places.get(tuple(values[column] for column in asked), ())
        return tuple(sorted(found))


def memberships(pool: Pool, table: QuotaTable) -> dict[str, tuple[int, ...]]:
    """Return for every applicant by id the places of the quotas they count for."""
    counting = Counting(pool.features, table)
    places = {values: counting.of(values) for values in {one.values for one in pool.applicants}}
    return {one.id: places[one.values] for one in pool.applicants}


def reached(table: QuotaTable, pool: Pool, members: Iterable[str]) -> tuple[int, ...]:
    """Return how many of the members count for each quota, in the order of the table.

    Parameters
    ----------
    table
        The quotas.
    pool
        With all members.
    members
        Ids.
    """
    counted = memberships(pool, table)
    totals = Counter(place for member in members for place in counted[member])
    return tuple(totals[place] for place in range(len(table.quotas)))


class PanelRules:
    """The rules for one pool, to check many sets of people against.

    Parameters
    ----------
    pool
        Everybody who may be seated.
    table
        The quotas.
    seats
        To fill.
    """

    def __init__(self, pool: Pool, table: QuotaTable, seats: int) -> None:
        self._quotas = table.quotas
        self._seats = seats
        self._counted = memberships(pool, table)
        self._household = {one.id: one.household for one in pool.applicants}
        self._always, self._never = pool.always(), frozenset(pool.never())

    def check(self, members: Sequence[str]) -> list[str]:
        """Return everything that keeps these people from being a panel, one sentence each; empty: they are one."""
        found = []
        if len(members) != self._seats:
            found.append(
                ngettext(
                    "There is {count} member for {seats} seats.",
                    "There are {count} members for {seats} seats.",
                    len(members),
                ).format(count=len(members), seats=self._seats)
            )
        twice = sorted(member for member, number in Counter(members).items() if number > 1)
        if twice:
            found.append(_("Seated twice: {ids}.").format(ids=listed(twice)))
        known = [member for member in members if member in self._counted]
        if len(known) < len(members):
            strangers = sorted({member for member in members if member not in self._counted})
            found.append(_("Not in the pool: {ids}.").format(ids=listed(strangers)))
        return [*found, *self._missed(known), *self._shared_homes(known), *self._unfixed(frozenset(members))]

    def _missed(self, known: Sequence[str]) -> list[str]:
        totals = Counter(place for member in known for place in self._counted[member])
        return [
            _("{cell}: {count} seated, {minimum} to {maximum} are required.").format(
                cell=said(quota.cell), count=totals[place], minimum=quota.minimum, maximum=quota.maximum
            )
            for place, quota in enumerate(self._quotas)
            if not quota.minimum <= totals[place] <= quota.maximum
        ]

    def _shared_homes(self, known: Sequence[str]) -> list[str]:
        homes: dict[str, set[str]] = {}
        for member in known:
            if household := self._household[member]:
                homes.setdefault(household, set()).add(member)
        return [
            _("Of one household: {ids}.").format(ids=listed(sorted(ids)))
            for _home, ids in sorted(homes.items())
            if len(ids) > 1
        ]

    def _unfixed(self, members: frozenset[str]) -> list[str]:
        absent = [one for one in self._always if one not in members]
        found = [_("Fixed in, but not seated: {ids}.").format(ids=listed(absent))] if absent else []
        seated = sorted(members & self._never)
        return [*found, _("Fixed out, but seated: {ids}.").format(ids=listed(seated))] if seated else found


def check_panel(members: Sequence[str], pool: Pool, table: QuotaTable, seats: int) -> list[str]:
    """Return everything that keeps these people from being a panel, one sentence each; empty: they are one.

    For many sets of people make one :class:`PanelRules`.

    Parameters
    ----------
    members
        Ids.
    pool
        Everybody who may be seated.
    table
        The quotas.
    seats
        To fill.
    """
    return PanelRules(pool, table, seats).check(members)
