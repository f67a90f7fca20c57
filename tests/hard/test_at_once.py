"""Twenty audits at once into one history, and beside them those who read it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cli_calls import called
from hard_runs import PROJECTS, environment, hidden, write_logs

from commsaudit.results.history import History
from commsaudit.results.history_index import NAME, Entry, read_index
from commsaudit.scoring.decode import read_result

# Twenty processes that begin at one moment: each audits one project, keeps the result and writes it out too; some keep the
# same result of February, some read the history meanwhile.
_AUDITS = """
import os, sys
import commsaudit.audit.story, commsaudit.results.history, commsaudit.reports.output
from commsaudit.cli.main import root
def run(*arguments):
    return root.main([*arguments, "--lang", "en", "-q", "--history", "history"], standalone_mode=False)
gate, opened = os.pipe()
children = []
for number in range(1, int(sys.argv[1]) + 1):
    pid = os.fork()
    if not pid:
        os.close(opened)
        os.read(gate, 1)
        common = 0
        if number % 4 == 1:
            common = run("audit", "logs", "-p", "2026-02", "--max-rejects", "1", "--rejects", os.devnull, "-o", os.devnull,
                         "-f", "json")
        own = f"P{number:02}"
        code = run("audit", "logs", "-p", "2026-03", "--project", own, "--rejects", f"{own}.rejects.csv", "--max-rejects", "1",
                   "-o", f"{own}.json")
        read = 0 if number % 4 else run("trend", "-f", "json")
        os._exit(common or code or read)
    children.append(pid)
os.close(opened)
sys.exit(any(os.waitpid(pid, 0)[1] for pid in children))
"""


def plain(entries: list[Entry]) -> list[tuple[object, ...]]:
    return sorted((entry.name, entry.stamp, entry.period, entry.checksum, repr(entry.raw)) for entry in entries)


def test_twenty_audits_into_one_history(clean: Path) -> None:
    write_logs(clean / "logs")
    temp = clean / "temp"
    done = subprocess.run(
        [sys.executable, "-c", _AUDITS, str(PROJECTS)],
        cwd=clean,
        env=environment(temp),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    folder = clean / "history"
    kept = sorted(folder.glob("*.json"))
    assert len(kept) == PROJECTS + 1
    assert [read_result(path).period.label for path in kept] == ["2026-02"] + ["2026-03"] * PROJECTS
    written = {path.read_bytes() for path in clean.glob("P*.json")}
    assert len(written) == PROJECTS
    assert {path.read_bytes() for path in kept[1:]} == written
    assert (hidden(folder), list(temp.iterdir())) == ([], [])

    found = list(History(folder).entries)  # what the audits took from each other's index is read from the files
    assert plain(list(read_index(folder).values())) == plain(found)
    (folder / NAME).unlink()
    assert [entry.raw for entry in History(folder).entries] == [list(entry.raw) for entry in found]
    shown = called("trend", "--history", "history", "-f", "csv")
    assert shown.code == 0
    assert all(f"P{number:02}" in shown.out for number in range(1, PROJECTS + 1))
