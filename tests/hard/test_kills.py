"""Killed at any moment: files are the old or the new ones, the history reads on, the mail record tells the truth.

COMMSAUDIT_KILLS says how many moments are tried for each signal (a nightly run: 200).
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_calls import called
from hard_runs import environment, hidden, started, write_logs
from mail_server import Mailroom, Post, Server
from reports_sample import sample_result

from commsaudit.scoring.encode import to_json

KILLS = int(os.environ.get("COMMSAUDIT_KILLS", "4"))
PERIODS = ("2026-02", "2026-03")
EARLY = "20T235959"
OUTPUTS = ("r.json", "r.csv", "r.xlsx", "r.md")
# Audits the two months in turn for ever, over the same outputs and into one history, and tells when one begins.
_FOR_EVER = """
import sys
from commsaudit.cli.main import root
arguments = sys.argv[1:]
while True:
    for period in ("2026-02", "2026-03"):
        print(period, flush=True)
        code = root.main([*arguments, "-p", period], standalone_mode=False)
        if code != 3:
            sys.exit(f"ended with {code}")
"""


def moments(seed: int) -> Iterator[float]:
    """Random moments of a span, one in each of its equal parts."""
    chance = random.Random(seed)
    for nth in range(KILLS):
        yield (nth + chance.random()) / KILLS


def arguments(*more: str) -> list[str]:
    outputs = [word for name in OUTPUTS for word in ("-o", name)]
    return ["audit", "logs", "--lang", "en", "-q", *outputs, "--rejects", "rejects.csv", *more]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name[0] != "."}


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, bytes]]]:
    """A folder with logs, outputs and the history of a quarter, and what each of two months' audits writes there."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write_logs(folder / "logs")
        for period in ("2026-01", "2026-02", "2026-03"):
            early = ("--as-of", f"{period}-{EARLY[:2]}")
            code = called("audit", "logs", "-p", period, *early, "--history", "history", "--rejects", os.devnull).code
            assert code == 3
        found = []
        for period in PERIODS:
            assert called(*arguments("-p", period)).code == 3
            found.append(contents(folder))
    return folder, found


@pytest.fixture
def whole(
    clean: Path, undisturbed: tuple[Path, list[dict[str, bytes]]], monkeypatch: pytest.MonkeyPatch
) -> list[dict[str, bytes]]:
    """What is whole; the working folder holds what the last audit left."""
    folder, found = undisturbed
    shutil.copytree(folder, clean, dirs_exist_ok=True)
    (clean / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(clean / "temp"))
    return found


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def only_whole(folder: Path, whole: list[dict[str, bytes]]) -> None:
    """Every file is one of the two that it can be, and none is missing or new."""
    found = contents(folder)
    assert found.keys() == whole[0].keys()
    for name, content in found.items():
        assert content in [each[name] for each in whole], name


def history_reads(folder: Path, whole: list[dict[str, bytes]]) -> int:
    """How many results came into the history; all of them are whole, and who reads it can."""
    kept = [path.read_bytes() for path in (folder / "history").glob("*.json") if EARLY not in path.name]
    assert all(content in [each["r.json"] for each in whole] for content in kept)
    assert called("trend", "--history", "history").code == 0
    assert called("review", "2026-Q1", "--history", "history").code == 0
    return len(kept)


def test_killed_it_leaves_old_or_new_files_and_a_history_that_reads(clean, whole):
    temp, span = clean / "temp", 2.0
    for moment in moments(1):
        process = subprocess.Popen(
            [sys.executable, "-c", _FOR_EVER, *arguments("--history", "history")],
            cwd=clean,
            env=environment(temp),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "2026-02\n"
        time.sleep(moment * span)
        process.kill()
        _, err = process.communicate()
        assert err == ""
        only_whole(clean, whole)
        history_reads(clean, whole)
        assert len(list(temp.iterdir())) <= 3  # of this run alone: the one before was put away
        assert {mode(clean / name) for name in hidden(clean)} <= {0o600, mode(clean / "r.json")}
    left = hidden(clean) + [f"history/{name}" for name in hidden(clean / "history")]
    for name in left:
        os.utime(clean / name, (0, 0))  # a day later
    for period, files in zip(PERIODS, whole, strict=True):
        assert called(*arguments("--history", "history", "-p", period)).code == 3
        assert contents(clean) == files
    assert history_reads(clean, whole) == 2
    assert (hidden(clean), hidden(clean / "history"), list(temp.iterdir())) == ([], [], [])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_a_word_and_leaves_nothing(clean, whole, number):
    temp = clean / "temp"
    begun = time.monotonic()
    ended = started(arguments("-p", "2026-03", "--history", "history"), temp, clean)
    ended.communicate()
    span = time.monotonic() - begun
    codes: Counter[int] = Counter()
    for moment in (0.0, *moments(number)):
        process = started(arguments("-p", "2026-02", "--history", "history"), temp, clean)
        time.sleep(moment * span)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        codes[process.returncode] += 1
        assert process.returncode in (128 + number, 3), err
        assert process.returncode == 3 or b"stopped" in err
        assert b"Traceback" not in err + out
        assert b"ignored" not in err
        assert (list(temp.iterdir()), hidden(clean), hidden(clean / "history")) == ([], [], [])
        only_whole(clean, whole)
        history_reads(clean, whole)
    assert codes[128 + number]


def record_of(folder: Path) -> dict[tuple[str, str], str]:
    """What the record says of each delivery last, by project and address."""
    found = {}
    for path in folder.rglob("*.jsonl"):
        lines = [json.loads(line) for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
        if lines:
            found[lines[-1]["project"], lines[-1]["address"]] = lines[-1]["state"]
    return found


def test_killed_while_mailing_the_record_tells_what_the_server_got(clean):
    Path("result.json").write_bytes(to_json(sample_result()))
    rows = [f"P0{number},p{number}-{each}@example.com\n" for number in (1, 2, 3, 4) for each in range(2 * KILLS)]
    Path("recipients.csv").write_text("project_id,address\n" + "".join(rows))
    settings = '[mail]\nfrom = "audit@example.com"\nrecipients = "recipients.csv"\nretries = 0\n'
    Path("commsaudit.toml").write_text(settings)
    server = Server(Mailroom(slow=0.01), hostname="127.0.0.1", port=0)
    server.start()
    try:
        killed_while_mailing(clean, Post(server.handler, server.port), len(rows))
    finally:
        server.stop()


def killed_while_mailing(folder: Path, post: Post, letters: int) -> None:
    chance = random.Random(3)
    for _ in range(KILLS):
        before = len(post.room.taken)
        process = started(post.arguments(), folder / "temp", folder)
        while process.poll() is None and len(post.room.taken) == before:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.05)
        process.kill()
        process.communicate()
        true_record(folder, post)
    done = post.mail()
    record = true_record(folder, post)
    unknown = [state for state in record.values() if state == "uncertain"]
    assert len(unknown) <= KILLS  # at most the one letter on its way at each kill
    assert len(record) == letters
    assert done.code == (5 if unknown else 0)
    assert post.mail().out.startswith("sent 0,")


def true_record(folder: Path, post: Post) -> dict[tuple[str, str], str]:
    """The record; nobody got a letter twice, who is said to have one has it, and who is not has none."""
    got = Counter(address for address, _ in post.room.taken)
    assert set(got.values()) <= {1}
    record = record_of(folder / "mailed")
    for (_, address), state in record.items():
        assert got[address] == 1 or state != "sent"
        assert got[address] == 0 or state in ("sent", "sending", "uncertain")
    return record
