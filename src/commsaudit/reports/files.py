"""Writing files that are whole or not there.

Each is written beside its place, flushed to the disk and renamed; several that belong together are renamed
only when all are written. What interrupts the writing (Ctrl-C, SIGTERM, a full disk) leaves the old files.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import signal
import stat
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from commsaudit.errors import StorageError, in_chinese

Content = Iterable[bytes]
_SUFFIX = ".tmp"
_OURS = re.compile(r"\.(.{1,64}\.)?[0-9a-f]{16}\.tmp", re.DOTALL)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# Nobody writes one file for so long: what is older was left behind by a run that was killed.
_LEFT_BEHIND = 24 * 3600


def write_files(files: Sequence[tuple[Path, Content]]) -> None:
    """Write all ``files``, or none.

    Raises:
        StorageError: a file cannot be written: no space, no permission, no folder.
    """
    written: list[tuple[Path, Path]] = []
    with _terminable():
        try:
            for folder in {path.resolve().parent for path, _ in files}:
                sweep(folder)
            for path, content in files:
                _write_one(path, content, written)
            for beside, path in written:
                with _storage(path):
                    beside.replace(path)
        finally:
            for beside, _ in written:
                beside.unlink(missing_ok=True)
    for folder in {path.parent for _, path in written}:
        with _storage(folder):
            flush_folder(folder)


def write_stdout(content: Content) -> None:
    """Write to standard output.

    Raises:
        StorageError: it takes no more.
        BrokenPipeError: its reader is gone.
    """
    with _storage(Path("stdout")):
        for chunk in content:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()


def _write_one(path: Path, content: Content, written: list[tuple[Path, Path]]) -> None:
    """Write ``path`` beside itself and note where; a device or a pipe is written at once."""
    with _storage(path):
        if path.exists() and not path.is_file():
            with path.open("wb") as device:
                device.writelines(content)
            return
        real = path.resolve()
        beside = real.with_name(f".{real.name[:64]}{name_of_own()}")
        written.append((beside, real))
        fill(beside, content, stat.S_IMODE(real.stat().st_mode) if real.exists() else None)


def name_of_own() -> str:
    """A hidden name that no other file has, for what is not whole yet."""
    return f".{secrets.token_hex(8)}{_SUFFIX}"


def fill(beside: Path, content: Content, mode: int | None = None, *, flush: bool = True) -> None:
    """Make the file ``beside``: readable for this user alone until all of ``content`` is in it and on the disk, then with
    ``mode``, unless given with that which the system gives to new files.

    Raises:
        OSError: it cannot be written.
    """
    with open(os.open(beside, _NEW, 0o666 if mode is None else 0o600), "wb") as file:
        if mode is None:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        _change_mode(beside, 0o600)
        file.writelines(content)
        file.flush()
        _change_mode(beside, mode)
        if flush:
            os.fsync(file.fileno())


def _change_mode(path: Path, mode: int) -> None:
    # Some disks (FAT) know no modes and refuse them.
    with suppress(PermissionError):
        path.chmod(mode)


def sweep(folder: Path) -> None:
    """Remove what runs that were killed left in ``folder`` under hidden names, a day after."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _OURS.fullmatch(entry.name):
                with suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > _LEFT_BEHIND:
                        os.unlink(entry.path)


def flush_folder(folder: Path) -> None:
    """Flush the names in ``folder`` to the disk, where the system can.

    Raises:
        OSError: it cannot be opened.
    """
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    """Turn what the system says of ``path`` into a StorageError."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        en, zh = ("make room or choose", "请清出空间，或换") if full else ("choose", "请换")
        raise StorageError(
            f"{path}: cannot be written: {error.strerror or error}; {en} another place",
            f"{path}：无法写入：{in_chinese(error)}；{zh}一个位置",
        ) from error


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    raise SystemExit(128 + number)


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM unwind the stack, so that what was begun is removed; not where somebody else handles it."""
    ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if ours:
        signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
