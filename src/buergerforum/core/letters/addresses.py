"""How people are named and addressed: nothing is guessed, nobody with an unusual name is lost.

Named are people by the first name in use and the family name, whichever of them there is; sex is never derived from
a name, so there is neither *Frau* nor *Herr*. A doctoral degree stands in the address only. The address follows
DIN 5008: at most six lines, no blank ones, a country in capitals at the end.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from buergerforum.errors import Problem
from buergerforum.model.letters import Recipient
from buergerforum.texts import _

LINES = 6
"""Lines of the address field."""
_DEGREES = {"dr": "Dr.", "drhc": "Dr. h. c.", "dreh": "Dr. e. h."}
_HOME = {"", "d", "de", "deu", "deutschland", "germany", "000"}
_POSTCODE = re.compile("[0-9]{5}")


@dataclass(frozen=True, slots=True)
class Face:
    """What the typeface of the letters can do."""

    fits: Callable[[str], bool]
    """Whether a line is not wider than the address field."""
    missing: Callable[[str], str]
    """The characters of a text that cannot be printed, each once."""


def name_of(person: Recipient) -> str:
    """Return how a person is spoken to, such as ``Kim Muster``; people with a single name have that."""
    return _joined(_present(person.called_name) or person.first_names, person.family_name)


def country_of(person: Recipient) -> str:
    """Return the country as the address shows it, in capitals; blank at home."""
    return "" if person.country.casefold() in _HOME else person.country.upper()


def address_of(person: Recipient, face: Face) -> tuple[str, ...]:
    """Return the lines of the address; what is too wide for a line goes on in the next.

    Parameters
    ----------
    person
        The recipient.
    face
        The typeface of the letters.
    """
    lines = (
        _joined(_degree(person.doctor), name_of(person)),
        _present(person.addition),
        _joined(person.street, person.house_number),
        _joined(person.postcode, person.town),
        country_of(person),
    )
    return tuple(part for line in lines if line for part in _broken(line, face))


def address_problems(person: Recipient, face: Face, *, file: str = "", row: int | None = None) -> Iterator[Problem]:
    """Say why a letter to a person could not be printed or would not arrive, without saying who it is.

    Parameters
    ----------
    person
        The recipient.
    face
        The typeface of the letters.
    file, row
        Where the address comes from.
    """
    for column, what in _defects(person, face):
        yield Problem(
            f"{person.id}: {what}",
            file=file,
            row=row,
            column=column,
            remedy=_("Correct the address in the key file."),
        )


def _defects(person: Recipient, face: Face) -> Iterator[tuple[str, str]]:
    if not name_of(person):
        yield "family_name", _("There is no name.")
    for column in ("street", "town"):
        if not _present(getattr(person, column)):
            yield column, _("The address is not complete.")
    if not country_of(person) and not _POSTCODE.fullmatch(person.postcode):
        yield "postcode", _("The postcode does not have five digits.")
    lines = address_of(person, face)
    if len(lines) > LINES:
        yield "", _("The address needs {number} lines; the field has {limit}.").format(number=len(lines), limit=LINES)
    if not all(map(face.fits, lines)):
        yield "", _("A word of the address is too wide for the address field.")
    if missing := face.missing("".join(lines)):
        points = ", ".join(f"U+{ord(character):04X}" for character in missing)
        yield "", _("The typeface of the letters lacks characters of this address: {points}.").format(points=points)


def _degree(text: str) -> str:
    plain = "".join(character for character in text.casefold() if character.isalpha())
    return _DEGREES.get(plain, _present(text))


def _present(text: str) -> str:
    """Return a text, or nothing where the register only has a dash for it."""
    return "" if text and all(unicodedata.category(character) == "Pd" for character in text) else text


def _joined(*parts: str) -> str:
    return " ".join(part for part in map(_present, parts) if part)


def _broken(line: str, face: Face) -> Iterator[str]:
    """Break a line that is too wide at its last blank that allows it."""
    words = line.split()
    while words:
        count = len(words)
        while count > 1 and not face.fits(" ".join(words[:count])):
            count -= 1
        yield " ".join(words[:count])
        words = words[count:]
