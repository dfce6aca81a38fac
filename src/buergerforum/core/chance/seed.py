"""The seed: a public text that decides a draw."""

import unicodedata
from typing import NewType

from buergerforum.errors import UsageError
from buergerforum.texts import _

Seed = NewType("Seed", str)
"""A text in Unicode NFC without surrounding white space; never empty. ``"0"`` is a seed."""


def read_seed(text: str) -> Seed:
    """Return the seed that a text stands for.

    Parameters
    ----------
    text
        As it was typed or published.

    Raises
    ------
    UsageError
        If nothing is left of it, or if it holds characters that are no Unicode text.

    Examples
    --------
    >>> read_seed(" 0 ")
    '0'
    """
    seed = unicodedata.normalize("NFC", text).strip()
    if not seed:
        raise UsageError(
            _("The seed is empty."),
            hint=_('Give the text that was drawn in public, for example: --seed "Dortmund 2024-04-09: 4 7 2 9".'),
        )
    try:
        seed.encode()
    except UnicodeEncodeError:
        raise UsageError(
            _("The seed holds characters that could not be read."),
            hint=_("Type the seed again; use letters, digits and blanks only."),
        ) from None
    return Seed(seed)
