"""``fairness.json``: figures about a lottery in their one written form."""

from collections.abc import Sequence

from buergerforum.core.fairness.figures import decimals
from buergerforum.core.record.canonical import Json, readable_json
from buergerforum.model.fairness import Group, Spread

FORMAT = 1
"""Number of the written form."""


def fairness_bytes(spread: Spread, groups: Sequence[Group]) -> bytes:
    """Return the figures of a lottery as canonical JSON.

    Chances are fractions of N that are not reduced, ``286/1000``; what is no such fraction is a decimal number in a
    text. The distribution lists lots and people, ``286:3 300:11``.
    """
    described: list[Json] = [
        {
            "cell": dict(one.quota.cell),
            "min": one.quota.minimum,
            "max": one.quota.maximum,
            "applicants": one.applicants,
            "expected": decimals(one.expected),
        }
        for one in groups
    ]
    document: dict[str, Json] = {
        "format": FORMAT,
        "applicants": spread.people,
        "lots": spread.lots,
        "mean": decimals(spread.mean),
        "lowest": f"{spread.lowest}/{spread.lots}",
        "highest": f"{spread.highest}/{spread.lots}",
        "gini": decimals(spread.gini),
        "geometric_mean": spread.geometric_mean,
        "below_half_of_mean": spread.below_half,
        "distribution": " ".join(f"{lots}:{people}" for lots, people in spread.distribution),
        "groups": described,
    }
    return readable_json(document)
