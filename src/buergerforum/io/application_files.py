"""Files of the applications: invitees in, the answers kept for the next merge, the three lists out.

The answers are kept under ``private/answers`` in one file per source, named by the digest of the source: only what
the rules need, no name, no contact, no remark.
"""

from collections.abc import Iterable, Sequence
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
_FEATURE = "answer_"
"""Before the name of a feature, so that a feature may be called as one of the columns above."""


def read_invitees(tables: Iterable[Table], features: Sequence[str]) -> dict[str, Invitee]:
    """Return everybody who was drawn, by id.

    Parameters
    ----------
    tables
        Invitees of all waves.
    features
        Columns to take over, in this order.

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
        for row, person, (year, sex, *values) in zip(table.rows, identities(table).ids, cells, strict=True):
            if year and not (year.isdecimal() and len(year) == 4):
                problems.append(_bad_year(table, row))
            elif person in found:
                problems.append(_twice(person, table, row))
            else:
                found[person] = Invitee(person, int(year) if year else None, sex, tuple(values))
    if problems:
        raise InputError(problems)
    return found


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
    header = (*_KEPT, *(f"{_FEATURE}{feature}" for feature in features))
    write_csv(path, header, (_kept(file.source, answer) for answer in file.answers))


def _kept(source: FileDigest, answer: Answer) -> list[str]:
    year = "" if answer.birth_year is None else str(answer.birth_year)
    cells = [source.name, str(source.size), str(answer.row), answer.channel.value, answer.code, answer.received]
    return [*cells, year, answer.sex, answer.consent, answer.reference, *(text for _feature, text in answer.values)]


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
    answers = []
    for place, cells in enumerate(zip(*(table.columns[column] for column in _KEPT), strict=True)):
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
    _source, size, row, channel, code, received, year, sex, consent, reference = cells
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
    )


def write_pool(path: Path, pool: Pool) -> None:
    """Write everybody who may be seated: id and quota features, nothing else."""
    write_csv(path, ("id", *pool.features), ([one.id, *one.values] for one in pool.applicants))
