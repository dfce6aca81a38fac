"""Whose answer is it? By the personal code, checked against the register.

A code with a correct check character that was given out is that person's, if the birth year answered, and the sex
where it is stated on both sides, agree with the register; in shared flats people sometimes answer with the other's
code. Otherwise a person decides; where exactly one code given out comes nearest, within two typing errors, and the
birth year agrees, that person is proposed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from buergerforum.core.applications.codes import check_code
from buergerforum.errors import InputError, Problem
from buergerforum.model.applications import Answer, Invited, Invitee, Reason, Rules, folded
from buergerforum.texts import _

_TYPING_ERRORS = 2
"""Wrong, missing, additional or swapped characters; at 40 random bits two codes are never as near by chance."""
_NOT_STATED = ("", "x")


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose answer it is, as far as that is certain."""

    person: str = ""
    """Id whose code it carries; blank: nobody's."""
    reason: Reason | None = None
    """Why it is not certain; None: it is."""
    suggestion: str = ""
    """Id whose code was probably meant."""


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
        return Identity(reason=Reason.CODE_MISSING)
    code = check_code(answer.code)
    person = invited.codes.get(code) if code else None
    if person is None:
        reason = Reason.CODE_UNKNOWN if code else Reason.CODE_MISTYPED
        return Identity(reason=reason, suggestion=_suggestion(answer, invited))
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
    answered = rules.answers["sex"].get(folded(answer.sex), "?" if answer.sex else "")
    if answered in _NOT_STATED or invitee.sex in (*_NOT_STATED, answered):
        return None
    return Reason.SEX_DIFFERS


def _suggestion(answer: Answer, invited: Invited) -> str:
    """Return the one person whose code comes nearest and whose birth year agrees; blank: nobody."""
    near = process.extract(
        answer.code, list(invited.codes), scorer=OSA.distance, score_cutoff=_TYPING_ERRORS, limit=None
    )
    if not near:
        return ""
    least = min(distance for _code, distance, _place in near)
    people = {invited.codes[code] for code, distance, _place in near if distance == least}
    if len(people) > 1 or answer.birth_year is None:
        return ""
    (person,) = people
    invitee = invited.people.get(person)
    return person if invitee is not None and invitee.birth_year == answer.birth_year else ""
