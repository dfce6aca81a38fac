"""Files of answers as offices should not have them: a clear message, and nothing is changed."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from buergerforum.errors import InputError
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.staging import files_below
from buergerforum.io.tables import read_table
from buergerforum.stages.blank import run_blank
from tests.stages.answering import CODE, WEB_HEADER, make_procedure, web_row, write_paper, write_web
from tests.stages.test_merge import lists, merge


def rows(count: int, **changes: str) -> list[tuple[str, ...]]:
    """Return answers that differ only in their number."""
    return [web_row("A1", number, **changes) for number in range(1, count + 1)]


def missing_question(folder: Path) -> Path:
    path = write_web(folder / "web.csv", rows(3))
    table = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join(",".join(line.split('","')[:4]) + '"' for line in table), "utf-8")
    return path


def changed_texts(folder: Path) -> Path:
    return write_web(folder / "web.csv", rows(12, school="A5"))


def dates_of_another_country(folder: Path) -> Path:
    return write_web(folder / "web.csv", rows(12, received="09/10/2026 10:00 AM"))


def two_header_rows(folder: Path) -> Path:
    return write_web(folder / "web.csv", [[heading.split(". ")[0] for heading in WEB_HEADER], *rows(3)])


def workbook(folder: Path, edit: Callable[[Workbook], None], name: str = "paper.xlsx") -> Path:
    path = write_paper(folder / "paper.xlsx", ["A1", "A2"])
    book = load_workbook(path)
    edit(book)
    book.save(folder / name)
    return folder / name


def merged_cells(folder: Path) -> Path:
    return workbook(folder, lambda book: book.worksheets[0].merge_cells("A2:A3"))


def formulas(folder: Path) -> Path:
    return workbook(folder, lambda book: book.worksheets[0].__setitem__("C2", "=1900+85"))


def empty_sheet(folder: Path) -> Path:
    path = folder / "empty.xlsx"
    Workbook().save(path)
    return path


def macros(folder: Path) -> Path:
    path = write_paper(folder / "paper.xlsm", ["A1"])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open")
    return path


def blanks(folder: Path) -> Path:
    path = folder / "blanks.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    return path


def bomb(folder: Path) -> Path:
    path = folder / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _piece in range(21):
            part.write(b"0" * 10_000_000)
    return path


BAD: list[tuple[Callable[[Path], Path], str]] = [
    (missing_question, "No column for “school” was found."),
    (changed_texts, "Most answers to “school” are not understood: 12 of 12."),
    (dates_of_another_country, "Most answers to “received” are not understood: 12 of 12."),
    (two_header_rows, "web.csv, row 2: The first row below the headings looks like a second row of headings."),
    (merged_cells, "paper.xlsx: Cells are merged, so that it is not clear to which rows and columns they belong."),
    (formulas, "paper.xlsx: Cells hold formulas. Found: C2."),
    (empty_sheet, "empty.xlsx: The file is empty."),
    (macros, "paper.xlsm: The workbook holds macros."),
    (blanks, "blanks.csv: The file is far too large for a list of answers."),
    (bomb, "bomb.xlsx: The file is far too large for a list of answers."),
]


@pytest.mark.parametrize(("make", "said"), BAD, ids=lambda one: getattr(one, "__name__", ""))
def test_it_is_refused_with_a_clear_message_and_nothing_changes(
    tmp_path: Path, make: Callable[[Path], Path], said: str
) -> None:
    home = make_procedure(tmp_path / "forum")
    merge(home, write_paper(tmp_path / "before.xlsx", ["A3"]))
    before = {path: path.read_bytes() for path in files_below(home.root)}
    (tmp_path / "bad").mkdir()
    with pytest.raises(InputError) as caught:
        merge(home, make(tmp_path / "bad"))
    assert said in str(caught.value)
    assert {path: path.read_bytes() for path in files_below(home.root)} == before


@pytest.mark.parametrize("received", ["11.09.2026", "11. September 2026", "2026-09-11", "46276", "11.9.26, 9:30 Uhr"])
def test_dates_as_texts_are_understood(tmp_path: Path, received: str) -> None:
    home = make_procedure(tmp_path / "forum")
    assert merge(home, write_paper(tmp_path / "paper.xlsx", ["A2"], day=received)).pool == 1


def test_a_link_in_an_answer_arrives_as_text(tmp_path: Path) -> None:
    home = make_procedure(tmp_path / "forum")
    link = '=HYPERLINK("http://example.org";"hier")'
    merge(home, write_web(tmp_path / "web.csv", [web_row("A1", school=link)]))
    page = load_workbook(home.path("private/review.xlsx")).worksheets[0]
    (cell,) = [cell for row in page.iter_rows() for cell in row if str(cell.value).endswith("HYPERLINK" + link[10:])]
    assert (cell.data_type, cell.value) == ("s", link)
    assert link not in "".join(lists(home).values())


def office(source: Path, kind: str) -> Path:
    """Convert a file as LibreOffice does, without a screen."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed here")
    profile = f"-env:UserInstallation=file://{source.parent / 'profile'}"
    target = source.parent / "converted"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return target / source.with_suffix(f".{kind.split(':', maxsplit=1)[0]}").name


def filled_list(home: Procedure, path: Path) -> Path:
    """Return the empty list with one answer typed in."""
    run_blank(path, read_settings(home.settings_path)[0])
    book = load_workbook(path)
    for place, text in enumerate(("11.09.2026", "card", CODE["A2"], "1950", "m", "Hauptschule", "yes", "yes"), 1):
        book.worksheets[0].cell(2, place, text)
    book.save(path)
    return path


def test_the_list_for_paper_opens_in_libreoffice_and_comes_back_the_same(tmp_path: Path) -> None:
    home = make_procedure(tmp_path / "forum")
    typed = filled_list(home, tmp_path / "paper.xlsx")
    (tmp_path / "paper").mkdir()
    back = office(typed, "xlsx")
    assert read_table(back).columns == read_table(typed).columns
    lists_kept = load_workbook(back).worksheets[0].data_validations.dataValidation
    assert sum(one.type == "list" for one in lists_kept) == 5
    assert merge(home, back).pool == 1
