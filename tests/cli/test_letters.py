from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from buergerforum.cli import letters
from buergerforum.core.state.changes import line_of
from buergerforum.errors import UsageError
from buergerforum.io.tables import write_csv
from buergerforum.model.state import Happening
from buergerforum.stages.new import run_new
from buergerforum.stages.running import record

KEY = "id;first_names;called_name;family_name;doctor;street;house_number;addition;postcode;town;country\n"


@pytest.fixture
def app() -> Typer:
    return letters.app


def test_invitations_from_the_command_line(app: Typer, tmp_path: Path) -> None:
    home = run_new(tmp_path / "forum")
    home.path("draw/wave-1").mkdir(parents=True)
    write_csv(home.path("draw/wave-1/invitees.csv"), ("id",), [("A1",)])
    record(home, "run", {"folder": "draw/wave-1", **line_of({Happening.DRAW: ["A1"]})})
    key = tmp_path / "key.csv"
    key.write_text(f"{KEY}A1;Kim;;Muster;;Beispielstraße;1;;44137;Dortmund;\n", "utf-8")
    options = ["invitation", "--addresses", str(key), "--procedure", str(home.root)]
    result = CliRunner().invoke(app, options, catch_exceptions=False)
    assert result.exit_code == 0
    assert "Letters written" in result.output
    assert home.path("private/letters/invitation-1/batch-001.pdf").exists()
    with pytest.raises(UsageError, match="holds a result already"):
        CliRunner().invoke(app, options, catch_exceptions=False)


def test_preview_from_the_command_line(app: Typer, tmp_path: Path) -> None:
    home = run_new(tmp_path / "forum")
    result = CliRunner().invoke(app, ["rejection", "--preview", "--procedure", str(home.root)], catch_exceptions=False)
    assert "Written: " in result.output
    assert home.path("private/preview-rejection.pdf").exists()


def test_an_unknown_letter_is_wrong_usage(app: Typer) -> None:
    with pytest.raises(UsageError, match="There is no command “einladung”"):
        CliRunner().invoke(app, ["einladung"], catch_exceptions=False)


def test_the_check_says_what_was_checked(app: Typer, tmp_path: Path) -> None:
    home = run_new(tmp_path / "forum")
    result = CliRunner().invoke(app, ["check", "--procedure", str(home.root)], catch_exceptions=False)
    assert "Everything can be printed" in result.output
