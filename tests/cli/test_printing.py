import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from buergerforum.cli import printing
from buergerforum.errors import InputError, Problem, UsageError
from tests.cli.calling import command_line
from tests.stages.small_forum import write_pool, write_quotas

STEERING = "\x1b[31mred\x1b[0m\x07\u202eevil\r"
LONG = "a/" + "very-long-folder-name/" * 12 + "out"

# --- nothing is cut ----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_figures_are_never_cut(capsys: pytest.CaptureFixture[str]) -> None:
    printing.say_figures("Title", [("Number", "612,065"), ("Süd ✓ 東", LONG), ("Path with blanks", "b " * 60 + "c")])
    assert capsys.readouterr().out.splitlines() == [
        "Title",
        "Number             612,065",
        f"Süd ✓ 東           {LONG}",
        f"Path with blanks   {'b ' * 60}c",
    ]


def test_without_figures_only_the_title_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    printing.say_figures("Title", [])
    assert capsys.readouterr().out == "Title\n"


def test_in_a_table_texts_are_broken_and_figures_stay_whole(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(LONG, "of a kind " * 20, "1,234,567,890"), ("short", "x", "7")]
    printing.say_table("Table", ("place", "what", "number"), rows)
    said = capsys.readouterr().out
    assert "…" not in said
    assert all(len(line) <= 80 for line in said.splitlines())
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in said.splitlines() if "│" in line]
    assert "".join(line[0] for line in cells) == f"{LONG}short"
    assert [line[2] for line in cells if line[2]] == ["1,234,567,890", "7"]


def test_a_table_without_rows_has_its_headings(capsys: pytest.CaptureFixture[str]) -> None:
    printing.say_table("Table", ("place", "what"), [])
    assert "place" in capsys.readouterr().out


def test_words_are_not_markup_and_not_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    words = r"[red]x[/red] :smile: [/] \[b] 50 % {name}"
    printing.say(words)
    printing.say_verbatim(words)
    printing.say_notes([words])
    printing.say_figures("[b]T", [(words, words)])
    printing.say_table("[b]T", (words,), [(words,)])
    printing.say_error(UsageError(words, hint=words))
    out, err = capsys.readouterr()
    assert out.count(words) == 6
    assert err.splitlines() == [f"! {words}", f"✗ {words}", f"→ {words}"]


@pytest.mark.parametrize(
    "way",
    [
        printing.say,
        printing.say_verbatim,
        lambda text: printing.say_notes([text]),
        lambda text: printing.say_figures("T", [(text, text)]),
        lambda text: printing.say_table("T", (text,), [(text,)]),
        lambda text: printing.say_error(InputError([Problem("what", found=text)], hint=text)),
    ],
)
def test_no_text_can_steer_the_terminal(capsys: pytest.CaptureFixture[str], way: Callable[[str], None]) -> None:
    way(STEERING)
    said = "".join(capsys.readouterr())
    assert "�[31mred�[0m��evil�" in said
    assert not set(said) & set("\x1b\x07\u202e\r")


def test_only_a_screenful_of_problems_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    printing.say_error(InputError([Problem(f"Wrong {number}.") for number in range(25)], hint="Mend it."))
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["✗ Wrong 0.", "✗ Wrong 1."]
    assert lines[19:] == ["✗ Wrong 19.", "… and 5 more.", "→ Mend it."]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "✗ “Süd” → … × ?\n"),
        ("cp1252", "x “Süd” > … × ?\n"),
        ("ascii", 'x "S?d" > ... x ?\n'),
    ],
)
def test_a_terminal_that_knows_few_characters_gets_the_message(
    monkeypatch: pytest.MonkeyPatch, encoding: str, said: str
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(raw, encoding=encoding, newline="\n"))
    printing.say_error(UsageError("“Süd” → … × \udcff"))
    sys.stderr.flush()
    assert raw.getvalue().decode(encoding) == said


def test_a_table_is_drawn_with_what_the_terminal_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252", newline="\n"))
    printing.say_table("Quotas", ("Merkmal",), [("Süd",)])
    sys.stdout.flush()
    assert "| Süd     |" in raw.getvalue().decode("cp1252")


# --- on a terminal -----------------------------------------------------------------------------------------------

if sys.platform != "win32":
    import fcntl
    import pty
    import struct
    import subprocess
    import termios

    def on_terminal(command: list[str], folder: Path, typed: bytes = b"") -> tuple[int, str]:
        """Run a command on a terminal of 80 columns; return its exit code and what it showed."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
        variables = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "TERM"}}
        with subprocess.Popen(
            command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=variables | {"TERM": "xterm"}
        ) as run:
            os.close(theirs)
            if typed:
                os.write(ours, typed)
            said = b"".join(_blocks(ours))
            code = run.wait(timeout=60)
        os.close(ours)
        return code, said.decode()

    def _blocks(terminal: int) -> Iterator[bytes]:
        while True:
            try:
                block = os.read(terminal, 65536)
            except OSError:  # the last one who could write has gone
                return
            if not block:
                return
            yield block


PROGRESS = """
import time
from buergerforum.cli.printing import progress
with progress() as show:
    for step in range(4):
        show("[b]Counting :smile:", step, 4)
        time.sleep(0.12)
    show("How many is not known", 0, 0)
    time.sleep(0.12)
print("done")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_progress_is_shown_on_a_terminal_and_gone_afterwards(tmp_path: Path) -> None:
    code, said = on_terminal([sys.executable, "-c", PROGRESS], tmp_path)
    assert code == 0, said
    assert "[b]Counting :smile:" in said
    assert "3/4" in said
    assert "How many is not known" in said
    last = said[said.rindex("done") - 40 :]
    assert "\x1b[2K" in last, "the line is erased before the result is printed"


@pytest.mark.parametrize("colours", [{}, {"FORCE_COLOR": "1"}])
def test_progress_is_silent_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], colours: dict[str, str]
) -> None:
    for name, value in colours.items():
        monkeypatch.setenv(name, value)
    with printing.progress() as show:
        show("Counting", 1, 4)
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_on_a_terminal_the_number_is_asked_for_and_nothing_is_cut(tmp_path: Path) -> None:
    write_pool(tmp_path / "people.csv")
    write_quotas(tmp_path / "table.yaml")
    out = Path("a folder with blanks") / ("b" * 90)
    asked = ["--pool", "people.csv", "--quotas", "table.yaml", "--id", "pid", "--lots", "20", "--out", out]
    code, said = on_terminal(command_line("select", *asked), tmp_path, b"07\n")
    assert code == 0, said
    assert "Type the number; or leave it empty and type a seed instead." in said.replace("\r\n", " ")
    assert f"Result in                                   {out.as_posix()}\r\n" in said
    assert "07 of 20" in said
    assert (tmp_path / out / "panel.csv").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_on_a_terminal_words_stay_whole(tmp_path: Path) -> None:
    words = "from buergerforum.cli.printing import say, say_verbatim\n"
    words += f"say('{'word ' * 30}'); say_verbatim('{'seed ' * 30}')"
    _code, said = on_terminal([sys.executable, "-c", words], tmp_path)
    lines = said.split("\r\n")
    assert all(set(line.split()) <= {"word"} for line in lines[:2])
    assert "seed " * 30 in lines
