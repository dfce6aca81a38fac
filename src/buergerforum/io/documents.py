"""Documents as PDF/UA and as plain text; as pages see :mod:`buergerforum.io.pages`.

The layout (``data/document.typ``) is a program of ours; documents reach it as data and are never read as Typst. The
only date is that of the document, so that the same document has the same bytes.
"""

import json
import textwrap
from collections.abc import Iterator

from buergerforum.errors import InputError, Problem
from buergerforum.io.compiling import Layout, compiled
from buergerforum.io.qr_codes import qr_code
from buergerforum.io.typeface import said_missing
from buergerforum.io.typesetting import Data
from buergerforum.model.documents import (
    Document,
    Figure,
    Grid,
    Heading,
    Part,
    Points,
    QrCode,
    Signatures,
    Verbatim,
    Words,
)

_WIDTH = 78
_LINE = "_" * 34


def document_pdf(document: Document) -> bytes:
    """Return a document as PDF/UA-1, tagged and in its language.

    Raises
    ------
    InputError
        If it holds characters that the typeface lacks.
    """
    data = {
        "title": document.title,
        "subtitle": document.subtitle,
        "language": document.language,
        "parts": [_part(part) for part in document.parts],
    }
    written = json.dumps(data, ensure_ascii=False)
    if lacking := said_missing("".join(_texts(document))):
        raise InputError([Problem(lacking)])
    return compiled(Layout("document.typ", document.date), written)


def document_text(document: Document) -> str:
    """Return a document as plain text; pictures are told by their alternative texts."""
    lines = [document.title, "=" * len(document.title), document.subtitle, ""]
    for part in document.parts:
        lines += [*_lines(part), ""]
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _part(part: Part) -> Data:
    match part:
        case Heading():
            return ["heading", part.text, part.level]
        case Words():
            return ["words", part.text, part.strong]
        case Points():
            return ["points", list(part.items)]
        case Verbatim():
            return ["verbatim", part.text, part.label]
        case Grid():
            return ["grid", list(part.header), [list(row) for row in part.rows], part.caption, part.source]
        case Figure():
            return ["figure", part.svg, part.alt, part.caption, part.source]
        case QrCode():
            return ["qr", qr_code(part.content), part.alt]
        case Signatures():
            return ["signatures", list(part.labels)]


def _texts(document: Document) -> Iterator[str]:
    yield document.title
    yield document.subtitle
    for part in document.parts:
        match part:
            case Heading() | Words() | Verbatim():
                yield part.text
            case Points():
                yield from part.items
            case Grid():
                yield part.caption
                for row in (part.header, *part.rows):
                    yield from row
            case Figure():
                yield part.caption
            case Signatures():
                yield from part.labels


def _lines(part: Part) -> list[str]:
    match part:
        case Heading():
            return [part.text, ("=" if part.level == 1 else "-") * len(part.text)]
        case Words():
            return [line for text in part.text.split("\n") for line in _filled(text)]
        case Points():
            return [line for item in part.items for line in _filled(item, "* ", "  ")]
        case Verbatim():
            return [*([f"{part.label}:"] if part.label else []), f"    {part.text}"]
        case Grid():
            return _table(part)
        case Figure():
            return _filled(f"[{part.alt}]")
        case QrCode():
            return []
        case Signatures():
            return [line for label in part.labels for line in ("", _LINE, label)]


def _filled(text: str, first: str = "", rest: str = "") -> list[str]:
    made = textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
    return made or [""]


def _table(part: Grid) -> list[str]:
    rows = [list(map(str, row)) for row in (part.header, *part.rows)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(part.header))]
    told = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    told.insert(1, "  ".join("-" * width for width in widths))
    return [*([part.caption] if part.caption else []), *told]
