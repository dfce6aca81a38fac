"""A quota file with a few ends changed, in the form in which it was read, with everything else as it stood.

YAML keeps its text, comments included: the new numbers are put where the old ones stand, or added to the value, and the
changes are listed above. A table keeps its headings and rows and gets a column that says what was changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from buergerforum.errors import InputError, Problem
from buergerforum.io.files import write_bytes
from buergerforum.io.quota_files import quota_columns
from buergerforum.io.tables import read_table, write_csv
from buergerforum.io.workbooks import Sheet, write_workbook
from buergerforum.io.yaml_files import yaml_tree
from buergerforum.model.pool import tidy
from buergerforum.model.quotas import Cell, QuotaChange
from buergerforum.texts import _

_Edit = tuple[int, int, str]
"""Beginning and end of what is replaced in a text, and by what."""


def write_relaxed(source: Path, target: Path, changes: Sequence[QuotaChange], said: Sequence[str]) -> None:
    """Write a quota file with changes.

    Parameters
    ----------
    source
        The file as it is; its form is kept.
    target
        The new file.
    changes
        At least one; cells of the file.
    said
        Each change in words.

    Raises
    ------
    InputError
        If the file is no longer what was read.
    StorageError
        If it cannot be written.
    """
    if source.suffix.lower() in {".yaml", ".yml"}:
        write_bytes(target, _relaxed_text(source, changes, said).encode())
        return
    header, rows = _relaxed_rows(source, changes, said)
    if source.suffix.lower() == ".xlsx":
        write_workbook(target, [Sheet(_("Quotas"), header, rows)])
    else:
        write_csv(target, header, rows)


def _relaxed_rows(
    source: Path, changes: Sequence[QuotaChange], said: Sequence[str]
) -> tuple[tuple[str, ...], list[list[str]]]:
    table = read_table(source)
    columns = quota_columns(table)[0]
    told = {change.after.cell: (change.after, words) for change, words in zip(changes, said, strict=True)}
    remark = _("changed")
    while remark in table.columns:
        remark += " *"
    rows = []
    for record in table.records():
        cell: Cell = ((tidy(record[columns["feature"]]), tidy(record[columns["value"]])),)
        words = ""
        if cell in told:
            after, words = told.pop(cell)
            record |= {columns["min"]: str(after.minimum), columns["max"]: str(after.maximum)}
        rows.append([*(record[heading] for heading in table.columns), words])
    if told:
        raise _other_file(source)
    return (*table.columns, remark), rows


def _relaxed_text(source: Path, changes: Sequence[QuotaChange], said: Sequence[str]) -> str:
    text, tree = yaml_tree(source)
    nodes = dict(_cells(tree))
    edits: list[_Edit] = []
    for change in changes:
        node = nodes.get(frozenset(change.after.cell))
        if node is None:
            raise _other_file(source)
        ends = {
            "min": (change.before.minimum, change.after.minimum),
            "max": (change.before.maximum, change.after.maximum),
        }
        edits += _edits(node, {key: after for key, (before, after) in ends.items() if before != after})
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    first = _("Relaxed from {file}. What was changed:").format(file=source.name)
    return "".join(f"# {line}\n" for line in (first, *(f"  {words}" for words in said))) + "\n" + text


def _cells(tree: yaml.Node | None) -> Iterator[tuple[frozenset[tuple[str, str]], yaml.MappingNode]]:
    """Find the settings of every value and of every joint cell."""
    for name, feature in _entries(_entries(tree).get("features")).items():
        for value, node in _entries(_entries(feature).get("values")).items():
            if isinstance(node, yaml.MappingNode):
                yield frozenset({(tidy(name), tidy(value))}), node
    joint = _entries(tree).get("joint")
    for node in joint.value if isinstance(joint, yaml.SequenceNode) else ():
        parts = _entries(_entries(node).get("cell"))
        cell = {(tidy(name), tidy(str(value.value))) for name, value in parts.items()}
        if isinstance(node, yaml.MappingNode):
            yield frozenset(cell), node


def _entries(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value}


def _edits(node: yaml.MappingNode, ends: Mapping[str, int]) -> Iterator[_Edit]:
    """Replace numbers that stand there, and put the others before the first setting."""
    there = _entries(node)
    for key, number in ends.items():
        if key in there:
            yield there[key].start_mark.index, there[key].end_mark.index, str(number)
    added = [f"{key}: {number}" for key, number in ends.items() if key not in there]
    if added:
        first = node.value[0][0].start_mark
        between = ", " if node.flow_style else "\n" + " " * first.column
        yield first.index, first.index, "".join(one + between for one in added)


def _other_file(source: Path) -> InputError:
    problem = Problem(
        _("The file was changed while the command was at work."),
        file=source.name,
        remedy=_("Run the command again when nobody is editing it."),
    )
    return InputError([problem])
