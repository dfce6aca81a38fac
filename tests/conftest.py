"""What all tests share: one language, one width, no network, and properties that are tried alike every time."""

import os
import signal
import socket
from typing import Any, NoReturn

import hypothesis
import pytest

# Set before the command line is imported, since its help is looked up when it is.
os.environ.update({"FORUM_LANG": "en", "COLUMNS": "120", "NO_COLOR": "1", "TERM": "dumb"})
# Set before numpy is imported, as the command line does: tests run side by side.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

# A shell that starts the tests in the background makes them, and every command that they start, deaf to Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

hypothesis.settings.register_profile("alike", deadline=None, derandomize=True)
hypothesis.settings.load_profile("alike")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the toolkit may speak to another machine."""

    def refuse(*_arguments: Any) -> NoReturn:
        pytest.fail("a connection to the network was attempted")

    monkeypatch.setattr(socket.socket, "connect", refuse)
