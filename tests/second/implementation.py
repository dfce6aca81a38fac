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


@dataclass(frozen=True)
class Town:
    key: str
    land: str
    inhabitants: int


def towns_of_a_cell(
    towns: list[Town], name: str, persons: int, bundles: int, seed: str
) -> tuple[dict[str, int], list[str]]:
    """People by key of the town, and the keys of those that step in, in their order."""
    order = sorted(towns, key=lambda town: (digest("town", seed, town.key), town.key))
    whole = sum(town.inhabitants for town in order)
    s = whole_number(bundles, f"towns: bundles {name}", seed)
    portions = [(persons * (j + 1) + s) // bundles - (persons * j + s) // bundles for j in range(bundles)]
    r = whole_number(whole, f"towns: start {name}", seed)
    found: dict[str, int] = {}
    c = 0
    for town in order:
        first, c = (bundles * c + r) // whole, c + town.inhabitants
        mine = portions[first : (bundles * c + r) // whole]
        if mine:
            found[town.key] = sum(mine)
    left = [town for town in order if town.key not in found]
    if not left:
        return found, []
    rest = sum(town.inhabitants for town in left)
    r = whole_number(rest, f"towns: replacements {name}", seed)
    stepping = []
    c = 0
    for town in left:
        before, c = (len(found) * c + r) // rest, c + town.inhabitants
        if (len(found) * c + r) // rest > before:
            stepping.append(town.key)
    return found, stepping[: len(found)]


def bundles_of_a_cell(towns: list[Town], persons: int, wish: int, limits: dict[str, int]) -> int:
    """The smallest number of bundles, not below the wish, with which no town can get more than its limit."""
    whole = sum(town.inhabitants for town in towns)
    m = min(max(wish, 1), persons)
    while any(-(-m * town.inhabitants // whole) * -(-persons // m) > limits[town.key] for town in towns):
        m += 1
        if m > persons:
            raise ValueError("the cap cannot be kept")
    return m


def lot(lots: int, seed: str) -> int:
    return whole_number(lots, "lot", seed)


def numbered(panels: list[list[str]]) -> list[list[str]]:
    """Lots in the order of their numbers."""
    return sorted((sorted(panel) for panel in panels), key=lambda panel: (digest("numbering", *panel), panel))


@dataclass(frozen=True)
class Applicant:
    id: str
    counts_for: frozenset[int]
    household: str = ""


def waiting_list(
    pool: list[Applicant], quotas: list[tuple[int, int]], panel: list[str], size: int, lot_number: int
) -> list[str]:
    """The waiting list of a panel, by trying everybody and every two dropouts."""
    named = {one.id: one for one in pool}
    members = [named[one] for one in panel]
    homes = {one.household for one in members if one.household}
    outside = [one for one in pool if one.id not in panel and one.household not in homes]
    seated = [sum(quota in one.counts_for for one in members) for quota in range(len(quotas))]

    def can_replace(some: list[Applicant], gone: list[Applicant]) -> bool:
        if len(some) == 2 and some[0].household and some[0].household == some[1].household:
            return False
        for quota, (least, most) in enumerate(quotas):
            come = sum(quota in one.counts_for for one in some) - sum(quota in one.counts_for for one in gone)
            if not least <= seated[quota] + come <= most:
                return False
        return True

    def worth(one: Applicant, chosen: list[Applicant]) -> tuple[int, int, int]:
        cover = {member.id: sum(can_replace([other], [member]) for other in chosen) for member in members}
        mine = [member.id for member in members if can_replace([one], [member])]
        new = sum(cover[member] == 0 for member in mine)
        together = sum(
            any(can_replace([one, other], [i, j]) for other in chosen)
            and not any(can_replace([a, b], [i, j]) for n, a in enumerate(chosen) for b in chosen[:n])
            for place, i in enumerate(members)
            for j in members[:place]
        )
        return new, together, sum(2 ** (40 - min(40, cover[member])) for member in mine)

    chosen: list[Applicant] = []
    while len(chosen) < size and len(chosen) < len(outside):
        worths = {one.id: worth(one, chosen) for one in outside if one not in chosen}
        equal = [person for person, value in worths.items() if value == max(worths.values())]
        chosen.append(named[min(equal, key=lambda person: digest("waiting", f"{lot_number:d}", person))])
    return [one.id for one in chosen]
