"""The rules for a frame, from ``forum.yaml`` and the lists of the city."""

from collections.abc import Mapping
from pathlib import Path

from buergerforum.core.frame.extract import FrameRules
from buergerforum.core.frame.households import address_key
from buergerforum.errors import InputError, Problem
from buergerforum.io.register_files import read_districts, read_special_addresses
from buergerforum.io.settings import Settings
from buergerforum.model.record import FileDigest
from buergerforum.texts import _


def frame_rules(
    settings: Settings, settings_file: Path, districts: Path | None = None, special: Path | None = None
) -> tuple[FrameRules, list[FileDigest]]:
    """Return the rules for a frame, and the lists that were read for them.

    Parameters
    ----------
    settings, settings_file
        Of the procedure; lists are named relative to them.
    districts, special
        Lists that count instead.

    Raises
    ------
    InputError
        If settings or lists cannot be used.
    """
    if settings.age_groups[0] > settings.minimum_age:
        raise InputError([_no_group(settings, settings_file.name)])
    digests = []
    mapping, homes = None, frozenset[str]()
    if found := districts or _beside(settings_file, settings.extract.districts):
        mapping, digest = read_districts(found)
        digests.append(digest)
    if found := special or _beside(settings_file, settings.extract.special_addresses):
        listed, digest = read_special_addresses(found)
        homes = frozenset(address_key(*place) for place in listed)
        digests.append(digest)
    return _rules(settings, mapping, homes), digests


def _beside(settings: Path, name: str) -> Path | None:
    return settings.parent / name if name else None


def _rules(settings: Settings, districts: Mapping[str, str] | None, special: frozenset[str]) -> FrameRules:
    extract = settings.extract
    return FrameRules(
        reference_date=settings.reference_date,
        minimum_age=settings.minimum_age,
        age_groups=settings.age_groups,
        districts=districts,
        special_addresses=special,
        special_from=extract.special_from,
        main_words=extract.main_words,
        secondary_words=extract.secondary_words,
        block_keys=extract.block_keys,
        harmless_keys=extract.harmless_keys,
        birth_years=extract.birth_years,
        small_cell=extract.small_cell,
    )


def _no_group(settings: Settings, file: str) -> Problem:
    return Problem(
        _("The age groups begin above the minimum age, so some people would have none."),
        file=file,
        column="age_groups",
        found=str(settings.age_groups[0]),
        expected=_("at most {age}").format(age=settings.minimum_age),
    )
