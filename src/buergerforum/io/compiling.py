"""Compiling documents with Typst: one after the other, or two at a time in processes of their own.

System fonts are ignored, and the only date is the one given, so that the same document has the same bytes. Threads
would not do for two at a time: the compiler's memory of what it has laid out is one for the whole process, and they
would wait for each other.
"""

import datetime as dt
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import cast

import typst

from buergerforum.errors import StorageError
from buergerforum.io.typeface import FONTS
from buergerforum.texts import _

_LAYOUT = Path(__file__).parents[1] / "data" / "letter.typ"
_WORKERS = 2
_GENERATIONS = 11
"""The compiler forgets what it has not used in its last ten runs."""


class RefusedError(Exception):
    """What the layout says against a document."""


def compiled(documents: Iterable[str], nothing: str, date: str) -> Iterator[bytes]:
    """Compile documents to PDF/UA-1 and PDF/A-2a, in the order given.

    Parameters
    ----------
    documents
        As the layout reads them; taken two ahead.
    nothing
        A document without contents.
    date
        Of the documents, ISO 8601.

    Raises
    ------
    RefusedError
        If the layout refuses a document.
    StorageError
        If the machine stopped a worker.
    """
    source = iter(documents)
    first = list(islice(source, 2))
    if len(first) < _WORKERS:
        yield from (_made(_compile(document, nothing, date)) for document in first)
    else:
        yield from _side_by_side(chain(first, source), nothing, date)


def _side_by_side(documents: Iterator[str], nothing: str, date: str) -> Iterator[bytes]:
    pending: deque[Future[bytes | str]] = deque()
    try:
        with ProcessPoolExecutor(_WORKERS, multiprocessing.get_context("spawn"), _leave_stopping_to_the_parent) as pool:
            for document in documents:
                if len(pending) > _WORKERS:
                    yield _made(pending.popleft().result())
                pending.append(pool.submit(_compile, document, nothing, date))
            while pending:
                yield _made(pending.popleft().result())
    except BrokenProcessPool as defect:
        raise StorageError(
            _("The machine stopped a process that was setting letters; most likely its memory was full."),
            hint=_("Close other programs, or set fewer letters at a time: --batch 50. Nothing was changed."),
        ) from defect


def _leave_stopping_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _made(result: bytes | str) -> bytes:
    if isinstance(result, str):
        raise RefusedError(result)
    return result


def _compile(document: str, nothing: str, date: str) -> bytes | str:
    """Return the PDF, or what the layout says against the document: its errors do not pass between processes."""
    day = int(dt.datetime.combine(dt.date.fromisoformat(date), dt.time(), tzinfo=dt.UTC).timestamp())
    inputs = {"data": document}
    try:
        made = _compiler().compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1", "a-2a"], timestamp=day)
    except typst.TypstError as defect:
        return str(defect)
    finally:
        _forget(nothing)
    return cast("bytes", made)


@cache
def _compiler() -> typst.Compiler:
    """Return the compiler of this process; the fonts are read once."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(_LAYOUT, root=_LAYOUT.parent, font_paths=fonts, ignore_system_fonts=True)


def _forget(nothing: str) -> None:
    """Let the compiler forget a document, or it would need more memory, and time to search it, with every one."""
    for _run in range(_GENERATIONS):
        _compiler().compile(format="pdf", sys_inputs={"data": nothing}, timestamp=0)
