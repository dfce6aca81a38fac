"""``panel.xlsx``: the panel as officials read it, with the quota table reached."""

from pathlib import Path

from buergerforum.core.selection.panel_check import reached
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.model.lottery import Lottery
from buergerforum.model.quotas import Quota, QuotaTable
from buergerforum.stages.lottery import Inputs
from buergerforum.texts import _


def write_panel_workbook(path: Path, inputs: Inputs, lottery: Lottery, members: tuple[str, ...], lot: str) -> None:
    """Write the workbook.

    Parameters
    ----------
    path
        The file.
    inputs
        Pool and quotas.
    lottery
        From which the panel was drawn.
    members
        Ids, sorted.
    lot
        Number of the winning lot, as printed.
    """
    table = inputs.quotas.table
    drawn = _("Lot {lot} of {lots} equally likely panels.").format(lot=lot, lots=lottery.lots)
    labels = {feature.name: str(feature) for feature in table.features}
    header = tuple(labels.get(name, name) for name in inputs.header())
    people = inputs.rows(members)
    write_workbook(
        path,
        [
            Sheet(_("Panel"), header, people, notes=(drawn,)),
            Sheet(_("Quotas"), _quota_header(), _quota_rows(inputs, members)),
        ],
    )


def _quota_header() -> tuple[str, ...]:
    return (_("feature"), _("value"), _("minimum"), _("reached"), _("maximum"), _("in the pool"))


def _quota_rows(inputs: Inputs, members: tuple[str, ...]) -> list[list[str | int | None]]:
    table, pool = inputs.quotas.table, inputs.pool.pool
    seated = reached(table, pool, members)
    there = reached(table, pool, tuple(one.id for one in pool.applicants))
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
