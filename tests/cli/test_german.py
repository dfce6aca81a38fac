"""Whoever reads German is spoken to in German: help pages, mistakes, figures; and how the language is chosen."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from buergerforum.cli.main import program
from buergerforum.texts import number, speaking

LANGUAGE_VARIABLES = ("FORUM_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
ENGLISH = re.compile(
    r"\b(the|and|with|of|or|by|is|are|not|no|to|from|must|this|that|here|usage|options|arguments|commands?|default|"
    r"required|show|message|exit|error|invalid|missing|expected|found|value|requires|takes|did|you|mean|range|bool|int|"
    r"path|file|folder|number|column|reason|kind|method)\b",
    re.IGNORECASE,
)
NO_LANGUAGE = re.compile(r"feature, value|--?[a-z][a-z-]*|forum [a-z]+|[\w/]+\.\w+")
"""Names of options, commands and files."""
PROGRAM: Any = program()
COMMANDS = [
    *PROGRAM.commands,
    *(f"{name} {below}" for name, one in PROGRAM.commands.items() for below in getattr(one, "commands", ())),
]
"""All commands, then those below another one."""
SEVERAL = """
import contextlib, io, json, sys
from buergerforum.cli.main import main
heard = []
for sys.argv[1:] in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            heard.append((end.code, out.getvalue(), err.getvalue()))
json.dump(heard, sys.stdout)
"""
"""Runs several command lines in one process."""
MISTAKES = [
    # what was typed, what is said about it, what to do
    ("drwa", "Den Befehl „drwa“ gibt es nicht.", "Meinten Sie „draw“?"),
    ("ziehen", "Den Befehl „ziehen“ gibt es nicht.", "„forum --help“ zeigt alle Befehle."),
    ("--", "Den Befehl „--“ gibt es nicht.", "„forum --help“ zeigt alle Befehle."),
    ("--laut", "Die Option --laut gibt es nicht.", "Mehr dazu: forum --help"),
    ("draw --sezd 3", "Die Option --sezd gibt es nicht.", "Meinten Sie „--seed“?"),
    ("draw -x", "Die Option -x gibt es nicht.", "Mehr dazu: forum draw --help"),
    (
        "draw --seed",
        "Der Wert nach --seed fehlt.",
        "Der Startwert: der öffentlich gezogene Text, der alles entscheidet. Mehr dazu: forum draw --help",
    ),
    (
        "draw --size zwei",
        "Der Wert für --size passt nicht. Gefunden: zwei. Erwartet: eine ganze Zahl, nur Ziffern, 1 oder mehr.",
        "Mehr dazu: forum draw --help",
    ),
    (
        "draw --size 0",
        "Der Wert für --size passt nicht. Gefunden: 0. Erwartet: eine ganze Zahl, nur Ziffern, 1 oder mehr.",
        "Mehr dazu: forum draw --help",
    ),
    (
        "draw --size 2.000",  # Typer alone would read 2
        "Der Wert für --size passt nicht. Gefunden: 2.000. Erwartet: eine ganze Zahl, nur Ziffern, 1 oder mehr.",
        "Mehr dazu: forum draw --help",
    ),
    (
        "letters invitation --batch 1001",
        "Der Wert für --batch passt nicht. Gefunden: 1001. Erwartet: eine ganze Zahl, nur Ziffern, 1 bis 1000.",
        "Mehr dazu: forum letters invitation --help",
    ),
    (
        "draw --allocation exakt",
        (
            "Der Wert für --allocation passt nicht. Gefunden: exakt. "
            "Erwartet: eins von exact, largest-remainder, simple, weighted."
        ),
        "Meinten Sie „exact“?",
    ),
    ("letters einladung", "Den Befehl „einladung“ gibt es nicht.", "„forum letters --help“ zeigt alle Befehle."),
    (
        "letters reminder --output workbok",
        (
            "Der Wert für --output passt nicht. Gefunden: workbok. "
            "Erwartet: eins von batches, single, workbook, word, email."
        ),
        "Meinten Sie „workbook“?",
    ),
    ("letters remindr", "Den Befehl „remindr“ gibt es nicht.", "Meinten Sie „reminder“?"),
    (
        "frame auszug.csv",
        "--key-file fehlt.",
        "Wohin die Schlüsseldatei kommt; darf noch nicht da sein. Mehr dazu: forum frame --help",
    ),
    (
        "draw --seed 4 7 2 9",
        "Das ist zu viel für den Befehl: „7 2 9“.",
        'Texte mit Leerzeichen brauchen gerade Anführungszeichen: "4 7 2 9". Mehr dazu: forum draw --help',
    ),
    (
        "letters invitation --preview=ja",
        "Nach --preview steht kein Wert.",
        "Mehr dazu: forum letters invitation --help",
    ),
]
TYPED = [
    *([*command.split(), "--help"] for command in ["", *COMMANDS]),
    *(typed.split() for typed, _said, _hint in MISTAKES),
    ["draw", "--size", "zwei", "--help"],
]


def python(*arguments: str, stdin: str = "", **variables: str) -> str:
    """Run Python in a world of its own, 80 columns wide, and return what it prints."""
    kept = {name: value for name, value in os.environ.items() if name not in LANGUAGE_VARIABLES}
    return subprocess.run(
        [sys.executable, *arguments],
        env=kept | {"COLUMNS": "80", "PYTHONUTF8": "1"} | variables,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout


@cache
def heard(language: str) -> dict[str, tuple[int, str, str]]:
    """Return exit code, output and messages of everything that is typed in these tests."""
    said = json.loads(python("-c", SEVERAL, stdin=json.dumps(TYPED), FORUM_LANG=language))
    return {" ".join(words): tuple(one) for words, one in zip(TYPED, said, strict=True)}


def page(command: str, language: str) -> str:
    """Return the help page of a command."""
    code, page, messages = heard(language)[f"{command} --help".strip()]
    assert (code, messages) == (0, "")
    return page


def english_in(text: str) -> list[str]:
    """Return the English words that give a text away."""
    return [match[0] for match in ENGLISH.finditer(NO_LANGUAGE.sub("", text))]


def options_of(command: str) -> list[str]:
    """Return the names of all options of a command."""
    found = PROGRAM
    for name in command.split():
        found = found.commands[name]
    return [name for param in found.params if param.param_type_name == "option" for name in param.opts]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_german(command: str) -> None:
    assert english_in(page(command, "de")) == []
    assert english_in(page(command, "en")) != []
    assert page(command, "de").splitlines()[1].startswith(f"Aufruf: forum {command}".strip())


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_names_every_option_and_fits_the_screen(command: str, language: str) -> None:
    lines = page(command, language).splitlines()
    assert max(map(len, lines)) <= 80
    for name in [*options_of(command), "--help"]:
        assert [line for line in lines if re.match(rf"  (\S+, )?{name}\b", line)], name


def test_help_says_what_is_needed() -> None:
    assert page("frame", "de").splitlines()[1] == "Aufruf: forum frame --key-file DATEI AUSZUG… [OPTIONEN]"
    assert page("frame", "de").count("(nötig)") == 2
    assert page("frame", "en").splitlines()[1] == "Usage: forum frame --key-file FILE EXTRACT… [OPTIONS]"
    assert "Briefe in einem Bündel. (Vorgabe: 500)" in page("letters invitation", "de")


def test_commands_are_listed_by_who_uses_them() -> None:
    listed = re.findall(r"^(?:  ([\w-]+)  .*|(\w+) \(.*\))$", page("", "de"), re.MULTILINE)
    order = [left or right for left, right in listed]
    assert [name for name in order if name[0].isupper()] == ["Meldebehörde", "Losstelle", "Prüfung"]
    assert [name for name in order if name[0].islower()] == list(PROGRAM.commands)


@pytest.mark.parametrize(("typed", "said", "hint"), MISTAKES)
def test_mistakes_are_explained_in_german(typed: str, said: str, hint: str) -> None:
    assert heard("de")[typed] == (2, "", f"✗ {said}\n→ {hint}\n")


def test_mistakes_are_explained_in_english() -> None:
    said = "The value of --size does not fit. Found: 2.000. Expected: a whole number, digits only, 1 or more."
    assert heard("en")["draw --size 2.000"] == (2, "", f"✗ {said}\n→ More: forum draw --help\n")


def test_help_comes_before_mistakes() -> None:
    assert heard("de")["draw --size zwei --help"] == heard("de")["draw --help"]


def test_nothing_typed_is_answered_with_help() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "buergerforum"],
        env=os.environ | {"FORUM_LANG": "de", "COLUMNS": "80", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (2, page("", "de"), "")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_AT"}, "de"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8", "FORUM_LANG": "en"}, "en"),
        ({"LANG": "C", "FORUM_LANG": "de"}, "de"),
        ({"LANG": "C", "FORUM_LANG": "DE"}, "de"),
        ({"LANG": "de_DE.UTF-8", "FORUM_LANG": ""}, "de"),
        ({"LANG": "de_DE.UTF-8", "FORUM_LANG": "fr"}, "en"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="there the system is asked, not the environment")
def test_language_is_that_of_forum_lang_else_of_the_system(variables: dict[str, str], language: str) -> None:
    code = "from buergerforum.texts import _; print(_('The file is not there.'))"
    said = {"de": "Die Datei ist nicht da.\n", "en": "The file is not there.\n"}
    assert python("-c", code, **variables) == said[language]


def test_large_numbers_are_written_as_the_language_does() -> None:
    with speaking("de"):
        assert (number(612_065), number(2000), number(50), number(7.66, 1)) == ("612.065", "2.000", "50", "7,7")
    with speaking("en"):
        assert (number(612_065), number(2000), number(50), number(7.66, 1)) == ("612,065", "2,000", "50", "7.7")
