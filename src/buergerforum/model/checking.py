"""What ``forum check`` looks at, and what it finds."""

from dataclasses import dataclass
from enum import StrEnum

from buergerforum.errors import Problem
from buergerforum.texts import _


class FileKind(StrEnum):
    """Kinds of files that the toolkit reads."""

    EXTRACT = "extract"
    FRAME = "frame"
    KEY = "key"
    INVITEES = "invitees"
    CODES = "codes"
    ANSWERS = "answers"
    POOL = "pool"
    QUOTAS = "quotas"
    SETTINGS = "settings"
    DISTRICTS = "districts"
    SPECIAL = "special-addresses"
    TEMPLATE = "template"
    LOTTERY = "lottery"
    PROBABILITIES = "probabilities"
    RECEIPT = "receipt"
    JOURNAL = "journal"

    @property
    def said(self) -> str:
        """What such a file is, in a phrase."""
        return {
            "extract": _("raw extract of the register"),
            "frame": _("frame: who may be drawn, without names"),
            "key": _("key file: who is behind an id"),
            "invitees": _("people who were drawn"),
            "codes": _("personal codes"),
            "answers": _("answers of a form or list"),
            "pool": _("pool: who may be selected"),
            "quotas": _("quotas"),
            "settings": _("settings of a procedure"),
            "districts": _("list of sub-districts and districts"),
            "special-addresses": _("list of special addresses"),
            "template": _("template of a letter"),
            "lottery": _("lottery: all lots"),
            "probabilities": _("everybody’s chance in a lottery"),
            "receipt": _("receipt of a stage"),
            "journal": _("journal of a procedure"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a file."""

    problems: tuple[Problem, ...] = ()
    """What keeps the file from being used."""
    attention: tuple[Problem, ...] = ()
    """What can be used, but should be looked at."""
    notes: tuple[str, ...] = ()
    """What was interpreted."""
    figures: tuple[tuple[str, str], ...] = ()
    """Names and numbers of what is in it; none of them about single people."""
