"""YAML files with messages that name the place: unknown keys, double keys, values of the wrong kind."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from buergerforum.errors import InputError, Problem
from buergerforum.io.encodings import decode
from buergerforum.io.files import digest_of, read_bytes
from buergerforum.model.record import FileDigest
from buergerforum.texts import _

Model = TypeVar("Model", bound=BaseModel)
_LIKENESS = 70


class _Loader(yaml.SafeLoader):
    """Safe YAML in which a key may stand only once, and ``no`` is a text as everybody expects."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[object, object]:
    seen: dict[object, int] = {}
    for key_node, _value in node.value:
        key = loader.construct_object(key_node, deep=True)  # type: ignore[no-untyped-call]
        line = key_node.start_mark.line + 1
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None,
                None,
                _("“{key}” stands in lines {first} and {second}").format(key=key, first=seen[key], second=line),
                key_node.start_mark,
            )
        seen[key] = line
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(path: Path, model: type[Model]) -> tuple[Model, FileDigest]:
    """Read a YAML file into a model.

    Parameters
    ----------
    path
        The file.
    model
        A pydantic model.

    Raises
    ------
    InputError
        With all problems at once, each with its place in the file.
    """
    raw = read_bytes(path)
    text, _notes = decode(raw, path.name)
    try:
        document = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader that also refuses double keys
    except yaml.YAMLError as defect:
        raise InputError([_syntax(defect, path.name)]) from defect
    try:
        return model.model_validate(document), digest_of(raw, path.name)
    except ValidationError as defect:
        problems = [_problem(error, path.name, model) for error in defect.errors(include_url=False)]
        raise InputError(problems) from defect


def _syntax(defect: yaml.YAMLError, name: str) -> Problem:
    mark = getattr(defect, "problem_mark", None)
    return Problem(
        _("The settings cannot be read: {reason}.").format(reason=getattr(defect, "problem", None) or str(defect)),
        file=name,
        row=mark.line + 1 if mark else None,
        remedy=_("Look at indents, colons and quotation marks near this line."),
    )


def _problem(error: Any, name: str, model: type[BaseModel]) -> Problem:  # noqa: ANN401 - pydantic's own type
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        key = str(error["loc"][-1])
        known = _known_keys(model, error["loc"][:-1])
        likely = process.extractOne(key, known, score_cutoff=_LIKENESS)
        remedy = _("Did you mean “{key}”?").format(key=likely[0]) if likely else _("Remove it.")
        return Problem(_("There is no such setting."), file=name, column=place, remedy=remedy)
    if error["type"] == "missing":
        return Problem(_("This setting is missing."), file=name, column=place, remedy=_("Add it."))
    message = str(error["ctx"]["error"]) if error["type"] == "value_error" else error["msg"]
    found = error["input"] if isinstance(error["input"], str | int | float) else ""
    return Problem(
        _("The value does not fit: {reason}.").format(reason=message.rstrip(".")),
        file=name,
        column=place,
        found=str(found),
    )


def _known_keys(model: type[BaseModel], place: Sequence[int | str]) -> list[str]:
    """Return the keys that the model knows at a place, as far as the place leads through models."""
    current: type[BaseModel] | None = model
    for part in place:
        if current is None or part not in current.model_fields:
            break
        current = _inner(current.model_fields[str(part)].annotation)
    return sorted(current.model_fields) if current else []


def _inner(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, BaseModel) else None
    found = (_inner(argument) for argument in getattr(annotation, "__args__", ()))
    return next((one for one in found if one), None)
