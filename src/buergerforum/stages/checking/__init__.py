"""``forum check``: look at any file that the toolkit reads, without doing anything with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from buergerforum.io.files import digest_file
from buergerforum.io.problem_lists import write_problems
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.model.checking import Checked, FileKind
from buergerforum.stages.checking import papers, register
from buergerforum.stages.checking.kinds import kind_of
from buergerforum.stages.checking.subject import Subject, problems_of
from buergerforum.texts import _

_CHECKS: Mapping[FileKind, Callable[[Subject], Checked]] = {
    FileKind.EXTRACT: register.check_extract,
    FileKind.FRAME: register.check_frame,
    FileKind.KEY: register.check_key,
    FileKind.INVITEES: register.check_invitees,
    FileKind.DISTRICTS: register.check_districts,
    FileKind.SPECIAL: register.check_special,
    FileKind.CODES: papers.check_codes,
    FileKind.ANSWERS: papers.check_answers,
    FileKind.POOL: papers.check_pool,
    FileKind.QUOTAS: papers.check_quotas,
    FileKind.SETTINGS: papers.check_settings,
    FileKind.TEMPLATE: papers.check_template,
    FileKind.LOTTERY: papers.check_lottery,
    FileKind.PROBABILITIES: papers.check_probabilities,
    FileKind.RECEIPT: papers.check_receipt,
    FileKind.JOURNAL: papers.check_journal,
}


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the command line says."""

    path: Path
    """The file."""
    kind: FileKind | None = None
    """What it is; None: to be recognised."""
    settings: Path | None = None
    """``forum.yaml``; None: that of the procedure, if there is one."""
    quotas: Path | None = None
    """Quotas for a pool; None: as ``forum.yaml`` says, if there is one."""
    districts: Path | None = None
    """List of sub-districts for an extract; None: as ``forum.yaml`` says."""
    special_addresses: Path | None = None
    """List of special addresses for an extract; None: as ``forum.yaml`` says."""
    listing: Path | None = None
    """Where a workbook with all rows goes; None: nowhere."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the command says at the end."""

    kind: FileKind
    """What the file is."""
    recognised: bool
    """Whether that was found out, not said."""
    checked: Checked
    """What was found."""


def run_check(home: Procedure | None, options: CheckOptions) -> CheckResult:
    """Check a file.

    Parameters
    ----------
    home
        The procedure whose rules count; None: there is none.
    options
        What is to be checked.

    Raises
    ------
    InputError
        If there is no such file, or the settings cannot be used by which it is checked.
    UsageError
        If it is not recognised, or cannot be checked without settings.
    StorageError
        If the list cannot be written.
    """
    subject = _subject(home, options)
    layout = subject.settings.applications.layout() if subject.settings else None
    digest_file(options.path)  # a file that is not there is of no kind
    kind = options.kind or kind_of(options.path, layout)
    found: list[Checked] = []
    problems = problems_of(lambda: found.append(_CHECKS[kind](subject)))
    told = tuple(one if one.file else replace(one, file=options.path.name) for one in problems)
    checked = found[0] if found else Checked(told)
    if options.listing:
        title = _("Checked: {file}").format(file=options.path.name)
        write_problems(options.listing, title, (*checked.problems, *checked.attention))
    return CheckResult(kind, options.kind is None, checked)


def _subject(home: Procedure | None, options: CheckOptions) -> Subject:
    """Return the file with the settings that count; a file of settings is not checked by others."""
    path = options.settings or (home.settings_path if home else None)
    itself = options.kind is FileKind.SETTINGS or (path is not None and path.resolve() == options.path.resolve())
    lists = (options.districts, options.special_addresses)
    if path is None or itself:
        return Subject(options.path, None, None, options.quotas, *lists)
    settings, _digest = read_settings(path)
    quotas = options.quotas or path.parent / settings.selection.quotas
    return Subject(options.path, settings, path, quotas if quotas.exists() or options.quotas else None, *lists)
