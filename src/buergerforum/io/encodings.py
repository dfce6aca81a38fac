"""Bytes into text, with the evidence said aloud."""

import codecs

from buergerforum.errors import InputError, Problem
from buergerforum.texts import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def decode(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file and what had to be interpreted.

    A byte order mark decides; without one the text is UTF-8 if all of it is valid, else Windows-1252 (what German
    Excel writes), and that is said. Bytes that Windows-1252 does not know mean that the file is damaged.

    Raises
    ------
    InputError
        If the bytes are no text in any of these.
    """
    for mark, codec, shown in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(codec), ()
            except UnicodeDecodeError as defect:
                raise _damaged(raw, defect, name, shown) from defect
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as defect:
        if b"\0" in raw:
            raise _damaged(raw, defect, name, "UTF-8") from defect
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError as defect_too:
            raise _damaged(raw, defect_too, name, "UTF-8 / Windows-1252") from defect_too
        return text, (_("{file}: read as Windows-1252 (it is not valid UTF-8).").format(file=name),)
    if "\0" in text:
        raise InputError([_not_text(name)])
    return text, ()


def _not_text(name: str) -> Problem:
    return Problem(
        _("This is not a text file."),
        file=name,
        expected=_("a CSV or XLSX table"),
        remedy=_("Export the table again, as CSV (UTF-8) or as an Excel workbook (.xlsx)."),
    )


def _damaged(raw: bytes, defect: UnicodeDecodeError, name: str, codec: str) -> InputError:
    return InputError(
        [
            Problem(
                _("The file holds bytes that are no text in {codec}.").format(codec=codec),
                file=name,
                row=raw.count(b"\n", 0, defect.start) + 1,
                remedy=_("Export the table again, as CSV (UTF-8) or as an Excel workbook (.xlsx)."),
            )
        ]
    )
