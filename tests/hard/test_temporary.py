"""Temporary files: for this user alone, gone in the end, and after a kill when the next run begins."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hard_runs import environment, started, write_logs

from commsaudit.errors import StorageError
from commsaudit.logs.private import private_folder
from commsaudit.reports.files import write_files

SECRET = "王小明 13800138000"
# Works in a folder until it is killed; says which one it is.
_WORKING = f"""
import sys, time
from pathlib import Path
from commsaudit.logs.private import private_folder
with private_folder(Path(sys.argv[1])) as folder:
    (folder / "rows.csv").write_text("{SECRET}")
    print(folder.parent, flush=True)
    time.sleep(600)
"""
# Makes folders and works in them, while others do the same and look for what was left behind.
_MANY = """
import sys
from pathlib import Path
from commsaudit.logs.private import private_folder
for turn in range(50):
    with private_folder(Path(sys.argv[1])) as folder:
        (folder / "rows.csv").write_text(str(turn))
        with private_folder(Path(sys.argv[1])) as inner:
            assert inner.is_dir()
        assert (folder / "rows.csv").read_text() == str(turn)
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def everyone() -> Iterator[None]:
    """The umask that keeps nothing from anybody."""
    before = os.umask(0)
    yield
    os.umask(before)


def working(folder: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen([sys.executable, "-c", _WORKING, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def killed(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


@pytest.mark.usefixtures("everyone")
def test_folder_and_files_are_private_whatever_the_umask(clean):
    with private_folder(clean) as folder:
        (folder / "rows.csv").write_text(SECRET)
        limits = {"memory_limit": "40MB", "temp_directory": str(folder), "threads": 1}
        with duckdb.connect(config=limits) as connection:
            connection.execute(
                "CREATE TABLE many AS SELECT range AS n, md5(range::VARCHAR) AS text FROM range(1000000)"
            )
            found = {path.name: mode(path) for path in folder.iterdir()}
        assert any(name.startswith("duckdb_temp") for name in found)
        assert set(found.values()) == {0o600}
        assert [mode(each) for each in (folder, folder.parent)] == [0o700, 0o700]
    assert list(clean.iterdir()) == []
    (clean / "ours").write_text("")
    assert mode(clean / "ours") == 0o666  # the setting is given back


@pytest.mark.usefixtures("everyone")
def test_threads_that_work_at_once_give_the_setting_back_together(clean):
    inside, leave = threading.Barrier(5), threading.Event()

    def work() -> None:
        with private_folder(clean) as folder:
            inside.wait(20)
            leave.wait(20)
            (folder / "rows.csv").write_text(SECRET)
            assert mode(folder / "rows.csv") == 0o600

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    inside.wait(20)
    leave.set()
    for thread in threads:
        thread.join()
    assert list(clean.iterdir()) == []
    (clean / "ours").write_text("")
    assert mode(clean / "ours") == 0o666


def test_the_next_run_removes_what_a_killed_one_left_and_nothing_else(clean):
    (dead, left), (alive, used) = working(clean), working(clean)
    killed(dead)
    assert (left / "files" / "rows.csv").read_text() == SECRET
    with private_folder(clean) as folder:
        assert not left.exists()
        assert (used / "files" / "rows.csv").read_text() == SECRET
        assert sorted(clean.iterdir()) == sorted([used, folder.parent])
    killed(alive)
    with private_folder(clean):
        pass
    assert list(clean.iterdir()) == []


def test_what_only_looks_like_ours_is_left_alone(clean):
    victim = clean / "victim"
    (victim / "files").mkdir(parents=True)
    (victim / "lock").write_text("")
    (clean / f"commsaudit-{'0' * 16}").symlink_to(victim)
    (clean / f"commsaudit-{'1' * 16}").write_text("a file")
    named = clean / "commsaudit-bench"
    named.mkdir()
    (named / "lock").write_text("")
    for number, inside in (("2", "kept.csv"), ("3", "lock")):
        folder = clean / f"commsaudit-{number * 16}"
        folder.mkdir()
        (folder / inside).symlink_to(victim / "lock")
    before = sorted(clean.rglob("*"))
    with private_folder(clean):
        pass
    assert sorted(clean.rglob("*")) == before


def test_a_link_in_what_was_left_is_not_followed(clean):
    kept = clean / "kept"
    kept.mkdir()
    (kept / "log.csv").write_text("mine")
    dead, left = working(clean)
    (left / "files" / "link").symlink_to(kept)
    killed(dead)
    with private_folder(clean):
        assert not left.exists()
    assert (kept / "log.csv").read_text() == "mine"


def test_what_another_user_left_is_left_alone(clean, monkeypatch):
    dead, left = working(clean)
    killed(dead)
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    with private_folder(clean):
        assert left.is_dir()


def test_killed_before_it_was_held_or_while_it_was_removed(clean):
    (clean / f"commsaudit-{'a' * 16}").mkdir()
    half = clean / f"commsaudit-{'b' * 16}"
    half.mkdir()
    (half / "lock").write_text("")
    with private_folder(clean):
        pass
    assert list(clean.iterdir()) == []


def test_many_that_begin_at_once_do_not_take_each_others_folders(clean):
    runs = [
        subprocess.Popen([sys.executable, "-c", _MANY, str(clean)], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = [run.communicate(timeout=120)[1] for run in runs]
    assert [run.returncode for run in runs] == [0] * 4, said
    assert list(clean.iterdir()) == []


def test_nowhere_to_put_them_is_an_error_that_says_what_to_do(clean):
    (clean / "file").write_text("")
    with (
        pytest.raises(StorageError, match=r"no temporary folder can be made.*TMPDIR"),
        private_folder(clean / "file"),
    ):
        pass


def test_an_audit_that_is_killed_leaves_its_logs_to_nobody(clean):
    write_logs(clean / "logs")
    temp = clean / "temp"
    process = started(["audit", "-", "logs", "--log", "projects", "-p", "2026-03"], temp, clean)
    end = time.monotonic() + 60
    while not list(temp.rglob("projects.csv")) and time.monotonic() < end:
        time.sleep(0.01)
    (spooled,) = temp.rglob("projects.csv")
    assert mode(spooled) == 0o600
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert spooled.exists()
    command = [sys.executable, "-m", "commsaudit", "logs", "validate", "logs"]
    subprocess.run(command, cwd=clean, env=environment(temp), capture_output=True, check=False)
    assert list(temp.iterdir()) == []


@pytest.mark.usefixtures("everyone")
@pytest.mark.parametrize(("old", "new"), [(None, 0o666), (0o640, 0o640), (0o600, 0o600)])
def test_an_output_is_for_this_user_alone_until_it_is_whole(clean, old, new):
    target = clean / "result.json"
    if old is not None:
        target.write_text("old")
        target.chmod(old)
    seen: list[int] = []

    def content() -> Iterator[bytes]:
        for _ in range(2):
            yield b"new"
            seen.extend(mode(path) for path in clean.glob(".*.tmp"))

    write_files([(target, content())])
    assert seen == [0o600, 0o600]
    assert mode(target) == new


def test_what_killed_runs_left_beside_an_output_goes_a_day_later(clean):
    names = [f".result.json.{'0' * 16}.tmp", f".{'1' * 16}.tmp"]
    kept = [f".result.json.{'2' * 16}.tmp", ".result.json.tmp", "result.json.tmp", f"{'3' * 16}.tmp"]
    for name in (*names, *kept):
        (clean / name).write_text(SECRET)
        if name != kept[0]:  # of a run that may still be at work
            os.utime(clean / name, (0, 0))
    write_files([(clean / "other.csv", [b"new"])])
    assert sorted(path.name for path in clean.iterdir()) == sorted([*kept, "other.csv"])
