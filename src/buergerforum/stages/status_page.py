"""The state of a procedure as a workbook, and as one page for a browser that needs nothing else."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from buergerforum.errors import UsageError
from buergerforum.io.files import write_bytes
from buergerforum.io.workbooks import Cell, Sheet, write_workbook
from buergerforum.model.standing import Outlook, Standing
from buergerforum.stages.status_charts import days_chart, quotas_chart
from buergerforum.stages.status_tables import StatusTable, advice, tables
from buergerforum.texts import _, language, number, speaking

_STYLE = """
body { font-family: system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
svg { max-width: 100%; height: auto; font-family: inherit; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; }
th, td { border-bottom: 1px solid #ccc; padding: .25rem .75rem; text-align: left; }
td.figure { text-align: right; font-variant-numeric: tabular-nums; }
tr.marked { background: #fce9d9; }
"""


def write_status_workbook(path: Path, standing: Standing, outlook: Outlook | None, code: str) -> None:
    """Write all tables into a workbook, one sheet each.

    Parameters
    ----------
    path
        Ends in ``.xlsx``.
    standing, outlook
        How things stand, and what can still be done.
    code
        Language.

    Raises
    ------
    UsageError
        If the name has another ending.
    StorageError
        If it cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise UsageError(
            _("“{file}” would be no Excel workbook.").format(file=path.name),
            hint=_("Give it a name that ends in .xlsx."),
        )
    with speaking(code):
        sheets = [
            Sheet(one.title[:31].replace(":", ""), one.header, one.rows, (one.note,) if one.note else (), one.marked)
            for one in tables(standing, outlook)
        ]
    write_workbook(path, sheets)


def write_status_page(path: Path, name: str, standing: Standing, outlook: Outlook | None, code: str) -> None:
    """Write one self-contained page: pictures are part of it, and it fetches nothing.

    Parameters
    ----------
    path
        The page.
    name
        Of the procedure.
    standing, outlook
        How things stand, and what can still be done.
    code
        Language.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    with speaking(code):
        body = _body(name, standing, outlook)
        page = (
            f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(name)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
        )
    write_bytes(path, page.encode())


def _body(name: str, standing: Standing, outlook: Outlook | None) -> str:
    parts = [f"<h1>{escape(name)}</h1>"]
    if outlook is not None:
        parts += [f"<p>{escape(line)}</p>" for line in advice(outlook)]
    pictures = {
        _("Answers per day"): days_chart(standing.days) if standing.days else "",
        _("Pool and quotas"): quotas_chart(standing.quotas) if standing.quotas else "",
    }
    for one in tables(standing, outlook):
        parts.append(f"<h2>{escape(one.title)}</h2>")
        parts.append(pictures.get(one.title, ""))
        if one.note:
            parts.append(f"<p>{escape(one.note)}</p>")
        parts.append(_table(one))
    return "\n".join(part for part in parts if part)


def _table(one: StatusTable) -> str:
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in one.header)
    marks = ('<tr class="marked">' if place in one.marked else "<tr>" for place in range(len(one.rows)))
    rows = "\n".join(f"{mark}{_cells(row)}</tr>" for mark, row in zip(marks, one.rows, strict=True))
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _cells(row: Sequence[Cell]) -> str:
    return "".join(
        f'<td class="figure">{number(cell)}</td>' if isinstance(cell, int) else f"<td>{escape(cell or '')}</td>"
        for cell in row
    )
