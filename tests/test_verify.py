"""The second verifier says what the audit says, on honest folders and on forged ones."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from buergerforum.core.record.canonical import readable_json
from buergerforum.io.procedure import Procedure
from buergerforum.stages.audit import Further, run_audit
from tests.stages import honest, publishing
from tests.stages.forging import Rows, edit, entries_of, recompute, rewrite_journal
from tests.stages.test_audit import (
    FORGERIES,
    accept_others,
    accept_rejected,
    contradicted,
    exchange_waiting,
    flatter_fairness,
    forge_figure,
    shift_mixture,
    tell,
)
from tests.tampering import load

FILE = Path(__file__).parents[1] / "src/buergerforum/data/verify.py"
UNSEEN = {
    *(accept_others, accept_rejected, exchange_waiting, flatter_fairness, forge_figure, shift_mixture),
}
"""What the small verifier leaves to the audit: letters, the order of the waiting list, figures, and the
mixture of the certificate. That no lottery could be fairer follows from the levels; how nearly the lots reach the
optimal chances is counted, and noted where somebody is more than one lot away."""


verify = load()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return honest.make(tmp_path_factory.mktemp("honest") / "forum").root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "forum")


def answer(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, list[str]]:
    """Return the exit code and the lines of the output."""
    capsys.readouterr()
    code = verify.main([str(word) for word in words])
    return code, capsys.readouterr().out.splitlines()


def test_it_shares_nothing_with_the_package_and_needs_nothing_else() -> None:
    text = FILE.read_text("utf-8")
    lines = [line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert set(lines) <= sys.stdlib_module_names
    assert "buergerforum." not in text
    assert len(text.splitlines()) <= 420
    assert max(map(len, text.splitlines())) <= 120


def test_it_runs_alone(made: Path, tmp_path: Path) -> None:
    alone = shutil.copyfile(FILE, tmp_path / "verify.py")
    run = [sys.executable, "-I", "-W", "error", str(alone)]
    done = subprocess.run([*run, str(made)], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert subprocess.run([*run, str(tmp_path)], capture_output=True, check=False).returncode == 2
    assert subprocess.run(run, capture_output=True, check=False, cwd=tmp_path).returncode == 2


def test_an_honest_procedure_is_right(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = answer(capsys, made)
    assert code == 0
    assert {line.split()[0] for line in lines} == {"ok", "note"}
    assert len([line for line in lines if line.startswith("ok")]) == 13


def test_a_single_result_is_left_to_the_audit(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = answer(capsys, made / "lottery")
    assert code == 2
    assert any("forum audit" in line for line in lines)


AGES = "age_group,16-29,0,4\nage_group,30-59,0,4\nage_group,60+,0,4\n"
QUOTA_FILES = {
    "ours.csv": f"feature;value;min;max\nsex;m;2;2\nsex;w;2;2\n{AGES.replace(',', ';')}sex × age_group;w × 60+;0;2\n",
    "quotas.csv": f"Feature, VALUE,min,max\n sex ,m,2,2\nsex,w,2,2\n{AGES}sex×age_group,w × 60+,0,2\n",
    "quotas.yaml": (
        "format: 1\nseats: 4\nfeatures:\n  sex:\n    values:\n      m: {min: 2, max: 2}\n      w: {min: 2, max: 2}\n"
        "  age_group:\n    values:\n      16-29: {min: 0}\n      30-59: {min: 0}\n      60+: {min: 0}\n"
    ),
    "other.csv": f"category;name;min;max\nsex;m;2;2\nsex;w;2;2\n{AGES.replace(',', ';')}",
    "fine.csv": f"category,feature,min,max\nsex,m,2.0,2\nsex,w,2,2\n{AGES}",
}
"""Quota files as people write them; the second verifier need not read all of them, but must not contradict."""


@pytest.mark.parametrize("name", QUOTA_FILES)
def test_quotas_in_any_form_are_no_contradiction(root: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (root / "quotas" / name).write_text(QUOTA_FILES[name], "utf-8")
    honest.lottery(Procedure(root, honest.Ticking()), "other quotas", f"quotas/{name}")
    code, lines = answer(capsys, root)
    assert code == 0, lines
    assert any("not read here" in line for line in lines if "lottery/" in line) is (name != "ours.csv")


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_a_forgery_is_found_as_the_audit_finds_it(
    root: Path, capsys: pytest.CaptureFixture[str], forge: Callable[[Path], None]
) -> None:
    forge(root)
    assert answer(capsys, root)[0] == 5 or forge in {accept_others, accept_rejected}, "no digest fits"
    recompute(root)
    code, lines = answer(capsys, root)  # that the audit finds all of them is shown beside the forgeries
    assert code == (0 if forge in UNSEEN else 5), lines


def test_quotas_changed_after_the_seal_are_found(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(root / honest.QUOTAS, lambda rows: rows[0].update(min="1"))
    recompute(root, seals=False)
    code, lines = answer(capsys, root)
    assert code == 5
    assert any("sealed" in line for line in lines if line.startswith("WRONG"))


def test_a_seed_chosen_after_looking_is_found(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Write down the seed that was drawn, then draw the lot by another one that suits better."""
    entries = entries_of(root)
    seal = max(n for n, one in enumerate(entries) if one.event == "seal")
    for seed, found in (("1 1 2", set()), ("6 6 6", {"4.3"})):
        told = [(one.time, one.event, one.details) for one in entries]
        told.insert(seal + 1, (entries[seal].time, "seed", {"what": "selection", "seed": seed}))
        rewrite_journal(root, told)
        assert contradicted(run_audit(root)) == found
        assert answer(capsys, root)[0] == (5 if found else 0)


@pytest.mark.parametrize("hide", [{"again": None}, {"run": 1}])
def test_a_second_run_cannot_be_hidden(
    root: Path, capsys: pytest.CaptureFixture[str], hide: dict[str, int | None]
) -> None:
    honest.lottery(Procedure(root, honest.Ticking()), "they did not suit")
    code, lines = answer(capsys, root)
    assert code == 0
    assert any("they did not suit" in line for line in lines if line.startswith("note"))
    tell(root, "lottery", **hide)
    assert answer(capsys, root)[0] == 5


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publishing.make(tmp_path_factory.mktemp("published")).folder


@pytest.mark.parametrize("level", ["public", "auditors"])
def test_what_was_published_is_right(published: Path, capsys: pytest.CaptureFixture[str], level: str) -> None:
    code, lines = answer(capsys, published / level)
    assert code == 0
    assert {line.split()[0] for line in lines} == {"ok", "note"}
    assert len([line for line in lines if line.startswith("ok")]) == {"public": 9, "auditors": 11}[level]


def exchange_lot(root: Path) -> None:
    def swap(rows: Rows) -> None:
        rows[2]["members"], rows[5]["members"] = rows[5]["members"], rows[2]["members"]

    edit(root / "lottery/lottery.csv", swap)


def raise_chance(root: Path) -> None:
    edit(root / "lottery/probabilities.csv", lambda rows: rows[0].update(lots="9", chance="0.9"))


def miss_quota(root: Path) -> None:
    edit(root / "lottery/counts.csv", lambda rows: rows[0].update(count="4"))


def exchange_member(root: Path) -> None:
    edit(root / "selection/panel.csv", lambda rows: rows[0].update(id="BBBBBBBBBB"))


def earlier_ticket(root: Path) -> None:
    name = "tickets.csv" if (root / "draw/wave-1/tickets.csv").exists() else "invitees.csv"
    edit(root / "draw/wave-1" / name, lambda rows: rows[-1].update(ticket="0" * 64))


def more_places(root: Path) -> None:
    edit(root / "draw/wave-1/strata.csv", lambda rows: rows[0].update(places="9"))


def other_data(root: Path) -> None:
    if (root / "lottery/pool.csv").exists():
        edit(root / "lottery/pool.csv", lambda rows: rows[0].update(sex="d"))
    else:
        edit(root / "lottery/commitments.csv", lambda rows: rows[0].update(id="BBBBBBBBBB"))


@pytest.mark.parametrize("level", ["public", "auditors"])
@pytest.mark.parametrize(
    "forge", [exchange_lot, raise_chance, miss_quota, exchange_member, earlier_ticket, more_places, other_data]
)
def test_what_was_published_and_forged_with_fitting_digests_is_found_by_both(
    published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], level: str, forge: Callable[[Path], None]
) -> None:
    root = shutil.copytree(published / level, tmp_path / "copy")
    forge(root)
    relist(root)
    _code, lines = answer(capsys, root)
    wrong = [line for line in lines if line.startswith("WRONG") and not line.startswith("WRONG  manifest")]
    assert wrong or forge is exchange_lot, "the journal alone knows the lots"
    assert answer(capsys, root)[0] == 5
    assert contradicted(run_audit(root))


def relist(root: Path) -> None:
    """Make the manifest fit what lies there, and the journal the manifest, as far as a forger can."""
    found = json.loads((root / "manifest.json").read_bytes())
    for one in found["files"]:
        raw = (root / one["name"]).read_bytes()
        one.update(sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
    own = [one for one in found["files"] if one["name"] not in ("journal.jsonl", "README.txt")]
    found["contents"] = hashlib.sha256(verify.canonical(own)).hexdigest()
    (root / "manifest.json").write_bytes(readable_json(found))


def test_the_fingerprint_is_compared(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fingerprint = run_audit(made).fingerprint
    assert answer(capsys, made, "--fingerprint", fingerprint)[0] == 0
    assert answer(capsys, "--fingerprint", "0" * 64, made)[0] == 5
    assert run_audit(made, further=Further(fingerprint=fingerprint.upper())).clean
    assert contradicted(run_audit(made, further=Further(fingerprint="0" * 64))) == {"13.1"}
