"""Text rows as Arrow columns, which move to a file when they become many."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from commsaudit.errors import StorageError, in_chinese

_BATCH = 10_000
_IN_MEMORY = 64 << 20


class Spill:
    """Rows of ``width`` text fields, gathered in batches. Empty fields become nulls.

    Beyond 64 MiB the batches go to a private file in ``folder`` (None: they stay in memory), from which the
    table is mapped, not loaded.
    """

    def __init__(self, width: int, folder: Path | None) -> None:
        self._schema = pa.schema([(f"c{at}", pa.string()) for at in range(width)])
        self._folder = folder
        self._rows: list[Sequence[str]] = []
        self._batches: list[pa.RecordBatch] = []
        self._bytes = 0
        self._path: Path | None = None
        self._writer: pa.RecordBatchFileWriter | None = None

    def add(self, fields: Sequence[str]) -> None:
        """One row more.

        Raises:
            StorageError: the file cannot be written.
        """
        self._rows.append(fields)
        if len(self._rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        if not self._rows:
            return
        columns = [pa.array([text or None for text in column], pa.string()) for column in zip(*self._rows, strict=True)]
        self._rows = []
        batch = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        self._bytes += batch.nbytes
        self._batches.append(batch)
        if self._folder and (self._writer or self._bytes > _IN_MEMORY):
            self._write(self._folder)

    def _write(self, folder: Path) -> None:
        try:
            if self._writer is None:
                handle, name = tempfile.mkstemp(suffix=".arrow", dir=folder)
                os.close(handle)
                self._path = Path(name)
                self._writer = pa.ipc.new_file(name, self._schema)
            for batch in self._batches:
                self._writer.write_batch(batch)
        except OSError as error:
            raise self._failed(folder, error) from None
        self._batches = []

    def _failed(self, folder: Path, error: OSError) -> StorageError:
        return StorageError(
            f"rows cannot be laid aside in {folder} ({error.strerror or error}); make room, or choose another place with TMPDIR",
            f"无法在 {folder} 暂存数据（{in_chinese(error)}）；请清出空间，或用 TMPDIR 换一个位置",
        )

    def table(self) -> pa.Table:
        """All rows.

        Raises:
            StorageError: the file cannot be written.
        """
        self._flush()
        if self._writer is None or self._path is None:
            return pa.Table.from_batches(self._batches, self._schema)
        try:
            self._writer.close()
        except OSError as error:
            raise self._failed(self._path.parent, error) from None
        return pa.ipc.open_file(pa.memory_map(os.fspath(self._path))).read_all()
