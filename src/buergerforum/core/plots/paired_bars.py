"""Bars in pairs, one beside the other: shares of two crowds in the same groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from buergerforum.texts import number

_WIDTH, _LEFT, _RIGHT, _ROW, _BAR, _HEAD = 760, 220, 90, 38, 13, 34
_COLOURS = ("#5b6f8f", "#d9822b")
"""Told apart by people with any colour vision, and in grey by their lightness."""
_BOLD, _GREY, _RIGHTWARD = ' font-weight="bold"', ' fill="#555555"', ' text-anchor="end"'
_TITLE = f'{_BOLD} font-size="18"'


@dataclass(frozen=True, slots=True)
class Pair:
    """One group."""

    label: str
    """As people read it."""
    first: Fraction
    """Share of the first crowd, 0 … 1."""
    second: Fraction
    """Share of the second crowd, 0 … 1."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Groups below one heading."""

    heading: str
    """Such as the name of a column."""
    note: str
    """One line below the heading."""
    pairs: tuple[Pair, ...]
    """From top to bottom."""


def paired_bars(title: str, crowds: tuple[str, str], panels: Sequence[Panel]) -> str:
    """Return a plot as an SVG document.

    Parameters
    ----------
    title
        Above the plot; also what a screen reader says first.
    crowds
        Names of the two crowds.
    panels
        From top to bottom; the longest bar of all fills the width.
    """
    longest = max((max(pair.first, pair.second) for panel in panels for pair in panel.pairs), default=Fraction(1))
    parts = [_text(20, 28, title, _TITLE)]
    for place, name in enumerate(crowds):
        parts.append(_box(_LEFT + 200 * place, 44, 14, 14, _COLOURS[place]))
        parts.append(_text(_LEFT + 20 + 200 * place, 56, name))
    y = 84
    for panel in panels:
        parts += [_text(20, y, panel.heading, _BOLD), _text(_LEFT, y, panel.note, _GREY)]
        y += _HEAD // 2
        for pair in panel.pairs:
            parts += _pair(pair, y, longest or Fraction(1))
            y += _ROW
        y += _HEAD // 2
    lines = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y}" width="{_WIDTH}" height="{y}" '
        f'role="img" font-family="sans-serif" font-size="13">\n<title>{escape(title)}</title>\n'
        f'<rect width="{_WIDTH}" height="{y}" fill="#ffffff"/>\n{lines}\n</svg>\n'
    )


def _pair(pair: Pair, y: int, longest: Fraction) -> list[str]:
    parts = [_text(_LEFT - 10, y + _BAR + 4, pair.label, _RIGHTWARD)]
    for place, share in enumerate((pair.first, pair.second)):
        width = round(share / longest * (_WIDTH - _LEFT - _RIGHT))
        top = y + place * (_BAR + 1)
        parts.append(_box(_LEFT, top, width, _BAR, _COLOURS[place]))
        parts.append(_text(_LEFT + width + 6, top + _BAR - 2, f"{number(float(share * 100), 1)} %"))
    return parts


def _box(x: int, y: int, width: int, height: int, colour: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{colour}"/>'


def _text(x: int, y: int, text: str, style: str = "") -> str:
    return f'<text x="{x}" y="{y}"{style}>{escape(text)}</text>'
