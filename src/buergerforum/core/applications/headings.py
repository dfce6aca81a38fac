"""Find out which column of a table of answers means what.

A heading that ``forum.yaml`` names counts; otherwise the patterns below are tried in their order against the
folded heading without a LimeSurvey question code before it, and the first pattern that fits exactly one heading
decides. Nothing is guessed where two headings fit equally well: that is a question to the user.
"""

import re
from collections.abc import Mapping, Sequence

from buergerforum.errors import InputError, Problem
from buergerforum.model.applications import Layout
from buergerforum.model.folding import folded
from buergerforum.model.headings import ambiguous, shared, unfound
from buergerforum.texts import _

REQUIRED = ("code", "birth_year", "consent", "received")
"""Meanings without which no answer can be judged; the features of the form come on top."""
OPTIONAL = ("sex", "channel", "reference", "available", "conflict")
"""Meanings that are used where they are there."""

_PATTERNS: Mapping[str, tuple[str, ...]] = {
    "code": (r"^code$", r"\b(persönlich\w*|personal|teilnahme|anmelde|zugangs) ?code\b", r"\bcode\b"),
    "birth_year": (
        r"^(geburtsjahr|geb ?jahr|birth ?year|year of birth)$",
        r"\bgeburtsjahr\b",
        r"\bjahr\b.*\bgeboren\b",
        r"\b(geburtsdatum|birth ?date|date of birth)\b",
    ),
    "consent": (
        r"^(einwilligung|einw|dsgvo|consent)$",
        r"\b(einwilligung|willige)\b",
        r"\b(zustimmung|stimme\b.*\bzu|einverstanden)\b",
        r"\b(datenschutz\w*|consent)\b",
    ),
    "received": (
        r"\b(datum abgeschickt|submitdate|submit date|date submitted)\b",
        r"^(eingang|eingangsdatum|eingangsstempel|eingegangen|received)\b",
        r"\b(eingang|eingangsdatum|eingangsstempel|eingegangen|received)\b",
    ),
    "sex": (r"^(geschlecht|sex|gender)$", r"\b(geschlecht\w*|sex|gender)\b"),
    "channel": (r"^(eingangsweg|antwortweg|kanal|channel)$", r"\b(eingangsweg|antwortweg|kanal|channel)\b"),
    "reference": (r"^(antwort id|response id)$", r"^(laufende nummer|lfd nr|lfd\. nr|nr|id)$"),
    "available": (
        r"^(verfügbar|verfügbarkeit|available|all dates suit)$",
        r"\b(allen|alle|sämtlichen|all) (termin\w*|dates)\b",
    ),
    "conflict": (
        r"^(mandat|interessenkonflikt|conflict)$",
        r"\b(mitglied des rates|ratsmitglied|bezirksvertretung|mandat|interessenkonflikt|member of the council)\b",
    ),
    "school": (r"^(schulabschluss|schule)$", r"\b(schulabschluss|schulabschlusses)\b", r"\b(schulbildung|school)\b"),
    "name": (r"^(name|ihr name|(vorname|vor) und (nachname|familienname|name))$",),
    "first_name": (r"^(vorname|vornamen|first name|given name)$",),
    "family_name": (r"^(nachname|familienname|zuname|family name|last name|surname)$",),
}
_QUESTION_CODE = re.compile(r"^[a-z][a-z0-9]*(\[[^\]]*\])?\. ")
_ASIDE = re.compile(r"\([^)]*\)")
_DATA = re.compile(r"\+?\d[\d .:/-]*|.*@.*")
"""Years, dates, telephone numbers and e-mail addresses: no heading looks like that, an answer does."""


def find_columns(header: Sequence[str], layout: Layout, file: str) -> dict[str, str]:
    """Return the heading for every meaning found.

    Parameters
    ----------
    header
        Headings as they stand.
    layout
        What is settled in advance, and which features the form asks.
    file
        Name of the file, for messages.

    Raises
    ------
    InputError
        If a required meaning has no column or several, one column would have two meanings, or there are no headings.
    """
    if any(_DATA.fullmatch(heading) for heading in header):
        raise InputError([_no_headings(file)])
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for meaning in (*REQUIRED, *layout.form, *OPTIONAL):
        fitting = _fitting(meaning, header, layout)
        if len(fitting) == 1:
            found[meaning] = fitting[0]
        elif fitting:
            problems.append(ambiguous(meaning, fitting, file, remedy=_where_to_say(meaning)))
        elif meaning not in OPTIONAL:
            problems.append(unfound(meaning, header, file, remedy=_where_to_say(meaning)))
    problems.extend(shared(found, file, _where_to_say))
    if problems:
        raise InputError(problems)
    return found


def name_columns(header: Sequence[str], layout: Layout) -> tuple[str, ...]:
    """Return the headings that together hold the name of whoever answered; none where that is not clear.

    Parameters
    ----------
    header
        Headings as they stand.
    layout
        What is settled in advance.
    """
    whole = _fitting("name", header, layout)
    if len(whole) == 1:
        return tuple(whole)
    parts = [_fitting(meaning, header, layout) for meaning in ("first_name", "family_name")]
    return tuple(part[0] for part in parts) if all(len(part) == 1 for part in parts) else ()


def _fitting(meaning: str, header: Sequence[str], layout: Layout) -> list[str]:
    """Return the headings that fit best; more than one means that nobody but the user can tell."""
    wanted = {folded(heading) for heading in layout.columns.get(meaning, ())}
    named = [heading for heading in header if heading and folded(heading) in wanted]
    if named:
        return named
    plain = {heading: _plain(heading) for heading in header if heading}
    best: list[str] = []
    for pattern in _PATTERNS.get(meaning, (rf"^{re.escape(folded(meaning))}$",)):
        fitting = [heading for heading, text in plain.items() if re.search(pattern, text)]
        if len(fitting) == 1:
            return fitting
        best = best or fitting
    return best


def _plain(heading: str) -> str:
    """Return a heading folded, without a question code before it and without asides in brackets."""
    text = _QUESTION_CODE.sub("", heading.casefold(), count=1)
    return folded(_ASIDE.sub(" ", text))


def _no_headings(file: str) -> Problem:
    """Return what is said of a table without headings; showing its first row would show somebody's answer."""
    return Problem(
        _("The first row looks like an answer; it should hold the headings."),
        file=file,
        row=1,
        remedy=_("Put a row with headings above the answers."),
    )


def _where_to_say(meaning: str) -> str:
    return _("Correct the heading, or name it in forum.yaml under applications: columns: {meaning}.").format(
        meaning=meaning
    )
