"""What must be said about where the shares come from: estimates, different bases, rounding."""

from decimal import Decimal

from buergerforum.core.quotas.derive import shares_of
from buergerforum.model.quota_plan import Origin, QuotaPlan
from buergerforum.texts import _, listed


def origin_notes(plan: QuotaPlan) -> tuple[str, ...]:
    """Return what a reader of the results must know about the shares, one sentence each.

    Shares that count different people (the register of a city, the state's statistics, the whole country) may stand
    in one table, but never silently.
    """
    return tuple(
        f"{plan.file}: {note}" for note in (*_bases(plan), *_without_source(plan), *_estimates(plan), *_rounding(plan))
    )


def _bases(plan: QuotaPlan) -> list[str]:
    bases: dict[str, list[str]] = {}
    for origin in plan.origins:
        if told := _base(origin):
            bases.setdefault(told, []).append(origin.feature)
    if len(bases) < 2:
        return []
    shown = "; ".join(f"{listed(features)} – {told}" for told, features in bases.items())
    return [_("the shares do not all count the same people: {bases}.").format(bases=shown)]


def _base(origin: Origin) -> str:
    number = "" if origin.base_number is None else str(origin.base_number)
    return " ".join(part for part in (number, origin.base) if part)


def _without_source(plan: QuotaPlan) -> list[str]:
    unnamed = [origin.feature for origin in plan.origins if not origin.source]
    if not unnamed:
        return []
    return [_("no source is named for the shares of {features}.").format(features=listed(unnamed))]


def _estimates(plan: QuotaPlan) -> list[str]:
    return [
        _("the shares of {feature} are estimated for {values}.").format(
            feature=origin.feature, values=listed(origin.estimated)
        )
        for origin in plan.origins
        if origin.estimated
    ]


def _rounding(plan: QuotaPlan) -> list[str]:
    sums = {feature.name: sum(shares_of(plan, feature.name).values(), Decimal(0)) for feature in plan.features}
    return [
        _("the shares of {feature} add up to {sum} per cent and were scaled to 100.").format(feature=name, sum=total)
        for name, total in sums.items()
        if total and total != 100
    ]
