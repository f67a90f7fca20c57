"""A lock on an open file that the system gives back when its holder ends, however it ends."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt
    import os

    # A locked byte cannot be read by others: lock one that no record reaches.
    _FAR = 1 << 30

    def lock_at_once(handle: int) -> bool:
        """Whether the lock could be had; it is not waited for."""
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def lock_at_once(handle: int) -> bool:
        """Whether the lock could be had; it is not waited for.

        Raises:
            OSError: the disk knows no locks.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
