"""A small SVG writer: axes, lines, dots and bars, told apart by shape and shade instead of colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

Point = tuple[float, float]
"""In units of the axes."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 16.0, 16.0, 48.0
_FONT = 'font-family="Noto Sans, Helvetica, Arial, sans-serif"'
_DASHES = ("", "6 4", "2 3", "10 3 2 3")
_GREYS = ("#111111", "#6a6a6a", "#a2a2a2", "#cfcfcf", "#ffffff")


@dataclass(frozen=True, slots=True)
class Axes:
    """What a plot is drawn into."""

    x: tuple[float, float]
    """Lowest and highest value to the right."""
    y: tuple[float, float]
    """Lowest and highest value upwards."""
    x_label: str
    """What goes to the right."""
    y_label: str
    """What goes upwards."""
    x_ticks: Sequence[tuple[float, str]]
    """Value and label."""
    y_ticks: Sequence[tuple[float, str]]
    """Value and label."""
    width: float = 720
    """In pixels."""
    height: float = 380
    """In pixels."""

    def across(self, value: float) -> float:
        """Return the pixel of a value to the right."""
        low, high = self.x
        return _LEFT + (value - low) / (high - low) * (self.width - _LEFT - _RIGHT)

    def up(self, value: float) -> float:
        """Return the pixel of a value upwards."""
        low, high = self.y
        return self.height - _BOTTOM - (value - low) / (high - low) * (self.height - _TOP - _BOTTOM)


def plot(axes: Axes, marks: Sequence[str], legend: Sequence[tuple[str, int]] = (), title: str = "") -> str:
    """Return a plot as SVG.

    Parameters
    ----------
    axes
        Ranges, ticks and labels.
    marks
        As the other functions of this module make them.
    legend
        Text and style of every line.
    title
        What it shows, for those who cannot see it.
    """
    parts = [*_grid(axes), *marks, *_legend(legend)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(axes.width)} {_n(axes.height)}" role="img" '
        f'{_FONT} font-size="13"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def line(axes: Axes, points: Sequence[Point], style: int = 0) -> str:
    """Return a line through points."""
    path = " ".join(f"{_n(axes.across(x))},{_n(axes.up(y))}" for x, y in points)
    dash = f' stroke-dasharray="{_DASHES[style]}"' if _DASHES[style] else ""
    return f'<polyline points="{path}" fill="none" stroke="{_GREYS[min(style, 1)]}" stroke-width="2"{dash}/>'


def dots(axes: Axes, points: Sequence[Point]) -> str:
    """Return a dot for every point."""
    made = (f'<circle cx="{_n(axes.across(x))}" cy="{_n(axes.up(y))}" r="2.6"/>' for x, y in points)
    return f'<g fill="#111" fill-opacity="0.55">{"".join(made)}</g>'


def band(axes: Axes, lower: Sequence[Point], upper: Sequence[Point]) -> str:
    """Return the area between two lines."""
    path = " ".join(f"{_n(axes.across(x))},{_n(axes.up(y))}" for x, y in [*lower, *reversed(upper)])
    return f'<polygon points="{path}" fill="#e4e4e4"/>'


def horizontal_bars(rows: Sequence[tuple[str, Sequence[float | None]]], legend: Sequence[str], title: str) -> str:
    """Return shares by group as bars from the left, several for each group, with their figures.

    Parameters
    ----------
    rows
        Label and shares (0 … 1) of every group; None: not told.
    legend
        What each of the shares is.
    title
        What it shows, for those who cannot see it.
    """
    thick, gap, left, width = 11.0, 9.0, 240.0, 720.0
    most = max((share or 0.0 for _label, shares in rows for share in shares), default=1.0) or 1.0
    scale = (width - left - 70) / most
    parts, y = [], 8.0
    for place, text in enumerate(legend):
        x = 8 + place * (width - 16) / len(legend)
        parts.append(f'<rect x="{_n(x)}" y="{_n(y)}" width="12" height="12" {_fill(place)}/>')
        parts.append(f'<text x="{_n(x + 18)}" y="{_n(y + 11)}">{escape(text)}</text>')
    y += 30
    for label, shares in rows:
        middle = y + thick * len(shares) / 2 + 4
        parts.append(f'<text x="{_n(left - 8)}" y="{_n(middle)}" text-anchor="end">{escape(label)}</text>')
        for place, share in enumerate(shares):
            long = max((share or 0.0) * scale, 0.5)
            parts.append(
                f'<rect x="{_n(left)}" y="{_n(y)}" width="{_n(long)}" height="{_n(thick - 1)}" {_fill(place)}/>'
            )
            figure = "–" if share is None else f"{100 * share:.1f} %".replace(".", ",")
            parts.append(f'<text x="{_n(left + long + 5)}" y="{_n(y + 9)}" font-size="10">{figure}</text>')
            y += thick
        y += gap
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(y)}" role="img" {_FONT} font-size="13">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def timeline(rows: Sequence[tuple[str, str]], title: str) -> str:
    """Return what happened, row below row on a line.

    Parameters
    ----------
    rows
        Moment and what happened, in their order; a blank moment continues the row above.
    title
        What it shows, for those who cannot see it.
    """
    step, left, width = 26.0, 150.0, 720.0
    height = step * len(rows) + 12
    parts = [f'<line x1="{_n(left)}" x2="{_n(left)}" y1="6" y2="{_n(height - 6)}" stroke="#6a6a6a" stroke-width="2"/>']
    for place, (when, what) in enumerate(rows):
        y = 20 + step * place
        if when:
            parts.append(f'<circle cx="{_n(left)}" cy="{_n(y - 4)}" r="5" fill="#111"/>')
            parts.append(f'<text x="{_n(left - 14)}" y="{_n(y)}" text-anchor="end">{escape(when)}</text>')
        parts.append(f'<text x="{_n(left + 14)}" y="{_n(y)}">{escape(what)}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" role="img" {_FONT} '
        f'font-size="13"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def _fill(style: int) -> str:
    return f'fill="{_GREYS[style % len(_GREYS)]}" stroke="#111" stroke-width="0.5"'


def _grid(axes: Axes) -> list[str]:
    bottom, right = axes.height - _BOTTOM, axes.width - _RIGHT
    parts = []
    for value, label in axes.y_ticks:
        y = _n(axes.up(value))
        parts.append(f'<line x1="{_n(_LEFT)}" x2="{_n(right)}" y1="{y}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{_n(_LEFT - 6)}" y="{_n(axes.up(value) + 4)}" text-anchor="end">{escape(label)}</text>')
    for value, label in axes.x_ticks:
        x = _n(axes.across(value))
        parts.append(f'<line x1="{x}" x2="{x}" y1="{_n(bottom)}" y2="{_n(bottom + 4)}" stroke="#111"/>')
        parts.append(f'<text x="{x}" y="{_n(bottom + 18)}" text-anchor="middle">{escape(label)}</text>')
    middle = _n((_LEFT + right) / 2)
    parts.append(f'<line x1="{_n(_LEFT)}" x2="{_n(right)}" y1="{_n(bottom)}" y2="{_n(bottom)}" stroke="#111"/>')
    parts.append(f'<text x="{middle}" y="{_n(axes.height - 8)}" text-anchor="middle">{escape(axes.x_label)}</text>')
    y = _n((_TOP + bottom) / 2)
    parts.append(
        f'<text x="14" y="{y}" text-anchor="middle" transform="rotate(-90 14 {y})">{escape(axes.y_label)}</text>'
    )
    return parts


def _legend(legend: Sequence[tuple[str, int]]) -> list[str]:
    tall = 18 * len(legend) + 6
    behind = f'<rect x="{_n(_LEFT + 6)}" y="{_n(_TOP)}" width="330" height="{tall}" fill="#ffffff"/>'
    parts = [behind] if legend else []
    for place, (text, style) in enumerate(legend):
        y = _TOP + 14 + 18 * place
        x = _LEFT + 14
        dash = f' stroke-dasharray="{_DASHES[style]}"' if _DASHES[style] else ""
        stroke = f'stroke="{_GREYS[min(style, 1)]}" stroke-width="2"{dash}'
        parts.append(f'<line x1="{_n(x)}" x2="{_n(x + 34)}" y1="{_n(y - 4)}" y2="{_n(y - 4)}" {stroke}/>')
        parts.append(f'<text x="{_n(x + 42)}" y="{_n(y)}">{escape(text)}</text>')
    return parts


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
