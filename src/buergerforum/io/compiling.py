"""Compiling documents with Typst: one after the other, or two at a time in processes of their own.

System fonts are ignored, and the only date is the one given, so that the same document has the same bytes. Threads
would not do for two at a time: the compiler's memory of what it has laid out is one for the whole process, and they
would wait for each other.

The compiler lays out anew only what it does not remember, and it remembers by everything that a piece could know of.
So what differs between documents reaches it as a file beside the layout: an input (``sys.inputs``) would be part of
the library that every piece knows of, and nothing would ever be remembered from one document to the next.
"""

import datetime as dt
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import cast

import typst

from buergerforum.errors import StorageError
from buergerforum.io.typeface import FONTS
from buergerforum.texts import _

_DATA = Path(__file__).parents[1] / "data"
_WORKERS = 2
_PPI = 100.0
"""Of pictures."""
_IDLE_RUNS = 9
"""Between two documents. The compiler forgets what it has not used in its last ten runs: what a document and the one
before it have in common is remembered for the next, what only one of them has is not kept for longer."""
_LAYOUT, _DOCUMENT = "main.typ", "data.json"
"""The files of the compiler."""


class RefusedError(Exception):
    """What the layout says against a document."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A program in Typst, and the date of what it makes."""

    file: str
    """Beside the other data of the package, such as ``letter.typ``."""
    date: str
    """ISO 8601."""


def compiled(layout: Layout, document: str) -> bytes:
    """Compile a document to PDF/UA-1 and PDF/A-2a.

    Parameters
    ----------
    layout
        What sets it.
    document
        As the layout reads it.

    Raises
    ------
    RefusedError
        If the layout refuses it.
    """
    return _made(_compile(layout, document))


def pictured(layout: Layout, document: str) -> bytes:
    """Return the first page of a document as a picture (PNG).

    Parameters
    ----------
    layout
        What sets it.
    document
        As the layout reads it; the layout must not refuse it.
    """
    made = _compiler().compile(_files(layout, document), format="png", ppi=_PPI, timestamp=0)
    return cast("bytes", made[0] if isinstance(made, list) else made)


def side_by_side(layout: Layout, documents: Iterable[str], nothing: str) -> Iterator[bytes]:
    """Compile documents like :func:`compiled`, two at a time, in the order given.

    Parameters
    ----------
    layout
        What sets them.
    documents
        As the layout reads them; taken three ahead. For a single one no process is started.
    nothing
        A document without contents.

    Raises
    ------
    RefusedError
        If the layout refuses a document.
    StorageError
        If the machine stopped a worker.
    """
    source = iter(documents)
    first = list(islice(source, _WORKERS))
    if len(first) < _WORKERS:
        yield from (compiled(layout, document) for document in first)
        return
    pending: deque[Future[bytes | str]] = deque()
    try:
        with ProcessPoolExecutor(_WORKERS, multiprocessing.get_context("spawn"), _leave_stopping_to_the_parent) as pool:
            for document in chain(first, source):
                if len(pending) > _WORKERS:
                    yield _made(pending.popleft().result())
                pending.append(pool.submit(_compile_and_forget, layout, document, nothing))
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


def _compile(layout: Layout, document: str) -> bytes | str:
    """Return the PDF, or what the layout says against the document: its errors do not pass between processes."""
    day = int(dt.datetime.combine(dt.date.fromisoformat(layout.date), dt.time(), tzinfo=dt.UTC).timestamp())
    try:
        made = _compiler().compile(
            _files(layout, document), format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=day
        )
    except typst.TypstError as defect:
        return str(defect)
    return cast("bytes", made)


def _compile_and_forget(layout: Layout, document: str, nothing: str) -> bytes | str:
    """Compile, and let the compiler forget older ones, or it would need more memory with every one."""
    made = _compile(layout, document)
    for _run in range(_IDLE_RUNS):
        _compiler().compile(_files(layout, nothing), format="pdf", timestamp=0)
    return made


def _files(layout: Layout, document: str) -> bytes:
    """Return the files of the compiler, which takes several though its annotations know of one only."""
    return cast("bytes", {_LAYOUT: _source(layout.file), _DOCUMENT: document.encode()})


@cache
def _source(file: str) -> bytes:
    return (_DATA / file).read_bytes()


@cache
def _compiler() -> typst.Compiler:
    """Return the compiler of this process; the fonts are read once."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
