"""From rows to the people who may be drawn, whatever their age: one row each, that of the main residence."""

from collections.abc import Sequence
from dataclasses import dataclass

from buergerforum.core.frame.damage import damage
from buergerforum.core.frame.exclusions import blocked_persons, dead_persons, main_rows
from buergerforum.core.frame.extract import Extract, FrameRules, complaints
from buergerforum.core.frame.persons import Persons, contradictions, namesakes, persons
from buergerforum.errors import Problem
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who is left, and how many are not; each person counts for the first reason that applies."""

    found: Persons
    """Who the rows are about."""
    blocked: int
    """People with a block."""
    dead: int
    """Further people who have died."""
    secondary: int
    """Further people who have only a secondary residence here."""
    homes: Sequence[int]
    """Of everybody who is left, the row of the main residence, ascending."""


def admit(extract: Extract, rules: FrameRules, lived_at: Sequence[str]) -> tuple[Admitted, list[Problem]]:
    """Take out who may not be drawn.

    Parameters
    ----------
    extract
        All rows.
    rules
        What was settled before.
    lived_at
        Address of every row, as it is compared.
    """
    alike = namesakes(extract)
    found = persons(extract, alike, lived_at)
    blocked, unknown = blocked_persons(extract, found, alike, rules)
    dead = dead_persons(extract, found) - blocked
    gone = blocked | dead
    main, secondary, unclear = main_rows(extract, found, gone, rules)
    homes, ambiguous = _one_home(extract, found, main, lived_at)
    problems = [*unknown, *damage(extract), *contradictions(extract, found, gone), *unclear, *ambiguous]
    return Admitted(found, len(blocked), len(dead), len(secondary), homes), problems


def _one_home(
    extract: Extract, found: Persons, main: Sequence[int], lived_at: Sequence[str]
) -> tuple[list[int], list[Problem]]:
    """Choose one row for whoever has several, the same whatever the order of the rows."""
    of_person: dict[int, list[int]] = {}
    for place in main:
        if (person := found.of_row[place]) in found.several:
            of_person.setdefault(person, []).append(place)
    chosen = {min(rows, key=lambda place: _written(extract, place)) for rows in of_person.values()}
    homes = [place for place in main if found.of_row[place] not in found.several or place in chosen]
    moving = sorted(
        place for rows in of_person.values() if len({lived_at[place] for place in rows}) > 1 for place in rows
    )
    what = _("Somebody has several main residences.")
    return homes, complaints(extract, moving, "status", what, remedy=_("Correct the rows: only one can be right."))


def _written(extract: Extract, place: int) -> tuple[str, ...]:
    columns = (extract.street, extract.house_number, extract.addition, extract.called_name, extract.doctor)
    return (*(column[place] for column in columns), extract.district[place])
