"""Signals, closed pipes, terminals and start-up, of the installed command in a process of its own."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "commsaudit"]
MARCH = ("-p", "2026-03")
HEAVY = ("duckdb", "pyarrow", "python_calamine", "xlsxwriter", "tabulate", "chinese_calendar")


def started(temp: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """The command, its temporary files in ``temp``, waiting for what never comes on standard input."""
    temp.mkdir()
    return subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(temp)},
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.usefixtures("logs")
def test_a_signal_ends_it_and_leaves_nothing(clean, number):
    Path("r.json").write_text("the old one")
    temp = clean / "temp"
    process = started(temp, "audit", "-", "logs", "--log", "projects", *MARCH, "-o", "r.json")
    deadline = time.monotonic() + 10
    while not any(temp.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert any(temp.iterdir())
    process.send_signal(number)
    _, err = process.communicate(timeout=10)
    assert process.returncode == 128 + number
    assert b"stopped; nothing half-written was left" in err
    assert b"Traceback" not in err
    assert list(temp.iterdir()) == []
    assert Path("r.json").read_text() == "the old one"
    assert sorted(path.name for path in clean.iterdir()) == ["logs", "r.json", "temp"]


def test_a_reader_that_goes_away_is_no_error_message(clean):
    process = started(clean / "temp", "checks", "show", "2.5.1")
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(10) == 128 + signal.SIGPIPE
    assert process.stderr is not None
    assert process.stderr.read() == b""
    for stream in (process.stderr, process.stdin):
        stream.close()


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom commsaudit.cli.main import root\nroot.main(['--help'], standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def _on_a_terminal(*arguments: str, **environment: str) -> bytes:
    """What the command writes where all its streams are one terminal."""
    here, there = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=there, stdout=there, stderr=there, env=os.environ | environment
    ) as process:
        os.close(there)
        said = b""
        try:
            while chunk := os.read(here, 65536):
                said += chunk
        except OSError:  # Linux's way of saying that the other end is closed
            pass
        os.close(here)
        assert process.wait(20) == 0
    return said


@pytest.mark.usefixtures("logs")
def test_colour_and_progress_are_of_terminals():
    said = _on_a_terminal("audit", "logs", *MARCH, TERM="xterm")
    assert b"\x1b[1m" in said
    assert b"\r\x1b[K" in said
    assert b"\x1b[K" not in _on_a_terminal("audit", "logs", *MARCH, "--quiet", TERM="xterm")
    plain = _on_a_terminal("audit", "logs", *MARCH, "--quiet", TERM="xterm", NO_COLOR="1")
    assert b"\x1b[" not in plain
    piped = subprocess.run([*COMMAND, "audit", "logs", *MARCH], capture_output=True, check=True)
    assert b"\x1b[" not in piped.stdout
    assert piped.stderr == b""


def test_an_internal_error_is_one_sentence_and_ends_in_4():
    code = "import sys\nfrom commsaudit.cli.failing import exit_code_of\nsys.exit(exit_code_of(lambda: {}['gone']))"
    plain = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert plain.returncode == 4
    assert plain.stderr.startswith("Error: something that should not happen: KeyError: 'gone'")
    assert len(plain.stderr.splitlines()) == 1
    debug = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"COMMSAUDIT_DEBUG": "1"},
    )
    assert debug.returncode == 4
    assert "Traceback" in debug.stderr


def test_the_installed_command_says_its_version():
    done = subprocess.run([*COMMAND, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("commsaudit ")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_waits_until_a_module_is_made(tmp_path, number):
    """A library whose making is interrupted may end the process by itself."""
    (tmp_path / "slow_to_make.py").write_text(
        f"import signal\nsignal.raise_signal({int(number)})\nprint('made', flush=True)\n"
    )
    code = (
        "import sys, time\nfrom commsaudit.cli.failing import exit_code_of\n"
        "def call():\n    import slow_to_make\n    time.sleep(20)\n    return 0\n"
        "sys.exit(exit_code_of(call))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=15,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
    )
    assert (done.stdout, done.returncode) == ("made\n", 128 + number)
    assert "stopped" in done.stderr


@pytest.mark.usefixtures("logs")
def test_what_nohup_switched_off_stays_off(clean):
    temp = clean / "temp"
    temp.mkdir()
    process = subprocess.Popen(
        ["nohup", *COMMAND, "audit", "-", "logs", "--log", "staff", *MARCH],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(temp)},
    )
    deadline = time.monotonic() + 10
    while not any(temp.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGHUP)
    out, _ = process.communicate(b"project_id,staff_id,role\nP1,S-1,steward\n", timeout=20)
    assert process.returncode in (0, 3)
    assert b"P1" in out


def test_a_second_signal_does_not_interrupt_the_putting_away():
    code = (
        "import os, signal, sys, threading, time\nfrom commsaudit.cli.failing import exit_code_of\n"
        "def call():\n    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "    try:\n        time.sleep(20)\n"
        "    finally:\n        os.kill(os.getpid(), signal.SIGTERM)\n        print('put away', flush=True)\n"
        "sys.exit(exit_code_of(call))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=15)
    assert (done.stdout, done.returncode) == ("put away\n", 128 + signal.SIGINT)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("checks list 2>&- >/dev/null", 0),
        ("checks list >&-", 0),
        ("report nope.json 2>&-", 2),
        ("report nope.json >&-", 2),
    ],
)
def test_a_stream_that_is_closed_changes_no_exit_code(line, code):
    done = subprocess.run(
        f"{sys.executable} -m commsaudit {line}", shell=True, capture_output=True, text=True, check=False, timeout=20
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
