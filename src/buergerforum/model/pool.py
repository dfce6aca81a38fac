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
class Pool:
    """All applicants, sorted by id (code points), so that the order of the file does not matter."""

    features: tuple[str, ...]
    """Names of the features, in the order of the quota table."""
    applicants: tuple[Applicant, ...]
    """With unique ids."""

    def __post_init__(self) -> None:
        if len({applicant.id for applicant in self.applicants}) != len(self.applicants):
            raise ValueError("ids must be unique")
        if any(len(applicant.values) != len(self.features) for applicant in self.applicants):
            raise ValueError("every applicant needs one value per feature")
