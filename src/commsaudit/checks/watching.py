"""Watches a check of others while it runs: it is interrupted when its time is over or it takes too much memory.

The check runs in a thread of its own. Where the engine does not heed the interruption, because one call of a function goes on
and on, the thread is left behind: the audit goes on without it, and the process ends when its work is done.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import duckdb

from commsaudit.checks.cage import Refusal
from commsaudit.engine.database import Database
from commsaudit.errors import CheckError
from commsaudit.model.options import Limits

_LOOK_EVERY = 0.05
# So long the engine may take to come to a place where it looks for interruptions.
_GRACE = 10.0
# Threads, stacks and buffers that are no check's: the hard limit lies so many bytes above the check's.
_MARGIN = 512 << 20
# What is limited is the process: of several audits in it, one at a time runs a check of others.
_ONE = threading.Lock()
# The process's pages, all of them first.
_SIZES = Path("/proc/self/statm")
_left_behind: list[threading.Thread] = []
_TAKEN = "SELECT CAST(coalesce(sum(memory_usage_bytes + temporary_storage_bytes), 0) AS BIGINT) FROM duckdb_memory()"


def watched(
    database: Database,
    connection: duckdb.DuckDBPyConnection,
    work: Callable[[], None],
    limits: Limits,
    refuse: Refusal,
) -> None:
    """Do ``work`` on ``connection`` within the time and memory of ``limits``.

    Raises:
        CheckError: it took longer, or more.
        duckdb.Error: it failed.
    """
    done: Future[None] = Future()
    thread = threading.Thread(target=_run, args=(work, done), daemon=True)
    reason: CheckError | None = None
    with _ONE, _hard_limit(limits.check_memory + _MARGIN):
        before = _taken(database)
        until = time.monotonic() + limits.check_seconds
        thread.start()
        while True:
            thread.join(_LOOK_EVERY)
            if not thread.is_alive():
                break
            if reason is None:
                reason = _reason(database, before, until, limits, refuse)
                until = time.monotonic() + _GRACE if reason else until
            if reason is not None:
                connection.interrupt()
                if time.monotonic() > until:
                    database.leave(connection)
                    _left_behind.append(thread)
                    raise reason
    try:
        done.result(0)
    except duckdb.InterruptException as error:
        raise reason or error from error
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise reason or _too_much(limits, refuse) from error


def _reason(database: Database, before: int, until: float, limits: Limits, refuse: Refusal) -> CheckError | None:
    """Why the check has to stop now."""
    if time.monotonic() > until:
        return _too_long(limits, refuse)
    try:
        taken = _taken(database)
    except (duckdb.OutOfMemoryException, MemoryError):
        return _too_much(limits, refuse)
    return _too_much(limits, refuse) if taken - before > limits.check_memory else None


@atexit.register
def _end_at_once() -> None:
    """End the process before a thread that was left behind comes back to a Python that is no more: it would bring it down.

    There was a check that did not stop, so the exit code is its error's.
    """
    if any(thread.is_alive() for thread in _left_behind):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(CheckError.exit_code)


def _run(work: Callable[[], None], done: Future[None]) -> None:
    try:
        work()
    except (duckdb.Error, CheckError, MemoryError, RecursionError) as error:
        done.set_exception(error)
    else:
        done.set_result(None)


def _taken(database: Database) -> int:
    """The bytes that the engine holds, in memory and in its temporary files."""
    return int(database.connection.execute(_TAKEN).fetchall()[0][0])


def _too_long(limits: Limits, refuse: Refusal) -> CheckError:
    return refuse(
        f"stopped after {limits.check_seconds} seconds; if it needs longer, set [limits] check_seconds",
        f"运行超过 {limits.check_seconds} 秒，已停止；如确需更久，请设置 [limits] check_seconds",
    )


def _too_much(limits: Limits, refuse: Refusal) -> CheckError:
    size = f"{limits.check_memory / (1 << 20):.0f} MB"
    return refuse(
        f"stopped: it took more than {size} of memory, or than --memory-limit leaves; if it needs more, set [limits] check_memory",
        f"占用内存超过 {size}（或 --memory-limit 的余量），已停止；如确需更多，请设置 [limits] check_memory",
    )


@contextmanager
def _hard_limit(more: int) -> Iterator[None]:
    """The process may grow by so many bytes and not by more: one call of a function can ask for any amount at once.

    No other check runs meanwhile. Only Linux can do this; elsewhere what the engine counts is watched alone.
    """
    if sys.platform != "linux" or not _SIZES.is_file():
        yield
        return
    import resource

    now = int(_SIZES.read_text("ascii").split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    ceiling = min(limit for limit in (now + more, soft, hard, sys.maxsize) if limit != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
