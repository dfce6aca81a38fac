"""The digest of a seal: the one line that is published before chance decides."""

from collections.abc import Mapping, Sequence

from buergerforum.core.record.canonical import Json, canonical_json, sha256_hex
from buergerforum.model.record import FileDigest


def listed_files(files: Sequence[FileDigest]) -> list[Json]:
    """Return files as a seal lists them, in their order."""
    return [{"name": one.name, "sha256": one.sha256, "size": one.size} for one in files]


def seal_digest(files: Sequence[FileDigest], options: Mapping[str, Json]) -> str:
    """Return the SHA-256 over the canonical JSON of ``{"files": […], "options": {…}}``.

    Parameters
    ----------
    files
        Everything that the draw follows from, but for the seed.
    options
        Every choice that the draw follows from.
    """
    return sha256_hex(canonical_json({"files": listed_files(files), "options": options}))
