"""Which step makes what: said to whoever does a later one first."""

from pathlib import Path

from buergerforum.errors import InputError, Problem
from buergerforum.io.procedure import Procedure
from buergerforum.model import places
from buergerforum.texts import _

_MAKERS = {places.FRAME: "forum frame", places.POOL: "forum merge"}
"""Place of a file and the command that makes it."""


def required(home: Procedure, place: str) -> Path:
    """Return the path of a file that an earlier step makes.

    Parameters
    ----------
    home
        The procedure.
    place
        Of the file in it.

    Raises
    ------
    InputError
        If the file is not there; it names the step.
    """
    path = home.path(place)
    if not path.is_file():
        raise InputError([Problem(_("The file is not there yet."), file=place, remedy=remedy(place))])
    return path


def remedy(place: str) -> str:
    """Return what to do where a file of a procedure is missing."""
    if place in _MAKERS:
        return _("It comes from: {command}").format(command=_MAKERS[place])
    return _("Do the step that makes it first; “forum status” shows how far the procedure is.")
