"""Templates of letters: text files that clerks edit, and that can do nothing but insert and choose.

A template begins with a head: lines ``subject: …`` and ``pages: …`` (the most pages the letter may have), comments
behind ``#``, then ``---``. Below it stands the letter, Markdown with Jinja. The sandbox lets templates read values,
choose (``if``) and repeat (``for``); they can call nothing, open nothing and see no attribute of Python. A variable
that does not exist is an error with its line.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from rapidfuzz import fuzz, process

from buergerforum.errors import InputError, Problem
from buergerforum.io.encodings import decode
from buergerforum.io.files import digest_of, read_bytes
from buergerforum.io.sandboxing import sandbox, start_again
from buergerforum.model.record import FileDigest
from buergerforum.texts import _, listed

_END_OF_HEAD = "---"
_KEYS = ("subject", "pages")
_LIKENESS = 70
_MISTAKES = (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Writing:
    """How values become text; made by the room of letters, so that no value is taken for markup."""

    written: Callable[[object], str]
    """Of a value that a template inserts."""
    filters: Mapping[str, Callable[[object], str]]
    """Further ways to write, by the names that templates use, such as ``weekday``."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template with the values of one recipient."""

    subject: str
    """One line of Markdown."""
    body: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template, understood once and filled in often."""

    digest: FileDigest
    """The file."""
    pages: int
    """The most pages that the letter may have."""
    pages_row: int
    """Row that says so."""
    text_row: int
    """Row in which the text begins."""
    _subject: jinja2.Template
    """Compiled."""
    _body: jinja2.Template
    """Compiled."""

    def render(self, values: Mapping[str, object]) -> Rendered:
        """Fill in values.

        Parameters
        ----------
        values
            By the names that the template uses.

        Raises
        ------
        InputError
            With the line, if a variable does not exist or cannot be inserted.
        """
        name = self.digest.name
        return Rendered(_rendered(self._subject, values, name).strip(), _rendered(self._body, values, name))


def read_template(path: Path, writing: Writing) -> Template:
    """Read and understand a template.

    Parameters
    ----------
    path
        Such as ``letters/de/einladung.md.j2``.
    writing
        How values become text.

    Raises
    ------
    InputError
        With the line of whatever is wrong.
    """
    raw = read_bytes(path)
    name = path.name
    text, _notes = decode(raw, name)
    lines = text.splitlines()
    head, rows, end = _head(lines, name)
    environment = _environment(writing)
    # Empty lines in place of what stands above, so that line numbers in errors are those of the file.
    subject = _parsed(environment, "\n" * (rows["subject"] - 1) + head["subject"], name)
    body = _parsed(environment, "\n" * end + "\n".join(lines[end:]) + "\n", name)
    return Template(digest_of(raw, name), int(head["pages"]), rows["pages"], end + 1, subject, body)


def _head(lines: list[str], name: str) -> tuple[dict[str, str], dict[str, int], int]:
    """Return the entries of the head, the rows they stand in, and the row of its end."""
    head: dict[str, str] = {}
    rows: dict[str, int] = {}
    problems = []
    end = next((row for row, line in enumerate(lines, 1) if line.strip() == _END_OF_HEAD), 0)
    if not end:
        raise InputError([_no_head(name)])
    for row, line in enumerate(lines[: end - 1], 1):
        key, colon, text = (part.strip() for part in line.partition(":"))
        if not line.strip() or line.startswith("#"):
            continue
        if not colon or key not in _KEYS or key in head:
            problems.append(_unknown_entry(name, row, key))
            continue
        head[key], rows[key] = text, row
    problems += [_missing_entry(name, key) for key in _KEYS if not head.get(key)]
    if head.get("pages") and not (head["pages"].isascii() and head["pages"].isdigit() and int(head["pages"])):
        problems.append(_no_number(name, rows["pages"], head["pages"]))
    if problems:
        raise InputError(problems)
    return head, rows, end


def _no_head(name: str) -> Problem:
    return Problem(
        _("The template has no head."),
        file=name,
        expected=_("lines “subject: …” and “pages: …”, then a line “---”"),
    )


def _unknown_entry(name: str, row: int, key: str) -> Problem:
    return Problem(
        _("This line does not belong into the head of a template, or is there twice."),
        file=name,
        row=row,
        found=key,
        expected=listed(_KEYS),
        remedy=_("Comments begin with #."),
    )


def _missing_entry(name: str, key: str) -> Problem:
    return Problem(_("The head of the template lacks “{key}”.").format(key=key), file=name, remedy=_("Add it."))


def _no_number(name: str, row: int, found: str) -> Problem:
    return Problem(
        _("This is no number of pages."), file=name, row=row, column="pages", found=found, expected=_("1 or more")
    )


def _environment(writing: Writing) -> ImmutableSandboxedEnvironment:
    environment = sandbox(finalize=writing.written, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters |= {name: _of_known(written) for name, written in writing.filters.items()}
    return environment


def _of_known(written: Callable[[object], str]) -> Callable[[object], str]:
    """Return a filter that complains of a variable that does not exist by its name."""

    def filtered(value: object) -> str:
        if isinstance(value, jinja2.Undefined):
            str(value)
        return written(value)

    return filtered


def _parsed(environment: ImmutableSandboxedEnvironment, text: str, name: str) -> jinja2.Template:
    try:
        code = environment.compile(text, name=name, filename=name)
    except jinja2.TemplateSyntaxError as defect:
        problem = Problem(
            _("The template cannot be understood: {reason}.").format(reason=(defect.message or "").rstrip(".")),
            file=name,
            row=defect.lineno,
            remedy=_("Look at the brackets {{ }} and {% %} near this line."),
        )
        raise InputError([problem]) from defect
    return jinja2.Template.from_code(environment, code, environment.make_globals(None))


def _rendered(template: jinja2.Template, values: Mapping[str, object], name: str) -> str:
    start_again(template)
    try:
        return template.render(values)
    except _MISTAKES as defect:
        raise InputError([_mistake(defect, values, name)]) from defect


def _mistake(defect: BaseException, values: Mapping[str, object], name: str) -> Problem:
    row = max(_rows(defect.__traceback__, name), default=None)
    if not isinstance(defect, jinja2.UndefinedError):
        return Problem(
            _("This part of the template cannot be carried out: {reason}.").format(reason=str(defect).rstrip(".")),
            file=name,
            row=row,
        )
    unknown = defect.message or ""
    likely = process.extractOne(unknown, sorted(_names(values)), scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    return Problem(
        _("There is no value named “{name}”.").format(name=unknown),
        file=name,
        row=row,
        remedy=_("Did you mean “{key}”?").format(key=likely[0]) if likely else "",
    )


def _rows(trace: TracebackType | None, name: str) -> Iterator[int]:
    """Yield the rows of the template that an error passed through."""
    while trace:
        if trace.tb_frame.f_code.co_filename == name:
            yield trace.tb_lineno
        trace = trace.tb_next


def _names(values: Mapping[str, object]) -> Iterator[str]:
    """Yield the names of all values, those inside others too."""
    for name, value in values.items():
        yield name
        if isinstance(value, Mapping):
            yield from _names(value)
