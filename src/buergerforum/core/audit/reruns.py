"""Room 9: what was done more than once."""

from collections import Counter
from collections.abc import Sequence

from buergerforum.core.audit.evidence import Run
from buergerforum.core.audit.recipe import check
from buergerforum.core.record.journal import Entry
from buergerforum.model.audit import Finding
from buergerforum.texts import _

_RENEWABLE = frozenset({"merge", "purge", "towns-returned"})
"""Stages that are meant to be repeated and ask for no reason."""


def check_reruns(entries: Sequence[Entry], runs: Sequence[Run]) -> list[Finding]:
    """Check 9.1: every second run or seal is listed with its reason.

    Proves that nothing was repeated silently until it suited, as far as the journal is the published one. Whether a
    reason is a good one is for people to judge.
    """
    made = check("9.1")
    if all(run.single for run in runs):
        return [made.not_checked(_("Nothing has been done yet, or this is a single result."))]
    times: Counter[str] = Counter()
    found = []
    for run in runs:
        times[run.folder] += 1
        number = times[run.folder]
        where = _("line {line}").format(line=run.line)
        if run.number != number:
            told = _("{where}: run {number} of {folder}").format(where=where, number=run.number, folder=run.folder)
            found.append(
                made.contradiction(told, file="journal.jsonl", expected=_("run {number}").format(number=number))
            )
        if number > 1 and run.again:
            told = _("{where}: run {number}, because: {reason}")
            found.append(made.note(told.format(where=where, number=number, reason=run.again), run.folder))
        elif number > 1 and run.stage not in _RENEWABLE:
            told = _("{where}: run {number} without a reason").format(where=where, number=number)
            found.append(made.contradiction(told, file=run.folder, expected=_("a reason")))
    found += _seals(entries)
    return made.concluded(found, _("runs: {number}").format(number=len(runs)))


def _seals(entries: Sequence[Entry]) -> list[Finding]:
    made = check("9.1")
    found = []
    times: Counter[str] = Counter()
    for entry in entries:
        if entry.event == "seal":
            what, again = str(entry.details.get("what")), entry.details.get("again")
            times[what] += 1
            if times[what] > 1:
                told = _("line {line}: “{what}” sealed again ({number}), because: {reason}")
                found.append(
                    made.note(told.format(line=entry.number, what=what, number=times[what], reason=again or "–"))
                )
    return found
