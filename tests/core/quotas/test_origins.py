from buergerforum.core.quotas.origins import origin_notes
from buergerforum.model.quota_plan import Origin
from tests.core.quotas.plans import aim, plan

AIMS = (aim("sex", "w", share="50"), aim("sex", "m", share="50"), aim("age", "old", share="100"))


def test_one_base_with_a_source_needs_no_word() -> None:
    origins = (
        Origin("sex", "register", "2023", 612065, "residents"),
        Origin("age", "register", "2023", 612065, "residents"),
    )
    assert origin_notes(plan(*AIMS, origins=origins)) == ()


def test_different_bases_are_said() -> None:
    origins = (Origin("sex", "register", "", 612065, "residents"), Origin("age", "state", "", 586852, "residents"))
    assert origin_notes(plan(*AIMS, origins=origins)) == (
        "q.csv: the shares do not all count the same people: sex – 612065 residents; age – 586852 residents.",
    )


def test_missing_sources_estimates_and_scaling_are_said() -> None:
    aims = (aim("sex", "w", share="50.8"), aim("sex", "m", share="49.1"))
    assert origin_notes(plan(*aims, origins=(Origin("sex", estimated=("m",)),))) == (
        "q.csv: no source is named for the shares of sex.",
        "q.csv: the shares of sex are estimated for m.",
        "q.csv: the shares of sex add up to 99.9 per cent and were scaled to 100.",
    )
