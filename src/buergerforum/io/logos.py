"""The picture in the letterhead: SVG or PNG, small, and without anything that points elsewhere."""

import re
from pathlib import Path

from buergerforum.errors import InputError, Problem
from buergerforum.io.files import read_bytes
from buergerforum.texts import _

LARGEST = 500_000
"""Bytes: the picture is part of every document."""
_PNG = b"\x89PNG\r\n\x1a\n"
_OUTSIDE = re.compile(
    rb"""(href\s*=\s*["'](?!#|data:)|url\(\s*["']?(?!#|data:)|<!ENTITY|<script|<foreignObject)""", re.IGNORECASE
)


def read_logo(path: Path) -> bytes:
    """Return the bytes of a picture that may stand in the letterhead.

    Parameters
    ----------
    path
        An SVG or PNG file.

    Raises
    ------
    InputError
        If it is missing, too large, neither SVG nor PNG, or points to something outside itself.
    """
    raw = read_bytes(path)
    if len(raw) > LARGEST:
        raise _refused(
            path,
            _("The logo is too large."),
            found=_("{number} kB").format(number=len(raw) // 1000),
            expected=_("at most {number} kB").format(number=LARGEST // 1000),
        )
    if raw.startswith(_PNG):
        return raw
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if "<svg" not in text[:2000]:
        raise _refused(path, _("The logo is neither SVG nor PNG."))
    if _OUTSIDE.search(raw):
        raise _refused(path, _("The logo points to something outside itself, or holds a program."))
    return text.encode()


def _refused(path: Path, what: str, found: str = "", expected: str = "") -> InputError:
    return InputError([Problem(what, file=path.name, column="letters.logo", found=found, expected=expected)])
