"""Seeds made in public, and how much chance they carry.

Bits are counted conservatively: only what comes from dice, a lottery or a beacon. Words that people choose are
welcome in a seed, since they keep anybody from knowing it beforehand, but they count as nothing.
"""

import math
import re
import unicodedata
from dataclasses import dataclass

from buergerforum.core.chance.seed import Seed, read_seed
from buergerforum.errors import UsageError
from buergerforum.texts import _

ENOUGH_BITS = 64
"""Fewer possible seeds than 2⁶⁴ could be tried out by somebody with a large computer."""

_DIE = 6
_BALLS, _DRAWN, _EXTRA = 49, 6, 10


@dataclass(frozen=True, slots=True)
class Sources:
    """What was thrown, drawn or said in public, as it was written down."""

    title: str = ""
    """Occasion, such as ``Dortmund 2024-04-09``; stands first."""
    dice: str = ""
    """Throws of six-sided dice, such as ``4 6 1 1``."""
    lotto: str = ""
    """Six numbers of 49, then the Superzahl if it counts, such as ``3 17 22 31 40 44 5``."""
    beacon: str = ""
    """A public random value in hexadecimal digits."""
    words: tuple[str, ...] = ()
    """Words of several people."""


@dataclass(frozen=True, slots=True)
class MadeSeed:
    """A seed and what it is worth."""

    text: Seed
    """As it is to be published."""
    bits: int
    """Bits of chance, rounded down."""


def make_seed(sources: Sources) -> MadeSeed:
    """Put a seed together.

    Raises
    ------
    UsageError
        If there is nothing to make it from, or a source is not what it should be.

    Examples
    --------
    >>> make_seed(Sources(title="Dortmund 2024-04-09", dice="4 6 2 1"))
    MadeSeed(text='Dortmund 2024-04-09: 4 6 2 1', bits=10)
    """
    parts, bits = [], 0.0
    for given, read in ((sources.dice, _dice), (sources.lotto, _lotto), (sources.beacon, _beacon)):
        if given.strip():
            text, worth = read(given)
            parts.append(text)
            bits += worth
    parts += [" ".join(word.split()) for word in sources.words if word.strip()]
    if not parts:
        raise UsageError(
            _("There is nothing to make a seed from."),
            hint=_("Give at least one of --dice, --lotto, --beacon or --words."),
        )
    title = " ".join(sources.title.split())
    body = " / ".join(parts)
    return MadeSeed(read_seed(f"{title}: {body}" if title else body), math.floor(bits))


def _numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", unicodedata.normalize("NFKC", text))]


def _dice(text: str) -> tuple[str, float]:
    throws = _numbers(text)
    if len(throws) == 1 and len(str(throws[0])) > 1:
        throws = [int(digit) for digit in str(throws[0])]
    if not throws or any(not 1 <= throw <= _DIE for throw in throws):
        raise UsageError(_("A die shows 1 to 6."), hint=_('Write the throws with blanks: --dice "4 6 1 1 3".'))
    return " ".join(map(str, throws)), len(throws) * math.log2(_DIE)


def _lotto(text: str) -> tuple[str, float]:
    numbers = _numbers(text)
    balls, extra = numbers[:_DRAWN], numbers[_DRAWN:]
    right = len(balls) == _DRAWN == len(set(balls)) and all(1 <= ball <= _BALLS for ball in balls)
    if not right or len(extra) > 1 or any(number >= _EXTRA for number in extra):
        raise UsageError(
            _("Lottery numbers are six different ones of 49, and the Superzahl 0 to 9 if it shall count."),
            hint=_('Write them with blanks: --lotto "3 17 22 31 40 44 5".'),
        )
    bits = math.log2(math.comb(_BALLS, _DRAWN)) + len(extra) * math.log2(_EXTRA)
    return " ".join(map(str, [*sorted(balls), *extra])), bits


def _beacon(text: str) -> tuple[str, float]:
    value = "".join(text.split()).lower().removeprefix("0x")
    if not re.fullmatch(r"[0-9a-f]{16,}", value):
        raise UsageError(
            _("A beacon value has at least 16 hexadecimal digits (0–9, a–f)."),
            hint=_("Copy it from the page of the beacon, and write down its number and time."),
        )
    return value, 4.0 * len(value)
