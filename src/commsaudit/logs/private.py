"""Private folders for temporary files: gone when their work is done, or, after a kill, when the next work begins.

Whoever works in a folder holds the lock on a file in it; the system gives the lock back when the process ends, however it ends. So a
folder that nobody holds was left behind: no process number is needed, which may be another's by now or of another machine.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from commsaudit.errors import StorageError, in_chinese
from commsaudit.logs.locking import lock_at_once

_PREFIX = "commsaudit-"
_OURS = re.compile(rf"{_PREFIX}[0-9a-f]{{16}}")
# The files lie beside the lock, not with it: the lock goes last, so that what is half removed is still known as ours.
_LOCK, _FILES = "lock", "files"
_OPENED = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def private_folder(base: Path | None = None) -> Iterator[Path]:
    """A folder (0700) in ``base``, else where the system keeps temporary files, and files in it (0600, also those that
    libraries make). What killed runs of this user left there is removed first.

    Raises:
        StorageError: it cannot be made.
    """
    parent = base or _temporary()
    with suppress(OSError):
        _sweep(parent)
    handle, folder = None, _named(parent)
    try:
        try:
            while (handle := _claimed(folder)) is None:
                folder = _named(parent)
            (folder / _FILES).mkdir(0o700)
        except OSError as error:
            raise _unmade(error, parent.as_posix()) from error
        with _PRIVATELY:
            yield folder / _FILES
    finally:
        if handle is not None:
            os.close(handle)
        _remove(folder)


def _temporary() -> Path:
    """Where the system keeps temporary files.

    Raises:
        StorageError: nowhere can one be written.
    """
    try:
        return Path(tempfile.gettempdir())
    except OSError as error:
        raise _unmade(error, "TMPDIR, /tmp") from error


def _unmade(error: OSError, place: str) -> StorageError:
    return StorageError(
        f"{place}: no temporary folder can be made: {error.strerror}; make room, or choose another place with TMPDIR",
        f"{place}：无法建立临时文件夹：{in_chinese(error)}；请清出空间，或用 TMPDIR 换一个位置",
    )


def _named(parent: Path) -> Path:
    return parent / f"{_PREFIX}{secrets.token_hex(8)}"


def _claimed(folder: Path) -> int | None:
    """Make ``folder`` and hold it; None where another run, which saw it before it was held, took it for left behind.

    Raises:
        OSError: it cannot be made, or the disk knows no locks.
    """
    folder.mkdir(0o700)
    try:
        handle = os.open(folder / _LOCK, _OPENED | os.O_CREAT | os.O_EXCL, 0o600)
    except FileNotFoundError:
        return None
    if lock_at_once(handle) and (folder / _LOCK).exists():
        return handle
    os.close(handle)
    return None


def _sweep(parent: Path) -> None:
    """Remove the folders of this user that nobody holds."""
    with os.scandir(parent) as entries:
        found = [Path(entry.path) for entry in entries if _OURS.fullmatch(entry.name) and _is_mine(entry)]
    for folder in found:
        with suppress(OSError):
            folder.rmdir()  # killed before it was held, or in the very end
        with suppress(OSError):
            handle = os.open(folder / _LOCK, _OPENED)
            try:
                if lock_at_once(handle):
                    _remove(folder)  # held until it is gone: nobody may claim it meanwhile
            finally:
                os.close(handle)


def _is_mine(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, no link to one, of the user who runs this."""
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and (not hasattr(os, "geteuid") or status.st_uid == os.geteuid())


def _remove(folder: Path) -> None:
    """Remove the folder; what cannot be removed now stays known as ours, for the next run."""
    shutil.rmtree(folder / _FILES, ignore_errors=True)
    if not (folder / _FILES).exists():
        with suppress(OSError):
            (folder / _LOCK).unlink(missing_ok=True)
            folder.rmdir()


class _Privately:
    """While anybody works in a private folder, files are made for this user alone. The setting is of the whole process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._before = 0

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._before = os.umask(0o077)
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                os.umask(self._before)


_PRIVATELY = _Privately()
