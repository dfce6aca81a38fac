import datetime as dt
from pathlib import Path

import pytest

from buergerforum.errors import InputError
from buergerforum.io.templates import Template, Writing, read_template

WRITING = Writing(
    written=lambda value: f"‹{value if isinstance(value, str | int | dt.date) else nothing(value)}›",
    filters={"weekday": lambda day: f"{day:%A}" if isinstance(day, dt.date) else ""},
)
VALUES: dict[str, object] = {
    "name": "Kim Muster",
    "sender": {"phone": "0231 555-0100"},
    "events": [{"day": dt.date(2026, 9, 12)}, {"day": dt.date(2026, 9, 19)}],
    "seats": 50,
    "long": "x" * 200,
}
HEAD = "# Anleitung: {{ nichts }}\nsubject: Für {{ name }}: Post\npages: 2\n---\n"


def nothing(value: object) -> str:
    str(value)
    raise TypeError("only texts")


def template(folder: Path, text: str) -> Template:
    path = folder / "brief.md.j2"
    path.write_text(text, "utf-8")
    return read_template(path, WRITING)


def body(folder: Path, text: str) -> str:
    return template(folder, HEAD + text).render(VALUES).body.lstrip("\n")


def test_head_and_body(tmp_path: Path) -> None:
    made = template(tmp_path, HEAD + "Guten Tag {{ name }},\n")
    assert made.pages == 2
    assert made.digest.name == "brief.md.j2"
    rendered = made.render(VALUES)
    assert rendered.subject == "Für ‹Kim Muster›: Post"
    assert rendered.body.strip() == "Guten Tag ‹Kim Muster›,"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{{ sender.phone }}", "‹0231 555-0100›\n"),
        ("{% for event in events %}\n- {{ event.day | weekday }}\n{% endfor %}", "- ‹Saturday›\n- ‹Saturday›\n"),
        ("{% if seats > 40 %}\nviele\n{% else %}\nwenige\n{% endif %}", "viele\n"),
        ("{% if applicants is defined %}x{% endif %}y", "y\n"),
        ("{{ seats - 1 }} {{ events | length }}", "‹49› ‹2›\n"),
        ("{{ name | upper }}", "‹KIM MUSTER›\n"),
    ],
)
def test_templates_insert_choose_and_repeat(tmp_path: Path, text: str, made: str) -> None:
    assert body(tmp_path, text) == made


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n{{ nam }}", "brief.md.j2, row 6: There is no value named “nam”. Did you mean “name”?"),
        ("{{ sender.phon }}", "brief.md.j2, row 5: There is no value named “phon”. Did you mean “phone”?"),
        ("a\n{% if quite_unknown %}{% endif %}", "brief.md.j2, row 6: There is no value named “quite_unknown”."),
        ("a\n\n{% if %}", "brief.md.j2, row 7: The template cannot be understood: Expected an expression"),
        ("{% for a in events %}", "brief.md.j2, row 5: The template cannot be understood: Unexpected end"),
        ("{{ tag | weekday }}", "brief.md.j2, row 5: There is no value named “tag”."),
        ("{{ sender }}", "brief.md.j2, row 5: This part of the template cannot be carried out: only texts."),
        ("{{ name + 1 }}", "brief.md.j2, row 5: This part of the template cannot be carried out: can only conc"),
    ],
)
def test_mistakes_are_named_with_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        body(tmp_path, text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "text",
    [
        "{{ name.upper() }}",
        "{{ name.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ name['__class__'] }}",
        "{{ self._TemplateReference__context }}",
        "{{ sender.update({'phone': 1}) }}",
        "{{ events.append(1) }}",
        "{{ range(10) }}",
        "{{ cycler }}",
        "{{ lipsum() }}",
        "{{ 'a' * 1000000000 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 9 ** 999999999 }}",
        "{{ 'x' | format(1) }}",
        "{{ name | attr('__class__') }}",
        "{{ events | map(attribute='day') }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        f"{'{% for a in long %}' * 4}{'{% endfor %}' * 4}",
        "{% for a in long recursive %}{{ loop(long) }}{% endfor %}",
        "{% set a = name ~ name %}{% set a = a ~ a %}{{ a }}",
        "{% set a = name + name %}{{ a }}",
        "{% set a = [name, name] %}{% set a = [a, a] %}{{ a | join }}",
        "{% set a %}{{ name }}{{ name }}{% endset %}{{ a }}",
    ],
)
def test_templates_can_open_call_and_reach_nothing(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"^brief\.md\.j2, row 5: "):
        body(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Guten Tag", "brief.md.j2: The template has no head."),
        ("pages: 2\n---\n", "brief.md.j2: The head of the template lacks “subject”. Add it."),
        ("subject: a\npages: 0\n---\n", "brief.md.j2, row 2, column “pages”: This is no number of pages. Found: 0."),
        ("subject: a\npages: ²\n---\n", "brief.md.j2, row 2, column “pages”: This is no number of pages. Found: ²."),
        ("subject: a\npages: 1\nsubject: b\n---\n", "brief.md.j2, row 3: This line does not belong into the head"),
        ("betreff: a\nsubject: b\npages: 1\n---\n", "brief.md.j2, row 1: This line does not belong into the head"),
        ("subject: {{ nam }}\npages: 1\n---\n", "brief.md.j2, row 1: There is no value named “nam”."),
    ],
)
def test_a_wrong_head_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        template(tmp_path, text).render(VALUES)
    assert str(caught.value).startswith(message)


def test_all_mistakes_of_the_head_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        template(tmp_path, "betreff: a\nseiten: 2\n---\n")
    assert len(caught.value.problems) == 4
