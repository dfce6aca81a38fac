import xml.etree.ElementTree as ET
from fractions import Fraction

from buergerforum.core.plots.paired_bars import Pair, Panel, paired_bars

SVG = "{http://www.w3.org/2000/svg}"


def test_the_longest_bar_fills_the_width_and_texts_are_escaped() -> None:
    pairs = (Pair("<a> & b", Fraction(1, 4), Fraction(1, 2)), Pair("c", Fraction(0), Fraction(1, 8)))
    drawn = paired_bars("Title & more", ("frame", "drawn"), [Panel("age", "note", pairs)])
    root = ET.fromstring(drawn)  # noqa: S314 - made here
    bars = [int(box.get("width", "0")) for box in root.iter(f"{SVG}rect")][3:]
    assert bars == [225, 450, 0, 112]
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {"Title & more", "<a> & b", "25.0 %", "50.0 %", "12.5 %"} <= set(texts)
    assert drawn == paired_bars("Title & more", ("frame", "drawn"), [Panel("age", "note", pairs)])


def test_nothing_to_show_is_still_a_picture() -> None:
    assert ET.fromstring(paired_bars("t", ("a", "b"), [])).tag == f"{SVG}svg"  # noqa: S314 - made here
