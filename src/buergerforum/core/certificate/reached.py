"""That the optimal chances are possible at all: an unequal lottery over panels that gives them.

The published lots are equally likely, so everybody's chance is a multiple of 1/N and at most one lot away from the
optimum. The mixture shows more: drawn with these unequal weights, the same lots (and sometimes further panels) would
give everybody exactly the optimal chance. So the optimum is no mere bound; some lottery reaches it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from buergerforum.core.certificate.bounds import TOLERANCE
from buergerforum.core.certificate.rows import ExactRows
from buergerforum.model.certificate import Certificate, Mixture
from buergerforum.model.lottery import LotBlock, Lottery
from buergerforum.texts import _


def block_of(lottery: Lottery, lot: int) -> LotBlock:
    """Return the block of a lot, found by halving.

    Parameters
    ----------
    lottery
        As published.
    lot
        Its number, 0 … N-1.
    """
    low, high = 0, len(lottery.blocks)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if lottery.blocks[middle].first <= lot else (low, middle)
    return lottery.blocks[low]


def counts_of(members: Sequence[str], type_of: dict[str, int]) -> Counter[int]:
    """Return how many of each type these people are; strangers are left out."""
    return Counter(type_of[person] for person in members if person in type_of)


def type_numbers(certificate: Certificate) -> dict[str, int]:
    """Return the number of the type by id."""
    return {person: number for number, one in enumerate(certificate.types) for person in one.members}


def misses(certificate: Certificate, mixture: Mixture, lottery: Lottery, rows: ExactRows) -> Iterator[str]:
    """Yield what keeps the mixture from giving the optimal chances.

    Parameters
    ----------
    certificate
        With types that fit the rows.
    mixture
        Of the certificate.
    lottery
        As published.
    rows
        The rules.
    """
    if not all(0 <= lot < lottery.lots for lot, _weight in mixture.lots):
        yield _("The mixture names a lot that does not exist.")
        return
    numbers = type_numbers(certificate)
    parts = [(weight, counts_of(block_of(lottery, lot).members, numbers)) for lot, weight in mixture.lots]
    parts += [(weight, Counter(dict(sitting))) for weight, sitting in mixture.panels]
    total = sum(weight for weight, _sitting in parts)
    if not parts or any(weight <= 0 for weight, _sitting in parts):
        yield _("The mixture has a weight that is not positive.")
        return
    if not all(rows.is_panel(sitting) for _weight, sitting in parts):
        yield _("The mixture holds something that is no panel.")
        return
    given: Counter[int] = Counter()
    for weight, sitting in parts:
        for one, number in sitting.items():
            given[one] += weight * number
    far = max(abs(Fraction(given[n], total * rows.sizes[n]) - one.chance) for n, one in enumerate(certificate.types))
    if far > TOLERANCE:
        yield _("The mixture misses somebody's chance by {chance}.").format(chance=f"{float(far):.2e}")


def broken_cuts(certificate: Certificate, lottery: Lottery, rows: ExactRows) -> Iterator[str]:
    """Yield every cut that a published lot exceeds: no panel may."""
    numbers = type_numbers(certificate)
    sitting = [(block.first, counts_of(block.members, numbers)) for block in lottery.blocks] if rows.cuts else []
    for place, cut in enumerate(rows.cuts, 1):
        lot = next((lot for lot, one in sitting if rows.number_of(one, cut.weights) > cut.bound), None)
        if lot is not None:
            yield _("Cut {number} excludes lot {lot}, although that is a panel.").format(number=place, lot=lot)
