"""Rules on the single answer, whatever else came in; the first that applies decides.

No readable day of receipt → review; received after the deadline → rejected; consent not given → rejected, not
understood → review; code missing, mistyped or unknown → review; not invited → rejected; birth year missing, or birth
year or sex other than in the register → review; objected, withdrew or died, as recorded → rejected; moved away →
review; under age → rejected; an office or mandate against it → rejected; not available on the dates → rejected, and
what was said about these two is not understood → review.

A doubt that a person has decided is settled: either the next rule applies, or the answer is rejected.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from buergerforum.core.applications.identity import Identity, identify
from buergerforum.core.applications.values import NO, YES, said
from buergerforum.model.applications import Answer, Invited, Outcome, Reason, Rules, Verdict
from buergerforum.model.record import FileDigest
from buergerforum.model.review import IDENTITY, Decision, Doubt
from buergerforum.model.state import PersonState

_RECORDED = {
    PersonState.OBJECTED: Reason.OBJECTED,
    PersonState.WITHDRAWN: Reason.WITHDRAWN,
    PersonState.DIED: Reason.DIED,
    PersonState.MOVED: Reason.MOVED,
}
_QUESTIONS = (("conflict", YES, Reason.CONFLICT), ("available", NO, Reason.NOT_AVAILABLE))
"""Questions that need not be asked, the answer that excludes, and why."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that answers are judged by."""

    invited: Invited
    """Who may apply."""
    rules: Rules
    """The declared rules."""
    decisions: Mapping[Doubt, Decision]
    """What people decided."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer after the rules on the single answer."""

    source: FileDigest
    """The file."""
    answer: Answer
    """The row."""
    key: str
    """Of the answer."""
    identity: Identity
    """Whose it is."""
    reason: Reason | None
    """Why it is not clear; None: nothing stands against it so far."""
    feature: str = ""
    """Question whose answer is not understood."""

    @property
    def order(self) -> tuple[str, str, str, int]:
        """The latest comes last."""
        return self.answer.received, self.source.name, self.source.sha256, self.answer.row

    def verdict(self) -> Verdict:
        """Return what is known so far."""
        identity = self.identity
        return Verdict(
            source=self.source.name,
            answer=self.answer,
            reason=self.reason,
            person=identity.person,
            suggestions=identity.suggestions,
            feature=self.feature,
            key=self.key,
            mended=identity.mended,
        )


def judge(source: FileDigest, answer: Answer, key: str, case: Case) -> Judged:
    """Apply the rules to one answer.

    Parameters
    ----------
    source, answer
        Where it stands, and what it says.
    key
        Of the answer.
    case
        Everything else.
    """
    identity = identify(answer, case.invited, case.rules)
    decision = case.decisions.get(Doubt(key, identity.reason)) if identity.reason in IDENTITY else None
    sure = decision is not None and decision.accept
    if decision is not None and sure:
        identity = Identity(decision.person)
    against = (*_formal(answer, case.rules), *_about(answer, identity, case, sure=sure))
    for reason, feature in against:
        if reason.outcome is Outcome.REJECTED:
            return Judged(source, answer, key, identity, reason)
        settled = case.decisions.get(Doubt(key, reason, feature))
        if settled is None:
            return Judged(source, answer, key, identity, reason, feature)
        if not settled.accept:
            whose = "" if reason in IDENTITY else identity.person  # it was somebody else's answer
            return Judged(source, answer, key, replace(identity, person=whose, reason=reason), Reason.DECIDED)
        if settled.value and _excludes(feature, settled.value):
            return Judged(source, answer, key, identity, _excludes(feature, settled.value))
    return Judged(source, answer, key, identity, None)


def _formal(answer: Answer, rules: Rules) -> Iterator[tuple[Reason, str]]:
    """Yield what stands against an answer, whoever gave it."""
    if not answer.received:
        yield Reason.RECEIVED_MISSING, ""
    if answer.received[:10] > rules.deadline.isoformat():
        yield Reason.LATE, ""
    consent = said(rules, "consent", answer.consent)
    if consent != YES:
        yield (Reason.CONSENT_UNCLEAR if consent == "?" else Reason.NO_CONSENT), ""


def _about(answer: Answer, identity: Identity, case: Case, *, sure: bool) -> Iterator[tuple[Reason, str]]:
    """Yield what stands against the person; whose answer it is was decided by a person, or not."""
    if identity.reason is not None:
        yield identity.reason, ""
    recorded = _RECORDED.get(case.invited.states.get(identity.person, PersonState.DRAWN))
    if recorded is not None:
        yield recorded, ""
    limit = case.rules.latest_birth_year
    if limit is not None and answer.birth_year is not None and answer.birth_year > limit and not sure:
        yield Reason.UNDER_AGE, ""
    for question, excluding, reason in _QUESTIONS:
        answered = said(case.rules, question, getattr(answer, question))
        if answered == excluding:
            yield reason, ""
        elif answered == "?":
            yield Reason.VALUE_UNKNOWN, question


def _excludes(question: str, value: str) -> Reason | None:
    """Return why a decided answer excludes somebody."""
    return next((reason for one, excluding, reason in _QUESTIONS if (one, excluding) == (question, value)), None)
