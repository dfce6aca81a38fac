from buergerforum.core.audit.publication import journaled
from buergerforum.core.publishing.manifest import Level, Manifest, manifest_bytes, read_manifest
from buergerforum.core.record.canonical import Json
from buergerforum.core.record.journal import Entry
from buergerforum.model.audit import Verdict
from buergerforum.model.record import FileDigest

FILES = (FileDigest("lottery/lottery.csv", "a1" * 32, 219), FileDigest("selection/panel.csv", "b2" * 32, 40))
MANIFEST = Manifest(Level.PUBLIC.value, "Forum, Stadt", "c3" * 32, FILES)
TOLD: dict[str, Json] = {
    "contents": {"public": MANIFEST.contents(), "auditors": "00" * 32},
    "salt": MANIFEST.salt,
    "name": MANIFEST.name,
}
JOURNAL = [Entry(1, "", "2026-09-01T09:00:00+00:00", "publish", TOLD)]


def test_a_manifest_is_read_as_it_was_written() -> None:
    assert read_manifest(manifest_bytes(MANIFEST)) == MANIFEST
    assert [one.verdict for one in journaled(MANIFEST, JOURNAL)] == [Verdict.OK]


def test_every_flipped_bit_of_a_manifest_is_noticed() -> None:
    raw = manifest_bytes(MANIFEST)
    for place in range(8 * len(raw)):
        flipped = bytearray(raw)
        flipped[place // 8] ^= 1 << place % 8
        found = read_manifest(bytes(flipped))
        assert found is None or journaled(found, JOURNAL)[0].verdict is Verdict.CONTRADICTION, place


def test_a_folder_nobody_journaled_is_a_contradiction() -> None:
    assert journaled(MANIFEST, [])[0].verdict is Verdict.CONTRADICTION
