import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from buergerforum.errors import UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.model.state import PersonState, Single
from buergerforum.stages.judging import MergeOptions, plan_merge
from buergerforum.stages.merge import run_merge
from buergerforum.stages.record import run_record
from buergerforum.stages.running import record
from buergerforum.stages.status import StatusReport, run_status
from buergerforum.stages.status_page import write_status_page, write_status_workbook
from tests.cli.calling import forum
from tests.stages.answering import PERSONAL, make_procedure, web_row, write_paper, write_web


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    made = make_procedure(tmp_path / "forum")
    record(made, "record", {"people": {"draw": ["A1", "A2", "A3", "A4"]}})
    web = write_web(tmp_path / "web.csv", [web_row("A1"), web_row("A3", 2, consent="")])
    run_merge(plan_merge(made, MergeOptions((web, write_paper(tmp_path / "paper.xlsx", ["A2"]))), None, ""))
    run_record(made, Single.UNDELIVERABLE, ["A4"])
    return made


def standing(home: Procedure) -> StatusReport:
    report = run_status(home)
    assert report.standing is not None
    return report


def test_people_are_counted_by_how_they_stand(home: Procedure) -> None:
    found = standing(home).standing
    assert found is not None
    assert found.states == (
        (PersonState.APPLIED, 2),
        (PersonState.DECLINED, 1),
        (PersonState.UNDELIVERABLE, 1),
    )


def test_the_outlook_says_what_no_wave_can_mend(home: Procedure) -> None:
    found = run_status(home, wave=200).outlook
    assert found is not None
    assert (found.wave.total.letters, found.reminder.total.letters, found.smallest) == (200, 0, None)
    assert any(quota.endswith("Huckarde") for quota in found.hopeless)


def test_after_the_selection_there_is_nothing_to_forecast(home: Procedure) -> None:
    record(home, "record", {"people": {"select": ["A1"]}})
    assert run_status(home).outlook is None


def test_the_page_needs_nothing_else_and_holds_sums_only(home: Procedure, tmp_path: Path) -> None:
    report = standing(home)
    assert report.standing is not None
    path = tmp_path / "status.html"
    write_status_page(path, "Ein <b>Forum</b> & mehr", report.standing, report.outlook, "en")
    page = path.read_text("utf-8")
    assert "Ein &lt;b&gt;Forum&lt;/b&gt; &amp; mehr" in page
    assert "<script" not in page
    assert set(re.findall(r'https?://[^"<]*', page)) == {"http://www.w3.org/2000/svg"}
    assert not any(word in page for word in (*PERSONAL, "A1", "A2"))
    root = ET.fromstring(  # noqa: S314 - our own page
        page.removeprefix("<!DOCTYPE html>\n")
        .replace('<meta charset="utf-8">', "")
        .replace('initial-scale=1">', 'initial-scale=1"/>')
    )
    pictures = root.findall(".//{http://www.w3.org/2000/svg}svg")
    assert [picture.get("aria-label") for picture in pictures] == ["Answers per day", "Pool and quotas"]
    assert [heading.text for heading in root.iter("h2")] == [
        "People",
        "Answers",
        "Answers per day",
        "Pool and quotas",
        "Forecast: reminder",
        "Forecast: further wave",
    ]
    bars = pictures[0].findall(".//{http://www.w3.org/2000/svg}title")
    assert [bar.text for bar in bars] == ["2026-09-10, web: 2", "2026-09-11, paper: 1"]


def test_the_workbook_has_a_sheet_for_every_table(home: Procedure, tmp_path: Path) -> None:
    report = standing(home)
    assert report.standing is not None
    write_status_workbook(tmp_path / "status.xlsx", report.standing, report.outlook, "en")
    book = load_workbook(tmp_path / "status.xlsx")
    assert book.sheetnames[:3] == ["People", "Answers", "Answers per day"]
    assert [cell.value for cell in book["People"][2]] == ["applied", 2]
    with pytest.raises(UsageError, match="would be no Excel workbook"):
        write_status_workbook(tmp_path / "status.csv", report.standing, None, "en")


def test_on_the_command_line(home: Procedure, tmp_path: Path) -> None:
    xlsx, html = tmp_path / "s.xlsx", tmp_path / "s.html"
    said = forum("status", "--procedure", home.root, "--wave", "100", "--xlsx", xlsx, "--html", html)
    assert said.code == 0
    assert f"Page written: {html.as_posix()}" in said.out
    assert "no further wave of this kind helps" in said.out
    assert xlsx.stat().st_size > 5000
    assert html.stat().st_size > 5000


def test_before_the_draw_there_is_nothing_to_write(tmp_path: Path) -> None:
    from buergerforum.stages.new import run_new

    run_new(tmp_path / "forum")
    said = forum("status", "--procedure", tmp_path / "forum", "--html", tmp_path / "s.html")
    assert (said.code, "There is nothing to show yet." in said.err) == (2, True)
