"""Check 4.3: every seal is older than the seed or number that decided."""

import datetime as dt
from collections.abc import Iterator, Sequence

from buergerforum.core.audit.evidence import Run, latest_of, waves_of
from buergerforum.core.audit.recipe import Check, check
from buergerforum.core.record.journal import Entry
from buergerforum.model import places
from buergerforum.model.audit import Finding
from buergerforum.model.seal import Sealed
from buergerforum.texts import _

_STAGE = {Sealed.TOWNS: "draw-towns", Sealed.SELECTION: "select"}


def check_seeds(entries: Sequence[Entry], runs: Sequence[Run]) -> list[Finding]:
    """Return the findings of check 4.3.

    Proves, by the order of the journal, that the seed or number was written down after the seal, before the draw, once,
    and that the draw used it; and by the date that the source of the seed carries (such as that of the lottery numbers)
    that it was not known yet on the day of the seal. Where nobody wrote it down beforehand, the draw itself is the
    first record of it. That the numbers are those of that day is seen from their publication.

    Parameters
    ----------
    entries
        Of the journal.
    runs
        What the journal tells of.
    """
    made = check("4.3")
    found: list[Finding] = []
    told = []
    for what in Sealed:
        first = next(iter(waves_of(runs)), None)  # further waves have no seed of their own
        run = first if what is Sealed.DRAW else latest_of(runs, _STAGE[what])
        if run is None or run.single or run.receipt is None:
            continue
        seals = [one for one in _told(entries, "seal", what) if one.number < run.line]
        if seals:
            seeds = _told(entries, "seed", what)
            found += _order(made, seals[-1], seeds, run)
            known = min([run.line, *(one.number for one in seeds)])
            told.append(_("{what}: seal in line {seal}, seed or number from line {line}"))
            told[-1] = told[-1].format(what=what.value, seal=seals[-1].number, line=known)
    if not told:
        return [made.not_checked(_("Nothing was sealed and drawn yet."))]
    return made.concluded(found, "; ".join(told), places.JOURNAL)


def _told(entries: Sequence[Entry], event: str, what: Sealed) -> list[Entry]:
    return [one for one in entries if one.event == event and one.details.get("what") == what.value]


def _order(made: Check, seal: Entry, seeds: Sequence[Entry], run: Run) -> Iterator[Finding]:
    """Find what is out of order among the records of one draw."""
    for one in seeds:
        where = f"{places.JOURNAL}:{one.number}"
        if one.number < seal.number:
            told = _("The seed or number was written down before the seal in line {line}.").format(line=seal.number)
            yield made.contradiction(told, file=where, expected=_("a seal before the seed"))
        if (day := _day(one.details.get("date"))) and day < (_day(seal.time) or day):
            told = _("The seed comes from {date}, and was known when the seal was made on {seal}.")
            yield made.contradiction(told.format(date=day, seal=seal.time), file=where)
    before = [one for one in seeds if seal.number < one.number < run.line]
    if len(before) > 1:
        told = _("seeds or numbers written down: {number}; only the first was drawn after the seal")
        yield made.note(told.format(number=len(before)), f"{places.JOURNAL}:{before[1].number}")
    if before and run.receipt and not any(_used(one, run) for one in before[:1]):
        told = _("The draw did not use the seed or number that was written down first.")
        expected = str(before[0].details.get("seed") or before[0].details.get("number"))
        yield made.contradiction(told, file=run.at(places.RECEIPT), expected=expected)


def _used(one: Entry, run: Run) -> bool:
    if run.receipt is None:
        return False
    seed, number = one.details.get("seed"), one.details.get("number")
    return run.receipt.seed == seed and (seed is not None or _same(run.receipt.options.get("number"), number))


def _same(one: object, other: object) -> bool:
    """Whether two numbers of a lot are the same, however many zeros they begin with."""
    return str(one).lstrip("0") == str(other).lstrip("0")


def _day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
