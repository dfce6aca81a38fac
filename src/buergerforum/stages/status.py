"""``forum status``: what has been done, who has answered, and which quotas can be met. It changes nothing."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.applications.forecast import Basis, outlook
from buergerforum.core.applications.merging import merge, pool_of
from buergerforum.core.applications.standing import quota_standings, standing
from buergerforum.core.record.receipt import read_receipt
from buergerforum.core.state.transitions import SEATED
from buergerforum.io.files import read_bytes
from buergerforum.io.pools import read_pool
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.applications import Invited
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.standing import Outlook, QuotaStanding, Standing
from buergerforum.stages.answers import kept_answers
from buergerforum.stages.judging import codes_file, invitee_files, read_invited, rules_of
from buergerforum.stages.quotas import quotas_beside, read_quotas
from buergerforum.stages.record import EVENT
from buergerforum.stages.reviewing import decisions_of
from buergerforum.stages.running import journal_of
from buergerforum.stages.states import states_of
from buergerforum.texts import _

WAVE = 500
"""Size of the further wave that is forecast if nobody asks for another."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done, as the journal has it."""

    time: str
    """ISO 8601 with offset, as the machine's clock said."""
    done: str
    """Name of the command."""
    what: str
    """Folder of the result, or what was sealed; blank where the command says all."""
    again: str
    """Why it was done once more; blank: it was the first time."""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What the command shows."""

    steps: tuple[Step, ...]
    """In the order of the journal."""
    standing: Standing | None
    """None: nobody has been drawn yet."""
    notes: tuple[str, ...]
    """What deserves attention."""
    outlook: Outlook | None = None
    """What can still be done; None: nobody was written to, there are no quotas, or the selection was made."""
    name: str = ""
    """Of the procedure."""
    language: str = ""
    """Of its workbooks and pages; blank: that of the terminal."""


def run_status(home: Procedure, wave: int = WAVE) -> StatusReport:
    """Look at a procedure.

    Parameters
    ----------
    home
        The procedure.
    wave
        Size of the further wave to forecast.

    Raises
    ------
    InputError
        If one of its files cannot be used.
    QuotaError
        If no panel whatsoever can meet the sums of the quotas.
    """
    settings = read_settings(home.settings_path)[0]
    steps = _steps(home)
    invitees = invitee_files(home)
    if not invitees:
        return StatusReport(steps, None, (_("Nobody has been drawn yet."),))
    rules = rules_of(settings, home)
    codes = codes_file(home)
    people = states_of(home)
    invited = read_invited(invitees, codes if codes.exists() else None, settings, people)
    answers = kept_answers(home, rules)
    merged = merge(answers, invited, rules, decisions_of(home))
    written = _pool_as_written(home)
    erased = any(one.erased for one in people.values())
    pool = written if written is not None and (erased or not answers) else pool_of(merged, invited, rules)
    table = quotas_beside(home.settings_path, settings)
    found = standing(invited, merged, pool, table, {person: one.state for person, one in people.items()})
    seated = any(one.state in SEATED for one in people.values())
    # Once there is a panel, its pool stays as it was drawn from: who leaves then is replaced, not merged away.
    notes = _notes(invited, found, outdated=not seated and written is not None and pool != written)
    if table is None or not invited.codes or seated:
        return StatusReport(steps, found, notes, None, settings.name, settings.language)
    future = outlook(Basis(invited, rules, pool, table, people), wave, _reserve(home))
    return StatusReport(steps, found, notes, future, settings.name, settings.language)


def run_pool_status(pool: Path, quotas: Path, seats: int | None = None) -> tuple[QuotaStanding, ...]:
    """Look at anybody's pool and quotas.

    Raises
    ------
    InputError
        If one of the files cannot be used.
    QuotaError
        If no panel whatsoever can meet the sums of the quotas.
    """
    table = read_quotas(quotas, seats).table
    return quota_standings(read_pool(pool, table).pool, table)


def _steps(home: Procedure) -> tuple[Step, ...]:
    return tuple(
        Step(
            time=entry.time,
            done=str(entry.details.get("stage") or entry.event),
            what=str(entry.details.get("folder") or entry.details.get("what") or ""),
            again=str(entry.details.get("again") or ""),
        )
        for entry in journal_of(home)
        if entry.event != EVENT  # what was recorded of single people shows in how they stand
    )


def _pool_as_written(home: Procedure) -> Pool | None:
    """Return the pool of the last merge; it stays when the answers themselves have been deleted."""
    path = home.path(places.POOL)
    if not path.exists():
        return None
    table = read_table(path, required=("id",))
    features = tuple(heading for heading in table.header if heading != "id")
    return Pool(
        features, tuple(Applicant(one["id"], tuple(one[feature] for feature in features)) for one in table.records())
    )


def _reserve(home: Procedure) -> int:
    """Return how many people could still be drawn, as the receipt of the last wave says."""
    receipts = [path.with_name(places.RECEIPT) for path in invitee_files(home)]
    last = [path for path in receipts if path.exists()][-1:]
    figures = read_receipt(read_bytes(last[0]), places.RECEIPT).figures if last else {}
    left = figures.get("reserve", 0)
    return left if isinstance(left, int) else 0


def _notes(invited: Invited, found: Standing, *, outdated: bool) -> tuple[str, ...]:
    notes = []
    if not invited.codes:
        notes.append(_("No letters have been made yet."))
    if not found.quotas:
        notes.append(_("There is no quota file yet; forum.yaml names it under selection: quotas."))
    for feature, value, people in found.strangers:
        text = _("The quotas do not know the value “{value}” of “{feature}” (people in the pool: {people}).")
        notes.append(text.format(value=value, feature=feature, people=people))
    if outdated:
        notes.append(
            _(
                "The pool would be another one today: since the last merge, settings were changed or something was "
                "recorded. Run forum merge."
            )
        )
    return tuple(notes)
