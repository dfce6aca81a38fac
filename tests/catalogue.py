"""The texts of the source, and their German catalogue.

``make catalogue`` runs this file: it collects every text that stands in ``_(…)`` or ``ngettext(…)``, keeps the
translations there are, takes in further ones from a folder of JSON files (``{"text": "Übersetzung"}``, a text with
a plural as ``{"one\\u0000many": ["eines", "viele"]}``), and writes ``buergerforum.po`` and, compiled, the ``.mo``
beside it. Both are committed, so that nothing has to be compiled on installation. The tests use the same functions.
"""

import ast
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[1] / "src" / "buergerforum"
PO = SOURCE / "locale" / "de" / "LC_MESSAGES" / "buergerforum.po"
MO = PO.with_suffix(".mo")
HEADER = r"""# German texts of buergerforum, collected by “make catalogue”; translations may be edited here.
msgid ""
msgstr ""
"Language: de\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""

Key = str | tuple[str, str]
"""A text, or a text and its plural."""
Translation = str | tuple[str, ...]
"""One text, or one for each form of the plural."""


@dataclass(frozen=True, slots=True)
class Call:
    """A place in the source where something is looked up in the catalogue."""

    file: str
    """Relative to the package."""
    line: int
    """From 1."""
    key: Key | None
    """What is looked up; None where that is not a plain literal."""
    given: frozenset[str] | None
    """Names handed to ``.format(…)`` directly; None where that cannot be seen here."""


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module of the package, parsed, by its place in the package."""
    paths = sorted(SOURCE.rglob("*.py"))
    return {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def calls() -> Iterator[Call]:
    """Find every call of ``_`` and ``ngettext``, file by file."""
    for file, tree in modules().items():
        yield from calls_in(tree, file)


def calls_in(tree: ast.AST, file: str) -> Iterator[Call]:
    """Find every call of ``_`` and ``ngettext`` in one module.

    Parameters
    ----------
    tree
        The parsed module.
    file
        What to name it.
    """
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    formats = {
        id(node.func.value): frozenset(word.arg for word in node.keywords if word.arg)
        for node in found
        if isinstance(node.func, ast.Attribute) and node.func.attr == "format"
        if not node.args and all(word.arg for word in node.keywords)
    }
    for node in found:
        if wanted := {"_": 1, "ngettext": 2}.get(called(node)):
            texts = [arg.value for arg in node.args[:wanted] if isinstance(arg, ast.Constant)]
            plain = [text for text in texts if isinstance(text, str)]
            key = None if len(plain) < wanted else plain[0] if wanted == 1 else (plain[0], plain[1])
            yield Call(file, node.lineno, key, formats.get(id(node)))


def called(node: ast.Call) -> str:
    """Return the name that is called, blank where it is anything but a name."""
    return node.func.id if isinstance(node.func, ast.Name) else ""


def read() -> Catalog:
    """Read the German catalogue; an empty one where there is none yet."""
    if not PO.exists():
        return Catalog(locale="de")
    with PO.open("rb") as file:
        return read_po(file, locale="de")


def translations(folder: Path) -> dict[Key, Translation]:
    """Read the translations in all JSON files of a folder; the last file, by name, has the last word.

    Parameters
    ----------
    folder
        Where they lie; as in the description of this module.
    """
    found: dict[Key, Translation] = {}
    for path in sorted(folder.glob("*.json")):
        for text, translation in json.loads(path.read_text(encoding="utf-8")).items():
            singular, *plural = text.split("\0")
            key = (singular, plural[0]) if plural else singular
            found[key] = tuple(translation) if plural else translation
    return found


def collect(found: Iterable[Call], old: Catalog, new: dict[Key, Translation]) -> Catalog:
    """Make the catalogue of the texts that are in use, sorted.

    Parameters
    ----------
    found
        Every place where a text is looked up.
    old
        The catalogue so far; texts no longer in use are left behind.
    new
        Further translations; they win over the old ones.
    """
    catalog = Catalog(locale="de", fuzzy=False)
    for call in found:
        if call.key is not None:
            known = old.get(call.key if isinstance(call.key, str) else call.key[0])
            translation = new.get(call.key) or (known.string if known and known.id == call.key else None)
            catalog.add(call.key, translation, locations=[(call.file, call.line)])
    return catalog


def empty(catalog: Catalog) -> list[str]:
    """Return the texts without a complete translation, as they would be written in Python."""
    return [
        repr(message.id)
        for message in catalog
        if message.id and not all([message.string] if isinstance(message.string, str) else message.string or [""])
    ]


def main(arguments: list[str]) -> int:
    """Write the catalogue, say what is still missing, and return the exit code.

    Parameters
    ----------
    arguments
        At most one: a folder of JSON files with translations.
    """
    new = translations(Path(arguments[0])) if arguments else {}
    catalog = collect(calls(), read(), new)
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalog, width=110, sort_output=True, include_lineno=False, omit_header=True)
    with MO.open("wb") as file:
        write_mo(file, catalog)
    missing = empty(catalog)
    unused = [key for key in new if key not in {message.id for message in catalog}]
    print(f"{len(catalog)} texts, {len(missing)} without a translation, {len(unused)} translations not in use")
    for text in missing:
        print(f"  missing: {text}")
    for key in unused:
        print(f"  not in use: {key!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
