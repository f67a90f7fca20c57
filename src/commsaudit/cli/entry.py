"""Where the process begins: before anything is imported that takes time, so that a signal finds somebody at home."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from types import FrameType

# What asks a process to end; the last where a terminal is closed (Windows has none).
SIGNALS = (signal.SIGINT, signal.SIGTERM, *filter(None, [getattr(signal, "SIGHUP", None)]))


def heard() -> list[signal.Signals]:
    """The signals that whoever started us has not switched off, as nohup does."""
    return [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]


def _end(number: int, frame: FrameType | None) -> NoReturn:
    """Nothing is begun yet, or all is done: there is nothing to put away."""
    del frame
    os.write(2, "\nstopped; 已停止\n".encode())
    os._exit(128 + number)


def _nowhere() -> TextIO:
    """A stream of which nobody hears."""
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _leave(code: object) -> None:
    """End the process, where what it said has gone out: to put away a million objects one by one helps nobody."""
    if not isinstance(code, int):
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, ValueError):
        return
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    os._exit(code)


def run() -> None:
    """The console script."""
    for number in heard():
        signal.signal(number, _end)
    # Whoever closed a stream wants to hear nothing of it (2>&-): the exit code says what came of the call.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    from commsaudit.cli.main import run

    try:
        run()
    except SystemExit as done:
        _leave(done.code)
        raise
    finally:
        # All is done, and the exit code says what: the interpreter, as it ends, would let a signal change it.
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
