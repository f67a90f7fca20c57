"""A large file of plain times is read in a quicker way: what it says must not depend on that.

The way is chosen by the first hundred rows. So the same rows are audited twice: with the odd one last, behind plain ones, and with it first.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from small import PROJECT, audit, write

COLUMNS = "project_id,complaint_id,received_at,responded_at,promised_at,closed_at,archived_at"
PLAIN = [
    f"P1,C-{n},2026-03-{n % 28 + 1:02} 08:07:06,2026-03-{n % 28 + 1:02} 09:00:00,2026-03-31 12:00:00,"
    f"2026-03-{n % 28 + 1:02} 18:00:00,2026-03-31 08:00:00"
    for n in range(150)
]
ODD = [
    "2026-03-05",
    "2026-3-5 8:7:6",
    "2026-03-05 08:07",
    "2026-03-05T08:07:06",
    "2026-03-05 08:07:06.5",
    "2026-03-05 08:07:06Z",
    "2026-03-05 08:07:06+08:00",
    "  2026-03-05 08:07:06\t",
    "2026-03-05  08:07:06",
    "2026/3/5 8:07",
    "2026年3月5日",
    "20260305",
    "infinity",
    "-infinity",
    "epoch",
    "now",
    "26-03-05 08:07:06",
    "26-3-05 08:07:06",
    "26/3/5 8:07",
    "2026-03-05 08:07:06\x0b",
    "2026-03-05\x0b08:07:06",
    "2026-03-05\x0c08:07:06",
    "202-03-05 08:07:06",
    "0202-03-05 08:07:06",
    "1899-12-30 00:00:00",
    "1900-01-01 00:00:00",
    "1970-01-01 00:00:00",
    "12026-03-05 08:07:06",
    "2026-02-30 08:07:06",
    "2026-03-05 24:00:00",
    "２０２６-03-05 08:07:06",
    "   ",
    '""',
    "NULL",
    "03/05/2026 08:07:06",
]


@pytest.mark.parametrize("column", ["received_at", "promised_at", "archived_at"])
@pytest.mark.parametrize("value", ODD)
def test_an_odd_moment_behind_plain_ones_is_read_as_one_before_them(tmp_path: Path, column: str, value: str) -> None:
    """``archived_at`` is read by no clause of those that are judged, ``promised_at`` is a moment until which something is promised."""
    cells = dict(zip(COLUMNS.split(","), ["P1", "C-odd", "2026-03-05 08:07:06", "", "", "", ""], strict=True))
    odd = ",".join({**cells, column: value}.values())
    seen = []
    for name, rows in (("last", [*PLAIN, odd]), ("first", [odd, *PLAIN])):
        folder = tmp_path / name
        write(folder, projects=[PROJECT])
        (folder / "complaints.csv").write_text("\n".join([COLUMNS, *rows, ""]), encoding="utf-8")
        run = audit(folder, "2026-03", standards=["supervision"])
        said = {each.id: (each.due_at, each.detail) for each in run.result.findings}
        counts = [(each.log, each.rows, each.loaded, each.rejected, each.duplicates) for each in run.result.inputs]
        rejects = [(each.column, each.value, each.reason) for each in run.rejects]
        seen.append((said, counts, rejects, run.unknown_words, [each.clauses for each in run.result.projects]))
    assert seen[0] == seen[1]
