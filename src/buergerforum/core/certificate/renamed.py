"""A certificate under other names: the same numbers about the same people, for what is published of a lottery.

Nothing in a proof depends on how people are called. Only the order does: types are put in the order of their first new
name and households in that of their new keys, and every place is renumbered with them. So the certificate says nothing
about the names of old, and is checked like any other.
"""

from collections.abc import Mapping
from dataclasses import replace

from buergerforum.model.certificate import (
    Certificate,
    CertifiedCut,
    CertifiedLevel,
    CertifiedType,
    Mixture,
    Sparse,
)
from buergerforum.model.record import FileDigest

Places = Mapping[int, int]
"""New place by old place."""


def renamed(one: Certificate, people: Mapping[str, str], homes: Places, files: tuple[FileDigest, ...]) -> Certificate:
    """Return a certificate about the same people under other ids.

    Parameters
    ----------
    one
        As it was made.
    people
        New id of everybody.
    homes
        New numbers of the shared households.
    files
        Lots, chances, pool and quotas as they lie beside it under the new names.
    """
    members = [tuple(sorted(people[person] for person in kind.members)) for kind in one.types]
    order = sorted(range(len(members)), key=members.__getitem__)
    kinds = {old: new for new, old in enumerate(order)}
    return replace(
        one,
        files=files,
        types=tuple(CertifiedType(members[old], one.types[old].chance) for old in order),
        cuts=tuple(CertifiedCut(_moved(cut.weights, kinds), cut.bound) for cut in one.cuts),
        levels=tuple(_level(level, kinds, homes) for level in one.levels),
        mixture=one.mixture and _mixture(one.mixture, kinds),
    )


def renumbered(keys: Mapping[str, int], names: Mapping[str, str]) -> dict[int, int]:
    """Return the new numbers of households, which are numbered in the order of their keys.

    Parameters
    ----------
    keys
        Number by old key.
    names
        New key by old key.

    Examples
    --------
    >>> renumbered({"a": 0, "b": 1}, {"a": "y", "b": "x"})
    {1: 0, 0: 1}
    """
    return {keys[key]: new for new, key in enumerate(sorted(keys, key=names.__getitem__))}


def _level(level: CertifiedLevel, kinds: Places, homes: Places) -> CertifiedLevel:
    return replace(
        level,
        types=tuple(sorted(kinds[one] for one in level.types)),
        weights=_moved(level.weights, kinds),
        households=_moved(level.households, homes),
    )


def _mixture(mixture: Mixture, kinds: Places) -> Mixture:
    return Mixture(mixture.lots, tuple((weight, _moved(sitting, kinds)) for weight, sitting in mixture.panels))


def _moved(numbers: Sparse, places: Places) -> Sparse:
    return tuple(sorted((places[place], number) for place, number in numbers))
