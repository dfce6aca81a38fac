"""Room 8: reading whom the letters were meant for."""

from buergerforum.core.audit.evidence import Run
from buergerforum.core.audit.letters import Mailing, check_letters, told
from buergerforum.core.letters.kinds import LETTERS, LetterKind
from buergerforum.core.record.journal import read_journal
from buergerforum.core.state import fold
from buergerforum.core.state.folding import PEOPLE
from buergerforum.errors import ForumError
from buergerforum.io.tables import read_table
from buergerforum.model.audit import Finding
from buergerforum.model.letters import Kind
from buergerforum.stages.audit.case import Absent, Case, Unfit


def letter_findings(case: Case) -> list[Finding]:
    """Return the findings of room 8."""
    sent = []
    for run in case.runs:
        if (letters := told(run)) is not None:
            kind, ids = letters
            sent.append(Mailing(run.folder, kind, ids, _entitled(case, run, kind)))
    return check_letters(sent)


def _entitled(case: Case, run: Run, kind: str) -> frozenset[str] | None:
    """Return whom a mailing is meant for, by the lists it was made from and by the journal; None: neither says it."""
    if kind not in set(Kind):
        return None
    row = LETTERS[Kind(kind)]
    known = [found for found in (_listed(case, run, row), _standing(case, run, row)) if found is not None]
    return frozenset.intersection(*known) if known else None


def _listed(case: Case, run: Run, row: LetterKind) -> frozenset[str] | None:
    """Return whom the lists name; None: they are not here."""
    if not row.meant:
        return None
    try:
        return _ids(case, run, row.meant).difference(*(_ids(case, run, name) for name in row.instead))
    except (Absent, Unfit, ForumError):
        return None


def _standing(case: Case, run: Run, row: LetterKind) -> frozenset[str] | None:
    """Return who stood so that the letter was due, by the journal before it; None: the journal does not say it."""
    try:
        before = read_journal(case.evidence.journal or b"")[: max(0, run.line - 1)]
        if not any(PEOPLE in entry.details for entry in before):
            return None
        people = fold(before)
    except ForumError:  # said in its own room
        return None
    return frozenset(person for person, one in people.items() if one.state in row.states | row.once_more)


def _ids(case: Case, run: Run, name: str) -> frozenset[str]:
    """Return the ids of a list, or of all lists of this name, as the mailing read them."""
    read = [one for one in run.receipt.inputs if one.name.endswith(f"/{name}")] if run.receipt else []
    if not read:
        raise Absent(name)
    return frozenset().union(*(read_table(case.input(one)).columns.get("id", ()) for one in read))
