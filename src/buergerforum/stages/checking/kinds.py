"""What kind of file this is, by its name and its headings; contents do not matter."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from buergerforum.core.applications.headings import find_columns
from buergerforum.core.frame.extract import MEANINGS
from buergerforum.core.frame.headings import find_headings
from buergerforum.core.frame.residents import KEY_HEADER
from buergerforum.errors import InputError, UsageError
from buergerforum.io.encodings import decode
from buergerforum.io.files import read_bytes
from buergerforum.io.tables import read_header
from buergerforum.model.applications import Layout
from buergerforum.model.checking import FileKind
from buergerforum.model.headings import bare
from buergerforum.texts import _

_QUOTA_KEY = re.compile(r"^features\s*:", re.MULTILINE)
_MOST_OF_A_LIST = 4
"""Columns of a list of districts or addresses; a register has more."""
_LIKELY_EXTRACT = 6
"""So many columns with usual meanings make a table an extract, complete or not."""
_ENDINGS = {
    ".j2": FileKind.TEMPLATE,
    ".jsonl": FileKind.JOURNAL,
}


def kind_of(path: Path, layout: Layout | None = None) -> FileKind:
    """Recognise a file.

    Parameters
    ----------
    path
        The file.
    layout
        Headings of the form, where ``forum.yaml`` names them.

    Raises
    ------
    InputError
        If it cannot be read.
    UsageError
        If it is none of the files that the toolkit reads.
    """
    ending = path.suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if ending in {".yaml", ".yml"}:
        text, _notes = decode(read_bytes(path), path.name)
        return FileKind.QUOTAS if _QUOTA_KEY.search(text) else FileKind.SETTINGS
    if ending == ".json":
        found = FileKind.RECEIPT if b'"stage"' in read_bytes(path) else None
    else:
        found = _recognised(path, layout)
    if found is None:
        raise UsageError(
            _("“{file}” is not recognised.").format(file=path.name),
            hint=_("Say what it is: --as KIND, one of {kinds}.").format(kinds=", ".join(FileKind)),
        )
    return found


def _recognised(path: Path, layout: Layout | None) -> FileKind | None:
    header = read_header(path)
    return _by_headings(header) or _by_meanings(header, layout or Layout({}, ()))


def _by_headings(header: Sequence[str]) -> FileKind | None:
    """Recognise the tables that the toolkit writes, and those with few fixed columns."""
    names = {bare(heading) for heading in header if heading}
    signs: tuple[tuple[Collection[str], FileKind], ...] = (
        (("first", "last", "members"), FileKind.LOTTERY),
        (("id", "optimal", "lots", "chance"), FileKind.PROBABILITIES),
        (("min", "max"), FileKind.QUOTAS),
        (tuple(map(bare, KEY_HEADER)), FileKind.KEY),
        (("id", "ticket", "wave", "chance"), FileKind.INVITEES),
        (("id", "agegroup", "sex", "household"), FileKind.FRAME),
        (("id", "agegroup", "sex", "specialaddress"), FileKind.FRAME),
    )
    for wanted, kind in signs:
        if names.issuperset(wanted):
            return kind
    if names == {"id", "code"}:
        return FileKind.CODES
    if len(names) <= _MOST_OF_A_LIST:
        if names & {"subdistrict", "unterbezirk", "statistischerunterbezirk"} and names & {"district", "stadtbezirk"}:
            return FileKind.DISTRICTS
        if names & {"street", "strasse"} and names & {"postcode", "plz", "postleitzahl"}:
            return FileKind.SPECIAL
    return None


def _by_meanings(header: Sequence[str], layout: Layout) -> FileKind | None:
    """Recognise the tables of others: extracts and answers; at last whatever has ids."""
    if _meanings_found(header) >= _LIKELY_EXTRACT:
        return FileKind.EXTRACT
    try:
        find_columns(header, Layout(layout.columns, ()), "")
    except InputError:
        pass
    else:
        return FileKind.ANSWERS
    names = {bare(heading) for heading in header}
    has_ids = names & {"id", "pid"} or any(heading.casefold().endswith("_id") for heading in header)
    of_ours = "reason" in names  # a list of answers that were rejected, or wait for somebody
    return FileKind.POOL if has_ids and not of_ours else None


def _meanings_found(header: Sequence[str]) -> int:
    """Count the meanings of an extract that have a column, one by one, so that a missing one hides no others."""
    count = 0
    for meaning in MEANINGS:
        named = {other: None if other == meaning else "" for other in MEANINGS}
        try:
            count += bool(find_headings(header, named, "").found)
        except InputError:
            continue
    return count
