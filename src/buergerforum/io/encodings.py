"""Bytes into text, with the evidence said aloud."""

import codecs
import re

from buergerforum.errors import InputError, Problem
from buergerforum.texts import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

_LINE_END = re.compile("\r\n|\r|\n")


def decode(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file and what had to be interpreted.

    A byte order mark decides; without one the text is UTF-8 if all of it is valid, else Windows-1252 (what German
    Excel writes), and that is said. Bytes that Windows-1252 does not know mean that the file is damaged; zero bytes,
    that it is no text at all.

    Raises
    ------
    InputError
        If the bytes are no text in any of these.
    """
    text, notes = _decoded(raw, name)
    if "\0" in text:
        raise InputError([_not_text(name)])
    return text.lstrip("\ufeff"), notes


def _decoded(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    for mark, codec, shown in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(codec), ()
            except UnicodeDecodeError as defect:
                raise _damaged(defect, name, shown) from defect
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError as defect:
        if b"\0" in raw:
            raise InputError([_not_text(name)]) from defect
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError as defect_too:
            raise _damaged(defect_too, name, "UTF-8 / Windows-1252") from defect_too
        return text, (_("{file}: read as Windows-1252 (it is not valid UTF-8).").format(file=name),)


def _not_text(name: str) -> Problem:
    return Problem(
        _("This is not a text file."),
        file=name,
        remedy=_remedy(),
    )


def _remedy() -> str:
    return _("Save it again as text in UTF-8; a table as CSV (UTF-8) or as an Excel workbook (.xlsx).")


def _damaged(defect: UnicodeDecodeError, name: str, codec: str) -> InputError:
    before = defect.object[: defect.start].decode(defect.encoding, "ignore")
    return InputError(
        [
            Problem(
                _("The file holds bytes that are no text in {codec}.").format(codec=codec),
                file=name,
                row=len(_LINE_END.findall(before)) + 1,
                remedy=_remedy(),
            )
        ]
    )
