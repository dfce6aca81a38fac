"""The rules by which answers become a pool, a list for review and a list of rejections.

1. A file counts once, whatever it is called and however often it is given. Rows that only repeat an answer of
   another file (the next export of the same web form) count once.
2. Rules on the single answer, the first that applies decides: no readable day of receipt → review; received after
   the deadline → rejected; consent not given → rejected, not understood → review; code missing, mistyped or
   unknown → review; not invited → rejected; birth year missing, or birth year or sex other than in the register →
   review; under age → rejected.
3. Among the answers of one person that pass these rules the latest counts, the others are rejected as duplicates. On
   the same time of receipt the last by file name, digest of the file and row counts. Somebody who says no to the
   consent withdraws whatever they answered until then, even after the deadline.
4. An answer to a feature of the form that is missing or not in the table of answers → review. “No answer given” is
   an answer. Everything else is clear.

Every step depends on the set of files alone, so their order and repetition change nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from buergerforum.core.applications.identity import Identity, identify
from buergerforum.model.applications import (
    Answer,
    AnswerFile,
    Channel,
    Invited,
    Merged,
    Outcome,
    Reason,
    Rules,
    Verdict,
    folded,
)
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.record import FileDigest

_Place = tuple[FileDigest, Answer]


@dataclass(frozen=True, slots=True)
class _Judged:
    """An answer after the rules on the single answer."""

    source: FileDigest
    answer: Answer
    identity: Identity
    reason: Reason | None

    @property
    def order(self) -> tuple[str, str, str, int]:
        """The latest comes last."""
        return self.answer.received, self.source.name, self.source.sha256, self.answer.row


def merge(files: Iterable[AnswerFile], invited: Invited, rules: Rules) -> Merged:
    """Judge all answers.

    Parameters
    ----------
    files
        All that came in so far, in any order.
    invited
        Who may apply, and with which code.
    rules
        The declared rules.
    """
    places, repeated = distinct(files)
    judged = [_judge(source, answer, invited, rules) for source, answer in places]
    refused = _refusals(judged, rules)
    latest = _latest(judged, refused)
    verdicts = tuple(_verdict(one, latest, refused, rules) for one in judged)
    return Merged(verdicts, repeated)


def once(files: Iterable[AnswerFile]) -> tuple[AnswerFile, ...]:
    """Return every file once, under the first of its names, sorted; of a file read anew the later reading counts."""
    found: dict[str, AnswerFile] = {}
    for file in files:
        name = min(file.source.name, found.get(file.source.sha256, file).source.name)
        found[file.source.sha256] = replace(file, source=replace(file.source, name=name))
    return tuple(sorted(found.values(), key=lambda file: file.source))


def distinct(files: Iterable[AnswerFile]) -> tuple[list[_Place], int]:
    """Return every answer once with its file, by file name, digest and row, and how many repetitions were left out.

    The n-th of several equal rows in one file repeats the n-th in another, so that equal answers of different
    people in one file all stay.
    """
    places: list[_Place] = []
    seen: set[tuple[Answer, int]] = set()
    repeated = 0
    for file in once(files):
        count: Counter[Answer] = Counter()
        for answer in sorted(file.answers, key=lambda one: one.row):
            content = replace(answer, row=0, channel=Channel.WEB)  # the same answer may come as CSV and as XLSX
            count[content] += 1
            if (content, count[content]) in seen:
                repeated += 1
            else:
                seen.add((content, count[content]))
                places.append((file.source, answer))
    return places, repeated


def _judge(source: FileDigest, answer: Answer, invited: Invited, rules: Rules) -> _Judged:
    identity = identify(answer, invited, rules)
    reason = _formal(answer, rules) or identity.reason
    if reason is None and _under_age(answer, rules):
        reason = Reason.UNDER_AGE
    return _Judged(source, answer, identity, reason)


def _formal(answer: Answer, rules: Rules) -> Reason | None:
    """Return what stands against an answer, whoever gave it."""
    if not answer.received:
        return Reason.RECEIVED_MISSING
    if answer.received[:10] > rules.deadline.isoformat():
        return Reason.LATE
    consent = _consent(answer, rules)
    if consent == "yes":
        return None
    return Reason.CONSENT_UNCLEAR if consent == "?" else Reason.NO_CONSENT


def _consent(answer: Answer, rules: Rules) -> str:
    """Return ``yes``, ``no``, blank where nothing was said, or ``?``."""
    return rules.answers["consent"].get(folded(answer.consent), "?" if answer.consent else "")


def _under_age(answer: Answer, rules: Rules) -> bool:
    limit = rules.latest_birth_year
    return limit is not None and answer.birth_year is not None and answer.birth_year > limit


def _refusals(judged: Sequence[_Judged], rules: Rules) -> Mapping[str, tuple[str, str, str, int]]:
    """Return for everybody who said no to the consent when they did so last."""
    found: dict[str, tuple[str, str, str, int]] = {}
    for one in judged:
        own = one.identity.reason is None and bool(one.answer.received)
        if own and _consent(one.answer, rules) == "no":
            found[one.identity.person] = max(one.order, found.get(one.identity.person, one.order))
    return found


def _withdrawn(one: _Judged, refused: Mapping[str, tuple[str, str, str, int]]) -> bool:
    person = one.identity.person
    return person in refused and one.order < refused[person]


def _latest(judged: Sequence[_Judged], refused: Mapping[str, tuple[str, str, str, int]]) -> Mapping[str, _Judged]:
    """Return for everybody the answer that counts."""
    found: dict[str, _Judged] = {}
    for one in judged:
        if one.reason is None and not _withdrawn(one, refused):
            known = found.setdefault(one.identity.person, one)
            found[one.identity.person] = max(known, one, key=lambda either: either.order)
    return found


def _verdict(
    one: _Judged, latest: Mapping[str, _Judged], refused: Mapping[str, tuple[str, str, str, int]], rules: Rules
) -> Verdict:
    person = one.identity.person
    plain = Verdict(one.source.name, one.answer, one.reason, person, one.identity.suggestion)
    if one.reason is not None:
        return plain
    if _withdrawn(one, refused):
        return replace(plain, reason=Reason.CONSENT_WITHDRAWN)
    if latest[person] is not one:
        return replace(plain, reason=Reason.DUPLICATE)
    for feature, text in one.answer.values:
        if not text:
            return replace(plain, reason=Reason.VALUE_MISSING, feature=feature)
        if folded(text) not in rules.answers[feature]:
            return replace(plain, reason=Reason.VALUE_UNKNOWN, feature=feature)
    return plain


def pool_of(merged: Merged, invited: Invited, rules: Rules) -> Pool:
    """Return everybody whose answer is clear, with the values of the quota features and nothing else."""
    applicants = []
    for verdict in merged.verdicts:
        if verdict.outcome is Outcome.CLEAR:
            answered = tuple(rules.answers[feature][folded(text)] for feature, text in verdict.answer.values)
            applicants.append(Applicant(verdict.person, invited.people[verdict.person].values + answered))
    return Pool(rules.features, tuple(sorted(applicants, key=lambda one: one.id)))
