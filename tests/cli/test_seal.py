import hashlib
import json
import re
from pathlib import Path

import pytest

from buergerforum.io.procedure import Procedure
from tests.cli.calling import bytes_below, forum
from tests.stages.small_forum import make_procedure


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    made = make_procedure(tmp_path / "forum")
    assert forum("lottery", cwd=made.root).code == 0
    return made


def test_what_is_printed_can_be_checked_without_the_toolkit(home: Procedure) -> None:
    answer = forum("seal", "selection", cwd=home.root)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert re.fullmatch(r"Sealed on [0-9-]+, [0-9:]+\. To publish, word for word:", lines[0])
    rows = [line.split("  ") for line in lines if re.match(r"  [0-9a-f]{64}  ", line)]
    files = [{"name": row[-1], "sha256": row[1], "size": int(row[-2])} for row in rows]
    for one in files:
        raw = home.path(str(one["name"])).read_bytes()
        assert (hashlib.sha256(raw).hexdigest(), len(raw)) == (one["sha256"], one["size"])
    assert [one["name"] for one in files] == [
        "applications/pool.csv",
        "quotas/small.yaml",
        "forum.yaml",
        "lottery/lottery.csv",
    ]
    choices = dict(line.strip().split(" = ", 1) for line in lines if " = " in line)
    options = {name: json.loads(value) for name, value in choices.items()}
    assert (options["seats"], options["lots"], options["objective"]) == (6, 20, "leximin")
    listed = json.dumps({"files": files, "options": options}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert lines[2] == hashlib.sha256(listed.encode()).hexdigest()


def test_a_second_seal_needs_a_reason(home: Procedure) -> None:
    assert forum("seal", "selection", cwd=home.root).code == 0
    second = forum("seal", "selection", cwd=home.root)
    assert second.code == 2
    assert second.err.startswith("✗ This was sealed before, on ")
    assert forum("seal", "selection", "--again", "misprinted", "--procedure", home.root).code == 0


def test_it_is_too_late_after_the_panel_was_seated(home: Procedure) -> None:
    assert forum("select", "--number", 1, cwd=home.root).code == 0
    before = bytes_below(home.root)
    late = forum("seal", "selection", cwd=home.root)
    assert (late.code, "a seal now would prove nothing" in late.err) == (2, True)
    assert bytes_below(home.root) == before


def test_what_is_not_there_yet_cannot_be_sealed(home: Procedure) -> None:
    answer = forum("seal", "draw", cwd=home.root)
    assert answer.code == 3
    assert answer.err.startswith("✗ frame/frame.csv: This cannot be sealed yet: the file is not there.")


@pytest.mark.parametrize(
    ("words", "said"),
    [([], "is missing"), (["lottery"], "draw, selection"), (["draw", "--procedure", "nowhere"], "no procedure folder")],
)
def test_wrong_usage(tmp_path: Path, words: list[str], said: str) -> None:
    answer = forum("seal", *words, cwd=tmp_path)
    assert answer.code == 2
    assert said in answer.err


def test_outside_a_procedure_there_is_nothing_to_seal(tmp_path: Path) -> None:
    answer = forum("seal", "draw", cwd=tmp_path)
    assert (answer.code, answer.err.splitlines()[0]) == (2, "✗ This is no procedure folder.")


def test_one_flipped_byte_after_the_seal_is_noticed(home: Procedure) -> None:
    first = forum("seal", "selection", cwd=home.root).out.splitlines()[2]
    settings = home.settings_path.read_bytes()
    home.settings_path.write_bytes(settings + b"# x\n")
    second = forum("seal", "selection", "--again", "a remark", cwd=home.root).out.splitlines()[2]
    assert first != second


def test_what_was_sealed_counts_in_selecting(home: Procedure) -> None:
    assert forum("seal", "selection", cwd=home.root).code == 0
    other = forum("select", "--number", 1, "--waiting", 9, cwd=home.root)
    assert other.code == 2
    assert other.err.startswith("✗ This was sealed with other choices: waiting: sealed 3, now 9.")
    assert not home.path("selection").exists()
    assert forum("select", "--number", 1, cwd=home.root).code == 0


def test_a_page_for_publication_carries_digest_rule_and_files(home: Procedure) -> None:
    answer = forum("seal", "selection", "--rule", "Three balls on Saturday", cwd=home.root)
    digest = answer.out.splitlines()[2]
    page = home.path("seals/selection-1.txt").read_text("utf-8")
    assert f"    {digest}\n" in page
    assert "\nThree balls on Saturday\n" in page
    assert "lottery/lottery.csv" in page
    pdf = home.path("seals/selection-1.pdf")
    first = pdf.read_bytes()
    pdf.unlink()
    assert forum("seal", "selection", "--page", cwd=home.root).code == 0
    assert pdf.read_bytes() == first
    assert home.journal_bytes().count(b'"event":"seal"') == 1


def test_the_rule_of_the_settings_is_sealed(home: Procedure) -> None:
    assert "How the seed or number will come about: Drei Kugeln" in forum("seal", "selection", cwd=home.root).out
    assert forum("seal", "draw", "--page", cwd=home.root).err.startswith("✗ There is no seal yet.")
