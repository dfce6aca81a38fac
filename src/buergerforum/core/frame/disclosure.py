"""Which figures about the register may be published: totals, none of them small, and none that gives a small one away.

The rule: a number from 1 to L − 1 is not stated. Of the reasons for which people were left out, those with so few are
put together with the next smallest until they are at least L; so no reason can be found by subtraction, as all others
and their sum are stated. Where even that is not enough, the totals they could be found from are not stated either. Of
the residents, also a number that leaves fewer than L others is not stated. Zero is stated: it is about nobody.

L is a setting; official statistics use 3 and more (see doi:10.1002/9781118348239 on the threshold rule), and no law
names one for this use.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from buergerforum.core.frame.residents import Tally
from buergerforum.texts import _, listed

OTHER = "other_reasons"
_REASONS = ("blocked", "dead", "secondary", "young", "undated")
_PARTS = ("partial_dates", "sex_not_stated", "without_address", "special")


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of the protocol."""

    name: str
    """As the receipt calls it."""
    text: str
    """As people call it."""
    count: int | None
    """How many; None: not stated."""
    said: str
    """What is said instead of a number; blank where there is one."""
    code: str
    """What the receipt has instead of a number; blank where there is one."""


def hits(tally: Tally, least: int) -> tuple[Hit, ...]:
    """Return every figure that may be published, in the order in which people are taken out.

    Parameters
    ----------
    tally
        All figures.
    least
        The smallest number that is stated; 1: every number is.
    """
    merged, hidden = _merged({name: getattr(tally, name) for name in _REASONS}, least)
    further = tally.rows - tally.persons
    rows_hidden = hidden or 0 < further < least
    names = _names()
    found = [
        _unstated("rows", names["rows"]) if rows_hidden else _stated("rows", names["rows"], tally.rows),
        _few("further_rows", names["further_rows"], further, least),
        _unstated("persons", names["persons"]) if hidden else _stated("persons", names["persons"], tally.persons),
    ]
    found += [_stated(name, names[name], getattr(tally, name)) for name in _REASONS if name not in merged]
    if merged:
        text = _("Left out, other reasons: {reasons}").format(reasons=listed([_reason(n) for n in merged]))
        found.append(_few(OTHER, text, sum(getattr(tally, name) for name in merged), least))
    found.append(_stated("residents", names["residents"], tally.residents))
    found += [_part(name, names[name], getattr(tally, name), tally.residents, least) for name in _PARTS]
    return tuple(found)


def _merged(reasons: Mapping[str, int], least: int) -> tuple[tuple[str, ...], bool]:
    """Return the reasons that are put together, and whether even their sum would be too small to be stated."""
    by_size = sorted((count, name) for name, count in reasons.items() if count)
    together = [name for count, name in by_size if count < least]
    if not together:
        return (), False
    rest = [name for count, name in by_size if count >= least]
    while rest and (len(together) == 1 or sum(reasons[name] for name in together) < least):
        together.append(rest.pop(0))
    chosen = tuple(name for name in reasons if name in together)
    return chosen, len(chosen) == 1 or sum(reasons[name] for name in chosen) < least


def _stated(name: str, text: str, count: int) -> Hit:
    return Hit(name, text, count, "", "")


def _unstated(name: str, text: str) -> Hit:
    return Hit(name, text, None, _("not stated"), "-")


def _few(name: str, text: str, count: int, least: int) -> Hit:
    if count == 0 or count >= least:
        return _stated(name, text, count)
    return Hit(name, text, None, _("fewer than {least}").format(least=least), f"<{least}")


def _part(name: str, text: str, count: int, whole: int, least: int) -> Hit:
    if count >= least and 0 < whole - count < least:
        return Hit(name, text, None, _("nearly all"), f">{whole - least}")
    return _few(name, text, count, least)


def _reason(name: str) -> str:
    return {
        "blocked": _("block of information (§§ 51, 52 BMG)"),
        "dead": _("died"),
        "secondary": _("only a secondary residence here"),
        "young": _("below the minimum age"),
        "undated": _("date of birth entirely unknown"),
    }[name]


def _names() -> dict[str, str]:
    return {
        "rows": _("Rows about people"),
        "further_rows": _("Further rows of the same person"),
        "persons": _("Different people"),
        **{name: _("Left out: {reason}").format(reason=_reason(name)) for name in _REASONS},
        "residents": _("Residents in the frame (hits)"),
        "partial_dates": _("of these: date of birth known in part, youngest possible age taken"),
        "sex_not_stated": _("of these: sex not stated"),
        "without_address": _("of these: without a street"),
        "special": _("of these: at special addresses"),
    }
