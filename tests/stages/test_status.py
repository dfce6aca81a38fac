import shutil
from pathlib import Path

import pytest

from buergerforum.io.procedure import Procedure
from buergerforum.model.applications import Channel
from buergerforum.model.standing import DayCount, Light
from buergerforum.stages.judging import MergeOptions, plan_merge
from buergerforum.stages.merge import run_merge
from buergerforum.stages.new import run_new
from buergerforum.stages.status import StatusReport, run_pool_status, run_status
from tests.stages.answering import make_procedure, web_row, write_paper, write_web


@pytest.fixture
def home(tmp_path: Path) -> Procedure:
    made = make_procedure(tmp_path / "forum")
    web = write_web(tmp_path / "web.csv", [web_row("A1"), web_row("A3", 2, consent="")])
    paper = write_paper(tmp_path / "paper.xlsx", ["A2", "A1"])
    run_merge(plan_merge(made, MergeOptions((web, paper)), None, ""))
    return made


def lights(report: StatusReport) -> dict[str, tuple[int, int, Light]]:
    assert report.standing is not None
    return {one.value: (one.pool, one.missing, one.light) for one in report.standing.quotas}


def test_everything_is_counted(home: Procedure) -> None:
    report = run_status(home)
    found = report.standing
    assert found is not None
    assert (found.drawn, found.invited, found.answers, found.answered, found.pool) == (4, 4, 4, 3, 2)
    assert found.days == (DayCount("2026-09-10", Channel.WEB, 2), DayCount("2026-09-11", Channel.PAPER, 2))
    assert lights(report)["nicht deutsch"] == (1, 6, Light.RED)
    assert lights(report)["Huckarde"] == (0, 1, Light.RED)
    assert lights(report)["divers"] == (0, 0, Light.GREEN)
    assert [(step.done, step.what) for step in report.steps] == [("new", ""), ("merge", "applications")]
    assert report.notes == ()


def test_before_the_draw_it_says_so(tmp_path: Path) -> None:
    report = run_status(run_new(tmp_path / "forum"))
    assert report.standing is None
    assert report.notes == ("Nobody has been drawn yet.",)
    assert [step.done for step in report.steps] == ["new"]


def test_before_the_letters_nobody_is_invited(tmp_path: Path) -> None:
    home = make_procedure(tmp_path / "forum")
    home.path("private/codes.csv").unlink()
    report = run_status(home)
    assert report.standing is not None
    assert (report.standing.drawn, report.standing.invited, report.standing.pool) == (4, 0, 0)
    assert report.notes == ("No letters have been made yet.",)


def test_it_says_when_settings_and_pool_no_longer_agree(home: Procedure) -> None:
    settings = home.settings_path.read_text("utf-8")
    home.settings_path.write_text(settings.replace("deadline: 2026-09-25", "deadline: 2026-09-10"), "utf-8")
    assert run_status(home).notes == (
        (
            "The pool would be another one today: since the last merge, settings were changed or something was "
            "recorded. Run forum merge."
        ),
    )


def test_values_that_the_quotas_do_not_know_are_said(home: Procedure) -> None:
    quotas = home.path("quotas/dortmund.yaml")
    quotas.write_text(quotas.read_text("utf-8").replace("includes: [EU, other]", "includes: [other]"), "utf-8")
    assert run_status(home).notes == (
        "The quotas do not know the value “EU” of “nationality” (people in the pool: 1).",
    )


def test_without_quotas_there_are_counts_but_no_lights(home: Procedure) -> None:
    home.path("quotas/dortmund.yaml").unlink()
    report = run_status(home)
    assert lights(report) == {}
    assert report.notes == ("There is no quota file yet; forum.yaml names it under selection: quotas.",)


def test_when_the_answers_are_deleted_the_pool_still_counts(home: Procedure) -> None:
    shutil.rmtree(home.path("private/answers"))
    report = run_status(home)
    assert report.standing is not None
    assert (report.standing.answers, report.standing.pool) == (0, 2)
    assert lights(report)["nicht deutsch"] == (1, 6, Light.RED)
    assert report.notes == ()


def test_it_looks_at_anybodys_pool_and_quotas(tmp_path: Path) -> None:
    pool, quotas = tmp_path / "pool.csv", tmp_path / "quotas.csv"
    pool.write_text("id;sex\nA;w\nB;w\nC;m\n", "utf-8")
    quotas.write_text("feature;value;min;max\nsex;w;1;2\nsex;m;2;2\n", "utf-8")
    found = run_pool_status(pool, quotas, 3)
    assert [(one.value, one.pool, one.missing, one.light) for one in found] == [
        ("w", 2, 0, Light.GREEN),
        ("m", 1, 1, Light.RED),
    ]
