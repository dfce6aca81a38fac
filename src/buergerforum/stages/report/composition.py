"""Who they are at every step: population, frame, invited, applied, panel, feature by feature; and who responded."""

from collections import Counter
from collections.abc import Mapping, Sequence

from buergerforum.core.plots.drawing import horizontal_bars
from buergerforum.io.tables import Table
from buergerforum.model import places
from buergerforum.model.documents import Figure, Grid, Heading, Part, Words
from buergerforum.model.quotas import Feature
from buergerforum.stages.report.course import percent, source
from buergerforum.stages.report.sources import LotterySource, Sources
from buergerforum.texts import _, number

FEWEST = 5
"""Smaller numbers of applicants and invitees are not told: they might tell of single people."""

Steps = Mapping[str, Sequence[float | None]]
"""Shares of the values of a feature by the name of the step; None: not told."""


def composition(sources: Sources) -> list[Part]:
    """Return a chapter with a figure and a table for every feature."""
    if sources.lottery is None:
        return []
    parts: list[Part] = [
        Heading(_("Who they are")),
        Words(
            _(
                "How the city, the frame, the invitees, the applicants and the panel are made up. Bars of one group "
                "stand below each other, from the population to the panel. Numbers below {fewest} are not told, except "
                "those of the panel, which are published."
            ).format(fewest=FEWEST)
        ),
    ]
    for place, feature in enumerate(sources.lottery.table.features):
        parts += _feature(sources, sources.lottery, feature, place)
    return [*parts, *_quotas(sources, sources.lottery), *_response(sources, sources.lottery)]


def _feature(sources: Sources, lottery: LotterySource, feature: Feature, place: int) -> list[Part]:
    steps: dict[str, Sequence[float | None]] = {}
    shares = {
        aim.cell[0][1]: aim.share for aim in lottery.plan.aims if len(aim.cell) == 1 and aim.cell[0][0] == feature.name
    }
    if any(share is not None for share in shares.values()):
        steps[_("Population")] = [
            None if (share := shares.get(one.name)) is None else float(share) / 100 for one in feature.values
        ]
    files = [f"{lottery.place}/{places.bare(lottery.plan.file)}"]
    if sources.frame is not None and feature.name in sources.frame.columns:
        counted = _counted(sources.frame, feature)
        steps[_("Frame")] = _told(feature, counted, sum(counted.values()))
        files.append(places.FRAME)
    if invited := _invited(sources, feature):
        steps[_("Invited")] = _told(feature, invited, sum(invited.values()))
        files += [wave.file for wave in sources.waves]
    applied = Counter(one.values[place] for one in lottery.pool.applicants)
    steps[_("Applied")] = _told(feature, applied, len(lottery.pool.applicants))
    files.append(f"{lottery.place}/{places.POOL_FILE}")
    if sources.panel:
        seated = set(sources.panel)
        panel = Counter(one.values[place] for one in lottery.pool.applicants if one.id in seated)
        steps[_("Panel")] = [panel[one.name] / len(seated) for one in feature.values]
        files.append(f"{places.SELECTION}/{places.PANEL}")
    return [Heading(str(feature), 2), *_shown(feature, steps, source(*files))]


def _shown(feature: Feature, steps: Steps, said: str) -> list[Part]:
    rows = [(str(one), [shares[place] for shares in steps.values()]) for place, one in enumerate(feature.values)]
    caption = _("{feature}: shares at every step").format(feature=feature)
    alt = _("Bars of the shares; the same figures stand in the table below.")
    svg = horizontal_bars(rows, list(steps), f"{caption}. {alt}")
    cells = [(label, *("–" if share is None else percent(share) for share in shares)) for label, shares in rows]
    return [Figure(svg, f"{caption}. {alt}", caption), Grid((_("Group"), *steps), cells, "", said)]


def _invited(sources: Sources, feature: Feature) -> Counter[str]:
    """Count everybody invited in any wave; nobody, where the feature is not in the frame."""
    known = [wave.invitees for wave in sources.waves if feature.name in wave.invitees.columns]
    return sum((_counted(table, feature) for table in known), Counter[str]())


def _counted(table: Table, feature: Feature) -> Counter[str]:
    readings = feature.readings()
    return Counter(readings.get(cell, "") for cell in table.columns[feature.name])


def _told(feature: Feature, counted: Mapping[str, int], total: int) -> list[float | None]:
    """Return shares; of groups that are small but not empty, none."""
    return [
        None if 0 < counted.get(one.name, 0) < FEWEST else counted.get(one.name, 0) / max(1, total)
        for one in feature.values
    ]


def _quotas(sources: Sources, lottery: LotterySource) -> list[Part]:
    if not sources.panel:
        return []
    from buergerforum.core.selection.panel_check import reached

    labels = {one.name: (str(one), {value.name: str(value) for value in one.values}) for one in lottery.table.features}
    rows = []
    for quota, count in zip(lottery.table.quotas, reached(lottery.table, lottery.pool, sources.panel), strict=True):
        feature = " × ".join(labels[name][0] for name, _value in quota.cell)
        value = " × ".join(labels[name][1].get(one, one) for name, one in quota.cell)
        rows.append((feature, value, str(quota.minimum), str(count), str(quota.maximum)))
    header = (_("Feature"), _("Group"), _("at least"), _("seated"), _("at most"))
    files = source(f"{lottery.place}/{places.bare(lottery.plan.file)}", f"{places.SELECTION}/{places.PANEL}")
    return [Heading(_("Quotas and panel"), 2), Grid(header, rows, "", files)]


def _response(sources: Sources, lottery: LotterySource) -> list[Part]:
    """Return how many of the invitees of each group applied and could be selected."""
    if not sources.waves:
        return []
    rows: list[tuple[str, ...]] = []
    bars: list[tuple[str, Sequence[float | None]]] = []
    for place, feature in enumerate(lottery.table.features):
        invited = _invited(sources, feature)
        if not invited:
            continue
        applied = Counter(one.values[place] for one in lottery.pool.applicants)
        for one in feature.values:
            few = invited[one.name] < FEWEST or 0 < applied[one.name] < FEWEST
            share = percent(applied[one.name] / invited[one.name]) if not few else "–"
            rows.append((str(feature), str(one), _count(invited[one.name]), _count(applied[one.name]), share))
            bars.append((str(one), [None if few else applied[one.name] / invited[one.name]]))
    header = (_("Feature"), _("Group"), _("invited"), _("applied"), _("response"))
    files = source(*(wave.file for wave in sources.waves), f"{lottery.place}/{places.POOL_FILE}")
    told = _("Applied are those who could be selected in the end; invited are the people of all waves together.")
    caption = _("Response by group")
    alt = _("Bars of the shares; the same figures stand in the table below.")
    figure = Figure(horizontal_bars(bars, [_("applied, of the invitees")], caption), f"{caption}. {alt}", caption)
    return [Heading(_("Response"), 2), Words(told), figure, Grid(header, rows, "", files)]


def _count(people: int) -> str:
    return f"< {FEWEST}" if 0 < people < FEWEST else number(people)
