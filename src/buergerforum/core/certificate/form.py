"""The certificate as a file, and back: canonical JSON in which every number is a whole number or a text.

Sparse numbers are one text, ``0:12 5:7``: place, colon, whole number, places ascending. Chances are fractions in lowest
terms, ``8/43``, ``0`` or ``1``. Whole numbers that may be large are texts, since other languages would round them.
"""

import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from buergerforum.core.record.canonical import Json, readable_json
from buergerforum.errors import InputError, Problem
from buergerforum.model import places
from buergerforum.model.certificate import (
    Certificate,
    CertifiedCut,
    CertifiedLevel,
    CertifiedType,
    Mixture,
    Sparse,
)
from buergerforum.model.quotas import Quota
from buergerforum.model.record import FileDigest
from buergerforum.texts import _

FORMAT = 1
"""Number of the written form."""
_FRACTION = re.compile(r"-?\d{1,400}(?:/\d{1,40})?")
_WHOLE = re.compile(r"-?\d{1,400}")


def certificate_bytes(one: Certificate) -> bytes:
    """Return the one written form of a certificate."""
    document: dict[str, Json] = {
        "format": FORMAT,
        "objective": one.objective,
        "seats": one.seats,
        "lots": one.lots,
        "household": one.household,
        "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in sorted(one.files)],
        "quotas": [{"cell": dict(quota.cell), "min": quota.minimum, "max": quota.maximum} for quota in one.quotas],
        "types": [{"members": " ".join(kind.members), "chance": str(kind.chance)} for kind in one.types],
        "cuts": [{"weights": _text(cut.weights), "bound": str(cut.bound)} for cut in one.cuts],
        "levels": [_level(level) for level in one.levels],
        "mixture": _mixture(one.mixture) if one.mixture else None,
    }
    return readable_json(document)


def _level(level: CertifiedLevel) -> dict[str, Json]:
    return {
        "chance": str(level.chance),
        "types": " ".join(map(str, level.types)),
        "weights": _text(level.weights),
        "seats": str(level.seats),
        "quotas": _text(level.quotas),
        "households": _text(level.households),
        "cuts": _text(level.cuts),
        "bound": str(level.bound),
        "ceiling": str(level.ceiling),
    }


def _mixture(mixture: Mixture) -> dict[str, Json]:
    panels: list[Json] = [{"weight": str(weight), "types": _text(sitting)} for weight, sitting in mixture.panels]
    return {"lots": _text(mixture.lots), "panels": panels}


def _text(numbers: Sparse) -> str:
    return " ".join(f"{place}:{number}" for place, number in numbers)


def read_certificate(raw: bytes) -> Certificate:
    """Return the certificate that a file holds.

    Raises
    ------
    InputError
        If it is none, not in its one form, or of a format that this version does not know.
    """
    try:
        certificate = _certificate(json.loads(raw))
        if certificate_bytes(certificate) == raw:
            return certificate
        defect: Exception = ValueError("not in the one form")
    except (ValueError, KeyError, TypeError, RecursionError, ZeroDivisionError, AttributeError) as caught:
        defect = caught
    problem = Problem(
        _("This is no certificate of a lottery, or it is damaged."),
        file=places.CERTIFICATE,
        expected=_("a certificate of format {number}").format(number=FORMAT),
        remedy=_("Compare the file with the published one."),
    )
    raise InputError([problem]) from defect


def _certificate(found: Mapping[str, object]) -> Certificate:
    mixture = found["mixture"]
    return Certificate(
        objective=_str(found["objective"]),
        seats=_int(found["seats"]),
        lots=_int(found["lots"]),
        household=_str(found["household"]),
        files=tuple(_file(_map(one)) for one in _list(found["files"])),
        quotas=tuple(_quota(_map(one)) for one in _list(found["quotas"])),
        types=tuple(_type(_map(one)) for one in _list(found["types"])),
        cuts=tuple(
            CertifiedCut(_sparse(_map(one)["weights"]), _whole(_map(one)["bound"])) for one in _list(found["cuts"])
        ),
        levels=tuple(_read_level(_map(one)) for one in _list(found["levels"])),
        mixture=None if mixture is None else _read_mixture(_map(mixture)),
    )


def _file(one: Mapping[str, object]) -> FileDigest:
    return FileDigest(_str(one["name"]), _str(one["sha256"]), _int(one["size"]))


def _quota(one: Mapping[str, object]) -> Quota:
    cell = tuple((feature, _str(value)) for feature, value in _map(one["cell"]).items())
    return Quota(cell, _int(one["min"]), _int(one["max"]))


def _type(one: Mapping[str, object]) -> CertifiedType:
    return CertifiedType(tuple(_str(one["members"]).split(" ")), _fraction(one["chance"]))


def _read_level(one: Mapping[str, object]) -> CertifiedLevel:
    return CertifiedLevel(
        chance=_fraction(one["chance"]),
        types=tuple(int(number) for number in _str(one["types"]).split()),
        weights=_sparse(one["weights"]),
        seats=_whole(one["seats"]),
        quotas=_sparse(one["quotas"]),
        households=_sparse(one["households"]),
        cuts=_sparse(one["cuts"]),
        bound=_fraction(one["bound"]),
        ceiling=_fraction(one["ceiling"]),
    )


def _read_mixture(one: Mapping[str, object]) -> Mixture:
    panels = tuple((_whole(_map(part)["weight"]), _sparse(_map(part)["types"])) for part in _list(one["panels"]))
    return Mixture(_sparse(one["lots"]), panels)


def _sparse(text: object) -> Sparse:
    pairs = [pair.partition(":") for pair in _str(text).split()]
    numbers = tuple((int(place), _whole(number)) for place, _colon, number in pairs)
    if any(not number for _place, number in numbers) or [one for one, _n in numbers] != sorted(
        {one for one, _n in numbers}
    ):
        raise ValueError(text)
    return numbers


def _fraction(text: object) -> Fraction:
    if not _FRACTION.fullmatch(_str(text)):
        raise ValueError(text)
    return Fraction(_str(text))


def _whole(text: object) -> int:
    if not _WHOLE.fullmatch(_str(text)):
        raise ValueError(text)
    return int(_str(text))


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _int(value: object) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def _map(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value
