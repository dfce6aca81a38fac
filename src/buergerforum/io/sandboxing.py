"""What templates of letters may do, whether they are Markdown or Word: insert, choose and repeat, and not for ever."""

from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

import jinja2
import jinja2.nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from buergerforum.texts import _

_FILTERS = ("default", "first", "join", "last", "length", "lower", "trim", "upper")
_OPERATORS = frozenset({"*", "**", "%", "//", "/"})
_COUNTED = "counted"
"""Name of the filter through which every loop goes."""
_STEPS = 10_000
"""Rounds of all loops of one text; a letter needs some dozens."""
_GROWING = (jinja2.nodes.Concat, jinja2.nodes.Add, jinja2.nodes.List, jinja2.nodes.Tuple, jinja2.nodes.Dict)
"""What can make more of a value."""


class _Unknown(jinja2.StrictUndefined):
    """A variable that does not exist: the error is its bare name, which is said in the reader's language."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Read, choose, repeat; nothing else, and not for ever."""

    intercepted_binops = _OPERATORS
    steps = 0
    """How often loops went round in the text at hand."""

    def counted(self, repeated: Iterable[object]) -> Iterator[object]:
        """Yield what a loop goes through, until all loops of a text together have gone round too often."""
        for one in repeated:
            self.steps += 1
            if self.steps > _STEPS:
                raise SecurityError(_("its loops go round more than {number} times").format(number=_STEPS))
            yield one

    def _parse(self, source: str, name: str | None, filename: str | None) -> jinja2.nodes.Template:
        """Count the rounds of every loop, and refuse what could double a text again and again."""
        tree = super()._parse(source, name, filename)
        for node in tree.find_all((jinja2.nodes.For, jinja2.nodes.Assign, jinja2.nodes.AssignBlock)):
            if isinstance(node, jinja2.nodes.For):
                counted = jinja2.nodes.Filter(node.iter, _COUNTED, [], [], None, None, lineno=node.lineno)
                node.iter = counted
            elif isinstance(node, jinja2.nodes.AssignBlock) or next(node.find_all(_GROWING), None):
                raise jinja2.TemplateSyntaxError(_("only single values can be set"), node.lineno, name, filename)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - jinja2's signature
        """Let templates see plain values only."""
        return super().is_safe_attribute(obj, attr, value) and not callable(value)

    def call(self, *_context_and_arguments: object, **_named: object) -> NoReturn:
        """Let templates call nothing."""
        raise SecurityError(_("templates can call nothing"))

    def call_binop(
        self,
        context: jinja2.runtime.Context,  # noqa: ARG002 - jinja2's signature
        operator: str,
        left: Any,  # noqa: ANN401, ARG002
        right: Any,  # noqa: ANN401, ARG002
    ) -> NoReturn:
        """Refuse what could make one text endlessly long."""
        raise SecurityError(_("the operator {operator} is not allowed").format(operator=operator))


def sandbox(**options: Any) -> ImmutableSandboxedEnvironment:  # noqa: ANN401 - as Jinja has them
    """Return what templates may do: insert, choose, repeat, and a few ways to write a value.

    Parameters
    ----------
    **options
        Of Jinja's environment.
    """
    environment = _Sandbox(undefined=_Unknown, extensions=(), **options)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.filters[_COUNTED] = environment.counted
    environment.tests = {name: environment.tests[name] for name in ("defined",)}
    return environment


def start_again(template: jinja2.Template) -> None:
    """Let the loops of a template begin to be counted anew, for the next text."""
    if isinstance(template.environment, _Sandbox):
        template.environment.steps = 0
