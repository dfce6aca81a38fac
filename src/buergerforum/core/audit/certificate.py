"""Room 6, second half: the certificate, with whole numbers and no solver."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from buergerforum.core.audit.listing import Listing
from buergerforum.core.audit.lottery import Conditions
from buergerforum.core.audit.recipe import Check, check, not_checked
from buergerforum.core.certificate.bounds import TOLERANCE
from buergerforum.core.certificate.claims import CLAIMS
from buergerforum.core.certificate.reached import broken_cuts, misses
from buergerforum.core.certificate.rows import ExactRows, exact_rows
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.certificate import Certificate
from buergerforum.model.lottery import Lottery
from buergerforum.model.record import FileDigest, Receipt
from buergerforum.texts import _, listed, ngettext

CHECKS = ("6.6", "6.7", "6.8", "6.9")


@dataclass(frozen=True, slots=True)
class Certified:
    """What a certificate is held against."""

    certificate: Certificate
    """As written."""
    file: str
    """Its place."""
    conditions: Conditions
    """Pool, quotas and seats."""
    lottery: Lottery
    """As published."""
    chances: Listing
    """``probabilities.csv``."""
    receipt: Receipt
    """Of the result."""
    beside: Mapping[str, FileDigest]
    """The files of the result by bare name."""


def check_certificate(certified: Certified, *, solver: bool) -> list[Finding]:
    """Return the findings of checks 6.6 to 6.9.

    Parameters
    ----------
    certified
        The certificate and what it is held against.
    solver
        Whether cuts are proven again, by one integer program each.
    """
    one = certified.certificate
    conditions = certified.conditions
    rows = exact_rows(
        [kind.members for kind in one.types], conditions.pool, conditions.table, conditions.seats, one.cuts
    )
    first = belongs(certified, rows)
    if rows is None:
        reason = _("Its types are not those of this pool; see {number}.").format(number="6.6")
        return [*first, *not_checked([check(number) for number in CHECKS[1:]], reason)]
    return [*first, *optimal(certified, rows), *reached(certified, rows), *cuts(certified, rows, solver=solver)]


def belongs(certified: Certified, rows: ExactRows | None) -> list[Finding]:
    """Check 6.6: files, rules, people and chances of the certificate are those of this lottery.

    Proves that the certificate was not taken from another pool, and that it speaks of the same chances as the published
    list.
    """
    made = check("6.6")
    one = certified.certificate
    found = [*_files(made, certified), *_rules(made, certified)]
    if rows is None:
        told = _("Its types are not the people of this pool, or put people together who do not count alike.")
        found.append(made.contradiction(told, file=certified.file))
    found += _chances(made, certified)
    told = _("applicants: {people}, kinds of them: {types}")
    people = sum(len(kind.members) for kind in one.types)
    return made.concluded(found, told.format(people=people, types=len(one.types)), certified.file)


def _files(made: Check, certified: Certified) -> Iterator[Finding]:
    stated = {file.name: file for file in certified.certificate.files}
    needed = {name for name in certified.beside if name.startswith(f"{places.QUOTAS}.")}
    needed |= {places.LOTS, places.PROBABILITIES, places.POOL_FILE}
    for name in sorted(needed):
        here, there = certified.beside.get(name), stated.get(name)
        if here is None or there is None or (here.sha256, here.size) != (there.sha256, there.size):
            told = _("It was made for another {file}.").format(file=name)
            yield made.contradiction(told, file=certified.file, expected=here.sha256 if here else "")


def _rules(made: Check, certified: Certified) -> Iterator[Finding]:
    one, options = certified.certificate, certified.receipt.options
    for name, value in (
        ("objective", one.objective),
        ("seats", one.seats),
        ("lots", one.lots),
        ("household", one.household),
    ):
        if options.get(name) != value:
            told = f"{name}: {value}"
            yield made.contradiction(told, file=certified.file, expected=f"{name}: {options.get(name)}")
    quotas = [(dict(quota.cell), quota.minimum, quota.maximum) for quota in one.quotas]
    table = [(dict(quota.cell), quota.minimum, quota.maximum) for quota in certified.conditions.table.quotas]
    if quotas != table:
        yield made.contradiction(_("It was made for other quotas."), file=certified.file)


def _chances(made: Check, certified: Certified) -> Iterator[Finding]:
    pool = certified.conditions.pool
    chance = dict.fromkeys((one.id for one in pool.applicants), Fraction(0)) if pool.fixed else {}
    chance |= dict.fromkeys(pool.always(), Fraction(1))
    chance |= {person: kind.chance for kind in certified.certificate.types for person in kind.members}
    ids, optimal_ = certified.chances.columns["id"], certified.chances.columns["optimal"]
    wrong = [person for person, text in zip(ids, optimal_, strict=True) if not _same(chance.get(person), text)]
    if wrong:
        told = ngettext(
            "The certificate has another chance for {number} applicant: {ids}.",
            "The certificate has other chances for {number} applicants: {ids}.",
            len(wrong),
        )
        shown = told.format(number=len(wrong), ids=listed(tuple(wrong)))
        yield made.contradiction(shown, file=certified.chances.file)


def _same(certified: Fraction | None, text: str) -> bool:
    try:
        return certified is not None and abs(Fraction(text) - certified) <= TOLERANCE
    except (ValueError, ZeroDivisionError):
        return False


def optimal(certified: Certified, rows: ExactRows) -> list[Finding]:
    """Check 6.7: by the weights of the certificate, nobody can have more unless somebody with less loses.

    Proves, with whole numbers alone, that no lottery over panels whatsoever is fairer than the optimal chances, by the
    objective that was chosen; if the certificate uses cuts, it rests on them (6.9).
    """
    made = check("6.7")
    one = certified.certificate
    claim = CLAIMS.get(one.objective)
    if claim is None:
        return [made.not_checked(_("This version cannot check “{name}”.").format(name=one.objective), certified.file)]
    if any(not 0 <= kind.chance <= 1 for kind in one.types):
        return [made.contradiction(_("A chance is not between 0 and 1."), file=certified.file)]
    found = [made.contradiction(told, file=certified.file) for told in claim(one, rows)]
    lowest = min(kind.chance for kind in one.types)
    told = _("{objective}; smallest chance {chance}; bounds added up again: {number}")
    shown = told.format(objective=one.objective, chance=lowest, number=len(one.levels))
    return made.concluded(found, shown, certified.file)


def reached(certified: Certified, rows: ExactRows) -> list[Finding]:
    """Check 6.8: an unequal lottery over panels gives the optimal chances.

    Proves that the optimum is no mere bound. That the equal lots come within one lot of it is check 6.5.
    """
    made = check("6.8")
    one = certified.certificate
    if one.mixture is None:
        told = _("The certificate names no lottery that reaches them exactly; how near the lots come is 6.5.")
        return [made.not_checked(told, certified.file)]
    wrong = misses(one, one.mixture, certified.lottery, rows)
    found = [made.contradiction(told, file=certified.file) for told in wrong]
    told = _("by {lots} of the lots and {panels} further panels")
    shown = told.format(lots=len(one.mixture.lots), panels=len(one.mixture.panels))
    return made.concluded(found, shown, certified.file)


def cuts(certified: Certified, rows: ExactRows, *, solver: bool) -> list[Finding]:
    """Check 6.9: no panel exceeds a cut; counted for every lot, and on request proven for every panel there can be."""
    made = check("6.9")
    if not rows.cuts:
        return [made.ok(_("None was needed."), certified.file)]
    broken = broken_cuts(certified.certificate, certified.lottery, rows)
    found = [made.contradiction(told, file=certified.file) for told in broken]
    number = len(rows.cuts)
    if found or not solver:
        told = ngettext(
            "{number} cut; every lot keeps it. To prove it for every possible panel: forum audit --solver",
            "{number} cuts; every lot keeps them. To prove them for every possible panel: forum audit --solver",
            number,
        )
        return found or [made.not_checked(told.format(number=number), certified.file)]
    from buergerforum.core.certificate.proving import exceeded

    found = [made.contradiction(told, file=certified.file) for told in exceeded(rows)]
    proven = ngettext("{number} cut, proven anew", "{number} cuts, proven anew", number).format(number=number)
    return made.concluded(found, proven, certified.file)
