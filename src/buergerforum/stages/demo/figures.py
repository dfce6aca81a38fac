"""What is known about Dortmund, and what is invented beside it, as far as the synthetic city needs it."""

import numpy as np

from buergerforum.stages.demo.dice import Numbers

TOWN = "Dortmund"
TOWN_KEY = "05913000"
RESIDENTS = 612_065
"""People with their main residence in the city, city register, 31.12.2023."""
DISTRICTS: tuple[tuple[str, int], ...] = (
    ("Innenstadt-West", 54_215),
    ("Innenstadt-Nord", 61_065),
    ("Innenstadt-Ost", 58_520),
    ("Eving", 39_405),
    ("Scharnhorst", 47_185),
    ("Brackel", 56_360),
    ("Aplerbeck", 55_685),
    ("Hörde", 57_315),
    ("Hombruch", 57_380),
    ("Lütgendortmund", 48_720),
    ("Huckarde", 36_565),
    ("Mengede", 39_650),
)
"""Residents per Stadtbezirk, same source; Brackel, Lütgendortmund and Mengede are **estimates**: their sum is known,
its parts follow older figures."""
STATISTICAL_DISTRICTS = 62
SUBDISTRICTS = 170

_AGES = (
    # lowest age, people, how the weight of a single year falls from the first to the last year of the group
    (0, 586_852 - 503_883, (1, 1)),
    (15, 106_188, (1, 1)),
    (30, 115_967, (1, 1)),
    (45, 121_796, (1, 1)),
    (60, 98_279, (5, 3)),
    (75, 61_653, (60, 1)),
)
"""State statistics, end of 2021; within the groups invented."""
OLDEST = 104
WOMEN = 0.508
"""Share of women, state statistics."""
DIVERSE = 0.0002
NOT_STATED = 0.0001
"""Shares of sex d and x: invented."""
FOREIGN = 0.218
"""Share of people without a German nationality, 2023."""
FOREIGN_TILT = {"Innenstadt-Nord": 0.35, "Eving": 0.12, "Scharnhorst": 0.06, "Innenstadt-West": 0.05}
"""How much likelier than elsewhere a household is foreign: invented."""
CHILDREN_PER_FAMILY = 1.6
TWO_PARENTS = 0.78
"""Of families: invented, so that about half of all households have one person."""


def age_weights() -> Numbers:
    """Return how many people there are of every single age from 0 to :data:`OLDEST`, in millionths of all."""
    weights = np.zeros(OLDEST + 1, np.int64)
    total = sum(people for _low, people, _fall in _AGES)
    for place, (low, people, (first, last)) in enumerate(_AGES):
        high = _AGES[place + 1][0] if place + 1 < len(_AGES) else OLDEST + 1
        steps = max(1, high - low - 1)
        years = np.array([first * (steps - year) + last * year for year in range(high - low)], np.int64)
        weights[low:high] = years * (1_000_000 * people // total) // years.sum()
    return weights
