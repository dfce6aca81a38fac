"""k-anonymity of a frame: how many people are alike in everything that somebody could know about them.

A frame without names is still a list of people. A **cell** holds everybody who is alike in all quasi-identifiers: year
of birth, age group, sex, nationality, district, special address. The frame is k-anonymous if no cell has fewer than k
people (L. Sweeney, k-anonymity, 2002, doi:10.1142/S0218488502001648). Cells with fewer than the limit are **small**.
5 is a usual limit (K. El Emam, F. K. Dankar, 2008, doi:10.1197/jamia.M2716); no law names one for this use.

The proposal is found greedily: of all single steps that make the frame coarser (no year of birth; d and x together; two
neighbouring age groups together; the two smallest districts together), take the one that leaves the fewest people in
small cells, until there are none or nothing helps any more.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from buergerforum.texts import _, listed, ngettext, number

QUASI_IDENTIFIERS = ("birth_year", "age_group", "sex", "nationality", "district", "special_address")
_MOST_STEPS = 5
_LOWEST_AGE = re.compile(r"(\d+)")
_TOGETHER = "d, x"

Cell = tuple[str, ...]
"""Values of the quasi-identifiers that the frame has, in their order."""
Cells = Counter[Cell]


@dataclass(frozen=True, slots=True)
class Step:
    """One step that makes the frame coarser."""

    what: str
    """What is done, as a phrase."""
    smallest: int
    """People in the smallest cell afterwards."""
    exposed: int
    """People in small cells afterwards."""


@dataclass(frozen=True, slots=True)
class Anonymity:
    """How well the people of a frame hide behind each other."""

    limit: int
    """Cells with fewer people are small."""
    columns: tuple[str, ...]
    """Quasi-identifiers that the frame has."""
    people: int
    """In the frame."""
    cells: int
    """Different combinations that occur."""
    smallest: int
    """People in the smallest cell; 0 for an empty frame."""
    exposed: int
    """People in small cells."""
    steps: tuple[Step, ...]
    """Proposal, in this order; each builds on those before it. Empty if nothing is small, or nothing helps."""


def anonymity(columns: Mapping[str, Sequence[str]], limit: int) -> Anonymity:
    """Count how many people are alike, and propose how more of them could be.

    Parameters
    ----------
    columns
        By heading, all of the same length; those that are no quasi-identifiers do not matter.
    limit
        Cells with fewer people are small.
    """
    known = tuple(name for name in QUASI_IDENTIFIERS if any(columns.get(name, ())))
    cells: Cells = Counter(zip(*(columns[name] for name in known), strict=True))
    people, small = sum(cells.values()), _exposed(cells, limit)
    smallest = min(cells.values(), default=0)
    return Anonymity(limit, known, people, len(cells), smallest, small, tuple(_steps(cells, known, limit)))


def _exposed(cells: Cells, limit: int) -> int:
    return sum(count for count in cells.values() if count < limit)


def _steps(cells: Cells, known: tuple[str, ...], limit: int) -> Iterator[Step]:
    for _number in range(_MOST_STEPS):
        exposed = _exposed(cells, limit)
        if not exposed:
            return
        coarser = [(what, _translated(cells, place, rule)) for what, place, rule in _options(cells, known)]
        if not coarser:
            return
        what, best = min(coarser, key=lambda option: _exposed(option[1], limit))
        if _exposed(best, limit) == exposed:
            return
        cells = best
        yield Step(what, min(cells.values()), _exposed(cells, limit))


Option = tuple[str, int, Callable[[str], str]]
"""What is done, to which column, and what becomes of its values."""


def _options(cells: Cells, known: tuple[str, ...]) -> Iterator[Option]:
    """Yield all single steps, those that take the least away first."""
    values = {name: Counter[str]() for name in known}
    for cell, count in cells.items():
        for name, value in zip(known, cell, strict=True):
            values[name][value] += count
    if {"d", "x"} <= set(values.get("sex", ())):
        yield _("sexes d and x together"), known.index("sex"), _joining("d", "x", _TOGETHER)
    if len(values.get("birth_year", ())) > 1:
        yield _("no year of birth (extract: birth_years: false)"), known.index("birth_year"), lambda _year: ""
    groups = sorted(values.get("age_group", ()), key=_lowest)
    for low, high in pairwise(groups):
        merged = _span(low, high)
        said = _("age groups {low} and {high} together").format(low=low, high=high)
        yield said, known.index("age_group"), _joining(low, high, merged)
    by_size = sorted(values.get("district", ()), key=lambda name: (values["district"][name], name))
    if len(by_size) > 1:
        first, second = by_size[:2]
        said = _("districts {first} and {second} together, or another neighbour").format(first=first, second=second)
        yield said, known.index("district"), _joining(first, second, f"{first} + {second}")


def _joining(one: str, other: str, merged: str) -> Callable[[str], str]:
    return lambda value: merged if value in {one, other} else value


def _lowest(group: str) -> tuple[int, str]:
    match = _LOWEST_AGE.match(group)
    return (int(match[1]) if match else 0, group)


def _span(low: str, high: str) -> str:
    """Return the name of two neighbouring groups together: 16-29 and 30-44 are 16-44, 60-74 and 75+ are 60+."""
    begins, ends = low.partition("-")[0].rstrip("+"), high.partition("-")[2]
    return f"{begins}-{ends}" if ends else f"{begins}+"


def _translated(cells: Cells, place: int, rule: Callable[[str], str]) -> Cells:
    coarser: Cells = Counter()
    for cell, count in cells.items():
        coarser[(*cell[:place], rule(cell[place]), *cell[place + 1 :])] += count
    return coarser


def anonymity_said(found: Anonymity) -> tuple[str, ...]:
    """Return what is said about it: one line if all is well, else a warning and a proposal; nothing about nobody."""
    if not found.people:
        return ()
    columns = listed(found.columns)
    if not found.exposed:
        said = _("k-anonymity by {columns}: at least {smallest} people are alike in every cell (limit {limit}).")
        return (said.format(columns=columns, smallest=number(found.smallest), limit=found.limit),)
    warning = ngettext(
        "k-anonymity by {columns}: {number} person is in a cell with fewer than {limit} people, and could be "
        "recognised by whoever knows them. Keep the frame as safe as the register.",
        "k-anonymity by {columns}: {number} people are in cells with fewer than {limit} people, and could be "
        "recognised by whoever knows them. Keep the frame as safe as the register.",
        found.exposed,
    ).format(columns=columns, number=number(found.exposed), limit=found.limit)
    if not found.steps:
        return (warning,)
    begun = _("What would help, one after the other (people left in small cells):")
    steps = [f"{step.what} ({number(step.exposed)})" for step in found.steps]
    return warning, f"{begun} {'; '.join(steps)}."
