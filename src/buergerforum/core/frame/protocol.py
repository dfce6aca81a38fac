"""What the Meldebehörde writes down about the use of its register: occasion, criteria, number of hits.

Totals only, never a small cell, nothing about single people: the protocol may be published.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from buergerforum.core.frame.disclosure import Hit, hits
from buergerforum.core.frame.extract import FrameRules
from buergerforum.core.frame.residents import Tally
from buergerforum.texts import _, listed, number


@dataclass(frozen=True, slots=True)
class Protocol:
    """The protocol, in the language spoken when it was made."""

    title: str
    """What this is."""
    occasion: str
    """Why the register was used."""
    files: tuple[str, ...]
    """Names of the files of the extract."""
    criteria: tuple[str, ...]
    """By which people were taken."""
    hits: tuple[Hit, ...]
    """How many there were."""
    remarks: tuple[str, ...]
    """What must be known to read the numbers."""

    def text(self) -> str:
        """Return it as a text."""
        lines = [self.title, "", *self.heading("-"), "", f"{_('Number of hits')}:", *_aligned(self.hits)]
        lines += [line for remark in self.remarks for line in ("", remark)]
        return "".join(f"{line}\n" for line in lines)

    def heading(self, bullet: str = "•") -> list[str]:
        """Return occasion, extract and criteria, line by line.

        Parameters
        ----------
        bullet
            Before every criterion. A workbook gets no hyphen: a spreadsheet takes it for the beginning of a formula.
        """
        files = listed(self.files, len(self.files))
        beginning = [f"{_('Occasion')}: {self.occasion}", f"{_('Extract')}: {files}", "", f"{_('Criteria')}:"]
        return [*beginning, *(f"{bullet} {criterion}" for criterion in self.criteria)]


def protocol(occasion: str, rules: FrameRules, tally: Tally, files: Sequence[str], absent: Sequence[str]) -> Protocol:
    """Return the protocol.

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
    found = hits(tally, rules.small_cell)
    remarks = [
        _(
            "Partial dates of birth: the youngest possible age counts. Household: same family name at the same address "
            "(an assumption; the register knows no households); none at special addresses."
        )
    ]
    if any(hit.count is None or hit.name == "other_reasons" for hit in found):
        remarks.append(
            _(
                "Numbers from 1 to {most} are not stated, nor what would give them away: reasons with so few people "
                "are put together with others."
            ).format(most=rules.small_cell - 1)
        )
    title = _("Protocol of the use of the population register (§ 40 (2) BMG)")
    return Protocol(title, occasion, tuple(files), tuple(criteria), found, tuple(remarks))


def _aligned(found: Sequence[Hit]) -> list[str]:
    counts = [hit.said if hit.count is None else number(hit.count) for hit in found]
    width = max(len(hit.text) for hit in found)
    digits = max(map(len, counts))
    return [f"- {hit.text:<{width}}  {count:>{digits}}" for hit, count in zip(found, counts, strict=True)]
