"""Whatever file is put before it, “forum check” says what it is and all that is wrong with it, and does nothing."""

import shutil
from pathlib import Path

import pytest

from buergerforum.core.frame.residents import KEY_HEADER
from buergerforum.io.procedure import Procedure
from buergerforum.io.tables import write_csv
from buergerforum.io.workbooks import rows_of_workbook
from buergerforum.model.checking import FileKind
from buergerforum.stages.checking import CheckOptions, run_check
from tests.cli.calling import Answer, bytes_below, forum
from tests.stages import honest
from tests.stages.register_traps import HEADER, extract
from tests.stages.test_register_traps import write as write_extract

PERSON = ("K2", "Testa", "Testa", "Probe", "", "Erfundenweg", "1", "", "44000", "Musterstadt", "")
ANSWERS = ("Ihr Code", "In welchem Jahr sind Sie geboren?", "Einwilligung", "Datum Abgeschickt", "Schulabschluss")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Procedure:
    """A procedure up to its lottery, with files of the Meldebehörde beside it."""
    folder = tmp_path_factory.mktemp("checking")
    home = honest.new(folder / "forum")
    honest.frame(home)
    honest.draw(home)
    honest.merge(home)
    honest.lottery(home)
    office = folder / "office"
    office.mkdir()
    write_extract(office / "auszug.csv", extract())
    write_csv(office / "schluessel.csv", KEY_HEADER, [PERSON, ("K1", *PERSON[1:])])
    write_csv(office / "bezirke.csv", ("Unterbezirk", "Stadtbezirk"), [("011", "Nord"), ("012", "Süd")])
    write_csv(office / "heime.csv", ("Straße", "Hausnummer", "PLZ"), [("Am Luftschloss", "1", "44000")])
    write_csv(office / "codes.csv", ("id", "code"), [])
    write_csv(office / "web.csv", ANSWERS, [("x", "1980", "Ja", "2026-09-01", "Abitur")])
    return home


@pytest.fixture
def home(whole: Procedure, tmp_path: Path) -> Procedure:
    shutil.copytree(whole.root.parent, tmp_path / "all")
    return Procedure(tmp_path / "all/forum")


def check(home: Procedure, name: str, *words: object) -> Answer:
    before = bytes_below(home.root)
    said = forum("check", home.path(name), *words, cwd=home.root)
    assert bytes_below(home.root) == before
    return said


FILES = {
    "forum.yaml": FileKind.SETTINGS,
    "quotas/dortmund.yaml": FileKind.QUOTAS,
    "quotas/small.csv": FileKind.QUOTAS,
    "letters/de/einladung.md.j2": FileKind.TEMPLATE,
    "frame/frame.csv": FileKind.FRAME,
    "draw/wave-1/invitees.csv": FileKind.INVITEES,
    "draw/wave-1/receipt.json": FileKind.RECEIPT,
    "applications/pool.csv": FileKind.POOL,
    "lottery/lottery.csv": FileKind.LOTTERY,
    "lottery/probabilities.csv": FileKind.PROBABILITIES,
    "journal.jsonl": FileKind.JOURNAL,
    "../office/auszug.csv": FileKind.EXTRACT,
    "../office/schluessel.csv": FileKind.KEY,
    "../office/bezirke.csv": FileKind.DISTRICTS,
    "../office/heime.csv": FileKind.SPECIAL,
    "../office/codes.csv": FileKind.CODES,
    "../office/web.csv": FileKind.ANSWERS,
}


@pytest.mark.parametrize(("name", "kind"), FILES.items())
def test_every_kind_of_file_is_recognised_and_can_be_used(home: Procedure, name: str, kind: FileKind) -> None:
    lists = {"districts": "../office/bezirke.csv", "special_addresses": "../office/heime.csv"}
    text = home.settings_path.read_text("utf-8")
    for key, path in lists.items():
        assert f'  {key}: "" ' in text
        text = text.replace(f'  {key}: "" ', f"  {key}: {path} #")
    if kind is FileKind.EXTRACT:
        home.settings_path.write_text(text.replace("reference_date: 2026-11-14", "reference_date: 2024-01-31"), "utf-8")
    said = check(home, name)
    assert said.code == 0, said.err
    assert f"{Path(name).name}: {kind.said}\n" in said.out
    assert "It can be used" in said.out


def test_every_kind_has_its_test() -> None:
    assert set(FILES.values()) == set(FileKind)


@pytest.mark.parametrize("name", ["forum.yaml", "frame/frame.csv", "draw/wave-1/invitees.csv", "quotas/small.csv"])
def test_without_a_procedure_it_is_checked_by_itself(home: Procedure, name: str, tmp_path: Path) -> None:
    for extra in ("quotas", "letters"):
        shutil.copytree(home.path(extra), tmp_path / extra, dirs_exist_ok=True)
    file = shutil.copy(home.path(name), tmp_path)
    assert forum("check", file, cwd=tmp_path).code == 0


@pytest.mark.parametrize("name", ["../office/auszug.csv", "letters/de/zusage.md.j2", "../office/web.csv"])
def test_what_only_settings_can_judge_needs_them(home: Procedure, name: str, tmp_path: Path) -> None:
    said = forum("check", home.path(name), cwd=tmp_path)
    assert said.code == 2
    assert "This can only be checked by the rules of a forum.yaml." in said.err


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


SPOILED = (
    ("frame/frame.csv", "R01;", "R00;", "The id is there twice, first in row"),
    ("frame/frame.csv", "16-29", "young", "These entries are not those of a frame: 1 longer entry, not shown."),
    ("frame/frame.csv", "birth_year", "Geburtsdatum", "Columns that say who people are do not belong into a frame"),
    ("frame/frame.csv", "district", "Ort", "The column “district” is missing."),
    ("draw/wave-1/invitees.csv", ";m;", ";9;", "These entries are not those of a frame: “9”."),
    ("applications/pool.csv", ";m;", ";9;", "pool.csv, row"),
    ("quotas/small.csv", "sex;m;2;2", "sex;m;3;2", "small.csv, row 2"),
    ("quotas/dortmund.yaml", "features:", "features: 3\nx:", "dortmund.yaml"),
    ("lottery/lottery.csv", "\n0;", "\n1;", "This row is no lot"),
    ("lottery/probabilities.csv", "\nR", "\nR;0.5;x;0.5\nR", "probabilities.csv, row 2"),
    ("letters/de/zusage.md.j2", "{{ name }}", "{{ nam }}", "zusage.md.j2, row"),
    ("draw/wave-1/receipt.json", '"format": 1', '"format": 9', "receipt.json"),
    ("../office/schluessel.csv", ";44000;", ";4400;", "The postcode does not have five digits."),
    ("../office/bezirke.csv", "012;Süd", "012;", "Sub-district or district is missing."),
    ("../office/heime.csv", "Am Luftschloss", "", "The street is missing."),
    ("forum.yaml", "minimum_age: 16", "minimum_age: 12", "The age groups begin above the minimum age"),
    ("forum.yaml", "seats: 4", "seats: 40", "✗ forum.yaml: age_group: the maximums add up to only 6"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "message"), SPOILED)
def test_what_is_wrong_is_said(home: Procedure, name: str, old: str, new: str, message: str) -> None:
    spoil(home.path(name), old, new)
    said = check(home, name)
    assert said.code == 3, said.out
    assert message in " ".join(said.err.split())
    assert "Probe" not in said.err
    assert "Erfundenweg" not in said.err


def test_all_problems_of_a_frame_are_said_at_once(home: Procedure) -> None:
    path = home.path("frame/frame.csv")
    for old, new in ((";m;", ";9;"), ("16-29", ""), ("R01;", "R00;")):
        spoil(path, old, new)
    result = run_check(home, CheckOptions(path))
    assert len(result.checked.problems) == 3
    assert (result.kind, result.recognised) == (FileKind.FRAME, True)


def test_at_most_a_screenful_is_said_and_the_list_has_everything(home: Procedure, tmp_path: Path) -> None:
    path = home.path("frame/frame.csv")
    path.write_text(path.read_text("utf-8").replace(";DE;", ";syr;"), "utf-8")
    said = check(home, "frame/frame.csv")
    assert said.code == 3
    assert len(said.err.splitlines()) < 10
    assert "All rows as a workbook: add --list problems.xlsx" in said.err
    listing = tmp_path / "problems.xlsx"
    said = check(home, "frame/frame.csv", "--list", listing)
    assert "add --list" not in said.err
    rows = list(rows_of_workbook(listing.read_bytes(), ""))
    assert len([row for row in rows if len(row) > 3 and row[2] == "nationality"]) == path.read_text().count(";syr;")
    said = check(home, "frame/frame.csv", "--list", tmp_path / "problems.csv")
    assert (said.code, listing.with_suffix(".csv").exists()) == (2, False)


def test_an_extract_is_checked_without_a_frame_or_a_name(home: Procedure) -> None:
    rows = extract()[:1] * 2
    rows[1] = [{"Ordnungsmerkmal": "7", "Wohnungsstatus": ""}.get(h, c) for h, c in zip(HEADER, rows[1], strict=True)]
    write_extract(home.path("../office/auszug.csv"), rows)
    said = check(home, "../office/auszug.csv")
    assert said.code == 3
    assert "auszug.csv, row 3, column “Wohnungsstatus”: It is not said whether this is a main residence." in said.err
    assert "Gespinst" not in said.err + said.out


@pytest.mark.parametrize(
    ("raw", "code", "message"),
    [
        (b"", 3, "The file is empty."),
        (b"\0\1", 3, "This is not a text file."),
        (b"PK\x03\x04", 3, "The workbook is damaged"),
        (b'a;b\n"1;2\n', 3, "a quotation mark is not closed"),
        (b"a;b\n1;2\n", 2, "“x.csv” is not recognised. → Say what it is: --as KIND, one of extract, frame"),
    ],
)
def test_a_file_that_is_nothing_gets_a_clear_message(tmp_path: Path, raw: bytes, code: int, message: str) -> None:
    (tmp_path / "x.csv").write_bytes(raw)
    words = ["check", tmp_path / "x.csv", *(["--as", "pool"] if b'"' in raw else [])]
    said = forum(*words, cwd=tmp_path)
    assert said.code == code
    assert message in " ".join(said.err.split())
    assert said.out in {"", "x.csv: pool: who may be selected\n"}


def test_a_file_that_is_not_there_is_of_no_kind(tmp_path: Path) -> None:
    said = forum("check", tmp_path / "receipt.json", cwd=tmp_path)
    assert (said.code, said.out) == (3, "")


def test_what_a_file_is_can_be_said(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("nr_id;sex\n1;\n2;w\n", "utf-8")
    said = forum("check", tmp_path / "x.csv", "--as", "pool", cwd=tmp_path)
    assert said.code == 0
    assert "column “sex”: Cells are blank." in said.err
    assert "It can be used; 1 row should be looked at." in said.out


def test_a_file_that_is_too_large_for_the_machine_gets_a_clear_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_large(_path: Path) -> bytes:
        raise MemoryError

    (tmp_path / "x.csv").write_text("id;sex\n1;w\n", "utf-8")
    monkeypatch.setattr("buergerforum.io.tables.read_bytes", too_large)
    said = forum("check", tmp_path / "x.csv", cwd=tmp_path)
    assert said.code == 3
    assert "The memory of this machine is not enough for so large a file." in said.err


def test_lists_of_the_city_can_be_named_for_an_extract(home: Procedure) -> None:
    spoil(home.settings_path, "reference_date: 2026-11-14", "reference_date: 2024-01-31")
    lists = ("--districts", home.path("../office/bezirke.csv"), "--special-addresses", home.path("../office/heime.csv"))
    said = check(home, "../office/auszug.csv", *lists)
    assert said.code == 0, said.err
    assert said.figures()["Residents in the frame (hits)"] == "41"
    assert "Geburtsdatum → birth_date" in " ".join(said.err.split())
    assert said.figures()["of these: at special addresses"] == "fewer than 5"
    home.path("../office/bezirke.csv").write_text("Unterbezirk;Stadtbezirk\n012;Süd\n", "utf-8")
    assert "does not know these sub-districts: “011”" in check(home, "../office/auszug.csv", *lists).err
