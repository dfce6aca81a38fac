from pathlib import Path

import pytest

from buergerforum.errors import InputError, UsageError
from buergerforum.io.tables import read_table, write_csv
from buergerforum.model.seal import Sealed
from buergerforum.stages.ceremony import run_ceremony
from buergerforum.stages.seal import run_seal
from buergerforum.stages.select import Decision
from tests.browser import complaints, needs_browser, opened
from tests.stages import honest, publishing

LOT = 7


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> publishing.Made:
    """Make a procedure whose lots are sealed and published, but not drawn."""
    folder = tmp_path_factory.mktemp("ceremony")
    home = honest.new(folder / "forum")
    honest.frame(home)
    honest.draw(home)
    honest.merge(home)
    honest.lottery(home)
    with pytest.raises(UsageError, match="not sealed yet"):
        run_ceremony(home, folder / "early.html")
    run_seal(home, Sealed.SELECTION)
    with pytest.raises(UsageError, match="not published yet"):
        run_ceremony(home, folder / "early.html")
    return publishing.publish(home, folder / "published")


def enter(number: str, *, press: bool = True) -> str:
    """Return what types the digits, one ball after the other, and confirms."""
    script = "DATA.pace=0;"
    for place, digit in enumerate(number):
        script += f"boxes[{place}].value='{digit}';boxes[{place}].dispatchEvent(new Event('input'));"
    return script + ("node('confirm').click();" if press else "")


@needs_browser
def test_the_page_reaches_the_same_panel_as_the_command_line(made: publishing.Made, tmp_path: Path) -> None:
    run_ceremony(made.home, tmp_path / "page.html")
    found = opened(tmp_path / "page.html", tmp_path, enter(str(LOT)))
    assert found.attribute("data-finished") == str(LOT)
    shown = found.text('<ol id="members">', "</ol>").split()
    honest.select(made.home, Decision(number=str(LOT)))
    publishing.publish(made.home, made.folder)
    assert shown == read_table(made.public / "selection/panel.csv").columns["id"]
    rows = found.document.split('<tbody id="quotas">')[1].split("</tbody>")[0].split("<tr>")[1:]
    reached = read_table(made.public / "selection/reached.csv").columns["reached"]
    cells = [row.split('<td class="number">') for row in rows]
    assert [row[2].split("<")[0] for row in cells] == reached
    assert all(">✓<" in row for row in rows)
    assert "forum select --number" in found.document
    assert (found.errors, found.requests) == ([], [])
    with pytest.raises(UsageError, match="drawn already"):
        run_ceremony(made.home, tmp_path / "again.html")


@needs_browser
def test_a_rehearsal_cannot_be_mistaken_for_the_draw(made: publishing.Made, tmp_path: Path) -> None:
    run_ceremony(made.home, tmp_path / "page.html", rehearsal=True)
    found = opened(tmp_path / "page.html", tmp_path, enter("3"))
    assert found.document.count("REHEARSAL") + found.document.count("PROBE") >= 2
    assert "select --number" not in found.document
    people = [cell for row in read_table(made.auditors / "lottery/pool.csv").records() for cell in [row["id"]]]
    assert not any(person in found.document for person in people)


@needs_browser
def test_digits_narrow_the_field_and_nothing_happens_before_the_last(made: publishing.Made, tmp_path: Path) -> None:
    run_ceremony(made.home, tmp_path / "page.html", rehearsal=True)
    before = opened(tmp_path / "page.html", tmp_path)
    assert 'class="out"' not in before.document
    typed = opened(tmp_path / "page.html", tmp_path, enter("3", press=False))
    assert typed.document.count('class="out"') == honest.LOTS - 1
    assert typed.attribute("data-finished") == ""
    assert complaints(tmp_path / "page.html", tmp_path) == []


def test_names_come_from_a_private_file_only(made: publishing.Made, tmp_path: Path) -> None:
    pool = read_table(made.home.path("lottery/pool.csv")).columns["id"]
    rows = [(person, f"Erika Erfunden {place}") for place, person in enumerate(pool)]
    write_csv(tmp_path / "names.csv", ("id", "name"), rows)
    run_ceremony(made.home, tmp_path / "page.html", names=tmp_path / "names.csv", rehearsal=True)
    assert "Erika" not in (tmp_path / "page.html").read_text("utf-8"), "a rehearsal shows nobody"
    write_csv(tmp_path / "names.csv", ("id", "name"), rows[1:])
    home = honest.new(tmp_path / "forum")
    with pytest.raises(UsageError, match="There is no lottery yet"):
        run_ceremony(home, tmp_path / "page.html", names=tmp_path / "names.csv")


def test_names_must_be_complete(tmp_path: Path) -> None:
    home = honest.new(tmp_path / "forum")
    honest.frame(home)
    honest.draw(home)
    honest.merge(home)
    honest.lottery(home)
    run_seal(home, Sealed.SELECTION)
    publishing.publish(home, tmp_path / "published")
    pool = read_table(home.path("lottery/pool.csv")).columns["id"]
    rows = [(person, f"Erika Erfunden {place}") for place, person in enumerate(pool)]
    write_csv(tmp_path / "names.csv", ("id", "name"), rows)
    run_ceremony(home, tmp_path / "page.html", names=tmp_path / "names.csv")
    text = (tmp_path / "page.html").read_text("utf-8")
    assert text.count("Erika Erfunden") == len(pool)
    assert "R0" not in text
    write_csv(tmp_path / "names.csv", ("id", "name"), rows[1:])
    with pytest.raises(InputError, match="People of the pool without a name: 1"):
        run_ceremony(home, tmp_path / "page.html", names=tmp_path / "names.csv")
