"""``forum audit --rerun`` and ``--resample``: rooms 11 and 12, which take longer and are made only when asked for."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from buergerforum.core.audit.evidence import Run, latest_of, waves_of
from buergerforum.core.audit.recipe import Check, check, not_checked
from buergerforum.core.audit.resampling import Resampled, check_resampled, resample
from buergerforum.core.draw.rules import read_rules
from buergerforum.core.record.receipt import stated_seed
from buergerforum.io.files import digest_file
from buergerforum.io.lottery_files import read_chances, read_lottery
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.households import key_of
from buergerforum.model.record import Receipt
from buergerforum.stages.audit.case import Case, Unfit, attempt
from buergerforum.stages.audit.draw import frame_read, named, options_of
from buergerforum.stages.draw import DrawPlan, run_draw
from buergerforum.stages.fixing import of_options
from buergerforum.stages.lottery import SelectionPlan, run_lottery
from buergerforum.stages.running import Destination
from buergerforum.stages.select import Decision, run_select
from buergerforum.texts import _

_DRAW = (places.INVITEES, places.RESERVE, places.STRATA)
_LOTTERY = (places.LOTS, places.PROBABILITIES)
_SELECTION = (*_LOTTERY, places.PANEL, places.WAITING)


def rerun_findings(case: Case) -> list[Finding]:
    """Repeat draw, lottery and selection from their receipts and compare the bytes of what they wrote.

    Other versions of the toolkit or the solver may make another lottery that is just as good; then the difference is a
    note that names them, because the published lots count, and rooms 6 and 7 check those.
    """
    found: list[Finding] = []
    stages: tuple[tuple[str, str, tuple[str, ...], Callable[[Case, Run, Receipt, Path], None]], ...] = (
        ("11.1", "draw", _DRAW, _draw),
        ("11.2", "lottery", _LOTTERY, _lottery),
        ("11.3", "select", _SELECTION, _select),
    )
    for number, stage, names, work in stages:
        made = check(number)
        # further waves follow from the first one's reserve; room 5 holds them again
        run = next(iter(waves_of(case.runs)), None) if stage == "draw" else latest_of(case.runs, stage)
        if run is None or run.receipt is None:
            found.append(made.not_checked(_("There is no such result, or its receipt cannot be read.")))
        else:
            found += attempt([made], _repeated(made, case, run, names, work))
    return found


def _repeated(
    made: Check, case: Case, run: Run, names: tuple[str, ...], work: Callable[[Case, Run, Receipt, Path], None]
) -> Callable[[], list[Finding]]:
    receipt = run.receipt

    def repeat() -> list[Finding]:
        if receipt is None:
            raise Unfit(run.at(places.RECEIPT), _("The receipt is missing or damaged."))
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "again"
            work(case, run, receipt, out)
            return _compared(made, run, receipt, names, out)

    return repeat


def _compared(made: Check, run: Run, receipt: Receipt, names: tuple[str, ...], out: Path) -> list[Finding]:
    before = {places.bare(one.name): one.sha256 for one in receipt.outputs}
    now = dict(versions("highspy"))
    others = [
        f"{name} {version} / {now.get(name, '–')}"
        for name, version in receipt.versions.items()
        if now.get(name) != version
    ]
    found = []
    for name in names:
        if name in before and digest_file(out / name).sha256 != before[name]:
            if others:
                told = _("Other bytes, made with other versions: {versions}").format(versions=", ".join(others))
                found.append(made.note(told, run.at(name)))
            else:
                told = _("Done once more with the same versions, the file has other bytes.")
                found.append(made.contradiction(told, file=run.at(name), expected=before[name]))
    return made.concluded(found, _("the same bytes: {files}").format(files=", ".join(names)), run.place or "")


def _draw(case: Case, run: Run, receipt: Receipt, out: Path) -> None:
    rules = read_rules(receipt)
    if rules is None:
        raise Unfit(run.at(places.RECEIPT), _("The receipt does not say by which rules and which seed was drawn."))
    said = receipt.options.get("id")
    column = said if isinstance(said, str) else None
    options = replace(options_of(rules), id_column=column, reserve=rules.reserve)
    response, stop_list = (
        case.input(named(receipt, one)) if one else None for one in (rules.response, rules.stop_list)
    )
    frame = case.input(frame_read(receipt, rules))
    plan = DrawPlan(frame, rules.size, options, Destination(None, "", out), response=response, stop_list=stop_list)
    run_draw(plan, rules.seed)


def _lottery(case: Case, run: Run, receipt: Receipt, out: Path) -> None:
    run_lottery(_plan(case, run, receipt, out))


def _select(case: Case, run: Run, receipt: Receipt, out: Path) -> None:
    number = receipt.options.get("number")
    decision = Decision(str(number) if number is not None else None, stated_seed(receipt))
    lottery = latest_of(case.runs, "lottery")
    from_lottery = any(places.bare(one.name) == places.LOTS for one in receipt.inputs)
    drawn_from = case.path(lottery.at(places.RECEIPT)).parent if lottery and from_lottery else None
    run_select(_plan(case, run, receipt, out), decision, drawn_from)


def _plan(case: Case, run: Run, receipt: Receipt, out: Path) -> SelectionPlan:
    """Return the plan that a receipt tells of, from the copies of pool and quotas beside the result."""
    options = receipt.options
    quotas = next((places.bare(one.name) for one in receipt.outputs if places.bare(one.name).startswith("quotas.")), "")
    seats, lots, waiting = (options.get(name) for name in ("seats", "lots", "waiting"))
    if not (isinstance(seats, int) and isinstance(lots, int) and quotas):
        raise Unfit(run.at(places.RECEIPT), _("The receipt does not say how the lottery was made."))
    return SelectionPlan(
        pool=case.path(run.at(places.POOL_FILE)),
        quotas=case.path(run.at(quotas)),
        seats=seats,
        lots=lots,
        objective=str(options.get("objective")),
        household=key_of(str(options.get("household") or "")),
        id_column="id",
        waiting=waiting if isinstance(waiting, int) else 0,
        destination=Destination(None, "", out),
        fixed=of_options(options),
    )


def resampled(case: Case, draws: int) -> tuple[list[Finding], Resampled | None]:
    """Draw many lots from the published lottery; None where there is none.

    Parameters
    ----------
    case
        The folder.
    draws
        How many.
    """
    run = latest_of(case.runs, "lottery") or latest_of(case.runs, "select")
    checks = [check("12.1"), check("12.2")]
    if run is None:
        return not_checked(checks, _("There is no lottery yet.")), None
    kept: list[Resampled] = []

    def work() -> list[Finding]:
        lottery = case.parse(run.at(places.LOTS), read_lottery)
        chances = case.parse(run.at(places.PROBABILITIES), read_chances)
        kept.append(resample(lottery, {one.id: one.lots for one in chances}, draws))
        return check_resampled(kept[0])

    return attempt(checks, work), kept[0] if kept else None
