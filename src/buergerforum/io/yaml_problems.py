"""What is wrong with a YAML file, in words for officials: instead of what the parser and the checker say in English."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from buergerforum.errors import Problem
from buergerforum.texts import _, listed

_LIKENESS = 70
_SHOWN = 60


class OwnYamlError(yaml.MarkedYAMLError):
    """A defect that this toolkit finds in reading; its problem is said in the reader's language."""


def syntax_problem(defect: yaml.YAMLError, name: str) -> Problem:
    """Return what makes a text no YAML, with its row.

    Parameters
    ----------
    defect
        What the parser says.
    name
        Of the file.
    """
    marks = (getattr(defect, "problem_mark", None), getattr(defect, "context_mark", None))
    said = str(getattr(defect, "problem", None) or "")
    unclosed = "end of stream" in said
    mark = next((mark for mark in (reversed(marks) if unclosed else marks) if mark), None)
    reason = said if isinstance(defect, OwnYamlError) else _syntax_reason(said, defect)
    return Problem(
        _("The settings cannot be read: {reason}.").format(reason=reason),
        file=name,
        row=mark.line + 1 if mark else None,
        remedy=_("Look at indents, colons and quotation marks near this line."),
    )


def _syntax_reason(said: str, defect: yaml.YAMLError) -> str:
    if isinstance(defect, yaml.reader.ReaderError):
        return _("it holds a character that is no text")
    if found := re.match(r"found character '(.+)' that cannot start any token", said):
        if found[1] == "\\t":
            return _("a tab stands where only blanks are allowed")
        return _("a text that begins with {character} needs quotation marks").format(character=found[1])
    reasons = {
        "mapping values are not allowed": _("a colon stands where none is allowed; such a text needs quotation marks"),
        "sequence entries are not allowed": _("a text that begins with - needs quotation marks"),
        "could not find expected ':'": _("a colon is missing"),
        "expected <block end>": _("a line is not indented like those around it"),
        "end of stream": _("a quotation mark is not closed"),
        "expected ',' or": _("a bracket is not closed, or a comma is missing"),
        "alias": _("a text that begins with * or & needs quotation marks"),
    }
    return next((reason for part, reason in reasons.items() if part in said), _("it is not in the form of YAML"))


def model_problems(defect: ValidationError, document: object, name: str, model: type[BaseModel]) -> list[Problem]:
    """Return what in a document does not fit a model, one problem per place.

    Parameters
    ----------
    defect
        What the checker says.
    document
        What was checked.
    name
        Of the file.
    model
        What it was checked against.
    """
    if not isinstance(document, Mapping):
        return [Problem(_("The file holds no settings."), file=name, expected=_("lines such as “name: value”"))]
    problems: dict[str, Problem] = {}
    for error in defect.errors(include_url=False):
        place = ".".join(map(str, _place(error, document)))
        other = problems.get(place)
        problem = _problem(error, place, name, model)
        if other and other.expected and problem.expected and other.expected != problem.expected:
            either = f"{other.expected} / {problem.expected}"  # the value may be of several kinds and is of none
            problem = Problem(other.what, name, column=place, found=other.found, expected=either)
        problems[place] = problem
    return [
        problem for place, problem in problems.items() if not any(other.startswith(f"{place}.") for other in problems)
    ]


def _place(error: ErrorDetails, document: object) -> Iterator[int | str]:
    """Yield the steps from the whole document to the value; not the kinds of which it may be one."""
    for step in error["loc"]:
        match document:
            case Mapping() if step in document:
                document = document[step]
            case [*entries] if isinstance(step, int):
                document = entries[step]
            case _ if error["type"] != "missing":
                continue
        yield step


def _problem(error: ErrorDetails, place: str, name: str, model: type[BaseModel]) -> Problem:
    kind = error["type"]
    if kind in {"extra_forbidden", "invalid_key"}:
        likely = process.extractOne(
            str(error["loc"][-1]), _known_keys(model, error["loc"][:-1]), score_cutoff=_LIKENESS
        )
        remedy = _("Did you mean “{key}”?").format(key=likely[0]) if likely else _("Remove it.")
        return Problem(_("There is no such setting."), file=name, column=place, remedy=remedy)
    if kind == "missing":
        return Problem(_("This setting is missing."), file=name, column=place, remedy=_("Add it."))
    found = _shown(error["input"])
    if kind in {"value_error", "assertion_error"}:
        reason = str(error["ctx"]["error"]).rstrip(".")
        what = _("The value does not fit: {reason}.").format(reason=reason)
        return Problem(what, file=name, column=place, found=found if isinstance(error["input"], str | int) else "")
    remedy = ""
    if kind == "string_type" and isinstance(error["input"], int | float):
        remedy = _("Put it in quotation marks.")
    return Problem(_("The value does not fit."), name, None, place, found, _expected(error), remedy)


def _shown(value: object) -> str:
    match value:
        case None | "":
            return _("nothing")
        case bool():
            return "true" if value else "false"
        case str():
            return f"“{_short(value)}”"
        case Mapping():
            return _("a block of settings")
        case Sequence():
            return _("a list")
    return _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _expected(error: ErrorDetails) -> str:
    """Return what would have been right, by the kind of the error."""
    kind, context = error["type"], error.get("ctx", {})
    limits: dict[str, tuple[str, Callable[[], str]]] = {
        "greater_than_equal": ("ge", lambda: _("{limit} or more")),
        "greater_than": ("gt", lambda: _("more than {limit}")),
        "less_than_equal": ("le", lambda: _("{limit} or less")),
        "less_than": ("lt", lambda: _("less than {limit}")),
        "too_short": ("min_length", lambda: _("entries, {limit} or more")),
        "too_long": ("max_length", lambda: _("entries, {limit} or fewer")),
        "string_too_short": ("min_length", lambda: _("a text of {limit} or more characters")),
        "string_too_long": ("max_length", lambda: _("a text of {limit} or fewer characters")),
    }
    if kind in limits:
        key, text = limits[kind]
        return text().format(limit=context[key])
    if kind in {"literal_error", "enum"}:
        words = re.split(", | or ", str(context["expected"]))
        return listed([word.strip("'") for word in words])
    return _kind_expected(kind)


def _kind_expected(kind: str) -> str:
    names = {
        "int": _("a whole number"),
        "float": _("a number such as 50.8"),
        "decimal": _("a number such as 50.8"),
        "finite": _("a number such as 50.8"),
        "bool": _("true or false"),
        "date": _("a date such as 2024-04-09"),
        "tuple": _("a list"),
        "list": _("a list"),
        "dict": _("a block of settings"),
        "model": _("a block of settings"),
        "string_pattern": _("a text of the form that the comments in the file show"),
        "string": _("a text"),
    }
    return next((text for name, text in names.items() if kind.startswith(name)), _("a value of another kind"))


def _known_keys(model: type[BaseModel], place: Sequence[int | str]) -> list[str]:
    """Return the keys that the model knows at a place; steps that are no fields are names or numbers of entries."""
    current: type[BaseModel] | None = model
    for step in place:
        if current and step in current.model_fields:
            current = _inner(current.model_fields[str(step)].annotation)
    return sorted(current.model_fields) if current else []


def _inner(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, BaseModel) else None
    found = (_inner(argument) for argument in getattr(annotation, "__args__", ()))
    return next((one for one in found if one), None)
