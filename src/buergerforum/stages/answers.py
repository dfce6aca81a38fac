"""Answers as they come in: tables from outside, looked at before they are believed, and those kept so far."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from buergerforum.core.applications.headings import find_columns, name_columns
from buergerforum.core.applications.namesakes import find_namesakes, full_names
from buergerforum.core.applications.plausible import implausible
from buergerforum.core.applications.reading import Source, read_answers
from buergerforum.errors import InputError, Problem
from buergerforum.io.application_files import read_answers as read_kept
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import Settings
from buergerforum.io.table_guard import unfit
from buergerforum.io.tables import Table, read_table
from buergerforum.model import places
from buergerforum.model.applications import Answer, AnswerFile, Channel, Invitee, Rules
from buergerforum.texts import _

_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAMES = ("first_names", "called_name", "family_name")


@dataclass(frozen=True, slots=True)
class Looked:
    """A table of answers, and where it has what."""

    table: Table
    """As read."""
    found: Mapping[str, str]
    """Heading by meaning."""
    channel: Channel
    """How answers came in where no column says it."""
    file: AnswerFile
    """Its answers."""


def read_tables(files: Sequence[Path]) -> list[Table]:
    """Read all files; whatever is wrong with any of them is said at once.

    Raises
    ------
    InputError
        If one cannot be read, or holds no answers.
    """
    tables: list[Table] = []
    problems: list[Problem] = []
    for path in files:
        if found := unfit(path):
            problems.extend(found)
            continue
        try:
            table = read_table(path)
        except InputError as defect:
            problems.extend(defect.problems)
            continue
        tables.append(table)
        if not len(table):
            problems.append(Problem(_("The table holds no answers."), file=table.name))
    if problems:
        raise InputError(problems)
    return tables


def look_at(tables: Sequence[Table], settings: Settings, rules: Rules) -> list[Looked]:
    """Return the answers of tables.

    Raises
    ------
    InputError
        If a column is missing or not clear in any of them, or hardly anything in it can be understood.
    """
    looked: list[Looked] = []
    problems: list[Problem] = []
    for table in tables:
        layout = settings.applications.layout(table.name)
        try:
            found = find_columns(table.header, layout, table.name)
        except InputError as defect:
            problems.extend(defect.problems)
            continue
        by_ending = Channel.PAPER if table.name.lower().endswith(".xlsx") else Channel.WEB
        channel = settings.applications.source(table.name).channel or by_ending
        answers = read_answers(Source(table.columns, table.rows, channel), found, settings.applications.from_form)
        problems += implausible(answers, rules, table.name)
        looked.append(Looked(table, found, channel, AnswerFile(table.digest, answers)))
    if problems:
        raise InputError(problems)
    return looked


def notes_on(looked: Sequence[Looked]) -> tuple[str, ...]:
    """Return what was taken from which column."""
    notes: list[str] = []
    for one in looked:
        told = ", ".join(f"{meaning} = “{heading}”" for meaning, heading in one.found.items())
        notes += [*one.table.notes, _("{file}: {columns}.").format(file=one.table.name, columns=told)]
    return tuple(notes)


def kept_answers(home: Procedure | None, rules: Rules) -> list[AnswerFile]:
    """Return the answers of all sources merged before."""
    if home is None:
        return []
    paths = sorted(home.path(places.ANSWERS).glob("*.csv"), key=lambda path: path.name)
    return [read_kept(path, rules.form) for path in paths if _DIGEST.fullmatch(path.stem)]


def with_namesakes(
    looked: Sequence[Looked], settings: Settings, people: Mapping[str, Invitee], key: Path
) -> list[AnswerFile]:
    """Return the answers with those of the same name and birth year, for answers without a code.

    The names themselves stay in the files they came in.

    Parameters
    ----------
    looked
        Tables of answers.
    settings
        Of the procedure.
    people
        Invitees by id.
    key
        The key file of the Meldebehörde.

    Raises
    ------
    InputError
        If the key file cannot be used.
    """
    table = read_table(key, required=("id", *_NAMES), only=people.keys())
    cells = zip(table.columns["id"], *(table.columns[name] for name in _NAMES), strict=True)
    written = {person: full_names((first, called), family) for person, first, called, family in cells}
    years = {person: one.birth_year for person, one in people.items()}
    files = []
    for one in looked:
        headings = name_columns(one.table.header, settings.applications.layout(one.table.name))
        columns = [one.table.columns[heading] for heading in headings]
        names = [" ".join(parts) for parts in zip(*columns, strict=True)] if columns else [""] * len(one.table)
        asked = [
            ("" if answer.code else name, answer.birth_year)
            for name, answer in zip(names, one.file.answers, strict=True)
        ]
        answers = tuple(map(_alike, one.file.answers, find_namesakes(asked, written, years)))
        files.append(replace(one.file, answers=answers))
    return files


def _alike(answer: Answer, namesakes: tuple[str, ...]) -> Answer:
    return replace(answer, namesakes=namesakes)


def remembering(files: Sequence[AnswerFile], kept: Sequence[AnswerFile]) -> list[AnswerFile]:
    """Return files read anew, with the people that the Meldebehörde had found for them before."""
    known = {file.source.sha256: {one.row: one.namesakes for one in file.answers} for file in kept}
    return [
        replace(
            file,
            answers=tuple(_alike(one, known.get(file.source.sha256, {}).get(one.row, ())) for one in file.answers),
        )
        for file in files
    ]
