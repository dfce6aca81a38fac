import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRIALS = int(os.environ.get("FORUM_TRIALS", "12"))
"""``FORUM_TRIALS=200`` tries as often as a release should."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")
def test_a_killed_merge_leaves_the_state_before_or_after_never_between(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.stages.killing", str(TRIALS), str(tmp_path)]
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    run = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    begun, *trials = map(json.loads, run.stdout.splitlines())
    before, after = begun
    assert before["states"] == {"A1": "in-review", "A3": "in-review"}
    assert after["states"] == {"A1": "applied", "A2": "applied", "A3": "in-review", "A4": "applied"}
    assert len(trials) == TRIALS
    found = Counter("before" if one["state"] == before else "after" for one in trials)
    assert [one for one in trials if one["state"] not in (before, after)] == []
    assert {one["code"] for one in trials} <= {0, 9}
    assert all(one["met"] == (one["code"] == 9) for one in trials)
    assert found["before"]
    assert found["after"]
