"""Comparing the drawn with the frame, column by column, from what a stage has in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence

from buergerforum.core.draw.comparison import Comparison, compare_column
from buergerforum.model.draw import Register, Stratum, StratumCount

USUAL = ("district", "age_group", "sex", "nationality")
"""Columns of a frame that are groups, whether or not they form the strata."""


def columns_compared(strata: Sequence[str], header: Sequence[str]) -> tuple[str, ...]:
    """Return the columns to be compared: those of the strata, then the usual ones that are there."""
    return tuple(dict.fromkeys((*strata, *(column for column in USUAL if column in header))))


def tally(column: Sequence[str], strata: Sequence[Stratum]) -> Counter[tuple[str, Stratum]]:
    """Count residents by value and stratum."""
    return Counter(zip(column, strata, strict=True))


def tally_of_strata(place: int, counts: Sequence[StratumCount]) -> Counter[tuple[str, Stratum]]:
    """Count residents by value and stratum, for a column that forms the strata; `place` is its place among them."""
    found: Counter[tuple[str, Stratum]] = Counter()
    for count in counts:
        found[count.stratum[place], count.stratum] += count.residents
    return found


def compared(
    register: Register,
    strata: tuple[str, ...],
    counts: Sequence[StratumCount],
    invited: Sequence[int],
    *,
    whole: bool = True,
) -> list[Comparison]:
    """Compare everybody invited so far with the frame.

    Parameters
    ----------
    register
        What was drawn from.
    strata
        Columns that form the strata.
    counts
        Of the first wave, whose chances are what is expected.
    invited
        Positions.
    whole
        Whether the register lists the whole frame; where the reserve was cut, only the strata are known for all, and
        only their columns are compared.
    """
    residents: dict[str, Mapping[tuple[str, Stratum], int]] = {}
    for column in columns_compared(strata, tuple(register.carried)):
        if column in strata:
            residents[column] = tally_of_strata(strata.index(column), counts)
        elif whole and column in register.carried:
            keys = register.frame.strata if strata else [()] * len(register.frame.ids)
            residents[column] = tally(register.carried[column], keys)
    drawn = {column: Counter(register.carried[column][place] for place in invited) for column in residents}
    return compared_counts(residents, drawn, counts)


def compared_counts(
    residents: Mapping[str, Mapping[tuple[str, Stratum], int]],
    drawn: Mapping[str, Mapping[str, int]],
    counts: Sequence[StratumCount],
) -> list[Comparison]:
    """Compare columns that were counted before; those with too many values are left out.

    Parameters
    ----------
    residents
        By column, then by value and stratum.
    drawn
        By column, then by value.
    counts
        Of the first wave.
    """
    found = (compare_column(column, residents[column], drawn[column], counts) for column in residents)
    return [one for one in found if one is not None]
