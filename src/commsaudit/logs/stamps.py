"""Whether a file stayed as it was while it was read: it is read several times, and all readings must agree."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from commsaudit.errors import InputError
from commsaudit.logs.refusals import refusal, unopened


class Stamp(NamedTuple):
    """What changes when the file at ``path`` does: its bytes, when it was written (nanoseconds), and which file it is."""

    path: Path
    size: int
    written: int
    inode: int


def stamp_of(path: Path, file: str) -> Stamp:
    """The stamp of ``path`` now. ``file`` is its name in messages.

    Raises:
        InputError: it is gone, or cannot be looked at.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise unopened(file, error) from None
    return Stamp(path, status.st_size, status.st_mtime_ns, status.st_ino)


def changed(file: str) -> InputError:
    """The refusal of a file that did not stay as it was."""
    return refusal(
        file,
        "changed while being read; wait until its export is complete, or audit a copy",
        "读取过程中文件被改动；请等导出完成后再运行，或使用其副本",
    )


def refuse_changed(stamp: Stamp, file: str) -> None:
    """See that a file is as it was when ``stamp`` was taken.

    Raises:
        InputError: it changed, or is gone.
    """
    try:
        now = stamp_of(stamp.path, file)
    except InputError:
        raise changed(file) from None
    if now != stamp:
        raise changed(file)
