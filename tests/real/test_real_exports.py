"""Exports that were not made for commsaudit, made by others, audited through settings alone."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import python_calamine

from commsaudit.audit.request import AuditRun, Request
from commsaudit.audit.settings import settings_from_table
from commsaudit.audit.story import run_audit
from commsaudit.calendar.workdays import WorkingDays
from commsaudit.errors import InputError
from commsaudit.model.outcome import Outcome
from commsaudit.model.period import parse_period

# A day of our own for what has no promised date: beyond every period audited here.
NEVER = {"parameters": {"close_working_days": 9999}}


def audited(file: Path, period: str, table: dict[str, Any], where: Path = Path("commsaudit.toml")) -> AuditRun:
    """The audit of one file under settings in the shape of commsaudit.toml."""
    return run_audit(Request([str(file)], parse_period(period), settings_from_table(table, where)))


def outcome(run: AuditRun, clause: str) -> Outcome:
    """The outcome of a clause in the only project."""
    (project,) = run.result.projects
    return next(each.outcome for each in project.clauses if each.outcome.clause == clause)


def test_bostons_findings_are_the_rows_that_the_city_calls_overdue(shared: Path) -> None:
    path = shared / "data" / "boston_animal_2016.csv"
    columns = {
        "complaint_id": "case_enquiry_id", "received_at": "open_dt", "promised_at": "sla_target_dt",
        "closed_at": "closed_dt", "result": "case_status",
    }  # fmt: skip
    settings = {
        "timezone": "America/New_York",
        "clauses": {"2.3.5": NEVER},
        "logs": {"complaints": {"files": ["boston_*.csv"], "columns": columns, "constants": {"project_id": "boston"}}},
    }
    # So long a period that no closing lies after its end: those that are late show their time.
    run = audited(path, "2016-01-01..2025-12-31", settings)
    with path.open(encoding="utf-8", newline="") as file:
        overdue = {row["case_enquiry_id"] for row in csv.DictReader(file) if row["on_time"] == "OVERDUE"}
    found = [each for each in run.result.findings if each.clause == "2.3.5"]
    assert len(found) == len(overdue) == 659
    assert {each.record_id for each in found} == overdue
    assert sum("closed_at=-" in each.detail for each in found) == 556
    # 7,494 requests, 3,011 of them without a target; none of the rest falls due later.
    assert outcome(run, "2.3.5").obligations == 7494 - 3011
    assert run.rejected_rows == 0


MESSAGES = {
    "complaint_id": "留言编号", "complainant_name": "留言用户", "received_at": "留言时间", "summary": "留言详情",
    "result": "答复意见", "responded_at": "答复时间",
}  # fmt: skip


def _moment(value: object) -> datetime:
    """A time of the workbook, read by the forms that stand in it."""
    if isinstance(value, datetime):
        return value
    text = str(value)
    return datetime.strptime(text, "%Y/%m/%d %H:%M:%S" if ":" in text else "%Y/%m/%d")


def _elapsed(received: datetime, replied: datetime) -> int:
    """The working days after the day of receipt, up to and with the day of the reply."""
    days = (received.date() + timedelta(days=count) for count in range(1, (replied - received).days + 3))
    return sum(WorkingDays().is_working_day(day) for day in days if day <= replied.date())


@pytest.mark.parametrize(
    ("days", "elapsed", "too_late"),
    [(1, 283, {"74589", "125624"}), (5, 1078, {"85014", "137378"}), (15, 2103, set())],
)
def test_citizens_messages_answered_within_so_many_working_days(
    shared: Path, days: int, elapsed: int, too_late: set[str]
) -> None:
    settings = {
        "clauses": {"2.3.3": {"parameters": {"response_working_days": days}}},
        "logs": {
            "complaints": {"files": ["citizen_*"], "columns": MESSAGES, "constants": {"project_id": "city"}},
        },
    }
    path = shared / "data" / "citizen_messages.xlsx"
    run = audited(path, "2010-01-01..2020-12-31", settings)
    assert [(each.rows, each.loaded) for each in run.result.inputs] == [(2816, 2816)]
    assert outcome(run, "2.3.3").obligations == 2816
    found = {each.record_id for each in run.result.findings if each.clause == "2.3.3"}
    rows = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()[1:]
    within = {str(int(row[0])) for row in rows if _elapsed(_moment(row[3]), _moment(row[6])) <= days}
    # The figures that came with the data count the working days that passed. A reply on the weekend after the last of
    # them is among those, but wd() ended with that working day's last instant.
    assert len(within) == elapsed
    assert {str(int(row[0])) for row in rows} - found == within - too_late


def test_the_gb18030_file_loads_beside_the_workbook(shared: Path) -> None:
    # It has neither times nor names: the replies alone, so it is read as a register of documents.
    register = {
        "files": ["*_gb18030.csv"],
        "columns": {"document_id": "留言编号"},
        "constants": {"project_id": "city", "kind": "other"},
    }
    settings = {
        "logs": {
            "documents": register,
            "complaints": {"files": ["*.xlsx"], "columns": MESSAGES, "constants": {"project_id": "city"}},
        },
    }
    data = shared / "data"
    request = Request(
        [str(data / "citizen_messages_gb18030.csv"), str(data / "citizen_messages.xlsx")],
        parse_period("2019"),
        settings_from_table(settings, Path("commsaudit.toml")),
    )
    loaded = {each.log: (each.rows, each.rejected) for each in run_audit(request).result.inputs}
    assert loaded == {"documents": (2816, 0), "complaints": (2816, 0)}


def test_new_yorks_requests_with_twelve_hour_clocks(shared: Path) -> None:
    form = "%m/%d/%Y %I:%M:%S %p"
    columns = {
        "complaint_id": "Unique Key", "received_at": "Created Date", "closed_at": "Closed Date",
        "promised_at": "Due Date", "result": "Status",
    }  # fmt: skip
    mapping = {
        "files": ["nyc_*"],
        "columns": columns,
        "formats": dict.fromkeys(("received_at", "closed_at", "promised_at"), form),
        "constants": {"project_id": "nyc"},
    }
    settings = {"timezone": "America/New_York", "clauses": {"2.3.5": NEVER}, "logs": {"complaints": mapping}}
    run = audited(shared / "data" / "nyc_2018_dohmh_155.csv", "2017-01-01..2019-12-31", settings)
    judged = outcome(run, "2.3.5")
    assert (judged.obligations, judged.obligations - judged.findings, judged.findings) == (154, 91, 63)
    assert [(each.rows, each.rejected) for each in run.result.inputs] == [(155, 0)]


def test_without_a_format_month_first_dates_are_rejected_and_never_guessed(shared: Path) -> None:
    columns = {"complaint_id": "Unique Key", "received_at": "Created Date", "responded_at": "Closed Date"}
    mapping = {"files": ["nyc_*"], "columns": columns, "constants": {"project_id": "nyc"}}
    with pytest.raises(InputError, match=r"line 2: .*: not a year-first date or time; say how it is written: formats"):
        audited(shared / "data" / "nyc_2018_dohmh_155.csv", "2018", {"logs": {"complaints": mapping}})


# The company's own clause: the newly granted deadline replaces the first, and only the certified are judged.
CERTIFIED = """/*
clause = "2.3.7"
item = "2.3"
unit = "0.1"
zh = "按期证明整改"
en = "The correction is certified by the effective deadline"
each = "complaint with closed_at"
due = "promised_at, or the day of plan_at where absent"
met = "closed_at ≤ due"
source = "complaints"
reads = { complaints = ["promised_at", "plan_at", "closed_at"] }
*/
SELECT
    c.project_id,
    c.complaint_id AS record_id,
    coalesce(c.promised_at, eod(c.plan_at)) AS due_at,
    done_by(c.closed_at, coalesce(c.promised_at, eod(c.plan_at))) AS met,
    c.closed_at AS done_at,
    c._row AS source_row
FROM complaints AS c
WHERE c.closed_at IS NOT NULL
"""


def _effective_deadlines(path: Path) -> tuple[set[str], set[str]]:
    """The certified violations in time and late, counted in plain Python."""
    in_time, late = set(), set()
    names = ["violationid", "originalcertifybydate", "newcertifybydate", "certifieddate"]
    for row in pq.read_table(path, columns=names).to_pylist():
        deadline = row["newcertifybydate"] or row["originalcertifybydate"]
        if row["certifieddate"] and deadline:
            done = datetime.fromisoformat(row["certifieddate"]).date()
            is_late = done > datetime.fromisoformat(deadline).date()
            (late if is_late else in_time).add(str(row["violationid"]))
    return in_time, late


def test_violations_certified_by_the_effective_deadline(shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / "hpd_violations_bronx_c_18838.parquet"
    folder = tmp_path / "ours" / "supervision"
    folder.mkdir(parents=True)
    (folder / "2.3.7-certified.sql").write_text(CERTIFIED, encoding="utf-8")
    columns = {
        "complaint_id": "violationid", "received_at": "inspectiondate", "promised_at": "newcertifybydate",
        "plan_at": "originalcertifybydate", "closed_at": "certifieddate", "result": "currentstatus",
    }  # fmt: skip
    settings = {
        "timezone": "America/New_York",
        "checks": ["./ours"],
        "logs": {"complaints": {"files": ["hpd_*"], "columns": columns, "constants": {"project_id": "bronx"}}},
    }
    run = audited(path, "2004-01-01..2026-12-31", settings, tmp_path / "commsaudit.toml")
    in_time, late = _effective_deadlines(path)
    assert (len(in_time), len(late)) == (1170, 781)
    judged = outcome(run, "2.3.7")
    assert (judged.obligations, judged.findings) == (1951, 781)
    assert {each.record_id for each in run.result.findings if each.clause == "2.3.7"} == late
    assert [(each.rows, each.rejected) for each in run.result.inputs] == [(18838, 0)]
