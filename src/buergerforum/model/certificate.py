"""The certificate of a lottery: what anybody needs to see, by whole numbers alone, that no lottery could be fairer.

Applicants whom no rule can tell apart are of one *type*; types are numbered from 0. A panel counts as a vector x of how
many of each type sit on it. What the numbers prove, and why, is told in :mod:`buergerforum.core.certificate.bounds` and
:mod:`buergerforum.core.certificate.claims`.
"""

from dataclasses import dataclass
from fractions import Fraction

from buergerforum.model.quotas import Quota
from buergerforum.model.record import FileDigest

Sparse = tuple[tuple[int, int], ...]
"""Whole numbers by place (of a type, quota, household, cut or lot), places ascending, zeros left out."""


@dataclass(frozen=True, slots=True)
class CertifiedType:
    """Applicants whom no rule can tell apart, and what chance they ought to have."""

    members: tuple[str, ...]
    """Ids, sorted by code points; at least one."""
    chance: Fraction
    """Of each of them in the best lottery, 0 … 1."""


@dataclass(frozen=True, slots=True)
class CertifiedCut:
    """An inequality `weights · x ≤ bound` that every panel meets, although the rows of the rules alone allow more."""

    weights: Sparse
    """By type."""
    bound: int
    """No panel weighs more; proven by one integer program."""


@dataclass(frozen=True, slots=True)
class CertifiedLevel:
    """Why certain types cannot get more: weights, and multipliers that bound the weight of every lottery."""

    chance: Fraction
    """Of the types fixed here; 0 where an objective fixes none."""
    types: tuple[int, ...]
    """Fixed here, ascending."""
    weights: Sparse
    """y, by type."""
    seats: int
    """u of the row of the seats."""
    quotas: Sparse
    """u by place in the list of quotas; positive where the maximum binds, negative where the minimum does."""
    households: Sparse
    """u by number of the shared household, in the order of their keys."""
    cuts: Sparse
    """u by place in the list of cuts, never negative."""
    bound: Fraction
    """No lottery weighs more: Σ y_t E[x_t] ≤ bound."""
    ceiling: Fraction = Fraction(1)
    """Only lotteries that give nobody a larger chance are bounded here; 1: all lotteries."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """An unequal lottery that gives the optimal chances exactly: published lots, and further panels where needed."""

    lots: Sparse
    """Weights by number of the lot."""
    panels: tuple[tuple[int, Sparse], ...]
    """Weight, and how many of each type sit."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """All of it."""

    objective: str
    """What was made as fair as possible."""
    seats: int
    """Of every panel."""
    lots: int
    """N."""
    household: str
    """Column whose values nobody may share; blank: no such rule."""
    files: tuple[FileDigest, ...]
    """Lots, chances, pool and quotas that it was made for, by bare name."""
    quotas: tuple[Quota, ...]
    """As they counted, in the order of the table."""
    types: tuple[CertifiedType, ...]
    """Every applicant is of one."""
    cuts: tuple[CertifiedCut, ...]
    """In the order found."""
    levels: tuple[CertifiedLevel, ...]
    """In the order found; of leximin, ascending by chance."""
    mixture: Mixture | None
    """None: only the lots themselves show how nearly the chances are reached."""
