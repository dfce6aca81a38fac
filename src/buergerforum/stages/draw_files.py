"""What a draw leaves in its folder."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from buergerforum.core.draw.comparison import Comparison
from buergerforum.core.plots.paired_bars import Pair, Panel, paired_bars
from buergerforum.io.files import write_bytes
from buergerforum.io.lines import lines_of, write_lines
from buergerforum.io.tables import write_csv
from buergerforum.io.workbooks import Cell, Sheet, write_workbook
from buergerforum.model import places
from buergerforum.model.draw import Draw, Register, StratumCount
from buergerforum.texts import _, number, speaking

OWN_COLUMNS = ("chance", "ticket", "wave")
"""What the draw adds to the columns of the frame."""
COUNTS = ("residents", "places", "invited", "chance")
"""What is counted for every stratum."""
BEFORE = "before"
"""Further waves also say how many of a stratum were invited earlier."""
COMPARED = ("column", "value", "residents", "expected", "drawn", "chi_square", "freedom", "p")
"""Headings of the comparison of the drawn with the frame."""


def write_people(folder: Path, register: Register, result: Draw, wave: int, reserve: int | None = None) -> None:
    """Write ``invitees.csv`` and ``reserve.csv``: id, all other columns of the frame, and what the draw adds.

    Parameters
    ----------
    folder
        Where to.
    register
        What was drawn from.
    result
        Of the draw.
    wave
        Its number.
    reserve
        How many of the reserve are written; None: all.

    Raises
    ------
    StorageError
        If they cannot be written.
    """
    frame = register.frame
    chance = {count.stratum: fraction(count.chance) for count in result.counts}
    if tuple(chance) == ((),):
        chance = dict.fromkeys(set(frame.strata), chance[()])
    header = ["id", *register.carried, *OWN_COLUMNS]
    lines = lines_of(
        [
            *(frame.ids, *register.carried.values()),
            [chance[stratum] for stratum in frame.strata],
            [ticket.hex() for ticket in result.tickets],
        ]
    )
    invited = (f"{lines[place]};{wave}" for place in result.invited)
    write_lines(folder / places.INVITEES, header, invited)
    write_lines(folder / places.RESERVE, header, (f"{lines[place]};" for place in result.reserve[:reserve]))


def write_strata(
    folder: Path, columns: tuple[str, ...], counts: Sequence[StratumCount], wave: int, language: str
) -> None:
    """Write ``strata.csv``, and ``strata.xlsx`` for officials.

    Parameters
    ----------
    folder
        Where to.
    columns
        Of the frame, that form the strata.
    counts
        Of the draw.
    wave
        Its number.
    language
        Of the workbook; blank: that of the terminal.

    Raises
    ------
    StorageError
        If they cannot be written.
    """
    further = wave > 1
    rows: list[list[Cell]] = [
        [
            *count.stratum,
            count.residents,
            *([count.before] if further else []),
            *(count.places, count.invited, fraction(count.chance)),
        ]
        for count in counts
    ]
    header = (*columns, *strata_header(wave))
    write_csv(folder / places.STRATA, header, ([str(cell) for cell in row] for row in rows))
    with speaking(language):  # the workbook, not what is said if it cannot be written
        before = (_("invited before"),) if further else ()
        titles = (*columns, _("residents"), *before, _("places"), _("invited"), _("chance"))
        sheet = Sheet(_("strata"), titles, rows)
    write_workbook(folder / "strata.xlsx", [sheet])


def strata_header(wave: int) -> tuple[str, ...]:
    """Return the headings of ``strata.csv`` after those of the strata."""
    return COUNTS if wave == 1 else (COUNTS[0], BEFORE, *COUNTS[1:])


def write_comparison(folder: Path, comparisons: Sequence[Comparison], language: str) -> None:
    """Write ``comparison.csv`` and its plot.

    Parameters
    ----------
    folder
        Where to.
    comparisons
        One per column.
    language
        Of the plot; blank: that of the terminal.

    Raises
    ------
    StorageError
        If they cannot be written.
    """
    write_csv(folder / places.COMPARISON, COMPARED, comparison_rows(comparisons))
    with speaking(language):
        picture = comparison_picture(comparisons)
    write_bytes(folder / places.COMPARISON_PICTURE, picture.encode())


def comparison_rows(comparisons: Sequence[Comparison]) -> list[tuple[str, ...]]:
    """Return the rows of ``comparison.csv``; decimals are rounded and decide nothing."""
    return [
        (
            *(one.column, group.value, str(group.residents), f"{float(group.expected):.2f}", str(group.drawn)),
            *(f"{one.chi_square:.3f}", str(one.freedom), f"{one.p_value:.4f}"),
        )
        for one in comparisons
        for group in one.groups
    ]


def comparison_picture(comparisons: Sequence[Comparison]) -> str:
    """Return a plot of the shares in the frame and among the drawn, in the language spoken, as SVG."""
    note = _("chi-square {statistic}, degrees of freedom {freedom}, p = {p}")
    panels = [
        Panel(
            one.column,
            note.format(statistic=number(one.chi_square, 2), freedom=one.freedom, p=number(one.p_value, 3)),
            tuple(
                Pair(
                    group.value or _("(blank)"),
                    _share(group.residents, [other.residents for other in one.groups]),
                    _share(group.drawn, [other.drawn for other in one.groups]),
                )
                for group in one.groups
            ),
        )
        for one in comparisons
    ]
    return paired_bars(_("The drawn beside the frame"), (_("frame"), _("drawn")), panels)


def _share(count: int, all_counts: Sequence[int]) -> Fraction:
    return Fraction(count, sum(all_counts) or 1)


def fraction(chance: tuple[int, int]) -> str:
    """Return a chance as the files of a draw write it."""
    return f"{chance[0]}/{chance[1]}"
