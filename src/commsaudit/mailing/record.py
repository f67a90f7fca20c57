"""What was sent to whom: one small file for each delivery, which no second run can hold at the same time.

A file is named by what makes a delivery one: result, project and address. Its lines are only ever added, each flushed to the disk
before what it says begins: planned → sending → sent, failed or uncertain. Whoever works on a delivery holds a lock on its file; the system
gives the lock back when the process ends, however it ends. So a file that nobody holds and whose last line says ``sending`` is
of a run that was killed between the message and the server's answer: nobody knows whether it arrived.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from commsaudit.errors import StorageError, in_chinese
from commsaudit.logs.locking import lock_at_once
from commsaudit.reports.files import flush_folder

State = Literal["planned", "sending", "sent", "failed", "uncertain"]
_ENDING = ".jsonl"
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


def delivery_key(scope: str, project_id: str, address: str) -> str:
    """What makes a delivery one: the same result's project to the same address. ``scope`` is the result's checksum."""
    parts = json.dumps([scope, project_id, address.lower()], ensure_ascii=True)
    return hashlib.sha256(parts.encode()).hexdigest()


class Claim:
    """One delivery, held by this run."""

    def __init__(self, handle: int, path: Path, facts: Mapping[str, str]) -> None:
        self._handle, self._path, self._facts = handle, path, facts
        self.state = self._read()

    def write(self, state: State, note: str = "") -> None:
        """Add a line, and have it on the disk before anything else happens.

        Raises:
            StorageError: the disk takes no more.
        """
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        entry = {"at": moment, "state": state, "pid": os.getpid(), **self._facts, "note": note}
        line = json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with _storage(self._path):
            os.lseek(self._handle, 0, os.SEEK_END)
            while line:
                line = line[os.write(self._handle, line) :]
            os.fsync(self._handle)
        self.state = state

    def _read(self) -> State | None:
        """What the last whole line says; None where there is none. A line that was not finished never took effect."""
        with _storage(self._path):
            size = os.lseek(self._handle, 0, os.SEEK_END)
            os.lseek(self._handle, 0, os.SEEK_SET)
            data = b""
            while chunk := os.read(self._handle, size + 1):
                data += chunk
            whole = data.rfind(b"\n") + 1
            if whole < len(data):
                os.ftruncate(self._handle, whole)
        lines = data[:whole].splitlines()
        return _state_of(lines[-1]) if lines else None


def _state_of(line: bytes) -> State:
    """A line's state. Of one that cannot be read nobody knows: the disk was damaged, or somebody wrote into it."""
    try:
        state = json.loads(line)["state"]
    except (ValueError, KeyError, TypeError):
        return "uncertain"
    return state if state in get_args(State) else "uncertain"


class DeliveryRecord:
    """A folder of such files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self) -> None:
        """Make the folder, where it is not there.

        Raises:
            StorageError: it cannot be made, or is no folder.
        """
        with _storage(self.folder):
            self.folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)

    @contextmanager
    def claim(self, key: str, facts: Mapping[str, str]) -> Iterator[Claim | None]:
        """The delivery ``key`` for this run alone; None where another run holds it. ``facts`` stand in every line.

        Raises:
            StorageError: its file cannot be written or locked.
        """
        path = self.folder / key[:2] / f"{key}{_ENDING}"
        with _storage(path):
            path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            new = not path.exists()
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), _FILE_MODE)
        try:
            with _storage(path):
                free = lock_at_once(handle)
                if new:
                    flush_folder(path.parent)
                    flush_folder(self.folder)
            yield Claim(handle, path, facts) if free else None
        finally:
            os.close(handle)


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    """Turn what the system says of ``path`` into a StorageError."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{path}: the delivery record cannot be kept: {error.strerror}; nothing is sent without it: make room, or choose"
            " another folder with --record",
            f"{path}：无法写入发送记录：{in_chinese(error)}；没有记录就不发送：请清出空间，或用 --record 换一个文件夹",
        ) from error
