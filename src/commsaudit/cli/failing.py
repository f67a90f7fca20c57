"""The one place where an error becomes a message and an exit code; a traceback shows with COMMSAUDIT_DEBUG=1 only."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import click

from commsaudit.cli.entry import SIGNALS, heard
from commsaudit.cli.language import Text
from commsaudit.errors import CommsauditError, in_chinese, printable

INTERRUPTED, TERMINATED, PIPE_CLOSED = (128 + number for number in (2, 15, 13))
_INTERNAL = 4
# What a file of a stranger holds is named in errors: all of it, where it is no longer than a screen.
_MOST = 4_000
# Seconds after which a signal that came while a module was made is heard.
_SOON = 0.02
_FULL = (errno.ENOSPC, errno.EDQUOT)


class Stopped(BaseException):
    """A signal asks to end. As it is no Exception, nothing on the way takes it for an error."""


def _is_importing(frame: FrameType | None) -> bool:
    """Whether a module is being made: a library whose making is interrupted may end the process."""
    while frame is not None:
        if frame.f_globals.get("__name__") == "importlib._bootstrap":
            return True
        frame = frame.f_back
    return False


@contextmanager
def stoppable() -> Iterator[list[int]]:
    """Let SIGTERM unwind the stack, so that temporary files go; gives the list of the signals that came.

    The list is needed because a library that is interrupted in its own code may raise an error of its own.
    """
    came: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        if _is_importing(frame):
            again = threading.Timer(_SOON, os.kill, (os.getpid(), number))
            again.daemon = True
            again.start()
            return
        if came:  # it is ending: a second signal must not interrupt the putting away
            return
        came.append(number)
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise Stopped

    try:
        before = {number: signal.signal(number, stop) for number in heard()}
    except ValueError:  # not the main thread: somebody else's signals
        before = {}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def exit_code_of(call: Callable[[], int]) -> int:
    """What ``call`` returns, or the exit code of its error, which is shown."""
    with stoppable() as signals:
        try:
            code = call()
            sys.stdout.flush()
            return code
        except (click.Abort, KeyboardInterrupt, Stopped):
            return _stopped(signals)
        except BrokenPipeError:
            return _pipe_closed()
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except Exception as error:  # noqa: BLE001 - the last resort: whatever it is becomes a message
            return _stopped(signals) if signals else _shown(error)


def _stopped(signals: list[int]) -> int:
    if signals:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # what is to be ended is ending
    code = 128 + signals[-1] if signals else INTERRUPTED
    _say(Text("\nstopped; nothing half-written was left", "\n已停止；没有留下未写完的文件"))
    return code


def _say(text: Text) -> None:
    """The last words, without what a terminal obeys, and of a length; where they cannot be said, the exit code has to do."""
    said = printable(str(text))
    with suppress(OSError):
        click.echo(said if len(said) <= _MOST else f"{said[:_MOST]}…", err=True)


def _pipe_closed() -> int:
    """The reader is gone: there is nobody to tell, and nothing more may be written at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED


def _shown(error: Exception) -> int:
    if os.environ.get("COMMSAUDIT_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    text, code = _described(error)
    _say(Text(f"Error: {text.en}", f"错误：{text.zh}"))
    return code


def _described(error: Exception) -> tuple[Text, int]:
    from commsaudit.engine.room import no_room

    known = error if isinstance(error, CommsauditError) else no_room(error)
    if known:
        return Text(known.en, known.zh), known.exit_code
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        return (
            Text(
                "out of memory; allow more with --memory-limit (4GB), use fewer --threads, or make room for temporary files (TMPDIR)",
                "内存不足；请用 --memory-limit（如 4GB）放宽上限，减少 --threads，或为临时文件清出空间（TMPDIR）",
            ),
            _INTERNAL,
        )
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        full = error.errno in _FULL
        en, zh = ("; make room, or choose another place", "；请清出空间，或换一个位置") if full else ("", "")
        return Text(f"{place}{error.strerror}{en}", f"{place}{in_chinese(error)}{zh}"), _INTERNAL
    kind = f"{type(error).__name__}: {error}"
    again = "COMMSAUDIT_DEBUG=1"
    return (
        Text(
            f"something that should not happen: {kind}; {again} shows where. Please report it",
            f"内部错误：{kind}；设置 {again} 可显示出错位置。请反馈此问题",
        ),
        _INTERNAL,
    )
