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
from buergerforum.stages.answers import kept_answers, look_at, notes_on, read_tables, remembering, with_namesakes
from buergerforum.stages.judging import Judgement, MergePlan, judge, read_invited
from buergerforum.stages.reviewing import Review, decisions_of, take_decisions, write_review
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
    mended: int
    """Mistyped codes that could mean only one person."""
    decisions: int
    """New decisions taken in from the list for review."""
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
        kept = kept_answers(plan.destination.procedure, plan.rules)
        new, notes = _new_answers(plan, kept)
        progress(_("Matching and checking"), 1, 3)
        before = decisions_of(plan.destination.procedure)
        judged = judge(plan, (*kept, *new), before)
        review = take_decisions(plan, judged, before)
        if review.new:
            judged = judge(plan, judged.files, review.every())
        progress(_("Writing pool and lists"), 2, 3)
        with speaking(plan.settings.language):
            _write_lists(run.folder, judged, plan.rules)
        _keep(run, kept, judged.files)
        receipt = _receipt(plan, judged)
        changed = len(run.targets) > 1 or not _same(plan.destination.final(), run.folder, receipt) or bool(review.new)
        if changed or _review_is_gone(run, judged):
            write_review(run, judged, plan)
            run.finish(receipt, _told(plan.destination, judged) | review.told())
        progress(_("Done"), 3, 3)
    return _report(judged, (*notes, *review.refused), review, changed=changed)


def _new_answers(plan: MergePlan, kept: Sequence[AnswerFile]) -> tuple[list[AnswerFile], tuple[str, ...]]:
    looked = look_at(read_tables(plan.files), plan.settings, plan.rules)
    if plan.addresses is None:
        return remembering([one.file for one in looked], kept), notes_on(looked)
    people = read_invited(plan.invitees, None, plan.settings, {}).people
    return with_namesakes(looked, plan.settings, people, plan.addresses), notes_on(looked)


def _review_is_gone(run: Run, judged: Judgement) -> bool:
    """Whether the list for review is needed and somebody has removed it."""
    home = run.destination.procedure
    doubts = any(one.outcome is Outcome.REVIEW for one in judged.merged.verdicts)
    return home is not None and doubts and not home.path(places.REVIEW).exists()


def _told(destination: Destination, judged: Judgement) -> Told:
    home = destination.procedure
    return merged(judged.merged, states_before(home, destination.folder)) if home else {}


def _write_lists(folder: Path, judged: Judgement, rules: Rules) -> None:
    write_pool(folder / places.POOL_FILE, judged.pool)
    rows: dict[Outcome, list[list[str]]] = {Outcome.REVIEW: [], Outcome.REJECTED: []}
    for one in judged.merged.verdicts:
        if one.reason is not None:
            cells = [one.person, one.source, str(one.answer.row), one.reason.value, explain(one, rules)]
            rows[one.outcome].append([*cells, " ".join(one.suggestions)] if one.outcome is Outcome.REVIEW else cells)
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
    before = read_receipt(read_bytes(final / places.RECEIPT), places.RECEIPT)
    if sorted(before.inputs) != sorted(receipt.inputs):
        return False
    return all((final / name).read_bytes() == (staged / name).read_bytes() for name in LISTS)


def _report(judged: Judgement, notes: tuple[str, ...], review: Review, *, changed: bool) -> MergeReport:
    merged = judged.merged
    return MergeReport(
        sources=len(judged.files),
        answers=len(merged.verdicts),
        repeated=merged.repeated,
        pool=len(judged.pool.applicants),
        review=by_reason(merged, Outcome.REVIEW),
        rejected=by_reason(merged, Outcome.REJECTED),
        mended=sum(one.mended for one in merged.verdicts),
        decisions=len(review.new),
        changed=changed,
        notes=notes,
    )
