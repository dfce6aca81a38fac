"""The list for review: written with every merge, filled in by people, and taken in by ``forum merge --review``.

It shows what was answered beside what the register has, so it lies in the private folder, and no receipt lists it:
people change it. What was decided stands in the journal.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from buergerforum.core.applications.deciding import (
    DECISIONS,
    Row,
    Scene,
    decided,
    doubt_of,
    take,
    values_of,
    written,
)
from buergerforum.core.applications.reasons import explain
from buergerforum.core.record.canonical import Json
from buergerforum.errors import InputError, Problem
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import Table, read_table
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.model import places
from buergerforum.model.applications import Invited, Reason, Rules, Verdict
from buergerforum.model.review import IDENTITY, VALUE, Decision, Doubt
from buergerforum.stages.judging import Judgement, MergePlan
from buergerforum.stages.running import Run, journal_of
from buergerforum.texts import LANGUAGES, _, speaking


@dataclass(frozen=True, slots=True)
class Review:
    """What came of a list for review."""

    before: Mapping[Doubt, Decision]
    """Decided in earlier runs."""
    new: tuple[Decision, ...] = ()
    """Decided now."""
    refused: tuple[str, ...] = ()
    """Rows that do not count, and why."""

    def every(self) -> dict[Doubt, Decision]:
        """Return all decisions; what was decided now counts."""
        return {**self.before, **{one.doubt: one for one in self.new}}

    def told(self) -> dict[str, Json]:
        """Return what the journal is told."""
        return {DECISIONS: written(self.new)} if self.new else {}


def decisions_of(home: Procedure | None) -> dict[Doubt, Decision]:
    """Return what was decided so far."""
    return decided(journal_of(home)) if home else {}


def take_decisions(plan: MergePlan, judged: Judgement, before: Mapping[Doubt, Decision]) -> Review:
    """Take in a list for review.

    Parameters
    ----------
    plan
        Says where the list is.
    judged
        All answers so far, and what is in doubt about them.
    before
        Decided in earlier runs.

    Raises
    ------
    InputError
        If the file is no list for review.
    """
    if plan.review is None:
        return Review(before)
    table = read_table(plan.review)
    scene = Scene(
        open={doubt: one for one in judged.merged.verdicts if (doubt := doubt_of(one))},
        before=before,
        invited=judged.invited,
        rules=plan.rules,
        file=table.name,
        revise=bool(plan.destination.again),
    )
    new, problems = take(_rows(table), scene)
    refused = (_("Not taken in: {problem}").format(problem=problem) for problem in problems)
    return Review(before, tuple(new), tuple(refused))


def write_review(run: Run, judged: Judgement, plan: MergePlan) -> None:
    """Write the list for review; outside a procedure, and where nothing is in doubt, there is none.

    What people have filled in about doubts that are still open, and not taken in yet, is carried over.

    Parameters
    ----------
    run
        At work.
    judged
        All answers.
    plan
        Has rules and language.
    """
    home = run.destination.procedure
    doubts = any(doubt_of(one) for one in judged.merged.verdicts)
    if home is None or not (doubts or home.path(places.REVIEW).exists()):
        return
    with speaking(plan.settings.language):
        filled = _filled(home, plan)
        write_workbook(run.also(places.REVIEW, paper=True), [_sheet(judged, plan.rules, filled)])


def _filled(home: Procedure, plan: MergePlan) -> dict[Doubt, Row]:
    """Return what people have filled in so far, in the list as it lies there and in the one just given."""
    found: dict[Doubt, Row] = {}
    for path in (home.path(places.REVIEW), plan.review):
        if path is not None and path.exists():
            with suppress(InputError):  # a list that nobody can read any more has nothing to carry over
                found |= {row.doubt: row for row in _rows(read_table(path))}
    return found


def _headings() -> tuple[str, ...]:
    return (
        _("answer"),
        _("file"),
        _("row"),
        _("doubt"),
        _("question"),
        _("what is in doubt"),
        _("register"),
        _("answered"),
        _("proposed"),
        _("decision"),
        _("person"),
        _("value meant"),
        _("reason"),
        _("initials"),
    )


def _choices() -> tuple[str, str]:
    return _("counts"), _("does not count")


def _sheet(judged: Judgement, rules: Rules, filled: Mapping[Doubt, Row]) -> Sheet:
    doubts = [(doubt, one) for one in judged.merged.verdicts if (doubt := doubt_of(one))]
    questions = dict.fromkeys((*rules.form, "available", "conflict"))
    values = dict.fromkeys(value for question in questions for value in values_of(question, rules))
    blank: tuple[tuple[str, ...], ...] = ((),) * 9
    help_lines = (
        *("",) * 9,
        _("“counts”: the answer counts in spite of the doubt. Blank: not decided yet."),
        _("Whose answer is it? Id or code; only where that is in doubt."),
        _("What was meant? Only where the answer to a question is in doubt."),
        _("Why, in a few words. No names, no contacts: the journal keeps it for ever."),
        _("Initials of whoever decides."),
    )
    return Sheet(
        title=_("Review"),
        header=_headings(),
        rows=[(*_shown(doubt, one, judged.invited, rules), *_typed(doubt, one, filled)) for doubt, one in doubts],
        choices=(*blank, _choices(), (), tuple(values), (), ()),
        help=help_lines,
    )


def _typed(doubt: Doubt, one: Verdict, filled: Mapping[Doubt, Row]) -> tuple[str, ...]:
    """Return the cells for people to fill in: as they have done so far, else with the likeliest person."""
    row = filled.get(doubt)
    if row is None:
        likely = one.person or next(iter(one.suggestions), "")
        return "", likely if doubt.reason in IDENTITY else "", "", "", ""
    decision = "" if row.accept is None else _choices()[0 if row.accept else 1]
    return decision, row.person, row.value, row.reason, row.initials


def _shown(doubt: Doubt, one: Verdict, invited: Invited, rules: Rules) -> tuple[str | int, ...]:
    person = one.person or next(iter(one.suggestions), "")
    proposed = one.suggestions if doubt.reason in IDENTITY and one.suggestions else (one.person,)
    return (
        doubt.answer,
        one.source,
        one.answer.row,
        doubt.reason.value,
        doubt.feature,
        explain(one, rules),
        _register(person, invited),
        _answered(doubt, one),
        " ".join(one_id for one_id in proposed if one_id),
    )


def _register(person: str, invited: Invited) -> str:
    known = invited.people.get(person)
    if known is None:
        return ""
    year = str(known.birth_year) if known.birth_year else _("not known")
    return _("born {year}, sex {sex}").format(year=year, sex=known.sex or "x")


def _answered(doubt: Doubt, one: Verdict) -> str:
    answer = one.answer
    if doubt.reason in VALUE:
        asked = {**dict(answer.values), "available": answer.available, "conflict": answer.conflict}
        return asked.get(doubt.feature, "")
    if doubt.reason is Reason.CONSENT_UNCLEAR:
        return answer.consent
    if doubt.reason is Reason.RECEIVED_MISSING:
        return answer.received
    year = str(answer.birth_year) if answer.birth_year else _("not stated")
    said = _("born {year}, sex {sex}").format(year=year, sex=answer.sex or _("not stated"))
    return f"{answer.code}: {said}" if answer.code else said


def _rows(table: Table) -> list[Row]:
    """Return the rows of a list for review, in whatever language it was written.

    Raises
    ------
    InputError
        If it is none.
    """
    for language in LANGUAGES:
        with speaking(language):
            headings, choices = _headings(), _choices()
        if all(heading in table.columns for heading in headings):
            return _read(table, headings, choices)
    raise InputError(
        [
            Problem(
                _("This is no list for review."),
                file=table.name,
                remedy=_("Take {file}, fill in the last columns, and leave the others as they are.").format(
                    file=places.REVIEW
                ),
            )
        ]
    )


def _read(table: Table, headings: Sequence[str], choices: tuple[str, str]) -> list[Row]:
    rows = []
    problems = []
    known = {one.value for one in Reason}
    meant = {choices[0].casefold(): True, choices[1].casefold(): False, "": None}
    for number, cells in zip(table.rows, zip(*(table.columns[one] for one in headings), strict=True), strict=True):
        answer, _file, _row, doubt, question, _what, _register_has, _said, _proposed, decision, *rest = cells
        if decision.casefold() not in meant or doubt not in known:
            what = _("The decision must be “{yes}” or “{no}”, or blank; the first columns must stay as they are.")
            problems.append(Problem(what.format(yes=choices[0], no=choices[1]), file=table.name, row=number))
            continue
        rows.append(Row(number, Doubt(answer, Reason(doubt), question), meant[decision.casefold()], *rest))
    if problems:
        raise InputError(problems)
    return rows
