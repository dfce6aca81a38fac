"""Pages opened in a headless Chromium, where there is one; what a visitor would do is done by a script put into a copy.

Nothing else drives the browser: the page is loaded from a file, scripts run, the document is read back. The network log
says whether anything was asked for.
"""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

BINARY = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(BINARY is None, reason="chromium is not installed")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-logging=stderr --virtual-time-budget=20000"
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A page after its scripts have run."""

    document: str
    errors: list[str]
    requests: list[str]

    def attribute(self, name: str) -> str:
        """Return an attribute of the root element."""
        found = re.search(rf'<html[^>]* {name}="([^"]*)"', self.document)
        return found[1] if found else ""

    def text(self, start: str, end: str) -> str:
        """Return the text between two pieces of markup."""
        part = self.document.split(start, 1)[1].split(end, 1)[0]
        return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def opened(page: Path, folder: Path, script: str = "", query: str = "") -> Opened:
    """Open a page and read it back.

    Parameters
    ----------
    page
        The file.
    folder
        For the profile, the network log and the copy with the script.
    script
        What a visitor would do, as JavaScript; runs after the page's own.
    query
        Behind the address, such as ``?check``.
    """
    assert BINARY
    if script:
        raw = page.read_text("utf-8")
        page = folder / f"with-script-{page.name}"
        page.write_text(raw.replace("</body>", f"<script>{script}</script></body>"), "utf-8")
    log = folder / "net.json"
    words = [BINARY, *_FLAGS.split(), f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}"]
    run = subprocess.run(
        [*words, "--dump-dom", f"{page.as_uri()}{query}"], capture_output=True, timeout=120, check=False, cwd=folder
    )
    said = run.stderr.decode(errors="replace")
    noted = (line for line in log.read_text("utf-8", errors="replace").splitlines() if '"initiator":' in line)
    # What the browser asks for by itself has no initiator.
    own = (line for line in noted if '"initiator":"not an origin"' not in line)
    asked = sorted({one for line in own for one in re.findall(r'"url":"((?:https?|wss?|ftp):[^"]*)"', line)})
    return Opened(run.stdout.decode(), [line for line in said.splitlines() if "CONSOLE" in line], asked)


@cache
def axe() -> str:
    """Return axe-core, or skip: it is fetched from the package index for this run only."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        words = [npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "axe-core@4"]
        try:
            made = subprocess.run(words, cwd=folder, capture_output=True, timeout=90, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip("axe-core could not be fetched in time")
        path = Path(folder) / "node_modules" / "axe-core" / "axe.min.js"
        if made.returncode or not path.exists():
            pytest.skip("axe-core could not be fetched")
        return path.read_text("utf-8")


def complaints(page: Path, folder: Path) -> list[str]:
    """Return what axe says against a page, serious findings only."""
    script = (
        f"{axe()};axe.run().then((found)=>{{const out=document.createElement('pre');out.id='axe';"
        "out.textContent=JSON.stringify(found.violations.map((one)=>[one.impact,one.id,one.nodes[0].html]));"
        "document.body.append(out);});"
    )
    found = opened(page, folder, script).document
    listed = re.search(r'<pre id="axe">(.*?)</pre>', found, re.DOTALL)
    assert listed, "axe did not run"
    import html

    violations: list[tuple[str, str, str]] = json.loads(html.unescape(listed[1]))
    return [f"{name}: {node}" for impact, name, node in violations if impact in ("serious", "critical")]
