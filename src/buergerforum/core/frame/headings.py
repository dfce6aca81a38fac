"""Find out which column of the extract means what: as ``forum.yaml`` says, else by the usual headings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.frame.extract import MEANINGS
from buergerforum.errors import InputError, Problem
from buergerforum.model.headings import KEY_HEADINGS, bare, missing_column, shared, unfound
from buergerforum.texts import _

OPTIONAL = frozenset({"person_key", "called_name", "doctor", "addition", "country", "conditional_block"})
"""Meanings that an extract may lack without a word; every other one must be found, or declared absent."""

USUAL: Mapping[str, tuple[str, ...]] = {
    "person_key": KEY_HEADINGS,
    "family_name": ("familienname", "nachname", "name", "familiennamen", "zuname", "0101"),
    "first_names": ("vornamen", "vorname", "0301"),
    "called_name": ("rufname", "gebräuchlicher vorname", "gebräuchliche vorname(n)", "gebr. vorname", "0302"),
    "doctor": ("doktorgrad", "akademischer grad", "akad. grad", "titel", "dr", "0401"),
    "birth_date": ("geburtsdatum", "geb. datum", "geburtstag", "geb. am", "geb", "0601"),
    "sex": ("geschlecht", "geschl", "0701"),
    "nationality": (
        "staatsangehörigkeit",
        "staatsangehörigkeiten",
        "staatsang",
        "staatsangeh",
        "nationalität",
        "nation",
        "1001",
    ),
    "street": ("straße", "strassenname", "str", "straßenname", "straßenbezeichnung"),
    "house_number": ("hausnummer", "haus nr", "hnr"),
    "addition": ("zusatz", "adresszusatz", "zusatzangaben", "anschriftenzusatz", "zusatz zur anschrift"),
    "postcode": ("plz", "postleitzahl"),
    "town": ("ort", "wohnort", "ortsname", "gemeinde", "stadt"),
    "country": ("staat", "land"),
    "district": (
        "statistischer unterbezirk",
        "unterbezirk",
        "stat. unterbezirk",
        "statistischer bezirk",
        "stat. bezirk",
        "stadtbezirk",
    ),
    "status": (
        "wohnungsstatus",
        "status der wohnung",
        "wohnungsart",
        "art der wohnung",
        "wohnungstyp",
        "wohnstatus",
        "status",
    ),
    "block": ("auskunftssperre", "auskunftssperren", "sperre", "sperrvermerk", "übermittlungssperre", "1801"),
    "conditional_block": ("bedingter sperrvermerk", "sperrvermerk 52", "sperrvermerk § 52"),
    "death": ("sterbedatum", "todestag", "sterbetag", "verstorben am", "verstorben", "1901"),
}
"""Usual headings by meaning, the likeliest first; only letters and digits count. Numbers are sheets of the DSMeld."""
_DSMELD = re.compile(r"^(?:DSMeld[ -]?)?\d{4}[ .:_-]+", re.IGNORECASE)
"""Number of a sheet of the DSMeld before a heading."""


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
    by_text = {bare(_DSMELD.sub("", heading) or heading): heading for heading in reversed(header) if heading}
    by_text |= {bare(heading): heading for heading in reversed(header) if heading.isalnum()}
    found: dict[str, str] = {}
    guessed: list[str] = []
    problems: list[Problem] = []
    for meaning in MEANINGS:
        wish = named.get(meaning)
        if wish:
            heading = by_text.get(bare(wish), "") if wish not in header else wish
            problems += [] if heading else [missing_column(wish, header, file, remedy=_settle(meaning))]
        elif wish is None:
            heading = _usual(meaning, by_text)
            guessed += [meaning] if heading and heading != meaning else []
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
    return next((by_text[bare(usual)] for usual in (meaning, *USUAL[meaning]) if bare(usual) in by_text), "")


def meaning_said(meaning: str) -> str:
    """Return what a meaning is called in a sentence."""
    return {
        "person_key": _("Ordnungsmerkmal; brings the rows of a person together, goes nowhere else"),
        "family_name": _("family name"),
        "first_names": _("all first names"),
        "called_name": _("first name in use"),
        "doctor": _("doctor’s degree"),
        "birth_date": _("date of birth"),
        "sex": _("sex"),
        "nationality": _("nationality, as a key of three digits"),
        "street": _("street"),
        "house_number": _("house number"),
        "addition": _("addition to the address"),
        "postcode": _("postcode"),
        "town": _("town"),
        "country": _("country of the address"),
        "district": _("statistical sub-district, or district"),
        "status": _("main, only or secondary residence"),
        "block": _("block of information (§ 51 BMG)"),
        "conditional_block": _("conditional block (§ 52 BMG)"),
        "death": _("date of death"),
    }[meaning]


def _settle(meaning: str) -> str:
    return _(
        "Name it in forum.yaml under extract: columns: {meaning}; “{meaning}: ''” means that there is none."
    ).format(meaning=meaning)
