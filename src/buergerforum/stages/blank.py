"""``forum merge --blank``: an empty list for answers on paper and by phone, with headings that merging understands."""

from pathlib import Path

from buergerforum.errors import UsageError
from buergerforum.io.settings import Settings
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.texts import _, speaking


def run_blank(path: Path, settings: Settings) -> None:
    """Write the empty list, in the language of the procedure.

    Parameters
    ----------
    path
        An Excel workbook that does not exist yet.
    settings
        Of the procedure.

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
        write_workbook(path, [_list(settings), _possible_answers(settings)])


def _list(settings: Settings) -> Sheet:
    questions = [_question(feature, settings) for feature in settings.applications.from_form]
    known = (_("Received on"), _("Channel"), _("Code"), _("Birth year"), _("Sex"))
    return Sheet(_("Answers"), (*known, *questions, _("Consent"), _("Entered by")), ())


def _question(feature: str, settings: Settings) -> str:
    named = settings.applications.layout().columns.get(feature)
    if named:
        return named[0]
    return _("School certificate") if feature == "school" else feature


def _possible_answers(settings: Settings) -> Sheet:
    """Return a second sheet with what may be entered; merging reads only the first."""
    rows = [
        (_("Received on"), _("day, such as {day}").format(day=f"{settings.applications.deadline:%d.%m.%Y}")),
        (_("Channel"), _("card, phone, e-mail")),
        (_("Sex"), "m, w, d"),
        (_("Consent"), _("x; blank if the box is not ticked")),
    ]
    questions = settings.applications.from_form
    rows += [(_question(feature, settings), ", ".join(settings.applications.answers[feature])) for feature in questions]
    return Sheet(_("Possible answers"), (_("column"), _("what may be entered")), rows)
