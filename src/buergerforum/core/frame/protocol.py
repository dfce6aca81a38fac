"""What the Meldebehörde writes down about the use of its register: occasion, criteria, number of hits.

Totals only, never a small cell, nothing about single people: the protocol may be published.
"""

from collections.abc import Sequence

from buergerforum.core.frame.extract import FrameRules
from buergerforum.core.frame.residents import Tally
from buergerforum.texts import _, listed, number


def figures(tally: Tally) -> tuple[tuple[str, int], ...]:
    """Return every total with its name, in the order in which people are taken out."""
    return (
        (_("Rows about people"), tally.rows),
        (_("Further rows of the same person"), tally.rows - tally.persons),
        (_("Different people"), tally.persons),
        (_("Left out: block of information (§§ 51, 52 BMG)"), tally.blocked),
        (_("Left out: died"), tally.dead),
        (_("Left out: only a secondary residence here"), tally.secondary),
        (_("Left out: below the minimum age"), tally.young),
        (_("Left out: date of birth entirely unknown"), tally.undated),
        (_("Residents in the frame (hits)"), tally.residents),
        (_("of these: date of birth known in part, youngest possible age taken"), tally.partial_dates),
        (_("of these: sex not stated"), tally.sex_not_stated),
        (_("of these: without a street"), tally.without_address),
        (_("of these: at special addresses"), tally.special),
    )


def protocol(occasion: str, rules: FrameRules, tally: Tally, files: Sequence[str], absent: Sequence[str]) -> str:
    """Return the protocol as a text.

    Parameters
    ----------
    occasion
        Why the register was used.
    rules
        By which people were taken.
    tally
        What came of it.
    files
        Names of the files of the extract.
    absent
        Meanings declared to have no column.
    """
    criteria = [
        _("main or only residence in the city"),
        _("at least {age} years old on {day:%Y-%m-%d}").format(age=rules.minimum_age, day=rules.reference_date),
        _("all nationalities"),
        _("no block of information (§§ 51, 52 BMG), not died"),
    ]
    if "block" in absent:
        criteria.append(_("the extract has no column for blocks: blocked people were taken out before"))
    if "death" in absent:
        criteria.append(_("the extract has no column for deaths: the dead were taken out before"))
    lines = [
        _("Protocol of the use of the population register (§ 40 (2) BMG)"),
        "",
        f"{_('Occasion')}: {occasion}",
        f"{_('Extract')}: {listed(list(files), len(files))}",
        "",
        f"{_('Criteria')}:",
        *(f"- {criterion}" for criterion in criteria),
        "",
        f"{_('Number of hits')}:",
        *_aligned(figures(tally)),
        "",
        _(
            "Partial dates of birth: the youngest possible age counts. Household: same family name at the same address "
            "(an assumption; the register knows no households); none at special addresses."
        ),
    ]
    return "".join(f"{line}\n" for line in lines)


def _aligned(rows: Sequence[tuple[str, int]]) -> list[str]:
    width = max(len(name) for name, _count in rows)
    digits = max(len(number(count)) for _name, count in rows)
    return [f"- {name:<{width}}  {number(count):>{digits}}" for name, count in rows]
