"""Small quota plans for the tests of this room."""

from decimal import Decimal

from buergerforum.model.quota_plan import Aim, Place, QuotaPlan
from buergerforum.model.quotas import Feature, Value


def aim(feature: str, value: str, *ends: int | None, row: int | None = None, share: str | None = None) -> Aim:
    """Make an aim for one value; `ends` are minimum, maximum, min_flex, max_flex."""
    minimum, maximum, min_flex, max_flex = (*ends, None, None, None, None)[:4]
    decimal = None if share is None else Decimal(share)
    return Aim(((feature, value),), Place(row), decimal, minimum, maximum, min_flex, max_flex)


def plan(*aims: Aim, **more: object) -> QuotaPlan:
    """Make a plan whose features are those of the aims for one value."""
    known: dict[str, dict[str, None]] = {}
    for one in aims:
        if len(one.cell) == 1:
            known.setdefault(one.cell[0][0], {})[one.cell[0][1]] = None
    features = tuple(Feature(name, tuple(map(Value, values))) for name, values in known.items())
    return QuotaPlan(**({"file": "q.csv", "features": features, "aims": aims} | more))  # type: ignore[arg-type]
