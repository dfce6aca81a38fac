"""What was published, forged by somebody who computes every digest anew, journal and all; only seals must stay.

Each forgery is found by the check that is meant for it, by the audit and by verify.py.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from buergerforum.core.record.receipt import read_receipt
from buergerforum.io.files import digest_file
from buergerforum.io.tables import read_table
from buergerforum.model.record import FileDigest
from buergerforum.stages.audit import run_audit
from tests import tampering
from tests.stages import publishing
from tests.stages.forging import NOWHERE, Rows, edit, edit_receipt, recompute_published
from tests.stages.test_audit import contradicted

Lines = list[dict[str, Any]]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publishing.make(tmp_path_factory.mktemp("published")).folder


def exchange_the_lot(root: Path) -> None:
    """Give the number that was drawn to another panel."""
    panel = " ".join(read_table(root / "selection/panel.csv").columns["id"])

    def swap(rows: Rows) -> None:
        drawn = next(row for row in rows if row["members"] == panel)
        other = next(row for row in rows if row["members"] != panel)
        drawn["members"], other["members"] = other["members"], drawn["members"]

    edit(root / "lottery/lottery.csv", swap)
    recompute_published(root)


def raise_a_chance(root: Path) -> None:
    edit(root / "lottery/probabilities.csv", lambda rows: rows[0].update(lots=str(int(rows[0]["lots"]) + 1)))
    recompute_published(root)


def drop_an_applicant(root: Path) -> None:
    for name in ("commitments", "probabilities", "openings", "pool"):
        if (root / f"lottery/{name}.csv").exists():
            edit(root / f"lottery/{name}.csv", lambda rows: rows[1:])
    recompute_published(root)


def change_a_quota_after_the_seal(root: Path) -> None:
    quotas = root / "lottery/quotas.csv"
    before = digest_file(quotas).sha256
    edit(quotas, lambda rows: rows[0].update(max="3"))
    now = digest_file(quotas)

    def renewed(files: tuple[FileDigest, ...]) -> tuple[FileDigest, ...]:
        return tuple(FileDigest(one.name, now.sha256, now.size) if one.sha256 == before else one for one in files)

    for folder in ("lottery", "selection"):
        path = root / folder / "receipt.json"
        receipt = read_receipt(path.read_bytes(), path.name)
        edit_receipt(path, inputs=renewed(receipt.inputs), outputs=renewed(receipt.outputs))
    recompute_published(root)


def choose_a_seed_after_looking(root: Path) -> None:
    """Write down the seed that was drawn, then draw by another one."""

    def noted(lines: Lines) -> None:
        seal = max(n for n, line in enumerate(lines) if line["event"] == "seal")
        lines.insert(seal + 1, lines[seal] | {"event": "seed", "details": {"what": "selection", "seed": "1 1 2"}})

    edit_receipt(root / "selection/receipt.json", seed="6 6 6")
    recompute_published(root, noted)


def hide_a_second_run(root: Path) -> None:
    """Make the lottery once before the one that counts, and say of neither that there was another."""

    def once_more(lines: Lines) -> None:
        place = next(n for n, line in enumerate(lines) if line["details"].get("stage") == "lottery")
        lines.insert(place, lines[place] | {"details": lines[place]["details"] | {"receipt": NOWHERE}})

    recompute_published(root, once_more)


FORGERIES: dict[Callable[[Path], None], str] = {
    exchange_the_lot: "7.2",
    raise_a_chance: "6.4",
    drop_an_applicant: "6.4",
    change_a_quota_after_the_seal: "4.2",
    choose_a_seed_after_looking: "4.3",
    hide_a_second_run: "9.1",
}
"""Every forgery with the check that is meant for it. A certificate is not published: it names ids of the office."""


@pytest.mark.parametrize("level", tampering.LEVELS)
def test_the_forger_knows_the_form(published: Path, tmp_path: Path, level: str) -> None:
    """Computed anew without a change, nothing is wrong: what is found below is the forgery, not its form."""
    root = Path(shutil.copytree(published / level, tmp_path / "copy"))
    recompute_published(root)
    assert contradicted(run_audit(root)) == set()
    assert tampering.verify_sees(root) == "exit code 0"


@pytest.mark.parametrize("level", tampering.LEVELS)
@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_a_forged_publication_is_found_by_the_check_meant_for_it(
    published: Path, tmp_path: Path, level: str, forge: Callable[[Path], None]
) -> None:
    root = Path(shutil.copytree(published / level, tmp_path / "copy"))
    forge(root)
    found = contradicted(run_audit(root))
    assert FORGERIES[forge] in found
    assert not {number for number in found if number.startswith(("1.", "2.", "10."))}, "the digests fit"
    assert tampering.verify_sees(root) == ""
