from pathlib import Path

import pytest

from buergerforum.core.chance import read_seed
from tests.cli.calling import bytes_below, forum, process
from tests.stages.small_forum import make_procedure

DICE = "4 6 1 1 3 " * 5


def test_a_seed_is_printed_with_its_worth_and_the_text_to_publish() -> None:
    answer = forum("seed", "--title", "Dortmund 2026-10-10", "--dice", DICE, "--words", "Überlaß")
    assert (answer.code, answer.err) == (0, "")
    seed = f"Dortmund 2026-10-10: {DICE.strip()} / Überlaß"
    lines = answer.out.splitlines()
    assert lines[:4] == [
        f"Seed: {seed}",
        "Chance in it: 64 bits (what people choose is not counted).",
        "",
        "To publish, word for word:",
    ]
    assert lines[4].startswith(f"The seed is “{seed}”. ")
    assert read_seed(seed) == seed


def test_the_seed_can_be_given_to_the_next_command_as_it_is_printed() -> None:
    odd = "[red]no markup[/red] :dice: 4  6"
    printed = forum("seed", "--words", odd).out.splitlines()[0].removeprefix("Seed: ")
    assert printed == "[red]no markup[/red] :dice: 4 6"
    assert forum("seed", "--words", printed).out.splitlines()[0] == f"Seed: {printed}"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_long_seed_stays_on_one_line_in_a_file(tmp_path: Path, encoding: str) -> None:
    words = "Überlaß und Maß " * 12
    answer = process("seed", "--words", words, cwd=tmp_path, PYTHONIOENCODING="utf-8", COLUMNS="80")
    assert answer.out.splitlines()[0] == f"Seed: {words.strip()}"
    other = process("seed", "--dice", "4 6", cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert (other.code, other.out.splitlines()[0]) == (0, "Seed: 4 6")


def test_few_bits_are_said_to_be_few() -> None:
    answer = forum("seed", "--dice", "4 6 1")
    assert answer.out.splitlines()[1] == "Chance in it: 7 bits (what people choose is not counted)."
    assert answer.err.startswith("! 7 bits are few: somebody could try out all such seeds beforehand.")


def test_several_sources_add_up() -> None:
    lotto, beacon = "44 31 22 17 3 40 5", "0xAB" * 8
    alone = forum("seed", "--lotto", lotto).out.splitlines()
    assert alone[0] == "Seed: 3 17 22 31 40 44 5"
    assert alone[1].startswith("Chance in it: 27 bits")
    both = forum("seed", "--dice", "1", "--lotto", lotto, "--beacon", "ab" * 16)
    assert both.out.splitlines()[0] == f"Seed: 1 / 3 17 22 31 40 44 5 / {'ab' * 16}"
    assert both.out.splitlines()[1].startswith("Chance in it: 157 bits")
    assert forum("seed", "--beacon", beacon).code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "✗ There is nothing to make a seed from.\n→ Give at least one of --dice, --lotto, --beacon or --words.\n"),
        (["--title", "only a title"], "✗ There is nothing to make a seed from."),
        (["--words", "  "], "✗ There is nothing to make a seed from."),
        (["--dice", "4 7"], "✗ A die shows 1 to 6."),
        (["--dice", "none"], "✗ A die shows 1 to 6."),
        (["--lotto", "1 2 3 4 5 5"], "✗ Lottery numbers are six different ones of 49"),
        (["--lotto", "1 2 3 4 5 50"], "✗ Lottery numbers are six different ones of 49"),
        (["--beacon", "xyz"], "✗ A beacon value has at least 16 hexadecimal digits"),
        (["--words", "a\udcff"], "✗ The seed holds characters that could not be read."),
    ],
)
def test_nothing_is_made_up(words: list[str], said: str) -> None:
    answer = forum("seed", *words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(said)


def test_nothing_is_written(tmp_path: Path) -> None:
    assert forum("seed", "--dice", DICE, cwd=tmp_path).code == 0
    assert bytes_below(tmp_path) == {}


def test_a_seed_with_a_draw_is_recorded_once(tmp_path: Path) -> None:
    home = make_procedure(tmp_path / "forum")
    assert forum("lottery", cwd=home.root).code == 0
    early = forum("seed", "selection", "--dice", DICE, cwd=home.root)
    assert (early.code, early.err.startswith("✗ Nothing was sealed yet")) == (2, True)
    assert forum("seal", "selection", cwd=home.root).code == 0
    assert forum("seed", "selection", "--number", "007", cwd=home.root).code == 0
    protocol = home.path("seals/selection-1-seed.txt").read_text("utf-8")
    assert "    007\n" in protocol
    assert protocol.count("Name, signature") == 2
    second = forum("seed", "selection", "--number", "008", cwd=home.root)
    assert (second.code, "written down or used before" in second.err) == (2, True)
    assert forum("select", "--number", "007", cwd=home.root).code == 0
    audit = forum("audit", cwd=home.root)
    assert audit.code == 0
    assert "seed or number from line 4" in " ".join(audit.out.replace("│", " ").split())


def test_the_date_of_the_source_goes_into_the_seed_and_the_protocol(tmp_path: Path) -> None:
    words = ("seed", "--lotto", "44 31 22 17 3 40 5", "--title", "Dortmund")
    dated = forum(*words, "--date", "2026-10-10", "--protocol", tmp_path / "p.txt")
    assert dated.out.splitlines()[0] == "Seed: Dortmund 2026-10-10: 3 17 22 31 40 44 5"
    assert "The source carries the date 2026-10-10." in (tmp_path / "p.txt").read_text("utf-8")
    assert "Say of which day the lottery numbers are" in forum(*words).err
    assert forum(*words, "--date", "10.10.2026").err.startswith("✗ “10.10.2026” is no date.")
