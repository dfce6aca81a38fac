"""Every text for users can be looked up, and is in the German catalogue."""

import ast
import gettext
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.catalogue import MO, Call, calls, calls_in, collect, empty, main, read


@cache
def all_calls() -> list[Call]:
    """Return every place in the source where something is looked up."""
    return list(calls())


@cache
def messages() -> list[Message]:
    """Return every message of the German catalogue."""
    return [message for message in read() if message.id]


def parts(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """Return the text, or the forms of its plural, as a list."""
    return [text] if isinstance(text, str) else list(text or ())


def placeholders(text: str) -> set[str]:
    """Return the names that the text wants to be filled in."""
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text) if name is not None}


def pairs(message: Message) -> list[tuple[str, str]]:
    """Return each English form of a message beside its German one."""
    return list(zip(parts(message.id), parts(message.string), strict=True))


def misfits(found: list[Call]) -> list[str]:
    """Return the places where what a text wants to be filled in is not what ``.format`` gives."""
    return [
        f"{call.file}:{call.line}"
        for call in found
        if call.key is not None and call.given is not None
        if set().union(*map(placeholders, parts(call.key))) != call.given
    ]


def test_the_source_speaks() -> None:
    assert len({call.key for call in all_calls()}) > 50


def test_only_literals_are_looked_up() -> None:
    assert [f"{call.file}:{call.line}" for call in all_calls() if call.key is None] == []


def test_every_text_is_translated() -> None:
    assert empty(collect(all_calls(), read(), {})) == []


def test_nothing_is_fuzzy_or_left_over() -> None:
    used = {call.key for call in all_calls()}
    assert [message.id for message in messages() if message.fuzzy or message.id not in used] == []


def test_placeholders_survive_translation() -> None:
    assert [
        english
        for message in messages()
        for english, german in pairs(message)
        if german and placeholders(english) != placeholders(german)
    ] == []


def test_placeholders_are_what_is_filled_in() -> None:
    assert misfits(all_calls()) == []


def test_german_is_set_like_german() -> None:
    """German quotation marks are „ “; blanks at the ends belong to how a text is put together."""
    assert [
        german
        for message in messages()
        for english, german in pairs(message)
        if german
        if "”" in german
        or german.count("„") != german.count("“")
        or len(german) - len(german.lstrip()) != len(english) - len(english.lstrip())
        or len(german) - len(german.rstrip()) != len(english) - len(english.rstrip())
    ] == []


def test_compiled_catalogue_is_up_to_date() -> None:
    with MO.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages():
        singular, *plural = parts(message.id)
        said = [compiled.ngettext(singular, plural[0], n) for n in (1, 2)] if plural else [compiled.gettext(singular)]
        assert said == parts(message.string)


def found(code: str) -> list[Call]:
    """Return the calls in a piece of source."""
    return list(calls_in(ast.parse(code), "x.py"))


@pytest.mark.parametrize(
    "code",
    ['_(f"{name} is here")', '_("a" + b)', "_(name)", 'ngettext("one", f"{n} many", n)', "_()", "_(b'bytes')"],
)
def test_what_cannot_be_looked_up_is_noticed(code: str) -> None:
    assert [call.key for call in found(code)] == [None]


def test_texts_are_found() -> None:
    code = '_("Sentence " "of two").strip(); ngettext("{n} day", "{n} days", n).format(n=n); f("no"); self._("no")'
    assert [(call.key, call.given) for call in found(code)] == [
        ("Sentence of two", None),
        (("{n} day", "{n} days"), frozenset({"n"})),
    ]


@pytest.mark.parametrize("code", ['_("{a} of {b}").format(a=1)', '_("{a}").format(a=1, b=2)', '_("none").format(a=1)'])
def test_wrong_names_are_noticed(code: str) -> None:
    assert misfits(found(code)) == ["x.py:1"]
    assert misfits(found('_("{a} of {b}").format(a=1, b=2)')) == []


def test_translations_are_taken_in_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = '_("Yes"); ngettext("one row", "rows", n); _("Nobody knows")'
    monkeypatch.setattr("tests.catalogue.calls", lambda: found(code))
    monkeypatch.setattr("tests.catalogue.PO", tmp_path / "de" / "x.po")
    monkeypatch.setattr("tests.catalogue.MO", tmp_path / "de" / "x.mo")
    (tmp_path / "a.json").write_text('{"Yes": "Jain", "Gone": "Fort"}', encoding="utf-8")
    (tmp_path / "b.json").write_text('{"Yes": "Ja", "one row\\u0000rows": ["eine Zeile", "Zeilen"]}', encoding="utf-8")

    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "3 texts, 1 without a translation, 1 translations not in use",
        "  missing: 'Nobody knows'",
        "  not in use: 'Gone'",
    ]
    first = (tmp_path / "de" / "x.po").read_bytes()
    assert main([]) == 1
    assert (tmp_path / "de" / "x.po").read_bytes() == first
    with (tmp_path / "de" / "x.po").open("rb") as file:
        assert {message.id: message.string for message in read_po(file, locale="de") if message.id} == {
            "Yes": "Ja",
            ("one row", "rows"): ("eine Zeile", "Zeilen"),
            "Nobody knows": "",
        }
