"""``forum draw-towns``: which towns take part, and how many people each of them invites at home."""

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

from buergerforum.core.chance import Seed
from buergerforum.core.draw.towns import draw_towns, joined
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.municipalities import Directory, read_municipalities
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import TownsSettings, read_settings
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import Option, Receipt
from buergerforum.model.seal import Sealed
from buergerforum.model.towns import Municipality, TownsDraw, TownsOptions
from buergerforum.stages.running import Destination, running
from buergerforum.stages.sealing import require_as_sealed
from buergerforum.stages.town_files import write_orders, write_towns
from buergerforum.texts import _, listed


@dataclass(frozen=True, slots=True)
class TownWishes:
    """What the command line says; None: as ``forum.yaml`` says."""

    table: Path | None = None
    """Directory of municipalities."""
    size: int | None = None
    """People to be invited in all towns."""
    towns: int | None = None
    """About how many towns."""
    cap: str | None = None
    """Per cent of the inhabitants of a town."""
    classes: str | None = None
    """Bounds of the size classes, separated by commas."""
    associations: bool | None = None
    """Whether associations are drawn instead of their members."""
    lands: str | None = None
    """Keys of the Länder, separated by commas."""


@dataclass(frozen=True, slots=True)
class TownsPlan:
    """A draw of towns, complete but for the seed."""

    table: Path
    """Directory of municipalities."""
    options: TownsOptions
    """What was chosen."""
    associations: bool
    """Whether associations are drawn instead of their members."""
    lands: tuple[str, ...]
    """Keys of the Länder that take part; none: all."""
    destination: Destination
    """Where the result goes."""
    settings_file: Path | None = None
    """``forum.yaml``; None: outside a procedure."""
    language: str = ""
    """Of the order sheets; blank: that of the terminal."""

    def choices(self) -> dict[str, Option]:
        """Return what a seal fixes besides the files, as the receipt will have it."""
        cap = self.options.cap
        return {
            "size": self.options.size,
            "towns": self.options.towns,
            "cap": f"{cap.numerator}/{cap.denominator}",
            "classes": tuple(map(str, self.options.classes)),
            "associations": self.associations,
            "lands": self.lands,
        }


@dataclass(frozen=True, slots=True)
class TownsResult:
    """What the command says at the end."""

    drawn: TownsDraw
    """The result."""
    asked: int
    """Towns asked for."""
    notes: tuple[str, ...]
    """What was left out or interpreted."""
    receipt: Receipt
    """What was written down."""


def plan_towns(home: Procedure | None, wishes: TownWishes, out: Path | None, again: str) -> TownsPlan:
    """Complete the options given with those of the procedure.

    Raises
    ------
    UsageError
        If something is missing that only a procedure could say, or does not fit.
    """
    whole = read_settings(home.settings_path)[0] if home else None
    settings = whole.towns if whole else TownsSettings()
    table = wishes.table or (home.path(settings.table) if home and settings.table else None)
    if table is None or (home is None and wishes.size is None):
        raise UsageError(
            _("The draw of towns needs a directory of municipalities and a size."),
            hint=_("Add --table FILE and --size N, or name them in forum.yaml, towns."),
        )
    options = TownsOptions(
        wishes.size or settings.size, wishes.towns or settings.towns, _cap(wishes, settings), _classes(wishes, settings)
    )
    return TownsPlan(
        table,
        options,
        settings.associations if wishes.associations is None else wishes.associations,
        tuple(sorted(_split(wishes.lands))) if wishes.lands is not None else tuple(sorted(settings.lands)),
        Destination(home, places.TOWNS_FOLDER, out, again),
        home.settings_path if home else None,
        whole.language if whole else "",
    )


def _cap(wishes: TownWishes, settings: TownsSettings) -> Fraction:
    if wishes.cap is None:
        return Fraction(settings.cap) / 100
    try:
        cap = Decimal(wishes.cap.replace(",", ".").removesuffix("%").strip())
    except InvalidOperation:
        cap = Decimal(0)
    if not cap.is_finite() or not 0 < cap <= 100:
        raise _unfit("--cap", _("Give per cent of the inhabitants, more than 0 and at most 100, such as --cap 2."))
    return Fraction(cap) / 100


def _classes(wishes: TownWishes, settings: TownsSettings) -> tuple[int, ...]:
    if wishes.classes is None:
        return settings.classes
    words = _split(wishes.classes)
    found = tuple(int(word) for word in words if word.isascii() and word.isdigit())
    if len(found) < len(words) or list(found) != sorted(set(found)) or found[:1] in {(0,), (1,)}:
        hint = _("Give lowest numbers of inhabitants above 1, ascending, such as --classes 2000,5000,20000.")
        raise _unfit("--classes", hint)
    return found


def _unfit(option: str, hint: str) -> UsageError:
    return UsageError(_("The value of {name} does not fit.").format(name=option), hint=hint)


def _split(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def taking_part(directory: Directory, lands: tuple[str, ...], *, associations: bool) -> list[Municipality]:
    """Return the towns that can be drawn, by key.

    Parameters
    ----------
    directory
        As it was read.
    lands
        Keys of the Länder that take part; none: all.
    associations
        Whether associations are drawn instead of their members.

    Raises
    ------
    InputError
        If a Land that was named has none.
    """
    known = {town.land for town in directory.towns}
    if unknown := [land for land in lands if land not in known]:
        problem = Problem(
            _("The table has no municipalities of these Länder: {lands}.").format(lands=listed(unknown)),
            file=directory.digest.name,
            found=listed(sorted(known), 20),
            remedy=_("Name them with two digits, such as 05."),
        )
        raise InputError([problem])
    found = [town for town in directory.towns if not lands or town.land in lands]
    return sorted(joined(found) if associations else found, key=lambda town: town.key)


def run_towns(plan: TownsPlan, seed: Seed, progress: Progress = silent) -> TownsResult:
    """Draw towns and write ``towns.csv``, ``cells.csv``, ``municipalities.csv``, ``orders/`` and ``receipt.json``.

    Parameters
    ----------
    plan
        As published before the seed.
    seed
        Drawn in public.
    progress
        Told how far it is.

    Raises
    ------
    InputError
        If the table cannot be used, or the cap cannot be kept.
    """
    destination = plan.destination
    with running(destination) as run:
        progress(_("Reading the directory of municipalities"), 0, 2)
        directory = read_municipalities(plan.table)
        require_as_sealed(destination, Sealed.TOWNS, plan.choices())
        towns = taking_part(directory, plan.lands, associations=plan.associations)
        drawn = draw_towns(towns, plan.options, seed)
        progress(_("Writing the order sheets"), 1, 2)
        write_towns(run.folder, towns, drawn)
        write_orders(run.folder, drawn, seed, plan.language)
        inputs = [replace(directory.digest, name=destination.name_of(plan.table))]
        inputs += [destination.digest(plan.settings_file)] if plan.settings_file else []
        figures: dict[str, Option] = {
            "inhabitants": drawn.inhabitants,
            "municipalities": len(towns),
            "drawn": len(drawn.towns),
            "replacements": len(drawn.replacements),
            "persons": sum(one.persons for one in drawn.towns),
        }
        receipt = run.finish(
            Receipt("draw-towns", plan.choices(), tuple(inputs), seed=seed, figures=figures, versions=versions())
        )
    return TownsResult(drawn, plan.options.towns, directory.notes, receipt)
