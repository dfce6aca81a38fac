"""Find out which column of the extract means what: as ``forum.yaml`` says, else by the usual headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.frame.extract import MEANINGS
from buergerforum.errors import InputError, Problem
from buergerforum.model.applications import folded
from buergerforum.model.headings import missing_column, shared, unfound
from buergerforum.texts import _, listed

OPTIONAL = frozenset({"person_key", "called_name", "doctor", "addition", "country", "conditional_block"})
"""Meanings that an extract may lack without a word; every other one must be found, or declared absent."""

USUAL: Mapping[str, tuple[str, ...]] = {
    "person_key": ("ordnungsmerkmal", "om", "personennummer", "pers nr", "einwohnernummer"),
    "family_name": ("familienname", "nachname", "name", "familiennamen", "family name"),
    "first_names": ("vornamen", "vorname", "vorname(n)", "first names"),
    "called_name": ("rufname", "gebräuchlicher vorname", "gebräuchliche vornamen", "called name"),
    "doctor": ("doktorgrad", "akademischer grad", "akad. grad", "titel", "dr"),
    "birth_date": ("geburtsdatum", "geb. datum", "geb.datum", "gebdatum", "geburtstag", "birth date"),
    "sex": ("geschlecht", "geschl", "sex"),
    "nationality": ("staatsangehörigkeit", "staatsangehörigkeiten", "staatsang", "nationalität", "nationality"),
    "street": ("straße", "strassenname", "str", "straßenname", "street"),
    "house_number": ("hausnummer", "haus nr", "hausnr", "hnr", "house number"),
    "addition": ("zusatz", "adresszusatz", "zusatzangaben", "anschriftenzusatz"),
    "postcode": ("plz", "postleitzahl", "postcode"),
    "town": ("ort", "wohnort", "ortsname", "gemeinde", "town"),
    "country": ("staat", "land", "country"),
    "district": (
        "statistischer unterbezirk",
        "unterbezirk",
        "stat. unterbezirk",
        "statistischer bezirk",
        "stadtbezirk",
        "district",
    ),
    "status": ("wohnungsstatus", "status der wohnung", "wohnungsart", "art der wohnung", "status"),
    "block": ("auskunftssperre", "auskunftssperren", "sperre", "sperrvermerk"),
    "conditional_block": ("bedingter sperrvermerk", "sperrvermerk 52", "sperrvermerk § 52"),
    "death": ("sterbedatum", "todestag", "sterbetag", "verstorben am"),
}
"""Usual headings by meaning, the likeliest first; case, blanks and hyphens do not matter."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Which heading means what."""

    found: Mapping[str, str]
    """Heading by meaning."""
    guessed: tuple[str, ...]
    """Meanings that were found by their usual heading, in the order of the extract's columns."""
    absent: tuple[str, ...]
    """Meanings that every extract has, but that are declared absent here."""


def find_headings(header: Sequence[str], named: Mapping[str, str | None], file: str) -> Headings:
    """Return the heading for every meaning.

    Parameters
    ----------
    header
        Headings as they stand.
    named
        By meaning what ``forum.yaml`` says: a heading; blank for “there is none”; None for “not said”.
    file
        Name of the file, for messages.

    Raises
    ------
    InputError
        If a meaning has no column, or one column would have two.
    """
    by_text = {folded(heading): heading for heading in reversed(header) if heading}
    found: dict[str, str] = {}
    guessed: list[str] = []
    problems: list[Problem] = []
    for meaning in MEANINGS:
        wish = named.get(meaning)
        if wish:
            heading = by_text.get(folded(wish), "")
            problems += [] if heading else [missing_column(wish, header, file, remedy=_settle(meaning))]
        elif wish is None:
            heading = _usual(meaning, by_text)
            guessed += [meaning] if heading else []
            if not heading and meaning not in OPTIONAL:
                problems.append(unfound(meaning, header, file, expected=USUAL[meaning], remedy=_settle(meaning)))
        else:
            heading = ""
        if heading:
            found[meaning] = heading
    problems += shared(found, file, _settle)
    if problems:
        raise InputError(problems)
    absent = [meaning for meaning in MEANINGS if named.get(meaning) == "" and meaning not in OPTIONAL]
    return Headings(found, tuple(guessed), tuple(absent))


def _usual(meaning: str, by_text: Mapping[str, str]) -> str:
    return next((by_text[folded(usual)] for usual in USUAL[meaning] if folded(usual) in by_text), "")


def guesses_said(headings: Headings, file: str) -> tuple[str, ...]:
    """Return what was guessed, for the user to confirm; nothing where the meaning is the heading itself."""
    pairs = [f"{headings.found[meaning]} → {meaning}" for meaning in headings.guessed]
    if not pairs:
        return ()
    text = _("{file}: columns found by their usual headings: {pairs}. To name others: extract: columns in forum.yaml.")
    return (text.format(file=file, pairs=listed(pairs, len(pairs))),)


def _settle(meaning: str) -> str:
    return _(
        "Name it in forum.yaml under extract: columns: {meaning}; “{meaning}: ''” means that there is none."
    ).format(meaning=meaning)
