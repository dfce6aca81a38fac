"""The second verifier never breaks down, never accuses an honest folder, and finds what a clever forger tries."""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from buergerforum.io.procedure import Procedure
from buergerforum.model.seal import Sealed
from buergerforum.stages.seal import run_seal
from tests.stages import honest, publishing, publishing_long, test_audit
from tests.stages.forging import Rows, edit
from tests.stages.test_publish_long import add, exchange, flip, leave_out, reverse
from tests.stages.test_publish_long import raise_chance as raise_lots
from tests.test_verify import answer, relist, verify

RESULTS = ("draw/wave-1", "lottery", "selection")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> publishing.Made:
    return publishing.make(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> publishing.Made:
    return publishing_long.make(tmp_path_factory.mktemp("long"))


@pytest.fixture
def root(made: publishing.Made, tmp_path: Path) -> Path:
    return shutil.copytree(made.home.root, tmp_path / "forum")


def accused(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("WRONG")]


STEPS: tuple[Callable[[Procedure], object], ...] = (
    *test_audit.STEPS,
    lambda home: honest.merge(home, without=3),
    lambda home: honest.lottery(home, "somebody withdrew"),
    lambda home: run_seal(home, Sealed.SELECTION, again="somebody withdrew"),
    lambda home: honest.select(home, again="somebody withdrew"),
)


def test_no_step_of_an_honest_procedure_is_accused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = honest.new(tmp_path / "forum")
    for number, step in enumerate(STEPS):
        step(home)
        assert accused(answer(capsys, home.root)[1]) == []
        if number >= STEPS.index(honest.draw):
            made = publishing.publish(home, tmp_path / f"published-{number}")
            for folder in (home.root, made.public, made.auditors):
                assert accused(answer(capsys, folder)[1]) == [], f"{folder.name} after step {number}"


def test_waves_households_fixed_people_and_replacements_are_right(
    long: publishing.Made, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in (long.home.root, long.public, long.auditors):
        code, lines = answer(capsys, folder)
        assert code == 0, lines
        right = {line.split()[1] for line in lines if line.startswith("ok")}
        assert right >= {"lottery/", "replacement-1/", "replacement-2/"}
    opened = [line for line in answer(capsys, long.auditors)[1] if line.startswith("open")]
    proofs = [long.home.path(f"{one}/certificate.json") for one in ("lottery", "replacement-1", "replacement-2")]
    cut = [proof for proof in proofs if json.loads(proof.read_bytes())["cuts"]]
    assert (len(opened), len(cut)) == (2, 1), "one wave is like for like; the last certificate rests on a cut"


@pytest.mark.parametrize("level", ["public", "auditors"])
@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("replacement-1/lottery.csv", exchange),
        ("replacement-2/lottery.csv", exchange),
        ("replacement-1/probabilities.csv", raise_lots),
        ("replacement-1/panel.csv", leave_out),
        ("replacement-2/panel.csv", add),
        ("replacement-1/joined.csv", add),
        ("selection/panel.csv", leave_out),
        ("lottery/probabilities.csv", lambda rows: rows[0].update(optimal="nan")),
        ("lottery/probabilities.csv", lambda rows: rows[0].update(optimal="1e99999")),
        ("lottery/probabilities.csv", lambda rows: rows[0].update(optimal="-1e-9")),
        ("lottery/commitments.csv", leave_out),
        ("lottery/counts.csv", lambda rows: rows[0].update(lots="19")),
    ],
)
def test_forged_replacements_and_chances_are_found_at_both_levels(
    long: publishing.Made,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    level: str,
    file: str,
    change: Callable[[Rows], Rows | None],
) -> None:
    folder = shutil.copytree(long.folder / level, tmp_path / "copy")
    edit(folder / file, change)
    relist(folder)
    found = [line for line in accused(answer(capsys, folder)[1]) if not line.startswith("WRONG  manifest")]
    assert found


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("draw/wave-2/invitees.csv", add),
        ("draw/wave-2/invitees.csv", flip("sex", "m", "w")),
        ("draw/wave-2/invitees.csv", reverse),
        ("draw/wave-2/reserve.csv", leave_out),
        ("draw/wave-3/reserve.csv", flip("sex", "m", "w")),
        ("draw/wave-1/strata.csv", flip("residents", "7", "8")),
        ("replacement-1/pool.csv", flip("sex", "m", "w")),
        ("replacement-1/openings.csv", flip("nonce", "0" * 64, "1" * 64)),
    ],
)
def test_auditors_find_what_is_forged_about_single_people(
    long: publishing.Made,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    change: Callable[[Rows], Rows | None],
) -> None:
    folder = shutil.copytree(long.auditors, tmp_path / "copy")
    edit(folder / file, change)
    relist(folder)
    found = [line for line in accused(answer(capsys, folder)[1]) if not line.startswith("WRONG  manifest")]
    assert found


def test_a_receipt_of_a_draw_cannot_be_withheld(
    long: publishing.Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(long.public, tmp_path / "copy")
    path = folder / "draw/wave-1/receipt.json"
    was = hashlib.sha256(path.read_bytes()).hexdigest()
    write(path, json.loads(path.read_bytes()) | {"withheld": was})
    relist(folder)
    assert any("draw/wave-1/receipt.json" in line for line in accused(answer(capsys, folder)[1]))


def write(path: Path, value: Any) -> None:
    """Write a value in canonical form."""
    path.write_bytes(verify.canonical(value, 1) + b"\n")


def chain(root: Path) -> None:
    """Make digests of outputs, receipts and lines fit what lies there, whatever it is."""
    lines, before = [], hashlib.sha256(b"").hexdigest()
    for raw in (root / "journal.jsonl").read_bytes().splitlines():
        entry = json.loads(raw)
        if entry["event"] == "run":
            path = root / entry["details"]["folder"] / "receipt.json"
            with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
                receipt = json.loads(path.read_bytes())
                for one in receipt["inputs"] + receipt["outputs"]:
                    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
                        content = (root / one["name"]).read_bytes()
                        one.update(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
                write(path, receipt)
            with contextlib.suppress(OSError):
                entry["details"]["receipt"] = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(verify.canonical(entry | {"previous": before}))
        before = hashlib.sha256(lines[-1]).hexdigest()
    (root / "journal.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))


def hide_pool(root: Path) -> None:
    """Leave out what the panels are counted with, in the folder and in its receipt."""
    for name in RESULTS[1:]:
        (root / name / "pool.csv").unlink()
        receipt = json.loads((root / name / "receipt.json").read_bytes())
        receipt["outputs"] = [one for one in receipt["outputs"] if not one["name"].endswith("pool.csv")]
        write(root / name / "receipt.json", receipt)


def hide_lots(root: Path) -> None:
    """Leave out all lots."""
    for name in RESULTS[1:]:
        (root / name / "lottery.csv").unlink()
        receipt = json.loads((root / name / "receipt.json").read_bytes())
        receipt["outputs"] = [one for one in receipt["outputs"] if not one["name"].endswith("lottery.csv")]
        write(root / name / "receipt.json", receipt)


def count_from_behind(root: Path) -> None:
    """Give weight to the type at place -1, which a careless program would take for the last one."""
    for name in RESULTS[1:]:
        one = json.loads((root / name / "certificate.json").read_bytes())
        for level in one["levels"]:
            level["weights"] = "-1:1000000 " + level["weights"]
            level["types"] = f"{level['types']} -1"
        write(root / name / "certificate.json", one)


def rename_stage(root: Path) -> None:
    """Call the draw something else in its receipt, so that nobody looks at it."""
    receipt = json.loads((root / "draw/wave-1/receipt.json").read_bytes())
    write(root / "draw/wave-1/receipt.json", receipt | {"stage": "drawn"})


def hide_invitees(root: Path) -> None:
    """Leave tickets only, as everybody gets them."""
    folder = root / "draw/wave-1"
    (folder / "tickets.csv").write_bytes(b"ticket\n")
    edit(folder / "invitees.csv", lambda rows: rows[:-1])


def blank_in_the_seed(root: Path) -> None:
    """Use a seed that looks like the one that was drawn."""
    receipt = json.loads((root / "selection/receipt.json").read_bytes())
    write(root / "selection/receipt.json", receipt | {"seed": receipt["seed"] + " "})


def more_lots_than_digests(root: Path) -> None:
    """Ask for a number below more than all digests."""
    for name in RESULTS[1:]:
        edit(root / name / "lottery.csv", lambda rows: rows[-1].update(last=str(10**90)))


def forged_sums(root: Path) -> None:
    """Tell of more residents in a stratum, so that it gets more places."""
    edit(root / "draw/wave-1/strata.csv", lambda rows: rows[0].update(residents="60"))


@pytest.mark.parametrize(
    "forge",
    [
        hide_pool,
        hide_lots,
        count_from_behind,
        rename_stage,
        hide_invitees,
        blank_in_the_seed,
        more_lots_than_digests,
        forged_sums,
    ],
    ids=lambda forge: forge.__name__,
)
def test_a_clever_forgery_with_fitting_digests_is_found(
    root: Path, capsys: pytest.CaptureFixture[str], forge: Callable[[Path], None]
) -> None:
    forge(root)
    chain(root)
    assert answer(capsys, root)[0] == 5


def replaced(old: bytes, new: bytes) -> Callable[[Path], None]:
    """Return what replaces bytes of a file once."""

    def change(path: Path) -> None:
        raw = path.read_bytes()
        assert old in raw
        path.write_bytes(raw.replace(old, new, 1))

    return change


def directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


DAMAGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a key twice": ("lottery/certificate.json", replaced(b' "format": 1', b' "format": 2,\n "format": 1')),
    "a key of a receipt twice": ("selection/receipt.json", replaced(b' "stage":', b' "stage": "lottery",\n "stage":')),
    "a key of a line twice": ("journal.jsonl", replaced(b'"format":1', b'"format":2,"format":1')),
    "no number": ("lottery/certificate.json", replaced(b'"min": 2', b'"min": NaN')),
    "without end": ("lottery/certificate.json", replaced(b'"max": 2', b'"max": Infinity')),
    "a fraction": ("lottery/certificate.json", replaced(b'"max": 2', b'"max": 2.5')),
    "very many digits": ("lottery/certificate.json", replaced(b'"max": 2', b'"max": ' + b"9" * 5000)),
    "a lot of many digits": ("lottery/lottery.csv", replaced(b"\n0;0;", b"\n0;" + b"9" * 5000 + b";")),
    "a chance of many digits": ("lottery/probabilities.csv", replaced(b";0.", b";1e999999999;0.")),
    "endless lists": ("lottery/certificate.json", replaced(b'"cuts": []', b'"cuts": ' + b"[" * 99999 + b"]" * 99999)),
    "another encoding": ("draw/wave-1/strata.csv", replaced("Süd".encode(), "Süd".encode("latin-1"))),
    "a byte order mark": ("lottery/pool.csv", replaced(b"id;", b"\xef\xbb\xbfid;")),
    "a mark before the journal": ("journal.jsonl", replaced(b'{"details"', b'\xef\xbb\xbf{"details"')),
    "half a character": ("selection/receipt.json", replaced(b'"1 1 2"', b'"\\ud800"')),
    "a heading twice": ("lottery/pool.csv", replaced(b"id;sex", b"id;id")),
    "a longer row": ("lottery/pool.csv", replaced(b"\n", b"\nX;Y;Z;Z\n")),
    "no byte": ("lottery/lottery.csv", lambda path: path.write_bytes(b"")),
    "zeros": ("lottery/lottery.csv", lambda path: path.write_bytes(bytes(1000))),
    "a folder": ("lottery/lottery.csv", directory),
    "a receipt that is a folder": ("selection/receipt.json", directory),
    "a pipe": ("selection/panel.csv", pipe),
    "a receipt that is a pipe": ("lottery/receipt.json", pipe),
    "a link to nothing": ("lottery/probabilities.csv", dangling),
    "a link to itself": ("draw/wave-1/reserve.csv", circle),
    "a link to zeros without end": ("lottery/certificate.json", device),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found_and_never_breaks_the_program(
    root: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    name, change = DAMAGES[damage]
    change(root / name)
    assert answer(capsys, root)[0] == 5
    if (root / name).is_file() and (root / name).suffix == ".csv":  # the digests of others would be written anew
        other = root / name.replace("lottery/", "selection/", 1)
        if other != root / name:
            shutil.copyfile(root / name, other)
    if (root / name).is_file() and not name.endswith(("receipt.json", "journal.jsonl")):
        chain(root)
        assert answer(capsys, root)[0] == 5


NASTY: tuple[Any, ...] = (
    None,
    -1,
    0,
    10**40,
    "",
    "x",
    "9" * 5000,
    [],
    [[]],
    {},
    {"a": 1},
    1.5,
    True,
    "../../etc/passwd",
    "\x1b[2J",
)


def leaves(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where in a document everything stands."""
    yield place
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield from leaves(below, (*place, key))


@pytest.mark.parametrize("name", [*(f"{one}/receipt.json" for one in RESULTS), "lottery/certificate.json"])
def test_any_value_may_stand_anywhere(root: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """With digests that fit, so that the values are looked at; what they do not decide may stay unseen."""
    path, journal = root / name, root / "journal.jsonl"
    document, raw, told = json.loads(path.read_bytes()), path.read_bytes(), journal.read_bytes()
    for number, place in enumerate(leaves(document)):
        if place:
            changed = json.loads(raw)
            at = changed
            for key in place[:-1]:
                at = at[key]
            at[place[-1]] = NASTY[number % len(NASTY)]
            write(path, changed)
            chain(root)
            code, lines = answer(capsys, root)
            assert code in (0, 5)
            assert all(line.isprintable() for line in lines)
            path.write_bytes(raw)
            journal.write_bytes(told)


@pytest.mark.parametrize("words", [(), ("a", "b"), ("--fingerprint",), ("FOLDER", "--fingerprint"), ("nowhere",)])
def test_wrong_usage_is_said(made: publishing.Made, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    given = [str(made.home.root) if word == "FOLDER" else word for word in words]
    assert answer(capsys, *given)[0] == 2
