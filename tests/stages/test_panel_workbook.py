from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from buergerforum.core.chance import Seed
from buergerforum.io.tables import read_table
from buergerforum.model.quotas import Feature, Quota, QuotaTable, Value
from buergerforum.stages.lottery import SelectionOptions, plan_selection
from buergerforum.stages.panel_workbook import cell_labels
from buergerforum.stages.select import Decision, run_select
from buergerforum.texts import _, speaking
from tests.stages.small_forum import PEOPLE, SEATS, make_procedure, plan


def selected(folder: Path, language: str = "en", decision: Decision = Decision("3")) -> Path:  # noqa: B008 - frozen
    home = make_procedure(folder / "forum", language)
    run_select(plan_selection(home, SelectionOptions(), "selection", None, ""), decision)
    return home.path("selection")


def selected_elsewhere(folder: Path) -> Path:
    run_select(plan(folder, "selection"), Decision("3"))
    return folder / "selection"


def sheets(folder: Path) -> tuple[Worksheet, Worksheet]:
    book = load_workbook(folder / "panel.xlsx")
    panel, quotas = book.worksheets
    assert isinstance(panel, Worksheet)
    assert isinstance(quotas, Worksheet)
    return panel, quotas


def values(page: Worksheet) -> list[tuple[object, ...]]:
    return list(page.iter_rows(values_only=True))


def cells(page: Worksheet) -> Iterator[Cell]:
    for row in page.iter_rows():
        yield from (cell for cell in row if isinstance(cell, Cell) and cell.value is not None)


def test_the_first_sheet_shows_the_members_as_people_read_them(tmp_path: Path) -> None:
    folder = selected(tmp_path)
    panel, _quotas = sheets(folder)
    lines = values(panel)
    assert panel.title == "Panel"
    assert [line[0] for line in lines[:5]] == [
        "Bürger*innen-Forum (Beispiel)",
        "Panel of 6 members",
        "Lot 03 of 20 equally likely panels, drawn in public",
        "Members are named by their ids only; names and addresses are kept elsewhere.",
        None,
    ]
    assert lines[5] == ("Id", "Geschlecht", "Alter")
    labels = {"m": "Männer", "w": "Frauen", "16-29": "16 bis 29 Jahre"}
    members = read_table(folder / "panel.csv").columns["id"]
    rows = {row[1]: (row[1], labels[row[2]], labels.get(row[3], row[3])) for row in PEOPLE}
    assert lines[6:] == [rows[member] for member in members]


def test_without_a_procedure_further_columns_are_carried_along(tmp_path: Path) -> None:
    panel, _quotas = sheets(selected_elsewhere(tmp_path))
    assert [line[3:] for line in values(panel) if line[0] == "Id"] == [("id *", "home", "remark")]


def test_the_second_sheet_counts_every_quota(tmp_path: Path) -> None:
    folder = selected(tmp_path)
    _panel, quotas = sheets(folder)
    lines = values(quotas)
    assert quotas.title == "Quotas"
    assert lines[1][0] == "How the panel meets the quotas: 6 of 24 applicants"
    assert lines[4] == ("Feature", "Value", "Minimum", "Reached", "Maximum", "In the pool")
    panel = read_table(folder / "panel.csv").columns
    seated = {name: Counter(panel[name]) for name in ("sex", "age group")}
    there = {"sex": Counter(row[2] for row in PEOPLE), "age group": Counter(row[3] for row in PEOPLE)}
    expected = [
        (label, shown, low, seated[feature][value], high, there[feature][value])
        for label, shown, feature, value, low, high in (
            ("Geschlecht", "Männer", "sex", "m", 2, 4),
            ("Geschlecht", "Frauen", "sex", "w", 2, 4),
            ("Alter", "16 bis 29 Jahre", "age group", "16-29", 2, 2),
            ("Alter", "30-59", "age group", "30-59", 1, 3),
            ("Alter", "60+", "age group", "60+", 1, 3),
        )
    ]
    assert lines[5:] == expected
    assert sum(seated["sex"].values()) == SEATS


def test_nothing_is_a_formula_and_ids_stay_texts(tmp_path: Path) -> None:
    for page in (*sheets(selected(tmp_path)), *sheets(selected_elsewhere(tmp_path))):
        assert {cell.data_type for cell in cells(page)} <= {"s", "n"}
        for cell in cells(page):
            assert cell.data_type == ("n" if isinstance(cell.value, int) else "s")
            assert cell.quotePrefix == str(cell.value).startswith(("=", "+", "-", "@"))
    panel, _quotas = sheets(tmp_path / "forum/selection")
    ids = [row[0] for row in values(panel)[6:]]
    assert all(isinstance(one, str) and one.startswith("00") for one in ids)


def test_headings_are_bold_frozen_and_repeated_on_paper_and_columns_wide_enough(tmp_path: Path) -> None:
    for page, top in zip(sheets(selected(tmp_path)), (6, 5), strict=True):
        assert all(page.cell(top, place).font.bold for place in range(1, page.max_column + 1))
        assert page.freeze_panes == f"A{top + 1}"
        assert page.print_title_rows == f"${top}:${top}"
        for letter, column in zip("ABCDEFG", page.iter_cols(min_row=top, values_only=True), strict=False):
            longest = max(len(str(value)) for value in column if value is not None)
            assert page.column_dimensions[letter].width > longest


def test_the_language_is_that_of_the_procedure(tmp_path: Path) -> None:
    with speaking("de"):
        expected = [_("Panel"), _("Quotas"), _("Feature"), _("Reached"), _("In the pool")]
        lot = _("Lot {lot} of {lots} equally likely panels, drawn in public").format(lot="03", lots=20)
    panel, quotas = sheets(selected(tmp_path, "de"))
    found = values(quotas)[4]
    assert [panel.title, quotas.title, found[0], found[3], found[5]] == expected
    assert values(panel)[2][0] == lot
    assert (tmp_path / "forum/selection/panel.csv").read_text("utf-8").startswith("id;sex;age group\n")


def test_a_seed_is_shown_word_for_word(tmp_path: Path) -> None:
    folder = selected(tmp_path, decision=Decision(seed=Seed("=Überlaß :smile: [red]4 6 1")))
    panel, _quotas = sheets(folder)
    assert (
        values(panel)[3][0] == "The lot follows from the seed that was drawn in public: “=Überlaß :smile: [red]4 6 1”"
    )


def test_without_a_procedure_there_is_no_title(tmp_path: Path) -> None:
    run_select(plan(tmp_path, "out"), Decision("3"))
    panel, _quotas = sheets(tmp_path / "out")
    assert values(panel)[0][0] == "Panel of 6 members"
    assert values(panel)[4] == ("Id", "sex", "age group", "id *", "home", "remark")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_same_panel_gives_the_same_bytes(tmp_path: Path, language: str) -> None:
    one, other = (selected(tmp_path / name, language) for name in ("one", "other"))
    assert (one / "panel.xlsx").read_bytes() == (other / "panel.xlsx").read_bytes()


def test_a_joint_cell_is_said_with_both_labels() -> None:
    sex = Feature("sex", (Value("w", "Frauen"), Value("m")), "Geschlecht")
    age = Feature("age", (Value("16-29"),))
    joint = Quota((("sex", "w"), ("age", "16-29")), 1, 2)
    table = QuotaTable((sex, age), (joint,))
    assert cell_labels(table, joint) == ("Geschlecht × age", "Frauen × 16-29")
    assert cell_labels(table, Quota((("sex", "m"),), 0, 1)) == ("Geschlecht", "m")
