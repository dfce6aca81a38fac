"""``forum draw --wave N``: a further wave from the reserve, without a new seed."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from buergerforum.core.draw.wave import draw_further
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.io.files import digest_file
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.tables import write_csv
from buergerforum.io.versions import versions
from buergerforum.model import places
from buergerforum.model.draw import Allocation, Basis, Draw, Standing, Stratum, Wave
from buergerforum.model.progress import Progress, silent
from buergerforum.model.record import FileDigest, Option, Receipt
from buergerforum.stages.compared import compared
from buergerforum.stages.draw import DrawResult
from buergerforum.stages.draw_files import write_comparison, write_people, write_strata
from buergerforum.stages.draw_inputs import refuse_below
from buergerforum.stages.earlier_waves import Earlier, read_earlier
from buergerforum.stages.lists import IdList, read_ids
from buergerforum.stages.responses import Figures, read_places, read_weights
from buergerforum.stages.running import Destination, journal_of, running, runs_of
from buergerforum.stages.states import told_by_draw
from buergerforum.texts import _, listed


@dataclass(frozen=True, slots=True)
class WaveOptions:
    """What the command line says about a further wave."""

    number: int
    """2 or more."""
    size: int | None = None
    """How many are invited; None: as many as are replaced, or as the table says."""
    like_for_like: Path | None = None
    """Ids of invitees for each of whom somebody of the same stratum is drawn."""
    targets: Path | None = None
    """Table of places by stratum."""


@dataclass(frozen=True, slots=True)
class WavePlan:
    """A further wave, complete."""

    home: Procedure
    """Whose draw is continued."""
    options: WaveOptions
    """What was asked for."""
    destination: Destination
    """Where the result goes."""
    language: str
    """Of the workbook."""


def plan_wave(home: Procedure | None, options: WaveOptions, again: str) -> WavePlan:
    """Check what was asked for.

    Raises
    ------
    UsageError
        If the options contradict each other, or the waves before this one are not there.
    """
    if home is None:
        raise UsageError(
            _("A further wave continues the draw of a procedure."),
            hint=_("Change into the procedure folder, or name it with --procedure FOLDER."),
        )
    if options.like_for_like and options.targets:
        raise UsageError(_("Give either --like-for-like or --targets, not both."))
    if options.size is None and not (options.like_for_like or options.targets):
        raise UsageError(
            _("It is not said how many people the wave shall invite."),
            hint=_("Add --size N, or --like-for-like FILE, or --targets FILE."),
        )
    journal = journal_of(home)
    done = next(number for number in range(1, len(journal) + 2) if not runs_of(journal, places.wave_folder(number)))
    if options.number > done:
        raise UsageError(
            _("Wave {number} comes after wave {before}, which has not been drawn.").format(
                number=options.number, before=options.number - 1
            ),
            hint=_("The next wave is: --wave {number}").format(number=done),
        )
    language = read_settings(home.settings_path)[0].language
    return WavePlan(home, options, Destination(home, places.wave_folder(options.number), None, again), language)


def run_wave(plan: WavePlan, progress: Progress = silent) -> DrawResult:
    """Draw a further wave and write the same files as for the first one.

    Parameters
    ----------
    plan
        What was asked for.
    progress
        Told how far it is.

    Raises
    ------
    InputError
        If a file of an earlier wave is not as it was left, a list does not fit, or the reserve is too small.
    UsageError
        If a further wave builds on this one already.
    """
    destination, number = plan.destination, plan.options.number
    with running(destination) as run:
        refuse_below(destination, number)
        progress(_("Reading the reserve"), 0, 3)
        made = read_earlier(plan.home, number)
        wave, inputs, notes = _wave(plan.options, made, destination)
        progress(_("Drawing"), 1, 3)
        rules, columns = made.rules, made.rules.strata
        weights, weighed = _weights(made, plan.home)
        result = draw_further(made.standing, wave, rules.seed, rules.allocation, weights)
        _refuse_cut(made, result)
        progress(_("Writing invitees and reserve"), 2, 3)
        write_people(run.folder, made.register, result, number)
        write_strata(run.folder, columns, result.counts, number, plan.language)
        invited = [*made.standing.invited, *result.invited]
        write_comparison(
            run.folder, compared(made.register, columns, made.counts, invited, whole=not made.cut), plan.language
        )
        if wave.basis is Basis.LIKE_FOR_LIKE and plan.options.like_for_like:
            ids = sorted(read_ids(plan.options.like_for_like).ids)
            write_csv(run.folder / places.REPLACED, ("id",), [(person,) for person in ids])
        told = told_by_draw(plan.home, [made.register.frame.ids[i] for i in result.invited], number)
        receipt = run.finish(_receipt(made, wave, result, (*made.files, *weighed, *inputs)), told)
    return DrawResult(
        invited=len(result.invited),
        reserve=_left(result) - len(result.invited),
        strata=len(result.counts),
        gave_way=result.gave_way,
        short=sum(count.places - count.invited for count in result.counts),
        notes=notes,
        receipt=receipt,
    )


def _wave(
    options: WaveOptions, made: Earlier, destination: Destination
) -> tuple[Wave, tuple[FileDigest, ...], tuple[str, ...]]:
    """Return what the wave is to bring, what was read for it, and what was interpreted."""
    if options.like_for_like:
        people = read_ids(options.like_for_like)
        wanted = _strata_of(people, options.like_for_like.name, made.standing)
        wave = Wave(options.number, options.size or sum(wanted.values()), Basis.LIKE_FOR_LIKE, wanted)
        return wave, (destination.as_read(people.digest, options.like_for_like),), people.notes
    if options.targets:
        table = read_places(options.targets, made.rules.strata)
        places_wanted = _targets(table, made.standing, made.rules.strata)
        size = sum(places_wanted.values())
        if not size or (options.size or size) != size:
            raise UsageError(
                _("The table has {found} places, --size says {size}.").format(found=size, size=options.size or "–"),
                hint=_("Leave --size out, or correct the table."),
            )
        wave = Wave(options.number, size, Basis.TARGETS, places_wanted)
        return wave, (destination.as_read(table.digest, options.targets),), table.notes
    return Wave(options.number, options.size or 0, Basis.PROPORTIONAL), (), ()


def _strata_of(people: IdList, name: str, standing: Standing) -> dict[Stratum, int]:
    """Count those to be replaced by stratum; all of them must have been invited."""
    frame = standing.frame
    stratum_of = {frame.ids[place]: frame.strata[place] for place in standing.invited}
    strangers = sorted(person for person in people.ids if person not in stratum_of)
    if strangers:
        problem = Problem(
            _("Only people who were invited can be replaced; these were not: {ids}.").format(ids=listed(strangers)),
            file=name,
            remedy=_("Take them off the list."),
        )
        raise InputError([problem])
    return dict(Counter(stratum_of[person] for person in people.ids))


def _targets(table: Figures, standing: Standing, columns: tuple[str, ...]) -> dict[Stratum, int]:
    """Return the places of the strata that the table names; it must not name one that there is not."""
    order = {tuple(stratum[columns.index(one)] for one in table.columns): stratum for stratum in standing.residents}
    unknown = [" / ".join(key) for key in table.by_values if key not in order]
    if unknown:
        problem = Problem(
            _("There is no such stratum in the frame: {strata}.").format(strata=listed(unknown)),
            file=table.file,
            remedy=_("Correct or remove these rows."),
        )
        raise InputError([problem])
    return {order[key]: number for key, number in table.by_values.items()}


def _weights(made: Earlier, home: Procedure) -> tuple[dict[Stratum, int], tuple[FileDigest, ...]]:
    """Return the weights of the strata, from the copy that the first wave keeps."""
    if made.rules.allocation is not Allocation.WEIGHTED:
        return {}, ()
    place = f"{places.wave_folder(1)}/{places.RESPONSE}"
    table = read_weights(home.path(place), made.rules.strata)
    return table.for_strata(made.standing.residents, made.rules.strata), (digest_file(home.path(place), place),)


def _refuse_cut(made: Earlier, result: Draw) -> None:
    """Refuse a wave for which a reserve that was cut does not reach: somebody beyond the cut might come first."""
    if made.cut and any(count.invited < count.places for count in result.counts):
        raise InputError(
            [
                Problem(
                    _("The reserve was cut after {number} people and does not reach for this wave.").format(
                        number=len(made.standing.left)
                    ),
                    remedy=_("Give a smaller --size."),
                )
            ]
        )


def _left(result: Draw) -> int:
    return sum(count.residents - count.before for count in result.counts)


def _receipt(made: Earlier, wave: Wave, result: Draw, inputs: tuple[FileDigest, ...]) -> Receipt:
    rules = made.rules
    options: dict[str, Option] = {
        "size": wave.size,
        "strata": rules.strata,
        "allocation": rules.allocation.value,
        "household": rules.household,
        "special": rules.special,
        "id": "id",
        "response": rules.response,
        "stop_list": rules.stop_list,
        "reserve": len(result.reserve) if made.cut else None,
        "wave": wave.number,
        "basis": wave.basis.value,
    }
    return Receipt(
        stage="draw",
        options=options,
        inputs=inputs,
        seed=rules.seed,
        figures={
            "residents": sum(count.residents for count in result.counts),
            "before": sum(count.before for count in result.counts),
            "invited": len(result.invited),
            "reserve": _left(result) - len(result.invited),
            "gave_way": result.gave_way,
        },
        versions=versions(),
    )
