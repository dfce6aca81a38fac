"""Pictures of the state of a procedure as SVG text: nothing but rectangles, lines and words."""

from collections.abc import Sequence
from html import escape

from buergerforum.core.applications.reasons import channel_label
from buergerforum.model.applications import Channel
from buergerforum.model.standing import DayCount, Light, QuotaStanding
from buergerforum.texts import _, number

WIDTH = 760
"""Of every picture, in pixels of the page."""
_LIGHTS = {Light.RED: "#b3261e", Light.AMBER: "#a86400", Light.GREEN: "#2e6b34"}
_CHANNELS = {Channel.WEB: "#2f5d8a", Channel.PAPER: "#8a6d2f", Channel.PHONE: "#5b8a2f", Channel.EMAIL: "#7a4a8a"}
_ROW, _LABEL, _FIGURES = 22, 250, 90
_TALL, _FOOT = 180, 44


def days_chart(days: Sequence[DayCount]) -> str:
    """Return answers per day, one column per day, channels on top of one another.

    Parameters
    ----------
    days
        By day and channel.
    """
    known = list(dict.fromkeys(one.day for one in days))
    channels = [channel for channel in Channel if any(one.channel is channel for one in days)]
    sums = {day: sum(one.answers for one in days if one.day == day) for day in known}
    most = max(sums.values(), default=1)
    step = (WIDTH - 50) / max(1, len(known))
    shapes = [_text(44, 14, number(most), "end"), _text(44, _TALL, "0", "end")]
    shapes.append(f'<line x1="50" x2="{WIDTH}" y1="{_TALL}" y2="{_TALL}" stroke="#888"/>')
    for place, day in enumerate(known):
        bottom = float(_TALL)
        for one in (one for one in days if one.day == day):
            tall = (_TALL - 10) * one.answers / most
            bottom -= tall
            said = f"{day or _('not known')}, {channel_label(one.channel)}: {number(one.answers)}"
            shapes.append(_bar(50 + place * step + 1, bottom, max(1.0, step - 2), tall, _CHANNELS[one.channel], said))
        if place % max(1, -(-len(known) // 12)) == 0:
            shapes.append(_text(50 + (place + 0.5) * step, _TALL + 16, day[5:] or "?", "middle"))
    for place, channel in enumerate(channels):
        shapes.append(_bar(50 + place * 110, _TALL + 28, 10, 10, _CHANNELS[channel], ""))
        shapes.append(_text(65 + place * 110, _TALL + 37, channel_label(channel)))
    return _svg(_("Answers per day"), _TALL + _FOOT, shapes)


def quotas_chart(quotas: Sequence[QuotaStanding]) -> str:
    """Return the pool beside the minimum of every quota, in the colours of a traffic light.

    Parameters
    ----------
    quotas
        In the order of the table.
    """
    most = max((max(one.pool, one.minimum) for one in quotas), default=1) or 1
    scale = (WIDTH - _LABEL - _FIGURES) / most
    shapes = []
    top, before = 0, ""
    for one in quotas:
        if one.feature != before:
            shapes.append(f'<text x="0" y="{top + 16}" font-weight="bold">{escape(one.feature)}</text>')
            top, before = top + _ROW, one.feature
        said = _("{value}: pool {pool}, minimum {minimum}").format(
            value=one.value, pool=number(one.pool), minimum=number(one.minimum)
        )
        shapes.append(_text(_LABEL - 8, top + 15, one.value, "end"))
        shapes.append(_bar(_LABEL, top + 4, one.pool * scale, _ROW - 8, _LIGHTS[one.light], said))
        line = _LABEL + one.minimum * scale
        shapes.append(f'<line x1="{line:.1f}" x2="{line:.1f}" y1="{top}" y2="{top + _ROW}" stroke="#000"/>')
        shapes.append(_text(WIDTH, top + 15, f"{_sign(one)} {number(one.pool)} / {number(one.minimum)}", "end"))
        top += _ROW
    return _svg(_("Pool and quotas"), top + 6, shapes)


def _sign(one: QuotaStanding) -> str:
    """Return the light as a character too: colours alone say nothing to some."""
    return {Light.RED: "✗", Light.AMBER: "!", Light.GREEN: "✓"}[one.light]


def _bar(left: float, top: float, wide: float, tall: float, colour: str, said: str) -> str:
    title = f"<title>{escape(said)}</title>" if said else ""
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{colour}">{title}</rect>'


def _text(left: float, top: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(title: str, tall: float, shapes: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {tall:.0f}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-size="12">{"".join(shapes)}</svg>'
    )
