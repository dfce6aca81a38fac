"""The front door of the selection: from a pool and its quotas to the published lottery.

0. People who are fixed in or out beforehand are taken out; what follows is about the others.
1. Chances: the objective over the polytope of the quotas.
2. Lots: N panels that give these chances, but for less than one lot.
3. Proof: a lottery that reaches the chances exactly; where there is none, cuts, and again from 1.
4. People: the lots are handed out evenly, those fixed in are added, and the lots are numbered.
"""

from dataclasses import dataclass

import numpy as np

from buergerforum.core.selection.apportion import apportion
from buergerforum.core.selection.feasibility import require_panel
from buergerforum.core.selection.fixing import Free, settle
from buergerforum.core.selection.lottery import appearances_of, hand_out, numbered, with_fixed
from buergerforum.core.selection.noise import Noise, noise_of
from buergerforum.core.selection.objectives import OBJECTIVES, Ideal, Objective
from buergerforum.core.selection.panels import Lots, make_lots
from buergerforum.core.selection.polytope import Cut, Polytope, build, expected
from buergerforum.core.selection.proof import Proof, counted, enough_to_prove, prove
from buergerforum.core.selection.solver import Floats, Ints
from buergerforum.core.selection.types import Type, group
from buergerforum.core.selection.variety import Variety, variety
from buergerforum.errors import UsageError
from buergerforum.model.lottery import Chance, Lottery
from buergerforum.model.pool import Pool
from buergerforum.model.progress import Progress, silent
from buergerforum.model.quotas import QuotaTable
from buergerforum.texts import _, listed

SPLIT_UP_TO = 10_000
"""Beyond so many lots only the last some thousand are made by splitting; the others have the panels of the proof."""
_TAIL = 1_000
"""So many lots at least are made by splitting even then."""
_PROVEN_TYPES = 650
"""With more types the proof is what the lots themselves show: nobody is further than the gap from the optimum."""


@dataclass(frozen=True, slots=True, eq=False)
class LotteryResult:
    """The lottery and what it follows from."""

    lottery: Lottery
    """The numbered lots."""
    chances: tuple[Chance, ...]
    """Of all applicants, sorted by id."""
    largest_deviation: float
    """Between anybody's chance in the lots and in the optimal lottery."""
    variety: Variety
    """How many different panels there are, and how often two people meet."""
    free: Free
    """The selection that was left to chance; types, polytope and ideal are about it."""
    types: tuple[Type, ...]
    """Applicants nobody could tell apart; all arrays below are in this order."""
    polytope: Polytope
    """The rules as rows, and the cuts."""
    ideal: Ideal
    """The optimal chances per type, and why nobody's can be better."""
    gap: float
    """By how much a lottery over known panels misses an optimal chance at most: 0 but for the tolerance of the solver,
    or, with very many types, what the lots themselves show."""
    known: Ints
    """Shape (panels, types): the panels of the proof."""
    mixture: Floats
    """Shape (panels,): λ, the lottery over these that misses no optimal chance by more than the gap."""

    @property
    def panels(self) -> int:
        """Number of different panels among the lots."""
        return self.variety.panels

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """What had to be added to the rules as rows."""
        return self.polytope.cuts


def make_lottery(
    pool: Pool,
    table: QuotaTable,
    seats: int,
    *,
    lots: int = 1000,
    objective: str = "leximin",
    progress: Progress = silent,
) -> LotteryResult:
    """Make the fairest lottery over all panels, as numbered lots.

    Parameters
    ----------
    pool
        Everybody who may be seated, and who is fixed in or out.
    table
        The quotas; `Applicant.values` are names of its values.
    seats
        To fill, at least 1.
    lots
        N, at least 1.
    objective
        A name of :data:`.objectives.OBJECTIVES`.
    progress
        Told how far it is.

    Raises
    ------
    QuotaError
        If no panel meets the quotas.
    UsageError
        If a number is below 1 or the objective is not known.
    """
    best = _objective(objective, seats, lots)
    free = settle(pool, table, seats)
    types = group(free.pool)
    polytope = build(types, pool.features, free.table, free.seats)
    require_panel(pool, table, seats, polytope)
    noise = noise_of(pool, table, seats, lots)
    progress(_("Computing everybody's chance"), 0, 0)
    proof, panels, sizes = _chances_and_lots(polytope, best, lots, noise, progress)
    if int(sizes.sum()) != lots or not proof.polytope.holds(panels).all():
        raise ArithmeticError("these are not the lots that were wanted")
    lottery = numbered(with_fixed(hand_out(types, panels, sizes, noise), free.seated))
    counted = appearances_of(lottery)
    optimal = dict.fromkeys(free.seated, 1.0) | {
        member: float(chance) for one, chance in zip(types, proof.ideal.chances, strict=True) for member in one.members
    }
    chances = tuple(Chance(one.id, optimal.get(one.id, 0.0), counted.get(one.id, 0)) for one in pool.applicants)
    return LotteryResult(
        lottery=lottery,
        chances=chances,
        largest_deviation=max(abs(one.lots / lots - one.optimal) for one in chances),
        variety=variety(lottery),
        free=free,
        types=types,
        polytope=proof.polytope,
        ideal=proof.ideal,
        gap=proof.gap,
        known=proof.panels,
        mixture=proof.lottery,
    )


def _objective(name: str, seats: int, lots: int) -> Objective:
    if name not in OBJECTIVES:
        raise UsageError(
            _("There is no objective “{name}”.").format(name=name),
            hint=_("Choose one of: {names}.").format(names=listed(tuple(OBJECTIVES))),
        )
    if seats < 1:
        raise UsageError(_("There must be at least one seat."))
    if lots < 1:
        raise UsageError(_("There must be at least one lot."))
    return OBJECTIVES[name]


def _chances_and_lots(
    polytope: Polytope, objective: Objective, lots: int, noise: Noise, progress: Progress
) -> tuple[Proof, Ints, Ints]:
    """Return the proof, the panels of the lots, shape (panels, types), and how many lots each has, shape (panels,)."""
    ideal = objective(polytope)
    enough = min(enough_to_prove(polytope), _TAIL)
    number = lots if enough <= lots <= SPLIT_UP_TO else enough
    made = make_lots(polytope, number * expected(polytope, ideal.chances), number, noise, progress=progress)
    if made.good and polytope.types > _PROVEN_TYPES:
        proof = counted(polytope, ideal, made.panels, made.sizes)
    else:
        proof = prove(polytope, objective, ideal, made.panels, progress=progress)
    if number == lots and not proof.polytope.cuts:
        best = made if made.good else min(made, _rounded(proof, lots), key=lambda one: one.far)
        return proof, best.panels, best.sizes
    return (proof, *_lots_of(proof, lots, noise, progress))


def _lots_of(proof: Proof, lots: int, noise: Noise, progress: Progress) -> tuple[Ints, Ints]:
    """Make lots of a proven lottery: whole multiples of its panels, and the rest by splitting, else by rounding."""
    target = lots * expected(proof.polytope, proof.ideal.chances)
    bulk = max(0, lots - _TAIL) if lots > SPLIT_UP_TO else 0
    # The solver's weights may be a trace below zero, which times a billion would be a lot too many elsewhere.
    sizes = np.floor(np.maximum(proof.lottery, 0.0) * bulk + 1e-9).astype(np.int64)
    rest = lots - int(sizes.sum())
    made = make_lots(proof.polytope, target - sizes @ proof.panels, rest, noise, progress=progress)
    if not made.good:
        rounded = _rounded(proof, lots)
        if rounded.far < made.far:
            return rounded.panels, rounded.sizes
    used = sizes > 0
    return np.concatenate([proof.panels[used], made.panels]), np.concatenate([sizes[used], made.sizes])


def _rounded(proof: Proof, lots: int) -> Lots:
    """Round the lottery of the proof."""
    target = lots * expected(proof.polytope, proof.ideal.chances)
    return Lots.of(proof.panels, apportion(proof.panels, proof.lottery, target, lots), target)
