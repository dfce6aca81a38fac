import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from buergerforum.core.chance import Seed
from buergerforum.core.publishing.manifest import contents_digest, manifest_bytes, read_manifest
from buergerforum.errors import UsageError
from buergerforum.io.audit_files import survey
from buergerforum.io.tables import read_table
from buergerforum.model.audit import Verdict
from buergerforum.model.draw import Allocation, DrawOptions
from buergerforum.model.seal import Sealed
from buergerforum.stages.audit import run_audit
from buergerforum.stages.demo.chance import invented_bytes
from buergerforum.stages.draw import DrawPlan, run_draw
from buergerforum.stages.publish import run_publish
from buergerforum.stages.running import Destination
from buergerforum.stages.seal import run_seal
from buergerforum.stages.waves import WaveOptions, plan_wave, run_wave
from tests.stages import honest, publishing
from tests.stages.forging import edit

DISTRICTS = ("Nord", "Süd", "West")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> publishing.Made:
    return publishing.make(tmp_path_factory.mktemp("published"))


@pytest.fixture(params=["public", "auditors"])
def copy(request: pytest.FixtureRequest, made: publishing.Made, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.folder / request.param, tmp_path / "copy"))


def wrong(folder: Path) -> set[str]:
    return {one.number for one in run_audit(folder).findings if one.verdict is Verdict.CONTRADICTION}


def test_both_levels_stand_up_to_the_audit(made: publishing.Made) -> None:
    for folder, expected in ((made.public, {"5.2", "6.2"}), (made.auditors, {"5.2", "5.3", "6.2", "10.4"})):
        audit = run_audit(folder)
        right = {one.number for one in audit.findings if one.verdict is Verdict.OK}
        assert [one for one in audit.findings if one.verdict in (Verdict.CONTRADICTION, Verdict.NOTE)] == []
        assert right >= expected | {"1.1", "2.1", "3.1", "4.1", "4.2", "4.3", "5.1", "6.1", "6.4", "7.1", "7.2", "9.1"}
        assert right >= {"10.1", "10.2", "10.3"}
    assert run_audit(made.home.root).clean


def test_nothing_published_holds_an_original_id(made: publishing.Made) -> None:
    for path in sorted(made.folder.rglob("*")):
        if path.is_file():
            assert not re.search(rb"\bR\d\d\b", path.read_bytes()), path.name


def test_the_public_folder_holds_no_attribute_of_a_single_person(made: publishing.Made) -> None:
    texts = {
        place: (made.public / place).read_text("utf-8")
        for place in survey(made.public).files
        if "quotas" not in place and not place.endswith(("strata.csv", "README.txt"))
    }
    named = [place for place, text in texts.items() if any(one in text for one in DISTRICTS)]
    assert named == []
    ages = [place for place, text in texts.items() if re.search("16-29|30-59", text)]
    assert ages == ["lottery/counts.csv", "selection/reached.csv"]
    strata = read_table(made.public / "draw/wave-1/strata.csv")
    assert min(map(int, strata.columns["residents"])) >= 10


def test_counts_per_lot_would_reveal_everybody_and_what_is_published_does_not(made: publishing.Made) -> None:
    """Why counts.csv tells how often a count occurs, and not in which lot."""
    pool = read_table(made.auditors / "lottery/pool.csv")
    ids = pool.columns["id"]
    lots = [set(cell.split(" ")) for cell in read_table(made.public / "lottery/lottery.csv").columns["members"]]
    seats = np.array([[float(one in lot) for one in ids] for lot in lots])
    women = np.array([float(one == "w") for one in pool.columns["sex"]])
    solved = np.linalg.pinv(seats) @ (seats @ women)
    assert np.allclose(seats @ solved, seats @ women), "ten lots are ten equations; a thousand are enough for all"
    assert "lot" not in read_table(made.public / "lottery/counts.csv").header


def test_the_same_lots_are_published_before_and_after(made: publishing.Made) -> None:
    earlier = made.folder.with_name("published-earlier-1")
    for name in ("lottery/lottery.csv", "lottery/commitments.csv", "lottery/probabilities.csv"):
        assert (earlier / "public" / name).read_bytes() == (made.public / name).read_bytes()
    assert not (earlier / "public" / "selection").exists()
    assert wrong(earlier / "public") == set()


def rebound(folder: Path) -> None:
    """Make the manifest fit what lies there: what a forger does who cannot change the journal."""
    manifest = read_manifest((folder / "manifest.json").read_bytes())
    assert manifest
    files = tuple(one for name, one in sorted(survey(folder).files.items()) if name != "manifest.json")
    fields = (manifest.level, manifest.name, manifest.salt, files)
    (folder / "manifest.json").write_bytes(manifest_bytes(type(manifest)(*fields)))


def swap(rows: list[dict[str, str]]) -> None:
    """Give the first member's seat to somebody who is not in the lot."""
    first, second = rows[0]["members"].split(" "), rows[1]["members"].split(" ")
    new = next(one for one in second if one not in first)
    rows[0]["members"] = " ".join(sorted([new, *first[1:]]))


def raise_chance(rows: list[dict[str, str]]) -> None:
    rows[0]["lots"] = str(int(rows[0]["lots"]) + 1)


def leave_out(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return rows[1:]


def other(column: str, value: str) -> Callable[[list[dict[str, str]]], None]:
    def change(rows: list[dict[str, str]]) -> None:
        rows[0][column] = value

    return change


@pytest.mark.parametrize(
    ("file", "change", "found"),
    [
        ("lottery/lottery.csv", swap, {"6.4", "10.2", "10.3"}),
        ("lottery/probabilities.csv", raise_chance, {"6.4", "10.2"}),
        ("lottery/commitments.csv", leave_out, {"10.2"}),
        ("lottery/counts.csv", other("count", "4"), {"6.2", "10.2"}),
        ("selection/panel.csv", leave_out, {"7.2", "10.2"}),
        ("selection/reached.csv", other("reached", "9"), {"7.2", "10.2"}),
    ],
)
def test_a_forger_who_mends_the_manifest_is_found(
    copy: Path, file: str, change: Callable[[list[dict[str, str]]], None], found: set[str]
) -> None:
    edit(copy / file, change)
    assert "10.1" in wrong(copy)
    rebound(copy)
    assert wrong(copy) >= found
    assert len(wrong(copy)) > 1, "a forger who writes the journal anew is found as well"


@pytest.mark.parametrize("file", ["draw/wave-1/invitees.csv", "lottery/pool.csv", "lottery/openings.csv"])
def test_auditors_notice_other_data(made: publishing.Made, tmp_path: Path, file: str) -> None:
    folder = Path(shutil.copytree(made.auditors, tmp_path / "copy"))
    column = {"invitees": "ticket", "pool": "sex", "openings": "nonce"}[Path(file).stem]
    edit(folder / file, lambda rows: rows[0].update({column: "w" if rows[0].get("sex") == "m" else "0" * 64}))
    rebound(folder)
    assert wrong(folder) & {"5.1", "10.4"}


def test_places_of_strata_follow_from_the_seed(made: publishing.Made, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made.public, tmp_path / "copy"))
    edit(folder / "draw/wave-1/strata.csv", lambda rows: rows[0].update(places=str(int(rows[0]["places"]) + 1)))
    rebound(folder)
    assert wrong(folder) == {"5.1", "10.2"}


def test_damage_of_any_kind_is_a_finding_and_never_a_traceback(copy: Path) -> None:
    for place in sorted(survey(copy).files):
        path = copy / place
        raw = path.read_bytes()
        path.unlink()  # single bytes: tests/tampering.py
        assert wrong(copy), place
        path.write_bytes(raw)
    assert wrong(copy) == set()


def test_a_line_that_decides_cannot_be_withheld(copy: Path) -> None:
    path = copy / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if b'"event":"seal"' in line)
    found = json.loads(lines[place]) | {"withheld": "0" * 64}
    lines[place] = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    path.write_bytes(b"".join(lines))
    assert "1.1" in wrong(copy)


def test_the_contents_are_a_digest_over_the_list_of_files(made: publishing.Made) -> None:
    manifest = read_manifest((made.public / "manifest.json").read_bytes())
    assert manifest
    files = [one for one in manifest.files if one.name not in ("journal.jsonl", "README.txt")]
    assert json.loads((made.public / "manifest.json").read_bytes())["contents"] == contents_digest(files)


def test_what_cannot_be_published_is_said(tmp_path: Path) -> None:
    home = honest.new(tmp_path / "forum")
    chance = invented_bytes("test", "salt")
    with pytest.raises(UsageError, match="nothing to publish yet"):
        run_publish(home, tmp_path / "out", chance)
    honest.frame(home)
    honest.draw(home)
    with pytest.raises(UsageError, match="must not lie in the procedure folder"):
        run_publish(home, home.root / "published", chance)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    with pytest.raises(UsageError, match="it is no earlier publication"):
        run_publish(home, tmp_path / "full", chance)
    run_publish(home, tmp_path / "out", chance)
    assert wrong(tmp_path / "out" / "public") == set()
    home.path("private/salt.txt").unlink()
    with pytest.raises(UsageError, match="salt of what was published before is lost"):
        run_publish(home, tmp_path / "out", chance)


def test_a_further_wave_does_not_trouble_what_is_published(tmp_path: Path) -> None:
    home = honest.new(tmp_path / "forum")
    honest.frame(home)
    run_seal(home, Sealed.DRAW)
    honest.draw(home)
    run_wave(plan_wave(home, WaveOptions(2, size=6), ""))
    run_publish(home, tmp_path / "out", invented_bytes("test", "salt"))
    assert (wrong(tmp_path / "out" / "public"), wrong(tmp_path / "out" / "auditors")) == (set(), set())


@pytest.mark.parametrize("rule", [Allocation.LARGEST_REMAINDER, Allocation.SIMPLE])
def test_other_allocations_are_published_and_checked(tmp_path: Path, rule: Allocation) -> None:
    home = honest.new(tmp_path / "forum")
    honest.frame(home)
    options = DrawOptions(allocation=rule, strata=() if rule is Allocation.SIMPLE else None)
    destination = Destination(home, "draw/wave-1")
    run_draw(DrawPlan(home.path("frame/frame.csv"), 16, options, destination, home.settings_path), Seed("4 7 2 9"))
    run_publish(home, tmp_path / "out", invented_bytes("test", "salt"))
    assert (wrong(tmp_path / "out" / "public"), wrong(tmp_path / "out" / "auditors")) == (set(), set())
