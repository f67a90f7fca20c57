"""The demo company: ten projects over two quarters, all 32 logs, with findings planted in it.

Nothing here is read by the audit. A world of plain rows is built clean (``build``), broken in known places
(``planting``), and written in the shapes that users' exports have (``writer``). The same seed gives the same
bytes. To extend it: add a builder to ``build.BUILDERS``, or a plant to the ``PLANTINGS`` of its module.
"""

from __future__ import annotations

import csv
from pathlib import Path

from commsaudit.demo.planted import PlantedFinding
from commsaudit.demo.planting import planted_world
from commsaudit.demo.writer import write_logs

__all__ = ["PlantedFinding", "write_demo", "write_planted"]

_COLUMNS = ("period", "clause", "project_id", "record_id", "due_at")


def write_demo(folder: Path, seed: int = 2026) -> list[PlantedFinding]:
    """Write the demo company's logs into ``folder``.

    Returns all that the audits of 2026-Q1, 2026-03 and 2026-Q2 must find by the supervision standard.
    """
    world, planted = planted_world(seed)
    write_logs(folder, world.rows)
    return planted


def write_planted(path: Path, planted: list[PlantedFinding]) -> None:
    """Write the planted findings as CSV; not into the folder of the logs, where it would be taken for one."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(_COLUMNS)
        for finding in planted:
            due = finding.due_at.isoformat(timespec="microseconds")
            lines.writerow([finding.period, finding.clause, finding.project_id, finding.record_id, due])
