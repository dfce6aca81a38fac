"""Room 1, too: what the journal tells about people can have happened."""

from collections.abc import Sequence

from buergerforum.core.audit.recipe import check
from buergerforum.core.record.journal import Entry
from buergerforum.core.state.folding import PEOPLE, fold
from buergerforum.errors import InputError
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.texts import _

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
    silent = [one for one in entries if one.details.get("stage") in _TELLING and PEOPLE not in one.details]
    if silent:
        told = _("Line {number} was written by a version that did not say what happens to people.")
        return [made.not_checked(told.format(number=silent[0].number))]
    try:
        fold(entries)
    except InputError as refused:
        found = [made.contradiction(one.what, file=f"{places.JOURNAL}:{one.row}") for one in refused.problems]
        return made.concluded(found, file=places.JOURNAL)
    return made.concluded([], file=places.JOURNAL)
