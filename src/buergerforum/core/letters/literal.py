"""Texts that are never taken for markup, whatever stands in them.

Names, addresses and settings pass through a template and through Markdown on their way into a letter. On that way
each character of theirs is replaced by characters of a private use area that mean nothing to Markdown, and changed
back in the finished tree: a person may be called ``*``, ``<b>`` or ``{{``.
"""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache, lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from buergerforum.model.letters import Part
from buergerforum.texts import _

_START = "\U000f0100"
_PART = "\U000f0101"
_BYTES = [chr(0xF0000 + byte) for byte in range(256)]
_BACK = {0xF0000 + byte: byte for byte in range(256)}
_VEILED = re.compile("\U000f0100[\U000f0000-\U000f00ff]*")
_RESERVED = re.compile("[\U000f0000-\U0010ffff]")
_UNKNOWN = "\ufffd"
_SLOTS = 0x100000
_OFTEN = 1024
"""How many values are remembered: most of them are the same in all letters of a mailing."""


@lru_cache(_OFTEN)
def veiled(text: str) -> str:
    """Return a text so that no character of it means anything to Markdown.

    Parameters
    ----------
    text
        Any text; characters of the planes that are reserved here become U+FFFD.

    Examples
    --------
    >>> text, values = skeleton(veiled("*a*") + "*b*")
    >>> text.translate(values)
    '*a**b*'
    """
    raw = _RESERVED.sub(_UNKNOWN, text).encode("utf-8", "replace")
    return _START + "".join([_BYTES[byte] for byte in raw])


def written(value: object, language: str) -> str:
    """Return a value as a template writes it: veiled; dates in words.

    Parameters
    ----------
    value
        A text, a whole number, a date, or a part that the layout draws.
    language
        Of the letter, such as ``de``.

    Raises
    ------
    TypeError
        If it is anything else, such as a whole block of settings.
    """
    if isinstance(value, Part):
        return _PART + value.name
    if isinstance(value, dt.date):
        return veiled(in_words(value, language))
    if isinstance(value, bool) or not isinstance(value, str | int):
        # An unknown variable says its name when it is asked for its text.
        str(value)
        raise TypeError(_("only texts, whole numbers and dates can be inserted"))
    return veiled(str(value))


def with_weekday(day: object, language: str) -> str:
    """Return a date with its weekday, such as ``Samstag, 12. September 2026``.

    Raises
    ------
    TypeError
        If it is no date.
    """
    if not isinstance(day, dt.date):
        raise TypeError(_("only a date has a weekday"))
    return in_words(day, language, "full")


def with_separators(number: object, language: str) -> str:
    """Return a number with marks between thousands, such as ``2.000``.

    Raises
    ------
    TypeError
        If it is no whole number.
    """
    if not isinstance(number, int):
        raise TypeError(_("only a whole number has thousands"))
    return _separated(number, language)


@cache
def _separated(number: int, language: str) -> str:
    return format_decimal(number, locale=language)


@cache
def in_words(day: dt.date, language: str, form: str = "long") -> str:
    """Return a date as a letter has it, such as ``12. September 2026``, on one line.

    Parameters
    ----------
    day
        The date.
    language
        Of the letter.
    form
        ``long``, or ``full`` with the weekday.
    """
    return format_date(day, form, locale=language).replace(". ", ".\u00a0")


def part_in(text: str) -> Part | None:
    """Return the part that a line of a rendered template asks for, or None if it is text."""
    return Part[text[1:]] if text.startswith(_PART) and text[1:] in Part.__members__ else None


def skeleton(text: str) -> tuple[str, Mapping[int, str]]:
    """Return a rendered template with one placeholder per value, and what the placeholders stand for.

    Letters of one mailing differ in their values only: their skeletons are the same and need be understood once.

    Parameters
    ----------
    text
        Markdown in which values are veiled.

    Returns
    -------
    tuple
        The text, and the values as ``str.translate`` puts them back.
    """
    values: dict[int, str] = {}

    def slot(match: re.Match[str]) -> str:
        place = _SLOTS + len(values)
        values[place] = _unveiled(match[0])
        return chr(place)

    return _VEILED.sub(slot, text), values


@lru_cache(_OFTEN)
def _unveiled(text: str) -> str:
    return text[1:].translate(_BACK).encode("latin-1").decode("utf-8", "replace")


def places_in(text: str) -> tuple[int, ...]:
    """Return the placeholders in a part of a skeleton, in their order."""
    return tuple(ord(character) for character in text if ord(character) >= _SLOTS)
