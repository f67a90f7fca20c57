"""Checks of others in an audit: whatever they try, their clause alone is an error, and nothing else is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from commsaudit.audit.request import AuditRun, Request
from commsaudit.audit.settings import settings_from_table
from commsaudit.audit.story import run_audit
from commsaudit.calendar.workdays import WorkingDays
from commsaudit.checks import caged, watching
from commsaudit.checks.catalogue import shipped_folder
from commsaudit.engine.database import Database
from commsaudit.model.period import parse_period
from commsaudit.model.settings import Settings

FRONT = """/*
clause = "{clause}"
zh = "条款"
en = "A clause"
source = "complaints"
reads = {{ complaints = ["received_at", "responded_at"] }}
*/
{sql}
"""
HONEST = """SELECT c.project_id, c.complaint_id AS record_id, hours(c.received_at, 2) AS due_at,
    done_by(c.responded_at, hours(c.received_at, 2)) AS met, c.responded_at AS done_at, c._row AS source_row
FROM complaints AS c"""
# A row that keeps the contract, with room for what is tried.
ROW = (
    "SELECT c.project_id, c.complaint_id AS record_id, c.received_at AS due_at, TRUE AS met,"
    " CAST(NULL AS TIMESTAMP) AS done_at, CAST(NULL AS BIGINT) AS source_row FROM complaints AS c"
)
ROWS = "complaint_id,project_id,received_at,responded_at\nC-1,P1,2026-03-05 09:00,2026-03-06 17:00\nC-2,P2,2026-03-05 09:00,\n"


def run(tmp_path: Path, checks: dict[str, str], **limits: int) -> AuditRun:
    """An audit with ``checks``: clause id → statement, beside those of ours."""
    folder = tmp_path / "theirs" / "supervision"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.sql"):
        old.unlink()
    for clause, sql in checks.items():
        (folder / f"{clause}.sql").write_text(FRONT.format(clause=clause, sql=sql), encoding="utf-8")
    logs = tmp_path / "logs"
    logs.mkdir(exist_ok=True)
    (logs / "complaints.csv").write_text(ROWS, encoding="utf-8")
    table = {"checks": ["./theirs"], "limits": limits}
    settings = settings_from_table(table, tmp_path / "commsaudit.toml")
    return run_audit(Request([str(logs)], parse_period("2026-03"), settings, standards=["supervision"]))


def told(done: AuditRun, theirs: set[str]) -> dict[tuple[str, str], str]:
    """What each clause but theirs came to."""
    return {
        (
            project.project_id,
            each.outcome.clause,
        ): f"{each.outcome.status} {each.outcome.findings} {each.outcome.obligations}"
        for project in done.result.projects
        for each in project.clauses
        if each.outcome.clause not in theirs
    }


def numbered(ways: dict[str, str]) -> dict[str, str]:
    return {f"2.3.{number}": sql for number, sql in enumerate(ways.values(), 50)}


WAYS = {
    "reads a file": f"{ROW}, read_text('/etc/passwd')",
    "reads a CSV": f"{ROW}, read_csv('CANARY')",
    "reads a file as a table": f"{ROW}, 'CANARY'",
    "lists a folder": f"{ROW}, glob('/etc/*')",
    "writes a file": "COPY complaints TO 'WRITTEN'",
    "writes a file in a CTE": f"WITH a AS (COPY complaints TO 'WRITTEN') {ROW}",
    "reads into a table": "COPY stage_complaints FROM 'CANARY'",
    "exports all": "EXPORT DATABASE 'WRITTEN'",
    "attaches a file": "ATTACH 'WRITTEN' AS other",
    "attaches after all": f"{ROW}; ATTACH 'WRITTEN' AS other",
    "asks the environment": ROW.replace("c.complaint_id", "getenv('HOME')"),
    "asks the settings": ROW.replace("c.complaint_id", "current_setting('temp_directory')"),
    "reads a variable of Python": f"{ROW}, ROWS",
    "shadows a log": "CREATE OR REPLACE TEMP VIEW complaints AS SELECT 1",
    "shadows a macro": "CREATE OR REPLACE MACRO eod(d) AS TIMESTAMP '2020-01-01'",
    "changes a variable": "SET VARIABLE working_day = []",
    "empties a log": "DELETE FROM stage_complaints",
    "empties a log and goes on": f"DELETE FROM stage_complaints; {ROW}",
    "empties a log in a CTE": f"WITH a AS (DELETE FROM stage_complaints RETURNING project_id) {ROW}",
    "changes a log in a CTE": f"WITH a AS (UPDATE stage_complaints SET responded_at = NULL RETURNING 1) {ROW}",
    "breaks out of the parenthesis": f"{ROW}) AS a) AS b; UPDATE stage_complaints SET _gone = TRUE; SELECT * FROM (SELECT 1",
    "closes the transaction": f"COMMIT; {ROW}",
    "changes a setting": "SET threads = 1",
    "fetches an extension": "INSTALL httpfs",
    "runs a text": f"{ROW}, query('DELETE FROM stage_complaints')",
    "reads what the runner found": f"{ROW}, findings",
    "reads the stage": f"{ROW}, stage_complaints",
    "reads a column that it does not declare": f"{ROW} WHERE c.channel IS NULL",
    "takes the clock": ROW.replace("TRUE AS met", "now() > c.received_at AS met"),
    "draws lots": ROW.replace("TRUE AS met", "random() > 0.5 AS met"),
    "fails": ROW.replace("c.received_at AS", "CAST('张三 13800138000' AS TIMESTAMP) AS"),
    "fails by a pattern that it read": f"{ROW} WHERE regexp_matches('a', '张三(13800138000' || c.complaint_id)",
}
LIES = {
    "lacks a column": HONEST.replace("AS met", "AS kept"),
    "has one more": HONEST.replace("AS met,", "AS met, 1 AS more,"),
    "has one twice": HONEST.replace("AS met,", "AS met, TRUE AS met,"),
    "has no yes or no": HONEST.replace("done_by(c.responded_at, hours(c.received_at, 2))", "1"),
    "has no time": HONEST.replace("hours(c.received_at, 2) AS due_at", "CAST(c.received_at AS DATE) AS due_at"),
    "has a text for a row": HONEST.replace("c._row AS", "CAST(c._row AS VARCHAR) AS"),
    "names no project": HONEST.replace("c.project_id", "CAST(NULL AS VARCHAR) AS project_id"),
    "names a project that there is not": HONEST.replace("c.project_id", "'P9' AS project_id"),
    "names no record": HONEST.replace("c.complaint_id", "CAST(NULL AS VARCHAR)"),
    "names an inspection": HONEST.replace("c.complaint_id", "'inspection:' || c.complaint_id"),
    "names one twice": f"{HONEST} UNION ALL {HONEST}",
    "names one twice that was met": f"{ROW} UNION ALL {ROW}",
    "points at a row that there is not": HONEST.replace("c._row AS", "c._row + 99 AS"),
    "points at a row of another project": HONEST.replace("c._row AS", "1 - c._row AS"),
}


def test_whatever_a_check_tries_its_clause_alone_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    canary, written = tmp_path / "canary.csv", tmp_path / "written"
    canary.write_text(ROWS, encoding="utf-8")
    ways = {
        name: sql.replace("CANARY", str(canary)).replace("WRITTEN", str(written)) for name, sql in (WAYS | LIES).items()
    }
    honest = run(tmp_path, {"2.3.40": HONEST})
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    theirs = numbered(ways)
    done = run(tmp_path, {"2.3.40": HONEST} | theirs)
    assert sorted(done.errors) == sorted(theirs), [
        name for name, clause in zip(ways, theirs, strict=True) if clause not in done.errors
    ]
    for clause, reason in done.errors.items():
        en, _, zh = reason.partition(" / ")
        assert en.startswith(f"{clause}.sql: ")
        assert zh.startswith(f"{clause}.sql：")
        assert "张三" not in reason
        assert "13800138000" not in reason
    assert told(done, set(theirs)) == told(honest, set(theirs))
    assert {each.record_id for each in done.result.findings if each.clause == "2.3.40"} == {"C-1", "C-2"}
    assert {each.id for each in done.result.findings} == {each.id for each in honest.result.findings}
    assert not written.exists()
    now = {
        path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.parent.name != "supervision"
    }
    assert now == {path: content for path, content in before.items() if path.parent.name != "supervision"}


HUGE = {
    "counts without end": ROW.replace(
        "c.complaint_id", "(WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT max(n) || '' FROM a)"
    ),
    "has a billion rows": ROW.replace("c.complaint_id", "c.complaint_id || n") + ", range(1000000000) AS r(n)",
    "joins all with all": f"SELECT * FROM ({ROW}) WHERE (SELECT count(*) FROM range(1000000000), range(1000000000)) > 5",
}
LARGE = {
    "doubles a text": ROW.replace("c.complaint_id", f"(SELECT length(s) || '' FROM {'(SELECT s || s || s || s || s || s || s || s AS s FROM ' * 10}(SELECT c.complaint_id AS s){')' * 10})"),
    "pads a text": ROW.replace("c.complaint_id", "lpad(c.complaint_id, 2000000000, 'x')"),
    "makes a list": ROW.replace("c.complaint_id", "len(generate_series(1, 3000000000)) || ''"),
    "gathers a list": ROW.replace("c.complaint_id", "(SELECT len(list(n ORDER BY n)) || '' FROM range(1000000000) AS r(n))"),
    "sorts on disk": ROW.replace("c.complaint_id", "(SELECT max(p) || '' FROM (SELECT row_number() OVER (ORDER BY hash(n)) AS p FROM range(1000000000) AS r(n)))"),
}  # fmt: skip


def test_a_check_that_does_not_end_is_stopped(tmp_path: Path) -> None:
    theirs = numbered(HUGE)
    done = run(tmp_path, {"2.3.40": HONEST} | theirs, check_seconds=1)
    assert sorted(done.errors) == sorted(theirs)
    assert all("check_seconds" in reason or "check_memory" in reason for reason in done.errors.values())
    assert {each.record_id for each in done.result.findings if each.clause == "2.3.40"} == {"C-1", "C-2"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits what a process can ask for at once")
def test_a_check_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    theirs = numbered(LARGE)
    done = run(tmp_path, {"2.3.40": HONEST} | theirs, check_memory=100 << 20)
    assert sorted(done.errors) == sorted(theirs)
    assert all("check_memory" in reason for reason in done.errors.values()), done.errors
    assert {each.record_id for each in done.result.findings if each.clause == "2.3.40"} == {"C-1", "C-2"}


# One call of a function that goes on for seconds.
STUBBORN = (
    "WITH t AS (SELECT (SELECT string_agg('aaaaaaaaaa', '' ORDER BY 1) FROM range(6000000)) AS s) "
    + ROW.replace("TRUE AS met", "contains(s, left(s, 15000000) || 'b') AS met")
    + ", t"
)


def test_a_check_that_heeds_no_interruption_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One call of a function that goes on for seconds: the audit does not wait for it."""
    monkeypatch.setattr(watching, "_GRACE", 0.0)
    done = run(tmp_path, {"2.3.40": HONEST, "2.3.50": STUBBORN}, check_seconds=1)
    assert "check_seconds" in done.errors["2.3.50"]
    for thread in watching._left_behind:
        thread.join()
    assert {each.record_id for each in done.result.findings if each.clause == "2.3.40"} == {"C-1", "C-2"}


ENDING = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from commsaudit.checks import watching
from test_cage_runs import STUBBORN, run
watching._GRACE = 0.0
run(Path({folder!r}), {{"2.3.50": STUBBORN}}, check_seconds=1)
print("done")
"""


def test_the_process_ends_though_a_check_does_not(tmp_path: Path) -> None:
    script = ENDING.format(tests=str(Path(__file__).parent), folder=str(tmp_path))
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert (ended.stdout, ended.returncode) in (("done\n", 4), ("done\n", 0)), ended.stderr
    assert "FATAL" not in ended.stderr


def test_were_the_proof_wrong_the_engine_would_still_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files, settings and logs are out of reach for what the parser let through, too."""
    monkeypatch.setattr(caged, "prove", lambda *_: {"complaints"})
    canary = tmp_path / "canary.csv"
    canary.write_text(ROWS, encoding="utf-8")
    holes = {
        "reads": f"{ROW}, read_csv('{canary}')",
        "scans": f"{ROW}, '{canary}'",
        "reads Python": f"{ROW}, holes",
        "deletes": f"WITH a AS (DELETE FROM memory.main.stage_complaints RETURNING *) {ROW}, a",
        "finds": f"WITH a AS (INSERT INTO memory.main.findings SELECT 'a', 'b', 'P1' RETURNING *) {ROW}, a",
    }
    theirs = numbered(holes)
    done = run(tmp_path, {"2.3.40": HONEST} | theirs)
    assert sorted(done.errors) == sorted(theirs)
    assert {each.record_id for each in done.result.findings if each.clause == "2.3.40"} == {"C-1", "C-2"}
    assert {each.clause for each in done.result.findings} >= {"2.3.40"}
    assert "b" not in {each.clause for each in done.result.findings}


def test_a_way_through_our_own_folder_does_not_make_a_check_ours(tmp_path: Path) -> None:
    run(tmp_path, {"2.3.50": f"{ROW}, read_text('/etc/passwd')"})
    around = Path(os.path.relpath(tmp_path / "theirs", shipped_folder()))
    settings = Settings(checks=(shipped_folder() / around,))
    done = run_audit(Request([str(tmp_path / "logs")], parse_period("2026-03"), settings, standards=["supervision"]))
    assert "it touches files" in done.errors["2.3.50"]


def test_the_engine_is_locked_once_the_logs_are_loaded(tmp_path: Path) -> None:
    """Its own temporary files remain, and tables that we register."""
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "spill").mkdir()
    with Database("60MB", 1, tmp_path / "spill") as database:
        period = parse_period("2026-03")
        database.prepare(period, WorkingDays(), roll_to_working_day=False)
        database.offer(period, None)
        for statement in (
            f"FROM read_csv('{secret}')", f"FROM '{secret}'", f"COPY projects TO '{tmp_path / 'out.csv'}'", "SET threads = 2",
            f"ATTACH '{tmp_path / 'out.db'}'", "LOAD httpfs", "SET enable_external_access = true", "RESET lock_configuration",
            "SET temp_directory = '/tmp'", "FROM glob('/*')", "SET TimeZone = 'Asia/Shanghai'", "FROM period",
        ):  # fmt: skip
            with database.apart() as connection, pytest.raises(duckdb.Error):
                connection.execute(statement)
        sorting = "SELECT max(p) FROM (SELECT row_number() OVER (ORDER BY hash(n)) AS p FROM range(5000000) AS r(n))"
        assert database.connection.execute(sorting).fetchall() == [(5000000,)]
    assert not (tmp_path / "out.csv").exists()


def test_one_check_cannot_see_what_another_made() -> None:
    with Database() as database:
        database.prepare(parse_period("2026-03"), WorkingDays(), roll_to_working_day=False)
        with database.apart() as one:
            one.execute("CREATE TEMP TABLE mine AS SELECT 1; SET VARIABLE working_day = []")
        with database.apart() as other:
            assert other.execute("SELECT len(getvariable('working_day')) > 0").fetchall() == [(True,)]
            with pytest.raises(duckdb.CatalogException):
                other.execute("FROM mine")


def test_what_a_check_says_of_a_time_is_no_matter_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = ROW.replace(
        "TRUE AS met", "CAST(CAST(CAST(c.received_at AS TIMESTAMPTZ) AS VARCHAR) AS TIMESTAMP) = c.received_at AS met"
    )
    texts = ROW.replace(
        "c.complaint_id", "c.complaint_id || CAST(CAST(c.received_at AS TIMESTAMPTZ) AS VARCHAR)"
    ).replace("TRUE", "FALSE")
    found = set()
    for zone in ("America/New_York", "Asia/Shanghai"):
        monkeypatch.setitem(os.environ, "TZ", zone)
        done = run(tmp_path, {"2.3.40": cast, "2.3.41": texts})
        found.add(tuple(each.record_id for each in done.result.findings if each.clause == "2.3.41"))
        assert not done.errors
    assert len(found) == 1
