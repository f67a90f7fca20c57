"""What the tests of kills, full disks and many at once share: small logs, calls, a disk that takes no more, processes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = [sys.executable, "-m", "commsaudit"]
PROJECTS = 20


def write_logs(folder: Path) -> Path:
    """Complaints of twenty projects in February and March, one row that cannot be read, and a log in GB18030."""
    folder.mkdir()
    rows = [
        f"C-{nth},P{1 + nth % PROJECTS:02},2026-{2 + nth % 2:02}-{1 + nth % 28:02} 09:00,2026-03-{1 + nth % 28:02} 10:00"
        for nth in range(200)
    ]
    head = "complaint_id,project_id,received_at,responded_at"
    (folder / "complaints.csv").write_text("\n".join([head, *rows, "C-200,P01,yesterday,"]) + "\n")
    meetings = ["会议编号,项目编号,会议名称", *(f"M-{nth},P01,座谈会" for nth in range(400))]
    (folder / "events.csv").write_text("\n".join(["event_id,project_id,name", *meetings[1:]]) + "\n", "gb18030")
    return folder


def environment(temp: Path) -> dict[str, str]:
    """An environment that says nothing but where temporary files go."""
    temp.mkdir(exist_ok=True)
    own = {name: value for name, value in os.environ.items() if not name.startswith("COMMSAUDIT_")}
    return own | {"TMPDIR": str(temp), "LC_ALL": "C.UTF-8"}


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """A disk that takes no byte beyond ``size`` of any file: what writes it gets an error of the system."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def started(arguments: list[str], temp: Path, folder: Path) -> subprocess.Popen[bytes]:
    """The command in a process of its own, as soon as it listens to signals."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=folder,
        env=environment(temp),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while process.poll() is None and not _listens(process.pid):
        time.sleep(0.001)
    return process


def _listens(pid: int) -> bool:
    """Whether the process catches SIGTERM."""
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(line.split()[1], 16) >> 14 & 1)


def hidden(folder: Path) -> list[str]:
    """What was not finished in ``folder``."""
    return sorted(path.name for path in folder.glob(".*.tmp"))
