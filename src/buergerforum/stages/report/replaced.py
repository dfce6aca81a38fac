"""The panel as it is now, and every replacement that made it; nothing of what single members are like."""

from buergerforum.model import places
from buergerforum.model.documents import Grid, Heading, Part, Words
from buergerforum.stages.report.course import percent, source
from buergerforum.stages.report.sources import Replacement, Sources
from buergerforum.texts import _, ngettext, number


def replaced(sources: Sources) -> list[Part]:
    """Return the chapter on replacements; nothing where there is none."""
    if not sources.replacements:
        return []
    stayed = len(set(sources.panel) & set(sources.now))
    rows = [_row(place, one) for place, one in enumerate(sources.replacements, 1)]
    last = sources.replacements[-1].folder
    return [
        Heading(_("The panel now")),
        Words(
            ngettext(
                "The panel has {members} members now; {stayed} member is on it since the panel was drawn.",
                "The panel has {members} members now; {stayed} members are on it since the panel was drawn.",
                stayed,
            ).format(members=number(len(sources.now)), stayed=number(stayed))
        ),
        Words(
            _(
                "When members dropped out, everybody else stayed, and the free seats were filled by lot from the same "
                "applicants, so that the panel still meets the quotas. The figures of the panel in this report are "
                "those of the panel as it was drawn: where few members change, figures from before and after would "
                "tell what single people are like."
            )
        ),
        Grid(
            (
                _("Replacement"),
                _("dropped out"),
                _("joined"),
                _("possible"),
                _("chance"),
                _("seed"),
                _("lot"),
                _("quotas"),
            ),
            rows,
            _("All replacements"),
            source(*(f"{one.folder}/{places.RECEIPT}" for one in sources.replacements), f"{last}/{places.PANEL}"),
        ),
    ]


def _row(place: int, one: Replacement) -> tuple[str, ...]:
    chance = f"{percent(one.chances[0])} – {percent(one.chances[-1])}" if one.chances else "–"
    return (
        str(place),
        str(one.out),
        str(one.joined),
        number(len(one.chances)),
        chance,
        one.receipt.seed or "–",
        str(one.receipt.figures.get("lot")),
        _("relaxed") if one.relaxed else _("as before"),
    )
