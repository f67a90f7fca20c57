"""The listed findings of an audit, kept as a table and read one by one: there may be millions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import pyarrow as pa

from commsaudit.model.outcome import Evidence, Waiver
from commsaudit.model.result import ResultFinding, WaiverNote

_BATCH = 10_000


def escaped(part: str) -> str:
    """A part of a joined id."""
    return part.replace("%", "%25").replace("#", "%23").replace("/", "%2F")


def finding_id(standard: str, clause: str, project_id: str, record_id: str) -> str:
    """The identity of a finding: the same in every run (semantics.md, "Identity and reproducibility")."""
    return f"{standard}/{clause}/{escaped(project_id)}/{record_id}"


@dataclass(frozen=True)
class FindingTable(Sequence[ResultFinding]):
    """Findings in the order of the result. ``rows`` has a column per field; ``waiver`` is a place in ``waivers``."""

    rows: pa.Table
    waivers: tuple[Waiver, ...]

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    def __iter__(self) -> Iterator[ResultFinding]:
        for batch in self.rows.to_batches(max_chunksize=_BATCH):
            columns = [batch.column(name).to_pylist() for name in batch.schema.names]
            yield from map(self._finding, zip(*columns, strict=True))

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
        project_id, standard, clause, record_id, due_at, detail, log, file, line, waiver = row
        covering = None if waiver is None else self.waivers[waiver]
        return ResultFinding(
            finding_id(standard, clause, project_id, record_id),
            project_id,
            standard,
            clause,
            record_id,
            due_at,
            detail,
            None if log is None else Evidence(log, file, line),
            covering and WaiverNote(covering.reason, covering.approved_by, covering.expires_on),
        )
