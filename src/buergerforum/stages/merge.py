"""``forum merge``: from the answers to the pool, the list for review and the rejections.

Merging is idempotent, and the order of the files does not matter: each run judges all answers that came in so far.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.applications.reasons import explain
from buergerforum.core.applications.standing import by_reason
from buergerforum.core.record.receipt import read_receipt
from buergerforum.core.state.changes import Told, merged
from buergerforum.io.application_files import write_answers, write_pool
from buergerforum.io.files import read_bytes
from buergerforum.io.tables import write_csv
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.applications import AnswerFile, Outcome, Reason, Rules
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import FileDigest, Receipt
from buergerforum.stages.judging import Judgement, MergePlan, judge, kept_answers, read_sources, read_tables
from buergerforum.stages.running import Destination, Run, running
from buergerforum.stages.states import states_before
from buergerforum.texts import _, speaking

LISTS = (places.POOL_FILE, places.REVIEW_FILE, places.REJECTED_FILE)


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What the command says at the end."""

    sources: int
    """Files of answers so far."""
    answers: int
    """Answers so far, repetitions not counted."""
    repeated: int
    """Rows that only repeat an answer of another file."""
    pool: int
    """People who may be seated."""
    review: tuple[tuple[Reason, int], ...]
    """Answers per reason."""
    rejected: tuple[tuple[Reason, int], ...]
    """Answers per reason."""
    changed: bool
    """Whether anything is new; if not, nothing was written."""
    notes: tuple[str, ...]
    """What was interpreted."""


def run_merge(plan: MergePlan, progress: Progress = silent) -> MergeReport:
    """Judge all answers and write ``pool.csv``, ``review.csv``, ``rejected.csv`` and ``receipt.json``.

    Parameters
    ----------
    plan
        Where everything is.
    progress
        Told how far it is.

    Raises
    ------
    InputError
        If a file cannot be used.
    UsageError
        If there are no answers at all.
    """
    with running(plan.destination) as run:
        progress(_("Reading the answers"), 0, 3)
        tables = read_tables(plan.files)
        new, notes = read_sources(tables, plan.settings.applications.layout())
        kept = kept_answers(plan.destination.procedure, plan.rules)
        progress(_("Matching and checking"), 1, 3)
        judged = judge(plan, (*kept, *new))
        progress(_("Writing pool and lists"), 2, 3)
        with speaking(plan.settings.language):
            _write_lists(run.folder, judged, plan.rules)
        _keep(run, kept, judged.files)
        receipt = _receipt(plan, judged)
        changed = len(run.targets) > 1 or not _same(plan.destination.final(), run.folder, receipt)
        if changed:
            run.finish(receipt, _told(plan.destination, judged))
        progress(_("Done"), 3, 3)
    return _report(judged, notes, changed=changed)


def _told(destination: Destination, judged: Judgement) -> Told:
    home = destination.procedure
    return merged(judged.merged, states_before(home, destination.folder)) if home else {}


def _write_lists(folder: Path, judged: Judgement, rules: Rules) -> None:
    write_pool(folder / places.POOL_FILE, judged.pool)
    rows: dict[Outcome, list[list[str]]] = {Outcome.REVIEW: [], Outcome.REJECTED: []}
    for one in judged.merged.verdicts:
        if one.reason is not None:
            cells = [one.person, one.source, str(one.answer.row), one.reason.value, explain(one, rules)]
            rows[one.outcome].append([*cells, one.suggestion] if one.outcome is Outcome.REVIEW else cells)
    header = ("id", "source", "row", "reason", "text")
    write_csv(folder / places.REVIEW_FILE, (*header, "suggestion"), rows[Outcome.REVIEW])
    write_csv(folder / places.REJECTED_FILE, header, rows[Outcome.REJECTED])


def _keep(run: Run, kept: Sequence[AnswerFile], files: Sequence[AnswerFile]) -> None:
    """Keep the answers of sources that are new, or were read differently this time."""
    if run.destination.procedure is None:
        return
    for file in files:
        if file not in kept:
            write_answers(run.also(f"{places.ANSWERS}/{file.source.sha256}.csv"), file)


def _receipt(plan: MergePlan, judged: Judgement) -> Receipt:
    destination = plan.destination
    read = (*plan.invitees, plan.codes, plan.settings_file)
    inputs: list[FileDigest] = [*(destination.digest(path) for path in read), *(file.source for file in judged.files)]
    verdicts = judged.merged.verdicts
    count = {outcome: sum(one.outcome is outcome for one in verdicts) for outcome in Outcome}
    return Receipt(
        stage="merge",
        options={"deadline": plan.rules.deadline.isoformat(), "features": plan.rules.features},
        inputs=tuple(sorted(inputs)),
        figures={
            "sources": len(judged.files),
            "answers": len(verdicts),
            "pool": count[Outcome.CLEAR],
            "review": count[Outcome.REVIEW],
            "rejected": count[Outcome.REJECTED],
        },
        versions=versions(),
    )


def _same(final: Path, staged: Path, receipt: Receipt) -> bool:
    """Whether the result is there already, from the same inputs."""
    if not all((final / name).is_file() for name in (*LISTS, places.RECEIPT)):
        return False
    if read_receipt(read_bytes(final / places.RECEIPT), places.RECEIPT).inputs != receipt.inputs:
        return False
    return all((final / name).read_bytes() == (staged / name).read_bytes() for name in LISTS)


def _report(judged: Judgement, notes: tuple[str, ...], *, changed: bool) -> MergeReport:
    merged = judged.merged
    return MergeReport(
        sources=len(judged.files),
        answers=len(merged.verdicts),
        repeated=merged.repeated,
        pool=len(judged.pool.applicants),
        review=by_reason(merged, Outcome.REVIEW),
        rejected=by_reason(merged, Outcome.REJECTED),
        changed=changed,
        notes=notes,
    )
