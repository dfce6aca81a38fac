"""How the procedure stands between the draw and the lottery: counts, and which quotas can be met.

A quota is red while the pool holds fewer people than its minimum, amber while it holds fewer than half as many
again (a few dropouts, or a clash with another quota, and it fails), else green. Green lights do not prove that all
quotas can be met together; the selection does.
"""

from collections import Counter
from collections.abc import Mapping

from buergerforum.core.quotas.fit import count
from buergerforum.model.applications import Invited, Merged, Outcome, Reason
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Cell, QuotaTable
from buergerforum.model.standing import DayCount, Light, QuotaStanding, Standing
from buergerforum.model.state import PersonState


def standing(
    invited: Invited,
    merged: Merged,
    pool: Pool,
    table: QuotaTable | None,
    states: Mapping[str, PersonState] | None = None,
) -> Standing:
    """Count everything.

    Parameters
    ----------
    invited
        Who was drawn, and the codes given out.
    merged
        The answers judged.
    pool
        What became of the clear ones.
    table
        The quotas; None: not settled yet.
    states
        How everybody stands, as the journal tells.
    """
    people = invited.people
    verdicts = merged.verdicts
    days = Counter((one.answer.received[:10], one.answer.channel) for one in verdicts)
    return Standing(
        drawn=len(people),
        invited=len({person for person in invited.codes.values() if person in people}),
        answers=len(verdicts),
        answered=len({one.person for one in verdicts if one.person in people}),
        pool=len(pool.applicants),
        review=by_reason(merged, Outcome.REVIEW),
        rejected=by_reason(merged, Outcome.REJECTED),
        days=tuple(DayCount(day, channel, days[day, channel]) for day, channel in sorted(days)),
        quotas=quota_standings(pool, table) if table else (),
        strangers=_strangers(pool, table) if table else (),
        states=by_state(invited, states or {}),
    )


def by_state(invited: Invited, states: Mapping[str, PersonState]) -> tuple[tuple[PersonState, int], ...]:
    """Return how many people stand how; of whom the journal does not tell is drawn, or invited if a code was given.

    Parameters
    ----------
    invited
        Who was drawn, and the codes given out.
    states
        As the journal tells.
    """
    written = set(invited.codes.values())
    every = {one: PersonState.INVITED if one in written else PersonState.DRAWN for one in invited.people} | dict(states)
    times = Counter(every.values())
    return tuple((state, times[state]) for state in PersonState if times[state])


def by_reason(merged: Merged, outcome: Outcome) -> tuple[tuple[Reason, int], ...]:
    """Return how many answers have each reason, in the order of the rules; only reasons that occur."""
    times = Counter(one.reason for one in merged.verdicts)
    return tuple((reason, times[reason]) for reason in Reason if reason.outcome is outcome and times[reason])


def quota_standings(pool: Pool, table: QuotaTable) -> tuple[QuotaStanding, ...]:
    """Return for every quota how many of the pool count for it."""
    return tuple(
        QuotaStanding(
            feature=feature,
            value=value,
            pool=have,
            minimum=quota.minimum,
            maximum=quota.maximum,
            light=light(have, quota.minimum),
        )
        for quota, (feature, value), have in zip(
            table.quotas, cell_labels(table), count(table, in_terms_of(table, pool)), strict=True
        )
    )


def light(have: int, minimum: int) -> Light:
    """Return how sure it is that a quota can be met.

    Examples
    --------
    >>> [str(light(have, 10)) for have in (9, 10, 14, 15)]
    ['red', 'amber', 'amber', 'green']
    """
    if have < minimum:
        return Light.RED
    return Light.AMBER if 2 * have < 3 * minimum else Light.GREEN


def cell_labels(table: QuotaTable) -> list[tuple[str, str]]:
    """Return feature and value of every quota as people read them."""
    labels = {feature.name: str(feature) for feature in table.features}
    return [
        (" × ".join(labels[feature] for feature, _value in quota.cell), _cell_label(quota.cell, table))
        for quota in table.quotas
    ]


def _counted_as(table: QuotaTable) -> Mapping[str, Mapping[str, str]]:
    """Return per feature as which value of the table a value of the pool counts."""
    return {
        feature.name: {told: value.name for value in feature.values for told in (value.name, *value.includes)}
        for feature in table.features
    }


def in_terms_of(table: QuotaTable, pool: Pool) -> Pool:
    """Return the pool with the features and values of the table; what the table does not know is blank."""
    counted_as = _counted_as(table)
    applicants = []
    for one in pool.applicants:
        told = dict(zip(pool.features, one.values, strict=True))
        values = tuple(known.get(told.get(feature, ""), "") for feature, known in counted_as.items())
        applicants.append(Applicant(one.id, values))
    return Pool(tuple(counted_as), tuple(applicants))


def _cell_label(cell: Cell, table: QuotaTable) -> str:
    labels = {(feature.name, value.name): str(value) for feature in table.features for value in feature.values}
    return " × ".join(labels[part] for part in cell)


def _strangers(pool: Pool, table: QuotaTable) -> tuple[tuple[str, str, int], ...]:
    """Return the values of the pool that the table does not know; the selection would refuse them."""
    counted_as = _counted_as(table)
    found = Counter(
        (feature, value)
        for one in pool.applicants
        for feature, value in zip(pool.features, one.values, strict=True)
        if feature in counted_as and value not in counted_as[feature]
    )
    return tuple((feature, value, found[feature, value]) for feature, value in sorted(found))
