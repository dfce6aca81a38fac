"""``forum merge --mapping``: which column of which source is taken for what, before anything is taken over."""

from collections.abc import Sequence
from pathlib import Path

from buergerforum.core.applications.reasons import channel_label
from buergerforum.errors import UsageError
from buergerforum.io.settings import Settings
from buergerforum.stages.answers import look_at, read_tables
from buergerforum.stages.judging import rules_of
from buergerforum.texts import _, number


def show_mapping(files: Sequence[Path], settings: Settings) -> list[str]:
    """Return, line by line, what would be taken from where, in the form of ``forum.yaml``.

    Parameters
    ----------
    files
        Tables of answers.
    settings
        Of the procedure.

    Raises
    ------
    UsageError
        If no file is named.
    InputError
        If one cannot be used.
    """
    if not files:
        raise UsageError(_("There are no answers yet."), hint=_("Name the files: forum merge WEB.csv PAPER.xlsx"))
    lines = [_("To change it, put this into forum.yaml under “applications” and edit it:"), "  sources:"]
    for one in look_at(read_tables(files), settings, rules_of(settings)):
        lines.append(f'    "{one.table.name}":')
        answers = _("{number} answers, by {channel}").format(
            number=number(len(one.table)), channel=channel_label(one.channel)
        )
        lines.append(f"      channel: {one.channel.value}  # {answers}")
        lines.append("      columns:")
        lines += [f'        {meaning}: "{_quoted(heading)}"' for meaning, heading in one.found.items()]
    return lines


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
