from itertools import combinations

from buergerforum.core.report.legacy import simulate
from buergerforum.core.selection.panel_check import check_panel
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Feature, Quota, QuotaTable, Value

FEATURES = (Feature("sex", (Value("m"), Value("w"))), Feature("age", (Value("young"), Value("old"))))


def table(*limits: tuple[str, str, int, int]) -> QuotaTable:
    quotas = tuple(Quota(((feature, value),), low, high) for feature, value, low, high in limits)
    return QuotaTable(FEATURES, quotas)


def pool(*values: tuple[str, str], homes: str = "") -> Pool:
    people = [Applicant(f"P{n}", one, homes[n : n + 1].strip()) for n, one in enumerate(values)]
    return Pool(("sex", "age"), tuple(people))


LIMITS = (("sex", "m", 1, 2), ("sex", "w", 1, 2), ("age", "young", 1, 2), ("age", "old", 1, 2))
PEOPLE = [("m", "young"), ("m", "old"), ("w", "young"), ("w", "old"), ("w", "old"), ("m", "old")]


def test_without_quotas_everybody_has_the_same_chance() -> None:
    made = simulate(pool(*PEOPLE), table(), 2, 600)
    assert (made.panels, made.attempts) == (600, 600)
    assert sum(made.seated) == 1200
    assert all(abs(times / 600 - 1 / 3) < 0.09 for times in made.seated)


def test_whoever_is_needed_is_nearly_always_seated() -> None:
    made = simulate(pool(("m", "young"), *[("w", "old")] * 5), table(*LIMITS), 3, 100)
    assert made.seated[0] == made.panels == 100


def test_panels_meet_the_quotas_or_the_attempt_fails() -> None:
    people, quotas = pool(*PEOPLE, homes="aa bb "), table(*LIMITS)
    ids = [one.id for one in people.applicants]
    possible = [panel for panel in combinations(ids, 3) if not check_panel(panel, people, quotas, 3)]
    made = simulate(people, quotas, 3, 200)
    assert made.panels == 200
    never = [n for n, person in enumerate(ids) if not any(person in panel for panel in possible)]
    assert all(made.seated[n] == 0 for n in never)
    impossible = simulate(pool(*[("w", "old")] * 4), table(*LIMITS), 2, 10)
    assert (impossible.panels, impossible.attempts, set(impossible.seated)) == (0, 100, {0})


def test_it_can_be_repeated() -> None:
    assert simulate(pool(*PEOPLE), table(*LIMITS), 3, 20) == simulate(pool(*PEOPLE), table(*LIMITS), 3, 20)
