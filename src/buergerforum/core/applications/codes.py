"""The personal code: it links an answer to the invitee without saying who that is.

A code has ten characters of an alphabet of 23: nine by chance (23⁹ ≈ 2⁴⁰·⁷ possibilities) and a check character. The
alphabet has no vowels, so that no words come up, and only one of each group of characters that are taken for one
another: D but not 0, O or Q; none of 1, I, L; 2 but not Z, 5 but not S, 8 but not B, 6 but not G, V but not U.

23 is prime: the check character is chosen so that the sum of value x weight with the weights 10, 9, … 1 is 0 modulo
23, which finds every single wrong character and every exchange of two characters, as in ISBN-10.

Codes are made from secret random bytes, never from the id or the public seed.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from operator import mul

ALPHABET = "23456789CDFHJKMNPRTVWXY"
"""The characters of a code; their place is their value."""
LENGTH = 10
"""Characters of a code, the check character included."""
BYTES_NEEDED = 16
"""Random bytes per code; 128 bits leave no measurable preference for any code."""
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = range(LENGTH, 0, -1)
_GROUPS = (3, 3, 4)
_MISREAD = str.maketrans("ZSBGU0OQ", "2586VDDD")
"""What people write for characters of the alphabet; the check character tells whether it was right."""


def make_code(random_bytes: bytes) -> str:
    """Return the code that random bytes stand for, without gaps.

    Parameters
    ----------
    random_bytes
        At least :data:`BYTES_NEEDED`, from a secret source.

    Raises
    ------
    ValueError
        If there are too few bytes.

    Examples
    --------
    >>> make_code(bytes(range(16)))
    'TVX767W2J8'
    """
    if len(random_bytes) < BYTES_NEEDED:
        raise ValueError(len(random_bytes))
    number = int.from_bytes(random_bytes, "big")
    values = []
    for _place in range(LENGTH - 1):
        number, value = divmod(number, len(ALPHABET))
        values.append(value)
    check = -_weighted(values) % len(ALPHABET)
    return "".join(ALPHABET[value] for value in (*values, check))


def codes_for(people: Iterable[str], known: Mapping[str, str], random_bytes: Callable[[int], bytes]) -> dict[str, str]:
    """Return a code for everybody: the known one, or a new one that nobody has.

    Parameters
    ----------
    people
        Ids.
    known
        Codes by id that were given out before; they are all in the result.
    random_bytes
        Returns that many bytes from a secret source.
    """
    codes = dict(known)
    given = set(known.values())
    for person in sorted(set(people) - set(known)):
        while (code := make_code(random_bytes(BYTES_NEEDED))) in given:
            pass
        codes[person] = code
        given.add(code)
    return dict(sorted(codes.items()))


def check_code(text: str) -> str | None:
    """Return a code as it was made, or None if this is none.

    Case, blanks, hyphens and other marks do not matter, nor do letters that are not in the alphabet but look like
    one of its characters.

    Parameters
    ----------
    text
        As somebody typed it.

    Examples
    --------
    >>> code = make_code(bytes(range(16)))
    >>> check_code(" " + grouped(code).lower()) == code
    True
    """
    code = legible(text)
    values = [_VALUES[character] for character in code if character in _VALUES]
    whole = len(code) == LENGTH == len(values)
    return code if whole and _weighted(values) % len(ALPHABET) == 0 else None


def legible(text: str) -> str:
    """Return what was typed in the characters of the alphabet, as far as they are clear; its length is not checked.

    Examples
    --------
    >>> legible("tvx-767 wzjO")
    'TVX767W2JD'
    """
    plain = text.upper() if text.isascii() else unicodedata.normalize("NFKC", text).upper()
    return "".join(filter(str.isalnum, plain)).translate(_MISREAD)


def grouped(code: str) -> str:
    """Return a code as it is printed, in groups that can be read aloud.

    Parameters
    ----------
    code
        As :func:`make_code` returns it.

    Examples
    --------
    >>> grouped("TVX767W2J8")
    'TVX-767-W2J8'
    """
    ends = [sum(_GROUPS[: count + 1]) for count in range(len(_GROUPS))]
    return "-".join(code[end - size : end] for end, size in zip(ends, _GROUPS, strict=True))


def _weighted(values: list[int]) -> int:
    """Return the sum of values times weights; the weights fall from :data:`LENGTH`."""
    return sum(map(mul, values, _WEIGHTS))
