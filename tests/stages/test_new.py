import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from buergerforum.errors import StorageError, UsageError
from buergerforum.io.settings import read_settings
from buergerforum.stages.new import run_new
from buergerforum.stages.running import journal_of

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


def test_a_new_procedure_has_everything_an_office_may_edit(tmp_path: Path) -> None:
    procedure = run_new(tmp_path / "forum", lambda: NOON)
    settings, _digest = read_settings(procedure.settings_path)
    assert procedure.path(settings.selection.quotas).is_file()
    assert procedure.path("letters/de/einladung.md.j2").is_file()
    assert (procedure.root / "private").is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["forum"]


def test_the_journal_begins_with_what_the_office_started_from(tmp_path: Path) -> None:
    procedure = run_new(tmp_path / "forum", lambda: NOON)
    (entry,) = journal_of(procedure)
    assert (entry.event, entry.time) == ("new", "2026-09-01T12:00:00+00:00")
    files = entry.details["files"]
    assert isinstance(files, dict)
    assert {"forum.yaml", "quotas/dortmund.yaml"} <= set(files)
    assert str(tmp_path) not in json.dumps(dict(entry.details))


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "forum").mkdir()
    (tmp_path / "forum" / "notes.txt").write_text("keep me")
    with pytest.raises(UsageError, match="“forum” is there already and not empty"):
        run_new(tmp_path / "forum")
    assert [path.name for path in (tmp_path / "forum").iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "forum").mkdir()
    assert run_new(tmp_path / "forum").settings_path.is_file()


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copytree", full)
    with pytest.raises(StorageError, match="the disk is full"):
        run_new(tmp_path / "forum")
    assert list(tmp_path.iterdir()) == []
