"""Texts as unambiguous bytes, and the digest that every draw is made of.

A field is a text; its bytes are UTF-8. ``LP(x)`` is the number of these bytes as 8 bytes, big-endian, followed by
the bytes. No two lists of fields have the same bytes, so nothing can be moved from one field into the next.
"""

import hashlib

VERSION = "buergerforum 1"
"""First field of every digest; a change of any rule of chance changes it."""


def length_prefixed(field: str) -> bytes:
    """Return ``LP(field)``.

    Parameters
    ----------
    field
        Any text without lone surrogates.
    """
    raw = field.encode()
    return len(raw).to_bytes(8, "big") + raw


def beginning(purpose: str, *fields: str) -> "hashlib._Hash":
    """Return the hash after its first fields, to be copied and continued for many digests."""
    return hashlib.sha256(b"".join(length_prefixed(field) for field in (VERSION, purpose, *fields)))


def digest(purpose: str, *fields: str) -> bytes:
    """Return ``SHA-256(LP(VERSION) ‖ LP(purpose) ‖ LP(f₁) ‖ …)``, 32 bytes.

    Parameters
    ----------
    purpose
        What the digest is for, such as ``ticket``; keeps draws for different purposes independent.
    fields
        What it depends on.

    Examples
    --------
    >>> digest("ticket", "0", "A1").hex()
    '2bf9cd1f42896cf405d4337b7dc3fedefb450b6083d1221b884ecaa783c217d4'
    """
    return beginning(purpose, *fields).digest()
