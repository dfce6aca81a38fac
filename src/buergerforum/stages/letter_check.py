"""``forum letters check``: every template with invented people, before anything is printed.

Found are variables that do not exist, characters that cannot be printed, letters that are too long, lines that do not
fit into the window, and contents that a letter of its kind must have. Nothing is recorded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from buergerforum.core.letters.addresses import address_problems
from buergerforum.core.letters.evidence import lacking, said_in
from buergerforum.core.letters.kinds import LETTERS
from buergerforum.core.letters.wording import named
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import Settings, read_settings
from buergerforum.io.templates import Template
from buergerforum.io.typesetting import typeset
from buergerforum.model.letters import Kind, Letter, Recipient, Stationery
from buergerforum.model.progress import Progress, silent
from buergerforum.stages.composing import FACE, Composer, stationery
from buergerforum.stages.letter_values import personal_values, sample_answers
from buergerforum.stages.mailing import template_for
from buergerforum.stages.recipients import read_everybody
from buergerforum.stages.samples import SAMPLES, sample_code, sample_composer
from buergerforum.texts import _, speaking


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """What the command says at the end."""

    templates: int
    """Templates that were checked."""
    letters: int
    """Letters to invented people that were set."""
    addresses: int
    """Addresses of the key file that were checked."""
    problems: tuple[Problem, ...]
    """Everything that was found, by template."""


def run_letter_check(
    home: Procedure | None,
    settings_file: Path | None = None,
    addresses: Path | None = None,
    progress: Progress = silent,
) -> LetterCheck:
    """Check all letters of which there is a template in the language of the procedure, and the addresses of a key file.

    Parameters
    ----------
    home
        The procedure, or None.
    settings_file
        ``forum.yaml``; templates are looked for beside it. None: that of the procedure.
    addresses
        The key file; None: only invented addresses are tried.
    progress
        Told how far it is.

    Raises
    ------
    UsageError
        If there are no settings.
    InputError
        If the settings or the key file cannot be read.
    """
    settings_file = settings_file or (home.settings_path if home else None)
    if settings_file is None:
        raise UsageError(
            _("The check needs settings."), hint=_("Run it inside a procedure folder, or add --settings FILE.")
        )
    settings = read_settings(settings_file)[0]
    wanted = tuple(kind for kind in Kind if template_for(settings_file.parent, kind, settings).exists())
    problems: list[Problem] = []
    letters = 0
    for done, kind in enumerate(wanted):
        progress(_("Checking templates"), done, len(wanted))
        people = SAMPLES[:1] if LETTERS[kind].enclosed else SAMPLES
        letters += len(people)
        problems += letter_problems(kind, settings, settings_file, people)
    known = read_everybody(addresses) if addresses else []
    for row, person in known:
        problems += address_problems(person, FACE, file=addresses.name if addresses else "", row=row)
    return LetterCheck(len(wanted), letters, len(known), tuple(dict.fromkeys(problems)))


def letter_problems(
    kind: Kind, settings: Settings, settings_file: Path, people: tuple[Recipient, ...]
) -> list[Problem]:
    """Return what is wrong with a kind of letter; what cannot be understood is not looked at further.

    Parameters
    ----------
    kind
        Which letter.
    settings, settings_file
        Templates are looked for beside the file.
    people
        Invented.
    """
    try:
        composer = sample_composer(kind, settings, settings_file)
        paper = stationery(kind, settings, settings_file)
        given = sample_answers(settings, composer.labels)
        letters = [composer.letter(person, sample_code(kind), given) for person in people]
    except InputError as defect:
        return list(defect.problems)
    problems = [*_too_generous(kind, composer), *_unsaid(kind, composer, people[0])]
    problems += [problem for person in people for problem in address_problems(person, FACE)]
    return problems + _unset(letters, paper, composer.template)


def _unset(letters: Sequence[Letter], paper: Stationery, template: Template) -> list[Problem]:
    """Return why letters cannot be set: all together, and one by one only if something is wrong with any."""
    try:
        list(typeset([letters], paper, template.pages))
    except InputError as defect:
        if len(letters) > 1:
            return [problem for letter in letters for problem in _unset([letter], paper, template)]
        return [replace(problem, file=template.digest.name, row=template.pages_row) for problem in defect.problems]
    return []


def _too_generous(kind: Kind, composer: Composer) -> Iterator[Problem]:
    """Yield a problem if the template allows itself more pages than a letter of its kind may have."""
    if composer.template.pages > LETTERS[kind].pages:
        yield Problem(
            _("The template allows more pages than this letter may have."),
            file=composer.template.digest.name,
            row=composer.template.pages_row,
            column="pages",
            found=str(composer.template.pages),
            expected=_("at most {number}").format(number=LETTERS[kind].pages),
        )


def _unsaid(kind: Kind, composer: Composer, person: Recipient) -> Iterator[Problem]:
    """Yield what the letter does not say."""
    settings = composer.settings
    code = sample_code(kind)
    given = sample_answers(settings, composer.labels)
    letter = composer.letter(person, code, given)
    with speaking(settings.language):
        values = {**composer.values, **personal_values(person, code, given, composer.labels)}
    said = said_in(letter.subject, letter.body)
    for content in lacking(LETTERS[kind].contents, said, values, settings.language):
        yield Problem(
            _("The letter does not say this: {content}.").format(content=named(content)),
            file=composer.template.digest.name,
            row=composer.template.text_row,
            remedy=_("Add it to the text that begins here."),
        )
