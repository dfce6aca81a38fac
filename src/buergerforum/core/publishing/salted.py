"""Salted ids and commitments: nobody without the salt can tell whose they are, and nobody can change them later."""

from collections.abc import Sequence
from dataclasses import dataclass

from buergerforum.core.chance.fields import beginning, digest
from buergerforum.core.frame.ids import CHARACTERS, LENGTH, LETTERS

_BYTES = 8


def salt_commitment(salt: str) -> str:
    """Return the digest that is published of a salt."""
    return digest("salt", salt).hex()


def opened(nonce: str, person: str, values: Sequence[tuple[str, str]]) -> str:
    """Return the commitment of an applicant from what auditors see: ``digest("applicant", nonce, id, n₁, v₁, …)``.

    Parameters
    ----------
    nonce
        Of this person.
    person
        Salted id.
    values
        Name and value of every feature in the order of the quota file, then the salted household if there is a rule.
    """
    return digest("applicant", nonce, person, *(text for pair in values for text in pair)).hex()


@dataclass(frozen=True, slots=True)
class Salting:
    """Everything that follows from the secret salt of a procedure."""

    salt: str
    """64 hexadecimal digits."""

    def people(self, ids: Sequence[str]) -> list[str]:
        """Return the salted ids of many people.

        Ten characters of the same kind as the ids of a frame, from the first eight bytes of
        ``digest("person", salt, id)`` as a number: the remainder by 20, then nine times by 28, tell the characters.

        Raises
        ------
        ValueError
            If two people got the same one; the chance of that is one in 600 for all of Germany's largest cities.
        """
        begun = beginning("person", self.salt)
        made = []
        for person in ids:
            raw = person.encode()
            one = begun.copy()
            one.update(len(raw).to_bytes(8, "big") + raw)
            made.append(_characters(int.from_bytes(one.digest()[:_BYTES], "big")))
        if len(set(made)) != len(set(ids)):
            raise ValueError("two people have the same salted id")
        return made

    def household(self, key: str) -> str:
        """Return the salted key of a household; blank stays blank."""
        return digest("household", self.salt, key).hex()[:16] if key else ""

    def nonce(self, person: str) -> str:
        """Return the secret that opens the commitment of one person, by the id in the procedure."""
        return digest("nonce", self.salt, person).hex()


def _characters(value: int) -> str:
    value, first = divmod(value, len(LETTERS))
    made = [LETTERS[first]]
    base = len(CHARACTERS)
    for _place in range(LENGTH - 1):
        value, place = divmod(value, base)
        made.append(CHARACTERS[place])
    return "".join(made)
