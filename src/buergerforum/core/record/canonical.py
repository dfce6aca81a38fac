"""One canonical byte form for everything that is hashed.

JSON with sorted keys, no blanks, UTF-8, one line feed at the end where it is a file; only texts, whole numbers,
booleans, null, lists and objects. Fractions are written as texts (``"3/7"``): a floating-point number has no place
where exactness matters.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]
"""What a canonical document may hold."""


def canonical_json(value: Json) -> bytes:
    """Return the canonical bytes of a value, without a line feed.

    Raises
    ------
    TypeError
        If there is a floating-point number or anything else that has no single written form.

    Examples
    --------
    >>> canonical_json({"b": 1, "a": "ä"}).decode()
    '{"a":"ä","b":1}'
    """
    _refuse_inexact(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def readable_json(value: Json) -> bytes:
    """Return the same document indented for people, with a line feed at its end: one form for files."""
    _refuse_inexact(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return text.encode() + b"\n"


def sha256_hex(raw: bytes) -> str:
    """Return the SHA-256 of bytes in 64 hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()


_PLAIN = frozenset({str, int, bool, type(None)})
"""Types of nearly all values; asking for them first saves most of the time."""


def _refuse_inexact(value: object) -> None:
    if type(value) in _PLAIN:
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(key)
            _refuse_inexact(item)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for item in value:
            _refuse_inexact(item)
    elif value is not None and not isinstance(value, bool | int | str):
        raise TypeError(value)
