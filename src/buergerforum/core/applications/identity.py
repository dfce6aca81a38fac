"""Whose answer is it? By the personal code, checked against the register.

A code with a correct check character that was given out is that person's, if the birth year answered, and the sex
where it is stated on both sides, agree with the register; in shared flats people sometimes answer with the other's
code. A code that differs from exactly one code given out by one typing error (a wrong, missing, additional or swapped
character) is taken for that one if the birth year agrees too. Otherwise a person decides; whoever comes nearest and
agrees in the birth year is proposed, the likeliest first, and for an answer without a code those of the same name and
birth year, where the Meldebehörde has looked.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from buergerforum.core.applications.codes import ALPHABET, LENGTH, check_code, legible
from buergerforum.core.applications.values import said
from buergerforum.errors import InputError, Problem
from buergerforum.model.applications import Answer, Invited, Invitee, Reason, Rules
from buergerforum.texts import _

_TYPING_ERRORS = 3
"""Wrong, missing, additional or swapped characters; at 40 random bits two codes are hardly ever as near by chance."""
_PROPOSED = 3
"""So many people are proposed at most."""
_NOT_STATED = ("", "x")


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose answer it is, as far as that is certain."""

    person: str = ""
    """Id whose code it carries; blank: nobody's."""
    reason: Reason | None = None
    """Why it is not certain; None: it is."""
    suggestions: tuple[str, ...] = ()
    """Ids that may have been meant, the likeliest first."""
    mended: bool = False
    """Whether the code had a typing error and could mean only this person."""


def code_book(rows: Iterable[tuple[int, str, str]], file: str) -> dict[str, str]:
    """Return the id by code.

    Parameters
    ----------
    rows
        Row as the spreadsheet counts, id and code.
    file
        Name of the file, for messages.

    Raises
    ------
    InputError
        If a code is damaged or was given to two people; the messages do not show it.
    """
    book: dict[str, str] = {}
    problems: list[Problem] = []
    for row, person, text in rows:
        code = check_code(text)
        if code is None:
            problems.append(_bad_code(_("The check character of this code is wrong."), file, row))
        elif book.setdefault(code, person) != person:
            problems.append(_bad_code(_("This code was given to somebody else already."), file, row))
    if problems:
        raise InputError(problems)
    return book


def _bad_code(what: str, file: str, row: int) -> Problem:
    remedy = _("Use the file exactly as “forum letters” wrote it; do not edit it.")
    return Problem(what, file=file, row=row, column="code", remedy=remedy)


def identify(answer: Answer, invited: Invited, rules: Rules) -> Identity:
    """Return whose answer it is, or why that is not certain."""
    if not answer.code:
        namesakes = tuple(one for one in answer.namesakes if one in invited.people)
        return Identity(reason=Reason.CODE_MISSING, suggestions=namesakes[:_PROPOSED])
    code = check_code(answer.code)
    person = invited.codes.get(code) if code else None
    if person is None:
        return _nearly(answer, invited, rules, Reason.CODE_UNKNOWN if code else Reason.CODE_MISTYPED)
    invitee = invited.people.get(person)
    if invitee is None:
        return Identity(person, Reason.NOT_INVITED)
    return Identity(person, _difference(answer, invitee, rules))


def _difference(answer: Answer, invitee: Invitee, rules: Rules) -> Reason | None:
    """Return what speaks against its being this person's own answer."""
    if answer.birth_year is None:
        return Reason.BIRTH_YEAR_MISSING
    if invitee.birth_year not in (None, answer.birth_year):
        return Reason.BIRTH_YEAR_DIFFERS
    answered = said(rules, "sex", answer.sex)
    if answered in _NOT_STATED or invitee.sex in (*_NOT_STATED, answered):
        return None
    return Reason.SEX_DIFFERS


def _nearly(answer: Answer, invited: Invited, rules: Rules, reason: Reason) -> Identity:
    """Return who must have been meant by a code that nobody has, or who may have been."""
    typed = legible(answer.code)
    nearest = [invited.codes[code] for code in _one_error_away(typed) if code in invited.codes]
    if len(nearest) == 1 and _agrees(nearest[0], answer, invited):
        person = nearest[0]
        return Identity(person, _difference(answer, invited.people[person], rules), mended=True)
    near = process.extract(typed, list(invited.codes), scorer=OSA.distance, score_cutoff=_TYPING_ERRORS, limit=None)
    ranked = sorted((distance, invited.codes[code]) for code, distance, _place in near)
    likely = dict.fromkeys(person for _distance, person in ranked if _agrees(person, answer, invited))
    return Identity(reason=reason, suggestions=tuple(likely)[:_PROPOSED])


def _one_error_away(typed: str) -> list[str]:
    """Return every code that differs by a wrong, missing, additional or swapped character, each once, sorted."""
    if abs(len(typed) - LENGTH) > 1:
        return []
    halves = [(typed[:place], typed[place:]) for place in range(len(typed) + 1)]
    wrong = [left + one + right[1:] for left, right in halves if right for one in ALPHABET]
    missing = [left + one + right for left, right in halves for one in ALPHABET]
    additional = [left + right[1:] for left, right in halves if right]
    swapped = [left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1]
    return sorted({code for code in (*wrong, *missing, *additional, *swapped) if len(code) == LENGTH})


def _agrees(person: str, answer: Answer, invited: Invited) -> bool:
    """Whether the register knows the birth year that was answered."""
    invitee = invited.people.get(person)
    return invitee is not None and answer.birth_year is not None and invitee.birth_year == answer.birth_year
