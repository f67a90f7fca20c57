"""The files of a history folder: each is put there whole and once, and is never written again.

A file is written under a name of its own (hidden), flushed, and then linked to its place: linking fails where something stands
already, so nothing is ever overwritten, and a run that is killed leaves at most a hidden file that a later run removes. There
is no lock that could be left behind.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from commsaudit.errors import StorageError, in_chinese
from commsaudit.reports.files import fill, flush_folder, name_of_own


def make_folder(folder: Path) -> None:
    """Make the folder, where it is not there.

    Raises:
        StorageError: it cannot be made, or is no folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"{folder}: the history folder cannot be made: {error.strerror}; choose another with --history",
            f"{folder}：无法建立历史文件夹：{in_chinese(error)}；请用 --history 换一个位置",
        ) from error


def put_once(path: Path, data: bytes) -> bool:
    """Put ``data`` at ``path`` whole; False where the same stands there already.

    Raises:
        StorageError: it cannot be written, or something else stands there.
    """
    try:
        if path.exists():
            return _same(path, data)
        beside = path.with_name(name_of_own())
        try:
            fill(beside, [data])
            _link(beside, path)
        except FileExistsError:
            return _same(path, data)
        finally:
            beside.unlink(missing_ok=True)
        flush_folder(path.parent)
    except OSError as error:
        raise StorageError(
            f"{path}: cannot be written: {error.strerror}; make room, or choose another folder with --history",
            f"{path}：无法写入：{in_chinese(error)}；请清出空间，或用 --history 换一个位置",
        ) from error
    return True


def replace_quietly(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` in place of what is there; where that cannot be, as in a folder that one may only read, nothing."""
    with suppress(OSError):
        beside = path.with_name(name_of_own())
        try:
            fill(beside, [data], flush=False)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def _link(beside: Path, path: Path) -> None:
    """Give the file its name, unless something has it.

    Raises:
        FileExistsError: something has.
    """
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        # A disk without links (FAT, some shares). The name holds the checksum: what could stand there is the same.
        if path.exists():
            raise FileExistsError(path) from None
        beside.rename(path)


def _same(path: Path, data: bytes) -> bool:
    """False: the same stands there.

    Raises:
        StorageError: something else does.
    """
    if path.read_bytes() == data:
        return False
    raise StorageError(
        f"{path}: this is not what was written under this name: the file was changed; move it out of the history folder,"
        " and audit again",
        f"{path}：内容与写入时不同，文件被改动过；请将其移出历史文件夹后重新审计",
    )
