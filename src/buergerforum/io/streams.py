"""Tables that do not fit into memory, read in one pass: CSV in UTF-8, and Parquet where pyarrow is installed."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.columns import chunks_of_rows
from buergerforum.io.delimited import rows_of_text
from buergerforum.io.files import digest_file, read_bytes
from buergerforum.io.tables import Table, header_of
from buergerforum.model.record import FileDigest
from buergerforum.texts import _

_CHUNK = 50_000
_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Stream:
    """A table that is read once, a chunk at a time."""

    header: tuple[str, ...]
    """Headings, unique, as they stand."""
    chunks: Iterator[Table]
    """Each with all columns; rows are counted through the whole file, digests are those of nothing."""
    name: str
    """Of the file."""
    source: "_Digesting | Path"
    """What knows the digest."""

    def head(self) -> Table:
        """Return the table without any rows."""
        return Table(_nothing(self.name), self.header, {heading: [] for heading in self.header if heading}, ())

    def digest(self) -> FileDigest:
        """Return the digest of what was read; complete when the chunks are at their end."""
        return digest_file(self.source) if isinstance(self.source, Path) else self.source.digest(self.name)


def can_stream(path: Path) -> bool:
    """Whether a table can be read in one pass: anything but a workbook."""
    return not _begins(path, _ZIP)


def is_parquet(path: Path) -> bool:
    """Whether a file is a Parquet table."""
    return _begins(path, _PARQUET)


def _begins(path: Path, magic: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(magic)) == magic
    except OSError:
        return False  # whoever reads it says why


@contextmanager
def streamed(path: Path) -> Iterator[Stream]:
    """Open a table to be read in one pass.

    Parameters
    ----------
    path
        A CSV file in UTF-8, or a Parquet file.

    Raises
    ------
    InputError
        If the file is missing, empty, damaged or in another encoding.
    UsageError
        If it is a Parquet file and pyarrow is not installed.
    """
    if is_parquet(path):
        yield _of_parquet(path)
        return
    if not path.is_file():
        read_bytes(path)  # says why
    with path.open("rb", buffering=0) as raw:
        source = _Digesting(raw)
        text = io.TextIOWrapper(io.BufferedReader(source, 1 << 20), encoding="utf-8-sig", newline="")
        try:
            rows = rows_of_text(text, path.name)
            header_row, header = header_of(rows, path.name)
            chunks = chunks_of_rows(rows, header, header_row, path.name, _CHUNK)
            nothing = _nothing(path.name)
            tables = (Table(nothing, header, columns, numbers) for columns, numbers in chunks)
            yield Stream(header, tables, path.name, source)
        except UnicodeDecodeError as defect:
            raise InputError([_not_utf8(path.name)]) from defect


class _Digesting(io.RawIOBase):
    """A file whose bytes are digested as they pass; what is read twice counts once."""

    def __init__(self, raw: io.FileIO) -> None:
        self._raw = raw
        self._hash = hashlib.sha256()
        self._at = 0
        self._digested = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        number = self._raw.readinto(buffer) or 0
        fresh = self._at + number - self._digested
        if fresh > 0:
            self._hash.update(memoryview(buffer)[number - fresh : number])
            self._digested += fresh
        self._at += number
        return number

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        self._at = self._raw.seek(place, whence)
        return self._at

    def tell(self) -> int:
        return self._at

    def digest(self, name: str) -> FileDigest:
        return FileDigest(name, self._hash.hexdigest(), self._digested)


def _of_parquet(path: Path) -> Stream:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as absent:
        raise UsageError(
            _("“{file}” is a Parquet file; reading it needs the package pyarrow, which is not installed.").format(
                file=path.name
            ),
            hint=_('Install it with: pip install "buergerforum[parquet]", or save the table as CSV in UTF-8.'),
        ) from absent
    try:
        file = parquet.ParquetFile(path)
    except (ArrowException, OSError) as defect:
        problem = Problem(_("The Parquet file is damaged."), file=path.name, remedy=_("Export the table again."))
        raise InputError([problem]) from defect
    _row, header = header_of(iter([list(file.schema_arrow.names)]), path.name)
    return Stream(header, _batches(file, header, path.name), path.name, path)


def _batches(file: "object", header: tuple[str, ...], name: str) -> Iterator[Table]:
    import pyarrow as pa

    row = 2
    nothing = _nothing(name)
    for batch in file.iter_batches(batch_size=_CHUNK):  # type: ignore[attr-defined]
        columns = {
            heading: [(cell or "").strip() for cell in batch.column(place).cast(pa.string()).to_pylist()]
            for place, heading in enumerate(header)
            if heading
        }
        yield Table(nothing, header, columns, range(row, row + batch.num_rows))
        row += batch.num_rows


def _nothing(name: str) -> FileDigest:
    return FileDigest(name, "", 0)


def _not_utf8(name: str) -> Problem:
    return Problem(
        _("A table that is read in one pass must be text in UTF-8, and this one is not."),
        file=name,
        remedy=_("Save it as CSV (UTF-8), or leave --reserve out, so that it is read whole."),
    )
