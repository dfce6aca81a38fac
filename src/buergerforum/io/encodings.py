"""Bytes into text, with the evidence said aloud."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from buergerforum.errors import InputError, Problem
from buergerforum.texts import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_BLOCK = 1 << 20
"""Bytes that are looked at together."""
_ODD_IN_A_WORD = re.compile(rb"[A-Za-z\xc0-\xff][\xa6\xa8\xb8\xbc\xbd\xbe]|[\xa6\xa8\xb8\xbc\xbd\xbe][A-Za-z\xc0-\xff]")
"""¦ ¨ ¸ ¼ ½ ¾ in Windows-1252 and Latin-1, where nobody writes them beside a letter; Š š ž Œ œ Ÿ in ISO-8859-15. (Of
´, which is Ž there, nothing follows: it often serves as an apostrophe.)"""
_ONLY_WINDOWS = re.compile(rb"[\x80-\x9f]")
"""Quotation marks, dashes and the like in Windows-1252; control characters in ISO-8859-15."""

_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file are to be read."""

    codec: str
    """As Python calls it."""
    skipped: int
    """Bytes before the text: byte order marks."""
    notes: tuple[str, ...]
    """What had to be interpreted."""


def decode(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file and what had to be interpreted, as :func:`encoding_of` says.

    Raises
    ------
    InputError
        If the bytes are no text.
    """
    found = encoding_of(raw, name)
    return raw[found.skipped :].decode(found.codec), found.notes


def text_file(raw: bytes, name: str) -> tuple[io.TextIOWrapper, tuple[str, ...]]:
    """Return the text of a file, to be read little by little, and what had to be interpreted.

    Raises
    ------
    InputError
        If the bytes are no text.
    """
    found = encoding_of(raw, name)
    file = io.BytesIO(raw)
    file.seek(found.skipped)
    return io.TextIOWrapper(file, found.codec, newline=""), found.notes


def encoding_of(raw: bytes, name: str) -> Encoding:
    """Say how bytes are to be read; all of them are looked at.

    A byte order mark decides; without one the text is UTF-8 if all of it is valid. Else it is ISO-8859-15 if it holds
    what only this encoding explains (see the constants of this module), else Windows-1252, which is what German Excel
    writes; either is said. Bytes that Windows-1252 does not know mean that the file is damaged; zero bytes, that it is
    no text at all.

    Raises
    ------
    InputError
        If the bytes are no text in any of these.
    """
    for mark, codec, shown in _MARKS:
        if raw.startswith(mark):
            return _checked(raw, Encoding(codec, 0, ()), name, shown)
    try:
        return _checked(raw, Encoding("utf-8", 0, ()), name, "UTF-8")
    except _NotThisError:
        if b"\0" in raw:
            raise _not_text(name) from None
    if not _ONLY_WINDOWS.search(raw) and (evidence := _ODD_IN_A_WORD.search(raw)):
        return Encoding("iso8859-15", 0, (_latin_said(raw, evidence.start(), name),))
    note = _("{file}: read as Windows-1252 (it is not valid UTF-8).").format(file=name)
    return _checked(raw, Encoding("cp1252", 0, (note,)), name, "UTF-8 / Windows-1252")


def _latin_said(raw: bytes, place: int, name: str) -> str:
    said = _(
        "{file}: read as ISO-8859-15 (it is not valid UTF-8, and row {row} holds letters that only this encoding has)."
    )
    return said.format(file=name, row=_row(raw[:place].decode("latin-1")))


class _NotThisError(InputError):
    """The bytes are no text in the encoding that was tried."""


def _checked(raw: bytes, found: Encoding, name: str, shown: str) -> Encoding:
    """Look at all bytes without keeping their text: it may be several times as long."""
    blocks = _blocks(raw, found.codec, name, shown)
    beginning = next(blocks, "")
    nothing = "\0" in beginning
    for block in blocks:
        nothing = nothing or "\0" in block
    if nothing:
        raise _not_text(name)
    marks = beginning[: len(beginning) - len(beginning.lstrip("\ufeff"))]
    return Encoding(found.codec, len(marks.encode(found.codec)), found.notes)


def _blocks(raw: bytes, codec: str, name: str, shown: str) -> Iterator[str]:
    reader = codecs.getincrementaldecoder(codec)()
    view = memoryview(raw)
    for start in range(0, len(raw), _BLOCK):
        try:
            yield reader.decode(view[start : start + _BLOCK], final=start + _BLOCK >= len(raw))
        except UnicodeDecodeError:
            raise _damaged(raw, codec, name, shown) from None


def _damaged(raw: bytes, codec: str, name: str, shown: str) -> InputError:
    try:
        before = raw.decode(codec)
    except UnicodeDecodeError as defect:
        before = raw[: defect.start].decode(codec, "ignore")
    what = _("The file holds bytes that are no text in {codec}.").format(codec=shown)
    return _NotThisError([Problem(what, file=name, row=_row(before), remedy=_remedy())])


def _row(before: str) -> int:
    return len(_LINE_END.findall(before)) + 1


def _not_text(name: str) -> InputError:
    return InputError([Problem(_("This is not a text file."), file=name, remedy=_remedy())])


def _remedy() -> str:
    return _("Save it again as text in UTF-8; a table as CSV (UTF-8) or as an Excel workbook (.xlsx).")
