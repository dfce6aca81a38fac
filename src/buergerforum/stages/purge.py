"""``forum purge``: what is private is deleted when the period promised in the letters is over.

From ``private`` go the codes and answers of those whose period is over, every mailing to any of them, the list for
review and everything kept of earlier runs there. Ids, values of quota features, receipts and the journal stay: without
them nobody could check the draw. A command that was stopped in between is finished by the next one, because what is
due follows from what is still there.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from buergerforum.core.applications.merging import merge
from buergerforum.core.record.journal import Entry
from buergerforum.core.state.deletion import Group, Periods, due
from buergerforum.core.state.folding import ERASED
from buergerforum.errors import StorageError
from buergerforum.io.application_files import write_answers
from buergerforum.io.files import write_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import Settings, read_settings
from buergerforum.io.staging import files_below, remove
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.applications import Answer, AnswerFile, Channel
from buergerforum.model.record import Receipt
from buergerforum.stages.answers import kept_answers
from buergerforum.stages.judging import codes_file, invitee_files, read_invited, rules_of
from buergerforum.stages.purge_protocol import protocol
from buergerforum.stages.recipients import read_codes, write_codes
from buergerforum.stages.reviewing import decisions_of
from buergerforum.stages.running import Destination, Run, journal_of, running
from buergerforum.stages.states import states_of
from buergerforum.texts import _, speaking


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What would go, or went."""

    day: dt.date
    """On which it is due."""
    people: Mapping[Group, int]
    """Whose period is over and whom no earlier deletion named, by group."""
    until: Mapping[Group, dt.date | None]
    """Last day of the period of every group; None: at once."""
    codes: int
    """Personal codes."""
    answers: int
    """Answers."""
    mailings: tuple[str, ...]
    """Folders of letters."""
    others: int
    """Further files: earlier versions, the list for review."""
    done: bool
    """Whether it was deleted."""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to delete."""
        return not (self.codes or self.answers or self.mailings or self.others)


@dataclass(frozen=True, slots=True)
class _Due:
    """What is to go."""

    people: Mapping[Group, Sequence[str]]
    """Ids that no earlier run has dealt with."""
    codes: Mapping[str, str]
    """Codes that stay, by id."""
    lost_codes: tuple[str, ...]
    """Ids whose codes go."""
    answers: tuple[AnswerFile, ...]
    """Files of answers that change, with what stays of them."""
    lost_answers: int
    mailings: tuple[str, ...]
    others: tuple[Path, ...]

    def ids(self) -> list[str]:
        """Return everybody whose period is over."""
        return sorted(person for ids in self.people.values() for person in ids)


def run_purge(home: Procedure, day: dt.date | None = None, *, really: bool = False) -> PurgeReport:
    """Show what is due, or delete it and write a protocol.

    Parameters
    ----------
    home
        The procedure.
    day
        Data are due whose period ends on this day or before; None: today.
    really
        Whether to delete; else nothing is changed.

    Raises
    ------
    InputError
        If settings, codes or answers cannot be used.
    StorageError
        If something cannot be deleted; then the command can be repeated.
    """
    settings = read_settings(home.settings_path)[0]
    on = day or home.clock().date()
    periods = periods_of(settings)
    if not really:
        return _report(_due(home, settings, periods, on), periods, on, done=False)
    with running(Destination(home, places.DELETION, renewable=True)) as run:
        found = _due(home, settings, periods, on)
        report = _report(found, periods, on, done=True)
        if report.nothing:
            return replace(report, done=False)
        _write(run, found, report, settings)
        receipt = Receipt(
            stage="purge",
            options={"day": on.isoformat()},
            inputs=(run.destination.digest(home.settings_path),),
            figures={"people": len(found.ids()), "codes": report.codes, "answers": report.answers},
            versions=versions(),
        )
        run.finish(receipt, {ERASED: found.ids()})
        _delete(home, found)
    return report


def periods_of(settings: Settings) -> Periods:
    """Return how long data are kept, as the letters promise; an objection counts at once."""
    told = settings.letters.data_protection
    return Periods(
        {
            Group.OBJECTED: None,
            Group.SILENT: told.delete_unanswered,
            Group.WITHDRAWN: told.delete_withdrawn or told.delete_rejected,
            Group.REJECTED: told.delete_rejected,
            Group.WAITING: told.delete_waiting or told.delete_members,
            Group.MEMBERS: told.delete_members,
        }
    )


def _due(home: Procedure, settings: Settings, periods: Periods, day: dt.date) -> _Due:
    states = states_of(home)
    every = due(states, periods, day)
    gone = {person for ids in every.values() for person in ids}
    new = {group: [one for one in ids if not states[one].erased] for group, ids in every.items()}
    path = codes_file(home)
    codes = read_codes(path if path.exists() else None)
    changed, lost = _answers(home, settings, gone, unknown=periods.over(Group.REJECTED, day))
    mailings = tuple(sorted(_mailings(home, journal_of(home), gone)))
    others = [home.path(places.PRIVATE) / places.EARLIER, home.path(places.REVIEW)] if gone else []
    return _Due(
        people={group: ids for group, ids in new.items() if ids},
        codes={person: code for person, code in codes.items() if person not in gone},
        lost_codes=tuple(sorted(person for person in codes if person in gone)),
        answers=changed,
        lost_answers=lost,
        mailings=mailings,
        others=tuple(path for path in others if path.exists()),
    )


def _answers(
    home: Procedure, settings: Settings, gone: set[str], *, unknown: bool
) -> tuple[tuple[AnswerFile, ...], int]:
    """Return what stays of every file that loses answers, and how many go.

    Parameters
    ----------
    home, settings
        The procedure.
    gone
        Ids.
    unknown
        Whether answers of nobody in particular go too.
    """
    rules = rules_of(settings)
    files, invitees = kept_answers(home, rules), invitee_files(home)
    if not files or not invitees:
        return (), 0
    codes = codes_file(home)
    invited = read_invited(invitees, codes if codes.exists() else None, settings, {})
    verdicts = merge(files, invited, rules, decisions_of(home)).verdicts
    whose = {_content(one.answer): one.person for one in verdicts}
    changed, lost = [], 0
    for file in files:
        stays = tuple(
            answer
            for answer in file.answers
            if not ((person := whose.get(_content(answer), "")) in gone or (not person and unknown))
        )
        if len(stays) < len(file.answers):
            changed.append(replace(file, answers=stays))
            lost += len(file.answers) - len(stays)
    return tuple(changed), lost


def _content(answer: Answer) -> Answer:
    return replace(answer, row=0, channel=Channel.WEB, namesakes=())


def _mailings(home: Procedure, journal: Sequence[Entry], gone: set[str]) -> set[str]:
    """Return the folders of letters to any of these people; a batch cannot lose single pages."""
    found = set()
    for entry in journal:
        folder, ids = entry.details.get("folder"), entry.details.get("ids")
        if entry.details.get("stage") != "letters" or not isinstance(folder, str) or not isinstance(ids, list | tuple):
            continue
        place = f"{places.PRIVATE}/{folder}"
        if gone.intersection(map(str, ids)) and home.path(place).exists():
            found.add(place)
    return found


def _report(found: _Due, periods: Periods, day: dt.date, *, done: bool) -> PurgeReport:
    return PurgeReport(
        day=day,
        people={group: len(ids) for group, ids in found.people.items()},
        until=periods.until,
        codes=len(found.lost_codes),
        answers=found.lost_answers,
        mailings=found.mailings,
        others=sum(len(files_below(path)) for path in found.others),
        done=done,
    )


def _write(run: Run, found: _Due, report: PurgeReport, settings: Settings) -> None:
    """Write the protocol, and what stays of files that lose a part."""
    with speaking(settings.language):
        text = protocol(report, settings.name)
    write_bytes(run.folder / places.PROTOCOL, text.encode())
    if found.lost_codes and found.codes:
        write_codes(run.also(places.CODES), found.codes)
    for file in found.answers:
        if file.answers:
            write_answers(run.also(_place(file)), file)


def _place(file: AnswerFile) -> str:
    return f"{places.ANSWERS}/{file.source.sha256}.csv"


def _delete(home: Procedure, found: _Due) -> None:
    """Delete what goes as a whole, and what the run has just replaced."""
    whole = [home.path(place) for place in found.mailings]
    whole += [home.path(_place(file)) for file in found.answers if not file.answers]
    whole += [home.path(places.PRIVATE) / places.EARLIER, home.path(places.REVIEW)]
    if found.lost_codes and not found.codes:
        whole.append(home.path(places.CODES))
    for path in whole:
        if path.is_dir():
            remove(path)
        else:
            path.unlink(missing_ok=True)
    left = [path.name for path in whole if path.exists()]
    if left:
        raise StorageError(
            _("“{file}” could not be deleted.").format(file=left[0]),
            hint=_("Close programs that have it open, then run the command again: it deletes what is left."),
        )
