import json
import re
from pathlib import Path

import pytest

from buergerforum.stages.publish.page import write_page
from tests.browser import complaints, needs_browser, opened
from tests.stages import publishing, publishing_long


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> publishing.Made:
    return publishing.make(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def page(made: publishing.Made) -> Path:
    path = made.folder / "page.html"
    write_page(made.public, path, "de")
    return path


def test_a_page_asks_for_nothing_and_has_the_same_bytes_again(
    made: publishing.Made, page: Path, tmp_path: Path
) -> None:
    text = page.read_text("utf-8")
    assert set(re.findall(r"https?://[^\"'<>\s]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in text
    write_page(made.public, tmp_path / "again.html", "de")
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_a_page_tells_what_was_drawn(page: Path) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", page.read_text("utf-8").split("<script")[0]).split())
    assert "Liste ohne Namen mit 60 Menschen" in text
    assert "der öffentlich gezogene Startwert „4 7 2 9“" in text
    assert "Der öffentlich gezogene Startwert „1 1 2“ ergab das Los" in text
    assert "Kein Schritt wurde wiederholt." in text


@needs_browser
def test_the_browser_confirms_honest_data(page: Path, tmp_path: Path) -> None:
    found = opened(page, tmp_path, query="?check")
    assert found.attribute("data-checked") == "right", found.text('id="checks"', "</ol>")
    assert found.document.count('class="right"') == 9
    assert int(found.attribute("data-milliseconds")) < 3000
    assert (found.errors, found.requests) == ([], [])


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of a procedure with three waves and two replacements."""
    made = publishing_long.make(tmp_path_factory.mktemp("long"))
    path = made.folder / "page.html"
    write_page(made.public, path, "de")
    return path


def test_a_page_tells_of_waves_and_of_the_panel_as_it_is_now(long: Path) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", long.read_text("utf-8").split("<script")[0]).split())
    assert "16 + 6 + 3 eingeladen" in text
    assert "Welle 3: 3 Menschen aus der Reserve" in text
    now = [line for line in (long.parent / "public/replacement-2/panel.csv").read_text("utf-8").split("\n")[1:] if line]
    assert " ".join(now) in text.split("Das Forum jetzt")[1]
    assert "gelockert" in text


@needs_browser
def test_the_browser_confirms_waves_and_replacements(long: Path, tmp_path: Path) -> None:
    found = opened(long, tmp_path, query="?check")
    assert found.attribute("data-checked") == "right", found.text('id="checks"', "</ol>")
    assert found.document.count('class="right"') == 10
    assert complaints(long, tmp_path) == []


@needs_browser
@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("draw/wave-2/tickets.csv", "Die Plätze je Schicht"),
        ("replacement-1/lottery.csv", "Bei jeder Nachbesetzung"),
        ("replacement-1/joined.csv", "Bei jeder Nachbesetzung"),
        ("replacement-2/panel.csv", "Bei jeder Nachbesetzung"),
        ("replacement-2/waiting.csv", "Bei jeder Nachbesetzung"),
    ],
)
def test_the_browser_names_the_check_for_waves_and_replacements(
    long: Path, tmp_path: Path, file: str, title: str
) -> None:
    script = (
        f"const rows=FILES['{file}'].trimEnd().split('\\n');"
        "rows[1]=rows[2]&&rows[2].length===64?rows[2]:rows[1].replace(/[B-Z]/,'A');"
        f"FILES['{file}']=rows.join('\\n')+'\\n';runChecks();"
    )
    assert f"✗ {title}" in opened(long, tmp_path, script).text('id="checks"', "</ol>")


def forge(page: Path, path: Path, file: str, old: str, new: str) -> Path:
    """Change a file inside a page, and the manifest with it, as a forger would."""
    text = page.read_text("utf-8")
    embedded = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)
    assert embedded
    data = json.loads(embedded[1])
    assert old in data["files"][file]
    data["files"][file] = data["files"][file].replace(old, new, 1)
    path.write_text(text.replace(embedded[1], json.dumps(data).replace("<", "\\u003c")), "utf-8")
    return path


@needs_browser
@pytest.mark.parametrize(
    "file", ["lottery/lottery.csv", "selection/panel.csv", "journal.jsonl", "draw/wave-1/strata.csv"]
)
def test_the_browser_finds_forged_data(page: Path, tmp_path: Path, file: str) -> None:
    digit = "1" if file != "journal.jsonl" else "4 7 2 9"
    raw = page.read_text("utf-8")
    assert raw
    data = json.loads(re.search(r'id="data">(.*?)</script>', raw, re.DOTALL)[1])  # type: ignore[index]
    old = next(one for one in (digit, ";", "B", "C", "2026") if one in data["files"][file])
    forged = forge(page, tmp_path / "forged.html", file, old, "7")
    found = opened(forged, tmp_path, query="?check")
    assert found.attribute("data-checked") == "wrong"
    assert "✗" in found.text('id="verdict"', "</p>")
    assert found.errors == []


@needs_browser
def test_what_the_browser_finds_is_named_by_the_check_it_is_meant_for(page: Path, tmp_path: Path) -> None:
    """A forger who mends every digest and the journal still cannot move a seat without the counts."""
    script = (
        "const lots=FILES['lottery/lottery.csv'].split('\\n');const ids=lots[2].split(';')[2].split(' ');"
        "const cells=lots[1].split(';');const old=cells[2].split(' ');"
        "const put=ids.find((one)=>!old.includes(one));old[0]=put;cells[2]=[...old].sort().join(' ');"
        "lots[1]=cells.join(';');FILES['lottery/lottery.csv']=lots.join('\\n');runChecks();"
    )
    found = opened(page, tmp_path, script)
    assert "✗ Die Lose sind lückenlos; jede Chance ist nachgezählt" in found.text('id="checks"', "</ol>")


@needs_browser
def test_tickets_lots_and_languages_can_be_asked_for(made: publishing.Made, page: Path, tmp_path: Path) -> None:
    invited = (made.home.path("draw/wave-1/invitees.csv").read_text("utf-8")).splitlines()[1].split(";")
    script = (
        f"document.getElementById('person').value={invited[0]!r};document.getElementById('own').requestSubmit();"
        "document.getElementById('lot').value='3';document.getElementById('show').requestSubmit();speak('en');"
    )
    found = opened(page, tmp_path, script)
    assert next(cell for cell in invited if len(cell) == 64) in found.text('id="ticket"', "</div>")
    assert "This ticket is among those drawn." in found.text('id="ticket"', "</div>")
    assert found.document.split('id="members"')[1].split("</div>")[0].count("<li>") == 4
    assert found.attribute("data-language") == "en"


@needs_browser
def test_auditors_can_count_every_lot_in_their_browser(made: publishing.Made, page: Path, tmp_path: Path) -> None:
    texts = {name: (made.auditors / "lottery" / name).read_text("utf-8") for name in ("pool.csv", "openings.csv")}
    other = dict(texts)
    other["pool.csv"] = other["pool.csv"].replace(";m;", ";w;", 1)
    script = (
        f"const said=[{json.dumps(texts)},{json.dumps(other)}].map((one)=>result([say('',''),()=>recounted(one)]));"
        "document.documentElement.dataset.recounted=said.map((one)=>one.kind).join();"
    )
    assert opened(page, tmp_path, script).attribute("data-recounted") == "right,wrong"


@needs_browser
def test_a_page_can_be_used_by_everybody(page: Path, tmp_path: Path) -> None:
    assert complaints(page, tmp_path) == []


@needs_browser
def test_a_request_or_an_error_would_be_noticed(tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text('<html><body><img src="http://127.0.0.1:9/x.png"><script>nothing()</script></body></html>')
    found = opened(bad, tmp_path)
    assert found.requests == ["http://127.0.0.1:9/x.png"]
    assert "nothing is not defined" in found.errors[0]
