"""A draw as it is planned: what the command line says, completed by the settings of the procedure."""

from dataclasses import dataclass, replace
from pathlib import Path

from buergerforum.errors import UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import DrawSettings, read_settings
from buergerforum.model import places
from buergerforum.model.draw import Allocation, DrawOptions
from buergerforum.stages.running import Destination
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """A draw, complete but for the seed."""

    register: Path
    """The frame, a row per resident who may be drawn."""
    size: int
    """How many are invited."""
    options: DrawOptions
    """What else was chosen."""
    destination: Destination
    """Where the result goes."""
    settings_file: Path | None = None
    """``forum.yaml``, where options come from it; its digest goes into the receipt."""
    language: str = ""
    """Of the workbook; blank: that of the terminal."""
    response: Path | None = None
    """Table of expected response, for the allocation ``weighted``."""
    stop_list: Path | None = None
    """Ids of people who are not to be drawn."""

    @property
    def rule(self) -> Allocation:
        """How places are given to strata."""
        return self.options.allocation or Allocation.EXACT

    def inputs(self) -> list[Path]:
        """Return what is read besides the settings: the frame first."""
        return [path for path in (self.register, self.response, self.stop_list) if path]


def plan_draw(
    home: Procedure | None, register: Path | None, options: DrawOptions, out: Path | None, again: str
) -> DrawPlan:
    """Complete the options given with those of the procedure.

    Raises
    ------
    UsageError
        If something is missing that only a procedure could say, or the options contradict each other.
    """
    destination = Destination(home, places.wave_folder(1), out, again)
    if home is None:
        if register is None or options.size is None:
            raise UsageError(
                _("The draw needs a frame and a size."),
                hint=_("Run it inside a procedure folder, or add --register FILE, --size N and --out FOLDER."),
            )
        return _checked(_with_lists(DrawPlan(register, options.size, options, destination), None, DrawSettings()))
    whole = read_settings(home.settings_path)[0]
    settings = whole.draw
    unsaid = options.household is None and options.address is None
    complete = replace(
        options,
        size=options.size or settings.size,
        strata=settings.strata if options.strata is None else options.strata,
        allocation=options.allocation or Allocation(settings.allocation),
        household=settings.household if options.household is None else options.household,
        address=settings.household_address if unsaid else options.address,
        special=settings.special if options.special is None else options.special,
    )
    frame = register or home.path(places.FRAME)
    plan = DrawPlan(frame, complete.size or settings.size, complete, destination, home.settings_path, whole.language)
    return _checked(_with_lists(plan, home, settings))


def _with_lists(plan: DrawPlan, home: Procedure | None, settings: DrawSettings) -> DrawPlan:
    """Find the files named on the command line, else those that the settings name."""
    found = []
    weighted = plan.rule is Allocation.WEIGHTED
    for told, usual in (
        (plan.options.response, settings.response if weighted else ""),
        (plan.options.stop_list, settings.stop_list),
    ):
        named = Path(told) if told else None
        found.append(home.path(usual) if home and told is None and usual else named)
    return replace(plan, response=found[0], stop_list=found[1])


def _checked(plan: DrawPlan) -> DrawPlan:
    if plan.rule is Allocation.WEIGHTED and plan.response is None:
        raise UsageError(
            _("The allocation “weighted” needs a table of expected response."),
            hint=_("Add --response FILE, or name it in forum.yaml, draw: response."),
        )
    if plan.rule is not Allocation.WEIGHTED and plan.response is not None:
        raise UsageError(
            _("A table of expected response counts for the allocation “weighted” only."),
            hint=_("Add --allocation weighted, or leave the table out."),
        )
    names = [plan.destination.name_of(path) for path in plan.inputs()]
    if len(set(names)) < len(names):
        raise UsageError(
            _("Two files of this draw have the same name."),
            hint=_("Rename one, so that the receipt can tell them apart."),
        )
    return plan
