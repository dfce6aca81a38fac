import datetime as dt

import pytest

from buergerforum.core.letters.contents import Content
from buergerforum.core.letters.evidence import lacking, said_in
from buergerforum.model.letters import Block, Drawn, Grid, Heading, Listing, Paragraph, Part, Span

VALUES = {
    "allowance": "80 Euro für jeden Termin;\nFahrtkosten erstatten wir.",
    "deadline": dt.date(2026, 9, 25),
    "code": "222-222-2222",
    "events": [{"day": dt.date(2026, 11, 14), "time": "10 Uhr", "place": "Musterhalle"}],
    "given": [{"question": "Alter", "answer": "16 bis 29 Jahre"}],
    "other_ways": ["Stadtkonferenzen", "Internet"],
    "hotline": {"phone": "0231 555-0100"},
}


def text(words: str, language: str = "") -> Paragraph:
    return Paragraph((Span(words),), language)


def lacks(content: Content, *body: Block, language: str = "de") -> bool:
    return lacking((content,), said_in("Betreff", body), VALUES, language) == (content,)


def test_a_value_counts_wherever_it_stands_and_however_its_lines_are_broken() -> None:
    words = "80 Euro für jeden Termin; Fahrtkosten erstatten wir."
    inside = Listing(((Paragraph((Span("Geld:", strong=True), Span(f" {words} Und mehr."))),),))
    for body in (text(words), Heading((Span(words),), 2), inside, Grid((), (((Span(words),),),))):
        assert not lacks(Content.ALLOWANCE, body)
    assert lacks(Content.ALLOWANCE, text("80 Euro"))
    assert lacks(Content.ALLOWANCE)


@pytest.mark.parametrize("words", ["bis 25.\u00a0September 2026", "bis Freitag, 25. September 2026"])
def test_a_date_counts_with_and_without_its_weekday(words: str) -> None:
    assert not lacks(Content.DEADLINE, text(words))
    assert lacks(Content.DEADLINE, text("bis 26. September 2026"))
    assert lacks(Content.DEADLINE, text(words), language="en")


@pytest.mark.parametrize(
    ("content", "enough", "too_little"),
    [
        (Content.VOLUNTARY, "Das ist freiwillig.", "Das ist Pflicht."),
        (Content.QUOTAS, "Quoten und das Los entscheiden.", "Quoten entscheiden."),
        (Content.LOT_AND_QUOTAS, "Los und Quoten, nicht Ihre Person.", "Los und Quoten."),
        (Content.CROSSED, "Falls sich das überschnitten hat", "Falls nicht"),
        (Content.EVENTS, "14. November 2026, 10 Uhr, Musterhalle", "14. November 2026, Musterhalle"),
        (Content.GIVEN, "16 bis 29 Jahre", "16"),
        (Content.OTHER_WAYS, "Stadtkonferenzen, Internet", "Stadtkonferenzen"),
        (Content.DEADLINE_FIGURES, "25.09.2026", "26.09.2026"),
        (Content.CODE, "Ihr Code: 222-222-2222", "Ihr Code"),
        (Content.RIGHT_TO_LEFT, "العربية", "Türkçe"),
        (Content.RIGHTS, "Auskunft, berichtigen, löschen, einschränken, widersprechen, Aufsichtsbehörde", "Auskunft"),
    ],
)
def test_words_and_values_that_a_content_needs(content: Content, enough: str, too_little: str) -> None:
    assert not lacks(content, text(enough))
    assert lacks(content, text(too_little))


def test_what_the_layout_draws_counts() -> None:
    assert not lacks(Content.CODE, Drawn(Part.ANSWER))
    assert not lacks(Content.WEB, Drawn(Part.ANSWER))
    assert lacks(Content.SIGN_HERE, Drawn(Part.CODE_BOXES))


def test_three_other_languages_are_needed() -> None:
    paragraphs = [text("…", language) for language in ("en", "tr", "ar")]
    assert not lacks(Content.LANGUAGES, *paragraphs)
    assert lacks(Content.LANGUAGES, *paragraphs[:2], paragraphs[0])


def test_in_an_unknown_language_only_values_are_looked_for() -> None:
    assert not lacks(Content.VOLUNTARY, text("Isteğe bağlıdır."), language="tr")
    assert lacks(Content.HOTLINE, text("Isteğe bağlıdır."), language="tr")
