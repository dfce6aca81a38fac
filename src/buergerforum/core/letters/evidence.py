"""How it is seen that a letter says what it must.

Clerks change texts freely, so nothing is compared word for word. A content is there if the values that carry it appear
in the letter (the date of the deadline, the telephone number …), and if each of its key words does, in the languages
that are known here. That is evidence, not proof: whether a sentence is right, only a reader can tell.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from buergerforum.core.letters.contents import Content
from buergerforum.core.letters.literal import in_words
from buergerforum.model.letters import Block, Drawn, Grid, Heading, Listing, Paragraph, Part, Span, Spans

_FEWEST_LANGUAGES = 3
_BLANK = Span(" ")


@dataclass(frozen=True, slots=True)
class Said:
    """What a letter says, as far as the check looks."""

    text: str
    """All its words, blanks made one."""
    parts: frozenset[Part]
    """What the layout draws in it."""
    languages: frozenset[str]
    """Of its paragraphs in other languages."""


_VALUES: Mapping[Content, tuple[str, ...]] = {
    Content.TOPIC: ("topic",),
    Content.EFFORT: ("effort",),
    Content.ALLOWANCE: ("allowance",),
    Content.CHILD_CARE: ("child_care",),
    Content.ACCESSIBILITY: ("accessibility",),
    Content.INTERPRETING: ("interpreting",),
    Content.DEADLINE: ("deadline",),
    Content.REMINDER_DEADLINE: ("reminder_deadline",),
    Content.HOTLINE: ("hotline.phone",),
    Content.HOTLINE_PHONE: ("hotline.phone",),
    Content.GENUINE: ("genuine",),
    Content.DATA_PROTECTION: tuple(
        f"data_protection.{key}"
        for key in ("officer", "legal_basis", "recipients", "authority", "delete_unanswered", "delete_rejected")
    ),
    Content.SELECTION_DATE: ("selection_date",),
    Content.CONFIRM_BY: ("confirm_by",),
    Content.REPLACEMENT_CONFIRM_BY: ("replacement_confirm_by",),
    Content.WAITING_UNTIL: ("waiting_until", "data_protection.delete_waiting"),
    Content.RESULTS: ("results",),
    Content.DELETE_REJECTED: ("data_protection.delete_rejected",),
    Content.DELETE_MEMBERS: ("data_protection.delete_members",),
    Content.DELETE_WITHDRAWN: ("data_protection.delete_withdrawn",),
}
"""Values that must appear, by their names in templates."""

_WORDS: Mapping[Content, Mapping[str, tuple[str, ...]]] = {
    Content.WHY_YOU: {"de": ("zufällig|Los|gelost", "Melderegister|Stadt"), "en": ("random|lot", "register")},
    Content.PERSONAL: {
        "de": ("nur für Sie|nicht übertragbar|nicht weiter",),
        "en": ("only for you|not transferable|not pass",),
    },
    Content.CARD: {"de": ("Antwortkarte|Antwortbogen|per Post",), "en": ("reply card|by post",)},
    Content.ARTICLE_14: {"de": (r"Art(ikel|\.) 14",), "en": ("Art(icle|.) 14",)},
    Content.RIGHTS: {
        "de": ("Auskunft", "bericht", "lösch", "einschränk", "widersprech|Widerspruch", "Aufsichtsbehörde"),
        "en": ("access", "rectif|correct", "eras|delet", "restrict", "object", "authority"),
    },
    Content.VOLUNTARY: {"de": ("freiwillig",), "en": ("voluntary",)},
    Content.QUOTAS: {"de": ("Quote", "Los"), "en": ("quota", "lot|random")},
    Content.CROSSED: {"de": ("überschnitten|gekreuzt",), "en": ("crossed|already answered",)},
    Content.THANKS: {"de": ("Dank|danken",), "en": ("thank",)},
    Content.NOT_SELECTED_YET: {
        "de": ("noch keine (Zusage|Auswahl)|noch nicht ausgelost",),
        "en": ("not (yet )?(been )?selected|not yet a (place|seat)",),
    },
    Content.WITHDRAWING: {"de": ("zurückziehen|widerrufen|streichen",), "en": ("withdraw",)},
    Content.REPLACED: {"de": ("nachrück|weiter", "Platz"), "en": ("replacement|pass", "place|seat")},
    Content.PARTICULARS: {"de": ("Sprache", "Essen", "Unterstützung"), "en": ("language", "food|diet", "support")},
    Content.PARENTS: {"de": ("Eltern", "Einwilligung"), "en": ("parents", "consent")},
    Content.LOT_AND_QUOTAS: {"de": ("Los", "Quoten", "nicht Ihre Person"), "en": ("lot", "quota", "not you")},
    Content.NO_RANK: {"de": ("keine (feste )?Reihenfolge|keinen (festen )?Rang",), "en": ("no (fixed )?(rank|order)",)},
    Content.LONGER_STORAGE: {"de": ("länger|aufbewahr|speichern", "einverstanden|Einwilligung"), "en": ("consent",)},
    Content.BIRTH_YEAR: {"de": ("Geburtsjahr",), "en": ("year of birth|birth year",)},
    Content.CONSENT: {"de": ("einverstanden|willige",), "en": ("agree|consent",)},
}
"""Words that must appear, by language; any capital letters."""


def said_in(subject: str, body: Sequence[Block]) -> Said:
    """Return what a letter says.

    Parameters
    ----------
    subject
        Its subject line.
    body
        Its blocks.
    """
    blocks = list(_all(body))
    texts = [f"{subject} ", *(span.text for block in blocks for spans in _spans(block) for span in (*spans, _BLANK))]
    return Said(
        text=_plain("".join(texts)),
        parts=frozenset(block.part for block in blocks if isinstance(block, Drawn)),
        languages=frozenset(block.language for block in blocks if isinstance(block, Paragraph) and block.language),
    )


def lacking(
    contents: Sequence[Content], said: Said, values: Mapping[str, object], language: str
) -> tuple[Content, ...]:
    """Return which contents a letter lacks.

    Parameters
    ----------
    contents
        What it must say.
    said
        What it says.
    values
        By the names that templates use.
    language
        Of the letter; key words are looked for in languages that are known here.
    """
    return tuple(one for one in contents if not _there(one, said, values, language))


def _there(content: Content, said: Said, values: Mapping[str, object], language: str) -> bool:
    if (seen := _SEEN.get(content)) is not None and not seen(said, values, language):
        return False
    if not all(_appears(_value(values, name), said, language) for name in _VALUES.get(content, ())):
        return False
    words = _WORDS.get(content, {}).get(language, ())
    return all(re.search(word, said.text, re.IGNORECASE) for word in words)


def _events(said: Said, values: Mapping[str, object], language: str) -> bool:
    events = values.get("events")
    return isinstance(events, Sequence) and all(
        _appears(one.get(key), said, language) for one in events for key in ("day", "time", "place")
    )


def _given(said: Said, values: Mapping[str, object], language: str) -> bool:
    given = values.get("given")
    return isinstance(given, Sequence) and all(_appears(one.get("answer"), said, language) for one in given)


def _other_ways(said: Said, values: Mapping[str, object], language: str) -> bool:
    ways = values.get("other_ways")
    return isinstance(ways, Sequence) and all(_appears(one, said, language) for one in ways)


def _deadline_figures(said: Said, values: Mapping[str, object], _language: str) -> bool:
    day = values.get("deadline")
    return isinstance(day, dt.date) and f"{day:%d.%m.%Y}" in said.text


def _code(said: Said, values: Mapping[str, object], language: str) -> bool:
    return Part.ANSWER in said.parts or _appears(values.get("code"), said, language)


def _web(said: Said, values: Mapping[str, object], language: str) -> bool:
    return Part.ANSWER in said.parts or _appears(values.get("answer_address"), said, language)


_SEEN: Mapping[Content, Callable[[Said, Mapping[str, object], str], bool]] = {
    Content.EVENTS: _events,
    Content.GIVEN: _given,
    Content.OTHER_WAYS: _other_ways,
    Content.DEADLINE_FIGURES: _deadline_figures,
    Content.CODE: _code,
    Content.WEB: _web,
    Content.CODE_BOXES: lambda said, _values, _language: Part.CODE_BOXES in said.parts,
    Content.SIGN_HERE: lambda said, _values, _language: Part.SIGN_HERE in said.parts,
    Content.LANGUAGES: lambda said, _values, _language: len(said.languages) >= _FEWEST_LANGUAGES,
    Content.RIGHT_TO_LEFT: lambda said, _values, _language: _runs_left(said.text),
}
"""Contents that are seen in another way, or in another way too."""


def _runs_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def _value(values: Mapping[str, object], name: str) -> object:
    found: object = values
    for key in name.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _appears(value: object, said: Said, language: str) -> bool:
    if isinstance(value, dt.date):
        return any(_plain(in_words(value, language, form)) in said.text for form in ("long", "full"))
    return isinstance(value, str | int) and bool(value) and _plain(str(value)) in said.text


def _plain(text: str) -> str:
    return " ".join(text.split())


def _all(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Listing):
            for item in block.items:
                yield from _all(item)


def _spans(block: Block) -> Iterator[Spans]:
    match block:
        case Paragraph() | Heading():
            yield block.spans
        case Grid():
            for row in (block.header, *block.rows):
                yield from row
        case _:
            pass
