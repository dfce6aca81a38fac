"""``forum quotas derive``: a quota file made from shares."""

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from textwrap import wrap

from buergerforum.core.quotas.checks import check_plan
from buergerforum.core.quotas.drafting import draft, draft_counted, shares_written
from buergerforum.errors import InputError, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.quota_drafts import write_draft
from buergerforum.io.quota_files import read_quota_file
from buergerforum.io.quota_shares import ShareTable, read_shares
from buergerforum.io.settings import read_settings
from buergerforum.model import places
from buergerforum.model.quota_plan import Aim, DraftedAim, Place, QuotaPlan, Tolerance
from buergerforum.stages.quotas import LoadedQuotas, read_quotas
from buergerforum.texts import _, speaking

_YAML = {".yaml", ".yml"}
_WIDTH = 110
"""Of lines of comment."""


@dataclass(frozen=True, slots=True)
class DeriveOptions:
    """What is chosen; None: as the file or ``forum.yaml`` says."""

    shares: Path | None = None
    """A table of shares or people, or a quota file in YAML."""
    seats: int | None = None
    """To fill."""
    tolerance: Tolerance | None = None
    """Widens every quota that follows from a share."""


@dataclass(frozen=True, slots=True)
class DerivePlan:
    """A derivation, complete."""

    shares: Path
    """A table of shares or people, or a quota file in YAML."""
    seats: int | None
    """None: as the file says."""
    tolerance: Tolerance | None
    """None: as the file says, else none."""
    out: Path
    """The new file."""
    language: str
    """Of its comments; blank: that of the terminal."""


@dataclass(frozen=True, slots=True)
class DeriveReport:
    """What the command says at the end."""

    written: Path
    """The file."""
    quotas: LoadedQuotas
    """The file, read back."""
    drafted: tuple[DraftedAim, ...]
    """What was written, value by value."""
    notes: tuple[str, ...]
    """What was interpreted in reading the shares."""


def plan_derive(home: Procedure | None, options: DeriveOptions, out: Path | None) -> DerivePlan:
    """Complete the options given with those of the procedure.

    Raises
    ------
    InputError
        If ``forum.yaml`` cannot be used.
    UsageError
        If something is missing that only a procedure could say, or the new file is no YAML or is there already.
    """
    settings = read_settings(home.settings_path)[0] if home else None
    shares = options.shares
    seats = options.seats
    if home and settings:
        shares = shares or home.path(settings.selection.quotas)
        seats = settings.selection.seats if seats is None else seats
    if shares is None:
        raise UsageError(
            _("It is not said where the shares are."),
            hint=_("Add --shares FILE, or run it inside a procedure folder."),
        )
    if out is None:
        if home is None:
            raise UsageError(
                _("It is not said where the quotas shall go."), hint=_("Add --out FILE, such as quotas.yaml.")
            )
        out = home.path(places.QUOTAS) / f"{shares.stem}-derived.yaml"
    if out.suffix.lower() not in _YAML:
        raise UsageError(
            _("“{file}” would be no YAML file.").format(file=out.name), hint=_("Let its name end in .yaml.")
        )
    if out.exists():
        raise UsageError(
            _("“{file}” is there already.").format(file=out.name),
            hint=_("Name another file: --out FILE. Nothing was changed."),
        )
    return DerivePlan(shares, seats, options.tolerance, out, settings.language if settings else "")


def run_derive(plan: DerivePlan) -> DeriveReport:
    """Turn shares into minimum and maximum, and write them as a quota file with comments.

    Raises
    ------
    InputError
        If the shares cannot be used.
    UsageError
        If nobody says how many seats there are.
    """
    if plan.shares.suffix.lower() in _YAML:
        file = read_quota_file(plan.shares)
        told, notes = file.plan, file.notes
        problems = [*file.problems, *check_plan(told)]
        seats = _seats(plan, told.seats)
        if problems:
            raise InputError(problems)
        drafted = draft(told, seats, plan.tolerance)
    else:
        table = read_shares(plan.shares)
        told, notes = _plan_of(table, plan.shares.name), table.notes
        if problems := check_plan(told):
            raise InputError(problems)
        seats = _seats(plan, None)
        tolerance = plan.tolerance or Tolerance()
        if table.counted:
            people = {cell: int(weight) for cell, weight in table.weights.items()}
            drafted = draft_counted(told, people, seats, tolerance)
        else:
            drafted = draft(told, seats, tolerance)
    with speaking(plan.language):
        write_draft(plan.out, told, drafted, seats, _heading(plan, seats))
    return DeriveReport(plan.out, _read_back(plan, drafted, seats), drafted, notes)


def _plan_of(table: ShareTable, file: str) -> QuotaPlan:
    """Return the shares as a quota file has them; numbers of people become shares with two decimals."""
    weights = dict(table.weights)
    if table.counted:
        for feature in table.features:
            cells = [((feature.name, value.name),) for value in feature.values]
            weights |= dict(zip(cells, shares_written([int(table.weights[cell]) for cell in cells]), strict=True))
    return QuotaPlan(file, table.features, tuple(Aim(cell, Place(), weight) for cell, weight in weights.items()))


def _seats(plan: DerivePlan, told: int | None) -> int:
    seats = told if plan.seats is None else plan.seats
    if seats is None:
        raise UsageError(_("It is not said how many seats there are."), hint=_("Add --seats with their number."))
    return seats


def _heading(plan: DerivePlan, seats: int) -> list[str]:
    lines = [_("Quotas for {seats} seats, derived from {file}.").format(seats=seats, file=plan.shares.name)]
    if plan.tolerance:
        told = _("Tolerance: the larger of {seats} seats and {percent} per cent of the exact seats.")
        lines.append(told.format(seats=plan.tolerance.seats, percent=plan.tolerance.percent))
    lines.append(
        _(
            "Behind every value stands what its minimum and maximum follow from: share × seats, less the tolerance and "
            "rounded down, plus the tolerance and rounded up. The numbers may be changed; for another number of seats "
            "derive them anew."
        )
    )
    return [line for text in lines for line in wrap(text, _WIDTH)]


def _read_back(plan: DerivePlan, drafted: tuple[DraftedAim, ...], seats: int) -> LoadedQuotas:
    """Make sure that the file, read back, says what it shall."""
    found = read_quotas(plan.out, seats, sums=False)
    wanted = {one.aim.cell: (one.aim.minimum, one.aim.maximum) for one in drafted}
    if {quota.cell: (quota.minimum, quota.maximum) for quota in found.table.quotas} != wanted:
        raise ArithmeticError("the derived quotas are not what was written")
    return found


def tolerance_of(seats: str | None, percent: str | None) -> Tolerance | None:
    """Return the tolerance that was typed; None: nothing was.

    Raises
    ------
    UsageError
        If it is no number.
    """
    if seats is None and percent is None:
        return None
    return replace(Tolerance(), seats=_decimal(seats), percent=_decimal(percent))


def _decimal(typed: str | None) -> Decimal:
    text = (typed or "0").strip().replace(",", ".")
    if not text.isascii() or not text.replace(".", "", 1).isdigit():
        raise UsageError(
            _("“{typed}” is no tolerance.").format(typed=typed), hint=_("Give a number, 0 or more, such as 1 or 1.5.")
        )
    return Decimal(text)
