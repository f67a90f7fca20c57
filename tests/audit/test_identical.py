"""Which of two rows with one key counts must not depend on who reads which of their columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import PROJECT, audit, write

ROW = {
    "complaint_id": "C-0",
    "received_at": "2026-03-05 09:00:00",
    "responded_at": "2026-03-12 09:00:00",
    "closed_at": "2026-03-13 09:00:00",
    "plan_at": "2026-03-06 08:00:00",
    "archived_at": "2026-03-20 08:07:00",
    "area": "property",
    "valid": "true",
    "summary": "灯不亮",
}
# The same in other words, column by column, and what differs.
SAME = {
    "closed_at": "2026-3-13 9:00",
    "plan_at": "2026/3/6 8:00",
    "archived_at": "2026年3月20日8时7分",
    "area": " 物业",
    "valid": "是",
    "summary": " 灯不亮 ",
}
OTHER = {"archived_at": "2026-03-21", "summary": "灯亮了"}
OFF = {"clauses": {clause: {"mode": "off"} for clause in ("2.2.1", "2.3.5", "2.5.1", "2.5.2", "2.9.1", "2.10.1")}}


@pytest.mark.parametrize("plain_before", [0, 150])
def test_duplicates_are_the_same_whatever_is_audited(tmp_path: Path, plain_before: int) -> None:
    """Six duplicates and two superseded rows, with all standards, with one, and with one of which clauses are off."""
    rows = [{**ROW, "complaint_id": f"P-{n}"} for n in range(plain_before)]
    for n, (column, value) in enumerate([*SAME.items(), *OTHER.items()]):
        first = {**ROW, "complaint_id": f"C-{n}"}
        rows += [first, {**first, column: value}]
    folder = write(tmp_path / "logs", projects=[PROJECT], complaints=rows)
    runs = [
        audit(folder, "2026-03"),
        audit(folder, "2026-03", standards=["supervision"]),
        audit(folder, "2026-03", standards=["supervision"], settings=OFF),
    ]
    for run in runs:
        [entry] = [each for each in run.result.inputs if each.log == "complaints"]
        assert (entry.rejected, entry.duplicates, entry.superseded) == (0, len(SAME), len(OTHER))
    lines = [{each.id: each.source for each in run.result.findings if each.clause == "2.3.3"} for run in runs]
    assert lines[0] == lines[1] == lines[2] != {}
