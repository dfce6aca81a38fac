"""Room 5 on what is published: reading every wave at both levels."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from buergerforum.core.audit.draw import Drawn, Given, check_wave, hold_further, standing_after
from buergerforum.core.audit.evidence import Run, latest_of, waves_of
from buergerforum.core.audit.publication import explained, rest_of
from buergerforum.core.audit.published_draw import (
    TICKET,
    Counts,
    by_tickets,
    public_places,
    public_tickets,
    read_counts,
)
from buergerforum.core.audit.recipe import OCCASIONAL, check, not_checked, room
from buergerforum.core.draw.rules import Rules, read_rules
from buergerforum.core.draw.wave import Weights
from buergerforum.model import places
from buergerforum.model.audit import Finding, Verdict
from buergerforum.model.draw import Allocation, Draw, Register, Standing, Stratum, StratumCount
from buergerforum.stages.audit.case import Unfit, attempt
from buergerforum.stages.audit.draw import compared_again, continues
from buergerforum.stages.audit.published_folder import Folder
from buergerforum.stages.compared import compared
from buergerforum.stages.earlier_waves import joined
from buergerforum.stages.responses import read_weights
from buergerforum.texts import _

Passed = TypeVar("Passed")

_CHECKS = ("5.1", "5.2", "5.3", "5.4", "5.7")


def published_waves(folder: Folder) -> list[Finding]:
    """Return the findings of room 5, wave by wave."""
    waves = waves_of(folder.case.runs)
    if not waves:
        return not_checked(room("5"), _("There is no draw yet."))
    made = [check(number) for number in _CHECKS]
    if folder.confidential:
        again = _Again(folder, waves)
        found = [one for number in range(len(waves)) for one in attempt(made, _later(again.wave, number))]
        reason = explained()
    else:
        seen = _Seen(folder)
        found = [one for run in waves for one in attempt(made[:2], _later(seen.wave, run))]
        reason = _("Data of single people are not published at this level.")
    numbers = {one.number for one in found}
    if not latest_of(folder.case.runs, "draw-towns"):
        numbers |= set(OCCASIONAL)
    return [*found, *rest_of("5", tuple(numbers), reason)]


def _later(work: Callable[[Passed], list[Finding]], given: Passed) -> Callable[[], list[Finding]]:
    return lambda: work(given)


def _told(folder: Folder, run: Run) -> Rules:
    rules = read_rules(folder.receipt(run))
    if rules is None:
        raise Unfit(run.at(places.RECEIPT), _("The receipt does not say by which rules and which seed was drawn."))
    return rules


class _Seen:
    """What everybody has seen of the waves so far.

    Parameters
    ----------
    folder
        Under audit.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.counts: list[Counts] = []
        self.tickets: set[str] = set()

    def wave(self, run: Run) -> list[Finding]:
        """Check the next wave."""
        case, receipt, rules = self.folder.case, self.folder.receipt(run), _told(self.folder, run)
        strata, tickets = case.listing(run.at(places.STRATA)), case.listing(run.at(places.TICKETS))
        found = public_places(rules, strata, receipt, self.counts)
        found += public_tickets(tickets, receipt, self.tickets)
        counts = read_counts(rules, strata)
        self.counts += [counts] if counts else []
        self.tickets |= set(tickets.columns.get("ticket", []))
        return found


class _Again:
    """The draw held again by its tickets, as far as it has come.

    Parameters
    ----------
    folder
        Under audit.
    waves
        All runs of the draw, in their order.
    """

    def __init__(self, folder: Folder, waves: Sequence[Run]) -> None:
        self.folder, self.waves = folder, waves
        self.standing: Standing | None = None
        self._register: Register | None = None
        self._weights: Weights = {}
        self._counts: tuple[StratumCount, ...] = ()

    def wave(self, number: int) -> list[Finding]:
        """Hold a wave again, counted from 0, and compare."""
        run = self.waves[number]
        rules, drawn = _told(self.folder, run), self._drawn(run)
        again = self._further(run, rules, drawn) if number else self._first(run, rules)
        if self._register is None:
            raise Unfit(run.at(places.RECEIPT), _("The receipt does not continue the draw of the first wave."))
        whole = rules.reserve is None
        found = check_wave(rules, self._register, again, drawn, self.folder.receipt(run), whole=whole)
        return [*map(_believed, found), *self._comparison(run, rules, again)]

    def _comparison(self, run: Run, rules: Rules, again: Draw | None) -> list[Finding]:
        """Check 5.7; where the reserve was cut, not everybody of the frame is here."""
        if again is None or self.standing is None or self._register is None or rules.reserve is not None:
            return [check("5.7").not_checked(_("Not everybody of the frame is here."), run.folder)]
        counts, invited = self._counts or again.counts, self.standing.invited
        self._counts = counts
        strata = _told(self.folder, self.waves[0]).strata
        return compared_again(self.folder.case, run, compared(self._register, strata, counts, invited))

    def _first(self, run: Run, rules: Rules) -> Draw | None:
        case = self.folder.case
        tables = [self.folder.table(run.at(name)) for name in (places.INVITEES, places.RESERVE)]
        register, tickets = case.made(run.at(places.INVITEES), lambda: joined(tables, rules))
        if any(len(ticket) != TICKET for ticket in tickets):
            raise Unfit(run.at(places.INVITEES), _("The file is damaged."))
        residents = self._residents(run, rules)
        if rules.allocation is Allocation.WEIGHTED:
            self._weights = self._weighed(run, rules, residents or dict.fromkeys(register.frame.strata, 0))
        held = by_tickets(rules, register, tickets, self._weights, residents)
        self._register = register
        if held is None:
            return None
        self.standing = standing_after(*held)
        return held[1]

    def _further(self, run: Run, rules: Rules, drawn: Drawn) -> Draw | None:
        standing, self.standing = self.standing, None
        if standing is None or not continues(_told(self.folder, self.waves[0]), rules, self.waves.index(run) + 1):
            raise Unfit(run.at(places.RECEIPT), _("The receipt does not continue the draw of the first wave."))
        place = run.at(places.REPLACED)
        files = self.folder.case.evidence.files
        ids = self.folder.case.listing(place).columns.get("id", []) if place in files else []
        again = hold_further(rules, standing, Given(self._weights, ids), drawn)
        if again is not None:
            self.standing = standing_after(standing, again)
        return again

    def _drawn(self, run: Run) -> Drawn:
        listing = self.folder.case.listing
        invitees, reserve, strata = (listing(run.at(name)) for name in (places.INVITEES, places.RESERVE, places.STRATA))
        return Drawn(invitees, reserve, strata, run.at(places.RECEIPT))

    def _residents(self, run: Run, rules: Rules) -> Mapping[Stratum, int]:
        """Return the residents of the strata as stated, where the reserve was cut."""
        if rules.reserve is None:
            return {}
        strata = self.folder.case.listing(run.at(places.STRATA))
        columns = [strata.columns[one] for one in rules.strata]
        keys = list(zip(*columns, strict=True)) or [()] * len(strata.rows)
        return self.folder.case.made(
            strata.file, lambda: dict(zip(keys, map(int, strata.columns["residents"]), strict=True))
        )

    def _weighed(self, run: Run, rules: Rules, strata: Mapping[Stratum, int]) -> Weights:
        place = run.at(places.RESPONSE)
        told = {places.bare(one.name): one.sha256 for one in self.folder.receipt(run).outputs}
        path, here = self.folder.case.path(place), self.folder.case.evidence.files.get(place)
        if here is None or here.sha256 != told.get(places.RESPONSE):
            raise Unfit(place, _("The file is not the one that the receipt names."))
        return read_weights(path, rules.strata).for_strata(set(strata), rules.strata)


def _believed(one: Finding) -> Finding:
    """Return a finding; of the tickets nothing is proven, since they follow from the original ids."""
    if one.number == "5.4" and one.verdict is Verdict.OK:
        told = _("Chances and data fit from wave to wave. Tickets follow from ids that are not published.")
        return check("5.4").not_checked(told, one.file)
    return one
