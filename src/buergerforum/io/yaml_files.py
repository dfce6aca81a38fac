"""YAML files, read strictly: a key may stand only once, and nothing is taken for something else than it looks like."""

import re
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from buergerforum.errors import InputError, Problem
from buergerforum.io.encodings import decode
from buergerforum.io.files import digest_of, read_bytes
from buergerforum.io.yaml_problems import OwnYamlError, model_problems, syntax_problem
from buergerforum.model.record import FileDigest
from buergerforum.texts import _

Model = TypeVar("Model", bound=BaseModel)

_KINDS = {
    "null": (r"~|null|", ["~", "n", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": (r"[-+]?(?:0|[1-9][0-9]*)", list("-+0123456789")),
    "float": (r"[-+]?(?:(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)", list("-+.0123456789")),
}
"""What is no text without quotation marks, and how it begins. Dates stay texts until a setting asks for a date."""


class _Loader(yaml.SafeLoader):
    """Safe YAML as everybody expects it: ``no``, ``01067``, ``18:30`` and ``2024-04-09`` are texts."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - the parser's own form


for _kind, (_form, _beginnings) in _KINDS.items():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(rf"(?:{_form})\Z"), _beginnings)


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[object, object]:
    seen: dict[object, int] = {}
    for key_node, _value in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise OwnYamlError(problem=_("the name of a setting must be a text"), problem_mark=key_node.start_mark)
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            said = _("“{key}” stands in lines {first} and {second}").format(key=key, first=seen[key], second=line)
            raise OwnYamlError(problem=said, problem_mark=key_node.start_mark)
        seen[key] = line
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@lru_cache(maxsize=8)
def _loaded(text: str) -> object:
    """Return what a text says; several stages of one command read the same settings."""
    return yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader that is stricter still


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
        document = deepcopy(_loaded(text))
    except yaml.YAMLError as defect:
        raise InputError([syntax_problem(defect, path.name)]) from defect
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as defect:
        what = _("The settings cannot be read: {reason}.").format(reason=_("it is not in the form of YAML"))
        raise InputError([Problem(what, file=path.name)]) from defect
    try:
        return model.model_validate(document), digest_of(raw, path.name)
    except ValidationError as defect:
        raise InputError(model_problems(defect, document, path.name, model)) from defect


def yaml_tree(path: Path) -> tuple[str, yaml.Node | None]:
    """Return the text of a YAML file that was read before, and its tree, whose nodes know where in the text they stand.

    Raises
    ------
    InputError
        If it is no longer YAML.
    """
    text, _notes = decode(read_bytes(path), path.name)
    try:
        return text, yaml.compose(text, _Loader)
    except yaml.YAMLError as defect:
        raise InputError([syntax_problem(defect, path.name)]) from defect
