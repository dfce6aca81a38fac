"""``forum frame``: at the Meldebehörde, from the raw extract to the frame and the key file."""

import gc
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.frame.anonymity import anonymity, anonymity_said
from buergerforum.core.frame.disclosure import Hit, hits
from buergerforum.core.frame.ending import is_ending
from buergerforum.core.frame.extract import FrameRules, RandomBytes
from buergerforum.core.frame.gathering import RawTable, gather
from buergerforum.core.frame.protocol import Protocol, protocol
from buergerforum.core.frame.residents import FRAME_HEADER, KEY_HEADER, Tally, residents
from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.files import read_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.register_files import KeyFile
from buergerforum.io.settings import Settings, read_settings
from buergerforum.io.tables import read_table, write_columns
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import FileDigest, Receipt
from buergerforum.stages.frame_papers import figures_of, problems_listed, rows_list, write_protocol, write_rows
from buergerforum.stages.frame_rules import frame_rules
from buergerforum.stages.running import Destination, journal_of, running, runs_of
from buergerforum.texts import _, speaking

KEY_DIGEST = "key_file"
"""Name in the journal and among the figures of the receipt, for the SHA-256 of the key file."""


@dataclass(frozen=True, slots=True)
class FrameOptions:
    """What the command line says."""

    raw: tuple[Path, ...]
    """The extract, in one file or several."""
    key: Path
    """Where the key file shall lie: with the Meldebehörde, outside the procedure folder."""
    settings: Path | None = None
    """``forum.yaml``; None: that of the procedure."""
    districts: Path | None = None
    """List sub-district → district; None: as ``forum.yaml`` says."""
    special_addresses: Path | None = None
    """List of special addresses; None: as ``forum.yaml`` says."""


@dataclass(frozen=True, slots=True)
class FramePlan:
    """Everything needed to make the frame."""

    raw: tuple[Path, ...]
    """The extract."""
    key: KeyFile
    """Where the names go."""
    settings: Settings
    """As ``forum.yaml`` says."""
    rules: FrameRules
    """What was settled before the register is read."""
    digests: tuple[FileDigest, ...]
    """Of the settings and the lists."""
    destination: Destination
    """Where the frame goes."""


@dataclass(frozen=True, slots=True)
class FrameResult:
    """What the command says at the end."""

    tally: Tally
    """All totals."""
    hits: tuple[Hit, ...]
    """Those of them that may be published."""
    notes: tuple[str, ...]
    """What was interpreted."""
    receipt: Receipt
    """Of the frame."""
    rows: Path | None
    """List of rows to be looked at; None if there are none."""


def plan_frame(home: Procedure | None, options: FrameOptions, out: Path | None, again: str) -> FramePlan:
    """Complete the options given with those of ``forum.yaml``, and read the lists it names.

    Raises
    ------
    InputError
        If settings or lists cannot be used.
    UsageError
        If there is no ``forum.yaml``.
    """
    path = options.settings or (home.settings_path if home else None)
    if path is None:
        raise UsageError(
            _("The frame needs a forum.yaml: reference date, minimum age, columns of the extract."),
            hint=_("Run the command inside a procedure folder, or add --settings FILE and --out FOLDER."),
        )
    settings, digest = read_settings(path)
    rules, digests = frame_rules(settings, path, options.districts, options.special_addresses)
    return FramePlan(
        options.raw,
        KeyFile(options.key),
        settings,
        rules,
        (digest, *digests),
        Destination(home, places.FRAME_FOLDER, out, again),
    )


def run_frame(
    plan: FramePlan, random_bytes: RandomBytes = secrets.token_bytes, progress: Progress = silent
) -> FrameResult:
    """Write ``frame.csv``, the protocol and ``receipt.json``; the key file and a list of rows elsewhere.

    Beside the key file lies the list of rows to be looked at: with a frame, what was interpreted or looks odd; without
    one, everything that is not understood.

    Parameters
    ----------
    plan
        What is read, and where the results go.
    random_bytes
        Where ids and household secret come from; anything but the default is for demonstrations.
    progress
        Told how far it is.

    Raises
    ------
    InputError
        If the extract cannot be used.
    UsageError
        If the key file would lie in the procedure folder, or is there already.
    """
    key, destination = plan.key, plan.destination
    _finish_stopped_run(key, destination)
    with running(destination) as run, _without_collector():
        key.check(destination.procedure.root if destination.procedure else destination.final(), plan.raw)
        progress(_("Reading the extract"), 0, 3)
        with problems_listed(rows_list(key.path)):
            tables, raw, notes = _read(plan.raw)
            gathered = gather(tables, plan.settings.extract.columns.model_dump())
            del tables
            progress(_("Checking everybody"), 1, 3)
            made = residents(gathered.extract, plan.rules, random_bytes)
        progress(_("Writing frame and key file"), 2, 3)
        write_columns(run.folder / places.FRAME_FILE, FRAME_HEADER, made.frame)
        written_down = _protocol(plan, made.tally, raw, gathered.absent, run.folder)
        with _key_kept_if_committed(key, destination):
            written = key.write(KEY_HEADER, made.key)
            receipt = run.finish(_receipt(plan, written_down, raw, written), {KEY_DIGEST: written.sha256})
        key.place()
        listed = rows_list(key.path) if write_rows(rows_list(key.path), made.attention) else None
        progress(_("Done"), 3, 3)
    hidden = anonymity(dict(zip(FRAME_HEADER, made.frame, strict=True)), plan.rules.small_cell)
    said = (*notes, *gathered.notes, *made.notes, *anonymity_said(hidden))
    return FrameResult(made.tally, hits(made.tally, plan.rules.small_cell), said, receipt, listed)


def _protocol(
    plan: FramePlan, tally: Tally, raw: Sequence[FileDigest], absent: Sequence[str], folder: Path
) -> Protocol:
    """Write the protocol in the language of the procedure."""
    settings = plan.settings
    with speaking(settings.language):
        occasion = settings.extract.occasion or settings.name
        written = protocol(occasion, plan.rules, tally, [one.name for one in raw], absent)
        write_protocol(folder, written)
    return written


def _finish_stopped_run(key: KeyFile, destination: Destination) -> None:
    """Put the key file into place if a command was stopped just before it did so; then there is nothing more to do."""
    if key.recover(_committed_key(destination)):
        raise UsageError(
            _("An earlier run was stopped at its very end. It is complete now: the key file is in its place."),
            hint=_('Use this frame. If another one is needed: --again "reason" and another --key-file.'),
        )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Do not look for cycles while millions of cells are read, of which none refers to another: a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _key_kept_if_committed(key: KeyFile, destination: Destination) -> Iterator[None]:
    """Remove the new key file if its frame did not come about, but never the only key of a frame that did."""
    try:
        yield
    except BaseException:
        key.discard_unless(_committed_key(destination))
        raise


def _committed_key(destination: Destination) -> str:
    """Return the SHA-256 of the key file that belongs to the frame that is there; blank if there is no frame."""
    if destination.procedure:
        runs = runs_of(journal_of(destination.procedure), destination.folder)
        return str(runs[-1].details.get(KEY_DIGEST, "")) if runs else ""
    receipt = destination.final() / places.RECEIPT
    return (
        str(read_receipt(read_bytes(receipt), places.RECEIPT).figures.get(KEY_DIGEST, "")) if receipt.is_file() else ""
    )


def _read(raw: Sequence[Path]) -> tuple[list[RawTable], tuple[FileDigest, ...], tuple[str, ...]]:
    """Read all files of the extract; the problems of all of them are said at once."""
    tables = []
    problems: list[Problem] = []
    for path in raw:
        try:
            tables.append(read_table(path, forgiven=is_ending))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    parts = [RawTable(table.name, table.header, table.columns, table.rows) for table in tables]
    return parts, tuple(table.digest for table in tables), tuple(note for table in tables for note in table.notes)


def _receipt(plan: FramePlan, written: Protocol, raw: Sequence[FileDigest], key: FileDigest) -> Receipt:
    rules = plan.rules
    return Receipt(
        stage="frame",
        options={
            "reference_date": rules.reference_date.isoformat(),
            "minimum_age": rules.minimum_age,
            "age_groups": tuple(map(str, rules.age_groups)),
            "special_from": rules.special_from,
            "block_keys": rules.block_keys,
            "birth_years": rules.birth_years,
            "small_cell": rules.small_cell,
        },
        inputs=(*plan.digests, *raw),
        figures={**figures_of(written.hits), KEY_DIGEST: key.sha256},
        versions=versions(),
    )
