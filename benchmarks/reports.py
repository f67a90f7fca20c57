"""Measures reports on a synthetic result: 1,000 projects with 100,000 findings.

    python benchmarks/reports.py [--projects 1000] [--findings 100000] [--folder /tmp/commsaudit-reports] [--only NAME…]

Each format is written by a process of its own. Prints seconds, peak memory, and the sizes of its files.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

FORMATS = ("json", "csv", "html", "xlsx")
_SHOWN = 1_000_000


@dataclass(frozen=True)
class Taken:
    """What writing one format took."""

    seconds: float
    peak: float
    files: list[Path]


def make_result(path: Path, projects: int, findings: int) -> None:
    """Write a result over the supervision standard and its procedures; the same numbers give the same file."""
    from commsaudit.checks.catalogue import load_catalogue
    from commsaudit.model.inputs import InputFile
    from commsaudit.model.outcome import Evidence, Finding, Outcome, Status
    from commsaudit.model.period import parse_period
    from commsaudit.scoring.build import build_result
    from commsaudit.scoring.encode import to_json
    from commsaudit.scoring.score import ProjectOutcomes
    from commsaudit.scoring.tree import StandardUse

    drawn = random.Random(4)
    standards = [each for each in load_catalogue().values() if "residential" in each.types]
    clauses = [clause for standard in standards for clause in standard.clauses]
    names = [f"P{number:05}" for number in range(projects)]
    found = [(drawn.choice(names), drawn.choice(clauses)) for _ in range(findings)]
    counts = Counter((name, clause.id) for name, clause in found)
    outcomes = {
        name: [
            Outcome(each.standard, each.id, Status.NOT_ASSESSED, "log visits not supplied")
            if counts[name, each.id] == 0 and drawn.random() < 0.1
            else Outcome(
                each.standard, each.id,
                Status.FAIL if counts[name, each.id] else Status.PASS, None, 40, counts[name, each.id],
            )
            for each in clauses
        ]
        for name in names
    }  # fmt: skip
    started = datetime(2026, 3, 1, 9)
    listed = [
        Finding(
            id=f"{clause.standard}/{clause.id}/{name}/TS-{number:06}",
            project_id=name,
            standard=clause.standard,
            clause=clause.id,
            record_id=f"TS-{number:06}",
            due_at=started + timedelta(minutes=number % 40_000),
            detail="done=-; received_at=2026-03-01 09:12:00; responded_at=-; channel=app",
            source=Evidence("complaints", "exports/2026-03/投诉_2026-03.csv", number + 2),
            waiver=None,
        )
        for number, (name, clause) in enumerate(found)
    ]
    result = build_result(
        period=parse_period("2026-03"),
        settings={"timezone": "Asia/Shanghai", "sample": None},
        counting="occurrence",
        inputs=[InputFile("complaints", "exports/2026-03/投诉_2026-03.csv", "a" * 64, findings, findings, 0, 0, 0)],
        standards=[StandardUse(each, "score" if each.points else "observe") for each in standards],
        projects=[ProjectOutcomes(name, f"项目 {name}", outcomes[name]) for name in names],
        findings=listed,
        max_findings=None,
        metrics=[],
    )
    path.write_bytes(to_json(result))


def write_format(name: str, source: Path, target: Path) -> None:
    """Read the result and write it as ``name``; prints the seconds that writing took."""
    from commsaudit.checks.catalogue import load_catalogue
    from commsaudit.reports.formats import FORMATS as known
    from commsaudit.reports.interface import ReportContext
    from commsaudit.reports.output import write_report
    from commsaudit.scoring.decode import read_result

    result = read_result(source)
    began = time.perf_counter()
    write_report(known[name], result, str(target), ReportContext("zh", list(load_catalogue().values())))
    print(time.perf_counter() - began)


def take(name: str, source: Path, folder: Path) -> Taken:
    """Write ``name`` in a process of its own."""
    from commsaudit.reports.formats import FORMATS as known

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    target = folder / f"report{known[name].endings[0]}"
    process = subprocess.Popen(
        [sys.executable, __file__, "--write", name, str(source), str(target)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{name}: ended with {os.waitstatus_to_exitcode(status)}")
    return Taken(float(said), usage.ru_maxrss / 1024, sorted(each for each in folder.rglob("*") if each.is_file()))


def report(name: str, taken: Taken) -> None:
    """One line: seconds, memory, files; of several, the largest."""
    sizes = {each: each.stat().st_size for each in taken.files}
    print(f"{name:8} {taken.seconds:7.2f} s  peak {taken.peak:5.0f} MB  {len(sizes)} files, {_mb(sum(sizes.values()))}")
    top = min(sizes, key=lambda each: len(each.parts))
    pages = [size for each, size in sizes.items() if len(each.parts) > len(top.parts)]
    if pages:
        print(f"{'':8} {top.name} {_mb(sizes[top])}; {len(pages)} pages, the largest {_mb(max(pages))}")


def _mb(size: int) -> str:
    return f"{size / _SHOWN:.2f} MB"


def main() -> None:
    """Make the result and write each format from it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=1_000)
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "commsaudit-reports")
    parser.add_argument("--only", nargs="+", default=FORMATS, choices=FORMATS)
    parser.add_argument("--write", nargs=3, metavar=("NAME", "RESULT", "TARGET"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        name, source, target = asked.write
        write_format(name, Path(source), Path(target))
        return
    asked.folder.mkdir(parents=True, exist_ok=True)
    source = asked.folder / f"result-{asked.projects}-{asked.findings}.json"
    if not source.exists():
        make_result(source, asked.projects, asked.findings)
    print(f"{asked.projects} projects, {asked.findings} findings; the result: {_mb(source.stat().st_size)}")
    for name in asked.only:
        report(name, take(name, source, asked.folder / name))


if __name__ == "__main__":
    main()
