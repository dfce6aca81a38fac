"""No text reaches a user past the catalogue.

The source is read, not run: what is handed to an error, an option's help, the terminal, a heading of a workbook or
a progress line must come out of ``_(…)`` or ``ngettext(…)``. Names, numbers, file names and marks may be put into
a text; words may not.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.catalogue import called, modules

SPOKEN: dict[str, tuple[int, set[str]]] = {
    # what is called: how many of its first arguments are texts, and which named ones
    "ForumError": (1, {"message", "hint"}),
    "InputError": (0, {"hint"}),
    "Problem": (1, {"what", "expected", "remedy"}),
    "BadParameter": (1, {"message"}),
    "Typer": (0, {"help", "short_help", "epilog"}),
    "command": (0, {"help", "short_help", "epilog", "rich_help_panel"}),
    "callback": (0, {"help", "short_help", "epilog", "rich_help_panel"}),
    "add_typer": (0, {"help", "short_help", "epilog", "rich_help_panel"}),
    "Option": (0, {"help", "prompt", "rich_help_panel"}),
    "Argument": (0, {"help", "rich_help_panel"}),
    "print": (99, set()),
    "echo": (1, {"message"}),
    "secho": (1, {"message"}),
    "prompt": (1, {"text"}),
    "confirm": (1, {"text"}),
    "ask": (1, {"prompt"}),
    "status": (1, {"status"}),
    "rule": (1, {"title"}),
    "add_task": (1, {"description"}),
    "progress": (1, set()),
    "Panel": (1, {"title", "subtitle"}),
    "Table": (0, {"title", "caption"}),
    "add_column": (1, {"header"}),
    "Sheet": (1, {"title"}),
    "PydanticCustomError": (0, {"message_template"}),
}
ALLOWED = {("cli/main.py", "buergerforum "): "the name of the program"}
"""File and text, and why the text is no language."""

MARKUP = re.compile(r"\[/?[a-z0-9_. #]*\]|\\n")
WORD = re.compile(r"[^\W\d_]{2,}")


def inside(node: ast.AST) -> list[ast.expr] | list[ast.AST]:
    """Return the parts of an expression that its value is made of; what a function makes is its own affair."""
    match node:
        case ast.Call(func=ast.Attribute(value=text, attr="format" | "join")):
            return [text, *node.args, *(word.value for word in node.keywords)]
        case ast.Call(func=ast.Attribute(value=text)):
            return [text]
        case ast.IfExp(body=body, orelse=other):
            return [body, other]
        case ast.Call() | ast.Compare() | ast.Subscript() | ast.Lambda():
            return []
    return list(ast.iter_child_nodes(node))


def words_in(node: ast.AST) -> Iterator[str]:
    """Find the literal words that an expression puts into its value, past the catalogue."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and WORD.search(MARKUP.sub("", node.value)):
        yield node.value
    for part in inside(node):
        yield from words_in(part)


def errors(trees: list[ast.Module]) -> set[str]:
    """Return the names of all classes that descend from ForumError, except those that take problems."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"ForumError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found - {"InputError"}


def validators(tree: ast.Module) -> Iterator[ast.Call]:
    """Find the errors that checks of settings raise: they are read by whoever edits the file."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and any(
            "validator" in ast.unparse(d) for d in function.decorator_list
        ):
            yield from (
                node for node in ast.walk(function) if isinstance(node, ast.Call) and called(node) == "ValueError"
            )


def last_name(node: ast.Call) -> str:
    """Return the last part of the name that is called, such as ``print`` of ``console.print``."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else called(node)


def past_the_catalogue(tree: ast.Module, kinds: set[str]) -> Iterator[tuple[int, str]]:
    """Find the texts in a module that nobody can translate: line and text."""
    spoken = SPOKEN | dict.fromkeys(kinds, SPOKEN["ForumError"])
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := last_name(node)) in spoken:
            first, named = spoken[name]
            texts = node.args[:first] + [word.value for word in node.keywords if word.arg in named]
            yield from ((node.lineno, text) for part in texts for text in words_in(part))
            if (
                name == "command"
                and isinstance(node.func, ast.Attribute)
                and "help" not in {w.arg for w in node.keywords}
            ):
                yield node.lineno, "a command without help: its docstring would be shown"
    for node in validators(tree):
        yield from ((node.lineno, text) for part in node.args for text in words_in(part))


def test_every_text_goes_through_the_catalogue() -> None:
    # All but the small verifier, which shares nothing with the program.
    trees = {file: tree for file, tree in modules().items() if not file.startswith("data/")}
    kinds = errors(list(trees.values()))
    assert {"UsageError", "QuotaError"} <= kinds
    found = [(file, line, text) for file, tree in trees.items() for line, text in past_the_catalogue(tree, kinds)]
    assert [f"{file}:{line}: {text}" for file, line, text in found if (file, text) not in ALLOWED] == []
    assert set(ALLOWED) <= {(file, text) for file, _line, text in found}, "an exception that is not needed any more"


@pytest.mark.parametrize(
    "code",
    [
        'raise UsageError("No file")',
        'raise UsageError(_("No file"), hint="Make one")',
        'raise UsageError(f"No {name}")',
        'raise UsageError("No {x}".format(x=x))',
        'raise UsageError(_("No {x}").format(x="file"))',
        'raise UsageError(_("No file") + " here")',
        'raise Mine("No file")',
        'raise InputError([Problem("Not there")])',
        'Problem(_("Not there"), remedy="Look" if x else _("Go"))',
        'Problem(_("Not there"), expected=" or ".join(names))',
        'typer.Option("--size", help="How many")',
        'app.command("draw", help="Draw")(draw)',
        "app.command()(draw)",
        'console.print("[bold]Done[/bold]")',
        'print("Done")',
        'progress("Reading", 0, 1)',
        'Sheet("Panel", header, rows)',
        '@field_validator("x")\ndef check(x):\n    raise ValueError("too small")',
    ],
)
def test_words_past_the_catalogue_are_noticed(code: str) -> None:
    tree = ast.parse(
        f"class Mine(QuotaError): ...\nclass QuotaError(ForumError): ...\nclass UsageError(ForumError): ...\n{code}"
    )
    assert len(list(past_the_catalogue(tree, errors([tree])))) == 1


@pytest.mark.parametrize(
    "code",
    [
        'raise UsageError(_("No {x}").format(x=path.name), hint=_("Make one"))',
        'Problem(_("No"), file="forum.yaml", column="size", found="many", expected=str(3))',
        'Problem(_("No"), expected="0 / 1", remedy=_("Do") if kind == "draw" else "")',
        'Problem(_("No"), expected=", ".join(names))',
        'typer.Option("--size", metavar="N", help=_("How many"))',
        'app.command("draw", help=_("Draw"))(draw)',
        'console.print(f"[bold]{title}[/bold] ({number:,} %)")',
        'console.print(table, style="bold")',
        'raise ValueError("a mistake of a programmer")',
        'progress(ngettext("{n} letter", "{n} letters", n).format(n=n), 0, 1)',
    ],
)
def test_what_is_translated_passes(code: str) -> None:
    tree = ast.parse(f"class UsageError(ForumError): ...\n{code}")
    assert list(past_the_catalogue(tree, errors([tree]))) == []
