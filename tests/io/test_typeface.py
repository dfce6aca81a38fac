import pytest

from buergerforum.io.typeface import FONTS, fits_address, fits_return_line, missing, width

LETTERS = [
    (0x41, 0x5A), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x17E), (0x187, 0x188), (0x18F, 0x18F),
    (0x197, 0x197), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1B7, 0x1B7), (0x1CD, 0x1DC), (0x1DE, 0x1DF), (0x1E2, 0x1F0),
    (0x1F4, 0x1F5), (0x1F8, 0x1FF), (0x212, 0x213), (0x218, 0x21B), (0x21E, 0x21F), (0x227, 0x233), (0x259, 0x259),
    (0x268, 0x268), (0x292, 0x292), (0x1E02, 0x1E03), (0x1E06, 0x1E07), (0x1E0A, 0x1E11), (0x1E17, 0x1E17),
    (0x1E1C, 0x1E2B), (0x1E2F, 0x1E37), (0x1E3A, 0x1E3B), (0x1E40, 0x1E49), (0x1E52, 0x1E5B), (0x1E5E, 0x1E63),
    (0x1E6A, 0x1E6F), (0x1E80, 0x1E87), (0x1E8C, 0x1E97), (0x1E9E, 0x1E9E), (0x1EA0, 0x1EF9),
]  # fmt: skip
"""The Latin letters of DIN 91379, by code points."""
COMBINING = "".join(map(chr, (*range(0x300, 0x303), 0x304, *range(0x306, 0x309), 0x30B, 0x30C, 0x30D, 0x310, 0x315)))
BELOW = "".join(map(chr, (0x31B, 0x323, *range(0x325, 0x329), 0x331, 0x35F)))
MARKS = " '’,-.`~¨´·ʹʺʾʿˈˌ‡!\"#$%&()*+/0123456789:;<=>?@[\\]^_{|}¡¢£¥§©ª«¬®¯°±²³µ¶¹º»¿×÷€"


def test_every_letter_of_din_91379_can_be_printed() -> None:
    letters = "".join(chr(point) for first, last in LETTERS for point in range(first, last + 1))
    assert len(letters) == 500
    assert missing(letters + COMBINING + BELOW + MARKS, names=True) == ""


def test_greek_cyrillic_and_arabic_can_be_printed_in_a_text() -> None:
    assert missing("Ελλάδα Україна ґ Россия") == ""
    assert missing("العربية") == ""
    assert missing("العربية", names=True) == "".join(sorted(set("العربية")))


@pytest.mark.parametrize(
    "character", ["中", "🙂", "\x00", "\x1b", "\u202e", "\ue000", "\U000f0041", "\ufffe", "\u2028"]
)
def test_what_cannot_be_printed_is_found(character: str) -> None:
    assert missing(f"Kim {character}{character} Muster") == character


def test_invisible_joiners_and_line_feeds_are_harmless() -> None:
    assert missing("a\nb\u00adc\u200dd") == ""


def test_widths_are_those_of_the_font() -> None:
    assert width("", 10) == 0
    assert width("Muster", 20) == pytest.approx(2 * width("Muster", 10))
    # A figure of Noto Sans is 572 thousandths of an em wide.
    assert width("0" * 10, 10) == pytest.approx(5.72 * 10 * 25.4 / 72)
    assert width("A\u030b", 10) == pytest.approx(width("A", 10))


def test_lines_of_the_window() -> None:
    assert fits_address("Beispielstraße 12a")
    assert not fits_address("M" * 40)
    assert fits_return_line("Stadt Dortmund · Musterplatz 1 · 44000 Dortmund")
    assert not fits_return_line("Stadt Dortmund · " * 6)


def test_fonts_travel_with_their_licence() -> None:
    files = sorted(path.name for path in FONTS.iterdir())
    assert files == ["NotoSans-Bold.ttf", "NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf", "OFL.txt"]
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 2_000_000
