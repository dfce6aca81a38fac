"""Whether a frame is one: values as “forum frame” writes them, and nothing that says who people are."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from buergerforum.core.frame.extract import entries_said, in_rows
from buergerforum.core.frame.headings import USUAL
from buergerforum.errors import Problem
from buergerforum.model.headings import bare, missing_column
from buergerforum.texts import _, listed

NEEDED = ("id", "age_group", "sex", "district")
_IDENTIFYING = (
    *("person_key", "family_name", "first_names", "called_name", "birth_date"),
    *("street", "house_number", "addition", "postcode"),
)
_GROUP = re.compile(r"\d{1,3}-\d{1,3}|\d{1,3}\+")
_YEAR = re.compile(r"(?:18|19|20)\d\d|")


def frame_problems(columns: Mapping[str, Sequence[str]], rows: Sequence[int], file: str) -> list[Problem]:
    """Return everything that is wrong with a frame, apart from its ids.

    Parameters
    ----------
    columns
        Cells by heading.
    rows
        Row of each record as the spreadsheet counts.
    file
        Name of the file.
    """
    problems = [missing_column(name, tuple(columns), file) for name in NEEDED if name not in columns]
    problems += _identifying(columns, file)
    for name, (fits, expected) in _forms().items():
        cells = columns.get(name, ())
        wrong = {cell for cell in dict.fromkeys(cells) if not fits(cell)}
        if wrong:
            where = [row for row, cell in zip(rows, cells, strict=True) if cell in wrong]
            what = _("These entries are not those of a frame: {entries}.").format(entries=entries_said(wrong))
            problems.append(in_rows(what, where, file=file, column=name, expected=expected))
    return problems


def _forms() -> Mapping[str, tuple[Callable[[str], object], str]]:
    return {
        "birth_year": (_YEAR.fullmatch, _("four digits, or blank")),
        "age_group": (_GROUP.fullmatch, _("such as 16-29 or 75+")),
        "sex": (frozenset("mwdx").__contains__, "m, w, d, x"),
        "nationality": (frozenset({"DE", "EU", "other"}).__contains__, "DE, EU, other"),
        "district": (bool, _("a district in every row")),
        "special_address": (frozenset({"0", "1", ""}).__contains__, _("0 or 1")),
    }


def _identifying(columns: Mapping[str, Sequence[str]], file: str) -> Iterator[Problem]:
    known = {bare(usual) for meaning in _IDENTIFYING for usual in (meaning, *USUAL[meaning])}
    found = [heading for heading in columns if bare(heading) in known]
    if found:
        yield Problem(
            _("Columns that say who people are do not belong into a frame: {columns}.").format(columns=listed(found)),
            file=file,
            remedy=_("Use the frame that “forum frame” makes; do not pass this file on."),
        )
