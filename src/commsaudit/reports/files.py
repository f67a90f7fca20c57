"""Writing files that are whole or not there.

Each is written beside its place, flushed to the disk and renamed; several that belong together are renamed
only when all are written. What interrupts the writing (Ctrl-C, SIGTERM, a full disk) leaves the old files.
"""

from __future__ import annotations

import errno
import os
import secrets
import signal
import stat
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from commsaudit.errors import StorageError, in_chinese

Content = Iterable[bytes]


def write_files(files: Sequence[tuple[Path, Content]]) -> None:
    """Write all ``files``, or none.

    Raises:
        StorageError: a file cannot be written: no space, no permission, no folder.
    """
    written: list[tuple[Path, Path]] = []
    with _terminable():
        try:
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
        beside = real.with_name(f".{real.name[:64]}.{secrets.token_hex(6)}.tmp")
        written.append((beside, real))
        mode = stat.S_IMODE(real.stat().st_mode) if real.exists() else None
        with beside.open("xb") as file:
            if mode is not None:
                os.chmod(beside, mode)
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())


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
        en, zh = ("make room or choose", "请清出空间，或") if full else ("choose", "请")
        raise StorageError(
            f"{path}: cannot be written: {error.strerror or error}; {en} another place with -o",
            f"{path}：无法写入：{in_chinese(error)}；{zh}用 -o 换一个位置",
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
