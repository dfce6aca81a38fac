"""The receipt of a stage as a file, and back."""

import json
import re
from collections.abc import Mapping

from buergerforum.core.chance import Seed, read_seed
from buergerforum.core.record.canonical import Json, readable_json
from buergerforum.errors import InputError, Problem, UsageError
from buergerforum.model.record import FORMAT, FileDigest, Option, Receipt
from buergerforum.texts import _


def receipt_bytes(receipt: Receipt) -> bytes:
    """Return the one written form of a receipt."""
    return readable_json(_as_json(receipt))


def _as_json(receipt: Receipt) -> Mapping[str, Json]:
    document: dict[str, Json] = {
        "format": FORMAT,
        "stage": receipt.stage,
        "options": plain_options(receipt.options),
        "seed": receipt.seed,
        "inputs": [_file(one) for one in sorted(receipt.inputs)],
        "outputs": [_file(one) for one in sorted(receipt.outputs)],
        "figures": plain_options(receipt.figures),
        "versions": dict(receipt.versions),
    }
    return document | {"withheld": receipt.withheld} if receipt.withheld else document


def plain_options(options: Mapping[str, Option]) -> dict[str, Json]:
    """Return options as a document holds them."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in options.items()}


def _file(one: FileDigest) -> dict[str, Json]:
    return {"name": one.name, "sha256": one.sha256, "size": one.size}


def read_receipt(raw: bytes, name: str, *, published: bool = False) -> Receipt:
    """Return the receipt that a file holds.

    Parameters
    ----------
    raw
        Its bytes.
    name
        Its name, for messages.
    published
        Whether it may be what was published of a receipt, without ids.

    Raises
    ------
    InputError
        If it is no receipt, not in the one form that :func:`receipt_bytes` writes, or of a format that this version
        does not know.
    """
    try:
        receipt = _from_json(_object(json.loads(raw)))
        if receipt_bytes(receipt) == raw and (published or not receipt.withheld):
            return receipt
        defect: Exception = ValueError("not in the one form")
    except (ValueError, KeyError, TypeError, RecursionError) as caught:
        defect = caught
    problem = Problem(
        _("This is no receipt of a stage, or it is damaged."),
        file=name,
        expected=_("a receipt of format {number}").format(number=FORMAT),
        remedy=_("Compare the file with the published one."),
    )
    raise InputError([problem]) from defect


def stated_seed(receipt: Receipt) -> Seed | None:
    """Return the seed of a receipt; None: it has none, or not in its one form."""
    try:
        seed = read_seed(receipt.seed or "")
    except UsageError:
        return None
    return seed if seed == receipt.seed else None


def _from_json(document: Mapping[str, object]) -> Receipt:
    seed = document["seed"]
    return Receipt(
        stage=_text(document["stage"]),
        options=_options(document["options"]),
        seed=None if seed is None else _text(seed),
        inputs=_files(document["inputs"]),
        outputs=_files(document["outputs"]),
        figures=_options(document["figures"]),
        versions={key: _text(value) for key, value in _object(document["versions"]).items()},
        withheld=_text(document.get("withheld", "")),
    )


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _options(value: object) -> dict[str, Option]:
    return {key: _option(item) for key, item in _object(value).items()}


def _option(value: object) -> Option:
    if value is None or isinstance(value, str | int):
        return value
    return tuple(_text(item) for item in _list(value))


def _files(value: object) -> tuple[FileDigest, ...]:
    return tuple(_file_digest(_object(one)) for one in _list(value))


def _file_digest(one: Mapping[str, object]) -> FileDigest:
    name, sha256, size = _text(one["name"]), _text(one["sha256"]), one["size"]
    if type(size) is not int or size < 0 or not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError(one)
    return FileDigest(name, sha256, size)
