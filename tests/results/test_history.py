"""The history folder: files that are whole and never written again, and an index that belongs to them."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from history_samples import failed, result, run

from commsaudit.errors import InputError, StorageError, UsageError
from commsaudit.results.history import History, earlier_points, history_points
from commsaudit.results.history_index import NAME
from commsaudit.scoring.decode import read_result
from commsaudit.scoring.encode import to_json

MARCH = (failed("A.1.1", "C-1", "2026-03-05"),)
HERE = Path(__file__).parent


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.json"))


def periods(folder: Path) -> list[str]:
    return [entry.period.label for entry in History(folder).entries]


def test_a_result_is_kept_under_its_period_moment_and_checksum(tmp_path):
    march = result("2026-03", MARCH)
    path, new = History(tmp_path / "deep" / "history").add(march)
    checksum = json.loads(to_json(march))["checksum"]
    assert new
    assert path.name == f"2026-03_20260331T235959_{checksum[:16]}.json"
    assert path.read_bytes() == to_json(march)


def test_the_same_result_again_is_nothing_to_do(tmp_path):
    history = History(tmp_path)
    path, _ = history.add(result("2026-03", MARCH))
    before = path.stat()
    assert history.add(result("2026-03", MARCH)) == (path, False)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert len(names(tmp_path)) == 1


def test_a_name_that_is_taken_by_something_else_is_never_overwritten(tmp_path):
    path, _ = History(tmp_path).add(result("2026-03", MARCH))
    path.write_bytes(b"mine")
    with pytest.raises(StorageError, match="the file was changed"):
        History(tmp_path).add(result("2026-03", MARCH))
    assert path.read_bytes() == b"mine"


def test_results_come_by_kind_of_period_then_by_time(tmp_path):
    for period in ("2026-Q1", "2026-03", "2026-01", "2026-W10", "2026-03-01..2026-03-20"):
        History(tmp_path).add(result(period))
    assert periods(tmp_path) == ["2026-W10", "2026-01", "2026-03", "2026-Q1", "2026-03-01..2026-03-20"]


def scores(folder: Path) -> dict[tuple[str, str], str]:
    return {(point.period, point.project_id): str(point.score) for point in history_points(History(folder))}


def test_the_latest_moment_counts_and_of_equals_the_last_written(tmp_path):
    early = result("2026-03", as_of="2026-03-20")
    first, _ = History(tmp_path).add(result("2026-03", MARCH))
    second, _ = History(tmp_path).add(result("2026-03", [*MARCH, failed("A.1.1", "C-2", "2026-03-06")]))
    History(tmp_path).add(early)  # written last, but it stands earlier
    os.utime(first, ns=(1, 2_000_000_000))
    os.utime(second, ns=(1, 1_000_000_000))
    assert scores(tmp_path)["2026-03", "P1"] == "2.9"  # 3.0 - 0.1
    os.utime(second, ns=(1, 3_000_000_000))
    assert scores(tmp_path)["2026-03", "P1"] == "2.8"  # 3.0 - 2 * 0.1


def test_each_project_is_taken_from_the_last_result_that_scores_it(tmp_path):
    History(tmp_path).add(result("2026-03", MARCH))
    History(tmp_path).add(result("2026-03", as_of="2026-04-01", projects=["P2"]))
    assert scores(tmp_path) == {("2026-03", "P1"): "2.9", ("2026-03", "P2"): "3.0"}


def test_points_of_earlier_periods_of_the_same_kind(tmp_path):
    for period in ("2026-01", "2026-02", "2026-Q1", "2026-03"):
        History(tmp_path).add(result(period, projects=["P1"]))
    points = earlier_points(History(tmp_path), result("2026-03").period)
    assert [(point.period, point.score, point.points) for point in points] == [
        ("2026-01", Decimal("3.0"), Decimal("3.0")),
        ("2026-02", Decimal("3.0"), Decimal("3.0")),
    ]


# Twenty processes at once: each adds its own result and one that all share.
_WRITERS = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from history_samples import failed, result
from commsaudit.results.history import History
gate, opened = os.pipe()
children = []
for number in range(20):
    pid = os.fork()
    if not pid:
        os.close(opened)
        os.read(gate, 1)
        history = History(Path(sys.argv[2]))
        own = result("2026-03", [failed("A.1.1", f"C-{number}", "2026-03-05")])
        history.add(result("2026-02"))
        history.add(own)
        os._exit(0)
    children.append(pid)
os.close(opened)
sys.exit(any(os.waitpid(pid, 0)[1] for pid in children))
"""


def test_twenty_writers_at_once(tmp_path):
    subprocess.run([sys.executable, "-c", _WRITERS, str(HERE), str(tmp_path)], check=True)
    assert len(names(tmp_path)) == 21
    for name in names(tmp_path):
        assert read_result(tmp_path / name).period.label == name[:7]
    assert not list(tmp_path.glob(".*.tmp"))
    found = History(tmp_path).entries
    assert sorted(entry.name for entry in found) == names(tmp_path)
    records = {finding.record_id for entry in found for finding in History(tmp_path).result(entry).findings}
    assert records == {f"C-{number}" for number in range(20)}


# Writers that do nothing but write, until they are killed.
_ENDLESS = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from history_samples import failed, result
from commsaudit.results.history import History
many = [failed("A.1.1", f"C-{number:04}", "2026-03-05") for number in range(400)]
for turn in range(10**6):
    History(Path(sys.argv[2])).add(result("2026-03", [*many, failed("A.1.2", f"{os.getpid()}-{turn}", "2026-03-05")]))
    if not turn:
        print("writing", flush=True)
"""


def test_killed_writers_leave_whole_files_and_stop_nobody(tmp_path):
    command = [sys.executable, "-c", _ENDLESS, str(HERE), str(tmp_path)]
    writers = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    for place, writer in enumerate(writers):
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.05 + place / 50)
        writer.kill()
    for writer in writers:
        writer.communicate()
    kept = names(tmp_path)
    assert len(kept) >= 3
    for name in kept:
        assert len(read_result(tmp_path / name).findings) == 401
    History(tmp_path).add(result("2026-04"))
    assert len(History(tmp_path).entries) == len(kept) + 1


def test_what_a_killed_run_left_is_swept_a_day_later(tmp_path):
    old, fresh = tmp_path / f".{'0' * 16}.tmp", tmp_path / f".{'1' * 16}.tmp"
    for path in (old, fresh):
        path.write_bytes(b"{")
    os.utime(old, (0, 0))
    History(tmp_path).add(result())
    assert not old.exists()
    assert fresh.exists()
    assert periods(tmp_path) == ["2026-03"]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    for period in ("2026-01", "2026-02", "2026-03"):
        History(tmp_path).add(result(period, [failed("A.1.1", "C-1", f"{period}-05")]))
    return tmp_path


def forged(index: bytes) -> bytes:
    """The index with other scores, under a digest that fits."""
    body = index.partition(b"\n")[2].replace(b'"2.9"', b'"0.1"')
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: None,
        lambda _: b"",
        lambda index: index[: len(index) // 2],
        lambda index: index.replace(b'"2.9"', b'"1.9"'),
        lambda index: index.replace(b"history-index/1", b"history-index/0"),
        lambda _: b"\xff\xfe\x00" * 100,
        lambda _: hashlib.sha256(b"[]\n").hexdigest().encode() + b"\n[]\n",
    ],
    ids=["missing", "empty", "cut", "changed", "version", "binary", "foreign"],
)
def test_a_damaged_index_is_made_anew(kept, spoil):
    index = kept / NAME
    whole = index.read_bytes()
    spoilt = spoil(whole)
    index.unlink() if spoilt is None else index.write_bytes(spoilt)
    assert set(scores(kept).values()) == {"2.9", "3.0"}
    assert sorted(index.read_bytes().splitlines()[1:]) == sorted(whole.splitlines()[1:])


def test_an_index_that_is_not_of_these_files_counts_for_nothing(kept, tmp_path_factory):
    index = forged((kept / NAME).read_bytes())
    copy = tmp_path_factory.mktemp("copy")
    for path in kept.glob("*.json"):
        (copy / path.name).write_bytes(path.read_bytes())
    (copy / NAME).write_bytes(index)
    assert set(scores(copy).values()) == {"2.9", "3.0"}


def test_files_that_come_and_go_by_hand(kept):
    (kept / names(kept)[0]).unlink()
    (kept / "april.json").write_bytes(to_json(result("2026-04")))
    (kept / "again.json").write_bytes(to_json(result("2026-04")))  # the same once more
    (kept / "notes.txt").write_text("not read")
    assert periods(kept) == ["2026-02", "2026-03", "2026-04"]


def test_a_file_that_was_changed_is_an_error_whatever_the_index_says(kept):
    path = kept / names(kept)[1]
    path.write_bytes(path.read_bytes().replace(b'"A.1.1"', b'"A.1.2"'))
    with pytest.raises(InputError, match=rf"{path.name}.*changed after it was written.*move the file out"):
        _ = History(kept).entries


def test_another_schema_is_an_error_that_names_the_file(kept):
    (kept / "old.json").write_text('{"schema": "commsaudit.result/0"}')
    with pytest.raises(InputError, match=r"old\.json: the schema is 'commsaudit\.result/0'"):
        _ = History(kept).entries


def test_no_folder_and_no_result_are_errors_that_say_what_to_do(tmp_path):
    with pytest.raises(UsageError, match=r"no such history folder.*--history"):
        _ = History(tmp_path / "none").entries
    with pytest.raises(UsageError, match=r"no result in this history.*--history"):
        _ = History(tmp_path).entries


def test_many_results_open_at_once(tmp_path):
    march = result("2026-03", MARCH)
    for number in range(200):
        one = replace(march, period=replace(march.period, label=f"p-{number}"))
        (tmp_path / f"{number}.json").write_bytes(to_json(one))
    assert len(History(tmp_path).entries) == 200  # read from the files
    began = time.perf_counter()
    assert len(history_points(History(tmp_path))) == 400
    assert time.perf_counter() - began < 1  # a hundredth of it, on an idle machine


def test_audit_keeps_its_result(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logs").mkdir()
    rows = "complaint_id,project_id,received_at,responded_at\nC-1,P1,2026-03-02 09:00,\n"
    (tmp_path / "logs" / "complaints.csv").write_text(rows)
    (tmp_path / "commsaudit.toml").write_text('history = "kept"\nlang = "en"\n')
    code, out, err = run("audit", "logs", "-p", "2026-03", "-o", "r.json")
    assert (code, out) == (0, "")
    assert "kept in the history: kept/2026-03_20260331T235959_" in err
    assert [path.read_bytes() for path in (tmp_path / "kept").glob("*.json")] == [(tmp_path / "r.json").read_bytes()]
    code, _, err = run("audit", "logs", "-p", "2026-03")
    assert code == 0
    assert "the history has this result already" in err
    assert len(names(tmp_path / "kept")) == 1


def test_a_history_that_takes_no_result_costs_the_exit_code_not_the_outputs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "complaints.csv").write_text("complaint_id,project_id,received_at,responded_at\nC-1,P1,2026-03-02,\n")
    (tmp_path / "kept").write_text("a file")
    code, _, err = run("audit", "complaints.csv", "-p", "2026-03", "--history", "kept", "--lang", "en")
    assert code == 4
    assert "the history folder cannot be made" in err
    (tmp_path / "kept").unlink()
    assert run("audit", "complaints.csv", "-p", "2026-03", "--history", "kept")[0] == 0
    path = next((tmp_path / "kept").glob("*.json"))
    path.write_text("{}")
    code, _, err = run("audit", "complaints.csv", "-p", "2026-03", "--history", "kept", "-o", "r.json", "--lang", "en")
    assert code == 4
    assert "the file was changed" in err
    assert read_result(tmp_path / "r.json").period.label == "2026-03"


def test_reports_show_the_periods_before(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = "C-1,P1,2026-02-02 09:00,\nC-2,P1,2026-03-02 09:00,\n"
    (tmp_path / "complaints.csv").write_text(f"complaint_id,project_id,received_at,responded_at\n{rows}")
    (tmp_path / "kept").mkdir()
    for period in ("2026-02", "2026-03"):
        code, _, err = run("audit", "complaints.csv", "-p", period, "--history", "kept", "-o", f"{period}.html")
        assert code == 0, err
    assert "2026-02" in (tmp_path / "2026-03.html").read_text("utf-8")
    (tmp_path / "kept" / "bad.json").write_text("{}")
    code, _, err = run("audit", "complaints.csv", "-p", "2026-03", "--history", "kept", "-o", "r.html", "--lang", "en")
    assert code == 0  # said, and no report is spoilt by it
    assert "bad.json" in err
    assert (tmp_path / "r.html").exists()
