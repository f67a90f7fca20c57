"""Runs the audit, the scripts and the peers on the same logs: all must count the same.

    python benchmarks/agree.py [--complaints 100000] [--months 60] [--folder /tmp/commsaudit-bench] [--peers DIR]

Prints a table for each format, with a mark beside what differs, and exits with 1 where something does. Then it audits one month
out of ``--months`` months and that month alone: the findings of the month's own records must be the same ones.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from peering import PEERS, peer
from rules import RULES
from run import FORMS, HERE, SCORED, TWENTY, audit, logs_at, make, script

Counts = dict[str, int]


def result_of(logs: str, *options: str) -> dict[str, list[dict[str, str]]]:
    """The result of an audit."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "result.json"
        subprocess.run([*audit(logs, *options), "-q", "-o", str(target)], check=True)
        return json.loads(target.read_text(encoding="utf-8"))


def audited(logs: str, *options: str) -> Counts:
    """The findings of each rule; two clauses are two rules each, which the record's tag tells apart."""
    found = Counter(_rule(each["clause"], each["record_id"]) for each in result_of(logs, *options)["findings"])
    return {clause: found[clause] for clause in RULES}


def _rule(clause: str, record: str) -> str:
    tagged = f"{clause}#{record.rpartition('#')[2]}"
    return tagged if tagged in RULES else clause


def printed(command: Sequence[str]) -> Counts:
    """What a script prints: a rule and its count on each line."""
    quiet = os.environ | {"DO_NOT_TRACK": "1", "GX_ANALYTICS_ENABLED": "false"}
    said = subprocess.run(command, check=False, capture_output=True, text=True, env=quiet)
    found = re.findall(r"^(\d\S*) (\d+)$", said.stdout, re.MULTILINE)
    if not found:
        raise SystemExit(f"{command[1]}: {said.stderr[-2000:]}")
    return {clause: int(count) for clause, count in found}


def counted(folder: Path, complaints: int, months: int, form: str, peers: Path) -> dict[str, Counts]:
    """Everybody's counts on the same logs."""
    logs = make(logs_at(folder, complaints, form, months))
    found = {"audit": audited(logs, *TWENTY), "of 87": audited(logs, *SCORED)}
    found |= {name: printed(script(f"{name}.py", logs, form)) for name in ("fused", "singly")}
    commands = {name: peer(peers, name, logs, form) for name in PEERS}
    return found | {name: printed(command) for name, command in commands.items() if command}


def agreed(found: dict[str, Counts]) -> bool:
    """Print the table; whether all columns are the same."""
    print(f"{'':16}" + "".join(f"{name[:12]:>13}" for name in found))
    same = True
    for clause in RULES:
        counts = [each.get(clause) for each in found.values()]
        differs = len(set(counts)) > 1
        same = same and not differs
        print(f"{clause:16}" + "".join(f"{count!s:>13}" for count in counts) + ("  differs" if differs else ""))
    return same


def own_findings(logs: str, monthly: int) -> set[tuple[str, str]]:
    """The findings about records of the last month; a project's own obligations see older notices and are left out."""
    sizes = {"C": monthly, "K": 2 * monthly, "N": monthly // 5}
    found = set()
    for each in result_of(logs, *SCORED)["findings"]:
        kind, _, number = each["record_id"].partition("#")[0].partition("-")
        if kind in sizes and int(number) < sizes[kind]:
            found.add((each["clause"], each["record_id"]))
    return found


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--complaints", type=int, default=100_000)
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "commsaudit-bench")
    parser.add_argument("--peers", type=Path, default=HERE / "peers" / ".venv")
    asked = parser.parse_args()
    same = True
    for form in FORMS:
        for months in (1, asked.months):
            print(f"{asked.complaints} complaints, {form}, months: {months}")
            same = agreed(counted(asked.folder, asked.complaints, months, form, asked.peers)) and same
    monthly = asked.complaints // asked.months
    alone = own_findings(make(logs_at(asked.folder, monthly, "parquet")), monthly)
    among = own_findings(make(logs_at(asked.folder, asked.complaints, "parquet", asked.months)), monthly)
    print(f"one month alone: {len(alone)} findings of its records; out of {asked.months}: {len(among)}")
    sys.exit(0 if same and alone == among else 1)


if __name__ == "__main__":
    main()
