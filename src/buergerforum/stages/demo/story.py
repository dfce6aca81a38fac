"""The whole procedure of an invented city, stage by stage, exactly as offices would run it.

Only three things differ from reality: ids, household secret and personal codes follow from the seed instead of being
secret, answers are simulated, and what would be drawn in public is written here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.applications.codes import check_code
from buergerforum.core.letters.kinds import LETTERS
from buergerforum.errors import AuditError, UsageError
from buergerforum.io.files import write_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.staging import make_folder
from buergerforum.io.tables import read_table, write_csv
from buergerforum.io.workbooks import write_workbook
from buergerforum.model import places
from buergerforum.model.audit import Verdict
from buergerforum.model.draw import DrawOptions
from buergerforum.model.letters import Kind
from buergerforum.model.progress import Progress, silent
from buergerforum.model.seal import Sealed
from buergerforum.stages.audit import run_audit
from buergerforum.stages.demo.answer_files import simulate_answers
from buergerforum.stages.demo.chance import invented_bytes
from buergerforum.stages.demo.city import CityFiles, generate, write_city
from buergerforum.stages.demo.public import FOLDER, Public
from buergerforum.stages.draw import plan_draw, run_draw
from buergerforum.stages.frame import FrameOptions, plan_frame, run_frame
from buergerforum.stages.judging import MergeOptions, plan_merge
from buergerforum.stages.letters import run_letters
from buergerforum.stages.lottery import SelectionOptions, plan_selection, run_lottery
from buergerforum.stages.mailing import LetterOptions, plan_letters
from buergerforum.stages.merge import run_merge
from buergerforum.stages.new import run_new
from buergerforum.stages.select import Decision, run_select
from buergerforum.texts import _, number

OFFICE = "meldebehoerde"
FORUM = "forum"
ANSWERS = "antworten"
LOT = "187"
"""The number that was drawn in this story."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One stage of the story, done."""

    title: str
    """What was done."""
    outcome: str
    """What came of it, in one line."""
    place: str
    """Where the result lies, below the folder of the demo; blank: nowhere in particular."""


class Story:
    """The story of one demo.

    Parameters
    ----------
    folder
        Where everything goes; made here, must not hold anything.
    residents
        Of the city.
    seed
        Of everything invented.
    progress
        Told how far a stage is.
    """

    def __init__(self, folder: Path, residents: int, seed: str, progress: Progress = silent) -> None:
        self.folder = folder
        self.residents = residents
        self.seed = seed
        self.progress = progress
        self.office = folder / OFFICE
        self.key = self.office / "key.csv"
        self.public = Public(folder, seed)

    def chapters(self) -> Iterator[Chapter]:
        """Do one stage after the other and tell of each.

        Raises
        ------
        UsageError
            If the folder holds something already.
        """
        if self.folder.exists() and (self.folder.is_file() or any(self.folder.iterdir())):
            raise UsageError(
                _("“{folder}” is there already and not empty.").format(folder=self.folder.name),
                hint=_("Remove it, or name another folder: forum demo FOLDER."),
            )
        make_folder(self.office)
        home = run_new(self.folder / FORUM)
        yield Chapter(_("New procedure"), _("settings, quotas and letters to be edited"), FORUM)
        city = self._city(home)
        yield Chapter(
            _("Register of an invented city"), _("{number} residents").format(number=number(self.residents)), OFFICE
        )
        yield self._frame(home, city)
        yield self._draw(home)
        yield self._letters(home, Kind.INVITATION)
        yield self._merge(home)
        yield self._lottery(home)
        yield self._select(home)
        yield self._letters(home, Kind.ACCEPTANCE)
        yield self._letters(home, Kind.REJECTION)
        yield self._publish(home)
        yield self._audit(home)

    def _city(self, home: Procedure) -> CityFiles:
        self.progress(_("Inventing a city"), 0, 2)
        city = generate(self.residents, self.seed, read_settings(home.settings_path)[0].reference_date)
        self.progress(_("Writing its register"), 1, 2)
        return write_city(city, self.office)

    def _frame(self, home: Procedure, city: CityFiles) -> Chapter:
        options = FrameOptions((city.raw,), self.key, None, city.districts, city.special)
        made = run_frame(plan_frame(home, options, None, ""), invented_bytes(self.seed, "frame"), self.progress)
        outcome = _("{residents} residents may be drawn, out of {rows} rows").format(
            residents=number(made.tally.residents), rows=number(made.tally.rows)
        )
        return Chapter(_("Frame, and the key with the names"), outcome, "forum/frame")

    def _draw(self, home: Procedure) -> Chapter:
        self.public.seal(home, Sealed.DRAW)
        seed = self.public.thrown(home).text
        drawn = run_draw(plan_draw(home, None, DrawOptions(), None, ""), seed, self.progress)
        outcome = _("{number} invitees by the seed “{seed}”").format(number=number(drawn.invited), seed=seed)
        return Chapter(_("Draw"), outcome, "forum/draw/wave-1")

    def _letters(self, home: Procedure, kind: Kind) -> Chapter:
        gone = self.office / "sperrliste.csv"
        posted = read_settings(home.settings_path)[0].letters.dates[kind]
        write_csv(gone, ("Kennung", "Grund", "Stand"), [("", "", posted.isoformat())])
        plan = plan_letters(home, kind, LetterOptions(addresses=self.key, suppression=gone), None, "")
        made = run_letters(plan, invented_bytes(self.seed, kind.value), self.progress)
        title = _("Letters: {kind}").format(kind=LETTERS[kind].title())
        outcome = _("{letters} letters, {pages} pages; PDF files: {files}").format(
            letters=number(made.letters), pages=number(made.pages), files=made.files
        )
        return Chapter(title, outcome, self._place(made.folder))

    def _merge(self, home: Procedure) -> Chapter:
        files = self._answers(home)
        merged = run_merge(plan_merge(home, MergeOptions(files), None, ""), self.progress)
        outcome = _("{answers} answers: {pool} people in the pool, {review} for review, {rejected} rejected").format(
            answers=merged.answers,
            pool=merged.pool,
            review=sum(count for _reason, count in merged.review),
            rejected=sum(count for _reason, count in merged.rejected),
        )
        return Chapter(_("Answers, simulated and merged"), outcome, "forum/applications")

    def _answers(self, home: Procedure) -> tuple[Path, Path]:
        """Write what the web form and the clerk would hand over."""
        invitees = list(read_table(home.path(f"{places.wave_folder(1)}/{places.INVITEES}")).records())
        given = read_table(home.path(places.CODES)).records()
        codes = {row["id"]: code for row in given if (code := check_code(row["code"]))}
        deadline = read_settings(home.settings_path)[0].applications.deadline
        web, paper = simulate_answers(invitees, codes, self.seed, deadline)
        files = (self.folder / ANSWERS / "web-formular.csv", self.folder / ANSWERS / "papier.xlsx")
        make_folder(self.folder / ANSWERS)
        write_bytes(files[0], web)
        write_workbook(files[1], [paper])
        return files

    def _lottery(self, home: Procedure) -> Chapter:
        made = run_lottery(plan_selection(home, SelectionOptions(), "lottery", None, ""), self.progress)
        self.public.seal(home, Sealed.SELECTION)
        chances = [one.lots / made.result.lottery.lots for one in made.result.chances]
        outcome = _("{lots} lots, {panels} different panels; chances from {lowest} % to {highest} %").format(
            lots=number(made.result.lottery.lots),
            panels=number(made.result.panels),
            lowest=number(100 * min(chances), 1),
            highest=number(100 * max(chances), 1),
        )
        return Chapter(_("Lottery"), outcome, "forum/lottery")

    def _select(self, home: Procedure) -> Chapter:
        self.public.drawn(home, LOT)
        plan = plan_selection(home, SelectionOptions(), "selection", None, "")
        made = run_select(plan, Decision(number=LOT), None, self.progress)
        outcome = _("lot {lot}: {members} members, {waiting} on the waiting list").format(
            lot=made.lot, members=len(made.panel), waiting=made.waiting
        )
        return Chapter(_("Selection"), outcome, "forum/selection/panel.xlsx")

    def _publish(self, home: Procedure) -> Chapter:
        self.progress(_("Publishing and reporting"), 0, 2)
        self.public.publish(home)
        self.progress(_("Publishing and reporting"), 1, 2)
        self.public.report(home)
        return Chapter(_("Publication and report"), _("for everybody, for auditors, a page, a report"), FOLDER)

    def _audit(self, home: Procedure) -> Chapter:
        found = run_audit(home.root, self.progress)
        outcome = _("{ok} checks passed, {notes} notes, {bad} contradictions").format(
            ok=found.count(Verdict.OK), notes=found.count(Verdict.NOTE), bad=found.count(Verdict.CONTRADICTION)
        )
        if not found.clean:
            raise AuditError(outcome, hint=_("Look closer with: forum audit {folder}").format(folder=home.root))
        return Chapter(_("Audit"), outcome, FORUM)

    def _place(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()
