"""Texts as they are compared."""

import unicodedata


def folded(text: str) -> str:
    """Return a text as it is compared: case, blanks, hyphens and closing marks do not matter.

    Examples
    --------
    >>> folded("  Allgemeine  HOCHSCHUL-REIFE. ")
    'allgemeine hochschul reife'
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")
    for dash in "-‐‑–—_":
        plain = plain.replace(dash, " ")
    return " ".join(plain.split()).rstrip(" .:;,!?*")
