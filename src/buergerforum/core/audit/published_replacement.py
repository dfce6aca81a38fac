"""Room 14 for everybody: what salted ids alone tell of a replacement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from buergerforum.core.audit.listing import Listing, compare
from buergerforum.core.audit.recipe import Check, check
from buergerforum.core.selection.replacement import Before
from buergerforum.model.audit import Finding
from buergerforum.model.lottery import Lottery
from buergerforum.model.pool import Fixed
from buergerforum.texts import _, listed


@dataclass(frozen=True, slots=True)
class Publicly:
    """A replacement as everybody sees it, under salted ids."""

    file: str
    """Place of its receipt."""
    before: Before
    """Panel and waiting list before it; who was fixed out is not published."""
    out: tuple[str, ...]
    """Who dropped out, as its receipt says."""
    fixed: tuple[Fixed, ...]
    """Who remained, as its receipt says."""
    panel: tuple[str, ...]
    """Members after it."""
    joined: tuple[str, ...]
    """New members."""
    waiting: tuple[str, ...]
    """Waiting list after it."""


def kept_publicly(one: Publicly) -> list[Finding]:
    """Check 14.1 for everybody: the others stayed, and the waiting list only lost people.

    Proves that nobody was put off the panel under cover of a replacement but those who are named as dropped out. Who
    was not to be asked, and why, is seen by auditors.
    """
    made = check("14.1")
    told = _("dropped out: {out}; joined: {joined}").format(out=listed(one.out), joined=listed(one.joined))
    return made.concluded(_wrong(made, one), told, one.file)


def _wrong(made: Check, one: Publicly) -> Iterator[Finding]:
    before, panel = set(one.before.members), set(one.panel)
    strangers = tuple(person for person in one.out if person not in before)
    if strangers or not one.out:
        told = _("dropped out, but not on the panel before: {ids}").format(ids=listed(strangers) or "–")
        yield made.contradiction(told, file=one.file, expected=_("members of the panel before"))
    remain = sorted(before - set(one.out))
    fixed = [person.id for person in one.fixed]
    if fixed != remain or not all(person.seated for person in one.fixed):
        differing = listed(tuple(sorted(set(fixed) ^ set(remain))))
        told = _("fixed otherwise than the rule says: {ids}").format(ids=differing)
        yield made.contradiction(told, file=one.file, expected=_("the members who remain in"))
    if lost := tuple(sorted({*remain} - panel)):
        yield made.contradiction(_("no longer on the panel: {ids}").format(ids=listed(lost)), file=one.file)
    if list(one.joined) != sorted(panel - before):
        told = _("joined: {ids}").format(ids=listed(one.joined))
        yield made.contradiction(told, file=one.file, expected=listed(tuple(sorted(panel - before))))
    left = iter(one.before.waiting)
    gone = panel | set(one.out)
    if any(person in gone for person in one.waiting) or not all(person in left for person in one.waiting):
        told = _("The waiting list is not the one before without some people.")
        yield made.contradiction(told, file=one.file)


def lots_keep(lottery: Lottery, fixed: Sequence[Fixed], out: Sequence[str], file: str) -> list[Finding]:
    """Find lots without somebody who is fixed in, or with somebody who dropped out or is fixed out.

    Parameters
    ----------
    lottery
        Of a replacement.
    fixed
        As its receipt says.
    out
        Who dropped out.
    file
        Place of the lots.
    """
    inside = {one.id for one in fixed if one.seated}
    outside = {*out, *(one.id for one in fixed if not one.seated)}
    made = check("6.2")
    return [
        made.contradiction(_("lot {number} does not keep those who are fixed").format(number=block.first), file=file)
        for block in lottery.blocks
        if not inside.issubset(block.members) or not outside.isdisjoint(block.members)
    ]


def same_commitments(before: Listing, now: Listing) -> list[Finding]:
    """Find commitments that are not those of the lottery before: the data of the pool must be the same."""
    return compare(check("10.4"), now, before.columns)
