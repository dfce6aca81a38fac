"""What the toolkit says, in the language of the reader.

The source language is English; ``locale/de`` holds the complete German catalogue. The language of
messages is that of ``FORUM_LANG``, else of the system (``de…`` is German), else English. Documents for
officials follow ``forum.yaml`` instead: wrap their making in :func:`speaking`.

Write ``_("… {name} …").format(name=…)``, never an f-string, so that the text can be looked up.
"""

import gettext
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("de", "en")
_LONG_NUMBER = re.compile(r"\d{4}")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)")

_spoken: ContextVar[str] = ContextVar("spoken", default="")


def _system_language() -> str:
    if sys.platform == "win32":  # pragma: no cover - Windows only
        import ctypes
        import locale

        code = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return locale.windows_locale.get(code, "")
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value
    return ""


@cache
def _preferred() -> str:
    wish = os.environ.get("FORUM_LANG") or _system_language()
    return "de" if wish.lower().startswith("de") else "en"


def language() -> str:
    """Return the language spoken at this point, ``de`` or ``en``."""
    return _spoken.get() or _preferred()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language inside the ``with`` block.

    Parameters
    ----------
    code
        One of :data:`LANGUAGES`.
    """
    token = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(token)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation("buergerforum", Path(__file__).parent / "locale", [code])


def _(message: str) -> str:
    """Return the message in the language spoken."""
    return _catalogue(language()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of the message that goes with the number, in the language spoken."""
    return _catalogue(language()).ngettext(singular, plural, number)


def listed(words: list[str] | tuple[str, ...], limit: int = 12) -> str:
    """Join words with commas; beyond `limit` only say how many more there are."""
    shown = ", ".join(words[:limit])
    if len(words) <= limit:
        return shown
    return _("{shown} … and {more} more").format(shown=shown, more=len(words) - limit)


def headings_said(header: Sequence[str]) -> str:
    """Return the headings of a table for a message, but not if the first row looks like somebody's data.

    A table without headings has a person in its first row. Headings have no long numbers and no @; names have not
    either, but a row about a person hardly ever has nothing but names.
    """
    shown = tuple(heading for heading in header if heading)
    if any("@" in heading or _LONG_NUMBER.search(heading) or heading.isdigit() for heading in shown):
        return _("a first row that looks like data, not like headings")
    return listed(shown)


def number(value: float, places: int = 0) -> str:
    """Return a number as the language spoken writes it: 612,065 or 612.065.

    Parameters
    ----------
    value
        The number.
    places
        How many digits after the decimal point.
    """
    written = f"{value:,.{places}f}"
    return written.translate({ord(","): ".", ord("."): ","}) if language() == "de" else written


def moment(written: str) -> str:
    """Return a time of the journal as people read it, to the minute: 2026-11-22, 21:25 or 22.11.2026, 21:25.

    Parameters
    ----------
    written
        ISO 8601; anything else is returned as it is.
    """
    found = _MOMENT.match(written)
    if not found:
        return written
    year, month, day, time = found.groups()
    return f"{day}.{month}.{year}, {time}" if language() == "de" else f"{year}-{month}-{day}, {time}"
