"""Proving cuts anew: one integer program each, over all panels that the rules allow."""

from collections.abc import Iterator

import numpy as np

from buergerforum.core.certificate.rows import ExactRows
from buergerforum.core.selection.polytope import Polytope
from buergerforum.core.selection.pricing import price
from buergerforum.texts import _


def polytope_of(rows: ExactRows) -> Polytope:
    """Return the rows for the solver, without any cut: those are to be proven."""
    types = len(rows.sizes)
    matrix = np.zeros((1 + len(rows.limits), types), dtype=np.int64)
    matrix[0] = 1
    for one, places in enumerate(rows.counted):
        matrix[[1 + place for place in places], one] = 1
    return Polytope(
        counts=np.array(rows.sizes, dtype=np.int64),
        matrix=matrix,
        lower=np.array([rows.seats, *(least for least, _most in rows.limits)], dtype=np.int64),
        upper=np.array([rows.seats, *(most for _least, most in rows.limits)], dtype=np.int64),
        homes=np.array(rows.homes, dtype=np.int64),
    )


def exceeded(rows: ExactRows) -> Iterator[str]:
    """Yield every cut that some panel exceeds, or that the solver does not prove.

    Parameters
    ----------
    rows
        With the cuts of a certificate.
    """
    polytope = polytope_of(rows)
    for number, cut in enumerate(rows.cuts, 1):
        weights = np.zeros(polytope.types, dtype=np.int64)
        for one, weight in cut.weights:
            weights[one] = weight
        priced = price(polytope, weights)
        if priced.panel is None or priced.bound > cut.bound:
            told = _("Cut {number} states at most {stated}; a panel may weigh up to {bound}.")
            yield told.format(number=number, stated=cut.bound, bound=priced.bound)
