"""Measures whole processes against each other in one run and prints ratios of medians.

    python benchmarks/run.py [--runs 5] [--folder /tmp/commsaudit-bench] [--large] [--only NAME…]

The two commands of a pair take turns, so that both see the same machine. ``--large`` adds ten million complaints under a
memory limit of 2 GB.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PYTHON = sys.executable
# The 87 clauses of the supervision standard, which the scripts are measured against.
SCORED = ("--standard", "supervision")
COMMSAUDIT = str(Path(PYTHON).with_name("commsaudit"))


@dataclass(frozen=True)
class Taken:
    """One whole process: seconds by the clock, of processor time, and its peak memory in MB."""

    wall: float
    cpu: float
    peak: float
    code: int


@dataclass(frozen=True)
class Pair:
    """Two commands, and how many times the second the first may take."""

    name: str
    ours: list[str]
    theirs: list[str]
    goal: float


def take(command: list[str]) -> Taken:
    """Run ``command`` and read what the operating system says of it."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    return Taken(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))


def median(taken: list[Taken], what: str) -> float:
    """The median of one figure."""
    return statistics.median(getattr(each, what) for each in taken)


def compare(pair: Pair, runs: int) -> None:
    """Run both commands in turn, one round uncounted, and print a line."""
    rounds = [(take(pair.ours), take(pair.theirs)) for _ in range(runs + 1)][1:]
    ours, theirs = [ours for ours, _ in rounds], [theirs for _, theirs in rounds]
    ratio = statistics.median(mine.wall / other.wall for mine, other in rounds)
    codes = sorted({each.code for each in ours})
    print(
        f"{pair.name:<34} {median(ours, 'wall'):7.2f} s {median(theirs, 'wall'):7.2f} s   ratio {ratio:5.2f}"
        f" (goal {pair.goal})   cpu {median(ours, 'cpu'):6.2f}/{median(theirs, 'cpu'):6.2f} s"
        f"   peak {median(ours, 'peak'):6.0f}/{median(theirs, 'peak'):6.0f} MB   exit {codes}",
        flush=True,
    )


def generated(folder: Path, complaints: int, form: str) -> str:
    """The folder of generated logs, written once."""
    target = folder / f"{complaints}-{form}"
    if not target.is_dir():
        command = [PYTHON, str(HERE / "generate.py"), str(target), "--complaints", str(complaints), "--format", form]
        subprocess.run(command, check=True)
    return str(target)


def audit(paths: str, *options: str) -> list[str]:
    """The audit of March 2026."""
    return [COMMSAUDIT, "audit", paths, "-p", "2026-03", "--config", str(HERE / "bench.toml"), *options]


def pairs(folder: Path, *, large: bool) -> list[Pair]:
    """Everything that is measured."""
    fixture = str(HERE.parent / "fixtures" / "company")
    found = [
        Pair("fixture month, 87 clauses", audit(fixture, *SCORED), [PYTHON, str(HERE / "bare.py"), fixture], 5),
        Pair("fixture month, 301 against 87", audit(fixture), audit(fixture, *SCORED), 2.5),
        Pair("--help", [COMMSAUDIT, "--help"], [PYTHON, "-c", "import click"], 1.5),
    ]
    for form, goal in (("csv", 2), ("parquet", 2.5)):
        logs = generated(folder, 1_000_000, form)
        script = [PYTHON, str(HERE / "baseline.py"), logs, form]
        found.append(Pair(f"1 million complaints, {form}", audit(logs, *SCORED), script, goal))
    if large:
        logs = generated(folder, 10_000_000, "parquet")
        limited = audit(logs, *SCORED, "--memory-limit", "2GB")
        found.append(Pair("10 million in 2 GB against no limit", limited, audit(logs, *SCORED), 1.5))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "commsaudit-bench")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    for pair in pairs(options.folder, large=options.large):
        if not options.only or any(word in pair.name for word in options.only):
            compare(pair, options.runs)


if __name__ == "__main__":
    main()
