"""Planning a mailing: who gets the letter, by which lists, from which template."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.letters.kinds import LETTERS
from buergerforum.errors import UsageError
from buergerforum.io.materials import material
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import Settings, read_settings
from buergerforum.io.typesetting import BATCH
from buergerforum.model import places
from buergerforum.model.letters import Kind
from buergerforum.stages.letter_values import quotas_of
from buergerforum.stages.running import Destination
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class LetterOptions:
    """What the command line says."""

    addresses: Path | None = None
    """The key file."""
    people: Path | None = None
    """Those who get the letter, without a procedure."""
    codes: Path | None = None
    """Codes given out before, without a procedure."""
    settings: Path | None = None
    """``forum.yaml``; None: that of the procedure."""
    batch: int = BATCH
    """Letters in one PDF."""


@dataclass(frozen=True, slots=True)
class LetterPlan:
    """A mailing."""

    kind: Kind
    """Which letter."""
    addresses: Path
    """The key file."""
    lists: tuple[Path, ...]
    """First those the letter is meant for, then those who get another one instead."""
    codes: Path | None
    """Codes given out before; None: none."""
    settings: Settings
    """Of the procedure."""
    settings_file: Path
    """``forum.yaml``."""
    template: Path
    """Text of the letter."""
    batch: int
    """Letters in one PDF."""
    destination: Destination
    """Where the result goes."""


def plan_letters(
    home: Procedure | None, kind: Kind, options: LetterOptions, out: Path | None, again: str
) -> LetterPlan:
    """Complete the options given with those of the procedure.

    Raises
    ------
    UsageError
        If something is missing that only a procedure could say, or the procedure is not that far.
    """
    if options.addresses is None:
        raise UsageError(
            _("Letters need addresses."),
            hint=_("Add --addresses FILE with the key file that “forum frame” made at the Meldebehörde."),
        )
    if home is None:
        return _plan_without(kind, options, options.addresses, Destination(None, _folder(kind, 1), out, again))
    settings_file = options.settings or home.settings_path
    settings = read_settings(settings_file)[0]
    number, lists = _lists(home, kind)
    codes = home.path(places.CODES)
    return LetterPlan(
        kind=kind,
        addresses=options.addresses,
        lists=lists,
        codes=codes if codes.exists() else None,
        settings=settings,
        settings_file=settings_file,
        template=template_for(home.root, kind, settings),
        batch=options.batch,
        destination=Destination(home, _folder(kind, number), out, again),
    )


def _plan_without(kind: Kind, options: LetterOptions, addresses: Path, destination: Destination) -> LetterPlan:
    if options.people is None or options.settings is None or (kind is not Kind.INVITATION and options.codes is None):
        raise UsageError(
            _("Without a procedure folder, letters need people, settings and, but for invitations, codes."),
            hint=_("Add --people FILE, --settings FILE, --codes FILE and --out FOLDER, or change into the procedure."),
        )
    settings = read_settings(options.settings)[0]
    return LetterPlan(
        kind=kind,
        addresses=addresses,
        lists=(options.people,),
        codes=options.codes,
        settings=settings,
        settings_file=options.settings,
        template=template_for(options.settings.parent, kind, settings),
        batch=options.batch,
        destination=destination,
    )


def _folder(kind: Kind, number: int) -> str:
    return places.mailing_folder(kind.value, number)


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


def _lists(home: Procedure, kind: Kind) -> tuple[int, tuple[Path, ...]]:
    """Return the number of the mailing and the lists that say who gets it."""
    if kind is Kind.INVITATION:
        waves = sorted(
            int(path.parent.name.removeprefix("wave-")) for path in home.root.glob("draw/wave-*/invitees.csv")
        )
        if not waves:
            raise UsageError(_("Nobody has been drawn yet."), hint=_("First: forum draw"))
        # The first wave without letters; once all have theirs, the last.
        wave = next((number for number in waves if not home.path(_folder(kind, number)).exists()), waves[-1])
        return wave, (home.path(f"draw/wave-{wave}/invitees.csv"),)
    row = LETTERS[kind]
    if kind not in (Kind.ACCEPTANCE, Kind.REJECTION):
        raise UsageError(
            _("“{kind}” cannot be sent yet.").format(kind=row.title()),
            hint=_("Look at it with: forum letters {kind} --preview").format(kind=kind.value),
        )
    paths = tuple(home.path(name) for name in (row.meant, *row.instead))
    if not all(path.exists() for path in paths):
        raise UsageError(_("Nobody has been selected yet."), hint=_("First: forum select"))
    return 1, paths
