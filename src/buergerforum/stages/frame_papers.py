"""What ``forum frame`` writes down beside the frame: the protocol, and the list of rows to be looked at."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from buergerforum.core.frame.disclosure import Hit
from buergerforum.core.frame.protocol import Protocol
from buergerforum.errors import InputError, Problem
from buergerforum.io.files import write_bytes
from buergerforum.io.problem_lists import needs_a_list, write_problems
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.model.record import Option
from buergerforum.texts import _

PROTOCOL = "protocol.txt"
PROTOCOL_WORKBOOK = "protocol.xlsx"


def write_protocol(folder: Path, written: Protocol) -> None:
    """Write the protocol as a text and as a workbook.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    write_bytes(folder / PROTOCOL, written.text().encode())
    header = (_("Number of hits"), _("Number"))
    rows = [(hit.text, hit.said if hit.count is None else hit.count) for hit in written.hits]
    notes = (written.title, *written.heading(), "", *written.remarks)
    write_workbook(folder / PROTOCOL_WORKBOOK, [Sheet(_("Protocol"), header, rows, notes)])


def figures_of(found: Sequence[Hit]) -> dict[str, Option]:
    """Return the figures as the receipt has them: none of them small."""
    return {hit.name: hit.code if hit.count is None else hit.count for hit in found}


def rows_list(key: Path) -> Path:
    """Return where the list of rows lies: beside the key file, where only the Meldebehörde sees it."""
    return key.with_name(f"{key.stem}-rows.xlsx")


def write_rows(path: Path, problems: Sequence[Problem]) -> bool:
    """Write the list of rows to be looked at, if there are any; return whether there are.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    if problems:
        write_problems(path, _("Rows of the register to be looked at; stays at the Meldebehörde"), problems)
    return bool(problems)


@contextmanager
def problems_listed(path: Path) -> Iterator[None]:
    """If the extract cannot be used, and a message cannot name all rows concerned, list them, and say where."""
    try:
        yield
    except InputError as error:
        if not needs_a_list(error.problems):
            raise
        write_rows(path, error.problems)
        hint = _("All rows are listed in “{file}”, beside the place of the key file.").format(file=path.name)
        raise InputError(error.problems, hint=f"{error.hint} {hint}".strip()) from error
