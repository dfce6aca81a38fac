"""``forum --help`` answers at once, because nothing heavy is loaded for it."""

import subprocess
import sys

import pytest

HEAVY = {
    "babel",
    "docx",
    "docxtpl",
    "fontTools",
    "highspy",
    "jinja2",
    "lxml",
    "matplotlib",
    "numpy",
    "openpyxl",
    "pandas",
    "python_calamine",
    "segno",
    "typst",
    "yaml",
}


@pytest.mark.parametrize(
    "arguments", ["[]", "['--help']", "['--version']", "['draw', '--help']", "['select', '--help']"]
)
def test_help_loads_nothing_heavy(arguments: str) -> None:
    code = f"import sys; sys.argv[1:] = {arguments}\nimport atexit; atexit.register(lambda: print(*sys.modules))\n"
    code += "from buergerforum.cli.main import main; main()"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert "forum" in run.stdout
    assert "Traceback" not in run.stderr
    assert HEAVY & set(run.stdout.splitlines()[-1].split()) == set()
