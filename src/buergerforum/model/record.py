"""What the procedure writes down: digests of files, the receipt of a stage, an entry of the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMAT = 1
"""Number of the written form of receipts and journal; older forms stay readable."""


@dataclass(frozen=True, slots=True, order=True)
class FileDigest:
    """A file, as far as a receipt knows it."""

    name: str
    """Path inside the procedure folder with ``/``, or the bare file name for a file from elsewhere."""
    sha256: str
    """64 hexadecimal digits over the bytes."""
    size: int
    """Bytes."""


Option = str | int | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a stage did: enough to do it again and compare."""

    stage: str
    """Name of the command."""
    options: Mapping[str, Option]
    """Everything that was chosen; no path of a machine, no personal data."""
    inputs: tuple[FileDigest, ...]
    """What was read."""
    outputs: tuple[FileDigest, ...] = ()
    """What was written, without the receipt itself; filled in when the outputs are sealed."""
    seed: str | None = None
    """The public seed, where one was used."""
    figures: Mapping[str, Option] = field(default_factory=dict)
    """Counts worth publishing: totals only, never a small cell."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Of Python, this toolkit and the solver."""
    withheld: str = ""
    """Blank: this is the whole receipt. Otherwise this is what was published of it, and that is its SHA-256."""
