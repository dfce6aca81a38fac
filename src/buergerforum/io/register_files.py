"""Files around the register: lists of the city, the key file that stays with the Meldebehörde, raw extracts."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.files import cannot_write, digest_file
from buergerforum.io.tables import Table, read_table, write_columns
from buergerforum.model.headings import missing_column
from buergerforum.model.record import FileDigest
from buergerforum.texts import _

DISTRICT_HEADER = ("subdistrict", "district")
SPECIAL_HEADER = ("street", "house_number", "postcode")
_GERMAN_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "subdistrict": ("unterbezirk", "statistischer unterbezirk"),
    "district": ("stadtbezirk",),
    "street": ("straße", "strasse"),
    "house_number": ("hausnummer",),
    "postcode": ("plz", "postleitzahl"),
}
_PRIVATE_MODE = 0o600


def read_districts(path: Path) -> tuple[dict[str, str], FileDigest]:
    """Read the list sub-district → district.

    Parameters
    ----------
    path
        A table with the columns ``subdistrict`` and ``district``, or Unterbezirk and Stadtbezirk.

    Raises
    ------
    InputError
        If it cannot be used, a sub-district stands there twice with different districts, or a cell is blank.
    """
    table = read_table(path)
    codes, names = _columns(table, DISTRICT_HEADER)
    problems: list[Problem] = []
    mapping: dict[str, str] = {}
    bare: dict[str, str] = {}
    for row, code, name in zip(table.rows, codes, names, strict=True):
        if not code or not name:
            problems.append(Problem(_("Sub-district or district is missing."), file=table.name, row=row))
            continue
        mapping[code] = name
        # A spreadsheet may have cut leading zeros off some codes, so 11 and 011 are the same one.
        if bare.setdefault(code.lstrip("0") if code.isdecimal() else code, name) != name:
            what = _("The sub-district {code} is there twice, with different districts.").format(code=code)
            problems.append(Problem(what, file=table.name, row=row, remedy=_("Leave the right one.")))
    if problems:
        raise InputError(problems)
    return mapping, table.digest


def read_special_addresses(path: Path) -> tuple[list[tuple[str, str, str]], FileDigest]:
    """Read the list of homes, halls and shelters: street, house number and postcode of each.

    Raises
    ------
    InputError
        If it cannot be used, or a street is missing.
    """
    table = read_table(path)
    columns = _columns(table, SPECIAL_HEADER)
    problems = [
        Problem(_("The street is missing."), file=table.name, row=row)
        for row, street in zip(table.rows, columns[0], strict=True)
        if not street
    ]
    if problems:
        raise InputError(problems)
    return list(zip(*columns, strict=True)), table.digest


def _columns(table: Table, wanted: Sequence[str]) -> tuple[list[str], ...]:
    headings = {heading.casefold(): heading for heading in table.header if heading}
    found = []
    problems = []
    for name in wanted:
        heading = next((headings[word] for word in (name, *_GERMAN_HEADINGS[name]) if word in headings), "")
        found.append(heading)
        if not heading:
            known = (name, *_GERMAN_HEADINGS[name])
            problems.append(missing_column(name, table.header, table.name, expected=known))
    if problems:
        raise InputError(problems)
    return tuple(table.columns[heading] for heading in found)


class KeyFile:
    """The file that says who is behind an id; it never enters the procedure folder and is never overwritten.

    It is written beside its place first, and put into place when the frame is there. If the command is stopped between
    the two, :meth:`recover` finishes.

    Parameters
    ----------
    path
        Where it shall lie.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._part = path.with_name(f".{path.name}.part")

    def check(self, forbidden: Path | None, extracts: Iterable[Path]) -> None:
        """Refuse a place in the procedure folder, a folder that is not there, and a file that is.

        Parameters
        ----------
        forbidden
            The procedure folder, or the folder of the result.
        extracts
            The raw files, which must not lie there either.

        Raises
        ------
        UsageError
            If names or addresses would come, or are, where they must not be.
        """
        if forbidden is not None:
            for path in (self.path, *extracts):
                if path.resolve().is_relative_to(forbidden.resolve()):
                    raise UsageError(
                        _("“{file}” lies in the folder of the procedure, where no names may be.").format(
                            file=path.name
                        ),
                        hint=_("Keep extract and key file in a folder of the Meldebehörde, outside of it."),
                    )
        if not self.path.parent.is_dir():
            raise UsageError(
                _("The folder for the key file is not there: “{folder}”.").format(folder=self.path.parent.name),
                hint=_("Make it first, or name another one with --key-file."),
            )
        if self.path.exists():
            raise UsageError(
                _("The key file “{file}” is there already.").format(file=self.path.name),
                hint=_("It belongs to an earlier frame and may still be needed. Choose another name with --key-file."),
            )

    def recover(self, committed: str) -> bool:
        """Put a finished key file into place that a stopped command left beside it.

        Parameters
        ----------
        committed
            SHA-256 of the key file of the frame that is there; blank if there is none.
        """
        if self.path.exists() or not self._belongs_to(committed):
            return False
        self.place()
        return True

    def _belongs_to(self, committed: str) -> bool:
        return self._part.is_file() and digest_file(self._part).sha256 == committed

    def write(self, header: Sequence[str], columns: Sequence[Sequence[str]]) -> FileDigest:
        """Write it beside its place, readable for nobody else.

        Raises
        ------
        StorageError
            If it cannot be written.
        """
        try:
            self._part.unlink(missing_ok=True)
            self._part.touch(_PRIVATE_MODE)
            write_columns(self._part, header, columns)
            with self._part.open("rb+") as file:
                os.fsync(file.fileno())
        except OSError as defect:
            raise cannot_write(self.path.name, defect) from defect
        return digest_file(self._part, self.path.name)

    def place(self) -> None:
        """Put it into place.

        Raises
        ------
        StorageError
            If the file system refuses.
        """
        try:
            self._part.rename(self.path)
        except OSError as defect:
            raise cannot_write(self.path.name, defect) from defect

    def discard_unless(self, committed: str) -> None:
        """Remove what was written beside its place, except if it is the key file of the frame that is there.

        Parameters
        ----------
        committed
            SHA-256 of that key file; blank if there is no frame.
        """
        if not self._belongs_to(committed):
            self._part.unlink(missing_ok=True)


def write_raw_extract(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write an extract as a Meldebehörde hands it out: UTF-8 with byte order mark, ``;``, every cell quoted, CRLF.

    Parameters
    ----------
    path
        The file.
    header
        Headings.
    rows
        Cells without quotation marks or line breaks.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            file.write(_quoted(header))
            file.writelines(map(_quoted, rows))
    except OSError as defect:
        raise cannot_write(path.name, defect) from defect


def _quoted(cells: Sequence[str]) -> str:
    return '"' + '";"'.join(cells) + '"\r\n'
