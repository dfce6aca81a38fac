"""Who gets a letter, with name, address and personal code: only those concerned, and only if nothing is wrong."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from buergerforum.core.applications.codes import grouped
from buergerforum.core.applications.identity import code_book
from buergerforum.core.letters.addresses import address_problems, country_of
from buergerforum.errors import Problem
from buergerforum.io.tables import Table, read_table, write_csv
from buergerforum.model.letters import Recipient
from buergerforum.stages.composing import FACE
from buergerforum.texts import _

_COLUMNS = tuple(field.name for field in fields(Recipient))


@dataclass(frozen=True, slots=True)
class Recipients:
    """Those who get a letter, and those whose address does not allow it."""

    people: tuple[Recipient, ...]
    """In the order of the pile: abroad last, then by postcode."""
    faulty: Mapping[str, tuple[Problem, ...]]
    """By id: what is wrong with the address; in the order of the key file, then those who are not in it."""
    notes: tuple[str, ...]
    """What was interpreted."""


def read_recipients(path: Path, ids: Sequence[str]) -> Recipients:
    """Return those who get a letter with their addresses, as far as these can be used.

    Parameters
    ----------
    path
        The key file.
    ids
        Of those who get a letter.

    Raises
    ------
    InputError
        If the key file cannot be read.
    """
    table = read_table(path, required=_COLUMNS, only=frozenset(ids))
    found: dict[str, Recipient] = {}
    faulty: dict[str, list[Problem]] = {}
    columns = [table.columns[name] for name in _COLUMNS]
    for place, person in enumerate(table.columns["id"]):
        row = table.rows[place]
        twice = Problem(_("{id} is there twice.").format(id=person), file=table.name, row=row, column="id")
        problems = [twice] if person in found else []
        found[person] = _recipient(columns, place)
        problems += address_problems(found[person], FACE, file=table.name, row=row)
        if problems:
            faulty.setdefault(person, []).extend(problems)
    for person in ids:
        if person not in found:
            faulty[person] = [_absent(person, table)]
    people = sorted(found.values(), key=lambda one: (country_of(one), one.postcode, one.id))
    return Recipients(
        tuple(one for one in people if one.id not in faulty),
        {person: tuple(problems) for person, problems in faulty.items()},
        table.notes,
    )


def read_everybody(path: Path) -> list[tuple[int, Recipient]]:
    """Return everybody in a key file with the row they stand in.

    Parameters
    ----------
    path
        The key file.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    table = read_table(path, required=_COLUMNS)
    columns = [table.columns[name] for name in _COLUMNS]
    return [(row, _recipient(columns, place)) for place, row in enumerate(table.rows)]


def _recipient(columns: Sequence[Sequence[str]], place: int) -> Recipient:
    cells = (unicodedata.normalize("NFC", column[place]) for column in columns)
    return Recipient(**dict(zip(_COLUMNS, cells, strict=True)))


def _absent(person: str, table: Table) -> Problem:
    return Problem(
        _("{id} is not in the key file.").format(id=person),
        file=table.name,
        remedy=_("Give the key file that belongs to this frame."),
    )


def read_codes(path: Path | None) -> dict[str, str]:
    """Return the codes given out before, by id.

    Parameters
    ----------
    path
        ``id;code``; None: none were given out.

    Raises
    ------
    InputError
        If a code is damaged.
    """
    if path is None:
        return {}
    table = read_table(path, required=("id", "code"))
    rows = zip(table.rows, table.columns["id"], table.columns["code"], strict=True)
    return {person: code for code, person in code_book(rows, table.name).items()}


def write_codes(path: Path, codes: Mapping[str, str]) -> None:
    """Write codes as they are printed, so that no spreadsheet takes one for a number.

    Parameters
    ----------
    path
        The file.
    codes
        By id.
    """
    write_csv(path, ("id", "code"), [(person, grouped(code)) for person, code in codes.items()])


def without_code(ids: Sequence[str], codes: Mapping[str, str], file: str) -> dict[str, tuple[Problem, ...]]:
    """Return, by id, a problem for everybody without a code.

    Parameters
    ----------
    ids
        Of those who get a letter.
    codes
        By id.
    file
        Name of the file of codes.
    """
    return {
        person: (Problem(_("{id} has no personal code.").format(id=person), file=file),)
        for person in ids
        if person not in codes
    }
