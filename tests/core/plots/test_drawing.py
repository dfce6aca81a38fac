from xml.etree import ElementTree as ET

from buergerforum.core.plots.drawing import Axes, band, dots, horizontal_bars, line, plot, timeline

AXES = Axes((0, 10), (0, 1), "x & y", "<y>", [(0, "0"), (10, "10")], [(0, "0 %"), (1, "100 %")])


def test_a_plot_is_svg_with_its_title_and_without_colour() -> None:
    marks = [band(AXES, [(0, 0)], [(10, 1)]), line(AXES, [(0, 0), (10, 1)], 1), dots(AXES, [(5, 0.5)])]
    svg = plot(AXES, marks, [("leximin", 0), ("legacy", 1)], "Chances <of> all")
    root = ET.fromstring(svg)  # noqa: S314 - our own
    assert root.find("{*}title").text == "Chances <of> all"  # type: ignore[union-attr]
    greys = {value for one in root.iter() for name, value in one.items() if name in ("fill", "stroke")} - {"none"}
    assert all(len(set(value[1:].lower())) == 1 or value[1:3] == value[3:5] == value[5:] for value in greys)
    assert svg == plot(AXES, marks, [("leximin", 0), ("legacy", 1)], "Chances <of> all")


def test_bars_carry_their_figures() -> None:
    svg = horizontal_bars([("16–29", (0.25, 0.1))], ["Stadt", "Forum"], "Anteile")
    root = ET.fromstring(svg)  # noqa: S314 - our own
    texts = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["Stadt", "Forum", "16–29", "25,0 %", "10,0 %"]


def test_a_timeline_marks_every_moment_once() -> None:
    svg = timeline([("1.9.", "a · b"), ("", "c"), ("2.9.", "d")], "Ablauf")
    assert svg.count("<circle") == 2
    texts = [one.text for one in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 - our own
    assert texts == ["1.9.", "a · b", "c", "2.9.", "d"]
