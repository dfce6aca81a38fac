"""A second implementation of the specification of chance, version 1, written from its text alone.

It shares no code with the toolkit and needs nothing but the standard library. It is written to be obvious, not
fast: whoever writes a third one in another language can start from here.
"""

import hashlib
import unicodedata
from dataclasses import dataclass


def lp(field: str) -> bytes:
    """Eight bytes of length, big-endian, then the bytes of the field."""
    octets = bytes(field, "utf-8")
    return bytes((len(octets) >> shift) & 255 for shift in range(56, -1, -8)) + octets


def digest(purpose: str, *fields: str) -> bytes:
    message = lp("buergerforum 1") + lp(purpose)
    for field in fields:
        message += lp(field)
    return hashlib.sha256(message).digest()


def seed_of(text: str) -> str:
    """NFC, without white space around it."""
    composed = unicodedata.normalize("NFC", text)
    while composed and composed[0].isspace():
        composed = composed[1:]
    while composed and composed[-1].isspace():
        composed = composed[:-1]
    if composed == "":
        raise ValueError("empty seed")
    return composed


def ticket(seed: str, person: str) -> str:
    return "".join(f"{octet:02x}" for octet in digest("ticket", seed, person))


def ticket_order(seed: str, people: list[str]) -> list[str]:
    """By ticket, then by id; both by code points."""
    return [person for _ticket, person in sorted((ticket(seed, person), person) for person in people)]


def whole_number(n: int, purpose: str, seed: str) -> int:
    bound = 2**256 - 2**256 % n
    c = 0
    while True:
        v = 0
        for octet in digest(purpose, seed, f"{c:d}"):
            v = 256 * v + octet
        if v < bound:
            return v % n
        c += 1


def exact_places(size: int, residents: dict[tuple[str, ...], int], r: int) -> dict[tuple[str, ...], int]:
    """Places by stratum from the whole number r below the number of all residents."""
    total = sum(residents.values())
    places = {}
    c = 0
    for stratum in sorted(residents):
        before = (size * c + r) // total
        c += residents[stratum]
        places[stratum] = (size * c + r) // total - before
    return places


def weight(response: str) -> int:
    """The weight for an expected response in per cent with at most four decimals."""
    before, _point, behind = response.partition(".")
    q = int(before) * 10_000 + int((behind + "0000")[:4])
    return (2 * 10**12 + q) // (2 * q)


def weighted_places(
    size: int, residents: dict[tuple[str, ...], int], weights: dict[tuple[str, ...], int], seed: str
) -> dict[tuple[str, ...], int]:
    """Places by stratum, more where the weight is larger, never more than residents."""
    full: list[tuple[str, ...]] = []
    while True:
        rest = [stratum for stratum in sorted(residents) if stratum not in full]
        left = size - sum(residents[stratum] for stratum in full)
        d = sum(residents[stratum] * weights[stratum] for stratum in rest)
        new = [stratum for stratum in rest if left * weights[stratum] >= d]
        if not new:
            break
        full += new
    if not rest:
        return dict(residents)
    r = whole_number(d, "allocation", seed)
    places = {}
    b = 0
    for stratum in sorted(residents):
        before = (b + r) // d
        b += residents[stratum] * (d if stratum in full else left * weights[stratum])
        places[stratum] = (b + r) // d - before
    return places


@dataclass(frozen=True)
class Person:
    id: str
    stratum: tuple[str, ...]
    household: str = ""
    special: bool = False


def draw(people: list[Person], size: int, seed: str) -> tuple[list[str], list[str]]:
    """Ids of the invited and of the reserve, both in ticket order."""
    residents: dict[tuple[str, ...], int] = {}
    for person in people:
        residents[person.stratum] = residents.get(person.stratum, 0) + 1
    places = exact_places(size, residents, whole_number(len(people), "allocation", seed))
    named = {person.id: person for person in people}
    invited: list[Person] = []
    reserve: list[Person] = []
    for person in (named[found] for found in ticket_order(seed, list(named))):
        room = sum(other.stratum == person.stratum for other in invited) < places[person.stratum]
        bound = person.household != "" and not person.special
        clash = bound and any(other.household == person.household and not other.special for other in invited)
        (invited if room and not clash else reserve).append(person)
    return [person.id for person in invited], [person.id for person in reserve]


def further_wave(
    people: list[Person], earlier: list[str], size: int, wave: int, seed: str, basis: dict[tuple[str, ...], int]
) -> tuple[list[str], list[str]]:
    """Ids of the invited of a further wave and of the reserve after it.

    `basis` says by which numbers the places go to the strata: all residents, or those who are replaced.
    """
    r = whole_number(sum(basis.values()), f"allocation of wave {wave}", seed)
    places = exact_places(size, basis, r)
    named = {person.id: person for person in people}
    homes = {named[one].household for one in earlier if not named[one].special}
    invited: list[str] = []
    reserve: list[str] = []
    for one in ticket_order(seed, list(named)):
        if one in earlier:
            continue
        person = named[one]
        mine = {named[other].household for other in invited if not named[other].special}
        room = sum(named[other].stratum == person.stratum for other in invited) < places.get(person.stratum, 0)
        clash = person.household != "" and not person.special and person.household in homes | mine
        (invited if room and not clash else reserve).append(one)
    return invited, reserve


def lot(lots: int, seed: str) -> int:
    return whole_number(lots, "lot", seed)


def numbered(panels: list[list[str]]) -> list[list[str]]:
    """Lots in the order of their numbers."""
    return sorted((sorted(panel) for panel in panels), key=lambda panel: (digest("numbering", *panel), panel))
