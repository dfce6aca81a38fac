"""Counts of strata for the public: none of so few residents that it would tell of single people.

Neighbours in the order of the strata are put together until there are enough. The allocation ``exact`` adds up: the
places of neighbours together follow from their residents together, so that the public can still check them.

Beside the strata stand the tickets of the invitees. Whoever knows whose ticket one is must not learn their stratum:
where few were invited, or all in one row, as may be in a further wave, all strata are one row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 10
"""Residents of a row that is published, and invitees of a wave that is published by strata."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row for the public."""

    names: tuple[str, ...]
    """Values of the stratum columns; of several strata with `` + `` between them."""
    residents: int
    """In the frame."""
    places: int
    """Given to it."""
    invited: int
    """Of its residents."""
    before: int = 0
    """Of its residents, invited in earlier waves."""


def published_rows(rows: Sequence[Row], fewest: int = FEWEST) -> list[Row]:
    """Return the rows of a wave that everybody may see.

    Parameters
    ----------
    rows
        In the order of the strata.
    fewest
        Residents that a row must have, and invitees that the wave must have to be told by rows.
    """
    made = merged(rows, fewest)
    invited = [row.invited for row in made if row.invited]
    if sum(invited) < fewest or len(invited) == 1:
        return merged(rows, sum(row.residents for row in rows) + 1)
    return made


def merged(rows: Sequence[Row], fewest: int = FEWEST) -> list[Row]:
    """Return the rows with small ones put together with their neighbours.

    Parameters
    ----------
    rows
        In the order of the strata.
    fewest
        Residents that a row must have.

    Examples
    --------
    >>> merged([Row(("A", "d"), 1, 0, 0), Row(("A", "m"), 20, 2, 2), Row(("A", "x"), 2, 1, 1)])
    [Row(names=('A', 'd + m + x'), residents=23, places=3, invited=3, before=0)]
    """
    made: list[Row] = []
    for row in rows:
        if made and made[-1].residents < fewest:
            made[-1] = _both(made[-1], row)
        else:
            made.append(row)
    if len(made) > 1 and made[-1].residents < fewest:
        last = made.pop()
        made[-1] = _both(made[-1], last)
    return made


def _both(one: Row, other: Row) -> Row:
    names = tuple(_named(a, b) for a, b in zip(one.names, other.names, strict=True))
    counts = ("residents", "places", "invited", "before")
    return Row(names, *(getattr(one, count) + getattr(other, count) for count in counts))


def _named(one: str, other: str) -> str:
    return one if other in one.split(" + ") else f"{one} + {other}"
