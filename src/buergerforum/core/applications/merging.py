"""The rules by which answers become a pool, a list for review and a list of rejections.

1. A file counts once, whatever it is called and however often it is given. Rows that only repeat an answer of
   another file (the next export of the same web form) count once.
2. Rules on the single answer (:mod:`single`), the first that applies decides. A doubt that a person has decided
   counts as decided.
3. Among the answers of one person that pass these rules the latest counts, the others are rejected as duplicates. On
   the same time of receipt the last by file name, digest of the file and row counts. Somebody who says no to the
   consent withdraws whatever they answered until then, even after the deadline.
4. Of several people of one household whose answers count the one who answered first stays.
5. An answer to a feature of the form that is missing or not in the table of answers → review. “No answer given” is
   an answer. Everything else is clear.

Every step depends on the set of files and decisions alone, so their order and repetition change nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from buergerforum.core.applications.single import Case, Judged, judge
from buergerforum.core.applications.values import NO, said, value_of
from buergerforum.core.record.canonical import canonical_json, sha256_hex
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
)
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.record import FileDigest
from buergerforum.model.review import Decision, Doubt

_KEY = 16
"""Hexadecimal digits: two of a million answers agree with a chance of one to 10⁷."""


@dataclass(frozen=True, slots=True)
class Place:
    """An answer, where it stands first."""

    source: FileDigest
    """The file."""
    answer: Answer
    """The row."""
    key: str
    """Tells answers apart whatever file and row they stand in."""


def merge(
    files: Iterable[AnswerFile], invited: Invited, rules: Rules, decisions: Mapping[Doubt, Decision] | None = None
) -> Merged:
    """Judge all answers.

    Parameters
    ----------
    files
        All that came in so far, in any order.
    invited
        Who may apply, and with which code.
    rules
        The declared rules.
    decisions
        What people decided about doubts.
    """
    places, repeated = distinct(files)
    case = Case(invited, rules, decisions or {})
    judged = [judge(one.source, one.answer, one.key, case) for one in places]
    refused = _refusals(judged, rules)
    latest = _latest(judged, refused)
    first = _first_of_households(latest.values(), invited)
    verdicts = (_related(one, latest, refused, first) for one in judged)
    return Merged(tuple(_valued(one, verdict, case) for one, verdict in zip(judged, verdicts, strict=True)), repeated)


def once(files: Iterable[AnswerFile]) -> tuple[AnswerFile, ...]:
    """Return every file once, under the first of its names, sorted; of a file read anew the later reading counts."""
    found: dict[str, AnswerFile] = {}
    for file in files:
        name = min(file.source.name, found.get(file.source.sha256, file).source.name)
        found[file.source.sha256] = replace(file, source=replace(file.source, name=name))
    return tuple(sorted(found.values(), key=lambda file: file.source))


def distinct(files: Iterable[AnswerFile]) -> tuple[list[Place], int]:
    """Return every answer once with its file, by file name, digest and row, and how many repetitions were left out.

    The n-th of several equal rows in one file repeats the n-th in another, so that equal answers of different
    people in one file all stay.
    """
    places: list[Place] = []
    seen: set[tuple[Answer, int]] = set()
    repeated = 0
    for file in once(files):
        count: Counter[Answer] = Counter()
        for answer in sorted(file.answers, key=lambda one: one.row):
            # The same answer may come as CSV and as XLSX.
            content = replace(answer, row=0, channel=Channel.WEB, namesakes=())
            count[content] += 1
            if (content, count[content]) in seen:
                repeated += 1
            else:
                seen.add((content, count[content]))
                places.append(Place(file.source, answer, _key(content, count[content])))
    return places, repeated


def _key(content: Answer, number: int) -> str:
    year = str(content.birth_year or "")
    cells = [content.code, content.received, year, content.sex, content.consent, content.reference]
    cells += [content.available, content.conflict, *(text for pair in content.values for text in pair)]
    return sha256_hex(canonical_json(["answer", number, *cells]))[:_KEY]


def _refusals(judged: Sequence[Judged], rules: Rules) -> Mapping[str, tuple[str, str, str, int]]:
    """Return for everybody who said no to the consent when they did so last."""
    found: dict[str, tuple[str, str, str, int]] = {}
    for one in judged:
        own = one.identity.reason is None and bool(one.answer.received)
        if own and said(rules, "consent", one.answer.consent) == NO:
            found[one.identity.person] = max(one.order, found.get(one.identity.person, one.order))
    return found


def _withdrawn(one: Judged, refused: Mapping[str, tuple[str, str, str, int]]) -> bool:
    person = one.identity.person
    return person in refused and one.order < refused[person]


def _latest(judged: Sequence[Judged], refused: Mapping[str, tuple[str, str, str, int]]) -> Mapping[str, Judged]:
    """Return for everybody the answer that counts."""
    found: dict[str, Judged] = {}
    for one in judged:
        if one.reason is None and not _withdrawn(one, refused):
            known = found.setdefault(one.identity.person, one)
            found[one.identity.person] = max(known, one, key=lambda either: either.order)
    return found


def _first_of_households(counted: Iterable[Judged], invited: Invited) -> Mapping[str, str]:
    """Return for everybody of a household with several answers who of them answered first."""
    members: dict[str, list[Judged]] = {}
    for one in counted:
        if key := invited.people[one.identity.person].household:
            members.setdefault(key, []).append(one)
    return {
        one.identity.person: min(several, key=lambda either: (either.order, either.identity.person)).identity.person
        for several in members.values()
        for one in several
    }


def _related(
    one: Judged,
    latest: Mapping[str, Judged],
    refused: Mapping[str, tuple[str, str, str, int]],
    first: Mapping[str, str],
) -> Verdict:
    """Return the verdict as far as it follows from this answer and the others."""
    person = one.identity.person
    plain = one.verdict()
    if one.reason is not None:
        return plain
    if _withdrawn(one, refused):
        return replace(plain, reason=Reason.CONSENT_WITHDRAWN)
    if latest[person] is not one:
        return replace(plain, reason=Reason.DUPLICATE)
    if first.get(person, person) != person:
        return replace(plain, reason=Reason.HOUSEHOLD)
    return plain


def _valued(one: Judged, verdict: Verdict, case: Case) -> Verdict:
    """Return the verdict with the values of the form, or with the first that is in doubt."""
    if verdict.reason is not None:
        return verdict
    values = []
    for feature, text in one.answer.values:
        value = value_of(case.rules, feature, text) if text else None
        if value is None:
            reason = Reason.VALUE_UNKNOWN if text else Reason.VALUE_MISSING
            decision = case.decisions.get(Doubt(one.key, reason, feature))
            if decision is None:
                return replace(verdict, reason=reason, feature=feature)
            if not decision.accept:
                return replace(verdict, reason=Reason.DECIDED)
            value = decision.value
        values.append(value)
    return replace(verdict, values=tuple(values))


def pool_of(merged: Merged, invited: Invited, rules: Rules) -> Pool:
    """Return everybody whose answer is clear, with the values of the quota features and nothing else."""
    applicants = [
        Applicant(one.person, invited.people[one.person].values + one.values)
        for one in merged.verdicts
        if one.outcome is Outcome.CLEAR
    ]
    return Pool(rules.features, tuple(sorted(applicants, key=lambda one: one.id)))
