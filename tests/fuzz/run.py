"""The fuzzer: ``python tests/fuzz/run.py --runs 10000 --seed 1``. Exit code 1 where a run failed.

Each run changes one or two files of the demo company by its seed, and audits or validates them as a user would. Runs
go on in child processes with a limit of memory; one that dies or hangs is reported with its seed, and another goes on.
``--only SEED`` repeats a run with its files kept.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run, report, and say how it ended."""
    asked = _arguments()
    if asked.only is not None:
        sys.path.insert(0, str(HERE))
        import one_run

        found = one_run.run(asked.only, asked.keep)
        print(f"seed {asked.only}: {found.files}: {found.ended}\n{found.problem or 'no problem'}")
        return int(bool(found.problem))
    end = asked.seed + asked.runs
    with ThreadPoolExecutor(asked.processes) as pool:
        failed = sum(
            pool.map(
                lambda first: _batch(first, min(first + asked.batch, end), asked), range(asked.seed, end, asked.batch)
            )
        )
    print(f"{asked.runs} runs from seed {asked.seed}: {failed} failed")
    return int(failed > 0)


def _batch(first: int, end: int, asked: argparse.Namespace) -> int:
    """The runs ``first`` … ``end`` - 1, in as many processes as it takes; how many failed."""
    failed = 0
    while first < end:
        child = subprocess.Popen(
            [sys.executable, str(HERE / "one_run.py"), str(first), str(end), str(asked.seconds), str(asked.mib)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="backslashreplace",
            env={**os.environ, "PYTHONFAULTHANDLER": "1"},
        )  # fmt: skip
        lines = []
        for line in child.stdout or ():
            lines.append(line.rstrip("\n"))
            if asked.verbose:
                print(lines[-1], flush=True)
        child.wait()
        failed += sum(line.startswith("FAILED") for line in lines)
        last = max((number for number, line in enumerate(lines) if line.startswith("seed ")), default=0)
        if not asked.verbose:
            print(*(line for line in lines if not line.startswith("seed ")), sep="\n", end="", flush=True)
        if child.returncode == 0:
            break
        died = int(lines[last].split()[1])
        print(f"FAILED seed {died}: the process ended with {child.returncode}:\n" + "\n".join(lines[last:]), flush=True)
        failed += 1
        first = died + 1
    return failed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0, help="the first seed; run N has seed + N")
    parser.add_argument("--seconds", type=int, default=60, help="a run that takes longer hangs")
    parser.add_argument("--mib", type=int, default=1024, help="the most that the process may ever hold")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="so many at a time")
    parser.add_argument("--batch", type=int, default=500, help="runs for each process")
    parser.add_argument("--only", type=int, help="repeat this seed alone")
    parser.add_argument("--keep", type=Path, help="with --only: the folder for its files")
    parser.add_argument("--verbose", action="store_true", help="say how each run ended")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
