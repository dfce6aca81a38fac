"""The receipt of a stage as a file, and back."""

import json
from collections.abc import Mapping
from typing import cast

from buergerforum.core.record.canonical import Json, readable_json
from buergerforum.errors import InputError, Problem
from buergerforum.model.record import FORMAT, FileDigest, Option, Receipt
from buergerforum.texts import _


def receipt_bytes(receipt: Receipt) -> bytes:
    """Return the one written form of a receipt."""
    return readable_json(_as_json(receipt))


def _as_json(receipt: Receipt) -> Mapping[str, Json]:
    return {
        "format": FORMAT,
        "stage": receipt.stage,
        "options": _plain(receipt.options),
        "seed": receipt.seed,
        "inputs": [_file(one) for one in sorted(receipt.inputs)],
        "outputs": [_file(one) for one in sorted(receipt.outputs)],
        "figures": _plain(receipt.figures),
        "versions": dict(receipt.versions),
    }


def _plain(options: Mapping[str, Option]) -> dict[str, Json]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in options.items()}


def _file(one: FileDigest) -> dict[str, Json]:
    return {"name": one.name, "sha256": one.sha256, "size": one.size}


def read_receipt(raw: bytes, name: str) -> Receipt:
    """Return the receipt that a file holds.

    Parameters
    ----------
    raw
        Its bytes.
    name
        Its name, for messages.

    Raises
    ------
    InputError
        If it is no receipt, or one of a form that this version does not know.
    """
    try:
        document = json.loads(raw)
        return _from_json(document)
    except (ValueError, KeyError, TypeError, AttributeError) as defect:
        problem = Problem(
            _("This is no receipt of a stage, or it is damaged."),
            file=name,
            expected=_("a receipt of format {number}").format(number=FORMAT),
            remedy=_("Compare the file with the published one."),
        )
        raise InputError([problem]) from defect


def _from_json(document: dict[str, object]) -> Receipt:
    if document["format"] != FORMAT:
        raise ValueError(document["format"])
    seed = document["seed"]
    if not (seed is None or isinstance(seed, str)):
        raise TypeError(seed)
    return Receipt(
        stage=_text(document["stage"]),
        options=_options(document["options"]),
        seed=seed,
        inputs=_files(document["inputs"]),
        outputs=_files(document["outputs"]),
        figures=_options(document["figures"]),
        versions={key: _text(value) for key, value in cast("dict[str, object]", document["versions"]).items()},
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _options(value: object) -> dict[str, Option]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return {_text(key): tuple(item) if isinstance(item, list) else item for key, item in value.items()}


def _files(value: object) -> tuple[FileDigest, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(FileDigest(_text(one["name"]), _text(one["sha256"]), int(one["size"])) for one in value)
