"""Numbers for households, so that results say who lives together and never where.

Households of at least two people are numbered ``h1``, ``h2`` … in the order of the smallest id of each, by code
points; whoever shares with nobody has a blank, like whoever has no household. So numbers neither depend on the order of
the rows nor follow the alphabet of the streets.
"""

from collections.abc import Sequence


def numbered(ids: Sequence[str], homes: Sequence[str]) -> list[str]:
    """Return the number of everybody's household.

    Parameters
    ----------
    ids
        Of everybody, each once.
    homes
        What is compared; blank: no household.

    Examples
    --------
    >>> numbered(["c", "a", "b", "d"], ["weg1", "weg9", "weg1", ""])
    ['h1', '', 'h1', '']
    """
    people = together(homes)
    shared = {home: min(ids[place] for place in places) for home, places in people.items() if len(places) > 1}
    names = {home: f"h{number}" for number, home in enumerate(sorted(shared, key=shared.__getitem__), 1)}
    return [names.get(home, "") for home in homes]


def crowded(homes: Sequence[str], more_than: int) -> list[list[int]]:
    """Return the places of those who share a home with very many others, the largest home first."""
    found = [places for places in together(homes).values() if len(places) > more_than]
    return sorted(found, key=lambda places: (-len(places), places[0]))


def together(homes: Sequence[str]) -> dict[str, list[int]]:
    """Return the places of the people of every household; blank is none."""
    people: dict[str, list[int]] = {}
    for place, home in enumerate(homes):
        if home:
            people.setdefault(home, []).append(place)
    return people
