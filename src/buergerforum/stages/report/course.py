"""The summary and the course of events: who was invited, when, how often a step was done."""

from collections import Counter
from collections.abc import Sequence

from buergerforum.core.letters.kinds import LETTERS
from buergerforum.core.plots.drawing import timeline
from buergerforum.core.record.journal import Entry
from buergerforum.model import places
from buergerforum.model.documents import Figure, Grid, Heading, Part, Points, Words
from buergerforum.model.record import Option
from buergerforum.stages.report.sources import Sources
from buergerforum.texts import _, moment, ngettext, number

_LISTED = 60
"""Steps in the annex."""
_ROWS = 30
"""Rows of the timeline that fit on a page."""
_ABREAST = 2
"""Steps in a row of the timeline."""


def source(*names: str) -> str:
    """Return the line that says where figures come from."""
    return _("Source: {files}").format(files=", ".join(names))


def percent(share: float) -> str:
    """Return a share as people read it."""
    return f"{number(100 * share, 1)} %"


def summary(sources: Sources) -> list[Part]:
    """Return the first page: what was done, in words and figures."""
    rows: list[tuple[str, str, str]] = []
    frame, draw = sources.frame_receipt, sources.draw
    wave = places.wave_folder(1)
    if frame:
        rows += _figure(_("People in the register extract"), frame.figures.get("persons"), "frame/receipt.json")
    if draw:
        rows += _figure(_("Could be drawn"), draw.figures.get("residents"), f"{wave}/receipt.json")
        rows += _figure(_("Invited in the first wave"), draw.figures.get("invited"), f"{wave}/receipt.json")
    for place, one in enumerate(sources.waves[1:], 2):
        name = _("Invited in wave {number}").format(number=place)
        rows += _figure(name, one.receipt.figures.get("invited"), f"{one.folder}/receipt.json")
    if sources.lottery:
        lottery = sources.lottery
        file = f"{lottery.place}/receipt.json"
        rows += _figure(_("Applied and could be selected"), len(lottery.pool.applicants), f"{lottery.place}/pool.csv")
        rows += _figure(_("Seats"), lottery.whole("seats"), file)
        rows += _figure(_("Possible panels (lots), all equally likely"), lottery.whole("lots"), file)
        lots = [one.lots / lottery.whole("lots") for one in lottery.chances]
        chance = f"{percent(min(lots))} – {percent(max(lots))}"
        rows.append((_("Chance of the applicants, lowest and highest"), chance, f"{lottery.place}/probabilities.csv"))
    if sources.selection:
        lot = sources.selection.figures.get("lot")
        rows.append((_("Number of the lot that was drawn"), str(lot), "selection/receipt.json"))
    for replaced in sources.replacements:
        rows += _figure(_("Members replaced"), replaced.joined, f"{replaced.folder}/receipt.json")
    return [*_opening(sources), Grid((_("What"), _("Figure"), _("Source")), rows, _("At a glance"))]


def _figure(name: str, value: Option, file: str) -> list[tuple[str, str, str]]:
    return [(name, number(value), file)] if isinstance(value, int) else []


def _opening(sources: Sources) -> list[Part]:
    told = []
    if sources.draw:
        told.append(
            _(
                "People were drawn by lot from the register and invited to apply. Everybody who could be drawn had the "
                "same chance; a seed that was drawn in public decided: “{seed}”."
            ).format(seed=sources.draw.seed)
        )
    if sources.lottery:
        told.append(
            _(
                "From those who applied the panel was selected by lot, so that it resembles the population as the "
                "quotas demand. Before the draw all possible panels were numbered and published, and everybody's "
                "chance was made as equal as the quotas allow."
            )
        )
    if sources.selection and sources.selection.seed is None:
        drawn = (
            _("Lot {number} was drawn in public. Its members were the panel at first.")
            if sources.replacements
            else _("Lot {number} was drawn in public. Its members are the panel.")
        )
        told.append(drawn.format(number=sources.selection.figures.get("lot")))
    again = _done_again(sources)
    told.append(
        ngettext(
            "{number} step was done a second time; the reason stands under “Course”.",
            "{number} steps were done a second time; the reasons stand under “Course”.",
            len(again),
        ).format(number=len(again))
        if again
        else _("No step was done a second time.")
    )
    return [Words(text, strong=place == 0) for place, text in enumerate(told)]


def _done_again(sources: Sources) -> list[Entry]:
    return [one for one in sources.journal if one.details.get("again")]


def course(sources: Sources) -> list[Part]:
    """Return the timeline, the waves and replacements, and how often every step was done."""
    again = [_row(one) for one in _done_again(sources)]
    runs = Counter(str(one.details.get("stage")) for one in sources.events("run"))
    drawn, replaced = len(sources.waves), len(sources.replacements)
    points = [
        ngettext("{number} wave of invitations was drawn.", "{number} waves of invitations were drawn.", drawn).format(
            number=drawn
        ),
        ngettext("Members were replaced in {number} run.", "Members were replaced in {number} runs.", replaced).format(
            number=replaced
        )
        if replaced
        else _("No member has been replaced so far."),
    ]
    passed = [one.receipt.figures.get("gave_way") for one in sources.waves]
    if gave_way := sum(one for one in passed if isinstance(one, int)):
        told = _("{number} people gave way in the draw because somebody of their household had been drawn before.")
        points.append(told.format(number=number(gave_way)))
    return [
        Heading(_("Course")),
        Points(points),
        *_timeline(sources),
        *([_steps(again, _("Steps that were done again"))] if again else []),
        Grid(
            (_("Step"), _("Runs")),
            sorted((step_named(stage), str(times)) for stage, times in runs.items()),
            _("Number of runs"),
        ),
        Words(source(places.JOURNAL)),
    ]


def all_steps(sources: Sources) -> Grid:
    """Return what the journal says, line by line; records about people can make it very long."""
    steps = sources.journal
    caption = _("All steps, as recorded")
    if len(steps) > _LISTED:
        told = _("The first {shown} of {number} steps, as recorded")
        caption = told.format(shown=number(_LISTED), number=number(len(steps)))
    return _steps([_row(one) for one in steps[:_LISTED]], caption)


def _steps(rows: list[tuple[str, str, str, str]], caption: str) -> Grid:
    return Grid((_("Line"), _("Time"), _("Step"), _("Reason for a repetition")), rows, caption)


def _timeline(sources: Sources) -> list[Figure]:
    """Return the days of the procedure on a line, a few steps in every row, in parts that fit on a page."""
    days: dict[str, Counter[str]] = {}
    for one in sources.journal:
        days.setdefault(moment(one.time).split(",")[0], Counter())[_row(one)[2]] += 1
    rows = []
    for day, steps in days.items():
        told = [f"{step} ({times})" if times > 1 else step for step, times in steps.items()]
        rows += [(day, " · ".join(told[at : at + _ABREAST])) for at in range(0, len(told), _ABREAST)]
    caption = _("Timeline")
    alt = _("Days and what was done on them; the annex lists the steps one by one.")
    parts = [_days_once(rows[at : at + _ROWS]) for at in range(0, len(rows), _ROWS)]
    return [Figure(timeline(part, caption), f"{caption}. {alt}", caption, source(places.JOURNAL)) for part in parts]


def _days_once(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Name every day in its first row only."""
    before = ["", *(day for day, _told in rows)]
    return [("" if day == last else day, told) for last, (day, told) in zip(before, rows, strict=False)]


def _row(one: Entry) -> tuple[str, str, str, str]:
    more = str(one.details.get("what") or one.details.get("kind") or "")
    step = step_named(str(one.details.get("stage") or one.event))
    said = f"{step}: {step_named(more)}" if more else step
    return str(one.number), moment(one.time), said, str(one.details.get("again") or "")


def step_named(step: str) -> str:
    """Return a step of the journal as people call it; an unknown one as it is."""
    letters = {kind.value: kind_of.title() for kind, kind_of in LETTERS.items()}
    steps = letters | {
        "new": _("Procedure begun"),
        "frame": _("Frame made"),
        "seal": _("Seal"),
        "seed": _("Chance written down"),
        "draw": _("Draw of invitees"),
        "letters": _("Letters"),
        "merge": _("Applications merged"),
        "lottery": _("Lots made"),
        "selection": _("selection of the panel"),
        "select": _("Panel selected"),
        "replace": _("Members replaced"),
        "publish": _("Publication"),
        "record": _("Recorded about people"),
        "purge": _("Private data deleted"),
    }
    return steps.get(step, step)
