from dataclasses import replace

from buergerforum.core.applications.merging import merge, pool_of
from buergerforum.core.applications.standing import quota_standings, standing
from buergerforum.model.applications import Channel, Invited, Reason
from buergerforum.model.pool import Applicant, Pool
from buergerforum.model.quotas import Feature, Quota, QuotaTable, Value
from buergerforum.model.standing import DayCount, Light, QuotaStanding
from tests.core.applications.invented import BENNO, CODE, INVITED, PEOPLE, RULES, answer, file

TABLE = QuotaTable(
    features=(
        Feature("sex", (Value("w", "Frauen"), Value("m", "Männer")), "Geschlecht"),
        Feature("nationality", (Value("DE"), Value("foreign", "nicht deutsch", ("EU", "other")))),
    ),
    quotas=(
        Quota((("sex", "w"),), 2, 3),
        Quota((("sex", "m"),), 1, 2),
        Quota((("nationality", "DE"),), 0, 4),
        Quota((("nationality", "foreign"),), 2, 4),
        Quota((("sex", "w"), ("nationality", "foreign")), 1, 4),
    ),
    seats=4,
)


def people(*values: tuple[str, ...], features: tuple[str, ...] = ("nationality", "sex")) -> Pool:
    return Pool(features, tuple(Applicant(f"p{number}", one) for number, one in enumerate(values)))


def test_every_quota_is_counted_as_the_table_counts() -> None:
    pool = people(("EU", "w"), ("other", "m"), ("DE", "m"), ("DE", "m"))
    found = quota_standings(pool, TABLE)
    assert [(one.pool, one.minimum, one.maximum, one.missing, one.light) for one in found] == [
        (1, 2, 3, 1, Light.RED),
        (3, 1, 2, 0, Light.GREEN),
        (2, 0, 4, 0, Light.GREEN),
        (2, 2, 4, 0, Light.AMBER),
        (1, 1, 4, 0, Light.AMBER),
    ]
    assert found[4] == QuotaStanding("Geschlecht × nationality", "Frauen × nicht deutsch", 1, 1, 4, Light.AMBER)


def test_a_feature_that_the_pool_lacks_cannot_be_met() -> None:
    found = quota_standings(people(("w",), ("w",), ("w",), features=("sex",)), TABLE)
    assert [(one.pool, one.light) for one in found[:1] + found[3:4]] == [(3, Light.GREEN), (0, Light.RED)]


def test_everything_is_counted() -> None:
    benno = answer(row=3, code=CODE[BENNO], birth_year=1950, sex="m", channel=Channel.PAPER, received="2024-03-09")
    answers = (answer(), benno, answer(row=4, consent=""), answer(row=5, code=""), answer(row=6, received=""))
    merged = merge([file(*answers)], INVITED, RULES)
    found = standing(INVITED, merged, pool_of(merged, INVITED, RULES), TABLE)
    assert (found.drawn, found.invited, found.answers, found.answered, found.pool) == (4, 4, 5, 2, 2)
    assert found.review == ((Reason.RECEIVED_MISSING, 1), (Reason.CODE_MISSING, 1))
    assert found.rejected == ((Reason.NO_CONSENT, 1),)
    assert found.days == (
        DayCount("", Channel.WEB, 1),
        DayCount("2024-03-09", Channel.PAPER, 1),
        DayCount("2024-03-10", Channel.WEB, 3),
    )
    assert [one.pool for one in found.quotas] == [1, 1, 0, 0, 0]


def test_only_who_has_a_code_was_invited_and_without_quotas_there_is_no_light() -> None:
    merged = merge([], Invited(PEOPLE, {}), RULES)
    found = standing(Invited(PEOPLE, {CODE[BENNO]: BENNO}), merged, Pool(RULES.features, ()), None)
    assert (found.drawn, found.invited, found.answers, found.quotas, found.strangers) == (4, 1, 0, (), ())


def test_values_that_the_quotas_do_not_know_are_reported() -> None:
    merged = merge([], INVITED, RULES)
    pool = people(("XX", "w"), ("XX", "m"), ("DE", "d"))
    assert standing(INVITED, merged, pool, TABLE).strangers == (("nationality", "XX", 2), ("sex", "d", 1))
    assert standing(INVITED, merged, people(("DE", "w")), replace(TABLE, quotas=())).strangers == ()
