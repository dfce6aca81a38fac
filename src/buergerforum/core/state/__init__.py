"""Where everybody stands: one fold over the journal.

:mod:`transitions` is the table of what may follow what, :mod:`folding` applies it line by line, :mod:`changes` says
what a stage has to write into its line. Every line of the journal that changes how people stand names them under
``people`` in its details: ids by happening. A line names only those for whom something changes, and letters name
those they go to under ``ids``.

Which letter a state allows is not said here but in :mod:`buergerforum.core.letters`.
"""

from buergerforum.core.state.folding import fold
from buergerforum.core.state.transitions import after, may

__all__ = ["after", "fold", "may"]
