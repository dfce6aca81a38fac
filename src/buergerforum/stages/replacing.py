"""What ``forum replace`` starts from: the panel as it is, the pool it came from, and who drops out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from buergerforum.core.record.receipt import read_receipt
from buergerforum.core.selection.replacement import Before, Leaving
from buergerforum.core.state.transitions import GONE
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.files import digest_file, read_bytes
from buergerforum.io.identities import identities
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.households import HouseholdRule, key_of
from buergerforum.model.record import Receipt
from buergerforum.stages.current_panel import current_panel, replacement_to_be
from buergerforum.stages.fixing import of_options
from buergerforum.stages.households import rule_said
from buergerforum.stages.lottery import DEFAULT_LOTS, DEFAULT_OBJECTIVE, SelectionPlan
from buergerforum.stages.running import Destination, journal_of
from buergerforum.stages.states import states_after
from buergerforum.texts import _, listed


@dataclass(frozen=True, slots=True)
class ReplaceOptions:
    """What is chosen; None: as in the selection, or the usual."""

    leaving: Leaving
    """Who drops out, and who else is no longer available."""
    selection: Path | None = None
    """Result of a selection or of an earlier replacement, outside a procedure."""
    panel: Path | None = None
    """The members, where there is no such result."""
    pool: Path | None = None
    """Everybody who may be seated, where there is no such result."""
    quotas: Path | None = None
    """Other quotas than before, such as relaxed ones."""
    household: str | None = None
    """Column of the pool; blank: no rule."""
    id_column: str | None = None
    """Column of the pool."""
    lots: int | None = None
    """How many equally likely panels."""
    objective: str | None = None
    """What is made as fair as possible."""
    address: bool | None = None
    """Whether a single column of households is an address too; counts together with `household`."""
    exempt: str | None = None
    """Column that marks people at special addresses; blank: none."""

    @property
    def households(self) -> HouseholdRule | None:
        """Return who belongs to one household; None: nobody said it."""
        return rule_said(self.household, self.address, self.exempt)


@dataclass(frozen=True, slots=True)
class ReplacePlan:
    """A replacement, complete but for the lot."""

    selection: SelectionPlan
    """Pool, quotas, seats and so on; nobody is fixed in it yet."""
    before: Before
    """Panel, waiting list and who was fixed out."""
    leaving: Leaving
    """Who drops out."""
    read: tuple[Path, ...]
    """Files that say what there was before, besides pool and quotas."""
    notes: tuple[str, ...] = ()
    """Who drops out or is not asked because the journal says so; to be said before chance is asked."""


def plan_replace(home: Procedure | None, options: ReplaceOptions, out: Path | None, again: str) -> ReplacePlan:
    """Find the panel as it is, and complete the options with those of its selection.

    Parameters
    ----------
    home
        The procedure, or None.
    options
        As given.
    out
        Where the result goes without a procedure.
    again
        Why the last replacement is made once more.

    Raises
    ------
    InputError
        If a file cannot be used or is not what its receipt says.
    UsageError
        If nobody drops out, there is no panel, or something is missing.
    """
    if not options.leaving.out and home is None:
        raise UsageError(_("Nobody drops out."), hint=_("Name every member who drops out: --out-member ID"))
    folder, destination = options.selection, Destination(None, places.replacement_folder(1), out, again)
    if home:
        folder, destination = _in_procedure(home, again)
    plan = _from_result(folder, options, destination) if folder else _from_files(options, destination)
    if home is None:
        _require_known(plan)
        return plan
    plan = with_recorded(plan, home)
    _require_known(plan)
    settings = read_settings(home.settings_path)[0]
    return replace(plan, selection=replace(plan.selection, language=settings.language, title=settings.name))


def with_recorded(plan: ReplacePlan, home: Procedure) -> ReplacePlan:
    """Complete who drops out, and who is not asked, by what was recorded of people by hand.

    Whoever withdrew, moved, objected or died is not asked; members of whom this was recorded drop out where nobody was
    named. What only an earlier replacement made of somebody does not count: it may be the one that is made once more.

    Parameters
    ----------
    plan
        As it was asked for.
    home
        Its journal says what was recorded.

    Raises
    ------
    UsageError
        If nobody drops out.
    """
    journal = journal_of(home)
    recorded = {
        person
        for person, one in states_after(home, journal).items()
        if one.state in GONE and one.line and journal[one.line - 1].event != "run"
    }
    leaving, before = plan.leaving, plan.before
    gone = tuple(sorted(one for one in before.members if one in recorded))
    out = leaving.out or gone
    if not out:
        hint = _("Record who drops out (forum record withdraw ID), or name every member who does: --out-member ID")
        raise UsageError(_("Nobody drops out."), hint=hint)
    known = {*before.members, *leaving.unavailable, *(one.id for one in before.fixed_out)}
    pool = read_table(plan.selection.pool, required=("id",)).columns["id"]
    others = tuple(sorted(one for one in pool if one in recorded and one not in known))
    said = (
        (_("Drop out, because the journal says that they left: {ids}."), () if leaving.out else gone),
        (
            _("Still on the panel, although the journal says that they left: {ids}. To replace them: --out-member ID"),
            [one for one in gone if one not in out],
        ),
        (_("Not asked, because the journal says that they are no longer available: {ids}."), others),
    )
    return replace(
        plan,
        leaving=replace(leaving, out=out, unavailable=tuple(sorted({*leaving.unavailable, *others}))),
        notes=tuple(note.format(ids=listed(tuple(ids), limit=100)) for note, ids in said if ids),
    )


def _in_procedure(home: Procedure, again: str) -> tuple[Path, Destination]:
    journal = journal_of(home)
    name = replacement_to_be(journal, again=bool(again))
    if name is None:
        raise UsageError(_("There is no replacement yet that could be made once more."), hint=_("Leave out --again."))
    now = current_panel(home, before_last=bool(again))
    if now is None:
        raise UsageError(
            _("There is no panel yet."), hint=_("Select one first: forum select. Then members can be replaced.")
        )
    return home.path(now.folder), Destination(home, name, None, again)


def _from_result(folder: Path, options: ReplaceOptions, destination: Destination) -> ReplacePlan:
    """Start from the folder of a selection or of an earlier replacement."""
    receipt, quotas = _read_result(folder)
    members, waiting = (
        tuple(read_table(folder / name, required=("id",)).columns["id"]) for name in (places.PANEL, places.WAITING)
    )
    before = Before(members, waiting, tuple(one for one in of_options(receipt.options) if not one.seated))
    made = receipt.options
    lots, objective = made.get("lots"), made.get("objective")
    household = made.get("household")
    known = key_of(household if isinstance(household, str) else "")
    selection = SelectionPlan(
        pool=folder / places.POOL_FILE,
        quotas=options.quotas or folder / quotas,
        seats=len(members),
        lots=options.lots or (lots if isinstance(lots, int) else DEFAULT_LOTS),
        objective=options.objective or (objective if isinstance(objective, str) else DEFAULT_OBJECTIVE),
        household=known if options.households is None else options.households,
        id_column="id",
        waiting=len(waiting),
        destination=destination,
    )
    read = tuple(folder / name for name in (places.PANEL, places.WAITING, places.RECEIPT))
    return ReplacePlan(selection, before, options.leaving, read)


def _read_result(folder: Path) -> tuple[Receipt, str]:
    """Return the receipt of a result and the name of its quotas; its files must be as the receipt says."""
    if not (folder / places.RECEIPT).is_file():
        raise _no_result(folder)
    receipt = read_receipt(read_bytes(folder / places.RECEIPT), places.RECEIPT)
    quotas = [name for one in receipt.outputs if (name := places.bare(one.name)).startswith(f"{places.QUOTAS}.")]
    if receipt.stage not in {"select", "replace"} or len(quotas) != 1:
        raise _no_result(folder)
    made = {places.bare(one.name): one.sha256 for one in receipt.outputs}
    problems = [
        Problem(_("The file is not as its receipt says."), file=name)
        for name in (places.PANEL, places.WAITING, places.POOL_FILE, quotas[0])
        if digest_file(folder / name).sha256 != made.get(name)
    ]
    if problems:
        raise InputError(problems, hint=_("Fetch the files again from where they were published."))
    return receipt, quotas[0]


def _no_result(folder: Path) -> InputError:
    return InputError(
        [
            Problem(
                _("This is no result of a selection or a replacement."),
                file=folder.resolve().name,
                remedy=_("Name a folder that “forum select” or “forum replace” made."),
            )
        ]
    )


def _from_files(options: ReplaceOptions, destination: Destination) -> ReplacePlan:
    """Start from any files."""
    if options.panel is None or options.pool is None or options.quotas is None:
        raise UsageError(
            _("A replacement needs the panel as it is, the pool and the quotas."),
            hint=_(
                "Run it inside a procedure folder; or add --selection FOLDER with the result of forum select; or "
                "--panel FILE, --pool FILE and --quotas FILE, and --out FOLDER for the result."
            ),
        )
    table = read_table(options.panel)
    column = options.id_column if options.id_column in table.header else None
    members = tuple(sorted(identities(table, column).ids))
    selection = SelectionPlan(
        pool=options.pool,
        quotas=options.quotas,
        seats=len(members),
        lots=options.lots or DEFAULT_LOTS,
        objective=options.objective or DEFAULT_OBJECTIVE,
        household=options.households or HouseholdRule(),
        id_column=options.id_column,
        waiting=0,
        destination=destination,
    )
    return ReplacePlan(selection, Before(members, ()), options.leaving, (options.panel,))


def _require_known(plan: ReplacePlan) -> None:
    """Refuse dropouts who are no members, people who are both, and dropouts of everybody."""
    members, leaving = frozenset(plan.before.members), plan.leaving
    strangers = [one for one in leaving.out if one not in members]
    if strangers:
        raise UsageError(
            _("Not on the panel as it is: {ids}.").format(ids=_ids(strangers)),
            hint=_("Compare the ids with panel.csv. Who has been replaced before is no longer a member."),
        )
    if still := [one for one in leaving.unavailable if one in members]:
        raise UsageError(
            _("On the panel: {ids}.").format(ids=_ids(still)), hint=_("Members drop out by: --out-member ID")
        )
    if members <= set(leaving.out):
        raise UsageError(_("Nobody would remain."), hint=_('Select a new panel: forum select --again "reason"'))


def _ids(people: Sequence[str]) -> str:
    return ", ".join(people)
