"""Types instead of people: applicants whom no rule can tell apart have the same chance in an optimal lottery.

Two applicants are of one type if they have the same values in all features and live with nobody else of the pool. An
applicant whose household has another applicant in the pool is a type of their own.
"""

from collections import Counter
from dataclasses import dataclass

from buergerforum.model.pool import Pool


@dataclass(frozen=True, slots=True)
class Type:
    """Applicants nobody could tell apart."""

    values: tuple[str, ...]
    """One per feature."""
    household: str
    """Household that another type belongs to as well; blank: none."""
    members: tuple[str, ...]
    """Ids, sorted by code points; at least one, exactly one where there is a household."""


def group(pool: Pool) -> tuple[Type, ...]:
    """Return the types of a pool, sorted by values, household and ids, whatever the order of the file.

    Parameters
    ----------
    pool
        With at least one applicant.
    """
    sizes = Counter(applicant.household for applicant in pool.applicants if applicant.household)
    found: dict[tuple[tuple[str, ...], str, str], list[str]] = {}
    for applicant in pool.applicants:
        shared = sizes[applicant.household] > 1
        key = (applicant.values, applicant.household, applicant.id) if shared else (applicant.values, "", "")
        found.setdefault(key, []).append(applicant.id)
    return tuple(
        Type(values, household, tuple(sorted(members))) for (values, household, _id), members in sorted(found.items())
    )
