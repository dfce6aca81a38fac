"""Dates of birth as registers hold them, and the age that surely has been reached.

Read are ``dd.mm.yyyy``, ISO, ``yyyymmdd`` and the day numbers of spreadsheets; blanks do not matter.
Registers also hold **partial** dates, ``00.00.1950``, ``xx.05.1950``, ``05.1950`` or ``1950``, mostly of people born
abroad: they stay, with the youngest age that is possible, that is, as if born on the last day of what is known. Leaving
them out would leave out migrants. Years of two digits are no dates, as nobody could tell 1925 from 2025; nor is
``5/3/1950``, which is another day in America.
"""

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

OLDEST = 120
"""Years; a higher age is taken for a mistake in the date."""

_FORMS = (
    re.compile(r"(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})(?:T?00:00(?::00(?:\.0+)?)?)?)?"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
)
_NOT_KNOWN = re.compile(r"(?<!\d)[xX?*_]{1,2}(?=\.)|(?<=-)[xX?*_]{1,2}|(?<!\d)--?(?=\.)")
"""What stands for a day or month that nobody knows, besides zeros."""
_NUMBER = re.compile(r"(?P<number>\d{4,5})(?:\.0+)?")
_YEARS = range(1850, 2101)
"""A number of four digits in this range is a year, any other number the day number of a spreadsheet."""
_SPREADSHEET_EPOCH = dt.date(1899, 12, 30)
"""Day 0 of the day numbers from March 1900 on (before, spreadsheets count a 29 February 1900 that never was)."""


@dataclass(frozen=True, slots=True)
class Birth:
    """What is known of a date of birth."""

    year: int | None
    """None: nothing is known."""
    latest: dt.date | None
    """The last day on which the birth can have been; None: nothing is known."""
    partial: bool
    """Whether day, month or year are not known."""


UNKNOWN = Birth(None, None, partial=True)


def read_birth(text: str) -> Birth | None:
    """Read a date of birth.

    Parameters
    ----------
    text
        The cell, without surrounding blanks.

    Returns
    -------
    Birth or None
        None if this is no date.

    Examples
    --------
    >>> read_birth("00.05.1950").latest, read_birth("19500000").latest, read_birth("31.02.1950")
    (datetime.date(1950, 5, 31), datetime.date(1950, 12, 31), None)
    """
    text = _NOT_KNOWN.sub("00", "".join(text.split()))
    if not text.strip("0.-"):
        return UNKNOWN
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _birth(int(match["year"]), int(match["month"]), int(match["day"] or 0))
    if match := _NUMBER.fullmatch(text):
        number = int(match["number"])
        if number in _YEARS and text.isdecimal():
            return _birth(number, 0, 0)
        day = _SPREADSHEET_EPOCH + dt.timedelta(number)
        return Birth(day.year, day, partial=False)
    return None


def _birth(year: int, month: int, day: int) -> Birth | None:
    """Return what the numbers say; zero means unknown, and a day without a month says nothing."""
    if month > 12 or (year not in _YEARS and (year or month or day)):
        return None
    if not year:
        return UNKNOWN
    if not month:
        return Birth(year, dt.date(year, 12, 31), partial=True) if day <= 31 else None
    last = calendar.monthrange(year, month)[1]
    if day > last:
        return None
    return Birth(year, dt.date(year, month, day or last), partial=not day)


def age_on(birth: dt.date, day: dt.date) -> int:
    """Return completed years on a day; negative before birth.

    Examples
    --------
    >>> age_on(dt.date(2008, 2, 29), dt.date(2024, 2, 28)), age_on(dt.date(2008, 2, 29), dt.date(2025, 3, 1))
    (15, 17)
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def age_group(age: int, bounds: Sequence[int], minimum: int) -> str:
    """Return the name of the group that an age belongs to.

    Parameters
    ----------
    age
        At least `minimum`.
    bounds
        Lowest age of each group, ascending; the first is not above `minimum`.
    minimum
        Lowest age in the frame: no group claims to reach below it.

    Examples
    --------
    >>> [age_group(age, (16, 30, 75), 18) for age in (18, 29, 30, 99)]
    ['18-29', '18-29', '30-74', '75+']
    """
    following = [bound for bound in bounds if bound > age]
    lowest = max([minimum, *(bound for bound in bounds if bound <= age)])
    return f"{lowest}-{following[0] - 1}" if following else f"{lowest}+"
