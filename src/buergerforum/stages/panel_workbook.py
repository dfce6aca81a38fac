"""``panel.xlsx``: the panel as officials read it, with the quota table reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.selection.panel_check import reached
from buergerforum.io.workbooks import Cell, Sheet, write_workbook
from buergerforum.model.quotas import Quota, QuotaTable
from buergerforum.stages.selection_inputs import Inputs
from buergerforum.texts import _, ngettext, number


@dataclass(frozen=True, slots=True)
class Occasion:
    """How the panel came about."""

    title: str
    """Name of the forum; blank: not known."""
    lot: str
    """Number of the winning lot, as printed."""
    lots: int
    """How many equally likely lots there were."""
    seed: str | None
    """What decided the lot; None: its number was drawn."""


def write_panel_workbook(path: Path, inputs: Inputs, members: Sequence[str], occasion: Occasion) -> None:
    """Write the workbook: a sheet with the members, one with the quotas.

    Parameters
    ----------
    path
        The file.
    inputs
        Pool and quotas.
    members
        Ids, sorted.
    occasion
        For the lines above the tables.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    title = [occasion.title] if occasion.title else []
    panel = Sheet(
        _("Panel"), _panel_header(inputs), _panel_rows(inputs, members), (*title, *_panel_notes(members, occasion))
    )
    quotas = Sheet(_("Quotas"), quota_header(), _quota_rows(inputs, members), (*title, *_quota_notes(inputs, members)))
    write_workbook(path, [panel, quotas])


def _panel_notes(members: Sequence[str], occasion: Occasion) -> list[str]:
    seated = ngettext("Panel of {number} member", "Panel of {number} members", len(members))
    drawn = _("Lot {lot} of {lots} equally likely panels, drawn in public")
    seed = _("The lot follows from the seed that was drawn in public: “{seed}”")
    return [
        seated.format(number=len(members)),
        drawn.format(lot=occasion.lot, lots=number(occasion.lots)),
        *([] if occasion.seed is None else [seed.format(seed=occasion.seed)]),
        _("Members are named by their ids only; names and addresses are kept elsewhere."),
    ]


def _panel_header(inputs: Inputs) -> tuple[str, ...]:
    labels = {feature.name: str(feature) for feature in inputs.quotas.table.features}
    return (_("Id"), *(labels.get(heading, heading) for heading in inputs.header()[1:]))


def _panel_rows(inputs: Inputs, members: Sequence[str]) -> list[list[str]]:
    """Return the members as people read them: values of features by their labels."""
    labels = [{value.name: str(value) for value in feature.values} for feature in inputs.quotas.table.features]
    rows = []
    for person, *cells in inputs.rows(members):
        values = [label[cell] for label, cell in zip(labels, cells, strict=False)]
        rows.append([person, *values, *cells[len(values) :]])
    return rows


def quota_header() -> tuple[str, ...]:
    """Return the headings of a table of quotas."""
    return (_("Feature"), _("Value"), _("Minimum"), _("Reached"), _("Maximum"), _("In the pool"))


def _quota_notes(inputs: Inputs, members: Sequence[str]) -> list[str]:
    pool = len(inputs.ids())
    chosen = ngettext("{seats} of {pool} applicant", "{seats} of {pool} applicants", pool)
    return [
        _("How the panel meets the quotas: {chosen}").format(chosen=chosen.format(seats=len(members), pool=pool)),
        _("Every quota is met: “reached” lies between minimum and maximum."),
    ]


def _quota_rows(inputs: Inputs, members: Sequence[str]) -> list[list[Cell]]:
    table, pool = inputs.quotas.table, inputs.pool.pool
    seated = reached(table, pool, members)
    there = reached(table, pool, inputs.ids())
    return [
        [*cell_labels(table, quota), quota.minimum, seats, quota.maximum, available]
        for quota, seats, available in zip(table.quotas, seated, there, strict=True)
    ]


def cell_labels(table: QuotaTable, quota: Quota) -> tuple[str, str]:
    """Return what a quota counts as people read it: feature and value, joined by × for a joint cell."""
    features = {feature.name: feature for feature in table.features}
    values = {(feature.name, value.name): str(value) for feature in table.features for value in feature.values}
    return (
        " × ".join(str(features[name]) for name, _value in quota.cell),
        " × ".join(values[pair] for pair in quota.cell),
    )
