"""Quota files in YAML: the form, explained for officials in ``quotas/dortmund.yaml``.

::

    format: 1
    title: …                    # optional
    note: …                     # optional, said aloud when the file is read
    seats: 50                   # optional where --seats is given
    tolerance: {seats: 1, percent: 0}            # optional; for all features without one of their own
    features:
      NAME:                     # heading of the column in the pool
        label, source, date, base: {number, counts}, estimate, note, tolerance     # all optional
        values:
          NAME:                 # as it stands in the pool
            share: 50.8         # per cent; or min and max in seats; or a share with one end set by hand
            min: 24             # without share: 0 where it is left out
            max: 27             # without share: all seats where it is left out
            min_flex, max_flex  # optional: how far a repair may go
            label, includes: [OTHER VALUES], estimate                              # all optional
    joint:                      # optional
      - cell: {FEATURE: VALUE, FEATURE: VALUE}
        share | min | max | min_flex | max_flex | tolerance
    relaxation: [FEATURE, …]    # optional: what may be relaxed first

Unknown and double keys are errors. How a share becomes seats is told in :mod:`buergerforum.core.quotas.derive`.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from buergerforum.io.strict import Strict
from buergerforum.model.pool import tidy
from buergerforum.model.quota_plan import Aim, Origin, Place, QuotaPlan, Tolerance
from buergerforum.model.quotas import Cell, Feature, Value
from buergerforum.texts import _


def _text_keys(value: object) -> object:
    """Refuse names that YAML takes for a number or a date, before a leading zero or a point gets lost."""
    if isinstance(value, dict) and (others := [key for key in value if not isinstance(key, str)]):
        raise ValueError(
            _("the name {name} must stand in quotation marks, or it is taken for a number").format(name=others[0])
        )
    return value


def _date_text(value: object) -> object:
    """Accept a date, a year, or words such as ``not stated``."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else value


TextKeys = BeforeValidator(_text_keys)
DateText = Annotated[str, BeforeValidator(_date_text)]
NotNegative = Annotated[Decimal, Field(ge=0)]


class ToleranceSettings(Strict):
    """How far quotas are wider than their shares say; the larger counts."""

    seats: NotNegative = Decimal(0)
    """Seats in either direction."""
    percent: NotNegative = Decimal(0)
    """Per cent of the exact seats in either direction."""

    def tolerance(self) -> Tolerance:
        """Return it for the model."""
        return Tolerance(self.seats, self.percent)


class BaseSettings(Strict):
    """Whom the shares count."""

    number: Annotated[int, Field(ge=1)] | None = None
    """How many people."""
    counts: str
    """Who they are."""


class CellSettings(Strict):
    """What a cell is to get."""

    share: Decimal | None = None
    """Per cent."""
    min: int | None = None
    """Seats."""
    max: int | None = None
    """Seats."""
    min_flex: int | None = None
    """The lowest minimum a repair may propose."""
    max_flex: int | None = None
    """The highest maximum a repair may propose."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.share is None and self.min is None and self.max is None:
            raise ValueError(_("share, or min and max, is missing (min: 0 alone means: any number)"))
        return self

    def aim(self, cell: Cell, place: str, tolerance: ToleranceSettings) -> Aim:
        """Return it for the model."""
        ends = (self.min, self.max, self.min_flex, self.max_flex)
        return Aim(cell, Place(key=place), self.share, *ends, tolerance.tolerance())


class ValueSettings(CellSettings):
    """A value of a feature."""

    label: str = ""
    """As people read it."""
    includes: tuple[str, ...] = ()
    """Other values of the pool that count as this one."""
    estimate: bool = False
    """Whether the share is an estimate."""


class FeatureSettings(Strict):
    """A feature."""

    label: str = ""
    """As people read it."""
    source: str = ""
    """Who published the shares."""
    date: DateText = ""
    """Which state they show."""
    base: BaseSettings | None = None
    """Whom they count."""
    estimate: bool = False
    """Whether all of them are estimates."""
    note: str = ""
    """Said aloud when the file is read."""
    tolerance: ToleranceSettings | None = None
    """Instead of that of the file."""
    values: Annotated[dict[str, ValueSettings], TextKeys, Field(min_length=1)]
    """By name."""

    def feature(self, name: str) -> Feature:
        """Return it for the model."""
        values = (
            Value(tidy(value), settings.label, tuple(tidy(text) for text in settings.includes))
            for value, settings in self.values.items()
        )
        return Feature(tidy(name), tuple(values), self.label)

    def origin(self, name: str) -> Origin:
        """Return where its shares come from."""
        estimated = (tidy(value) for value, settings in self.values.items() if self._estimated(settings))
        number, base = (self.base.number, self.base.counts) if self.base else (None, "")
        return Origin(tidy(name), self.source, self.date, number, base, tuple(estimated))

    def has_shares(self) -> bool:
        """Whether any of its values has a share."""
        return any(settings.share is not None for settings in self.values.values())

    def _estimated(self, settings: ValueSettings) -> bool:
        return settings.share is not None and (self.estimate or settings.estimate)


class JointSettings(CellSettings):
    """A joint cell."""

    cell: Annotated[dict[str, str], TextKeys]
    """Value by feature, two or more."""
    tolerance: ToleranceSettings | None = None
    """Instead of that of the file."""

    @model_validator(mode="after")
    def _joins(self) -> Self:
        if len(self.cell) < 2:
            raise ValueError(_("a joint cell joins at least two features"))
        return self


class QuotaSettings(Strict):
    """A quota file."""

    format: Literal[1] = 1
    """Number of the form of this file."""
    title: str = ""
    """What the quotas are for."""
    note: str = ""
    """Said aloud when the file is read."""
    seats: Annotated[int, Field(ge=1)] | None = None
    """Seats."""
    tolerance: ToleranceSettings = ToleranceSettings()
    """For all features without one of their own."""
    features: Annotated[dict[str, FeatureSettings], TextKeys, Field(min_length=1)]
    """By name."""
    joint: tuple[JointSettings, ...] = ()
    """Quotas for joint cells."""
    relaxation: tuple[str, ...] = ()
    """Names of features, the first to be relaxed first."""

    def plan(self, file: str) -> QuotaPlan:
        """Return it for the model.

        Parameters
        ----------
        file
            Name of the file.
        """
        return QuotaPlan(
            file=file,
            features=tuple(settings.feature(name) for name, settings in self.features.items()),
            aims=(*self._value_aims(), *self._joint_aims()),
            seats=self.seats,
            relaxation=tuple(tidy(name) for name in self.relaxation),
            origins=tuple(settings.origin(name) for name, settings in self.features.items() if settings.has_shares()),
        )

    def notes(self) -> tuple[str, ...]:
        """Return what the file wants to be said aloud."""
        return tuple(note for note in (self.note, *(one.note for one in self.features.values())) if note)

    def _value_aims(self) -> Iterator[Aim]:
        for name, feature in self.features.items():
            for value, settings in feature.values.items():
                place = f"features.{name}.values.{value}"
                yield settings.aim(((tidy(name), tidy(value)),), place, feature.tolerance or self.tolerance)

    def _joint_aims(self) -> Iterator[Aim]:
        for number, settings in enumerate(self.joint):
            cell = tuple((tidy(name), tidy(value)) for name, value in settings.cell.items())
            yield settings.aim(cell, f"joint.{number}", settings.tolerance or self.tolerance)
