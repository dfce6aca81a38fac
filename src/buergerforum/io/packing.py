"""Workbooks and Word documents as bytes: without the time at which they were made, and never on the disk in between."""

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl import Workbook

EPOCH = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - the earliest time a zip archive can hold, in no zone
_WRITTEN_AT = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def packed(book: "Workbook") -> bytes:
    """Return a workbook of tables as a file; the same workbook gives the same bytes.

    The library writes every sheet into the folder of the system for temporary files first, unpacked. Sheets hold data
    of people, and whoever is stopped in between leaves them there; so ours are written in memory.
    """
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    raw = io.BytesIO()
    archive = zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED)

    class InMemory(ExcelWriter):
        def write_worksheet(self, ws: Any) -> None:  # noqa: ANN401 - its own parts are in no description of its types
            writer: Any = WorksheetWriter(ws, out=io.BytesIO())
            writer.write()
            ws._rels = writer._rels  # noqa: SLF001 - what the library does with its own sheets
            archive.writestr(ws.path[1:], writer.read())
            self.manifest.append(ws)

    InMemory(book, archive).save()  # closes the archive
    return timeless(raw.getvalue())


def timeless(raw: bytes) -> bytes:
    """Pack a workbook, or a Word document, again without the time at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 0
            new.writestr(entry, _WRITTEN_AT.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(part.filename)))
    return out.getvalue()
