import re

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.core.applications.codes import ALPHABET
from buergerforum.io.qr_codes import QrCodes, qr_code

LINK = "https://forum.example/antwort?code={code}"
CODES = st.text(ALPHABET, min_size=10, max_size=10)


def dark(svg: str) -> set[tuple[int, int]]:
    """Return the modules that a picture draws."""
    return {
        (int(x) + step, int(y))
        for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1\.03h-\d+z", svg)
        for step in range(int(run))
    }


def expected(link: str) -> set[tuple[int, int]]:
    matrix = segno.make_qr(link, error="m", mask=3).matrix
    return {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}


def test_the_qr_code_says_the_link() -> None:
    link = LINK.format(code="CDF-HJK-MNPR")
    svg = qr_code(link)
    size = len(segno.make_qr(link, error="m", mask=3).matrix)
    assert f'viewBox="0 0 {size} {size}"' in svg
    assert dark(svg) == expected(link)


@given(st.lists(CODES, min_size=2, max_size=4))
def test_codes_made_from_earlier_ones_are_those_made_alone(codes: list[str]) -> None:
    maker = QrCodes()
    for link in map(LINK.format_map, ({"code": code} for code in codes)):
        assert dark(maker.svg(link)) == expected(link)


@given(st.lists(st.text(max_size=30), min_size=2, max_size=5))
def test_links_of_any_length_and_script_may_follow_each_other(links: list[str]) -> None:
    maker = QrCodes()
    for link in links:
        assert dark(maker.svg(f"https://{link}")) == expected(f"https://{link}")


@pytest.mark.parametrize("others", [("HTTPS://FORUM.EXAMPLE/AAAA", "HTTPS://FORUM.EXAMPLE/aAAA"), ("12345", "1234a")])
def test_links_of_one_length_in_different_modes_may_follow_each_other(others: tuple[str, str]) -> None:
    maker = QrCodes()
    for link in (*others, *others[::-1]):
        assert dark(maker.svg(link)) == expected(link)
