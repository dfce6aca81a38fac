"""Room 14: replacements, one after the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from buergerforum.core.audit.listing import Listing
from buergerforum.core.audit.recipe import Check, check
from buergerforum.core.audit.selection import same_people
from buergerforum.core.selection.replacement import Before, Leaving, fixed_for, still_waiting
from buergerforum.model.audit import Finding, Verdict
from buergerforum.model.pool import Fixed, Pool
from buergerforum.texts import _, listed


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a replacement started from and what came of it."""

    file: str
    """Place of its receipt."""
    before: Before
    """The panel that it read, the waiting list, and who was fixed out."""
    leaving: Leaving
    """Who dropped out, as its receipt says."""
    fixed: tuple[Fixed, ...]
    """Who was fixed, as its receipt says, sorted by id."""
    pool: Pool
    """All who could be seated; nobody in it is fixed."""
    people: Listing
    """The pool as a table."""
    panel: Listing
    """``panel.csv``."""
    joined: Listing
    """``joined.csv``."""
    waiting: Listing
    """``waiting.csv``."""


def kept(one: Replaced) -> list[Finding]:
    """Check 14.1: who was fixed in and out follows from the panel before and from those who dropped out.

    Proves that nobody was put off the panel under cover of a replacement, that nobody joined who had dropped out, lives
    with somebody who had, or was named as unavailable, and that the waiting list only lost people. Does not prove that
    those who are named as dropped out or unavailable are.
    """
    made = check("14.1")
    found = [*_dropouts(made, one), *_fixed(made, one)]
    members = one.panel.columns.get("id", [])
    joined = [person for person in members if person not in one.before.members]
    found += _wrong(same_people(made, one.joined, joined, one.people))
    left = still_waiting(one.before.waiting, members, one.fixed)
    found += _wrong(same_people(made, one.waiting, left, one.people))
    told = _("dropped out: {out}; joined: {joined}").format(out=listed(one.leaving.out), joined=listed(tuple(joined)))
    return made.concluded(found, told, one.file)


def as_replacement(findings: Iterable[Finding], file: str) -> list[Finding]:
    """Check 14.2: what rooms 6 and 7 find about a replacement; only contradictions and notes are told.

    Parameters
    ----------
    findings
        Of checks of rooms 6 and 7.
    file
        Place of the receipt.
    """
    made = check("14.2")
    found = []
    for one in findings:
        told = _("check {number}: {found}").format(number=one.number, found=one.found)
        if one.verdict is Verdict.CONTRADICTION:
            found.append(made.contradiction(told, file=one.file or file, expected=one.expected))
        elif one.verdict is Verdict.NOTE:
            found.append(made.note(told, one.file or file))
    return made.concluded(found, file=file)


def _dropouts(made: Check, one: Replaced) -> Iterator[Finding]:
    strangers = tuple(person for person in one.leaving.out if person not in one.before.members)
    if strangers or not one.leaving.out:
        told = _("dropped out, but not on the panel before: {ids}").format(ids=listed(strangers) or "–")
        yield made.contradiction(told, file=one.file, expected=_("members of the panel before"))


def _fixed(made: Check, one: Replaced) -> Iterator[Finding]:
    right = fixed_for(one.pool, one.before, one.leaving)
    if right == one.fixed:
        return
    differing = sorted({person.id for person in set(right) ^ set(one.fixed)})
    told = _("fixed otherwise than the rule says: {ids}").format(ids=listed(tuple(differing)))
    yield made.contradiction(told, file=one.file, expected=_("the members who remain in; all others only for a reason"))


def _wrong(findings: Sequence[Finding]) -> list[Finding]:
    return [one for one in findings if one.verdict is Verdict.CONTRADICTION]
