"""A raw extract with every trap gives exactly the expected protocol; no name and no street ever leaves the office."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from buergerforum.core.record.receipt import read_receipt
from buergerforum.io.procedure import Procedure
from buergerforum.io.staging import files_below
from buergerforum.io.tables import read_table
from buergerforum.io.workbooks import Sheet, rows_of_workbook, write_workbook
from buergerforum.stages.new import run_new
from tests.cli.calling import Answer, forum
from tests.stages.register_traps import FATAL, HEADER, SPECIAL, TRAPS, expected, extract

OTHER_REASONS = (
    "Left out, other reasons: died, only a secondary residence here, below the minimum age, "
    "date of birth entirely unknown"
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "meldebehoerde"
    folder.mkdir()
    (folder / "districts.csv").write_text("Unterbezirk;Stadtbezirk\n011;Nord\n012;Süd\n", "utf-8")
    (folder / "special.csv").write_text(f"Straße;Hausnummer;PLZ\n{';'.join(SPECIAL)}\n", "utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    made = run_new(tmp_path / "forum")
    said = made.settings_path.read_text("utf-8")
    for old, new in (("reference_date: 2026-11-14", "reference_date: 2024-01-31"), ("language: de", "language: en")):
        assert old in said
        said = said.replace(old, new)
    made.settings_path.write_text(said, "utf-8")
    return made


def write(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig") -> Path:
    """Write an extract with a last line that counts its rows, which is as short as such lines are."""
    if path.suffix == ".xlsx":
        last = [f"Anzahl der Datensätze: {len(rows)}", *[""] * (len(HEADER) - 1)]
        write_workbook(path, [Sheet("Auszug", HEADER, [*rows, last])])
        return path
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerows([HEADER, *rows])
        writer.writerow([f"Anzahl der Datensätze: {len(rows)}"])
    return path


def frame(home: Procedure, office: Path, raw: Path) -> Answer:
    lists = ("--districts", office / "districts.csv", "--special-addresses", office / "special.csv")
    return forum("frame", raw, *lists, "--key-file", office / "key.csv", "--yes", cwd=home.root)


def text_of(path: Path) -> str:
    """Return everything that can be read in a file."""
    if path.suffix == ".xlsx":
        return str(list(rows_of_workbook(path.read_bytes(), path.name)))
    return path.read_text("utf-8")


def secrets() -> set[str]:
    """Return every name, street and Ordnungsmerkmal of the input."""
    columns = [HEADER.index(name) for name in ("Ordnungsmerkmal", "Familienname", "Vornamen", "Rufname", "Straße")]
    words = {word for row in extract() for place in columns for word in row[place].split()}
    return {word for word in words if len(word) > 3}


def leaked(home: Procedure, said: Answer) -> set[str]:
    outputs = [path for path in files_below(home.root) if path.parent.name in {"frame", "forum"}]
    together = "\n".join([said.out, said.err, *map(text_of, outputs)])
    return {secret for secret in secrets() if secret in together}


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("raw.csv", "utf-8-sig"), ("raw.csv", "utf-8"), ("raw.csv", "utf-16"), ("raw.xlsx", "")],
    ids=["marked", "plain", "utf-16", "workbook"],
)
def test_every_trap_is_counted_and_nobody_is_named(home: Procedure, office: Path, name: str, encoding: str) -> None:
    said = frame(home, office, write(office / name, extract(), encoding))
    assert said.code == 0, said.err
    counts = expected()
    written = text_of(home.path("frame/protocol.txt"))
    hits = [line[2:].rsplit("  ", 1) for line in written.splitlines() if line.startswith("- ") and "  " in line]
    assert [(text.strip(), count.strip()) for text, count in hits] == [
        ("Rows about people", "not stated"),
        ("Further rows of the same person", "fewer than 5"),
        ("Different people", "56"),
        ("Left out: block of information (§§ 51, 52 BMG)", "8"),
        (OTHER_REASONS, "7"),
        ("Residents in the frame (hits)", "41"),
        ("of these: date of birth known in part, youngest possible age taken", "6"),
        ("of these: sex not stated", "fewer than 5"),
        ("of these: without a street", "fewer than 5"),
        ("of these: at special addresses", "fewer than 5"),
    ]
    assert [row for row in rows_of_workbook(home.path("frame/protocol.xlsx").read_bytes(), "") if len(row) > 1][1:] == [
        [text.strip(), count.strip()] for text, count in hits
    ]
    table = read_table(home.path("frame/frame.csv"))
    assert len(table) == counts["residents"] == 41
    assert read_table(office / "key.csv").columns["id"] == table.columns["id"]
    assert leaked(home, said) == set()
    assert "postcode had lost its leading zero" in said.err
    assert "code of a sub-district had lost its leading zeros" in said.err


def test_the_traps_add_up_to_what_a_generous_limit_shows(home: Procedure, office: Path) -> None:
    text = home.settings_path.read_text("utf-8").replace("small_cell: 5", "small_cell: 1")
    home.settings_path.write_text(text, "utf-8")
    assert frame(home, office, write(office / "raw.csv", extract())).code == 0
    figures = read_receipt(home.path("frame/receipt.json").read_bytes(), "receipt.json").figures
    assert {name: count for name, count in figures.items() if name != "key_file"} == expected()


def test_every_trap_has_a_name_of_its_own() -> None:
    assert len({trap.name for trap in TRAPS}) == len(TRAPS) > 50


def test_rows_to_be_looked_at_are_listed_beside_the_key_without_names(home: Procedure, office: Path) -> None:
    frame(home, office, write(office / "raw.csv", extract()))
    rows = list(rows_of_workbook((office / "key-rows.xlsx").read_bytes(), ""))
    assert [row[1] for row in rows if len(row) > 1 and "known in part" in row[3]] == ["8", "9", "10", "11", "12", "13"]
    assert {row[3].split()[0] for row in rows if len(row) > 1} == {
        *("What", "The", "Nothing", "Somebody", "No", "There", "A")
    }
    assert not [secret for secret in secrets() if secret in str(rows) and secret not in HEADER]


@pytest.mark.parametrize("name", FATAL)
def test_what_cannot_be_right_never_gives_a_frame(home: Procedure, office: Path, name: str) -> None:
    cells, expected_message = FATAL[name]
    further = [extract()[0], [cells.get(heading, cell) for heading, cell in zip(HEADER, extract()[-1], strict=True)]]
    said = frame(home, office, write(office / "raw.csv", further))
    assert said.code == 3
    assert expected_message in said.err
    assert not home.path("frame").exists()
    assert not (office / "key.csv").exists()
    together = said.out + said.err + text_of(home.path("journal.jsonl"))
    bad = {word for cell in cells.values() for word in cell.split() if len(word) > 5}
    assert not [word for word in secrets() | bad if word in together and word != "Ferien"]


def test_many_rows_that_cannot_be_right_are_all_listed(home: Procedure, office: Path) -> None:
    rows = [row.copy() for row in extract()[:1] for _n in range(40)]
    for number, row in enumerate(rows):
        row[HEADER.index("Ordnungsmerkmal")] = f"8{number}"
        row[HEADER.index("Wohnungsstatus")] = ""
    said = frame(home, office, write(office / "raw.csv", rows))
    assert "40 rows (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 … and 28 more)" in said.err.replace("\n  ", " ")
    assert "key-rows.xlsx" in said.err
    listed = [row for row in rows_of_workbook((office / "key-rows.xlsx").read_bytes(), "") if len(row) > 1][1:]
    assert [row[1] for row in listed] == [str(number) for number in range(2, 42)]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\0\1\2", b"PK\x03\x04 no workbook", ";".join(HEADER).encode()])
def test_an_empty_or_broken_file_never_gives_a_frame(home: Procedure, office: Path, raw: bytes) -> None:
    path = office / "raw.csv"
    path.write_bytes(raw)
    said = frame(home, office, path)
    assert said.code == 3
    assert "raw.csv" in said.err
    assert not home.path("frame").exists()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("share", [0.02, 0.35, 0.5, 0.77, 0.99])
def test_a_file_that_was_cut_off_never_gives_a_frame(home: Procedure, office: Path, share: float, suffix: str) -> None:
    path = write(office / f"raw.{suffix}", extract())
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    said = frame(home, office, path)
    assert said.code == 3
    assert path.name in said.err
    assert not home.path("frame").exists()
    assert leaked(home, said) == set()


def test_columns_found_by_their_headings_must_be_confirmed(home: Procedure, office: Path) -> None:
    raw = write(office / "raw.csv", extract())
    words = ("frame", raw, "--districts", office / "districts.csv", "--key-file", office / "key.csv")
    said = forum(*words, cwd=home.root)
    assert said.code == 2
    assert "nobody has confirmed it. Add --yes if it is right" in said.err.replace("\n→", "")
    assert not home.path("frame").exists()
    text = home.settings_path.read_text("utf-8")
    block = said.out[said.out.index("  columns:") :]
    assert "  columns: {}\n" in text
    home.settings_path.write_text(text.replace("  columns: {}\n", block, 1), "utf-8")
    said = forum(*words, cwd=home.root)
    assert said.code == 0, said.err
    assert "columns:" not in said.out


@pytest.mark.parametrize(("answers", "code"), [(("ja",), 0), (("vielleicht", "y"), 0), (("nein",), 2)])
def test_on_a_terminal_somebody_is_asked(
    home: Procedure, office: Path, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...], code: int
) -> None:
    told = iter(answers)
    monkeypatch.setattr("buergerforum.cli.frame.on_terminal", lambda: True)
    monkeypatch.setattr("buergerforum.cli.asking.typer.prompt", lambda _question, **_how: next(told))
    raw = write(office / "raw.csv", extract())
    words = ("frame", raw, "--districts", office / "districts.csv", "--key-file", office / "key.csv")
    assert forum(*words, cwd=home.root).code == code
    assert next(told, "asked enough") == "asked enough"
    assert home.path("frame").exists() == (code == 0)
