"""Who lives together, without saying where: addresses as they are compared, keyed household hashes.

**Assumption**: people with the same family name at the same address are one household. The register knows no
households; couples with two names are not recognised, strangers of one name in one house are taken together. Homes,
halls and shelters are therefore special addresses, where nobody has a household.

The household key is HMAC-SHA-256 under 32 secret random bytes that are forgotten when the frame is written, so nobody,
the Meldebehörde included, can try out addresses until a hash fits.
"""

import hmac
from collections import Counter
from collections.abc import Sequence

from buergerforum.core.frame.extract import Extract
from buergerforum.core.households.addresses import folded_address

_KEY_DIGITS = 16
_FIELD = "\x1f"
"""Between fields; control characters are refused in names and addresses, so no two lists of fields look alike."""


def address_key(street: str, house_number: str, postcode: str) -> str:
    """Return an address as it is compared: the way it is abbreviated does not matter. Blank without a street.

    Examples
    --------
    >>> address_key("Muster-Straße", "12 A", "44000") == address_key("Musterstr.", "12a", "44000")
    True
    """
    place = folded_address(street)
    return _FIELD.join((place, folded_address(house_number).lstrip("0"), postcode)) if place else ""


def addresses(extract: Extract) -> list[str]:
    """Return the address of every row, as it is compared."""
    known: dict[str, str] = {}
    found = []
    for street, number, postcode in zip(extract.street, extract.house_number, extract.postcode, strict=True):
        written = f"{street}{_FIELD}{number}{_FIELD}{postcode}"
        key = known.get(written)
        if key is None:
            key = known[written] = address_key(street, number, postcode)
        found.append(key)
    return found


def special_addresses(lived_at: Sequence[str], listed: frozenset[str], from_residents: int) -> frozenset[str]:
    """Return the special addresses: those listed, and those where very many people live.

    Parameters
    ----------
    lived_at
        Address of every resident.
    listed
        Known to the city.
    from_residents
        So many residents make an address special without being listed; 0: never.
    """
    if not from_residents:
        return listed
    counts = Counter(lived_at)
    return listed.union(place for place, count in counts.items() if place and count >= from_residents)


def household_keys(lived_at: Sequence[str], family_names: Sequence[str], secret: bytes) -> list[str]:
    """Return a key for every resident; blank where there is no address.

    Parameters
    ----------
    lived_at
        Address of every resident, as it is compared; blank: unknown or special.
    family_names
        As they are compared.
    secret
        At least 32 random bytes that nobody keeps.
    """
    known: dict[str, str] = {}
    keys = []
    for address, name in zip(lived_at, family_names, strict=True):
        home = f"{address}{_FIELD}{name}" if address else ""
        key = known.get(home)
        if key is None:
            key = known[home] = hmac.digest(secret, home.encode(), "sha256").hex()[:_KEY_DIGITS] if home else ""
        keys.append(key)
    return keys
