"""Room 8: who got which letter, by the journal."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from buergerforum.core.audit.evidence import Run
from buergerforum.core.audit.recipe import check, not_checked, room
from buergerforum.core.letters.kinds import LETTERS
from buergerforum.model.audit import Finding
from buergerforum.model.letters import Kind
from buergerforum.texts import _, listed, ngettext

STAGE = "letters"
"""Name of the command in journal and receipts."""
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Mailing:
    """Letters that were made together."""

    folder: str
    """Name of the result."""
    kind: str
    """As the journal says."""
    ids: tuple[str, ...]
    """Of those they went to."""
    entitled: frozenset[str] | None
    """Whom this kind is meant for, by the files it was made from; None: not known here."""


def told(run: Run) -> tuple[str, tuple[str, ...]] | None:
    """Return kind and ids of a run that made letters; None: it made none."""
    kind, ids = run.details.get("kind"), run.details.get("ids")
    if run.stage == STAGE and isinstance(kind, str) and isinstance(ids, list):
        return kind, tuple(map(str, ids))
    return None


def check_letters(sent: Sequence[Mailing]) -> list[Finding]:
    """Return the findings of the room."""
    if not sent:
        return not_checked(room("8"), _("No letters have been made yet."))
    return [*meant(sent), *both(sent), *once(sent)]


def meant(sent: Sequence[Mailing]) -> list[Finding]:
    """Check 8.1: every letter against those it is meant for.

    Whom a kind is meant for stands in the table of letters: an invitation for invitees, an acceptance for the panel, a
    rejection for the pool without panel and waiting list. Proves that nobody else got a letter through the toolkit.
    Does not prove that everybody got theirs, nor what a letter said.
    """
    made = check("8.1")
    found = []
    for one in sent:
        if one.entitled is None:
            reason = _("It is not known here whom “{kind}” is meant for.").format(kind=one.kind)
            found.append(made.not_checked(reason, one.folder))
        elif wrong := sorted(set(one.ids) - one.entitled):
            found.append(made.contradiction(_people(wrong), file=one.folder, expected=_whom(one.kind)))
    number = sum(len(one.ids) for one in sent)
    return made.concluded(found, _("letters: {number}").format(number=number))


def both(sent: Sequence[Mailing]) -> list[Finding]:
    """Check 8.2: no id among the acceptances, those of replacements included, is among the rejections."""
    made = check("8.2")
    accepted, rejected = (
        {person for one in sent if one.kind in kinds for person in one.ids}
        for kinds in ((Kind.ACCEPTANCE, Kind.REPLACEMENT), (Kind.REJECTION,))
    )
    if not accepted or not rejected:
        return [made.not_checked(_("Not both kinds of letters have been made yet."))]
    wrong = sorted(accepted & rejected)
    return made.concluded([made.contradiction(_people(wrong))] if wrong else [])


def once(sent: Sequence[Mailing]) -> list[Finding]:
    """Check 8.3: of every kind, everybody got at most one; letters made a second time are a note."""
    made = check("8.3")
    times = Counter((one.kind, person) for one in sent for person in one.ids)
    twice = sorted({kind for (kind, _person), number in times.items() if number > 1})
    found = []
    for kind in twice:
        people = sorted(person for (other, person), number in times.items() if other == kind and number > 1)
        found.append(made.note(f"{kind}: {_people(people)}"))
    return made.concluded(found)


def _people(ids: Sequence[str]) -> str:
    many = ngettext("{number} person: {ids}", "{number} people: {ids}", len(ids))
    return many.format(number=len(ids), ids=listed(tuple(ids), _SHOWN))


def _whom(kind: str) -> str:
    return LETTERS[Kind(kind)].whom()
