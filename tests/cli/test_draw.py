"""``forum draw`` as a clerk meets it: what it prints, what it writes, and what it says to every mistake."""

import codecs
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import read_table, write_csv
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.stages.new import run_new
from buergerforum.texts import _, speaking
from tests.cli.calling import Answer, bytes_below, command_line, forum, process

HEADER = ("id", "group", "household")
PEOPLE = [(f"p{i}", "a" if i % 3 else "b", f"h{i // 2}") for i in range(12)]
FIGURES = """\
Drawn
Invited                                                      5
Reserve, in the order of the draw                            7
Strata                                                       2
Passed over, because somebody of the household was invited   1
Result in                                                    out
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_csv(tmp_path / "frame.csv", HEADER, PEOPLE)
    return tmp_path


@pytest.fixture
def home(folder: Path) -> Procedure:
    """Return a procedure with the same frame, and settings that fit it."""
    made = run_new(folder / "forum")
    text = made.settings_path.read_text(encoding="utf-8")
    for old, new in {
        "size: 2000": "size: 5",
        "[district, age_group, sex]": "[group]",
        "special: special_address": "special: ''",
    }.items():
        assert old in text
        text = text.replace(old, new)
    made.settings_path.write_text(text, encoding="utf-8")
    (made.root / "frame").mkdir()
    write_csv(made.root / "frame" / "frame.csv", HEADER, PEOPLE)
    return made


def words(**changes: object) -> list[object]:
    """Return the usual command line with some of its options changed or, where None, left out."""
    usual: dict[str, object] = {"register": "frame.csv", "size": 5, "seed": "0", "strata": "group", "out": "out"}
    options = {**usual, **changes}
    return ["draw", *(word for key, value in options.items() if value is not None for word in (f"--{key}", value))]


def invited(folder: Path, out: str = "out") -> list[str]:
    return read_table(folder / out / "invitees.csv").columns["id"]


def test_a_draw_prints_its_figures_and_writes_its_files(folder: Path) -> None:
    done = forum(*words(), cwd=folder)
    assert (done.code, done.out) == (0, FIGURES)
    assert done.err == "! One person per household, by column “household”.\n"
    assert invited(folder) == ["p4", "p9", "p6", "p11", "p2"]
    assert sorted(path.name for path in folder.iterdir()) == ["frame.csv", "out"]


def test_places_that_stay_free_are_printed(folder: Path) -> None:
    done = forum(*words(size=12), cwd=folder)
    assert done.code == 0
    assert done.figures()["Places that could not be filled"] == str(12 - len(invited(folder)))


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": " 0\t"},
        {"strata": " group , "},
        {"id": "id"},
        {"allocation": "exact"},
        {"household": "household"},
        {"register": Path("frame.xlsx")},
        {"register": Path("comma.csv")},
    ],
    ids=str,
)
def test_what_means_the_same_draws_the_same(folder: Path, changes: dict[str, object]) -> None:
    write_workbook(folder / "frame.xlsx", [Sheet("frame", HEADER, PEOPLE)])
    (folder / "comma.csv").write_text((folder / "frame.csv").read_text().replace(";", ","))
    assert forum(*words(**changes), cwd=folder).code == 0
    assert invited(folder) == ["p4", "p9", "p6", "p11", "p2"]


RERUN = 'A second run is possible, but it is recorded and reported by the audit: --again "reason".'
MISFIT = "The value of {} does not fit. Found: {}. Expected: {}."
WHOLE = "a whole number, digits only, 1 or more"
SEED_HINT = '→ Give the text that was drawn in public, for example: --seed "Dortmund 2024-04-09: 4 7 2 9".'


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"register": "none.csv"}, 3, ["✗ none.csv: The file is not there. Check the name and the folder."]),
        ({"register": "."}, 3, ["✗ This is a folder, not a file. Give the file inside it."]),
        (
            {"size": 13},
            3,
            [
                (
                    "✗ More people are to be drawn than there are in the frame. Found: 12 residents. "
                    "Expected: at least 13. Give a smaller --size, or check whether the frame is complete."
                )
            ],
        ),
        (
            {"strata": "group,sex"},
            3,
            [
                (
                    "✗ frame.csv: The column “sex” is missing. Found: id, group, household. "
                    "Name other columns with --strata, or draw without strata: --allocation simple."
                )
            ],
        ),
        (
            {"household": "home"},
            3,
            [
                (
                    "✗ frame.csv: The column “home” is missing. Found: id, group, household. "
                    'Name another column with --household, or give --household "" to draw without.'
                )
            ],
        ),
        (
            {"id": "number"},
            3,
            [
                (
                    "✗ frame.csv: The column “number” is missing. Found: id, group, household. "
                    "Name another one with --id COLUMN."
                )
            ],
        ),
        ({"seed": ""}, 2, ["✗ The seed is empty.", SEED_HINT]),
        ({"seed": " \u00a0"}, 2, ["✗ The seed is empty.", SEED_HINT]),
        (
            {"seed": "\udce4"},
            2,
            [
                "✗ The seed holds characters that could not be read.",
                "→ Type the seed again; use letters, digits and blanks only.",
            ],
        ),
        (
            {"seed": None},
            2,
            [
                "✗ The seed is missing.",
                '→ Add --seed "TEXT" with the text that was drawn in public. There is no default.',
            ],
        ),
        (
            {"procedure": "."},
            2,
            [
                "✗ Give either --procedure or --out, not both.",
                "→ A result inside a procedure has its fixed place; --out is for work without a procedure.",
            ],
        ),
        (
            {"out": None},
            2,
            [
                "✗ It is not clear where the result shall go.",
                "→ Run the command inside a procedure folder, or add --out FOLDER.",
            ],
        ),
        ({"out": "."}, 2, ["✗ “.” cannot be the folder of a result.", "→ Name a new folder with --out."]),
        (
            {"out": "frame.csv"},
            2,
            [
                "✗ “frame.csv” is there already, and it is not the result of an earlier run.",
                "→ Name a new folder with --out. Nothing was changed.",
            ],
        ),
        (
            {"register": None},
            2,
            [
                "✗ The draw needs a frame and a size.",
                "→ Run it inside a procedure folder, or add --register FILE, --size N and --out FOLDER.",
            ],
        ),
        ({"again": " "}, 2, ["✗ The reason after --again is empty.", '→ Say why: --again "reason".']),
        ({"size": 0}, 2, [f"✗ {MISFIT.format('--size', 0, WHOLE)}", "→ More: forum draw --help"]),
        ({"size": "2.000"}, 2, [f"✗ {MISFIT.format('--size', '2.000', WHOLE)}", "→ More: forum draw --help"]),
        ({"sead": "0"}, 2, ["✗ There is no option --sead.", "→ Did you mean “--seed”?"]),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else None,
)
def test_a_mistake_on_the_command_line_is_explained(
    folder: Path, changes: dict[str, object], code: int, said: list[str]
) -> None:
    before = bytes_below(folder)
    done = forum(*words(**changes), cwd=folder)
    assert (done.code, done.out) == (code, "")
    assert [line for line in done.err.splitlines() if not line.startswith("!")] == said
    assert bytes_below(folder) == before


DAMAGED_BOOK = (
    "The workbook is damaged, or it is no Excel workbook. "
    "Open it in Excel, save it again as an Excel workbook (.xlsx) or as CSV (UTF-8)."
)
AGAIN = "Save it again as text in UTF-8; a table as CSV (UTF-8) or as an Excel workbook (.xlsx)."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ["The file is empty. Export or copy it again."]),
        (b";;\n", ["The file is empty. Expected: a header row and at least one row below it."]),
        (
            b"id;group;household\n",
            [
                (
                    "✗ More people are to be drawn than there are in the frame. Found: 0 residents. "
                    "Expected: at least 5. Give a smaller --size, or check whether the frame is complete."
                )
            ],
        ),
        (b"PK\x03\x04 and nothing that follows from it", [DAMAGED_BOOK]),
        (b"id;group\n1;S\x81d\n", [f", row 2: The file holds bytes that are no text in UTF-8 / Windows-1252. {AGAIN}"]),
        (codecs.BOM_UTF8 + b"id\nS\xfcd\n", [f", row 2: The file holds bytes that are no text in UTF-8. {AGAIN}"]),
        ("id;group\n1;a\n".encode("utf-16-le"), [f"This is not a text file. {AGAIN}"]),
        (
            b"id;group;group\n1;a;b\n",
            [", row 1: The column “group” is there 2 times. Leave one of them, or rename the others."],
        ),
        (
            b"id;group\n1;a\n1;a\n;a\na b;a\n",
            [
                ", row 3, column “id”: The id is there twice, first in row 2. Correct the id.",
                ", row 4, column “id”: The id is blank. Correct the id.",
                ", row 5, column “id”: The id holds a blank. Correct the id.",
            ],
        ),
        (
            b'id;group\n1;a\n2;"a\n',
            [
                (
                    ", row 3: The table is damaged here: a quotation mark is not closed, or a cell has no end. "
                    "Export the table again."
                )
            ],
        ),
        (
            b"id;group\n1;a\n2\n",
            [
                (
                    ", row 3: The row does not fit the header. Found: 1 cell. Expected: 2 cells. "
                    "Look for a missing or additional separator, or a cell with a line break."
                )
            ],
        ),
        (
            b"a_id;b_id;group\n1;1;a\n",
            ["Several columns could hold the ids. Found: a_id, b_id. Name one with --id COLUMN."],
        ),
        (
            b"id;group;ticket\n1;a;x\n",
            [
                (
                    ", row 1, column “ticket”: The draw writes a column “ticket” of its own. "
                    "Rename the column; is this the result of an earlier draw?"
                )
            ],
        ),
        (
            b"id;group;household;special_address\n1;a;h;perhaps\n",
            [
                (
                    ", row 2, column “special_address”: It is not clear whether this is a special address. "
                    "Expected: 0 or 1."
                )
            ],
        ),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, bytes) else None,
)
def test_a_frame_that_cannot_be_used_is_explained(folder: Path, content: bytes, said: list[str]) -> None:
    (folder / "frame.csv").write_bytes(content)
    done = forum(*words(), cwd=folder)
    assert (done.code, done.out) == (3, "")
    assert done.err.splitlines() == [
        line if line.startswith("✗") else f"✗ frame.csv{line}" if line.startswith(",") else f"✗ frame.csv: {line}"
        for line in said
    ]
    assert [path.name for path in folder.iterdir()] == ["frame.csv"]


@pytest.mark.parametrize("option", ["--seed", "--out"])
def test_a_second_seed_or_folder_is_refused(folder: Path, option: str) -> None:
    usual = words()
    done = forum(*usual, f"{option}={usual[usual.index(option) + 1]}", cwd=folder)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [f"✗ {option} was given twice.", "→ More: forum draw --help"]
    assert [path.name for path in folder.iterdir()] == ["frame.csv"]


def test_of_very_many_problems_a_screenful_is_printed(folder: Path) -> None:
    (folder / "frame.csv").write_text("id;group\n" + "p;a\n" * 500)
    done = forum(*words(), cwd=folder)
    assert done.code == 3
    assert len(done.err.splitlines()) == 21
    assert done.err.splitlines()[-1] == "… and 479 more."


def test_what_was_interpreted_is_said(folder: Path) -> None:
    (folder / "frame.csv").write_bytes("person_id;group;\nä1;Süd;\n".encode("cp1252"))
    assert forum(*words(size=1), cwd=folder).err.splitlines() == [
        "! frame.csv: read as Windows-1252 (it is not valid UTF-8).",
        "! frame.csv: ids are in column “person_id”.",
    ]


def test_a_second_draw_needs_a_reason_and_keeps_the_first(folder: Path) -> None:
    assert forum(*words(), cwd=folder).code == 0
    first = bytes_below(folder / "out")
    refused = forum(*words(seed="1"), cwd=folder)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.splitlines() == [
        "✗ “out” holds a result already.",
        f"→ {RERUN} The earlier result is kept.",
    ]
    assert forum(*words(seed="1", again="wrong frame"), cwd=folder).code == 0
    assert bytes_below(folder / "out-earlier-1") == first
    assert invited(folder) == ["p0", "p4", "p3", "p7", "p11"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_language_changes_what_is_said_but_not_what_is_drawn(folder: Path, language: str) -> None:
    done = process(*words(), cwd=folder, FORUM_LANG=language)
    missing = process(*words(out="other", seed=None), cwd=folder, FORUM_LANG=language)
    with speaking(language):
        assert done.figures()[_("Invited")] == "5"
        assert missing.err.splitlines()[0] == f"✗ {_('The seed is missing.')}"
    assert (done.code, missing.code) == (0, 2)
    assert invited(folder) == ["p4", "p9", "p6", "p11", "p2"]


def large_frame(folder: Path, order: int) -> None:
    """Write 400 people whose ids and strata try the order of code points, by row or turned around."""
    letters = ["A", "a", "ä", "a\u0308", "ß", "Z", "z", "é", "日", "\U0001f3b2", "\uffee", "-", "'", "0"]
    people = [
        (
            f"{letters[i % 14]}{i}",
            letters[i % 5],
            f"{16 + i % 3}",
            "wmdx"[i % 4],
            f"h{i // 3}" if i % 5 else "",
            str(i % 2),
        )
        for i in range(400)
    ]
    header = ("id", "district", "age_group", "sex", "household", "special_address")
    write_csv(folder / "frame.csv", header, people[::order] if order < 0 else people[order:] + people[:order])


def test_the_same_frame_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    """Two runs, other hash seeds, another time zone, other places on the disk, shuffled rows."""
    results = []
    asked = words(size=60, strata=None, seed="Dortmund 2024-04-09: 4 7 2 9")
    for order, hash_seed, zone in ((0, "0", "UTC"), (0, "1", "Asia/Tokyo"), (-1, "", ""), (123, "", "")):
        folder = tmp_path / f"{order}-{hash_seed}"
        folder.mkdir()
        large_frame(folder, order)
        if hash_seed:
            done = process(*asked, cwd=folder, PYTHONHASHSEED=hash_seed, TZ=zone, FORUM_LANG="en")
        else:
            done = forum(*asked, cwd=folder)
        assert (done.code, done.err.count("\n")) == (0, 2)
        results.append((done.out, bytes_below(folder / "out")))
    first, second, *shuffled = results
    assert first == second
    for out, files in shuffled:
        assert out == first[0]
        receipts = [json.loads(found.pop("receipt.json")) for found in (files, dict(first[1]))]
        digests = [receipt.pop("inputs")[0]["sha256"] for receipt in receipts]
        assert receipts[0] == receipts[1]
        assert digests[0] != digests[1]
        assert files == {name: raw for name, raw in first[1].items() if name != "receipt.json"}


@pytest.mark.parametrize("inside", [True, False])
def test_a_full_disk_is_said_and_leaves_everything_as_it_was(
    home: Procedure,
    monkeypatch: pytest.MonkeyPatch,
    inside: bool,  # noqa: FBT001 - a parameter
) -> None:
    def refuse(_file: int) -> None:
        raise OSError(28, "No space left on device")

    where, options = (home.root, ["draw", "--seed", "0"]) if inside else (home.root.parent, words())
    before = {name: raw for name, raw in bytes_below(where).items() if not name.endswith(".lock")}
    with monkeypatch.context() as full:
        full.setattr("os.fsync", refuse)
        done = forum(*options, cwd=where)
    assert (done.code, done.out) == (3, "")
    assert [line for line in done.err.splitlines() if not line.startswith("!")] == [
        "✗ “strata.xlsx” could not be written: the disk is full.",
        "→ Nothing was changed. Make room or choose another folder, then run the command again.",
    ]
    assert {name: raw for name, raw in bytes_below(where).items() if not name.endswith(".lock")} == before
    assert forum(*options, cwd=where).code == 0


def test_inside_a_procedure_the_seed_is_all_that_is_missing(home: Procedure) -> None:
    done = forum("draw", "--seed", "0", cwd=home.root)
    assert (done.code, done.err) == (0, "")
    assert done.figures()["Invited"] == "5"
    assert invited(home.root, "draw/wave-1") == ["p4", "p9", "p6", "p11", "p2"]
    second = forum("draw", "--seed", "1", "--procedure", "forum", cwd=home.root.parent)
    assert (second.code, second.err.splitlines()[0]) == (2, "✗ “draw/wave-1” holds a result already.")


def test_an_unknown_setting_is_named(home: Procedure) -> None:
    home.settings_path.write_text(
        home.settings_path.read_text(encoding="utf-8").replace("  size:", "  sise:", 1), "utf-8"
    )
    done = forum("draw", "--seed", "0", cwd=home.root)
    assert done.code == 3
    assert done.err == "✗ forum.yaml, column “draw.sise”: There is no such setting. Did you mean “size”?\n"


def test_a_folder_that_is_no_procedure_is_refused(folder: Path) -> None:
    done = forum(*words(out=None, procedure="."), cwd=folder)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        f"✗ “{folder.name}” is no procedure folder: it holds no forum.yaml.",
        f"→ Make one with: forum new {folder.name}",
    ]


HOLD = (
    "import sys; from pathlib import Path; from buergerforum.io.procedure import Procedure\n"
    "with Procedure(Path.cwd()).locked(): print('held', flush=True); sys.stdin.read()"
)


def test_a_second_command_in_the_same_folder_is_told_to_wait(home: Procedure) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD], stdin=-1, stdout=-1, text=True, cwd=home.root) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        done = forum("draw", "--seed", "0", cwd=home.root)
        first.kill()
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        "✗ Another forum command is at work in this folder.",
        "→ Wait until it has finished, then run the command again. Nothing was changed.",
    ]
    assert forum("draw", "--seed", "0", cwd=home.root).code == 0


def test_somebody_who_stops_reading_does_no_harm(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command_line(*words()), cwd=folder, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr.decode()) == (0, "! One person per household, by column “household”.\n")
    assert len(invited(folder)) == 5


posix = pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own is made by the system")


@contextmanager
def on_a_terminal(folder: Path, *options: object) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start a command on a terminal; yield it and our end of the terminal."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        command_line(*options),
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "FORUM_LANG": "en", "TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "120"},
    ) as command:
        os.close(theirs)
        try:
            yield command, ours
        finally:
            command.kill()
            os.close(ours)


def heard(terminal: int, until: str = "") -> str:
    """Read what appears on a terminal, up to some words or to the end."""
    said = b""
    while not until or until not in said.decode(errors="ignore"):
        if not select.select([terminal], [], [], 30)[0]:
            pytest.fail(f"the terminal fell silent after {said!r}")
        try:
            more = os.read(terminal, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not more:
            break
        said += more
    return said.decode().replace("\r\n", "\n")


def interrupt(command: subprocess.Popen[bytes]) -> None:
    """Press Ctrl-C until it is noticed: Python overlooks it in the moment between the question and the reading."""
    for _press in range(15):
        command.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            command.wait(2)
            return


@posix
def test_on_a_terminal_the_seed_is_asked_for_in_plain_words(folder: Path) -> None:
    with on_a_terminal(folder, *words(seed=None)) as (command, terminal):
        asked = heard(terminal, until="Seed:")
        os.write(terminal, b"\n")
        again = heard(terminal, until="Seed:")
        os.write(terminal, b"  0 \n")
        rest = heard(terminal)
        assert command.wait(30) == 0
    assert asked.strip() == (
        "Who is invited is decided by a seed: a text that was drawn in public, for example lottery numbers or dice.\n"
        "Everybody who knows it can repeat the draw. Type it exactly as it was published.\n"
        "Seed:"
    )
    assert "Seed:" in again
    assert FIGURES in rest
    assert invited(folder) == ["p4", "p9", "p6", "p11", "p2"]


@posix
@pytest.mark.parametrize("how", ["Ctrl-C", "Ctrl-D"])
def test_whoever_stops_at_the_question_leaves_nothing_behind(folder: Path, how: str) -> None:
    with on_a_terminal(folder, *words(seed=None)) as (command, terminal):
        heard(terminal, until="Seed:")
        if how == "Ctrl-C":
            interrupt(command)
        else:
            os.write(terminal, b"\x04")
        rest = heard(terminal)
        assert command.wait(30) == 130
    assert "Stopped. Nothing half-finished was left behind." in rest
    assert "Traceback" not in rest
    assert [path.name for path in folder.iterdir()] == ["frame.csv"]


def test_help_names_every_option(folder: Path) -> None:
    done: Answer = forum("draw", "--help", cwd=folder)
    assert done.code == 0
    for option in ("register", "size", "seed", "out", "strata", "allocation", "household", "id", "procedure", "again"):
        assert f"--{option} " in done.out
