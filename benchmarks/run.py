"""Measures whole processes against each other in one run and prints ratios of medians.

    python benchmarks/run.py [--runs 5] [--folder /tmp/commsaudit-bench] [--complaints 1000000] [--peers DIR] [--large] [--only WORD…]

All commands of a group take turns, so that they see the same machine; one round before the counted ones warms the file cache (not
with ``--runs 1``, a first look).
``--large`` adds ten million complaints under a memory limit of 2 GB. ``--peers`` is the folder with the peers' environments
(benchmarks/README.md). A line that misses its goal is marked.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from peering import PEERS, peer

HERE = Path(__file__).parent
PYTHON = sys.executable
COMMSAUDIT = str(Path(PYTHON).with_name("commsaudit"))
# The 87 clauses of the supervision standard, and of them the eighteen that the scripts run as twenty rules.
SCORED = ("--standard", "supervision", "--config", str(HERE / "bench.toml"))
TWENTY = ("--standard", "supervision", "--config", str(HERE / "twenty.toml"))
FIXTURE = str(HERE.parent / "fixtures" / "company")
FORMS = ("csv", "parquet")

Command = tuple[str, ...]
_LOGS = re.compile(r"\d+-\d+-(csv|parquet)")


@dataclass(frozen=True)
class Taken:
    """One whole process: seconds by the clock, of processor time, and its peak memory in MB."""

    wall: float
    cpu: float
    peak: float
    code: int


@dataclass(frozen=True)
class Line:
    """Two commands, and what is asked of the first beside the second: how is "<=", ">=" (times) or "+" (seconds more).

    ``figure`` is wall or peak. Without a goal the line is for information.
    """

    name: str
    first: Command
    second: Command
    goal: float | None
    how: str = "<="
    figure: str = "wall"


def take(command: Sequence[str]) -> Taken:
    """Run ``command`` and read what the operating system says of it."""
    quiet = os.environ | {"DO_NOT_TRACK": "1", "GX_ANALYTICS_ENABLED": "false"}
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=quiet)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    return Taken(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))


def median(taken: Sequence[Taken], what: str) -> float:
    """The median of one figure."""
    return statistics.median(getattr(each, what) for each in taken)


def measure(group: Sequence[Line], runs: int) -> None:
    """Run the group's commands in turn, one round uncounted unless there is but one, and print its lines."""
    for part in {part for line in group for part in (*line.first, *line.second) if _LOGS.fullmatch(Path(part).name)}:
        make(part)
    taken: dict[Command, list[Taken]] = {command: [] for line in group for command in (line.first, line.second)}
    for counted in [False] * (runs > 1) + [True] * runs:
        for command, results in taken.items():
            result = take(command)
            if counted:
                results.append(result)
    for line in group:
        print(shown(line, taken[line.first], taken[line.second]), flush=True)


def shown(line: Line, first: Sequence[Taken], second: Sequence[Taken]) -> str:
    """A line of the table."""
    ours, theirs = median(first, line.figure), median(second, line.figure)
    value = ours - theirs if line.how == "+" else ours / theirs
    missed = line.goal is not None and (value < line.goal if line.how == ">=" else value > line.goal)
    goal = "" if line.goal is None else f"{line.how} {line.goal}"
    codes = ",".join(str(code) for code in sorted({each.code for each in (*first, *second)}))
    return (
        f"{line.name:<50} {median(first, 'wall'):7.2f} {median(second, 'wall'):7.2f} {value:7.2f} {goal:>7}"
        f" {'missed' if missed else '':6} {median(first, 'cpu'):7.2f} {median(second, 'cpu'):7.2f}"
        f" {median(first, 'peak'):6.0f} {median(second, 'peak'):6.0f}  {codes}"
    )


HEADING = f"{'':50} {'s':>7} {'other':>7} {'ratio':>7} {'goal':>7} {'':6} {'cpu s':>7} {'other':>7} {'MB':>6} {'other':>6}  exit"


def logs_at(folder: Path, complaints: int, form: str, months: int = 1) -> str:
    """Where generated logs stand, or will."""
    return str(folder / f"{complaints}-{months}-{form}")


def make(logs: str) -> str:
    """Generate the logs of ``logs_at`` once; the folder itself."""
    target = Path(logs)
    if not target.is_dir():
        complaints, months, form = target.name.split("-")
        size = ("--complaints", complaints, "--months", months, "--format", form)
        aside = target.with_suffix(".part")
        subprocess.run([PYTHON, str(HERE / "generate.py"), str(aside), *size], check=True)
        aside.rename(target)
    return logs


def audit(paths: str, *options: str) -> Command:
    """The audit of March 2026."""
    return (COMMSAUDIT, "audit", paths, "-p", "2026-03", *options)


def script(name: str, *options: str) -> Command:
    """A script beside this one."""
    return (PYTHON, str(HERE / name), *options)


def small() -> list[Line]:
    """A month of the fixture company, and the start of the program."""
    bare = script("bare.py", FIXTURE)
    return [
        Line("fixture month, all clauses / bare read", audit(FIXTURE), bare, 3),
        Line("fixture month, 87 clauses / bare read", audit(FIXTURE, *SCORED), bare, 3),
        Line("--help / import click", (COMMSAUDIT, "--help"), (PYTHON, "-c", "import click"), 1.5),
    ]


def million(folder: Path, complaints: int, form: str, peers: Path) -> list[Line]:
    """One month, against the scripts and the peers."""
    logs = logs_at(folder, complaints, form)
    ours, all_clauses, fused = audit(logs, *TWENTY), audit(logs, *SCORED), script("fused.py", logs, form)
    limit = 1.3 if form == "csv" else 1.5
    lines = [
        Line(f"20 rules, {form} / fused script", ours, fused, limit),
        Line(f"87 clauses, {form} / the 20", all_clauses, ours, 1.6),
        Line(f"peak memory, 20 rules, {form} / fused script", ours, fused, 1.5, figure="peak"),
        Line(f"peak memory, 87 clauses, {form} / fused script", all_clauses, fused, 1.5, figure="peak"),
        Line(f"all findings written, {form} / 20 rules", (*ours, "-o", str(folder / "written.json")), ours, None),
        Line(f"the rules singly, {form} / 20 rules", script("singly.py", logs, form), ours, None, ">="),
    ]
    commands = {name: peer(peers, name, logs, form) for name in PEERS}
    lines += [
        Line(f"{name}, {form} / 20 rules", command, ours, PEERS[name], ">=")
        for name, command in commands.items()
        if command
    ]
    return lines


def years(folder: Path, complaints: int) -> list[list[Line]]:
    """One month out of five years."""
    parquet, csv = (logs_at(folder, complaints, form, 60) for form in ("parquet", "csv"))
    month = logs_at(folder, complaints // 60, "parquet")
    reading = script("singly.py", csv, "csv", "--load")
    return [
        [Line("a month of five years, parquet / the month alone", audit(parquet, *SCORED), audit(month, *SCORED), 1.3)],
        [Line("a month of five years, csv / reading it once", audit(csv, *SCORED), reading, 1.1)],
    ]


def stored(folder: Path) -> list[Line]:
    """What is done with a result of 100,000 findings, against reading its JSON."""
    history = folder / "history"
    history.mkdir(parents=True, exist_ok=True)
    result = history / "result.json"
    if not result.exists():
        # In a process of its own: a command's peak memory is never below that of the process which starts it.
        making = "import sys, reports; from pathlib import Path; reports.make_result(Path(sys.argv[1]), 1_000, 100_000)"
        subprocess.run([PYTHON, "-c", making, str(result)], check=True, cwd=HERE)
    tables = f"{folder / 'tables'}/"
    reading = (PYTHON, "-c", f"import json; json.load(open({str(result)!r}, encoding='utf-8'))")
    return [
        Line("report of a result / its JSON", (COMMSAUDIT, "report", str(result)), reading, 1, "+"),
        Line(
            "report -f csv / its JSON",
            (COMMSAUDIT, "report", str(result), "-f", "csv", "-o", tables),
            reading,
            1,
            "+",
        ),
        Line("gate / its JSON", (COMMSAUDIT, "gate", str(result), "--min-score", "1"), reading, 1, "+"),
        Line("trend / its JSON", (COMMSAUDIT, "trend", "--history", str(history)), reading, 1, "+"),
    ]


def large(folder: Path) -> list[Line]:
    """Ten million complaints, 32 million rows."""
    logs = logs_at(folder, 10_000_000, "parquet")
    limited = audit(logs, *SCORED, "--memory-limit", "2GB")
    return [Line("10 million complaints in 2 GB / without limit", limited, audit(logs, *SCORED), 1.5)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "commsaudit-bench")
    parser.add_argument("--complaints", type=int, default=1_000_000)
    parser.add_argument("--peers", type=Path, default=HERE / "peers" / ".venv")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--only", nargs="*", default=[])
    asked = parser.parse_args()
    missing = [name for name in PEERS if peer(asked.peers, name, "", "") is None]
    if missing:
        print(f"no environment in {asked.peers} for {', '.join(missing)}: left out", file=sys.stderr)
    groups = [small(), stored(asked.folder)]
    groups += [million(asked.folder, asked.complaints, form, asked.peers) for form in FORMS]
    groups += years(asked.folder, asked.complaints)
    groups += [large(asked.folder)] if asked.large else []
    print(HEADING)
    for group in groups:
        wanted = [line for line in group if not asked.only or any(word in line.name for word in asked.only)]
        measure(wanted, asked.runs)


if __name__ == "__main__":
    main()
