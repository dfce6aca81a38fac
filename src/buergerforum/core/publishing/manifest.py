"""The manifest of what is published: every file with its digest, and what binds it to the journal."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from buergerforum.core.record.canonical import Json, canonical_json, readable_json, sha256_hex
from buergerforum.core.record.seal import listed_files
from buergerforum.model import places
from buergerforum.model.record import FORMAT, FileDigest

README = "README.txt"


class Level(StrEnum):
    """Who a publication is for."""

    AUDITORS = "auditors"
    """Everything but names and contacts; for people who are bound to secrecy."""
    PUBLIC = "public"
    """No attribute of any single person."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a published folder says of itself."""

    level: str
    """Who it is for."""
    name: str
    """Of the forum, and its city."""
    salt: str
    """Commitment to the salt of the ids."""
    files: tuple[FileDigest, ...]
    """Every file but the manifest, sorted by name."""

    def contents(self) -> str:
        """Return the digest that the journal keeps: over all files but the journal itself and the explanation."""
        counted = [one for one in self.files if one.name not in (places.JOURNAL, README)]
        return contents_digest(counted)


def contents_digest(files: Sequence[FileDigest]) -> str:
    """Return the SHA-256 over the canonical list of files."""
    return sha256_hex(canonical_json(listed_files(sorted(files))))


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the one written form of a manifest."""
    document: dict[str, Json] = {
        "format": FORMAT,
        "level": manifest.level,
        "name": manifest.name,
        "salt": manifest.salt,
        "contents": manifest.contents(),
        "files": listed_files(manifest.files),
    }
    return readable_json(document)


def read_manifest(raw: bytes) -> Manifest | None:
    """Return the manifest that a file holds; None: it is none, or not in its one form."""
    try:
        found = json.loads(raw)
        files = tuple(FileDigest(str(one["name"]), str(one["sha256"]), int(one["size"])) for one in found["files"])
        made = Manifest(str(found["level"]), str(found["name"]), str(found["salt"]), files)
        return made if manifest_bytes(made) == raw else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
