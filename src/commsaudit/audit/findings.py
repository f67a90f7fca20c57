"""The listed findings of an audit, kept as a table and read one by one: there may be millions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import pyarrow as pa
import pyarrow.compute as pc

from commsaudit.model.outcome import Evidence, Waiver
from commsaudit.model.result import ResultFinding, WaiverNote

_BATCH = 10_000
_SAID = ("id", "project_id", "standard", "clause", "record_id", "detail")


@dataclass(frozen=True)
class FindingTable(Sequence[ResultFinding]):
    """Findings in the order of the result. ``rows`` has a column per field; ``waiver`` is a place in ``waivers``.

    The id of a finding is the same in every run (semantics.md, "Identity and reproducibility").
    """

    rows: pa.Table
    waivers: tuple[Waiver, ...]

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    def __iter__(self) -> Iterator[ResultFinding]:
        for batch in self.rows.to_batches(max_chunksize=_BATCH):
            columns = [batch.column(name).to_pylist() for name in batch.schema.names]
            yield from map(self._finding, zip(*columns, strict=True))

    def plain(self) -> Iterator[dict[str, object]]:
        """Each as the result file has it."""
        for batch in self.rows.to_batches(max_chunksize=_BATCH):
            moments = pc.utf8_replace_slice(batch.column("due_at").cast(pa.string()), 10, 11, "T")
            columns = [batch.column(name).to_pylist() for name in _SAID]
            waivers = map(self._noted, batch.column("waiver").to_pylist())
            sources = map(_source, *(batch.column(name).to_pylist() for name in ("log", "file", "line")))
            for name, project_id, standard, clause, record_id, due_at, detail, source, waiver in zip(
                *columns[:5], moments.to_pylist(), columns[5], sources, waivers, strict=True
            ):
                yield {
                    "id": name,
                    "project_id": project_id,
                    "standard": standard,
                    "clause": clause,
                    "record_id": record_id,
                    "due_at": due_at,
                    "detail": detail,
                    "source": source,
                    "waiver": waiver,
                }

    def _noted(self, place: int | None) -> WaiverNote | None:
        if place is None:
            return None
        covering = self.waivers[place]
        return WaiverNote(covering.reason, covering.approved_by, covering.expires_on)

    @overload
    def __getitem__(self, place: int) -> ResultFinding: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ResultFinding]: ...
    def __getitem__(self, place: int | slice) -> ResultFinding | Sequence[ResultFinding]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        row: Mapping[str, Any] = self.rows.slice(place % len(self), 1).to_pylist()[0]
        return self._finding(tuple(row.values()))

    def _finding(self, row: tuple[Any, ...]) -> ResultFinding:
        name, project_id, standard, clause, record_id, due_at, detail, log, file, line, waiver = row
        return ResultFinding(
            name,
            project_id,
            standard,
            clause,
            record_id,
            due_at,
            detail,
            None if log is None else Evidence(log, file, line),
            self._noted(waiver),
        )


def _source(log: str | None, file: str, line: int) -> dict[str, object] | None:
    return None if log is None else {"log": log, "file": file, "line": line}
