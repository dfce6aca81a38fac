"""Changed quota files keep their form, and say what they shall when they are read again."""

from dataclasses import replace
from pathlib import Path

import pytest

from buergerforum.errors import InputError
from buergerforum.io.quota_files import read_quota_file
from buergerforum.io.quota_relaxing import write_relaxed
from buergerforum.model.quota_plan import QuotaPlan
from buergerforum.model.quotas import Cell, Quota, QuotaChange

TEXT = """\
format: 1  # übrigens
seats: 9
features:
  age:
    values:
      16-29:
        label: jung
        min: 4   # wichtig
      30+: {share: 50}
      "1": {min: 2, max: 3}
joint:
  - cell: {sex: w, age: 16-29}
    min: 2
  - {cell: {sex: w, age: 30+}, max: 4, min: 1}
"""


def change(cell: Cell, before: tuple[int, int], after: tuple[int, int]) -> QuotaChange:
    old = Quota(cell, *before)
    return QuotaChange(old, replace(old, minimum=after[0], maximum=after[1]))


def ends(plan: QuotaPlan) -> dict[Cell, tuple[int | None, int | None]]:
    return {aim.cell: (aim.minimum, aim.maximum) for aim in plan.aims}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_yaml_keeps_its_text(tmp_path: Path, newline: str) -> None:
    (tmp_path / "q.yaml").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", newline).encode())
    changes = [
        change((("age", "16-29"),), (4, 9), (3, 10)),
        change((("age", "30+"),), (4, 5), (3, 7)),
        change((("age", "1"),), (2, 3), (2, 5)),
        change((("age", "16-29"), ("sex", "w")), (2, 9), (1, 9)),
        change((("age", "30+"), ("sex", "w")), (1, 4), (0, 5)),
    ]
    write_relaxed(tmp_path / "q.yaml", tmp_path / "r.yaml", changes, ["this", "that"])
    text = (tmp_path / "r.yaml").read_bytes().decode()
    assert text.startswith("# Relaxed from q.yaml. What was changed:\n#   this\n#   that\n\nformat: 1  # übrigens")
    assert f'30+: {{min: 3, max: 7, share: 50}}{newline}      "1": {{min: 2, max: 5}}' in text
    assert f"max: 10\n        label: jung{newline}        min: 3   # wichtig" in text
    assert ends(read_quota_file(tmp_path / "r.yaml").plan) == {
        (("age", "16-29"),): (3, 10),
        (("age", "30+"),): (3, 7),
        (("age", "1"),): (2, 5),
        (("sex", "w"), ("age", "16-29")): (1, None),
        (("sex", "w"), ("age", "30+")): (0, 5),
    }


def test_tables_keep_their_columns(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text("Changed,category,feature,max,min,note\n,sex,w,3,2,=x\n,sex,m,3,2,\n", "utf-8")
    write_relaxed(tmp_path / "q.csv", tmp_path / "r.csv", [change((("sex", "w"),), (2, 3), (1, 4))], ["less"])
    assert (tmp_path / "r.csv").read_text("utf-8") == (
        "Changed;category;feature;max;min;note;changed\n;sex;w;4;1;'=x;less\n;sex;m;3;2;;\n"
    )


@pytest.mark.parametrize("name", ["q.yaml", "q.csv"])
def test_another_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "q.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "q.csv").write_text("feature,value,min,max\nage,16-29,1,2\n", "utf-8")
    with pytest.raises(InputError, match="The file was changed while the command was at work"):
        write_relaxed(tmp_path / name, tmp_path / "r", [change((("age", "old"),), (2, 3), (1, 3))], ["less"])
