"""Room 6: the lottery, counted again."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from buergerforum.core.audit.listing import Listing, compare
from buergerforum.core.audit.recipe import Check, check
from buergerforum.core.chance import digest
from buergerforum.core.fairness.figures import groups, spread
from buergerforum.core.fairness.form import fairness_bytes
from buergerforum.core.selection.panel_check import PanelRules
from buergerforum.core.selection.variety import variety
from buergerforum.model.audit import Finding
from buergerforum.model.lottery import Lottery
from buergerforum.model.pool import Pool
from buergerforum.model.quotas import QuotaTable
from buergerforum.model.record import Option
from buergerforum.texts import _, ngettext, number

MOST_LOTS = 10**12
"""More than any lottery has; whoever writes more wants to trouble the audit."""
_PRINTED = 1e-11
"""A chance is written with 12 digits; times the number of lots this is what rounding may cost."""
_SUM = 1e-4
"""By how much the optimal chances may miss the number of seats: rounding of each, and the tolerance of the solver."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a panel must meet."""

    pool: Pool
    """With households only where they count, and with those who are fixed."""
    table: QuotaTable
    """With the seats already decided."""
    seats: int
    """Members of a panel."""


def numbered(lottery: Lottery, promised: object, file: str) -> list[Finding]:
    """Check 6.1: as many lots as the receipt says; that they leave no gap was seen in reading them.

    Proves that every number from 0 to N-1 is one lot, so that each has the chance 1/N.
    """
    made = check("6.1")
    told = _("lots: {number}").format(number=lottery.lots)
    if promised != lottery.lots:
        return [made.contradiction(told, file=file, expected=_("lots: {number}").format(number=promised))]
    return [made.ok(told, file)]


def valid(lottery: Lottery, conditions: Conditions, file: str) -> list[Finding]:
    """Check 6.2: every lot is counted against every quota.

    Proves that whichever lot is drawn, its panel has the right size, no person twice, only people of the pool, at
    most one of a household, everybody who is fixed in and nobody who is fixed out, and meets every quota. Needs no
    solver. Does not prove that no better lottery exists.
    """
    made = check("6.2")
    rules = PanelRules(conditions.pool, conditions.table, conditions.seats)
    found = []
    for block in lottery.blocks:
        if wrong := rules.check(block.members):
            told = _("lot {number}: {reasons}").format(number=block.first, reasons=" ".join(wrong))
            found.append(made.contradiction(told, file=file))
    quotas = len(conditions.table.quotas)
    told = _("panels: {panels}, members each: {seats}, quotas: {quotas}")
    return made.concluded(found, told.format(panels=len(lottery.blocks), seats=conditions.seats, quotas=quotas), file)


def numbering(lottery: Lottery, file: str) -> list[Finding]:
    """Check 6.3: the lots stand in the order of the digests of their sorted members.

    Proves that nobody could choose which panel gets which number.
    """
    made = check("6.3")
    found = [
        made.contradiction(_("lot {number}: the members are not sorted").format(number=block.first), file=file)
        for block in lottery.blocks
        if list(block.members) != sorted(block.members)
    ]
    keys = [(digest("numbering", *block.members), block.members) for block in lottery.blocks]
    found += [
        made.contradiction(_("lot {number} should stand before the one above it").format(number=block.first), file=file)
        for (before, after), block in zip(pairwise(keys), lottery.blocks[1:], strict=True)
        if after < before
    ]
    return made.concluded(found, file=file)


def counted(lottery: Lottery, chances: Listing, people: Sequence[str] | None) -> list[Finding]:
    """Check 6.4: in how many lots everybody sits, and what chance that is.

    Proves that the published chances are those that the lots really give.

    Parameters
    ----------
    lottery
        As published.
    chances
        ``probabilities.csv``.
    people
        Ids of the pool, sorted; None: the pool is not here, so the ids of the file are taken.
    """
    made = check("6.4")
    lots = _appearances(lottery)
    ids = list(chances.columns["id"] if people is None else people)
    columns = {
        "id": ids,
        "optimal": chances.columns["optimal"],
        "lots": [str(lots[person]) for person in ids],
        "chance": [f"{lots[person] / lottery.lots:.12g}" for person in ids],
    }
    found = compare(made, chances, columns)
    if absent := len(set(lots) - set(chances.columns["id"])):
        told = ngettext("{number} member of a lot is missing", "{number} members of lots are missing", absent)
        found.append(made.contradiction(told.format(number=absent), file=chances.file))
    return made.concluded(found, _("people: {number}").format(number=len(ids)), chances.file)


def _appearances(lottery: Lottery) -> Counter[str]:
    """Return in how many lots everybody sits."""
    lots: Counter[str] = Counter()
    for block in lottery.blocks:
        for person in block.members:
            lots[person] += block.last - block.first + 1
    return lots


def various(lottery: Lottery) -> dict[str, Option]:
    """Return the figures of a receipt that follow from the lots alone, counted again."""
    found = variety(lottery)
    return {"panels": found.panels, "commonest_pair": found.commonest_pair}


def near(lottery: Lottery, chances: Listing, seats: int | None) -> list[Finding]:
    """Check 6.5: lots/N is at most 1/N from the optimal chance.

    Proves that rounding to N lots favours nobody noticeably. Does not prove that the optimal chances are optimal.

    Parameters
    ----------
    lottery
        As published.
    chances
        ``probabilities.csv``.
    seats
        What the optimal chances must add up to; None: not known.
    """
    made = check("6.5")
    try:
        cells = zip(chances.columns["optimal"], chances.columns["lots"], strict=True)
        pairs = [(float(optimal), float(lots)) for optimal, lots in cells]
    except ValueError:
        return [made.contradiction(_("A chance is not a number."), file=chances.file)]
    if not all(0 <= optimal <= 1 for optimal, _lots in pairs):
        return [made.contradiction(_("A chance is not between 0 and 1."), file=chances.file)]
    found = list(_sum(made, sum(optimal for optimal, _lots in pairs), seats, chances.file))
    limit = 1 + _PRINTED * lottery.lots
    far = [difference for optimal, lots in pairs if (difference := abs(lots - lottery.lots * optimal)) > limit]
    if far:
        told = _("further away: {number} people, by up to {lots} lots")
        found.append(made.note(told.format(number=len(far), lots=number(max(far), 2)), chances.file))
    largest = max((abs(lots - lottery.lots * optimal) for optimal, lots in pairs), default=0.0)
    return made.concluded(found, _("at most {lots} lots away").format(lots=number(largest, 2)), chances.file)


def _sum(made: Check, total: float, seats: int | None, file: str) -> Iterator[Finding]:
    if seats is not None and abs(total - seats) > _SUM:
        told = _("The optimal chances add up to {sum}.").format(sum=number(total, 6))
        yield made.contradiction(told, file=file, expected=_("seats: {number}").format(number=seats))


def figures(lottery: Lottery, conditions: Conditions, written: bytes, file: str) -> list[Finding]:
    """Check 6.10: lowest, highest and mean chance, Gini coefficient and so on, counted again from the lots.

    Parameters
    ----------
    lottery
        As published.
    conditions
        With the pool and the quotas.
    written
        ``fairness.json``.
    file
        Its place.
    """
    made = check("6.10")
    lots = _appearances(lottery)
    appearances = {one.id: lots[one.id] for one in conditions.pool.applicants}
    found = spread(list(appearances.values()), lottery.lots)
    right = fairness_bytes(found, groups(conditions.pool, conditions.table, appearances, lottery.lots))
    if written != right:
        lines = zip(written.split(b"\n"), right.split(b"\n"), strict=False)
        wrong, expected = next((pair for pair in lines if pair[0] != pair[1]), (b"", b""))
        told = wrong.decode(errors="replace").strip()
        return [made.contradiction(told, file=file, expected=expected.decode().strip())]
    return [made.ok(_("Gini coefficient {gini}").format(gini=number(float(found.gini), 4)), file)]
