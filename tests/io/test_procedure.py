from pathlib import Path

import pytest

from buergerforum.errors import StorageError, UsageError
from buergerforum.io.locking import only_writer
from buergerforum.io.procedure import Procedure, write_targets
from buergerforum.io.staging import fresh_folder, move_into_place


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    (tmp_path / "forum.yaml").touch()
    return Procedure(tmp_path)


def test_a_procedure_is_the_folder_with_the_settings(home: Procedure, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Procedure.find(home.root)
    assert found is not None
    assert found.root == home.root
    monkeypatch.chdir(home.root)
    here = Procedure.find()
    assert here is not None
    assert here.settings_path.samefile(home.settings_path)


def test_a_folder_that_is_none_is_no_procedure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Procedure.find() is None
    (tmp_path / "forum.yaml").mkdir()
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError) as refused:
            Procedure.find(folder)
        assert refused.value.message == f"“{folder.name}” is no procedure folder: it holds no forum.yaml."
        assert refused.value.hint == f"Make one with: forum new {folder.name}"
    with pytest.raises(UsageError, match=f"^“{tmp_path.name}” is no procedure folder"):
        Procedure.find(Path())


def test_files_are_called_by_their_place_in_the_folder(home: Procedure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.root)
    assert home.path("draw/wave-1") == home.root / "draw" / "wave-1"
    assert home.name_of(home.path("draw/wave-1/invitees.csv")) == "draw/wave-1/invitees.csv"
    assert home.name_of(Path("frame/../frame/frame.csv")) == "frame/frame.csv"
    assert home.name_of(home.root.parent / "register.csv") == "register.csv"
    assert home.name_of(home.root / ".." / "register.csv") == "register.csv"


def test_a_line_follows_the_last_complete_one(home: Procedure) -> None:
    assert home.journal_bytes() == b""
    home.append(b"one\n")
    home.journal_path.write_bytes(b"one\ntw")
    assert home.journal_bytes() == b"one\n"
    assert (home.committed(1), home.committed(2)) == (True, False)
    home.append(b"two\n")
    assert home.journal_path.read_bytes() == b"one\ntwo\n"


def test_a_line_that_does_not_reach_the_disk_is_taken_back(home: Procedure, monkeypatch: pytest.MonkeyPatch) -> None:
    home.append(b"one\n")

    def refuse(_file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as held:
        held.setattr("os.fsync", refuse)
        with pytest.raises(StorageError) as refused:
            home.append(b"two\n")
    assert refused.value.message == "“journal.jsonl” could not be written: the disk is full."
    assert refused.value.exit_code == 3
    assert home.journal_path.read_bytes() == b"one\n"


def staged(home: Procedure, number: int, content: str) -> None:
    root = home.staging(number)
    for target in ("draw/wave-1/a.txt", "private/codes.csv"):
        (root / target).parent.mkdir(parents=True)
        (root / target).write_text(content)
    write_targets(root, ["draw/wave-1", "private/codes.csv"])


def names(home: Procedure) -> list[str]:
    found = (path for path in home.root.rglob("*") if path.is_file())
    return sorted(path.relative_to(home.root).as_posix() for path in found if not path.name.startswith((".", "forum")))


def test_what_was_staged_but_not_committed_is_cleared_away(home: Procedure) -> None:
    staged(home, 1, "new")
    with home.locked():
        assert names(home) == []
    home.append(b"one\n")
    staged(home, 2, "new")
    with home.locked():
        assert names(home) == ["journal.jsonl"]
    assert not (home.root / ".staging").exists()


def test_what_was_committed_is_put_into_place_and_private_things_stay_private(home: Procedure) -> None:
    for number, content in enumerate(("old", "new"), 1):
        staged(home, number, content)
        home.append(b"line\n")
        with home.locked():
            assert home.path("draw/wave-1/a.txt").read_text() == content
            assert home.path("private/codes.csv").read_text() == content
    assert names(home) == [
        "draw/wave-1/a.txt",
        "earlier/draw/wave-1-1/a.txt",
        "journal.jsonl",
        "private/codes.csv",
        "private/earlier/codes.csv-1",
    ]
    assert home.path("earlier/draw/wave-1-1/a.txt").read_text() == "old"
    assert home.path("private/earlier/codes.csv-1").read_text() == "old"
    assert not (home.root / ".staging").exists()


def test_a_commit_whose_list_is_gone_was_put_into_place_before(home: Procedure) -> None:
    home.append(b"line\n")
    (home.staging(1) / "draw").mkdir(parents=True)
    with home.locked():
        assert names(home) == ["journal.jsonl"]


def test_a_lock_that_cannot_be_made_is_said(home: Procedure) -> None:
    with pytest.raises(StorageError, match=r"^“\.lock” could not be written: "):
        _hold(home.settings_path / ".lock")


def _hold(lock: Path) -> None:
    with only_writer(lock):
        pytest.fail("there was nothing to lock")


def test_what_cannot_be_moved_stays_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new, kept = (tmp_path / name for name in ("result", "staged", "kept"))
    old.write_text("old")
    new.write_text("new")
    rename = Path.rename

    def refuse_the_new(path: Path, target: Path) -> Path:
        if path == new:
            raise OSError(28, "No space left on device")
        return rename(path, target)

    with monkeypatch.context() as held:
        held.setattr(Path, "rename", refuse_the_new)
        with pytest.raises(StorageError, match="“result” could not be written: the disk is full"):
            move_into_place(new, old, kept)
    assert (old.read_text(), new.read_text(), kept.exists()) == ("old", "new", False)
    move_into_place(new, old, kept)
    move_into_place(new, old, tmp_path / "never")
    assert (old.read_text(), new.exists(), kept.read_text()) == ("new", False, "old")


def test_a_folder_that_cannot_be_cleared_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "staged").mkdir()
    (tmp_path / "staged" / "stale.csv").touch()
    with monkeypatch.context() as held:
        held.setattr("shutil.rmtree", lambda *_arguments, **_named: None)
        with pytest.raises(StorageError, match="“staged” could not be written: File exists"):
            fresh_folder(tmp_path / "staged")
    fresh_folder(tmp_path / "staged")
    assert list((tmp_path / "staged").iterdir()) == []
