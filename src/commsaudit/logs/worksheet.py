"""What the inspector's worksheet agrees on with the reader of the log ``inspections``.

A worksheet lists more rows than an inspector may get to. Its column ``MARKS`` numbers them, and says by being there: a numbered
row in which the inspector wrote nothing is no row; one that is filled in by half is set aside with its line; rows without a
number are rows as in any other file.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import pyarrow as pa

from commsaudit.logs.headers import Headers, fold
from commsaudit.model.inputs import Reject

MARKS = ("检查表行号", "worksheet_row")
"""The header of that column, in Chinese and English."""
LOG = "inspections"
ATTESTED = ("inspected_on", "inspector", "verdict")
"""What a row that counts must hold: by whom and when, and what was found."""
WRITTEN = (*ATTESTED, "note")
"""The columns that inspectors fill in."""
_HALF = (
    "blank in a worksheet row that is filled in by half; fill it in, or leave the row's date, inspector, verdict and note blank"
    " / 检查表中此行只填了一部分，此处为空；请补填，或将该行的检查日期、检查人、结论、说明全部留空"
)


def only_filled_in(
    log: str, file: str, header: Sequence[str], headers: Headers, table: pa.Table, numbers: array[int]
) -> tuple[pa.Table, array[int], tuple[Reject, ...]]:
    """The rows of a worksheet that are filled in, with their line numbers, and those that are so by half.

    Every other file of any log comes back as it is.
    """
    marks = {fold(mark) for mark in MARKS}
    mark = next((place for place, name in enumerate(header) if fold(name) in marks), None)
    if log != LOG or mark is None:
        return table, numbers, ()
    numbered = _filled(table, mark)
    cells = {name: _filled(table, headers.columns[name]) for name in WRITTEN if name in headers.columns}
    kept: list[int] = []
    rejects: list[Reject] = []
    for row, is_ours in enumerate(numbered):
        if not is_ours:
            kept.append(row)
            continue
        if not any(filled[row] for filled in cells.values()):
            continue
        blank = [name for name in ATTESTED if name in cells and not cells[name][row]]
        rejects.extend(Reject(log, file, numbers[row], name, "", _HALF) for name in blank)
        if not blank:
            kept.append(row)
    return table.take(pa.array(kept, pa.int64())), array("L", [numbers[row] for row in kept]), tuple(rejects)


def _filled(table: pa.Table, column: int) -> list[bool]:
    """Which cells of a column hold anything."""
    return [bool(text and text.strip()) for text in table.column(column).to_pylist()]
