import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from buergerforum.cli import audit
from buergerforum.errors import UsageError
from buergerforum.io.tables import write_csv
from tests.stages import honest
from tests.stages.forging import edit, recompute


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return honest.make(tmp_path_factory.mktemp("honest") / "forum").root


def forum_audit(arguments: Sequence[str]) -> Result:
    app = typer.Typer()
    app.command(help=audit.HELP)(audit.command)
    return CliRunner().invoke(app, list(arguments))


def test_an_honest_procedure_ends_with_a_good_word_and_0(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)
    result = forum_audit([])
    assert result.exit_code == 0
    assert "No contradiction: everything that could be checked is as the rules and the records say." in result.stdout
    assert "Fingerprint of the journal" in result.stdout


def test_a_contradiction_ends_with_5_and_says_where(made: Path, tmp_path: Path) -> None:
    root = shutil.copytree(made, tmp_path / "forum")
    edit(root / "selection/panel.csv", lambda rows: rows[0].update(age_group="99+"))
    recompute(root)
    result = forum_audit([str(root), "--json", str(tmp_path / "findings.json")])
    assert result.exit_code == 5
    assert "1 contradiction was found (7.2). Until it is explained, nobody should rely on" in result.stdout
    assert "selection/panel.csv" in result.stdout
    assert json.loads((tmp_path / "findings.json").read_bytes())["verdict"] == "contradiction"


def test_cuts_are_proven_and_a_fingerprint_is_compared_when_asked(tmp_path: Path) -> None:
    """The four people of the literature need a cut."""
    people = [("a", "1", "1", "1"), ("b", "1", "2", "2"), ("c", "2", "1", "2"), ("d", "2", "2", "1")]
    write_csv(tmp_path / "pool.csv", ("id", "x", "y", "z"), people)
    rows = [(feature, value, str(2 - int(value)), "2") for feature in "xyz" for value in "12"]
    write_csv(tmp_path / "quotas.csv", ("feature", "value", "min", "max"), rows)
    honest.select_outside(tmp_path, seats=2)
    folder = str(tmp_path / "result")
    usual, solved = (json.loads(findings(tmp_path, folder, *more)) for more in ((), ("--solver",)))
    told = [next(one for one in each["findings"] if one["number"] == "6.9") for each in (usual, solved)]
    assert [one["verdict"] for one in told] == ["not checked", "ok"]
    assert told[0]["found"].startswith("1 cut; every lot keeps it. To prove it")
    assert told[1]["found"] == "1 cut, proven anew"
    assert forum_audit([folder, "--fingerprint", "0" * 64]).exit_code == 5


def findings(folder: Path, *arguments: str) -> bytes:
    assert forum_audit([*arguments, "--json", str(folder / "findings.json")]).exit_code == 0
    return (folder / "findings.json").read_bytes()


def test_notes_and_open_checks_are_counted_in_the_verdict(tmp_path: Path) -> None:
    home = honest.new(tmp_path / "forum")
    honest.frame(home)
    honest.draw(home)
    result = forum_audit([str(home.root)])
    assert result.exit_code == 0
    assert "1 note deserves attention." in result.stdout
    assert "checks could not be made (yet)." in result.stdout


def test_a_folder_without_anything_is_a_wrong_usage(tmp_path: Path) -> None:
    result = forum_audit([str(tmp_path)])
    assert isinstance(result.exception, UsageError)
    assert result.exception.message == f"There is nothing to audit in “{tmp_path.name}”."
