import io
import re
from importlib import import_module
from pathlib import Path

import pypdf
import pytest

from buergerforum.errors import UsageError
from buergerforum.stages.report import run_report
from tests.browser import complaints, needs_browser, opened
from tests.stages import honest, publishing, publishing_long


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("report")
    home = publishing.make(folder).home
    return run_report(home, folder / "out" / "bericht")


def words(html: Path) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.read_text("utf-8")).split())


def test_the_report_tells_the_whole_story(made: tuple[Path, Path]) -> None:
    text = words(made[0])
    for part in ("16 draw/wave-1/receipt.json", "14 lottery/pool.csv", "4 lottery/"):
        assert part in text, part
    assert "“4 7 2 9”" in text or "„4 7 2 9“" in text
    for file in ("selection/panel.csv", "lottery/probabilities.csv", "journal.jsonl", "draw/wave-1/invitees.csv"):
        assert file in text, file
    assert made[0].read_text("utf-8").count("<svg") == 5, "timeline, two features, response, chances"


def test_no_single_person_is_in_it(made: tuple[Path, Path]) -> None:
    assert not re.search(r"\bR\d\d\b", words(made[0]))
    assert "&lt; 5" in made[0].read_text("utf-8"), "small groups of applicants are not told"


def test_waves_are_counted_one_by_one_and_replacements_told_without_what_anybody_is_like(tmp_path: Path) -> None:
    home = publishing_long.make(tmp_path).home
    made = run_report(home, tmp_path / "bericht")
    text = words(made[0])
    for part in ("16 draw/wave-1/receipt.json", "6 draw/wave-2/receipt.json", "3 draw/wave-3/receipt.json"):
        assert part in text, part
    for part in ("1 replacement-1/receipt.json", "2 replacement-2/receipt.json", "replacement-2/panel.csv"):
        assert part in text, part
    first, last = (set(publishing_long.people(home, f"{one}/panel.csv")) for one in ("selection", "replacement-2"))
    assert re.search(rf"\b4 (members|Mitglieder)\b.*\b{len(first & last)}\b", text)
    assert re.search(r"\b1 1 1 \d+ [\d,.]+ % – [\d,.]+ % 1 ", text), "out, joined, possible, chances, seed"
    assert re.search(r"\b2 2 2 \d+ [\d,.]+ % – [\d,.]+ % 9 ", text)
    assert not re.search(r"\bR\d\d\b", text)
    assert "replacement-2/reached" not in text


def test_the_pdf_is_tagged_and_says_the_same(made: tuple[Path, Path]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made[1].read_bytes()))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "lottery/probabilities.csv" in text
    assert "Bürger*innen-Forum (Beispiel), Dortmund" in text
    assert made[1].read_bytes().count(b"/Alt") >= 3


def test_equal_procedures_give_equal_reports(made: tuple[Path, Path], tmp_path: Path) -> None:
    home = publishing.make(tmp_path).home
    again = run_report(home, tmp_path / "out" / "bericht")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in made]


def test_half_a_procedure_gives_half_a_report(tmp_path: Path) -> None:
    home = honest.new(tmp_path / "forum")
    with pytest.raises(UsageError, match="nothing to report yet"):
        run_report(home, tmp_path / "r")
    honest.frame(home)
    honest.draw(home)
    assert "16 draw/wave-1/receipt.json" in words(run_report(home, tmp_path / "r")[0])


@needs_browser
def test_the_report_can_be_read_by_everybody(made: tuple[Path, Path], tmp_path: Path) -> None:
    found = opened(made[0], tmp_path)
    assert (found.errors, found.requests) == ([], [])
    relaxed = tmp_path / "relaxed.html"
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    relaxed.write_text(policy.sub("", made[0].read_text("utf-8")), "utf-8")
    assert complaints(relaxed, tmp_path) == []


def test_the_course_tells_repetitions_and_the_annex_every_step_as_far_as_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = publishing.make(tmp_path).home
    once = words(run_report(home, tmp_path / "once")[0])
    steps = len(home.path("journal.jsonl").read_bytes().splitlines())
    assert "Wiederholte Schritte" not in once
    assert "Alle Schritte, wie festgehalten" in once
    monkeypatch.setattr(import_module("buergerforum.stages.report.course"), "_LISTED", steps + 1)
    for reason in ("a cat sat on the dice", "and once more"):
        honest.select(home, again=reason)
    text = words(run_report(home, tmp_path / "thrice")[0])
    assert "Wiederholte Schritte" in text
    assert text.count("a cat sat on the dice") == 2, "in the course and in the annex"
    assert text.count("and once more") == 1, "so far the annex does not reach"
    assert f"Die ersten {steps + 1} von {steps + 2} Schritten" in text
    assert "Forum ausgelost (3)" in text, "the timeline counts all of them"


def test_a_long_timeline_is_told_in_parts_that_fit_on_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = publishing.make(tmp_path).home
    whole = run_report(home, tmp_path / "whole")[0].read_text("utf-8")
    monkeypatch.setattr(import_module("buergerforum.stages.report.course"), "_ROWS", 2)
    parts = run_report(home, tmp_path / "parts")[0].read_text("utf-8")
    assert parts.count("<figure") > whole.count("<figure") + 1
    told = words(tmp_path / "parts.html")
    assert all(step in told for step in ("Verfahren begonnen", "Auswahlrahmen gebildet", "Forum ausgelost"))
