"""What the documentation tells people to type can be typed, and what it points to is there."""

import re
import shlex
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from buergerforum.cli.main import program

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
PROGRAM: Any = program()
SHELLS = {"bash", "console", "powershell"}


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """Find the fenced blocks of a document: language and contents."""
    yield from re.findall(r"^```(\w*)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def typed(text: str) -> Iterator[str]:
    """Find what a document tells people to type: lines of shell blocks, and commands within sentences."""
    for shell, block in blocks(text):
        if shell in SHELLS:
            for line in re.sub(r"[\\`]\n\s*", "", block).splitlines():
                yield line.removeprefix("$ ").replace(".venv\\Scripts\\", "")
    yield from re.findall(
        r"`((?:forum|make) [^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    )


def misuse(line: str) -> str:
    """Say what is wrong with a line that starts with ``forum``, in a word or two."""
    if set(line) & set("“”„‚’"):
        return "typographic quotes"
    words = shlex.split(line, comments=True)[1:]
    command, path = PROGRAM, ["forum"]
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        path.append(words.pop(0))
        if path[-1] not in command.commands:
            return f"no command {' '.join(path)}"
        command = command.commands[path[-1]]
    return misuse_of(command, words)


def misuse_of(command: Any, words: list[str]) -> str:
    """Say what is wrong with the options and arguments of a command."""
    options = {name: one for one in command.params for name in (*one.opts, *one.secondary_opts) if name[:1] == "-"}
    options |= dict.fromkeys(("--help", "-h"), None)
    places = sum(99 if one.nargs == -1 else one.nargs for one in command.params if one.param_type_name == "argument")
    while words:
        word, _equals, value = words.pop(0).partition("=")
        if not word.startswith("-"):
            places -= 1
        elif word not in options:
            return f"no option {word}"
        elif options[word] is not None and not options[word].is_flag:
            if not value and not words:
                return f"no value for {word}"
            value = value or words.pop(0)
            choices = choices_of(command, options[word].name)
            if choices and value not in choices:
                return f"{word} cannot be {value}"
    return "too many arguments" if places < 0 else ""


def choices_of(command: Any, option: str) -> list[str]:
    """Return the values an option may have, where they are fixed."""
    hint = get_type_hints(command.callback)[option]
    kinds = [kind for kind in (hint, *get_args(hint)) if isinstance(kind, type) and issubclass(kind, Enum)]
    return [str(one.value) for kind in kinds for one in kind]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_can_be_typed(document: Path) -> None:
    lines = [line for line in typed(document.read_text(encoding="utf-8")) if line.startswith("forum ")]
    assert {line: wrong for line in lines if (wrong := misuse(line))} == {}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_knows_its_targets(document: Path) -> None:
    (targets,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    lines = [line for line in typed(document.read_text(encoding="utf-8")) if line.startswith("make ")]
    assert {line.split()[1] for line in lines} <= set(targets.split())


def anchors(document: Path) -> set[str]:
    """Return the names by which the headings of a document can be linked to."""
    headings = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", document.read_text(encoding="utf-8"))
    files = {link: document.parent / link if link else document for link, _anchor in links}
    assert [link for link, file in files.items() if not file.exists()] == []
    assert [anchor for link, anchor in links if anchor and anchor not in anchors(files[link])] == []


def test_readme_opens_with_its_two_commands() -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8").split("\n\n")[1]
    assert first == "```bash\nmake demo\nmake test\n```"


def test_the_guide_names_every_command() -> None:
    guide = list(typed((ROOT / "docs" / "anleitung.md").read_text(encoding="utf-8")))
    assert [name for name in PROGRAM.commands if not any(line.startswith(f"forum {name}") for line in guide)] == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("forum draw --size 2000 --seed '4 7 2 9'  # comment", ""),
        ("forum draw --help", ""),
        ("forum drawn", "no command forum drawn"),
        ("forum draw --sise 2000", "no option --sise"),
        ("forum draw --size", "no value for --size"),
        ("forum draw --allocation=best", "--allocation cannot be best"),
        ("forum draw 2000", "too many arguments"),
        ("forum draw --seed “4 7 2 9”", "typographic quotes"),
    ],
)
def test_what_cannot_be_typed_is_noticed(line: str, wrong: str) -> None:
    assert misuse(line) == wrong


def test_commands_are_found() -> None:
    windows = "```powershell\n.venv\\Scripts\\forum new `\n  x\n```\n"
    text = f"Do `forum draw` or\n{windows}```\nforum no\n```\n```console\n$ make a\n```"
    assert list(typed(text)) == ["forum new x", "make a", "forum draw"]
