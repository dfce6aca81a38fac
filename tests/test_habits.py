"""The house rules that no tool checks: small rooms, explained fields, a core without hidden chance."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalogue import SOURCE, modules

MODULE_LINES = 300
FUNCTION_LINES = 40
FILES = [
    path.relative_to(SOURCE).as_posix()
    for path in sorted(SOURCE.rglob("*.py"))
    if path != SOURCE / "data" / "verify.py"  # one file on purpose; it shares nothing with the package
]
HIDDEN = {"now", "today", "utcnow", "urandom", "default_rng"}
"""Methods by which time or chance would slip in."""
WORLD = {"open", "print", "input", "exit", "breakpoint"}
"""Builtins that touch the world."""


def is_text(node: ast.stmt) -> bool:
    """Whether a statement is a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def long_functions(tree: ast.Module) -> Iterator[str]:
    """Find functions whose body, without signature and docstring, is too long."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = [statement for statement in node.body if not is_text(statement)]
            if body and (body[-1].end_lineno or 0) - body[0].lineno >= FUNCTION_LINES:
                yield f"{node.name} (line {node.lineno})"


def loose_dataclasses(tree: ast.Module) -> Iterator[str]:
    """Find dataclasses that can be changed, and public ones with a field that is not explained."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            said = ast.unparse(decorator)
            if "dataclass" not in said:
                continue
            if not ("frozen=True" in said and "slots=True" in said):
                yield f"{node.name} is not frozen and slotted"
            if not node.name.startswith("_"):
                yield from (f"{node.name}.{name} is not explained" for name in unexplained(node))


def unexplained(node: ast.ClassDef) -> Iterator[str]:
    """Find the fields without a docstring under them."""
    for statement, after in zip(node.body, [*node.body[1:], ast.Pass()], strict=True):
        if isinstance(statement, ast.AnnAssign) and "ClassVar" not in ast.unparse(statement) and not is_text(after):
            yield ast.unparse(statement.target)


def impurities(tree: ast.Module) -> Iterator[str]:
    """Find what would let time, chance or the world into the core."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in WORLD:
                yield f"{name} (line {node.lineno})"
            case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="random") | ast.alias(name="numpy.random"):
                yield f"numpy.random (line {node.lineno})"
            case ast.ImportFrom(module="numpy", names=names) if "random" in {one.name for one in names}:
                yield f"numpy.random (line {node.lineno})"
            case ast.ImportFrom(module="numpy.random"):
                yield f"numpy.random (line {node.lineno})"
            case ast.Call(func=ast.Attribute(attr=name)) if name in HIDDEN:
                yield f"{name} (line {node.lineno})"


@pytest.mark.parametrize("file", FILES)
def test_a_module_is_a_small_room(file: str) -> None:
    assert len((SOURCE / file).read_text(encoding="utf-8").splitlines()) <= MODULE_LINES
    assert list(long_functions(modules()[file])) == []
    assert not {"utils", "util", "common", "helpers", "misc"} & set(Path(file).with_suffix("").parts)


@pytest.mark.parametrize("file", FILES)
def test_dataclasses_are_frozen_and_explained(file: str) -> None:
    assert list(loose_dataclasses(modules()[file])) == []


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith(("core/", "model/"))])
def test_the_core_knows_no_clock_no_chance_and_no_disk(file: str) -> None:
    assert list(impurities(modules()[file])) == []


def test_the_rules_notice_what_they_are_for() -> None:
    body = "\n".join(f"    x = {n}" for n in range(FUNCTION_LINES + 1))
    assert list(long_functions(ast.parse(f'def f():\n    """Doc."""\n{body}'))) == ["f (line 1)"]
    assert list(long_functions(ast.parse(f"def f():\n{body[:-12]}"))) == []
    loose = "@dataclass(frozen=True)\nclass A:\n    a: int\n    'Yes.'\n    b: int = 1\n"
    assert list(loose_dataclasses(ast.parse(loose))) == ["A is not frozen and slotted", "A.b is not explained"]
    assert len(list(impurities(ast.parse("np.random.seed(1); open(x); datetime.now()")))) == 3
    imports = "import numpy.random\nfrom numpy import random\nfrom numpy.random import Generator\nimport numpy as np"
    assert len(list(impurities(ast.parse(imports)))) == 3
