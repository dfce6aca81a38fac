"""Lists to choose from, and lines of help, in the cells of a workbook."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from buergerforum.io.workbooks import Sheet
from buergerforum.texts import _

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

_TITLE = 32
_PROMPT = 255
"""Characters that spreadsheets show in the title and the text of a line of help."""


def offer(book: "Workbook", sheets: Sequence[Sheet]) -> None:
    """Add lists and help to the cells of a workbook that is filled already.

    The lists stand on a hidden sheet behind the others: inside the rule itself a spreadsheet takes at most 255
    characters and no comma.

    Parameters
    ----------
    book
        With one page per sheet, in their order.
    sheets
        What the pages were filled with.
    """
    from openpyxl.utils import get_column_letter, quote_sheetname

    lists = book.create_sheet(_("Lists"))
    lists.sheet_state = "hidden"
    used = 0
    for page, sheet in zip(book.worksheets, sheets, strict=False):
        last = sheet.top + max(len(sheet.rows) + sheet.spare, 1)
        for place, heading in enumerate(sheet.header):
            choices = sheet.choices[place] if sheet.choices else ()
            source = ""
            if choices:
                used += 1
                for row, choice in enumerate(choices, 1):
                    lists.cell(row, used, choice).data_type = "s"
                column = get_column_letter(used)
                source = f"{quote_sheetname(lists.title)}!${column}$1:${column}${len(choices)}"
            rule = _rule(heading, source, sheet.help[place] if sheet.help else "")
            if rule is not None:
                letter = get_column_letter(place + 1)
                rule.add(f"{letter}{sheet.top + 1}:{letter}{last}")
                page.add_data_validation(rule)


def _rule(heading: str, source: str, help_line: str) -> "DataValidation | None":
    """Return what is offered in a column; None: nothing."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if not source and not help_line:
        return None
    rule = DataValidation(type="list", formula1=source, allow_blank=True) if source else DataValidation()
    if help_line:
        rule.promptTitle, rule.prompt = heading[:_TITLE], help_line[:_PROMPT]
        rule.showInputMessage = True
    if source:
        rule.errorTitle, rule.error = heading[:_TITLE], _("Please choose from the list.")
        rule.showErrorMessage = True
        rule.errorStyle = "warning"  # a card may say what no list foresaw
    return rule
