"""A file to be checked, and what is known beside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from buergerforum.errors import ForumError, InputError, Problem, UsageError
from buergerforum.io.settings import Settings
from buergerforum.texts import _


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked, and against what."""

    path: Path
    """The file."""
    settings: Settings | None
    """Of the procedure; None: there is none."""
    settings_file: Path | None
    """Where they stand."""
    quotas: Path | None
    """Quota file for a pool; None: there is none."""
    districts: Path | None
    """List of sub-districts; None: as the settings say."""
    special_addresses: Path | None
    """List of special addresses; None: as the settings say."""

    def needed(self) -> tuple[Settings, Path]:
        """Return the settings and their file.

        Raises
        ------
        UsageError
            If there are none.
        """
        if self.settings is None or self.settings_file is None:
            raise UsageError(
                _("This can only be checked by the rules of a forum.yaml."),
                hint=_("Run the command inside a procedure folder, or add --settings FILE."),
            )
        return self.settings, self.settings_file


def problems_of(*attempts: Callable[[], object]) -> Iterator[Problem]:
    """Try one thing after the other and yield whatever is wrong with any of them.

    Parameters
    ----------
    *attempts
        Functions without parameters.
    """
    for attempt in attempts:
        try:
            attempt()
        except InputError as error:
            yield from error.problems
        except UsageError:
            raise
        except ForumError as error:
            for line in error.message.splitlines():
                yield Problem(line, remedy=error.hint)
