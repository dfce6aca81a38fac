"""Bytes for a demonstration: they look random, but follow from the seed, so that a demo can be repeated."""

from collections.abc import Callable
from itertools import count

from buergerforum.core.chance import digest


def invented_bytes(seed: str, purpose: str) -> Callable[[int], bytes]:
    """Return a source of bytes in place of ``secrets.token_bytes``; for invented people only.

    Parameters
    ----------
    seed
        Of the demonstration.
    purpose
        Keeps several sources apart.
    """
    blocks = (digest("demo", seed, purpose, str(number)) for number in count())
    store = bytearray()

    def take(size: int) -> bytes:
        while len(store) < size:
            store.extend(next(blocks))
        taken = bytes(store[:size])
        del store[:size]
        return taken

    return take
