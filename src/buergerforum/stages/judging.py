"""What ``forum merge`` and ``forum status`` share: all answers so far, and what the rules make of them.

Inside a procedure the answers of every source are kept under ``private/answers``, so that every look at them judges
all that came in so far.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.applications.identity import code_book
from buergerforum.core.applications.merging import merge, once, pool_of
from buergerforum.core.state.transitions import GONE
from buergerforum.errors import UsageError
from buergerforum.io.application_files import HouseholdColumns, read_invitees
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import Settings, read_settings
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.applications import AgeGroups, AnswerFile, Invited, Merged, Rules
from buergerforum.model.letters import Kind
from buergerforum.model.pool import Pool
from buergerforum.model.review import Decision, Doubt
from buergerforum.model.state import Person
from buergerforum.stages.running import Destination, journal_of, runs_of
from buergerforum.stages.states import states_of
from buergerforum.texts import _


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
    review: Path | None = None
    """The list for review with decisions; None: nothing new was decided."""
    addresses: Path | None = None
    """The key file, to look for people by name; only at the Meldebehörde."""


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
    review: Path | None = None
    """The list for review with decisions."""
    addresses: Path | None = None
    """The key file."""

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
        return _plan_without(options, destination)
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
    return MergePlan(
        files=options.files,
        invitees=invitees,
        codes=codes,
        settings=read_settings(settings_file)[0],
        settings_file=settings_file,
        destination=destination,
        review=options.review,
        addresses=options.addresses,
    )


def _plan_without(options: MergeOptions, destination: Destination) -> MergePlan:
    if options.invitees is None or options.codes is None or options.settings is None:
        raise UsageError(
            _("Merging needs the invitees, their codes and the settings."),
            hint=_(
                "Run it inside a procedure folder, or add --invitees FILE, --codes FILE, --settings FILE and "
                "--out FOLDER."
            ),
        )
    if options.review is not None:
        raise UsageError(
            _("Decisions are written into the journal of a procedure."),
            hint=_("Run it inside a procedure folder, or name it with --procedure FOLDER."),
        )
    settings = read_settings(options.settings)[0]
    return MergePlan(
        files=options.files,
        invitees=(options.invitees,),
        codes=options.codes,
        settings=settings,
        settings_file=options.settings,
        destination=destination,
        addresses=options.addresses,
    )


def rules_of(settings: Settings, home: Procedure | None = None) -> Rules:
    """Return the declared rules; whoever cannot have reached the minimum age on the reference date is under age.

    Once reminders are made in a procedure, answers may come until the day that they name.
    """
    ages = AgeGroups(settings.reference_date, settings.age_groups, settings.minimum_age)
    rules = settings.applications.rules(settings.reference_date.year - settings.minimum_age, ages)
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


def judge(plan: MergePlan, files: Sequence[AnswerFile], decisions: Mapping[Doubt, Decision]) -> Judgement:
    """Apply the rules to all answers.

    Parameters
    ----------
    plan
        Where everything is.
    files
        All answers so far.
    decisions
        What people decided about doubts.

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
    home = plan.destination.procedure
    invited = read_invited(plan.invitees, plan.codes, plan.settings, states_of(home) if home else {})
    merged = merge(every, invited, plan.rules, decisions)
    return Judgement(invited, every, merged, pool_of(merged, invited, plan.rules))


def read_invited(
    invitees: Sequence[Path], codes: Path | None, settings: Settings, states: Mapping[str, Person]
) -> Invited:
    """Return who may apply, and with which code.

    Parameters
    ----------
    invitees
        Of every wave.
    codes
        ``id;code``; None: nobody has been written to yet.
    settings
        Of the procedure.
    states
        How everybody stands.

    Raises
    ------
    InputError
        If invitees or codes cannot be used.
    """
    told = settings.applications
    columns = HouseholdColumns(told.household, told.special)
    people = read_invitees([read_table(path) for path in invitees], told.from_register, columns)
    gone = {person: one.state for person, one in states.items() if one.state in GONE}
    if codes is None:
        return Invited(people, {}, gone)
    table = read_table(codes, required=("id", "code"))
    rows = zip(table.rows, table.columns["id"], table.columns["code"], strict=True)
    return Invited(people, code_book(rows, table.name), gone)
