from pathlib import Path

import pytest

from buergerforum.core.applications.headings import find_columns
from buergerforum.errors import UsageError
from buergerforum.io.settings import Settings, read_settings
from buergerforum.io.tables import read_table
from buergerforum.stages.blank import run_blank
from tests.stages.answering import make_procedure


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
    }


def test_a_list_that_is_there_is_not_overwritten(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "paper.xlsx").write_text("answers", "utf-8")
    with pytest.raises(UsageError, match=r"“paper\.xlsx” is there already"):
        run_blank(tmp_path / "paper.xlsx", settings)
    assert (tmp_path / "paper.xlsx").read_text("utf-8") == "answers"


def test_it_is_a_workbook(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(UsageError, match="The empty list is an Excel workbook"):
        run_blank(tmp_path / "paper.csv", settings)
