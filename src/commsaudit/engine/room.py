"""What the engine says where there is no room on the disk for what does not fit into memory."""

from __future__ import annotations

import duckdb

from commsaudit.errors import StorageError

# The engine has no error of its own for it: its texts name the file that it could not write, or the setting that ends it.
_TELLING = ("duckdb_temp", "max_temp_directory_size")


def no_room(error: Exception) -> StorageError | None:
    """The error of a full disk, where ``error`` of the engine is about one."""
    of_disk = isinstance(error, duckdb.IOException | duckdb.OutOfMemoryException)
    if not of_disk or not any(word in str(error) for word in _TELLING):
        return None
    return StorageError(
        "the disk has no room for the engine's temporary files; make room, choose another place with TMPDIR, or allow more memory"
        " with --memory-limit",
        "磁盘空间不足，无法写入引擎的临时文件；请清出空间，用 TMPDIR 换一个位置，或用 --memory-limit 放宽内存上限",
    )
