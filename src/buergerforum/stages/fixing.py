"""Members fixed in or out beforehand: as asked for, in ``forum.yaml``, in receipts.

On the command line they are written ``ID=reason``, in ``forum.yaml`` as ids with their reasons, and in receipts ``ID
reason``: an id has no blanks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.model.pool import Fixed, Pool, tidy
from buergerforum.model.record import Option
from buergerforum.texts import _, listed

IN, OUT = "fixed_in", "fixed_out"
"""Names in receipts and in ``forum.yaml``."""


def asked(wishes: Sequence[str], option: str, *, seated: bool) -> tuple[Fixed, ...]:
    """Return who is fixed by an option of the command line.

    Parameters
    ----------
    wishes
        Each ``ID=reason``.
    option
        Its name, for messages.
    seated
        Whether these people are fixed in, else out.

    Raises
    ------
    UsageError
        If an id or a reason is missing.
    """
    made = []
    for wish in wishes:
        person, _equals, reason = wish.partition("=")
        made.append(Fixed(person.strip(), seated, tidy(reason)))
    if not all(one.id and one.reason for one in made):
        raise UsageError(
            _("Somebody is fixed in or out without an id or without a reason."),
            hint=_('Write {option} "ID=reason", and the option once more for every further person.').format(
                option=option
            ),
        )
    return tuple(made)


def of_settings(inside: Mapping[str, str], outside: Mapping[str, str]) -> tuple[Fixed, ...]:
    """Return who is fixed by ``forum.yaml``; each mapping has the reason by id."""
    return tuple(
        Fixed(person, seated, tidy(reason))
        for people, seated in ((inside, True), (outside, False))
        for person, reason in people.items()
    )


def together(settled: Sequence[Fixed], asked_for: Sequence[Fixed]) -> tuple[Fixed, ...]:
    """Return who is fixed by ``forum.yaml`` or by options, sorted by id; for the same person the option counts.

    Raises
    ------
    UsageError
        If somebody is to be fixed in and out.
    """
    twice = sorted({one.id for one in asked_for if one.seated} & {one.id for one in asked_for if not one.seated})
    if twice:
        raise UsageError(
            _("Fixed in and out at once: {ids}.").format(ids=listed(twice)), hint=_("Decide on one of them.")
        )
    return tuple(person for _id, person in sorted({one.id: one for one in (*settled, *asked_for)}.items()))


def as_options(fixed: Sequence[Fixed]) -> dict[str, Option]:
    """Return what a receipt says about it."""
    return {
        name: tuple(f"{one.id} {one.reason}" for one in fixed if one.seated is seated)
        for name, seated in ((IN, True), (OUT, False))
    }


def of_options(options: Mapping[str, Option]) -> tuple[Fixed, ...]:
    """Return who is fixed according to a receipt, sorted by id; receipts of older versions fix nobody."""
    found = []
    for name, seated in ((IN, True), (OUT, False)):
        lines = options.get(name)
        for line in lines if isinstance(lines, tuple) else ():
            person, _blank, reason = line.partition(" ")
            found.append(Fixed(person, seated, reason))
    return tuple(sorted(found, key=lambda one: one.id))


def with_fixed(pool: Pool, fixed: Sequence[Fixed], file: str) -> Pool:
    """Return the pool with these people fixed.

    Parameters
    ----------
    pool
        In which nobody is fixed.
    fixed
        Sorted by id.
    file
        Name of the pool, for messages.

    Raises
    ------
    InputError
        If somebody is not in the pool, or is named twice.
    """
    ids = {one.id for one in pool.applicants}
    named = [one.id for one in fixed]
    if strangers := sorted(set(named) - ids):
        problem = Problem(
            _("Fixed in or out, but not in the pool: {ids}.").format(ids=listed(strangers)),
            file=file,
            remedy=_("Compare the ids with the table. Whoever is not in the pool need not be fixed out."),
        )
        raise InputError([problem])
    if twice := sorted({one for one in named if named.count(one) > 1}):
        raise InputError([Problem(_("Fixed in and out at once: {ids}.").format(ids=listed(twice)), file=file)])
    return replace(pool, fixed=tuple(fixed))


def told(pool: Pool) -> tuple[str, ...]:
    """Return sentences on who is fixed, and why; ids only."""
    sentences = (
        (True, _("Fixed in, on every panel: {people}.")),
        (False, _("Fixed out, on no panel: {people}.")),
    )
    return tuple(
        sentence.format(people="; ".join(f"{one.id} ({one.reason})" for one in chosen))
        for seated, sentence in sentences
        if (chosen := [one for one in pool.fixed if one.seated is seated])
    )
