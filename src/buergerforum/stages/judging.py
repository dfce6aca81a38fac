"""What ``forum merge`` and ``forum status`` share: all answers so far, and what the rules make of them.

Inside a procedure the answers of every source are kept under ``private/answers``, so that every look at them judges
all that came in so far.
"""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.applications.headings import find_columns
from buergerforum.core.applications.identity import code_book
from buergerforum.core.applications.merging import merge, once, pool_of
from buergerforum.core.applications.reading import Source, read_answers
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.application_files import read_answers as read_kept
from buergerforum.io.application_files import read_invitees
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import Settings, read_settings
from buergerforum.io.tables import Table, read_table
from buergerforum.model import places
from buergerforum.model.applications import AnswerFile, Channel, Invited, Layout, Merged, Rules
from buergerforum.model.letters import Kind
from buergerforum.model.pool import Pool
from buergerforum.stages.running import Destination, journal_of, runs_of
from buergerforum.texts import _

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class MergeOptions:
    """What the command line names; None: as the procedure has it."""

    files: tuple[Path, ...]
    """New answers: exports of the web form, lists of paper answers."""
    invitees: Path | None = None
    """Who was drawn."""
    codes: Path | None = None
    """The code of everybody who was written to."""
    settings: Path | None = None
    """``forum.yaml``."""


@dataclass(frozen=True, slots=True)
class MergePlan:
    """A merge, complete."""

    files: tuple[Path, ...]
    """New answers."""
    invitees: tuple[Path, ...]
    """Invitees of every wave."""
    codes: Path
    """``id;code``."""
    settings: Settings
    """Of the procedure."""
    settings_file: Path
    """Where they stand."""
    destination: Destination
    """Where the lists go."""

    @property
    def rules(self) -> Rules:
        """The declared rules."""
        return rules_of(self.settings, self.destination.procedure)


@dataclass(frozen=True, slots=True)
class Judgement:
    """All answers so far, and what the rules make of them."""

    invited: Invited
    """Who may apply."""
    files: tuple[AnswerFile, ...]
    """Every source once."""
    merged: Merged
    """The verdicts."""
    pool: Pool
    """Who may be seated."""


def plan_merge(home: Procedure | None, options: MergeOptions, out: Path | None, again: str) -> MergePlan:
    """Complete the options given with those of the procedure.

    Raises
    ------
    UsageError
        If something is missing that only a procedure could say, or the pool is settled already.
    """
    destination = Destination(home, places.APPLICATIONS, out, again, renewable=True)
    if home is None:
        if options.invitees is None or options.codes is None or options.settings is None:
            raise UsageError(
                _("Merging needs the invitees, their codes and the settings."),
                hint=_(
                    "Run it inside a procedure folder, or add --invitees FILE, --codes FILE, --settings FILE and "
                    "--out FOLDER."
                ),
            )
        settings = read_settings(options.settings)[0]
        return MergePlan(options.files, (options.invitees,), options.codes, settings, options.settings, destination)
    if not again:
        _refuse_settled(home)
    settings_file = options.settings or home.settings_path
    invitees = (options.invitees,) if options.invitees else invitee_files(home)
    codes = options.codes or codes_file(home)
    if not invitees or not codes.exists():
        raise UsageError(
            _("Nobody can have answered yet: there are no invitees, or no codes for them."),
            hint=_("The order is: forum draw, forum letters invitation, forum merge."),
        )
    return MergePlan(options.files, invitees, codes, read_settings(settings_file)[0], settings_file, destination)


def rules_of(settings: Settings, home: Procedure | None = None) -> Rules:
    """Return the declared rules; whoever cannot have reached the minimum age on the reference date is under age.

    Once reminders are made in a procedure, answers may come until the day that they name.
    """
    rules = settings.applications.rules(settings.reference_date.year - settings.minimum_age)
    later = settings.letters.reminder_deadline
    if home is None or later is None or later <= rules.deadline:
        return rules
    reminded = any(one.details.get("kind") == Kind.REMINDER.value for one in journal_of(home))
    return dataclasses.replace(rules, deadline=later) if reminded else rules


def codes_file(home: Procedure) -> Path:
    """Return where the codes are that ``forum letters invitation`` gave out."""
    return home.path(places.CODES)


def invitee_files(home: Procedure) -> tuple[Path, ...]:
    """Return the invitees of every wave drawn so far."""
    return tuple(sorted(home.root.glob("draw/wave-*/invitees.csv"), key=lambda path: path.as_posix()))


def _refuse_settled(home: Procedure) -> None:
    journal = journal_of(home)
    sealed = any(entry.event == "seal" and entry.details.get("what") == "selection" for entry in journal)
    if sealed or runs_of(journal, "lottery") or runs_of(journal, "selection"):
        raise UsageError(
            _("The pool is settled: the selection was sealed, or its lottery made, from the pool as it is."),
            hint=_('A late change is possible, but it is recorded and reported by the audit: --again "reason".'),
        )


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


def read_sources(tables: Sequence[Table], layout: Layout) -> tuple[list[AnswerFile], tuple[str, ...]]:
    """Return the answers of tables, and what was taken from which column.

    Raises
    ------
    InputError
        If a column is missing or not clear in any of them.
    """
    files: list[AnswerFile] = []
    notes: list[str] = []
    problems: list[Problem] = []
    for table in tables:
        try:
            found = find_columns(table.header, layout, table.name)
        except InputError as defect:
            problems.extend(defect.problems)
            continue
        channel = Channel.PAPER if table.name.lower().endswith(".xlsx") else Channel.WEB
        answers = read_answers(Source(table.columns, table.rows, channel), found, layout.form)
        files.append(AnswerFile(table.digest, answers))
        told = ", ".join(f"{meaning} = “{heading}”" for meaning, heading in found.items())
        notes += [*table.notes, _("{file}: {columns}.").format(file=table.name, columns=told)]
    if problems:
        raise InputError(problems)
    return files, tuple(notes)


def kept_answers(home: Procedure | None, rules: Rules) -> list[AnswerFile]:
    """Return the answers of all sources merged before."""
    if home is None:
        return []
    paths = sorted(home.path(places.ANSWERS).glob("*.csv"), key=lambda path: path.name)
    return [read_kept(path, rules.form) for path in paths if _DIGEST.fullmatch(path.stem)]


def judge(plan: MergePlan, files: Sequence[AnswerFile]) -> Judgement:
    """Apply the rules to all answers.

    Raises
    ------
    InputError
        If invitees or codes cannot be used.
    UsageError
        If there are no answers at all.
    """
    if not files:
        raise UsageError(_("There are no answers yet."), hint=_("Name the files: forum merge WEB.csv PAPER.xlsx"))
    every = once(files)
    invited = read_invited(plan.invitees, plan.codes, plan.rules)
    merged = merge(every, invited, plan.rules)
    return Judgement(invited, every, merged, pool_of(merged, invited, plan.rules))


def read_invited(invitees: Sequence[Path], codes: Path | None, rules: Rules) -> Invited:
    """Return who may apply, and with which code.

    Parameters
    ----------
    invitees
        Of every wave.
    codes
        ``id;code``; None: nobody has been written to yet.
    rules
        The declared rules.

    Raises
    ------
    InputError
        If invitees or codes cannot be used.
    """
    people = read_invitees([read_table(path) for path in invitees], rules.register)
    if codes is None:
        return Invited(people, {})
    table = read_table(codes, required=("id", "code"))
    rows = zip(table.rows, table.columns["id"], table.columns["code"], strict=True)
    return Invited(people, code_book(rows, table.name))
