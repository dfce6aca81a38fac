"""What must be true of a quota file, whatever the number of seats; every check yields problems with their places.

1. No cell stands twice, and no text of the pool counts for two values of one feature.
2. Joint cells join two or more features that exist, at values that exist; the order of relaxation names features that
   exist, once each.
3. Seats and shares are not negative; no minimum is above its maximum; a repair may only widen.
4. The shares of a feature add up to 100 but for rounding: each may be off by half a unit of its last decimal.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Unpack

from buergerforum.core.quotas.derive import shares_of
from buergerforum.errors import Problem, Said
from buergerforum.model.quota_plan import Aim, Place, QuotaPlan
from buergerforum.model.quotas import Cell, Feature
from buergerforum.texts import _, listed

_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")


def check_plan(plan: QuotaPlan) -> list[Problem]:
    """Return everything that contradicts itself in a quota file, in the order of its rows."""
    problems = [
        *_twice(plan),
        *_ambiguous(plan),
        *_strangers(plan),
        *_relaxation(plan),
        *(problem for aim in plan.aims for problem in _numbers(plan, aim)),
        *_shares(plan),
    ]
    return sorted(problems, key=lambda problem: problem.row or 0)


def check_ranges(plan: QuotaPlan, bounds: Sequence[tuple[int, int]]) -> list[Problem]:
    """Return the aims whose minimum and maximum do not go together once shares have become seats.

    Parameters
    ----------
    plan
        A plan in which :func:`check_plan` found nothing.
    bounds
        Minimum and maximum of each aim.
    """
    return [
        problem
        for aim, (minimum, maximum) in zip(plan.aims, bounds, strict=True)
        for problem in _order(plan, aim, minimum, maximum)
    ]


def said(cell: Cell) -> str:
    """Return how messages call a cell, such as ``sex: w`` or ``age_group: 16-29 × sex: w``."""
    return " × ".join(f"{feature}: {value}" for feature, value in cell)


def _problem(plan: QuotaPlan, place: Place, what: str, key: str = "", **more: Unpack[Said]) -> Problem:
    column = f"{place.key}.{key}" if place.key and key else place.key or key
    return Problem(what, file=plan.file, row=place.row, column=column, **more)


def _twice(plan: QuotaPlan) -> Iterator[Problem]:
    first: dict[Cell, Place] = {}
    for aim in plan.aims:
        cell = tuple(sorted(aim.cell))
        earlier = first.setdefault(cell, aim.place)
        if earlier is not aim.place:
            where = earlier.key if earlier.row is None else _("row {row}").format(row=earlier.row)
            yield _problem(
                plan,
                aim.place,
                _("“{cell}” stands twice, first in {place}.").format(cell=said(aim.cell), place=where),
                remedy=_("Leave one of them."),
            )


def _ambiguous(plan: QuotaPlan) -> Iterator[Problem]:
    for feature in plan.features:
        meant: dict[str, str] = {}
        for value in feature.values:
            for text in (value.name, *value.includes):
                other = meant.setdefault(text, value.name)
                if other != value.name:
                    what = _("“{text}” counts for two values of “{feature}”: {first} and {second}.").format(
                        text=text, feature=feature.name, first=other, second=value.name
                    )
                    yield Problem(what, file=plan.file, remedy=_("Leave one of them."))


def _strangers(plan: QuotaPlan) -> Iterator[Problem]:
    known = {feature.name: feature for feature in plan.features}
    for aim in plan.aims:
        for name, value in aim.cell:
            yield from _stranger(plan, aim.place, known.get(name), (name, value))


def _stranger(plan: QuotaPlan, place: Place, feature: Feature | None, part: tuple[str, str]) -> Iterator[Problem]:
    name, value = part
    if feature is None:
        yield _problem(
            plan,
            place,
            _("There is no feature “{feature}”.").format(feature=name),
            expected=listed(tuple(feature.name for feature in plan.features)),
        )
    elif value not in (names := tuple(one.name for one in feature.values)):
        yield _problem(
            plan,
            place,
            _("The feature “{feature}” has no value “{value}”.").format(feature=name, value=value),
            expected=listed(names),
        )


def _relaxation(plan: QuotaPlan) -> Iterator[Problem]:
    names = tuple(feature.name for feature in plan.features)
    for number, name in enumerate(plan.relaxation):
        if name not in names:
            what = _("There is no feature “{feature}”.").format(feature=name)
            yield _problem(plan, Place(key="relaxation"), what, expected=listed(names))
        elif name in plan.relaxation[:number]:
            what = _("The feature “{feature}” stands twice.").format(feature=name)
            yield _problem(plan, Place(key="relaxation"), what, remedy=_("Leave one of them."))


def _numbers(plan: QuotaPlan, aim: Aim) -> Iterator[Problem]:
    given = {"min": aim.minimum, "max": aim.maximum, "min_flex": aim.min_flex, "max_flex": aim.max_flex}
    negative = {key: number for key, number in given.items() if number is not None and number < 0}
    for key, number in negative.items():
        yield _problem(
            plan, aim.place, _("A number of seats cannot be negative."), key, found=str(number), expected=_("0 or more")
        )
    if aim.share is not None and aim.share < 0:
        yield _problem(
            plan, aim.place, _("A share cannot be negative."), "share", found=str(aim.share), expected=_("0 or more")
        )
    if not negative:
        yield from _order(plan, aim, aim.minimum, aim.maximum)


def _order(plan: QuotaPlan, aim: Aim, minimum: int | None, maximum: int | None) -> Iterator[Problem]:
    if minimum is not None and maximum is not None and minimum > maximum:
        yield _problem(
            plan,
            aim.place,
            _("The minimum of “{cell}” is larger than its maximum.").format(cell=said(aim.cell)),
            found=f"{minimum} > {maximum}",
        )
    if minimum is not None and aim.min_flex is not None and aim.min_flex > minimum:
        yield _problem(
            plan,
            aim.place,
            _("A repair may only lower the minimum of “{cell}”.").format(cell=said(aim.cell)),
            "min_flex",
            found=str(aim.min_flex),
            expected=_("at most {number}").format(number=minimum),
        )
    if maximum is not None and aim.max_flex is not None and aim.max_flex < maximum:
        yield _problem(
            plan,
            aim.place,
            _("A repair may only raise the maximum of “{cell}”.").format(cell=said(aim.cell)),
            "max_flex",
            found=str(aim.max_flex),
            expected=_("at least {number}").format(number=maximum),
        )


def _shares(plan: QuotaPlan) -> Iterator[Problem]:
    for feature in plan.features:
        shares = tuple(shares_of(plan, feature.name).values())
        total = sum(shares, Decimal(0))
        rounding = sum((_HALF.scaleb(int(share.as_tuple().exponent)) for share in shares), Decimal(0))
        if shares and abs(total - _HUNDRED) > rounding:
            yield _problem(
                plan,
                Place(key=f"features.{feature.name}"),
                _("The shares of “{feature}” do not add up to 100 per cent.").format(feature=feature.name),
                found=str(total),
                expected=_("100, give or take {rounding} for rounding").format(rounding=f"{rounding.normalize():f}"),
                remedy=_("Correct the shares, or add the group that is missing."),
            )
