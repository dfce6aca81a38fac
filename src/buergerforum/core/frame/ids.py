"""Random ids: they say nothing about the person, and no spreadsheet takes them for a number.

The first character is a letter, so that no id looks like ``12345E6``; there are no vowels, so that none is a word, and
none of the characters that are easily mistaken for each other (0 and O, 1 and I).
"""

from buergerforum.core.frame.extract import RandomBytes

LENGTH = 10
"""Characters; 20 · 28⁹ different ids, 47 bits."""
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
CHARACTERS = "23456789" + LETTERS
_MARGIN = 64


def random_ids(number: int, random_bytes: RandomBytes) -> list[str]:
    """Return so many different ids.

    Parameters
    ----------
    number
        How many.
    random_bytes
        Where chance comes from.
    """
    ids: dict[str, None] = {}
    while missing := number - len(ids):
        firsts = _characters(missing, LETTERS, random_bytes)
        rest = _characters(missing * (LENGTH - 1), CHARACTERS, random_bytes)
        places = range(0, len(rest), LENGTH - 1)
        ids |= dict.fromkeys(
            first + rest[place : place + LENGTH - 1] for first, place in zip(firsts, places, strict=True)
        )
    return list(ids)


def _characters(count: int, alphabet: str, random_bytes: RandomBytes) -> str:
    """Return equally likely characters: bytes beyond the last full round of the alphabet are thrown away."""
    limit = 256 - 256 % len(alphabet)
    table = bytes(ord(alphabet[byte % len(alphabet)]) for byte in range(256))
    found = b""
    while len(found) < count:
        found += random_bytes(count - len(found) + _MARGIN).translate(table, bytes(range(limit, 256)))
    return found[:count].decode("ascii")
