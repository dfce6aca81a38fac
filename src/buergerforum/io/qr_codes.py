"""QR codes as SVG, many alike ones fast.

Making a QR code takes milliseconds, but the links of a mailing differ in a few characters only. Everything that leads
from the bits of a text to the modules of its code is linear (placing bits, Reed–Solomon), and a fixed mask is added at
the end. So as long as length and mode are the same, each bit of the text turns over the same modules, whatever the
other bits are, and what it turns over needs to be worked out once.
"""

import re
from functools import cache
from math import isqrt

import segno

_MASK = 3
"""Fixed: choosing the mask anew for each of thousands of letters takes five times as long, and any can be read."""
_DARK = re.compile(b"\x01+")
_HEIGHT = 1.03
"""Of a row, in modules: rows overlap a little, so that no hairlines show between them."""
_COMPACT = re.compile("[0-9A-Z $%*+./:-]*")
"""What is held in another mode than bytes."""


class QrCodes:
    """Makes QR codes of links that are much alike."""

    def __init__(self) -> None:
        self._first = ""
        """The link that others are compared with; blank: there is none yet."""
        self._modules = 0
        """Of the first link, a byte for each, row by row."""
        self._turned: dict[tuple[int, int], int] = {}
        """The modules that a bit turns over, by the place of its character and its value."""

    def svg(self, link: str) -> str:
        """Return the QR code of a link.

        Parameters
        ----------
        link
            A web address.
        """
        if not _of_bytes(link):
            return _drawn(_modules(link))
        if len(link) != len(self._first):
            self._first, self._modules, self._turned = link, _modules(link), {}
        modules = self._modules
        for place, (here, there) in enumerate(zip(link, self._first, strict=True)):
            differing = ord(here) ^ ord(there)
            while differing:
                bit = differing & -differing
                modules ^= self._turned_by(place, bit)
                differing ^= bit
        return _drawn(modules)

    def _turned_by(self, place: int, bit: int) -> int:
        if (place, bit) not in self._turned:
            first = bytearray(self._first, "ascii")
            first[place] ^= bit
            self._turned[place, bit] = self._modules ^ _modules(bytes(first))
        return self._turned[place, bit]


def qr_code(link: str) -> str:
    """Return the QR code of a single link as SVG.

    Parameters
    ----------
    link
        A web address.
    """
    return QrCodes().svg(link)


def _of_bytes(link: str) -> bool:
    """Return whether each character of a link is held as a byte."""
    return link.isascii() and not _COMPACT.fullmatch(link)


def _modules(text: str | bytes) -> int:
    mode = "byte" if isinstance(text, bytes) else None
    matrix = segno.make_qr(text, error="m", mode=mode, mask=_MASK).matrix
    # Before the first byte a one, so that no light modules at the beginning are lost.
    return int.from_bytes(b"\x01" + b"".join(map(bytes, matrix)))


def _drawn(modules: int) -> str:
    raw = modules.to_bytes((modules.bit_length() + 7) // 8)[1:]
    size = isqrt(len(raw))
    rows = (raw[place : place + size] for place in range(0, len(raw), size))
    path = "".join(
        [_run(run.start(), y, run.end() - run.start()) for y, row in enumerate(rows) for run in _DARK.finditer(row)]
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'


@cache
def _run(x: int, y: int, length: int) -> str:
    return f"M{x} {y}h{length}v{_HEIGHT}h-{length}z"
