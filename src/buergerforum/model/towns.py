"""What the draw of towns talks about: municipalities, cells of Land and size, and who draws how many at home."""

from dataclasses import dataclass
from fractions import Fraction

Cell = tuple[str, str]
"""Key of the Land and name of the size class."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality of the official directory, or several that keep their register together."""

    key: str
    """Official key (AGS), 8 digits; of an association, the first 9 digits of the regional key (ARS)."""
    name: str
    """As the directory has it."""
    land: str
    """Key of the Land, 2 digits."""
    inhabitants: int
    """Main residence, 1 or more."""
    association: str = ""
    """First 9 digits of the regional key: Land, Regierungsbezirk, Kreis, Verband; blank: not known."""
    association_name: str = ""
    """As the directory has it; blank: not known."""


@dataclass(frozen=True, slots=True)
class TownsOptions:
    """What is chosen before the seed is known."""

    size: int
    """People to be invited in all towns, 1 or more."""
    towns: int
    """About how many towns; cells that are small, or the cap, can make it more."""
    cap: Fraction
    """At most this part of the inhabitants of a town is invited, 0 … 1; one person always may be."""
    classes: tuple[int, ...]
    """Lowest number of inhabitants of every size class but the first, ascending."""


@dataclass(frozen=True, slots=True)
class CellDraw:
    """A cell of Land and size class."""

    cell: Cell
    """Which one."""
    towns: int
    """How many there are."""
    inhabitants: int
    """In all of them."""
    persons: int
    """To be invited."""
    bundles: int
    """Into how many parts, as equal as possible, they are divided; each goes to a town."""


@dataclass(frozen=True, slots=True)
class TownDraw:
    """A town that draws at home."""

    number: int
    """Of its order sheet, from 1; replacements have numbers of their own."""
    town: Municipality
    """Which one."""
    cell: Cell
    """Where it belongs."""
    bundles: int
    """How many it got."""
    persons: int
    """How many people it invites, 1 or more."""
    ticket: str
    """64 hexadecimal digits; the order in its cell."""
    replaces: int = 0
    """Number of the town for which it steps in; 0: it was drawn itself."""


@dataclass(frozen=True, slots=True)
class TownsDraw:
    """The result of the first stage."""

    cells: tuple[CellDraw, ...]
    """In their order."""
    towns: tuple[TownDraw, ...]
    """By number."""
    replacements: tuple[TownDraw, ...]
    """By number, one for every town as far as its cell has others."""
    inhabitants: int
    """N, of all towns."""
