"""Planning a mailing: who gets the letter, from which template, into which files; or why it must not be made now."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.letters.kinds import LETTERS, Code
from buergerforum.core.record.remarks import check_reason
from buergerforum.errors import UsageError
from buergerforum.io.identities import identities
from buergerforum.io.materials import material
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import Settings, read_settings
from buergerforum.io.tables import read_table
from buergerforum.model import places
from buergerforum.model.letters import Kind, Output
from buergerforum.stages.addressees import Addressees, addressees, extract_day
from buergerforum.stages.letter_values import date_of, quotas_of
from buergerforum.stages.purge_protocol import day_said
from buergerforum.stages.running import Destination, journal_of
from buergerforum.stages.suppression import Suppression, read_suppression
from buergerforum.texts import _

BATCH = 500
"""Letters in one PDF, unless said otherwise."""


@dataclass(frozen=True, slots=True)
class LetterOptions:
    """What the command line says."""

    addresses: Path | None = None
    """The key file."""
    suppression: Path | None = None
    """Who must not be written to any more."""
    people: Path | None = None
    """Those who get the letter, without a procedure."""
    codes: Path | None = None
    """Codes given out before, without a procedure."""
    settings: Path | None = None
    """``forum.yaml``; None: that of the procedure."""
    outputs: tuple[Output, ...] = (Output.BATCHES,)
    """In which forms the letters are written."""
    word: Path | None = None
    """Template for Word letters."""
    batch: int = BATCH
    """Letters in one PDF."""
    skip_faulty: bool = False
    """Whether letters that cannot be made are left out and listed."""
    stale: str = ""
    """Why an old look at the register is good enough."""


@dataclass(frozen=True, slots=True)
class LetterPlan:
    """A mailing."""

    kind: Kind
    """Which letter."""
    options: LetterOptions
    """As given."""
    to: Addressees
    """Who gets it."""
    suppression: Suppression | None
    """Who must not be written to any more; None: no list was given."""
    codes: Path | None
    """Codes given out before; None: none."""
    settings: Settings
    """Of the procedure."""
    settings_file: Path
    """``forum.yaml``."""
    template: Path
    """Text of the letter."""
    destination: Destination
    """Where the result goes."""

    def addresses_read(self) -> Path:
        """Return the key file.

        Raises
        ------
        UsageError
            If none was given: then letters can be counted, but not made.
        """
        if self.options.addresses is None:
            raise UsageError(
                _("Letters need addresses."),
                hint=_("Add --addresses FILE with the key file that “forum frame” made at the Meldebehörde."),
            )
        return self.options.addresses

    def word_template(self) -> Path:
        """Return the office's own Word template.

        Raises
        ------
        UsageError
            If none was given.
        """
        if self.options.word is None:
            raise UsageError(
                _("Word letters need a Word template."),
                hint=_("Add --word FILE with a .docx in which fields stand in double curly brackets."),
            )
        return self.options.word


def plan_letters(
    home: Procedure | None, kind: Kind, options: LetterOptions, out: Path | None, again: str
) -> LetterPlan:
    """Complete the options given with those of the procedure.

    Raises
    ------
    UsageError
        If something is missing that only a procedure could say, the procedure is not that far, answers wait, or the
        register was looked at too long ago.
    InputError
        If settings or lists cannot be used.
    """
    settings_file = options.settings or (home.settings_path if home else None)
    if settings_file is None or (home is None and options.people is None):
        raise UsageError(
            _("Without a procedure folder, letters need people and settings."),
            hint=_("Add --people FILE, --settings FILE and --out FOLDER, or change into the procedure."),
        )
    settings = read_settings(settings_file)[0]
    suppression = read_suppression(options.suppression) if options.suppression else None
    codes = home.path(places.CODES) if home else options.codes
    if home:
        to = addressees(home, kind, suppression, again=bool(again))
        _check_fresh(kind, settings, settings_file, suppression, extract_day(journal_of(home)), options)
    else:
        to = _named(options.people, suppression)
    return LetterPlan(
        kind=kind,
        options=options,
        to=to,
        suppression=suppression,
        codes=_codes_file(kind, codes),
        settings=settings,
        settings_file=settings_file,
        template=template_for(settings_file.parent if home is None else home.root, kind, settings),
        destination=Destination(home, places.mailing_folder(kind.value, to.number), out, again),
    )


def _named(people: Path | None, suppression: Suppression | None) -> Addressees:
    """Return the people of a list, without a procedure."""
    ids = sorted(set(identities(read_table(people)).ids)) if people else []
    gone = set(suppression.reasons) if suppression else set()
    kept = tuple(one for one in ids if one not in gone)
    return Addressees(1, kept, 0, len(ids) - len(kept), (people,) if people else (), {})


def _codes_file(kind: Kind, codes: Path | None) -> Path | None:
    if codes is not None and codes.exists():
        return codes
    if LETTERS[kind].code is Code.NEEDS:
        raise UsageError(
            _("This letter prints personal codes, and none have been given out."),
            hint=_("Codes are given out by: forum letters invitation. Without a procedure, add --codes FILE."),
        )
    return None


def _check_fresh(
    kind: Kind,
    settings: Settings,
    settings_file: Path,
    suppression: Suppression | None,
    extract: dt.date | None,
    options: LetterOptions,
) -> None:
    """Refuse letters to people of whom it is not known whether they still live, and live there."""
    if check_reason(options.stale):
        return
    limit = settings.letters.freshness
    posted = date_of(kind, settings.letters, settings_file.name)
    looked = max((day for day in (extract, suppression.day if suppression else None) if day), default=None)
    if kind is Kind.REMINDER and suppression is None:
        raise UsageError(_("A reminder needs a suppression list."), hint=_ask(limit))
    if looked is not None and (posted - looked).days > limit:
        raise UsageError(
            _(
                "The register was last looked at on {day}, more than {number} days before the letters are posted."
            ).format(day=day_said(looked), number=limit),
            hint=_ask(limit),
        )


def _ask(limit: int) -> str:
    return _(
        "Ask the Meldebehörde for a list of all who have died, moved or objected since, not older than {number} days, "
        'and add it: --suppression FILE. If there are good reasons to do without: --stale "reason".'
    ).format(number=limit)


def template_for(root: Path, kind: Kind, settings: Settings) -> Path:
    """Return the template of the office, or ours where there is none.

    Parameters
    ----------
    root
        The folder that holds ``letters``.
    kind
        Which letter.
    settings
        Of the procedure.
    """
    place = Path(settings.language, f"{LETTERS[kind].template}.md.j2")
    own = root / places.LETTERS / place
    return own if own.exists() else material(places.LETTERS) / place


def seats_in(settings: Settings, settings_file: Path) -> dict[str, int]:
    """Return the number of seats, by the name that templates use, if settings or quota file say it.

    Parameters
    ----------
    settings, settings_file
        Of the procedure; the quota file is named relative to them.
    """
    seats = settings.selection.seats
    if seats is None and (table := quotas_of(settings, settings_file)) is not None:
        seats = table.seats
    return {"seats": seats} if seats else {}
