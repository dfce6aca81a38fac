"""Whether a whole file of answers is what it claims to be: rows of headings, and answers that nobody understands."""

from collections.abc import Sequence

from buergerforum.core.applications.values import said, value_of
from buergerforum.errors import Problem
from buergerforum.model.applications import Answer, Rules
from buergerforum.texts import _

_ENOUGH = 10
"""So many answers to a question say something about the question."""


def implausible(answers: Sequence[Answer], rules: Rules, file: str) -> list[Problem]:
    """Return what is wrong with a file as a whole; what is wrong with a single answer is left to the rules.

    Parameters
    ----------
    answers
        Of the file.
    rules
        The declared rules.
    file
        Its name.
    """
    if answers and _is_heading(answers[0], rules):
        return [
            Problem(
                _("The first row below the headings looks like a second row of headings."),
                file=file,
                row=answers[0].row,
                remedy=_("Export with one row of headings, or delete one of the two."),
            )
        ]
    problems = []
    for question, understood in _understood(answers, rules).items():
        unclear = understood.count(False)
        if len(understood) >= _ENOUGH and 2 * unclear > len(understood):
            problems.append(_changed(question, unclear, len(understood), file))
    return problems


def _is_heading(answer: Answer, rules: Rules) -> bool:
    """Whether nothing in a row can be read: no day, no year, no consent, and yet a text where the code stands."""
    consent = said(rules, "consent", answer.consent)
    return bool(answer.code) and not answer.received and answer.birth_year is None and consent == "?"


def _understood(answers: Sequence[Answer], rules: Rules) -> dict[str, list[bool]]:
    """Return for every question whether the answers to it were understood; blank ones are left out."""
    found = {
        "received": [bool(one.received) for one in answers],
        "birth_year": [one.birth_year is not None for one in answers],
    }
    for question, texts in (
        ("sex", [one.sex for one in answers]),
        ("consent", [one.consent for one in answers]),
        ("available", [one.available for one in answers]),
        ("conflict", [one.conflict for one in answers]),
    ):
        found[question] = [said(rules, question, text) != "?" for text in texts if text]
    for place, feature in enumerate(rules.form):
        texts = [one.values[place][1] for one in answers]
        found[feature] = [value_of(rules, feature, text) is not None for text in texts if text]
    return found


def _changed(question: str, unclear: int, every: int, file: str) -> Problem:
    what = _("Most answers to “{question}” are not understood: {unclear} of {every}.")
    if question in ("received", "birth_year"):
        remedy = _("Write dates as 14.09.2026 or 2026-09-14, years with four digits; or name another column.")
    else:
        remedy = _("Compare the answer texts of the form with forum.yaml, applications: answers: {question}.").format(
            question=question
        )
    return Problem(what.format(question=question, unclear=unclear, every=every), file=file, remedy=remedy)
