"""``forum letters``: who gets which letter, personal codes, PDFs for the print shop.

Names and addresses are read from the key file of the Meldebehörde, only for those who get a letter, and appear only in
the private folder; receipt and journal hold ids and digests. If anything is wrong with one letter, none is printed.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.applications.codes import codes_for
from buergerforum.core.letters.entitled import entitled
from buergerforum.errors import InputError, UsageError
from buergerforum.io.files import digest_of, write_bytes
from buergerforum.io.identities import identities
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.staging import make_folder
from buergerforum.io.tables import read_table, write_csv
from buergerforum.io.typesetting import pages_in, typeset
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.letters import Kind, Letter, Recipient
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import Receipt
from buergerforum.stages.composing import Composer, make_composer, stationery
from buergerforum.stages.letter_values import sample_answers
from buergerforum.stages.mailing import LetterPlan, seats_in
from buergerforum.stages.recipients import read_codes, read_recipients, without_code, write_codes
from buergerforum.stages.running import Destination, Run, running
from buergerforum.stages.samples import SAMPLE, sample_code, sample_composer
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class LetterReport:
    """What the command says at the end."""

    letters: int
    """Letters written."""
    files: int
    """PDF documents."""
    pages: int
    """Of all of them, blank ones included."""
    codes: int
    """How many codes are new."""
    folder: Path
    """Where the PDFs are."""
    notes: tuple[str, ...]
    """What was interpreted."""


def run_letters(
    plan: LetterPlan,
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    progress: Progress = silent,
) -> LetterReport:
    """Write the letters, the list of the batches, new codes and the receipt.

    Parameters
    ----------
    plan
        The mailing.
    random_bytes
        Returns that many secret random bytes, for the codes.
    progress
        Told how far it is.

    Raises
    ------
    InputError
        With everything that is wrong with any address, or with the template; then nothing is printed.
    """
    with running(plan.destination) as run:
        ids = [identities(read_table(path)).ids for path in plan.lists]
        meant = entitled(*ids)
        progress(_("Reading addresses"), 0, len(meant))
        people, notes = read_recipients(plan.addresses, meant)
        known = read_codes(plan.codes)
        codes = _codes(plan, meant, known, random_bytes)
        if codes != known:
            write_codes(run.also(places.CODES) if plan.destination.procedure else run.folder / places.CODES_FILE, codes)
        composer = make_composer(plan.kind, plan.settings, plan.settings_file, plan.template, _figures(plan, ids))
        batches = _write_batches(run, plan, [(one, codes[one.id]) for one in people], composer, progress)
        pages = sum(batch.pages for batch in batches)
        figures = {"letters": len(meant), "pages": pages, "batches": len(batches)}
        run.finish(_receipt(plan, figures), {"kind": plan.kind.value, "ids": meant})
    return LetterReport(len(meant), len(batches), pages, len(codes) - len(known), _home(plan.destination), notes)


def _codes(
    plan: LetterPlan, ids: Sequence[str], known: Mapping[str, str], random_bytes: Callable[[int], bytes]
) -> Mapping[str, str]:
    """Return everybody's code; only an invitation gives out new ones."""
    if plan.kind is Kind.INVITATION:
        return codes_for(ids, known, random_bytes)
    if problems := without_code(ids, known, plan.codes.name if plan.codes else places.CODES):
        raise InputError(problems, hint=_("Codes are given out by: forum letters invitation"))
    return known


def _figures(plan: LetterPlan, ids: Sequence[Sequence[str]]) -> Mapping[str, int]:
    """Return what templates may say about the procedure."""
    if plan.kind is Kind.INVITATION:
        return {"invited": len(ids[0])} | seats_in(plan.settings, plan.settings_file)
    if plan.kind is Kind.ACCEPTANCE:
        return {"seats": len(ids[0])}
    if plan.destination.procedure:
        return {"applicants": len(ids[0]), "seats": len(ids[1])}
    return seats_in(plan.settings, plan.settings_file)


def _private(destination: Destination) -> str:
    return f"{places.PRIVATE}/{destination.folder}"


def _home(destination: Destination) -> Path:
    """Return where the PDFs are in the end: in a procedure, in its private folder."""
    procedure = destination.procedure
    return procedure.path(_private(destination)) if procedure else destination.final()


@dataclass(frozen=True, slots=True)
class _Batch:
    """A PDF as the list for the print shop has it."""

    file: str
    letters: int
    pages: int
    sha256: str


def _write_batches(
    run: Run, plan: LetterPlan, people: Sequence[tuple[Recipient, str]], composer: Composer, progress: Progress
) -> list[_Batch]:
    folder = run.folder
    if plan.destination.procedure:
        folder = run.also(_private(plan.destination))
        make_folder(folder)
    paper = stationery(plan.kind, plan.settings, plan.settings_file.name)
    made: list[_Batch] = []
    done = 0
    for document in typeset(_composed(people, composer, plan.batch), paper, composer.template.pages):
        name = f"batch-{len(made) + 1:03d}.pdf"
        write_bytes(folder / name, document)
        letters = min(plan.batch, len(people) - done)
        made.append(_Batch(name, letters, pages_in(document), digest_of(document, name).sha256))
        done += letters
        progress(_("Setting letters"), done, len(people))
    rows = [(batch.file, str(batch.letters), str(batch.pages), batch.sha256) for batch in made]
    write_csv(folder / "batches.csv", ("file", "letters", "pages", "sha256"), rows)
    return made


def _composed(people: Sequence[tuple[Recipient, str]], composer: Composer, batch: int) -> Iterator[list[Letter]]:
    for start in range(0, len(people), batch):
        yield [composer.letter(person, code, {}) for person, code in people[start : start + batch]]


def _receipt(plan: LetterPlan, figures: Mapping[str, int]) -> Receipt:
    read = [*plan.lists, plan.settings_file, plan.template, plan.addresses]
    if plan.kind is not Kind.INVITATION and plan.codes:
        read.append(plan.codes)
    return Receipt(
        stage="letters",
        options={"kind": plan.kind.value, "batch": plan.batch},
        inputs=tuple(plan.destination.digest(path) for path in read),
        figures=figures,
        versions=versions("typst"),
    )


def preview_letter(home: Procedure | None, kind: Kind, settings_file: Path | None, out: Path | None) -> Path:
    """Write one letter to an invented person.

    Parameters
    ----------
    home
        The procedure, or None.
    kind
        Which letter.
    settings_file
        ``forum.yaml``; None: that of the procedure.
    out
        Folder for the PDF; None: the private folder of the procedure.

    Raises
    ------
    UsageError
        If there are no settings.
    InputError
        If the template or the settings cannot be used.
    """
    file = settings_file or (home.settings_path if home else None)
    folder = out or (home.path(places.PRIVATE) if home else None)
    if file is None or folder is None:
        raise UsageError(
            _("A preview needs settings."),
            hint=_("Run it inside a procedure folder, or add --settings FILE and --out FOLDER."),
        )
    settings = read_settings(file)[0]
    composer = sample_composer(kind, settings, file)
    letter = composer.letter(SAMPLE, sample_code(kind), sample_answers(settings))
    (document,) = typeset([[letter]], stationery(kind, settings, file.name), composer.template.pages)
    make_folder(folder)
    path = folder / f"preview-{kind.value}.pdf"
    write_bytes(path, document)
    return path
