"""Filling in the list for review as a clerk does: in a spreadsheet, row by row."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from buergerforum.io.procedure import Procedure
from buergerforum.stages.judging import MergeOptions, plan_merge
from buergerforum.stages.merge import MergeReport, run_merge

REVIEW = "private/review.xlsx"


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a list by heading."""
    page = load_workbook(path).worksheets[0]
    header, *rows = page.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def fill_in(home: Procedure, to: Path, *decisions: dict[str, str]) -> Path:
    """Write decisions into a copy of the list, one per row; an empty one leaves its row open."""
    book = load_workbook(home.path(REVIEW))
    page = book.worksheets[0]
    places = {str(cell.value): place for place, cell in enumerate(page[1], 1)}
    for row, decision in enumerate(decisions, 2):
        for heading, text in decision.items():
            page.cell(row, places["value meant" if heading == "value" else heading], text)
    book.save(to)
    return to


def counts(**more: str) -> dict[str, str]:
    """Return a decision that the answer counts."""
    return {"decision": "counts", "reason": "asked by phone", "initials": "AB", **more}


def counts_not(**more: str) -> dict[str, str]:
    """Return a decision that the answer does not count."""
    return counts(decision="does not count", **more)


def take_in(home: Procedure, path: Path, again: str = "") -> MergeReport:
    """Merge with the list."""
    return run_merge(plan_merge(home, MergeOptions((), review=path), None, again))
