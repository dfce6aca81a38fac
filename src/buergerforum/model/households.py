"""How it is told who belongs to one household: by a key, or by an address."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass

from buergerforum.model.record import Option

HOUSEHOLD = "household"
"""Column of the households in frames and results; also the name of the rule in receipts."""
COLUMNS, ADDRESS, EXEMPT = "household_columns", "household_address", "household_exempt"
"""What receipts say besides, where results hold numbers instead of the cells that were compared."""


@dataclass(frozen=True, slots=True)
class HouseholdRule:
    """Whose cells in these columns are alike is one household."""

    columns: tuple[str, ...] = ()
    """Headings, as they were named; none: there is no such rule."""
    address: bool = False
    """Whether they are the parts of an address, compared as addresses; else one column is a key, compared as text."""
    exempt: str = ""
    """Column that marks people without a household, because they live in a home or a shelter; blank: none."""

    @property
    def numbered(self) -> bool:
        """Whether results hold numbers of households instead of the cells that were compared."""
        return bool(self.columns) and (self.address or bool(self.exempt))

    @property
    def column(self) -> str:
        """Return the column of the households in results; blank: no rule."""
        return HOUSEHOLD if self.numbered else "".join(self.columns)

    def options(self) -> dict[str, Option]:
        """Return what a receipt says."""
        if not self.numbered:
            return {HOUSEHOLD: self.column}
        return {HOUSEHOLD: HOUSEHOLD, COLUMNS: self.columns, ADDRESS: self.address, EXEMPT: self.exempt}


def rule_of(text: str, *, address: bool = False, exempt: str = "") -> HouseholdRule:
    """Return the rule that a text names: one column, or several with commas between them, which are an address.

    A heading that holds a comma is written in quotation marks.

    Parameters
    ----------
    text
        Blank: no rule.
    address
        Whether a single column is an address too.
    exempt
        Column that marks people without a household; blank: none.

    Examples
    --------
    >>> rule_of("Straße, Hausnummer,PLZ").columns, rule_of('"Straße, Nr."', address=True).columns
    (('Straße', 'Hausnummer', 'PLZ'), ('Straße, Nr.',))
    >>> rule_of("household").address, rule_of("Straße,Nr.").address, rule_of("Straße,").address
    (False, True, True)
    """
    cells = [text]
    if "," in text or '"' in text:
        cells = next(csv.reader([" ".join(text.splitlines())], skipinitialspace=True))
    columns = tuple(name for cell in cells if (name := cell.strip()))
    # A comma alone says that parts of an address are meant, also where one of them was left out.
    return HouseholdRule(columns, address or len(cells) > 1, exempt.strip())


def text_of(rule: HouseholdRule) -> str:
    """Return the text that names a rule.

    Examples
    --------
    >>> text_of(rule_of('"Straße, Nr.",PLZ'))
    '"Straße, Nr.",PLZ'
    """
    quoted = ('"{}"'.format(name.replace('"', '""')) if "," in name or '"' in name else name for name in rule.columns)
    return ",".join(quoted)


def rule_in(options: Mapping[str, Option]) -> HouseholdRule:
    """Return the rule by which the households of a result were found in the file that was read, from its receipt."""
    columns, column, exempt = options.get(COLUMNS), options.get(HOUSEHOLD), options.get(EXEMPT)
    if isinstance(columns, tuple) and columns:
        return HouseholdRule(columns, options.get(ADDRESS) is True, exempt if isinstance(exempt, str) else "")
    return key_of(column if isinstance(column, str) else "")


def key_of(column: str) -> HouseholdRule:
    """Return the rule for a column that holds a key, such as that of a result; blank: no rule."""
    return HouseholdRule((column,) if column else ())
