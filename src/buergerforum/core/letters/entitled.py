"""Who gets which letter: it follows from lists of the procedure, so that nobody gets a wrong one."""

from collections.abc import Iterable


def entitled(meant: Iterable[str], *others: Iterable[str]) -> tuple[str, ...]:
    """Return who gets a letter.

    An invitation goes to all invitees, an acceptance to the panel, a rejection to the pool without panel and waiting
    list.

    Parameters
    ----------
    meant
        Ids of those the letter is meant for.
    *others
        Ids of those who get another letter instead.

    Returns
    -------
    tuple of str
        Each id once, sorted by code points.

    Examples
    --------
    >>> entitled(["b", "a", "c"], ["c"], [])
    ('a', 'b')
    """
    return tuple(sorted(set(meant).difference(*others)))
