"""``forum.yaml``: the procedure in one file, read strictly."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from buergerforum.io.application_settings import ApplicationSettings
from buergerforum.io.letter_settings import LetterSettings
from buergerforum.io.quota_settings import TextKeys
from buergerforum.io.register_settings import RegisterSettings
from buergerforum.io.strict import Strict
from buergerforum.io.yaml_files import read_yaml
from buergerforum.model.record import FileDigest
from buergerforum.texts import _, listed

Positive = Annotated[int, Field(ge=1)]
Reason = Annotated[str, Field(min_length=1)]


class DrawSettings(Strict):
    """Stage 1: who is invited."""

    size: Positive = 2000
    """How many people are invited in the first wave."""
    strata: tuple[str, ...] = ("district", "age_group", "sex")
    """Columns of the frame whose combinations form the strata."""
    allocation: Literal["exact", "largest-remainder", "simple", "weighted"] = "exact"
    """How places are given to strata."""
    response: str = ""
    """For the allocation ``weighted``: table of expected response by stratum, relative to the procedure folder."""
    stop_list: str = ""
    """Ids of people who are not to be drawn, relative to the procedure folder; blank: none."""
    household: str = "household"
    """Column of the household key, or several with commas, which are an address; blank: several people of one
    household may be invited."""
    household_address: bool = False
    """Whether a single column is an address too."""
    special: str = "special_address"
    """Column that marks special addresses, exempt from the household rule; blank: none."""
    seed_rule: str = ""
    """How the seed will come about, as it is published with the seal; blank: it is said on the command line."""


class TownsSettings(Strict):
    """A draw in a Land, a region or the country: first towns, then people in each of them."""

    table: str = ""
    """Directory of municipalities, relative to the procedure folder; blank: no such draw."""
    size: Positive = 20_000
    """People to be invited in all towns."""
    towns: Positive = 80
    """About how many towns."""
    cap: Annotated[Decimal, Field(gt=0, le=100)] = Decimal(2)
    """Per cent of the inhabitants of a town that are invited at most."""
    classes: tuple[Positive, ...] = (200, 500, 1000, 2000, 5000, 20_000, 100_000)
    """Lowest number of inhabitants of every size class but the first, ascending."""
    associations: bool = False
    """Whether municipalities that form an association are drawn together."""
    lands: tuple[str, ...] = ()
    """Keys of the Länder that take part; none: all in the table."""

    @model_validator(mode="after")
    def _classes_ascend(self) -> Self:
        if list(self.classes) != sorted(set(self.classes)) or self.classes[:1] == (1,):
            raise ValueError(_("classes must be lowest numbers of inhabitants above 1 in ascending order"))
        return self


class SelectionSettings(Strict):
    """Stage 4: who is seated."""

    quotas: str = "quotas/dortmund.yaml"
    """Quota file, relative to the procedure folder."""
    seats: Positive | None = None
    """Seats, where the quota file does not say it."""
    lots: Positive = 1000
    """How many equally likely panels are published."""
    objective: str = "leximin"
    """What the lottery optimises."""
    household: str = ""
    """Column of the pool that names the household, or several with commas, which are an address; blank: no rule."""
    household_address: bool = False
    """Whether a single column is an address too."""
    household_exempt: str = ""
    """Column of the pool that marks people in homes and shelters, who have no household; blank: none."""
    waiting: Annotated[int, Field(ge=0)] = 25
    """Length of the waiting list."""
    seed_rule: str = ""
    """How the lot will be drawn, as it is published with the seal; blank: it is said on the command line."""
    fixed_in: Annotated[dict[str, Reason], TextKeys] = Field(default_factory=dict)
    """Who is on every panel: the reason by id."""
    fixed_out: Annotated[dict[str, Reason], TextKeys] = Field(default_factory=dict)
    """Who is on no panel: the reason by id."""

    @model_validator(mode="after")
    def _fixed_once(self) -> Self:
        if twice := sorted(self.fixed_in.keys() & self.fixed_out.keys()):
            raise ValueError(_("fixed in and out at once: {ids}").format(ids=listed(twice)))
        return self


class Settings(Strict):
    """Everything about one procedure."""

    format: Literal[1] = 1
    """Number of the form of this file."""
    name: str
    """Of the forum, as it stands in letters and reports."""
    city: str
    """Of the city."""
    language: Literal["de", "en"] = "de"
    """Of letters, workbooks and reports."""
    reference_date: dt.date
    """On this day people must have reached the minimum age."""
    minimum_age: Annotated[int, Field(ge=0, le=120)] = 16
    """In years."""
    age_groups: tuple[int, ...] = (16, 30, 45, 60, 75)
    """Lowest age of each group, ascending."""
    extract: RegisterSettings = RegisterSettings()
    draw: DrawSettings = DrawSettings()
    towns: TownsSettings = TownsSettings()
    letters: LetterSettings
    applications: ApplicationSettings
    selection: SelectionSettings = SelectionSettings()

    @model_validator(mode="after")
    def _groups_ascend(self) -> Self:
        if not self.age_groups or list(self.age_groups) != sorted(set(self.age_groups)):
            raise ValueError(_("age_groups must be lowest ages in ascending order"))
        return self


def read_settings(path: Path) -> tuple[Settings, FileDigest]:
    """Read ``forum.yaml``.

    Raises
    ------
    InputError
        With all its problems.
    """
    return read_yaml(path, Settings)
