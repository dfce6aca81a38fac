"""Room 5: every wave of the draw, held again from frame and seed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from buergerforum.core.audit.listing import Listing, compare, differs, misstated
from buergerforum.core.audit.recipe import check, not_checked
from buergerforum.core.draw.rules import Rules
from buergerforum.core.draw.wave import Weights, draw, draw_further
from buergerforum.errors import InputError
from buergerforum.model.audit import Finding
from buergerforum.model.draw import Basis, Draw, Frame, Register, Standing, Stratum, Wave
from buergerforum.model.record import Receipt
from buergerforum.texts import _, ngettext

CHECKS = ("5.1", "5.2", "5.3", "5.4")
"""Of every wave."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the draw wrote."""

    invitees: Listing
    """``invitees.csv``."""
    reserve: Listing
    """``reserve.csv``."""
    strata: Listing
    """``strata.csv``."""
    receipt: str
    """Place of ``receipt.json``."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the rules refer to, besides the frame."""

    weights: Weights
    """Of the strata, for weighted strata."""
    replaced: Sequence[str] = ()
    """Ids of those for whom a like-for-like wave was drawn."""


def hold_again(rules: Rules, frame: Frame, given: Given) -> Draw | None:
    """Hold the first wave again; None: its rules cannot be held to.

    Parameters
    ----------
    rules
        As the receipt states them.
    frame
        Everybody who could be drawn.
    given
        What the rules refer to.
    """
    if not 1 <= rules.size <= len(frame.ids):
        return None
    return draw(frame, rules.size, rules.seed, rules.allocation, given.weights)


def hold_further(rules: Rules, standing: Standing, given: Given, drawn: Drawn) -> Draw | None:
    """Hold a further wave again; None: its rules cannot be held to.

    Parameters
    ----------
    rules
        As its receipt states them.
    standing
        After the waves before it, as they were held again.
    given
        What the rules refer to.
    drawn
        What was written: a wave by targets has its places from there.
    """
    wanted = _wanted(rules, standing, given, drawn)
    if wanted is None or rules.size < 1 or (wanted and not sum(wanted.values())):
        return None
    wave = Wave(rules.wave, rules.size, rules.basis, wanted)
    try:
        return draw_further(standing, wave, rules.seed, rules.allocation, given.weights)
    except InputError:
        return None


def standing_after(standing: Standing, made: Draw) -> Standing:
    """Return how far a draw has come after one more wave."""
    invited = [*standing.invited, *made.invited]
    return Standing(standing.frame, standing.tickets, invited, made.reserve, standing.residents)


def _wanted(rules: Rules, standing: Standing, given: Given, drawn: Drawn) -> dict[Stratum, int] | None:
    if rules.basis is Basis.PROPORTIONAL:
        return {}
    if rules.basis is Basis.LIKE_FOR_LIKE:
        stratum_of = {standing.frame.ids[place]: standing.frame.strata[place] for place in standing.invited}
        known = [stratum_of[person] for person in given.replaced if person in stratum_of]
        return dict(Counter(known)) if len(known) == len(given.replaced) else None
    cells = drawn.strata.columns.get("places", [])
    keys = zip(*(drawn.strata.columns.get(column, [""] * len(cells)) for column in rules.strata), strict=False)
    if not all(cell.isascii() and cell.isdigit() and len(cell) < 10 for cell in cells):
        return None
    return dict(zip(keys if rules.strata else [()], map(int, cells), strict=False))


def check_wave(
    rules: Rules, register: Register, again: Draw | None, drawn: Drawn, receipt: Receipt, *, whole: bool = True
) -> list[Finding]:
    """Compare a wave with what was written.

    Proves that the places of the strata, the invitees, the reserve and every ticket follow from the frame and the
    seed by the published rules, so that nobody was moved up, passed over or left out. Does not prove that the frame
    holds everybody it should.

    Parameters
    ----------
    rules
        As the receipt states them.
    register
        The frame that was read, without those who were not to be drawn.
    again
        The wave as it was held again; None: its rules cannot be held to.
    drawn
        What was written.
    receipt
        Of the draw.
    whole
        Whether the register holds everybody; if not, nobody who is missing can be counted.
    """
    if again is None:
        told = _("{size} places for {residents} residents")
        said = told.format(size=rules.size, residents=len(register.frame.ids))
        return [check("5.1").contradiction(said, file=drawn.receipt), *not_checked(map(check, CHECKS[1:]), said)]
    kept = again.reserve[: rules.reserve]
    return [
        *places(rules, again, drawn, receipt, whole=whole),
        *people("5.2", register.frame, again.invited, drawn.invitees),
        *people("5.3", register.frame, kept, drawn.reserve),
        *data(rules, register, again, drawn),
    ]


def places(rules: Rules, again: Draw, drawn: Drawn, receipt: Receipt, *, whole: bool = True) -> list[Finding]:
    """Check 5.1: residents, places, invitees and chance of every stratum, and the totals in the receipt."""
    made = check("5.1")
    columns = {heading: [one.stratum[place] for one in again.counts] for place, heading in enumerate(rules.strata)}
    columns |= {
        "residents": [str(one.residents) for one in again.counts],
    }
    if rules.wave > 1:
        columns["before"] = [str(one.before) for one in again.counts]
    columns |= {
        "places": [str(one.places) for one in again.counts],
        "invited": [str(one.invited) for one in again.counts],
        "chance": [_fraction(one.chance) for one in again.counts],
    }
    figures = {
        "residents": sum(one.residents for one in again.counts),
        "invited": len(again.invited),
    }
    if whole:
        figures |= {"reserve": len(again.reserve), "gave_way": again.gave_way}
    found = [*compare(made, drawn.strata, columns), *misstated(made, receipt, figures, drawn.receipt)]
    told = _("strata: {strata}, places: {places}").format(strata=len(again.counts), places=rules.size)
    return made.concluded(found, told, drawn.strata.file)


def people(number: str, frame: Frame, places: Sequence[int], written: Listing) -> list[Finding]:
    """Check 5.2 or 5.3: the same ids in the same order."""
    made = check(number)
    differing = differs(made, written, "id", [frame.ids[place] for place in places])
    return made.concluded(
        [differing] if differing else [], _("people: {number}").format(number=len(places)), written.file
    )


def data(rules: Rules, register: Register, again: Draw, drawn: Drawn) -> list[Finding]:
    """Check 5.4: every other column of both lists, person by person."""
    made = check("5.4")
    ids = register.frame.ids
    place_of = {person: place for place, person in enumerate(ids)}
    chance_in = {one.stratum: _fraction(one.chance) for one in again.counts}
    if tuple(chance_in) == ((),):  # a simple draw looks at no strata
        chance_in = dict.fromkeys(set(register.frame.strata), chance_in[()])
    found = []
    for written, wave in ((drawn.invitees, str(rules.wave)), (drawn.reserve, "")):
        listed = written.columns.get("id", [])
        chosen = [place_of[person] for person in listed if person in place_of]
        if strangers := len(listed) - len(chosen):
            told = ngettext("{number} person is not in the frame.", "{number} people are not in the frame.", strangers)
            found.append(made.contradiction(told.format(number=strangers), file=written.file))
            continue
        columns = {heading: [column[place] for place in chosen] for heading, column in register.carried.items()}
        columns["chance"] = [chance_in[register.frame.strata[place]] for place in chosen]
        columns["ticket"] = [again.tickets[place].hex() for place in chosen]
        columns["wave"] = [wave] * len(chosen)
        found += compare(made, written, {"id": listed} | columns)
    return made.concluded(found, _("tickets computed again: {number}").format(number=len(again.tickets)))


def _fraction(chance: tuple[int, int]) -> str:
    return f"{chance[0]}/{chance[1]}"
