"""Files of the applications: invitees in, the answers kept for the next merge, the three lists out.

The answers are kept under ``private/answers`` in one file per source, named by the digest of the source: only what
the rules need, no name, no contact, no remark.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.errors import InputError, Problem
from buergerforum.io.identities import identities
from buergerforum.io.tables import Table, read_table, write_csv
from buergerforum.model.applications import Answer, AnswerFile, Channel, Invitee
from buergerforum.model.headings import missing_column
from buergerforum.model.pool import Pool
from buergerforum.model.record import FileDigest
from buergerforum.texts import _

_KEPT = ("source", "size", "row", "channel", "code", "received", "birth_year", "sex", "consent", "reference")
_ADDED = ("available", "conflict", "namesakes")
"""Columns that answers kept by former versions do not have."""
_FEATURE = "answer_"
"""Before the name of a feature, so that a feature may be called as one of the columns above."""


@dataclass(frozen=True, slots=True)
class HouseholdColumns:
    """Where invitees have their household; a column that is not there means that none is known."""

    household: str = ""
    """Heading of the key; blank: no rule."""
    special: str = ""
    """Heading of the mark of special addresses; blank: none."""


def read_invitees(
    tables: Iterable[Table], features: Sequence[str], columns: HouseholdColumns | None = None
) -> dict[str, Invitee]:
    """Return everybody who was drawn, by id.

    Parameters
    ----------
    tables
        Invitees of all waves.
    features
        Columns to take over, in this order.
    columns
        Where the households are; None: there is no rule about them.

    Raises
    ------
    InputError
        If a column is missing, an id is blank or there twice, or a birth year is no year.
    """
    found: dict[str, Invitee] = {}
    problems: list[Problem] = []
    for table in tables:
        wanted = ("birth_year", "sex", *features)
        missing = [column for column in dict.fromkeys(wanted) if column not in table.columns]
        if missing:
            remedy = _("The frame must hold it, so that the draw carries it along to the invitees.")
            raise InputError([missing_column(column, table.header, table.name, remedy=remedy) for column in missing])
        cells = zip(*(table.columns[column] for column in wanted), strict=True)
        homes = _households(table, columns or HouseholdColumns())
        people = zip(table.rows, identities(table).ids, homes, cells, strict=True)
        for row, person, home, (year, sex, *values) in people:
            if year and not (year.isdecimal() and len(year) == 4):
                problems.append(_bad_year(table, row))
            elif person in found:
                problems.append(_twice(person, table, row))
            else:
                found[person] = Invitee(person, int(year) if year else None, sex, tuple(values), home)
    if problems:
        raise InputError(problems)
    return found


def _households(table: Table, columns: HouseholdColumns) -> list[str]:
    blank = [""] * len(table)
    keys = table.columns.get(columns.household, blank)
    special = table.columns.get(columns.special, blank)
    return ["" if exempt not in ("", "0") else key for key, exempt in zip(keys, special, strict=True)]


def _bad_year(table: Table, row: int) -> Problem:
    return Problem(
        _("This is no year of birth."),
        file=table.name,
        row=row,
        column="birth_year",
        expected=_("four digits, or blank"),
    )


def _twice(person: str, table: Table, row: int) -> Problem:
    return Problem(
        _("“{id}” was invited in an earlier wave already.").format(id=person), file=table.name, row=row, column="id"
    )


def write_answers(path: Path, file: AnswerFile) -> None:
    """Keep the answers of one source for the next merge."""
    features = [feature for feature, _text in file.answers[0].values] if file.answers else []
    header = (*_KEPT, *_ADDED, *(f"{_FEATURE}{feature}" for feature in features))
    write_csv(path, header, (_kept(file.source, answer) for answer in file.answers))


def _kept(source: FileDigest, answer: Answer) -> list[str]:
    year = "" if answer.birth_year is None else str(answer.birth_year)
    cells = [source.name, str(source.size), str(answer.row), answer.channel.value, answer.code, answer.received]
    cells += [year, answer.sex, answer.consent, answer.reference, answer.available, answer.conflict]
    return [*cells, " ".join(answer.namesakes), *(text for _feature, text in answer.values)]


def read_answers(path: Path, form: Sequence[str]) -> AnswerFile:
    """Return the answers kept of one source.

    Parameters
    ----------
    path
        As written by :func:`write_answers`; its name is the digest of the source.
    form
        Features asked in the form; one that was not asked when the answers were kept is blank.

    Raises
    ------
    InputError
        If somebody edited the file.
    """
    table = read_table(path, required=_KEPT)
    if not len(table):
        raise InputError([_changed(table, None)])
    blank = [""] * len(table)
    asked = [table.columns.get(f"{_FEATURE}{feature}", blank) for feature in form]
    columns = [*(table.columns[column] for column in _KEPT), *(table.columns.get(column, blank) for column in _ADDED)]
    answers = []
    for place, cells in enumerate(zip(*columns, strict=True)):
        values = tuple((feature, column[place]) for feature, column in zip(form, asked, strict=True))
        try:
            answers.append(_answer(cells, values))
        except ValueError as defect:
            raise InputError([_changed(table, table.rows[place])]) from defect
    source = FileDigest(table.columns["source"][0], path.stem, int(table.columns["size"][0]))
    return AnswerFile(source, tuple(answers))


def _changed(table: Table, row: int | None) -> Problem:
    return Problem(
        _("The answers were changed after “forum merge” had kept them."),
        file=table.name,
        row=row,
        remedy=_("Remove the file and merge the original again."),
    )


def _answer(cells: Sequence[str], values: tuple[tuple[str, str], ...]) -> Answer:
    _source, size, row, channel, code, received, year, sex, consent, reference, available, conflict, namesakes = cells
    int(size)
    return Answer(
        row=int(row),
        channel=Channel(channel),
        code=code,
        received=received,
        birth_year=int(year) if year else None,
        sex=sex,
        consent=consent,
        values=values,
        reference=reference,
        available=available,
        conflict=conflict,
        namesakes=tuple(namesakes.split()),
    )


def write_pool(path: Path, pool: Pool) -> None:
    """Write everybody who may be seated: id and quota features, nothing else."""
    write_csv(path, ("id", *pool.features), ([one.id, *one.values] for one in pool.applicants))
