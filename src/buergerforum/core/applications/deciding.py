"""What people decided about doubts: taken from the rows of the list for review, and kept in the journal.

A row without a decision leaves its doubt open. A decision is complete with a reason and initials, with the person
whose answer it is where that was in doubt, and with a value of the table where an answer was not understood. It is
refused, row by row, if it is not complete, contradicts another row or what was decided before, or decides no doubt.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.applications.codes import check_code
from buergerforum.core.frame.dates import OLDEST, age_group
from buergerforum.core.record.canonical import Json
from buergerforum.core.record.journal import Entry
from buergerforum.core.record.remarks import check_initials, check_reason
from buergerforum.errors import ForumError, InputError, Problem
from buergerforum.model import places
from buergerforum.model.applications import AGE_GROUP, Invited, Outcome, Reason, Rules, Verdict
from buergerforum.model.review import IDENTITY, VALUE, Decision, Doubt
from buergerforum.texts import _, listed

DECISIONS = "decisions"
"""Key in the details of a line of the journal."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list for review, as it came back."""

    row: int
    """As the spreadsheet counts."""
    doubt: Doubt
    """Which doubt it is about."""
    accept: bool | None
    """None: not decided."""
    person: str
    """Id or code, as typed."""
    value: str
    """As chosen."""
    reason: str
    """As typed."""
    initials: str
    """As typed."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What decisions are held against."""

    open: Mapping[Doubt, Verdict]
    """Doubts there are."""
    before: Mapping[Doubt, Decision]
    """What was decided before."""
    invited: Invited
    """Who may apply."""
    rules: Rules
    """The declared rules."""
    file: str
    """Name of the list, for messages."""
    revise: bool = False
    """Whether what was decided before may be decided otherwise."""


def doubt_of(verdict: Verdict) -> Doubt | None:
    """Return what is in doubt about an answer; None: nothing that a person could decide."""
    if verdict.reason is None or verdict.outcome is not Outcome.REVIEW:
        return None
    return Doubt(verdict.key, verdict.reason, verdict.feature if verdict.reason in VALUE else "")


def take(rows: Sequence[Row], scene: Scene) -> tuple[list[Decision], list[Problem]]:
    """Return the new decisions, and what is wrong with the other rows.

    Parameters
    ----------
    rows
        Of the list.
    scene
        What they are held against.
    """
    taken: dict[Doubt, Decision] = {}
    first: dict[Doubt, Row] = {}
    problems: list[Problem] = []
    clashing: set[Doubt] = set()
    for row in rows:
        if row.accept is None and not row.reason and not row.initials:
            continue
        try:
            decision = _complete(row, scene)
        except ForumError as refused:
            problems.append(Problem(refused.message, file=scene.file, row=row.row))
            continue
        if taken.get(row.doubt, decision) != decision:
            what = _("The row decides otherwise than row {row}; neither counts.").format(row=first[row.doubt].row)
            problems.append(Problem(what, file=scene.file, row=row.row))
            clashing.add(row.doubt)
            continue
        taken[row.doubt], first[row.doubt] = decision, first.get(row.doubt, row)
    new = [one for doubt, one in sorted(taken.items()) if doubt not in clashing and scene.before.get(doubt) != one]
    return new, problems


def _complete(row: Row, scene: Scene) -> Decision:
    """Return the decision of a row.

    Raises
    ------
    InputError, UsageError
        If it is not complete, or contradicts what was decided before.
    """
    if row.accept is None:
        raise _refused(_("The row has a reason or initials, but no decision."))
    reason, initials = check_reason(row.reason), check_initials(row.initials)
    if not reason or not initials:
        raise _refused(_("A decision needs a reason and initials."))
    settled = row.accept
    person = _person(row.person, scene) if settled and row.doubt.reason in IDENTITY else ""
    value = _value(row, scene) if settled and row.doubt.reason in VALUE else ""
    decision = Decision(row.doubt, row.accept, person, value, reason, initials)
    before = scene.before.get(row.doubt)
    if before is None and row.doubt not in scene.open:
        raise _refused(_("There is no such doubt any more."))
    if before is not None and not _same(before, decision) and not scene.revise:
        raise _refused(_('This was decided otherwise before. To change it: --again "reason".'))
    return before if before is not None and _same(before, decision) else decision


def _same(one: Decision, other: Decision) -> bool:
    return (one.accept, one.person, one.value) == (other.accept, other.person, other.value)


def _person(text: str, scene: Scene) -> str:
    person = text if text in scene.invited.people else scene.invited.codes.get(check_code(text) or "", "")
    if not text:
        raise _refused(_("The row does not say whose answer it is."))
    if person not in scene.invited.people:
        raise _refused(_("The person named is nobody who was invited."))
    return person


def _value(row: Row, scene: Scene) -> str:
    known = values_of(row.doubt.feature, scene.rules)
    if row.value not in known:
        raise _refused(_("The value must be one of: {values}.").format(values=listed(known)))
    return row.value


def values_of(question: str, rules: Rules) -> tuple[str, ...]:
    """Return what the answer to a question may mean, in the order of the settings."""
    ages = rules.ages
    if question == AGE_GROUP and ages is not None:
        return tuple(dict.fromkeys(age_group(age, ages.lowest, ages.minimum) for age in range(ages.minimum, OLDEST)))
    return tuple(dict.fromkeys(rules.answers.get(question, {}).values()))


def _refused(what: str) -> InputError:
    return InputError([Problem(what)])


def written(decisions: Iterable[Decision]) -> list[Json]:
    """Return decisions as the journal keeps them."""
    return [
        {
            "answer": one.doubt.answer,
            "doubt": one.doubt.reason.value,
            "question": one.doubt.feature,
            "accept": one.accept,
            "person": one.person,
            "value": one.value,
            "reason": one.reason,
            "initials": one.initials,
        }
        for one in decisions
    ]


def decided(journal: Iterable[Entry]) -> dict[Doubt, Decision]:
    """Return what the journal says was decided; the last decision about a doubt counts.

    Raises
    ------
    InputError
        If a line has them in another form.
    """
    found: dict[Doubt, Decision] = {}
    for entry in journal:
        told = entry.details.get(DECISIONS, ())
        try:
            for one in told if isinstance(told, list | tuple) else ():
                decision = _read(one)
                found[decision.doubt] = decision
        except (KeyError, TypeError, ValueError) as defect:
            what = _("What the line tells about decisions is not in the form this toolkit writes.")
            raise InputError([Problem(what, file=places.JOURNAL, row=entry.number)]) from defect
    return found


def _read(one: object) -> Decision:
    if not isinstance(one, Mapping):
        raise TypeError(one)
    doubt = Doubt(str(one["answer"]), Reason(one["doubt"]), str(one["question"]))
    texts = (str(one[name]) for name in ("person", "value", "reason", "initials"))
    return Decision(doubt, bool(one["accept"]), *texts)
