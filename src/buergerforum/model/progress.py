"""How a long computation says how far it is, without knowing a terminal."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done (in the reader's language), how many steps are done, and of how many
(0 where the number is not known)."""


def silent(what: str, done: int, total: int) -> None:
    """Say nothing."""
