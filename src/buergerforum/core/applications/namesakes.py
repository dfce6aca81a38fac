"""Answers without a code: who in the key file has the same name and birth year? Only at the Meldebehörde.

Names are compared letter by letter without case, accents, hyphens and blanks; ä counts as ae. Every first name may
be the one in use. What comes of it is only proposed.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def name_key(text: str) -> str:
    """Return a name as it is compared.

    Examples
    --------
    >>> name_key(" Müller-Lüdenscheid "), name_key("Muellerluedenscheid")
    ('muellerluedenscheid', 'muellerluedenscheid')
    """
    folded = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFD", folded)
    return "".join(character for character in plain if character.isalpha())


def full_names(first_names: Sequence[str], family_name: str) -> frozenset[str]:
    """Return every way in which a person may have written the name: one first name or all, in either order.

    Parameters
    ----------
    first_names
        Cells with first names; each may hold several.
    family_name
        May be blank.
    """
    family = name_key(family_name)
    every = [name_key(cell) for cell in first_names if cell]
    every += [name_key(one) for cell in first_names for one in re.split(r"[\s-]+", cell) if one]
    given = dict.fromkeys(every) or {"": None}
    return frozenset(text for one in given for text in (one + family, family + one) if text)


def find_namesakes(
    names: Iterable[tuple[str, int | None]], people: Mapping[str, frozenset[str]], years: Mapping[str, int | None]
) -> list[tuple[str, ...]]:
    """Return for every answer the ids of those with the same name and birth year, sorted.

    Parameters
    ----------
    names
        Name as written, and birth year, of each answer.
    people
        Ways to write the name, by id.
    years
        Birth year by id.
    """
    by_name: dict[tuple[str, int | None], list[str]] = {}
    for person in sorted(people):
        for written in people[person]:
            by_name.setdefault((written, years.get(person)), []).append(person)
    return [
        tuple(by_name.get((name_key(name), year), ())) if year is not None and name_key(name) else ()
        for name, year in names
    ]
