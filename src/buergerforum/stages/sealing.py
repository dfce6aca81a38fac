"""What was sealed binds: a draw inside a procedure follows the sealed choices, or says aloud that it does not."""

from collections.abc import Mapping

from buergerforum.core.record.canonical import Json
from buergerforum.core.record.journal import Entry
from buergerforum.core.record.receipt import plain_options
from buergerforum.errors import UsageError
from buergerforum.model import places
from buergerforum.model.record import Option
from buergerforum.model.seal import Sealed
from buergerforum.stages.running import Destination, journal_of
from buergerforum.texts import _, listed

RESULT = {
    Sealed.DRAW: places.wave_folder(1),
    Sealed.TOWNS: places.TOWNS_FOLDER,
    Sealed.SELECTION: places.SELECTION,
}
"""Where what chance decides is kept."""


def seals_of(journal: tuple[Entry, ...], what: Sealed) -> list[Entry]:
    """Return the seals of a draw, the earliest first."""
    return [entry for entry in journal if entry.event == "seal" and entry.details.get("what") == what.value]


def require_as_sealed(destination: Destination, what: Sealed, options: Mapping[str, Option]) -> None:
    """Refuse choices that differ from the sealed ones: they could have been made after the seed was known.

    Parameters
    ----------
    destination
        Where the result goes; outside a procedure there is no seal.
    what
        Which draw it is.
    options
        As the receipt will have them.

    Raises
    ------
    UsageError
        If one differs and no reason is given. With a reason the audit still finds the difference.
    """
    if destination.procedure is None or destination.again:
        return
    seals = seals_of(journal_of(destination.procedure), what)
    sealed = seals[-1].details.get("options") if seals else None
    if not isinstance(sealed, dict):
        return
    differing = differences(sealed, plain_options(options))
    if differing:
        raise UsageError(
            _("This was sealed with other choices: {differences}.").format(differences=listed(differing)),
            hint=_(
                'Leave these options out: what was sealed counts. To depart from it, say why: --again "reason"; the '
                "audit will report it as a contradiction."
            ),
        )


def differences(sealed: Mapping[str, Json], used: Mapping[str, Json]) -> list[str]:
    """Return the choices that are not as sealed, in words."""
    return [
        _("{name}: sealed {sealed}, now {used}").format(name=name, sealed=_shown(value), used=_shown(used.get(name)))
        for name, value in sorted(sealed.items())
        if used.get(name) != value
    ]


def _shown(value: Json) -> str:
    if value is None or value in ("", []):
        return _("nothing")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
