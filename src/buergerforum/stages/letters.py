"""``forum letters``: who gets which letter, personal codes, files for the print shop.

Names and addresses are read from the key file of the Meldebehörde, only for those who get a letter, and appear only in
the private folder; receipt and journal hold ids and digests. If anything is wrong with one letter, none is printed,
unless faulty ones are to be skipped; then they are listed.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.applications.codes import codes_for
from buergerforum.core.letters.kinds import LETTERS, Code
from buergerforum.core.record.canonical import Json
from buergerforum.core.record.remarks import check_reason
from buergerforum.core.state.changes import line_of
from buergerforum.errors import InputError, Problem
from buergerforum.io.staging import make_folder
from buergerforum.io.tables import read_table, write_csv
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.letters import Kind, Recipient
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import Receipt
from buergerforum.stages.composing import Composer, make_composer, stationery
from buergerforum.stages.letter_files import Addressed, Pile, Written, write_letters
from buergerforum.stages.letter_values import sample_answers
from buergerforum.stages.mailing import LetterPlan, seats_in
from buergerforum.stages.recipients import Recipients, read_codes, read_recipients, without_code, write_codes
from buergerforum.stages.running import Destination, Run, running
from buergerforum.stages.samples import SAMPLE, sample_code
from buergerforum.texts import _, moment

SKIPPED_FILE = "skipped.csv"


@dataclass(frozen=True, slots=True)
class LetterReport:
    """What the command says at the end."""

    letters: int
    """Letters written."""
    files: int
    """Documents with letters."""
    pages: int
    """Of all PDF documents, blank ones included."""
    codes: int
    """How many codes are new."""
    skipped: tuple[str, ...]
    """Ids whose letter could not be made."""
    folder: Path
    """Where the letters are."""
    notes: tuple[str, ...]
    """What was interpreted, and what deserves attention."""


def run_letters(
    plan: LetterPlan,
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    progress: Progress = silent,
) -> LetterReport:
    """Write the letters, the lists for the print shop, new codes and the receipt.

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
        progress(_("Reading addresses"), 0, len(plan.to.ids))
        known = read_codes(plan.codes)
        found = _usable(plan, known)
        meant = tuple(sorted(one.id for one in found.people))
        codes = codes_for(meant, known, random_bytes) if LETTERS[plan.kind].code is Code.GIVES else known
        if codes != known:
            write_codes(run.also(places.CODES) if plan.destination.procedure else run.folder / places.CODES_FILE, codes)
        folder = _folder(run, plan.destination)
        pile = Pile(plan, _composer(plan), _addressed(plan, found.people, codes))
        written = write_letters(folder, pile, progress)
        if found.faulty:
            _write_skipped(folder / SKIPPED_FILE, found.faulty)
        run.finish(_receipt(plan, written, len(found.faulty)), _told(plan, meant))
    return LetterReport(
        letters=len(meant),
        files=written.files,
        pages=written.pages,
        codes=len(codes) - len(known),
        skipped=tuple(found.faulty),
        folder=_home(plan.destination),
        notes=(*found.notes, *notes_of(plan)),
    )


def _usable(plan: LetterPlan, codes: Mapping[str, str]) -> Recipients:
    """Return the recipients; where faulty ones are not to be skipped, all of them must be right.

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    found = read_recipients(plan.addresses_read(), plan.to.ids)
    faulty = dict(found.faulty)
    if LETTERS[plan.kind].code is Code.NEEDS:
        file = plan.codes.name if plan.codes else places.CODES
        faulty = without_code(plan.to.ids, codes, file) | faulty
    in_all = _faults_in_all(plan)
    if in_all and (plan.options.skip_faulty or not faulty):
        raise InputError(in_all, hint=_("No letter was printed. “forum letters check” looks at all templates."))
    if faulty and not plan.options.skip_faulty:
        raise InputError(
            [*in_all, *(problem for problems in faulty.values() for problem in problems)],
            hint=_(
                "No letter was printed. Correct the key file, then run the command again; or leave these people out, "
                "and have them listed: --skip-faulty"
            ),
        )
    return Recipients(tuple(one for one in found.people if one.id not in faulty), faulty, found.notes)


def _faults_in_all(plan: LetterPlan) -> list[Problem]:
    """Return what is wrong with every letter: the template, the logo, what stands around the text."""
    problems: list[Problem] = []

    def text() -> None:
        composer = _composer(plan)
        composer.letter(SAMPLE, sample_code(plan.kind), sample_answers(plan.settings, composer.labels))

    for made in (text, lambda: stationery(plan.kind, plan.settings, plan.settings_file)):
        try:
            made()
        except InputError as defect:
            problems += defect.problems
    return problems


def _addressed(plan: LetterPlan, people: Sequence[Recipient], codes: Mapping[str, str]) -> list[Addressed]:
    """Return everybody with code and, where the letter says it, what is stored of them."""
    silent_about_code = LETTERS[plan.kind].code is Code.NONE
    given: dict[str, dict[str, str]] = {}
    if plan.kind is Kind.ACKNOWLEDGEMENT:
        for path in plan.to.lists:
            given |= {row.pop("id"): row for row in read_table(path, required=("id",)).records()}
    return [Addressed(one, "" if silent_about_code else codes[one.id], given.get(one.id, {})) for one in people]


def _composer(plan: LetterPlan) -> Composer:
    return make_composer(plan.kind, plan.settings, plan.settings_file, plan.template, _figures(plan))


def _figures(plan: LetterPlan) -> Mapping[str, int]:
    """Return what templates may say about the procedure."""
    figures = {"invited": len(plan.to.ids)} | seats_in(plan.settings, plan.settings_file)
    names = {places.PANEL: "seats", places.POOL_FILE: "applicants"}
    for path in plan.to.lists if plan.destination.procedure else ():
        if path.name in names:
            figures[names[path.name]] = len(read_table(path))
    return figures


def _folder(run: Run, destination: Destination) -> Path:
    """Return where the letters are staged: in a procedure, below its private folder."""
    if not destination.procedure:
        return run.folder
    folder = run.also(_private(destination))
    make_folder(folder)
    return folder


def _private(destination: Destination) -> str:
    return f"{places.PRIVATE}/{destination.folder}"


def _home(destination: Destination) -> Path:
    procedure = destination.procedure
    return procedure.path(_private(destination)) if procedure else destination.final()


def _write_skipped(path: Path, faulty: Mapping[str, Sequence[Problem]]) -> None:
    rows = [(person, problem.column, problem.what) for person, problems in faulty.items() for problem in problems]
    write_csv(path, ("id", "column", "reason"), rows)


def _told(plan: LetterPlan, meant: Sequence[str]) -> dict[str, Json]:
    """Return what the journal keeps: who got which letter, and who the suppression list says is gone."""
    details: dict[str, Json] = {"kind": plan.kind.value, "ids": list(meant)}
    if plan.options.stale:
        details["stale"] = check_reason(plan.options.stale)
    if plan.suppression and plan.destination.procedure:
        details |= line_of(plan.suppression.new(plan.to.people))
    return details


def notes_of(plan: LetterPlan) -> tuple[str, ...]:
    """Return what deserves attention about who gets a letter and who does not."""
    notes = []
    if plan.to.cut_off:
        notes.append(
            _("Answers merged until {time} count. Whoever answered later may get a reminder all the same.").format(
                time=moment(plan.to.cut_off)
            )
        )
    if plan.to.left_out:
        notes.append(
            _("Left out by the suppression list: {number}. The journal knows it.").format(number=plan.to.left_out)
        )
    if plan.to.held:
        notes.append(
            _(
                "People who hold a letter that says the opposite, and so get none: {number}. Tell them personally."
            ).format(number=plan.to.held)
        )
    return tuple(notes)


def _receipt(plan: LetterPlan, written: Written, skipped: int) -> Receipt:
    read = [*plan.to.lists, plan.settings_file, plan.template, plan.addresses_read()]
    if plan.options.suppression:
        read.append(plan.options.suppression)
    if plan.codes and LETTERS[plan.kind].code is Code.NEEDS:
        read.append(plan.codes)
    if plan.options.word:
        read.append(plan.options.word)
    return Receipt(
        stage="letters",
        options={
            "kind": plan.kind.value,
            "batch": plan.options.batch,
            "outputs": tuple(one.value for one in plan.options.outputs),
        },
        inputs=tuple(sorted(plan.destination.digest(path) for path in read)),
        figures={
            "letters": written.letters,
            "pages": written.pages,
            "batches": written.files,
            "left_out": plan.to.left_out,
            "skipped": skipped,
        },
        versions=versions("typst"),
    )
