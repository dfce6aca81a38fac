"""Turn the rows of a form export or of a list of paper answers into answers.

Only the columns that have a meaning are looked at; names, addresses, contacts and remarks never leave the file
they came in. What cannot be read becomes blank, so that the rules put it before a person.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.frame.dates import read_birth
from buergerforum.model.applications import AGE_GROUP, Answer, Channel
from buergerforum.model.folding import folded

_CODE_LENGTH = 24
"""Longer than any code: somebody wrote a message into the field, which is not kept."""
_CHANNELS: Mapping[str, Channel] = {
    "web": Channel.WEB,
    "online": Channel.WEB,
    "internet": Channel.WEB,
    "papier": Channel.PAPER,
    "post": Channel.PAPER,
    "karte": Channel.PAPER,
    "antwortkarte": Channel.PAPER,
    "card": Channel.PAPER,
    "paper": Channel.PAPER,
    "telefon": Channel.PHONE,
    "telefonisch": Channel.PHONE,
    "phone": Channel.PHONE,
    "e mail": Channel.EMAIL,
    "email": Channel.EMAIL,
    "mail": Channel.EMAIL,
}
_TIME = r"(?:[T ,]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d+)?(?: Uhr)?)?$"
_DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})" + _TIME),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d{2})" + _TIME),
)
_YEAR = re.compile(r"(?:\d{1,2}\.\d{1,2}\.)?(?P<year>(?:18|19|20)\d{2})(?:-\d{2}-\d{2}(?: [\d:]+)?)?(?:\.0)?$")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("januar januari jan", "februar feb", "märz mrz", "april apr", "mai", "juni jun", "juli jul"),
            *("august aug", "september sept sep", "oktober okt", "november nov", "dezember dez"),
        ),
        1,
    )
    for name in names.split()
}
_SPELLED = re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>[A-Za-zäÄ]+)\.? (?P<rest>\d{4}.*)")
_SERIAL = re.compile(r"(?P<number>[3-6]\d{4})(?:\.\d+)?")
_EPOCH = dt.date(1899, 12, 30)
"""Day 0 of the day numbers of spreadsheets."""
_FIRST_PLAUSIBLE_YEAR = 2000
"""LimeSurvey writes 1980 where it must not keep the time of an answer."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table of answers, as far as this room needs to know it."""

    columns: Mapping[str, Sequence[str]]
    """Cells by heading, all of the same length."""
    rows: Sequence[int]
    """Row of each record as the spreadsheet counts."""
    channel: Channel
    """How answers of this table came in where no column says it."""


def read_answers(source: Source, found: Mapping[str, str], form: Sequence[str]) -> tuple[Answer, ...]:
    """Return the answers of a table.

    Parameters
    ----------
    source
        The table.
    found
        Heading by meaning, as :func:`~buergerforum.core.applications.headings.find_columns` returns it.
    form
        Features asked in the form.
    """
    blank = [""] * len(source.rows)
    cells = {meaning: source.columns[heading] for meaning, heading in found.items()}

    def column(meaning: str) -> Sequence[str]:
        return cells.get(meaning, blank)

    return tuple(
        Answer(
            row=row,
            channel=_CHANNELS.get(folded(column("channel")[i]), source.channel),
            code=loose_code(column("code")[i]),
            received=received_at(column("received")[i]),
            birth_year=birth_year_of(column("birth_year")[i]),
            sex=column("sex")[i],
            consent=column("consent")[i],
            values=tuple((feature, _feature(feature, i, column)) for feature in form),
            reference=column("reference")[i],
            available=column("available")[i],
            conflict=column("conflict")[i],
        )
        for i, row in enumerate(source.rows)
    )


def _feature(feature: str, place: int, column: Callable[[str], Sequence[str]]) -> str:
    """Return the answer to a question; for the age group what is known of the birth, as ISO date or year."""
    if feature != AGE_GROUP:
        return column(feature)[place]
    text = column("birth_year")[place]
    birth = read_birth(text)
    if birth is None or birth.latest is None:
        return str(birth_year_of(text) or "")
    return str(birth.year) if birth.partial else birth.latest.isoformat()


def loose_code(text: str) -> str:
    """Return what was typed as a code in capital letters and digits only.

    Examples
    --------
    >>> loose_code(" ab2c-d3ef ")
    'AB2CD3EF'
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in plain if character.isalnum())[:_CODE_LENGTH]


def received_at(text: str) -> str:
    """Return the day, and the time where it is stated, in ISO form; blank if it cannot be read.

    Also read are months in words, and the day numbers that spreadsheets make of dates.

    Examples
    --------
    >>> received_at("9.2.2024, 14:05 Uhr")
    '2024-02-09 14:05:00'
    >>> received_at("02/09/2024")
    ''
    """
    plain = text.strip()
    if (spelled := _SPELLED.match(plain)) and (month := _MONTHS.get(spelled["month"].casefold())):
        plain = f"{spelled['day']}.{month}.{spelled['rest']}"
    if serial := _SERIAL.fullmatch(plain):
        plain = (_EPOCH + dt.timedelta(int(serial["number"]))).isoformat()
    for pattern in _DAYS:
        if match := pattern.match(plain):
            return _written(match)
    return ""


def _written(match: re.Match[str]) -> str:
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    try:
        day = dt.date(year, int(match["month"]), int(match["day"]))
        if match["hour"] is None:
            time = ""
        else:
            time = f" {dt.time(int(match['hour']), int(match['minute']), int(match['second'] or 0)).isoformat()}"
    except ValueError:
        return ""
    return f"{day.isoformat()}{time}" if year >= _FIRST_PLAUSIBLE_YEAR else ""


def birth_year_of(text: str) -> int | None:
    """Return the year of a year or date of birth; None if it cannot be read.

    Examples
    --------
    >>> birth_year_of("03.11.1985"), birth_year_of("1985"), birth_year_of("85")
    (1985, 1985, None)
    """
    match = _YEAR.match(text.strip())
    return int(match["year"]) if match else None
