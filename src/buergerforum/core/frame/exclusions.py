"""Who is in the register but may not be drawn: blocked, dead, only with a secondary residence here.

Blocks come before anything else and count for all rows of a person. Whoever has one is not looked at any further, and
only their total number is ever said.
"""

import re
from collections.abc import Mapping, Sequence

from buergerforum.core.frame.codes import MAIN_WORDS, SECONDARY_WORDS
from buergerforum.core.frame.extract import Extract, FrameRules, complaints, entries_said, plain, translated
from buergerforum.core.frame.persons import Persons, Trait
from buergerforum.errors import Problem
from buergerforum.texts import _, listed

_BLOCK_COLUMNS = ("block", "conditional_block")
_BETWEEN = re.compile(r"[,;/|+&\s]+")
_LAW = re.compile(r"§+\s*5[12]\b")
"""Whoever writes out the law means a block."""
_YES = frozenset({"ja", "j", "x", "true", "wahr", "1", "yes"})
_NO = frozenset({"", "nein", "n", "false", "falsch", "0", "no"})


def blocked_persons(
    extract: Extract, found: Persons, alike: Mapping[int, Trait], rules: FrameRules
) -> tuple[frozenset[int], list[Problem]]:
    """Return everybody with a block in any row, and what was not understood.

    A row without an Ordnungsmerkmal cannot be told from a blocked person of the same names and date of birth, so it
    is taken to be theirs.
    """
    rows: set[int] = set()
    problems: list[Problem] = []
    for meaning in _BLOCK_COLUMNS:
        cells = getattr(extract, meaning)
        verdict = {cell: _blocks(cell, rules, conditional=meaning == "conditional_block") for cell in set(cells)}
        rows.update(place for place, cell in enumerate(cells) if verdict[cell])
        problems += _unknown_blocks(extract, meaning, [cell for cell, blocks in verdict.items() if blocks is None])
    return frozenset(_with_namesakes(extract, found, alike, {found.of_row[place] for place in rows})), problems


def _blocks(cell: str, rules: FrameRules, *, conditional: bool) -> bool | None:
    """Return whether an entry is a block; what is settled as one is never overruled."""
    blocks, harmless = set(map(plain, rules.block_keys)) - {""}, {*_NO, *map(plain, rules.harmless_keys)}
    whole = plain(cell)
    if whole in blocks or whole in harmless:
        return whole in blocks
    parts = {plain(part).lstrip("0") or plain(part)[:1] for part in _BETWEEN.split(cell) if part}
    if parts & blocks or _LAW.search(cell):
        return True
    if parts <= harmless:
        return False
    return True if conditional and whole in _YES else None


def _unknown_blocks(extract: Extract, meaning: str, entries: Sequence[str]) -> list[Problem]:
    """Say which entries are unknown, but not in which rows: a row with a block is nobody's business."""
    if not entries:
        return []
    return [
        Problem(
            _("It is not known whether these entries are blocks."),
            file=listed([source.file for source in extract.sources]),
            column=next((source.headings[meaning] for source in extract.sources if meaning in source.headings), ""),
            found=entries_said(entries),
            remedy=_("Say it in forum.yaml under extract: block_keys or harmless_keys."),
        )
    ]


def _with_namesakes(extract: Extract, found: Persons, alike: Mapping[int, Trait], blocked: set[int]) -> set[int]:
    of_all = {trait for place, trait in alike.items() if found.of_row[place] in blocked}
    of_keyless = {
        trait for place, trait in alike.items() if found.of_row[place] in blocked and not extract.person_key[place]
    }
    same = [
        found.of_row[place]
        for place, trait in alike.items()
        if trait in (of_keyless if extract.person_key[place] else of_all)
    ]
    return blocked.union(same)


def dead_persons(extract: Extract, found: Persons) -> frozenset[int]:
    """Return everybody with a date of death in any row."""
    return frozenset(found.of_row[place] for place, cell in enumerate(extract.death) if cell and cell.strip("0.- "))


def main_rows(
    extract: Extract, found: Persons, gone: frozenset[int], rules: FrameRules
) -> tuple[list[int], frozenset[int], list[Problem]]:
    """Return the rows of main residences, the persons who have none here, and what was not understood.

    Parameters
    ----------
    extract, found
        The rows and who they are about.
    gone
        Persons already excluded.
    rules
        With further words for the status.
    """
    words = dict.fromkeys(map(plain, (*MAIN_WORDS, *rules.main_words)), True)
    words |= dict.fromkeys(map(plain, (*SECONDARY_WORDS, *rules.secondary_words)), False)
    status = translated(extract.status, lambda cell: words.get(plain(cell)))
    main = [place for place, person in enumerate(found.of_row) if status[place] and person not in gone]
    unclear = [place for place, person in enumerate(found.of_row) if status[place] is None and person not in gone]
    at_home = {found.of_row[place] for place in (*main, *unclear)}
    secondary = frozenset(person for person in found.of_row if person not in gone and person not in at_home)
    expected = _("Hauptwohnung, alleinige Wohnung or Nebenwohnung")
    missing = [place for place in unclear if not extract.status[place]]
    unknown = [place for place in unclear if extract.status[place]]
    said = entries_said(extract.status[place] for place in unknown)
    problems = complaints(
        extract, missing, "status", _("It is not said whether this is a main residence."), expected=expected
    ) + complaints(
        extract,
        unknown,
        "status",
        _("The kind of residence is not understood: {entries}.").format(entries=said),
        expected=expected,
        remedy=_("Say what it means in forum.yaml under extract: main_words or secondary_words."),
    )
    return main, secondary, problems
