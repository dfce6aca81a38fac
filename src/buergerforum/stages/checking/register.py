"""Checking what comes from the register: extract, frame, key file, invitees, the lists of the city."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import fields

from buergerforum.core.frame.anonymity import anonymity, anonymity_said
from buergerforum.core.frame.checks import frame_problems
from buergerforum.core.frame.disclosure import hits
from buergerforum.core.frame.ending import is_ending
from buergerforum.core.frame.extract import SMALL_CELL
from buergerforum.core.frame.gathering import RawTable, gather
from buergerforum.core.frame.headings import find_headings
from buergerforum.core.frame.residents import FRAME_HEADER, residents
from buergerforum.core.letters.addresses import address_problems
from buergerforum.io.identities import identities
from buergerforum.io.register_files import read_districts, read_special_addresses
from buergerforum.io.tables import Table, read_table
from buergerforum.model.checking import Checked
from buergerforum.model.letters import Recipient
from buergerforum.stages.checking.subject import Subject, problems_of
from buergerforum.stages.composing import FACE
from buergerforum.stages.frame_rules import frame_rules
from buergerforum.texts import _, listed, number


def check_extract(subject: Subject) -> Checked:
    """Do all that ``forum frame`` does with an extract, and keep nothing of it."""
    settings, settings_file = subject.needed()
    rules, _digests = frame_rules(settings, settings_file, subject.districts, subject.special_addresses)
    table = read_table(subject.path, forgiven=is_ending)
    raw = RawTable(table.name, table.header, table.columns, table.rows)
    named = settings.extract.columns.model_dump()
    gathered = gather([raw], named)
    made = residents(gathered.extract, rules, secrets.token_bytes)
    columns = dict(zip(FRAME_HEADER, made.frame, strict=True))
    notes = (
        *_taken(table, named),
        *table.notes,
        *gathered.notes,
        *made.notes,
        *anonymity_said(anonymity(columns, rules.small_cell)),
    )
    found = hits(made.tally, rules.small_cell)
    figures = tuple((hit.text, hit.said if hit.count is None else number(hit.count)) for hit in found)
    return Checked((), made.attention, notes, figures)


def _taken(table: Table, named: Mapping[str, str | None]) -> Iterator[str]:
    """Yield what the columns are taken for, as far as nobody has said it."""
    headings = find_headings(table.header, named, table.name)
    pairs = [f"{headings.found[meaning]} → {meaning}" for meaning in headings.guessed]
    if pairs:
        said = _(
            "{file}: columns found by their usual headings: {pairs}. To name others: extract: columns in forum.yaml."
        )
        yield said.format(file=table.name, pairs=listed(pairs, len(pairs)))


def check_frame(subject: Subject) -> Checked:
    """Look at ids, values and columns of a frame, and at how many people are alike."""
    table = read_table(subject.path)
    problems = [
        *problems_of(lambda: identities(table)),
        *frame_problems(table.columns, table.rows, table.name),
    ]
    limit = subject.settings.extract.small_cell if subject.settings else SMALL_CELL
    hidden = anonymity(table.columns, limit)
    return Checked(tuple(problems), (), (*table.notes, *anonymity_said(hidden)), _counted(table))


def check_invitees(subject: Subject) -> Checked:
    """Look at ids and values of people who were drawn."""
    table = read_table(subject.path)
    found = problems_of(lambda: identities(table))
    return Checked((*found, *frame_problems(table.columns, table.rows, table.name)), (), table.notes, _counted(table))


def check_key(subject: Subject) -> Checked:
    """Look whether a letter could be printed to everybody."""
    names = tuple(field.name for field in fields(Recipient))
    table = read_table(subject.path, required=names)
    problems = list(problems_of(lambda: identities(table)))
    for row, cells in zip(table.rows, zip(*(table.columns[name] for name in names), strict=True), strict=True):
        person = Recipient(**dict(zip(names, cells, strict=True)))
        problems.extend(address_problems(person, FACE, file=table.name, row=row))
    return Checked(tuple(problems), (), table.notes, _counted(table))


def check_districts(subject: Subject) -> Checked:
    """Read a list of sub-districts and districts."""
    mapping, _digest = read_districts(subject.path)
    figures = ((_("Sub-districts"), number(len(mapping))), (_("Districts"), number(len(set(mapping.values())))))
    return Checked(figures=figures)


def check_special(subject: Subject) -> Checked:
    """Read a list of special addresses."""
    homes, _digest = read_special_addresses(subject.path)
    return Checked(figures=((_("Addresses"), number(len(homes))),))


def _counted(table: Table) -> tuple[tuple[str, str], ...]:
    return ((_("People"), number(len(table))),)
