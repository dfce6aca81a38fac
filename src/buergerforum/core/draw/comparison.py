"""The drawn beside the frame: counts, expectations and Pearson's chi-square.

For a column with k values, O_j of the drawn have value j, and E_j is the sum of the chances of all residents with this
value, scaled so that both sum to the number of the drawn. With

    X² = Σ_j (O_j - E_j)² / E_j

the p-value is the probability that a chi-square variable with k - 1 degrees of freedom is X² or larger (K. Pearson
1900, doi:10.1080/14786440009463897). Strata make X² smaller than in a draw without strata, so p errs on the side of 1:
a small p in spite of that is worth a question, a p near 1 is what strata are for.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from buergerforum.model.draw import Stratum, StratumCount

_MANY = 40
"""Columns with more values than this are no groups but measurements, and are not compared."""


@dataclass(frozen=True, slots=True)
class Group:
    """One value of a column."""

    value: str
    """As it stands in the frame."""
    residents: int
    """Eligible residents in the frame."""
    drawn: int
    """Of these, invited."""
    expected: Fraction
    """Mean number of invitees over all seeds, by the stated chances."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One column compared."""

    column: str
    """Heading."""
    groups: tuple[Group, ...]
    """In the order of the values (code points)."""

    @property
    def chi_square(self) -> float:
        """X²; groups that nobody can be drawn from do not count."""
        return float(sum((one.drawn - one.expected) ** 2 / one.expected for one in self._possible()))

    @property
    def freedom(self) -> int:
        """Degrees of freedom, k - 1, 0 or more."""
        return max(len(self._possible()) - 1, 0)

    @property
    def p_value(self) -> float:
        """Probability of an X² as large as this or larger, 0 … 1."""
        return chi_square_tail(self.chi_square, self.freedom)

    def _possible(self) -> list[Group]:
        return [one for one in self.groups if one.expected]


def compare_column(
    column: str,
    residents: Mapping[tuple[str, Stratum], int],
    drawn: Mapping[str, int],
    counts: Sequence[StratumCount],
) -> Comparison | None:
    """Compare one column; None: it has too many values to be one of groups.

    Parameters
    ----------
    column
        Heading.
    residents
        How many residents have a value and a stratum.
    drawn
        How many of the drawn have a value.
    counts
        Of the draw, for the chances; those of several waves may follow each other and add up.
    """
    values = sorted({value for value, _stratum in residents})
    if len(values) > _MANY:
        return None
    chance: dict[Stratum, Fraction] = {}
    for count in counts:
        chance[count.stratum] = chance.get(count.stratum, Fraction(0)) + Fraction(*count.chance)
    sums: dict[str, Fraction] = dict.fromkeys(values, Fraction(0))
    whole: Counter[str] = Counter()
    for (value, stratum), number in residents.items():
        whole[value] += number
        sums[value] += number * chance.get(stratum, Fraction(0))
    total, invited = sum(sums.values()), sum(drawn.values())
    scale = invited / total if total else Fraction(0)
    return Comparison(
        column, tuple(Group(value, whole[value], drawn.get(value, 0), sums[value] * scale) for value in values)
    )


def chi_square_tail(x: float, freedom: int) -> float:
    """Return the probability that a chi-square variable is `x` or larger.

    For whole degrees of freedom f the regularised upper incomplete gamma function Q(f/2, x/2) is a finite sum (NIST
    Digital Library of Mathematical Functions, https://dlmf.nist.gov/8.4 and 8.8.2), with y = x/2: for even f,
    e^-y Σ_{i<f/2} y^i / i!; for odd f, erfc(√y) + e^-y Σ_{i=1}^{(f-1)/2} y^(i-1/2) / Γ(i+1/2).

    Parameters
    ----------
    x
        0 or more.
    freedom
        Degrees of freedom; with 0 the variable is 0 for certain.

    Examples
    --------
    >>> round(chi_square_tail(3.841459, 1), 6), round(chi_square_tail(18.307038, 10), 6)
    (0.05, 0.05)
    """
    if freedom == 0 or x <= 0:
        return 1.0 if x <= 0 else 0.0
    half = x / 2
    odd = freedom % 2
    powers = [i - odd / 2 for i in range(odd, freedom // 2 + odd)]
    found = sum(math.exp(power * math.log(half) - half - math.lgamma(power + 1)) for power in powers)
    return min(1.0, found + (math.erfc(math.sqrt(half)) if odd else 0.0))
