"""A drafted quota file as YAML with comments, in the form that :mod:`buergerforum.io.quota_settings` reads."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from buergerforum.io.files import write_bytes
from buergerforum.model.quota_plan import DraftedAim, Origin, QuotaPlan
from buergerforum.model.quotas import Feature, Value
from buergerforum.texts import _, number

_PLAIN = re.compile(r"[^\W\d_][\w.+/-]*( [\w.+/-]+)*|\d+-\d+|\d+\+")
_NOT_TEXT = {"null", "true", "false", "n", "y", "yes", "no", "on", "off"}
"""What some readers of YAML would not take for a text."""


def write_draft(path: Path, plan: QuotaPlan, drafted: Sequence[DraftedAim], seats: int, heading: Sequence[str]) -> None:
    """Write a quota file.

    Parameters
    ----------
    path
        The file.
    plan
        Features, where the shares come from, order of relaxation.
    drafted
        In the order of the plan's aims.
    seats
        To fill.
    heading
        Lines of comment above.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    lines = [*(f"# {line}".rstrip() for line in heading), "", "format: 1", f"seats: {seats}", "", "features:"]
    origins = {origin.feature: origin for origin in plan.origins}
    single = {one.aim.cell[0]: one for one in drafted if len(one.aim.cell) == 1}
    for feature in plan.features:
        lines += _feature(feature, origins.get(feature.name), single)
    joint = [one for one in drafted if len(one.aim.cell) > 1]
    if joint:
        lines += ["", "joint:", *(line for one in joint for line in _joint(one))]
    lines += ["", *_relaxation(plan)]
    write_bytes(path, "".join(f"{line}\n" for line in lines).encode())


def _feature(feature: Feature, origin: Origin | None, drafted: Mapping[tuple[str, str], DraftedAim]) -> Iterator[str]:
    yield f"  {_scalar(feature.name)}:"
    if feature.label:
        yield f"    label: {_scalar(feature.label)}"
    if origin and origin.source:
        yield f"    source: {_scalar(origin.source)}"
    if origin and origin.date:
        yield f"    date: {_scalar(origin.date)}"
    if origin and origin.base:
        counted = "" if origin.base_number is None else f"number: {origin.base_number}, "
        yield f"    base: {{{counted}counts: {_scalar(origin.base)}}}"
    yield "    values:"
    for value in feature.values:
        one = drafted[(feature.name, value.name)]
        estimated = bool(origin and value.name in origin.estimated)
        settings = ", ".join([*_about(value, estimated=estimated), *_ends(one)])
        yield f"      {_scalar(value.name)}: {{{settings}}}{_remark(one)}"


def _about(value: Value, *, estimated: bool) -> Iterator[str]:
    if value.label:
        yield f"label: {_scalar(value.label)}"
    if value.includes:
        yield f"includes: [{', '.join(map(_scalar, value.includes))}]"
    if estimated:
        yield "estimate: true"


def _ends(one: DraftedAim) -> Iterator[str]:
    aim = one.aim
    settings = {
        "share": aim.share,
        "min": aim.minimum,
        "max": aim.maximum,
        "min_flex": aim.min_flex,
        "max_flex": aim.max_flex,
    }
    yield from (f"{key}: {setting}" for key, setting in settings.items() if setting is not None)


def _remark(one: DraftedAim) -> str:
    """Say what minimum and maximum follow from."""
    if one.shown is None:
        return ""
    exact = _("by share: {seats} seats").format(seats=number(one.shown, 2))
    if one.people is None:
        return f"  # {exact}"
    return f"  # {_('{people} people').format(people=number(one.people))}; {exact}"


def _joint(one: DraftedAim) -> Iterator[str]:
    cell = ", ".join(f"{_scalar(name)}: {_scalar(value)}" for name, value in one.aim.cell)
    yield f"  - cell: {{{cell}}}{_remark(one)}"
    yield from (f"    {setting}" for setting in _ends(one))


def _relaxation(plan: QuotaPlan) -> list[str]:
    names = plan.relaxation or tuple(feature.name for feature in plan.features)
    line = f"relaxation: [{', '.join(map(_scalar, names))}]"
    told = _("What may be relaxed first, if not all quotas can be met; decide and publish it before the draw.")
    if plan.relaxation:
        return [f"# {told}", line]
    return [f"# {told}", "# " + _("Put the features into your order and remove the mark before the line:"), f"# {line}"]


def _scalar(text: str) -> str:
    """Return a text as YAML, in quotation marks where a reader could take it for something else."""
    return text if _PLAIN.fullmatch(text) and text.casefold() not in _NOT_TEXT else json.dumps(text, ensure_ascii=False)
