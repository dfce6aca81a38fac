"""Checking everything else that people edit or send: settings, quotas, pool, answers, templates, published files."""

from dataclasses import replace
from functools import partial

from buergerforum.core.frame.extract import in_rows
from buergerforum.core.record.journal import read_journal
from buergerforum.core.record.receipt import read_receipt
from buergerforum.errors import Problem
from buergerforum.io.files import read_bytes
from buergerforum.io.identities import identities
from buergerforum.io.lottery_files import read_chances, read_lottery
from buergerforum.io.pools import read_pool
from buergerforum.io.settings import read_settings
from buergerforum.io.tables import read_table
from buergerforum.model.checking import Checked
from buergerforum.model.letters import Kind
from buergerforum.stages.answers import look_at, notes_on, read_tables
from buergerforum.stages.checking.subject import Subject, problems_of
from buergerforum.stages.frame_rules import frame_rules
from buergerforum.stages.judging import rules_of
from buergerforum.stages.letter_check import letter_problems
from buergerforum.stages.mailing import template_for
from buergerforum.stages.quotas import read_quotas
from buergerforum.stages.recipients import read_codes
from buergerforum.stages.samples import SAMPLES
from buergerforum.texts import _, number


def check_settings(subject: Subject) -> Checked:
    """Read the settings, and the files that they name."""
    settings, digest = read_settings(subject.path)
    quotas = subject.path.parent / settings.selection.quotas
    found = list(
        problems_of(
            partial(frame_rules, settings, subject.path),
            partial(read_quotas, quotas, settings.selection.seats),
        )
    )
    wanted = [kind for kind in Kind if template_for(subject.path.parent, kind, settings).exists()]
    found += [one for kind in wanted for one in letter_problems(kind, settings, subject.path, SAMPLES[:1])]
    problems = tuple(problem if problem.file else replace(problem, file=digest.name) for problem in found)
    return Checked(problems, figures=((_("Name"), settings.name), (_("City"), settings.city)))


def check_template(subject: Subject) -> Checked:
    """Fill a template of a procedure in for invented people."""
    settings, settings_file = subject.needed()
    own = subject.path.resolve()
    kinds = [kind for kind in Kind if template_for(settings_file.parent, kind, settings).resolve() == own]
    if not kinds:
        what = _("No letter is made from this template: not by its name, its folder and the language of the settings.")
        remedy = _("Put it into the folder “letters” of the procedure, under the name of the template it replaces.")
        return Checked((Problem(what, file=subject.path.name, remedy=remedy),))
    return Checked(tuple(one for kind in kinds for one in letter_problems(kind, settings, settings_file, SAMPLES)))


def check_quotas(subject: Subject) -> Checked:
    """Read quotas and add them up."""
    seats = subject.settings.selection.seats if subject.settings else None
    loaded = read_quotas(subject.path, seats)
    table = loaded.table
    figures = [(_("Features"), number(len(table.features))), (_("Quotas"), number(len(table.quotas)))]
    figures += [(_("Seats"), number(table.seats))] if table.seats else []
    return Checked((), (), loaded.notes, tuple(figures))


def check_pool(subject: Subject) -> Checked:
    """Read a pool by its quotas; without quotas, look at its ids and for blank cells."""
    if subject.quotas:
        loaded = read_pool(subject.path, read_quotas(subject.quotas).table)
        return Checked((), (), loaded.notes, ((_("People"), number(len(loaded.pool.applicants))),))
    table = read_table(subject.path)
    blank = [
        in_rows(_("Cells are blank."), rows, file=table.name, column=heading)
        for heading, cells in table.columns.items()
        if (rows := [row for row, cell in zip(table.rows, cells, strict=True) if not cell])
    ]
    who = identities(table)
    note = _("No quotas were given, so the values were not compared with any: --quotas FILE.")
    return Checked((), tuple(blank), (*table.notes, *who.notes, note), ((_("People"), number(len(table))),))


def check_answers(subject: Subject) -> Checked:
    """Find the columns of answers and read them."""
    settings, _file = subject.needed()
    looked = look_at(read_tables([subject.path]), settings, rules_of(settings))
    answers = sum(len(one.file.answers) for one in looked)
    return Checked((), (), notes_on(looked), ((_("Answers"), number(answers)),))


def check_codes(subject: Subject) -> Checked:
    """Read personal codes."""
    return Checked(figures=((_("Codes"), number(len(read_codes(subject.path)))),))


def check_lottery(subject: Subject) -> Checked:
    """Read a lottery; every lot must have as many members as the first."""
    lottery = read_lottery(subject.path)
    sizes = {len(set(block.members)) for block in lottery.blocks}
    problems = [] if len(sizes) == 1 else [_uneven(subject)]
    return Checked(tuple(problems), figures=((_("Lots"), number(lottery.lots)),))


def _uneven(subject: Subject) -> Problem:
    what = _("The lots have different numbers of members, or somebody is in a lot twice.")
    return Problem(what, file=subject.path.name, remedy=_("Compare the file with the published one."))


def check_probabilities(subject: Subject) -> Checked:
    """Read everybody's chance."""
    return Checked(figures=((_("People"), number(len(read_chances(subject.path)))),))


def check_receipt(subject: Subject) -> Checked:
    """Read a receipt."""
    receipt = read_receipt(read_bytes(subject.path), subject.path.name)
    return Checked(figures=((_("Stage"), receipt.stage),))


def check_journal(subject: Subject) -> Checked:
    """Read a journal; its links are for the audit."""
    entries = read_journal(read_bytes(subject.path), subject.path.name)
    return Checked(figures=((_("Entries"), number(len(entries))),))
