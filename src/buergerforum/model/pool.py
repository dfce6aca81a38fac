"""The pool: everybody who applied and may be seated."""

import unicodedata
from dataclasses import dataclass


def tidy(text: str) -> str:
    """Return a text as names of features and values are kept: Unicode NFC, single blanks, none around.

    Examples
    --------
    >>> tidy("  keine   Angabe ")
    'keine Angabe'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True, slots=True)
class Applicant:
    """One person of the pool."""

    id: str
    """As it stands in the file; not blank, without white space."""
    values: tuple[str, ...]
    """One value (a `Value.name` of the quota table) per feature, in the order of the table's features."""
    household: str = ""
    """Normalised key; blank: no household known, which is *not* a household."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Somebody about whose seat was decided before the lottery, for a reason that is published."""

    id: str
    """Of an applicant."""
    seated: bool
    """On every panel; otherwise on none."""
    reason: str
    """In words, without personal data; not blank."""


@dataclass(frozen=True, slots=True)
class Pool:
    """All applicants, sorted by id (code points), so that the order of the file does not matter."""

    features: tuple[str, ...]
    """Names of the features, in the order of the quota table."""
    applicants: tuple[Applicant, ...]
    """With unique ids."""
    fixed: tuple[Fixed, ...] = ()
    """Of some applicants, sorted by id, each once."""

    def __post_init__(self) -> None:
        ids = {applicant.id for applicant in self.applicants}
        if len(ids) != len(self.applicants):
            raise ValueError("ids must be unique")
        fixed = [one.id for one in self.fixed]
        if fixed != sorted(set(fixed)) or not ids.issuperset(fixed):
            raise ValueError("fixed are applicants, each once, sorted by id")
        if any(len(applicant.values) != len(self.features) for applicant in self.applicants):
            raise ValueError("every applicant needs one value per feature")

    def always(self) -> tuple[str, ...]:
        """Return the ids of those who are on every panel, sorted."""
        return tuple(one.id for one in self.fixed if one.seated)

    def never(self) -> tuple[str, ...]:
        """Return the ids of those who are on no panel, sorted."""
        return tuple(one.id for one in self.fixed if not one.seated)
