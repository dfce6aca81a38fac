"""``forum merge --blank``: an empty list for answers on paper and by phone, with headings that merging understands."""

from dataclasses import dataclass
from pathlib import Path

from buergerforum.errors import UsageError
from buergerforum.io.settings import Settings
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.model.quotas import QuotaTable
from buergerforum.texts import _, speaking

_ROWS = 2000
"""So many answers can be entered with lists to choose from; further rows are read as well."""


def run_blank(path: Path, settings: Settings, table: QuotaTable | None = None) -> None:
    """Write the empty list, in the language of the procedure.

    Parameters
    ----------
    path
        An Excel workbook that does not exist yet.
    settings
        Of the procedure.
    table
        The quotas, for the order in which values are offered; None: not settled yet.

    Raises
    ------
    UsageError
        If the file is there already, or is to be no Excel workbook.
    """
    if path.suffix.lower() != ".xlsx":
        raise UsageError(_("The empty list is an Excel workbook."), hint=_("Give it a name that ends in .xlsx."))
    if path.exists():
        raise UsageError(
            _("“{file}” is there already.").format(file=path.name),
            hint=_("Choose another name, so that no answers are lost."),
        )
    with speaking(settings.language):
        columns = _columns(settings, table)
        sheet = Sheet(
            title=_("Answers"),
            header=tuple(one.heading for one in columns),
            rows=(),
            choices=tuple(one.choices for one in columns),
            help=tuple(one.help for one in columns),
            spare=_ROWS,
        )
        explained = [(one.heading, ", ".join(one.choices), one.help) for one in columns]
        header = (_("column"), _("what may be chosen"), _("what belongs there"))
        write_workbook(path, [sheet, Sheet(_("Possible answers"), header, explained)])


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the list."""

    heading: str
    """As merging understands it."""
    help: str
    """One line."""
    choices: tuple[str, ...] = ()
    """What may be chosen; blank: anything may be typed."""


def _columns(settings: Settings, table: QuotaTable | None) -> list[_Column]:
    deadline = f"{settings.applications.deadline:%d.%m.%Y}"
    yes_no = (_("yes"), _("no"))
    return [
        _Column(_("Received on"), _("Day on which it arrived, such as {day}; not the postmark.").format(day=deadline)),
        _Column(_("Channel"), _("How the answer came in."), (_("card"), _("phone"), _("e-mail"))),
        _Column(_("Code"), _("Personal code from the letter, as it stands on the card; hyphens do not matter.")),
        _Column(_("Birth year"), _("Four digits, as the person says; it is compared with the register.")),
        _Column(_("Sex"), _("As the person says; blank: not stated."), ("m", "w", "d")),
        *(_asked(feature, settings, table) for feature in settings.applications.asked()),
        _Column(_("All dates suit"), _("Can the person come on all dates? Blank: not asked."), yes_no),
        _Column(_("Consent"), _("Is the box ticked? Without consent nothing of the answer is used."), yes_no),
        _Column(_("Entered by"), _("Initials of the clerk.")),
    ]


def _asked(feature: str, settings: Settings, table: QuotaTable | None) -> _Column:
    """Return the column of a feature; what may be chosen follows the quota table, then the settings."""
    known = tuple(settings.applications.answers[feature])
    in_table = [value.name for one in (table.features if table else ()) if one.name == feature for value in one.values]
    ordered = dict.fromkeys(value for value in (*in_table, *known) if value in known)
    line = _("As the person says; “no answer” is an answer too.")
    return _Column(_question(feature, settings), line, tuple(ordered))


def _question(feature: str, settings: Settings) -> str:
    named = settings.applications.layout().columns.get(feature)
    if named:
        return named[0]
    return _("School certificate") if feature == "school" else feature
