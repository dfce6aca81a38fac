"""Single cells of the register that hold codes or words for them: sex, nationality, residence."""

import re
from collections.abc import Mapping
from enum import IntEnum

from buergerforum.core.frame.extract import plain

SEX: Mapping[str, str] = {
    word: sex
    for sex, words in {
        "m": ("m", "1", "männlich", "mann", "maennlich", "male"),
        "w": ("w", "2", "weiblich", "frau", "f", "female"),
        "d": ("d", "divers", "diverse", "non binary"),
        "x": ("x", "", "0", "9", "u", "k.a", "k. a", "keine angabe", "ohne angabe", "unbekannt", "none", "unknown"),
    }.items()
    for word in words
}
"""What is understood as m, w, d or x (none stated); never guessed from a name."""

GERMAN = "000"
NOT_STATED = frozenset({"997", "998", "999"})
"""Stateless, unclear, not stated: other."""
EU: Mapping[str, str] = {
    "124": "Belgium",
    "125": "Bulgaria",
    "126": "Denmark",
    "127": "Estonia",
    "128": "Finland",
    "129": "France",
    "130": "Croatia",
    "131": "Slovenia",
    "134": "Greece",
    "135": "Ireland",
    "137": "Italy",
    "139": "Latvia",
    "142": "Lithuania",
    "143": "Luxembourg",
    "145": "Malta",
    "148": "Netherlands",
    "151": "Austria",
    "152": "Poland",
    "153": "Portugal",
    "154": "Romania",
    "155": "Slovakia",
    "157": "Sweden",
    "161": "Spain",
    "164": "Czechia",
    "165": "Hungary",
    "181": "Cyprus",
}
"""The other 26 member states since 1 February 2020, by the keys of the Staats- und Gebietssystematik of the
Statistisches Bundesamt (urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staatsangehoerigkeit)."""

_GERMAN_WORDS = frozenset({"d", "de", "deu", "deutsch", "deutsche", "deutscher", "deutschland", "german"})
_BETWEEN = re.compile(r"[,;/|+&\s]+")


class Nationality(IntEnum):
    """Groups of nationalities; of several, the lowest counts."""

    GERMAN = 0
    EU = 1
    OTHER = 2

    @property
    def written(self) -> str:
        """As the frame writes it."""
        return ("DE", "EU", "other")[self]


def read_sex(text: str) -> str | None:
    """Return m, w, d or x; None if the entry is not understood."""
    return SEX.get(plain(text))


def read_nationality(text: str) -> Nationality | None:
    """Return the group of a nationality, or of the first of several that counts; None if it is not understood.

    A blank cell is *other*, as “not stated” (999) is. Zeros that a spreadsheet has cut off are put back.

    Examples
    --------
    >>> [read_nationality(text) for text in ("000", "0", "152", "163 000", "997", "abroad")]
    [<Nationality.GERMAN: 0>, <Nationality.GERMAN: 0>, <Nationality.EU: 1>, <Nationality.GERMAN: 0>, \
<Nationality.OTHER: 2>, None]
    """
    found = [_one_nationality(part) for part in _BETWEEN.split(text) if part]
    if None in found:
        return None
    return min((one for one in found if one is not None), default=Nationality.OTHER)


def _one_nationality(text: str) -> Nationality | None:
    code = text.zfill(3)
    if code == GERMAN or plain(text) in _GERMAN_WORDS:
        return Nationality.GERMAN
    if code in EU:
        return Nationality.EU
    known = len(code) == 3 and code.isdecimal() and code[0] in "123459"
    return Nationality.OTHER if known else None


MAIN_WORDS = (
    "hauptwohnung",
    "hw",
    "h",
    "haupt",
    "hauptwohnsitz",
    "alleinige wohnung",
    "einzige wohnung",
    "alleinige",
    "alleinwohnung",
    "aw",
    "a",
    "main",
)
"""What is understood as the main or only residence. A blank is not: no status, no resident."""
SECONDARY_WORDS = ("nebenwohnung", "nw", "n", "neben", "nebenwohnsitz", "zweitwohnung", "secondary")
"""What is understood as a secondary residence."""
