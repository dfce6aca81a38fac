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
from buergerforum.io.settings import Settings, read_settings
from buergerforum.io.tables import read_table
from buergerforum.model.checking import Checked
from buergerforum.model.letters import Kind
from buergerforum.stages.checking.subject import Subject, problems_of
from buergerforum.stages.composing import SAMPLE, SAMPLE_CODE, make_composer
from buergerforum.stages.frame_rules import frame_rules
from buergerforum.stages.judging import read_sources, read_tables
from buergerforum.stages.mailing import seats_in, template_for
from buergerforum.stages.quotas import read_quotas
from buergerforum.stages.recipients import read_codes
from buergerforum.texts import _, number


def check_settings(subject: Subject) -> Checked:
    """Read the settings, and the files that they name."""
    settings, digest = read_settings(subject.path)
    quotas = subject.path.parent / settings.selection.quotas
    found = problems_of(
        partial(frame_rules, settings, subject.path),
        partial(read_quotas, quotas, settings.selection.seats),
        *(partial(_composed, settings, subject, kind) for kind in Kind),
    )
    problems = tuple(problem if problem.file else replace(problem, file=digest.name) for problem in found)
    return Checked(problems, figures=((_("Name"), settings.name), (_("City"), settings.city)))


def _composed(settings: Settings, subject: Subject, kind: Kind) -> None:
    path = template_for(subject.path.parent, kind, settings)
    make_composer(kind, settings, path, _figures(settings)).letter(SAMPLE, SAMPLE_CODE)


def _figures(settings: Settings) -> dict[str, int]:
    """Return numbers in place of those that only a procedure knows."""
    return {"seats": 1, "invited": settings.draw.size, "applicants": 1}


def check_template(subject: Subject) -> Checked:
    """Fill a template in for an invented person, as whatever kind of letter it can be."""
    settings, settings_file = subject.needed()
    figures = _figures(settings) | seats_in(settings, settings_file)
    kinds = [kind for kind in Kind if template_for(subject.path.parent, kind, settings).name == subject.path.name]
    for kind in kinds or Kind:
        make_composer(kind, settings, subject.path, figures).letter(SAMPLE, SAMPLE_CODE)
    return Checked()


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
    files, notes = read_sources(read_tables([subject.path]), settings.applications.layout())
    return Checked((), (), notes, ((_("Answers"), number(sum(len(file.answers) for file in files))),))


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
