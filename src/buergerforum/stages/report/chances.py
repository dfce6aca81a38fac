"""Everybody's chance, against equal chances and against what the previous standard method would have given."""

from buergerforum.core.plots.drawing import Axes, line, plot
from buergerforum.core.report.legacy import SEED, Legacy, simulate
from buergerforum.model import places
from buergerforum.model.documents import Figure, Grid, Heading, Part, Words
from buergerforum.stages.report.course import percent, source
from buergerforum.stages.report.sources import LotterySource, Sources
from buergerforum.texts import _, number


def chances(sources: Sources) -> list[Part]:
    """Return the chapter on chances."""
    lottery = sources.lottery
    if lottery is None:
        return []
    lots = lottery.whole("lots")
    own = sorted(one.lots / lots for one in lottery.chances)
    legacy = simulate(lottery.pool, lottery.table, lottery.whole("seats"))
    old = sorted(times / legacy.panels for times in legacy.seated) if legacy.panels else []
    mean = lottery.whole("seats") / len(own)
    rows = [_row(_("this lottery"), own), *([_row(_("previous standard method, simulated"), old)] if old else [])]
    rows.append((_("if everybody had the same chance"), percent(mean), percent(mean), "0"))
    caption = _("Chance of all applicants, from the lowest to the highest")
    alt = _("{caption}. This lottery: {low} to {high}; mean {mean}.").format(
        caption=caption, low=percent(own[0]), high=percent(own[-1]), mean=percent(mean)
    )
    header = (_("Method"), _("lowest chance"), _("highest chance"), _("below half of the mean"))
    return [
        Heading(_("Chances")),
        Words(
            _(
                "Quotas make chances unequal: who belongs to a group with few applicants is needed more often. The "
                "lottery makes the lowest chance as high as possible, then the second lowest, and so on; no other way "
                "to draw could do better for those who are worst off."
            )
        ),
        Figure(_curve(own, old, mean), alt, caption, source(f"{lottery.place}/{places.PROBABILITIES}")),
        Grid(header, rows, "", source(f"{lottery.place}/{places.PROBABILITIES}")),
        Words(_legacy(legacy)),
        *_levels(lottery, lots),
    ]


def _row(name: str, shares: list[float]) -> tuple[str, str, str, str]:
    half = sum(shares) / len(shares) / 2
    return name, percent(shares[0]), percent(shares[-1]), number(sum(one < half for one in shares))


def _legacy(legacy: Legacy) -> str:
    return _(
        "The previous standard method fills the most urgent quota first, one random person at a time, and begins anew "
        "when that leads nowhere. It was simulated: {panels} panels in {attempts} attempts, seed “{seed}”; the rules "
        "are in the specification. It is a comparison only."
    ).format(panels=number(legacy.panels), attempts=number(legacy.attempts), seed=SEED)


def _curve(own: list[float], old: list[float], mean: float) -> str:
    people = len(own)
    most = max([*own, *old, mean])
    top = min(1.0, -(-most * 10 // 1) / 10) or 0.1
    steps = [(one / 10, f"{10 * one} %") for one in range(round(top * 10) + 1)]
    ticks = [(one * people / 4, number(round(one * people / 4))) for one in range(5)]
    axes = Axes((0, people), (0, top), _("applicants"), _("chance"), ticks, steps)
    marks = [line(axes, [(0, mean), (people, mean)], 2), line(axes, _stairs(own))]
    legend = [(_("this lottery"), 0), (_("equal chances"), 2)]
    if old:
        marks.append(line(axes, _stairs(old), 1))
        legend.append((_("previous standard method, simulated"), 1))
    return plot(axes, marks, legend, _("Chance of all applicants, from the lowest to the highest"))


def _stairs(shares: list[float]) -> list[tuple[float, float]]:
    return [point for place, share in enumerate(shares) for point in ((place, share), (place + 1, share))]


def _levels(lottery: LotterySource, lots: int) -> list[Part]:
    """Return how many applicants there are at every level of the exact optimum, nobody by name or id."""
    levels: dict[str, list[float]] = {}
    for one in lottery.chances:
        levels.setdefault(percent(one.optimal), []).append(one.lots / lots)
    rows = [
        (name, number(len(shares)), f"{percent(min(shares))} – {percent(max(shares))}")
        for name, shares in sorted(levels.items(), key=lambda item: min(item[1]))
    ]
    header = (_("exactly optimal chance"), _("applicants"), _("chance in the lots"))
    return [Grid(header, rows, _("Levels of chance"), source(f"{lottery.place}/{places.PROBABILITIES}"))]
