from pathlib import Path

import pytest

from tests.browser import needs_browser, opened
from tests.cli.calling import forum
from tests.stages.small_forum import make_procedure


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a procedure that goes from its pool to the report by commands alone."""
    root = make_procedure(tmp_path_factory.mktemp("publish") / "forum").root
    for words in (["lottery"], ["seal", "selection"], ["publish", "../out", "--public-only"], ["ceremony"]):
        assert forum(*words, cwd=root).code == 0, words
    for words in (["seed", "selection", "--number", "07"], ["select", "--number", "7"]):
        assert forum(*words, cwd=root).code == 0, words
    return root


def test_both_folders_and_the_page_are_named(home: Path) -> None:
    answer = forum("publish", "../out", "--html", "../page.html", cwd=home)
    assert (answer.code, answer.err) == (0, "")
    assert answer.figures() == {
        "For everybody": "../out/public",
        "For auditors, confidential": "../out/auditors",
        "Page for everybody": "../page.html",
    }
    for level in ("public", "auditors"):
        audit = forum("audit", f"../out/{level}", cwd=home)
        assert (audit.code, "contradiction" in audit.out.split("Fingerprint")[0]) == (0, False)


@needs_browser
def test_a_procedure_without_a_draw_has_a_page_too(home: Path, tmp_path: Path) -> None:
    assert forum("publish", "../out", "--html", "../page.html", cwd=home).code == 0
    found = opened(home.parent / "page.html", tmp_path, query="?check")
    assert (found.attribute("data-checked"), found.errors) == ("right", [])


def test_report_and_ceremony_are_made_where_they_belong(home: Path) -> None:
    answer = forum("report", cwd=home)
    assert answer.code == 0
    assert {path.name for path in (home / "report").iterdir()} == {"report.html", "report.pdf"}
    assert (home / "private/ceremony.html").is_file()
    late = forum("ceremony", cwd=home)
    assert (late.code, late.err.splitlines()[0]) == (2, "✗ The lot was drawn already.")
    assert forum("ceremony", "--rehearsal", cwd=home).code == 0


def test_inside_the_procedure_nothing_is_published(home: Path) -> None:
    answer = forum("publish", "published", cwd=home)
    assert answer.code == 2
    assert answer.err.startswith("✗ What is published must not lie in the procedure folder.")
