"""Where everything lies in a procedure folder: the names that receipts, journal, audit and specification agree on.

Places are written with ``/``. A file that several folders hold has its bare name here; what exists only once has its
whole place.
"""

SETTINGS = "forum.yaml"
JOURNAL = "journal.jsonl"
RECEIPT = "receipt.json"
"""Beside every result."""
PRIVATE = "private"
"""Names, addresses, codes and answers; the only folder that may hold such things."""
EARLIER = "earlier"
"""Results that were made once more; what was private is kept below PRIVATE."""

FRAME_FOLDER = "frame"
FRAME_FILE = "frame.csv"
FRAME = f"{FRAME_FOLDER}/{FRAME_FILE}"

INVITEES = "invitees.csv"
RESERVE = "reserve.csv"
STRATA = "strata.csv"
COMPARISON = "comparison.csv"
"""The drawn beside the frame."""
COMPARISON_PICTURE = "comparison.svg"
RESPONSE = "response.csv"
"""Copy of the table of expected response."""
REPLACED = "replaced.csv"
"""Ids of those for whom a further wave is drawn."""

CODES_FILE = "codes.csv"
CODES = f"{PRIVATE}/{CODES_FILE}"
ANSWERS = f"{PRIVATE}/answers"
REVIEW = f"{PRIVATE}/review.xlsx"
"""The list for review with what was answered: a working paper, which people fill in; no receipt lists it."""

APPLICATIONS = "applications"
POOL_FILE = "pool.csv"
REVIEW_FILE = "review.csv"
REJECTED_FILE = "rejected.csv"
POOL = f"{APPLICATIONS}/{POOL_FILE}"

DELETION = "deletion"
PROTOCOL = "protocol.txt"

LOTTERY_FOLDER = "lottery"
LOTS = "lottery.csv"
PROBABILITIES = "probabilities.csv"
CERTIFICATE = "certificate.json"
"""Why no lottery could be fairer."""
VERIFIER = "verify.py"
"""The second program that checks: it travels with what is published."""
FAIRNESS = "fairness.json"
"""Figures about everybody's chances."""
QUOTAS = "quotas"
"""The folder of quota tables; beside a lottery the bare name of its own copy, without ending."""

SELECTION = "selection"
PANEL = "panel.csv"
WAITING = "waiting.csv"

JOINED = "joined.csv"
"""Beside the panel of a replacement: those who joined it."""
SEALS = "seals"
"""Pages for publication: seals, and how their seeds came about."""

SALT = f"{PRIVATE}/salt.txt"
"""Secret behind salted ids."""
MANIFEST = "manifest.json"
"""Of a published folder."""
TICKETS = "tickets.csv"
"""Those of the invitees, for the public."""
COUNTS = "counts.csv"
"""How often every count of every quota occurs among the lots."""
BOUNDS = "bounds.csv"
"""The levels of the certificate, without people."""
REACHED = "reached.csv"
"""The quota table of the panel."""
COMMITMENTS = "commitments.csv"
"""What binds both published levels to each other."""
OPENINGS = "openings.csv"
"""What opens the commitments, for auditors."""

LETTERS = "letters"
"""Templates of a procedure, and what was sent."""

RETURNED = f"{PRIVATE}/returned.csv"
"""Whose letters came back: the list for the Meldebehörde."""


TOWNS_FOLDER = "draw/towns"
"""The first stage of a draw in a Land, a region or the country."""
TOWNS = "towns.csv"
TOWN_CELLS = "cells.csv"
TOWN_TABLE = "municipalities.csv"
"""The directory as it was read, in our own form."""
TOWN_ORDERS = "orders"
TOWNS_RETURNED_FOLDER = "draw/towns-returned"
"""What the towns sent back."""
RETURNED = "returned.csv"
RETURNED_RECEIPTS = "receipts"


def is_private(place: str) -> bool:
    """Whether a place inside a procedure lies in its private folder.

    Examples
    --------
    >>> is_private("private/codes.csv"), is_private("private.csv")
    (True, False)
    """
    return place.startswith(f"{PRIVATE}/")


def wave_folder(number: int) -> str:
    """Return the folder of a drawn wave.

    Examples
    --------
    >>> wave_folder(1)
    'draw/wave-1'
    """
    return f"draw/wave-{number}"


def replacement_folder(number: int) -> str:
    """Return the folder of a replacement, counted from 1.

    Examples
    --------
    >>> replacement_folder(1)
    'replacement-1'
    """
    return f"replacement-{number}"


def mailing_folder(kind: str, number: int) -> str:
    """Return the folder of a mailing; below PRIVATE it holds the letters themselves.

    Examples
    --------
    >>> mailing_folder("invitation", 1)
    'letters/invitation-1'
    """
    return f"{LETTERS}/{kind}-{number}"


def bare(place: str) -> str:
    """Return the name of a file without its folders.

    Examples
    --------
    >>> bare("applications/pool.csv")
    'pool.csv'
    """
    return place.rpartition("/")[2]
