"""Room 5: the draw, done again from frame and seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.audit.evidence import stated_seed
from buergerforum.core.audit.listing import Listing, compare, differs, misstated
from buergerforum.core.audit.recipe import check, not_checked, room
from buergerforum.core.chance import Seed
from buergerforum.core.draw.wave import draw
from buergerforum.model.audit import Finding
from buergerforum.model.draw import Allocation, Draw, Frame
from buergerforum.model.record import Receipt
from buergerforum.texts import _, ngettext

_WAVE = "1"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the receipt of a draw says was settled before the seed, and the seed."""

    size: int
    """Places."""
    allocation: Allocation
    """How they were given to strata."""
    strata: tuple[str, ...]
    """Columns."""
    household: str
    """Column; blank: no rule."""
    special: str
    """Column of special addresses; blank: none."""
    seed: Seed
    """Public."""


@dataclass(frozen=True, slots=True)
class Register:
    """The frame, column by column."""

    frame: Frame
    """As the draw sees it."""
    carried: Mapping[str, Sequence[str]]
    """Every column besides the ids, in the order of the file."""


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


def read_rules(receipt: Receipt) -> Rules | None:
    """Return the rules that a receipt states; None: it states none that the toolkit knows."""
    options = receipt.options
    size, strata = options.get("size"), options.get("strata")
    household, special = options.get("household"), options.get("special")
    rule = next((one for one in Allocation if one.value == options.get("allocation")), None)
    seed = stated_seed(receipt)
    if rule is None or seed is None or not isinstance(size, int) or not isinstance(strata, tuple):
        return None
    if not (isinstance(household, str) and isinstance(special, str) and all(isinstance(one, str) for one in strata)):
        return None
    if rule is Allocation.SIMPLE and strata:
        return None
    return Rules(size, rule, strata, household, special, seed)


def check_draw(rules: Rules, register: Register, drawn: Drawn, receipt: Receipt) -> list[Finding]:
    """Hold the draw again and compare.

    Proves that the places of the strata, the invitees, the reserve and every ticket follow from the frame and the
    seed by the published rules, so that nobody was moved up, passed over or left out. Does not prove that the frame
    holds everybody it should.

    Parameters
    ----------
    rules
        As the receipt states them.
    register
        The frame that was read.
    drawn
        What was written.
    receipt
        Of the draw.
    """
    residents = len(register.frame.ids)
    if not 1 <= rules.size <= residents:
        told = _("{size} places for {residents} residents").format(size=rules.size, residents=residents)
        return [check("5.1").contradiction(told), *not_checked(room("5")[1:], told)]
    again = draw(register.frame, rules.size, rules.seed, rules.allocation)
    return [
        *places(rules, again, drawn, receipt),
        *people("5.2", register.frame, again.invited, drawn.invitees),
        *people("5.3", register.frame, again.reserve, drawn.reserve),
        *data(register, again, drawn),
    ]


def places(rules: Rules, again: Draw, drawn: Drawn, receipt: Receipt) -> list[Finding]:
    """Check 5.1: residents, places, invitees and chance of every stratum, and the totals in the receipt."""
    made = check("5.1")
    columns = {heading: [one.stratum[place] for one in again.counts] for place, heading in enumerate(rules.strata)}
    columns |= {
        "residents": [str(one.residents) for one in again.counts],
        "places": [str(one.places) for one in again.counts],
        "invited": [str(one.invited) for one in again.counts],
        "chance": [_fraction(one.chance) for one in again.counts],
    }
    figures = {
        "residents": len(again.tickets),
        "invited": len(again.invited),
        "reserve": len(again.reserve),
        "gave_way": again.gave_way,
    }
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


def data(register: Register, again: Draw, drawn: Drawn) -> list[Finding]:
    """Check 5.4: every other column of both lists, person by person."""
    made = check("5.4")
    ids = register.frame.ids
    place_of = {person: place for place, person in enumerate(ids)}
    chance_in = {one.stratum: _fraction(one.chance) for one in again.counts}
    found = []
    for written, wave in ((drawn.invitees, _WAVE), (drawn.reserve, "")):
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
