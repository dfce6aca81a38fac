from pathlib import Path

import pytest
from openpyxl import load_workbook

from buergerforum.core.applications.headings import find_columns
from buergerforum.errors import UsageError
from buergerforum.io.settings import Settings, read_settings
from buergerforum.io.tables import read_table
from buergerforum.stages.blank import run_blank
from buergerforum.stages.quotas import quotas_beside
from tests.stages.answering import CODE, make_procedure
from tests.stages.test_merge import merge


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(make_procedure(tmp_path / "forum").settings_path)[0]


def test_merging_understands_the_empty_list(tmp_path: Path, settings: Settings) -> None:
    run_blank(tmp_path / "paper.xlsx", settings)
    table = read_table(tmp_path / "paper.xlsx")
    assert len(table) == 0
    assert find_columns(table.header, settings.applications.layout(), table.name) == {
        "received": "Received on",
        "channel": "Channel",
        "code": "Code",
        "birth_year": "Birth year",
        "sex": "Sex",
        "school": "School certificate",
        "consent": "Consent",
        "available": "All dates suit",
    }


def test_a_list_that_is_there_is_not_overwritten(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "paper.xlsx").write_text("answers", "utf-8")
    with pytest.raises(UsageError, match=r"“paper\.xlsx” is there already"):
        run_blank(tmp_path / "paper.xlsx", settings)
    assert (tmp_path / "paper.xlsx").read_text("utf-8") == "answers"


def test_it_is_a_workbook(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(UsageError, match="The empty list is an Excel workbook"):
        run_blank(tmp_path / "paper.csv", settings)


def test_cells_offer_lists_and_a_line_of_help(tmp_path: Path, settings: Settings) -> None:
    home = make_procedure(tmp_path / "other")
    table = quotas_beside(home.settings_path, settings)
    assert table is not None
    run_blank(tmp_path / "paper.xlsx", settings, table)
    book = load_workbook(tmp_path / "paper.xlsx")
    page, explained, lists = book.worksheets
    assert lists.sheet_state == "hidden"
    header = [str(cell.value) for cell in page[1]]
    rules = {header[next(iter(one.sqref.ranges)).min_col - 1]: one for one in page.data_validations.dataValidation}
    assert list(rules) == header
    assert all(one.prompt and next(iter(one.sqref.ranges)).max_row == 2001 for one in rules.values())
    offered = {name: one.formula1 for name, one in rules.items() if one.formula1}
    assert list(offered) == ["Channel", "Sex", "School certificate", "All dates suit", "Consent"]
    column = offered["School certificate"].split("$")[1]
    schools = [cell.value for cell in lists[column] if cell.value]
    (asked,) = [one for one in table.features if one.name == "school"]
    assert schools[: len(asked.values)] == [value.name for value in asked.values]
    assert set(schools) == set(settings.applications.answers["school"])
    assert [row[0].value for row in explained.iter_rows(min_row=2)] == header


def test_what_is_chosen_is_understood_in_both_languages(tmp_path: Path) -> None:
    for language in ("de", "en"):
        home = make_procedure(tmp_path / language)
        told = home.settings_path.read_text("utf-8").replace("language: en", f"language: {language}")
        home.settings_path.write_text(told, "utf-8")
        settings = read_settings(home.settings_path)[0]
        run_blank(tmp_path / f"{language}.xlsx", settings)
        book = load_workbook(tmp_path / f"{language}.xlsx")
        page, _explained, lists = book.worksheets
        chosen = [str(column[0].value) for column in lists.iter_cols()]
        places = [next(iter(one.sqref.ranges)).min_col for one in page.data_validations.dataValidation if one.formula1]
        typed = {1: "11.09.2026", 3: CODE["A2"], 4: "1950"} | dict(zip(places, chosen, strict=True))
        for place, text in typed.items():
            page.cell(2, place, text)
        book.save(tmp_path / f"{language}.xlsx")
        merge(home, tmp_path / f"{language}.xlsx")
        assert (
            home.path("applications/pool.csv").read_text("utf-8").splitlines()[1] == "A2;Hörde;75+;m;EU;ohne Abschluss"
        )
