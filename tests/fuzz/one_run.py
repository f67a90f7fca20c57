"""One run of the fuzzer: change files, audit or validate them, and say what is not as it must be."""

from __future__ import annotations

import faulthandler
import random
import resource
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import mutating

from commsaudit.audit import story, validating
from commsaudit.audit.request import Request
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.errors import CommsauditError, printable
from commsaudit.model.inputs import InputFile, Reject
from commsaudit.model.period import parse_period
from commsaudit.model.settings import Settings

COMPANY = Path(__file__).resolve().parents[2] / "fixtures" / "company"
# Space that the process may map. Threads and allocators map far more than they use; what is used is measured besides.
_MAPPED = 16 << 30


@dataclass(frozen=True)
class Ran:
    """What a run did: the files that were changed, how it ended, and what was wrong with that."""

    files: tuple[str, ...]
    ended: str
    problem: str = ""


def run(seed: int, keep: Path | None = None) -> Ran:
    """The run of a seed. ``keep``: its files stay there."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as temp:
        folder = keep or Path(temp)
        folder.mkdir(exist_ok=True, parents=True)
        names = _write(rng, folder)
        call = _audited if rng.random() < 0.2 else _validated
        try:
            ended, problem = call(folder)
        except CommsauditError as error:
            ended, problem = f"{type(error).__name__}: {error.en}", _message_problem(error)
        except Exception as error:  # noqa: BLE001 - whatever else comes is what is looked for
            ended, problem = type(error).__name__, traceback.format_exc()
    return Ran(names, ended, problem)


def _write(rng: random.Random, folder: Path) -> tuple[str, ...]:
    """The changed files, beside projects as they are (or changed, or not there)."""
    files = sorted(path for path in COMPANY.rglob("*") if path.is_file() and path.name != "projects.csv")
    chosen = rng.sample(files, rng.choice((1, 1, 2)))
    names = []
    for path in chosen:
        place = folder / path.parent.relative_to(COMPANY)
        place.mkdir(exist_ok=True)
        name, data = mutating.changed(rng, path.name, path.read_bytes())
        (place / name).write_bytes(data)
        names.append(name)
    projects = (COMPANY / "projects.csv").read_bytes()
    match rng.randrange(6):
        case 0:
            (folder / "projects.csv").write_bytes(mutating.changed(rng, "projects.csv", projects)[1])
            names.append("projects.csv")
        case 1:
            pass
        case _:
            (folder / "projects.csv").write_bytes(projects)
    return tuple(names)


def _audited(folder: Path) -> tuple[str, str]:
    done = story.run_audit(Request([str(folder)], parse_period("2026-03"), threads=1))
    problem = _counts_problem(done.result.inputs, done.rejects)
    if done.errors:
        problem += f"checks could not run: {done.errors}"
    return f"audited, {done.rejected_rows} rejected", problem


def _validated(folder: Path) -> tuple[str, str]:
    found = validating.validate([str(folder)], Settings())
    inputs = [check.counts for check in found.files if check.counts]
    problem = _counts_problem(inputs, found.rejects)
    for check in found.files:
        if not check.counts and not check.error:
            problem += f"{check.name}: neither counts nor an error\n"
        if check.error:
            problem += _message_problem(check.error)
    ended = [f"{type(check.error).__name__}: {check.error.en}" for check in found.files if check.error]
    return f"validated, {len(found.rejects)} rejects {ended or ''}", problem


def _counts_problem(inputs: Iterable[InputFile], rejects: Sequence[Reject]) -> str:
    """What is wrong with the counts of files: they do not add up, or the rejects say something else."""
    lines = Counter(file for file, _ in {(each.file, each.line) for each in rejects})
    found = ""
    for entry in inputs:
        parts = (entry.loaded, entry.rejected, entry.duplicates, entry.superseded)
        if min(parts) < 0 or sum(parts) != entry.rows or lines.pop(entry.file, 0) != entry.rejected:
            found += f"counts of {entry}: lines rejected {Counter(each.line for each in rejects).most_common(5)}\n"
    return found + (f"rejects of files without counts: {lines}\n" if lines else "")


def _message_problem(error: CommsauditError) -> str:
    """What is wrong with a message: it may hold nothing that a terminal obeys, and must be a message."""
    for text in (error.en, error.zh):
        if not text or len(text) > 4000 or text != printable(text):
            return f"a message that cannot be shown: {text!r}\n"
    return ""


def main(first: int, end: int, seconds: int, mib: int) -> None:
    """The runs of some seeds, each announced before it begins: one that ends the process is known by its seed."""
    resource.setrlimit(resource.RLIMIT_AS, (_MAPPED, _MAPPED))
    # Reading the catalogue takes half of a run, and gives the same each time.
    story.load_catalogue = validating.load_catalogue = cache(load_catalogue)
    most = mib << 10
    for seed in range(first, end):
        print(f"seed {seed}", end=" ", flush=True)
        faulthandler.dump_traceback_later(seconds, exit=True)
        done = run(seed)
        faulthandler.cancel_dump_traceback_later()
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        problem = done.problem
        if held > most:
            problem += f"the process holds {held >> 10} MiB, more than {most >> 10}"
            most = held
        print(f"{done.files}: {' '.join(done.ended.split())[:300]}", flush=True)
        if problem:
            print(f"FAILED seed {seed} {done.files}: {problem}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]))
