"""What the journal tells about people: that it can have happened (room 1), and that the pool is as it says (3.4)."""

from collections.abc import Sequence

from buergerforum.core.audit.listing import Listing
from buergerforum.core.audit.recipe import check
from buergerforum.core.record.journal import Entry
from buergerforum.core.state.folding import PEOPLE, fold, told
from buergerforum.errors import InputError
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.state import Happening, PersonState
from buergerforum.texts import _, ngettext

_TELLING = frozenset({"draw", "merge", "select", "replace"})
"""Stages that change how people stand."""


def possible(entries: Sequence[Entry]) -> list[Finding]:
    """Check 1.3: everybody's states follow one from the other.

    Proves that the lines, one by one, never tell of anything that is impossible, such as a letter to somebody who was
    not drawn, or a seat for somebody who did not apply. Does not prove that what they tell is true.

    Parameters
    ----------
    entries
        Of the journal; none, where there is nothing to check.
    """
    made = check("1.3")
    if not entries:
        return []  # room 1 says why
    if silent := _silent(entries):
        return [made.not_checked(silent)]
    try:
        fold(entries)
    except InputError as refused:
        found = [made.contradiction(one.what, file=f"{places.JOURNAL}:{one.row}") for one in refused.problems]
        return made.concluded(found, file=places.JOURNAL)
    return made.concluded([], file=places.JOURNAL)


def all_applicants(pool: Listing, entries: Sequence[Entry]) -> list[Finding]:
    """Check 3.4: the pool is those of whom the journal tells that they applied.

    Proves that nobody was left out of the pool, or put into it, after their answer had been recorded. Does not prove
    that every answer was recorded.

    Parameters
    ----------
    pool
        As the last merge wrote it.
    entries
        Of the journal, up to that merge.
    """
    made = check("3.4")
    if silent := _silent(entries):
        return [made.not_checked(silent)]
    try:
        standing = fold(entries)
        telling = [told(one) or {} for one in entries]
    except (InputError, ValueError):
        return [made.not_checked(_("Something that it needs cannot be used; see {number}.").format(number="1.3"))]
    here = set(pool.columns["id"])
    lost = {person for person, one in standing.items() if one.state is PersonState.APPLIED} - here
    strangers = here.difference(*(one.get(Happening.APPLY, ()) for one in telling))
    found = []
    if n := len(lost):
        said = ngettext("{n} person applied and is not in the pool.", "{n} people applied and are not in the pool.", n)
        found.append(made.contradiction(said.format(n=n), file=pool.file))
    if n := len(strangers):
        said = ngettext(
            "{n} person is in the pool and never applied.", "{n} people are in the pool and never applied.", n
        )
        found.append(made.contradiction(said.format(n=n), file=pool.file))
    return made.concluded(found, _("people: {number}").format(number=len(here)), pool.file)


def _silent(entries: Sequence[Entry]) -> str:
    """Return which line should tell of people and does not; blank: there is none."""
    silent = (one for one in entries if one.details.get("stage") in _TELLING and PEOPLE not in one.details)
    told_ = _("Line {number} was written by a version that did not say what happens to people.")
    return next((told_.format(number=one.number) for one in silent), "")
