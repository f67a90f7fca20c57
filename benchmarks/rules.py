"""The twenty rules, once, as the rows that fail: what ``singly.py`` and the SQL peers run.

They are the eighteen clauses of the supervision standard that complaints, contacts, notices and projects can decide; two of
them have two parts. A statement reads the typed logs and ``wd``, which holds for each day the end of the first, second and
fifth working day after it, and lists the obligations of March 2026 that were not met. It needs nothing newer than DuckDB 1.0.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from pathlib import Path

import duckdb

START = "TIMESTAMP '2026-03-01'"
END = "TIMESTAMP '2026-03-31 23:59:59.999999'"
IN_MARCH = f"BETWEEN {START} AND {END}"

TYPES = {
    "projects": """project_id VARCHAR, name VARCHAR, property_type VARCHAR, households INTEGER, occupied_households INTEGER,
        gross_area_sqm INTEGER, delivered_on DATE, service_started_on DATE""",
    "complaints": """complaint_id VARCHAR, project_id VARCHAR, household_id VARCHAR, complainant_name VARCHAR,
        complainant_phone VARCHAR, summary VARCHAR, channel VARCHAR, area VARCHAR, grade VARCHAR, complaint_class VARCHAR,
        valid BOOLEAN, difficult BOOLEAN, urgency VARCHAR, public_interest BOOLEAN, received_at TIMESTAMP,
        logged_at TIMESTAMP, form_no VARCHAR, forwarded_to VARCHAR, forwarded_at TIMESTAMP, handler_id VARCHAR,
        assigned_at TIMESTAMP, assigned_by_role VARCHAR, referred_at TIMESTAMP, responded_at TIMESTAMP, plan_at TIMESTAMP,
        measures_reported_at TIMESTAMP, promised_at TIMESTAMP, process VARCHAR, result VARCHAR, resolvable BOOLEAN,
        closed_at TIMESTAMP, result_reported_at TIMESTAMP, callback_waiver VARCHAR, explained_at TIMESTAMP,
        reported_quality_at TIMESTAMP, reported_executive_at TIMESTAMP, report_sections VARCHAR, archived_at TIMESTAMP""",
    "contacts": """contact_id VARCHAR, project_id VARCHAR, household_id VARCHAR, party VARCHAR, purpose VARCHAR, mode VARCHAR,
        related_id VARCHAR, staff_id VARCHAR, staff_role VARCHAR, companions VARCHAR, appointment_at TIMESTAMP,
        started_at TIMESTAMP, form_no VARCHAR, signed BOOLEAN, signature_refused BOOLEAN, sensitive BOOLEAN,
        rated_timeliness INTEGER, rated_skill INTEGER, rated_attitude INTEGER, opinion VARCHAR, needs_feedback BOOLEAN,
        reply_promised_at TIMESTAMP, fed_back_at TIMESTAMP""",
    "notices": """notice_id VARCHAR, project_id VARCHAR, kind VARCHAR, channels VARCHAR, title VARCHAR, body VARCHAR,
        period VARCHAR, important BOOLEAN, related_id VARCHAR, in_release_log BOOLEAN, reviewed_by_role VARCHAR,
        approved_by_role VARCHAR, approved_at TIMESTAMP, serial_no VARCHAR, sealed BOOLEAN, personal_sender BOOLEAN,
        published_at TIMESTAMP, effective_at TIMESTAMP, expires_on DATE, removed_at TIMESTAMP, archived_at TIMESTAMP,
        corrected_at TIMESTAMP""",
}

_RECEIVED = "complaints AS c JOIN wd AS r ON r.day = CAST(c.received_at AS DATE)"
_CLOSED = "complaints AS c JOIN wd AS r ON r.day = CAST(c.closed_at AS DATE)"
_OVERDUE = "c.difficult AND NOT coalesce(c.closed_at <= r.wd1, FALSE)"


def _late(due: str, met: str, applies: str = "TRUE", source: str = _RECEIVED) -> str:
    return (
        f"SELECT c.project_id, c.complaint_id FROM {source}"
        f" WHERE {applies} AND {due} {IN_MARCH} AND NOT coalesce({met}, FALSE)"
    )


def _uncalled(applies: str, by: str = "TRUE") -> str:
    # A time of exactly 00:00 stands for its day: a callback so stamped is not before what was closed on that day.
    return _late(
        "r.wd1",
        "EXISTS (SELECT 1 FROM contacts AS k WHERE k.project_id = c.project_id AND k.related_id = c.complaint_id"
        f" AND k.purpose = 'complaint_callback' AND {by} AND k.started_at <= r.wd1"
        " AND (c.closed_at <= k.started_at OR CAST(c.closed_at AS DATE) = k.started_at))",
        applies,
        _CLOSED,
    )


def _unpublished(kind: str) -> str:
    return (
        "SELECT project_id FROM projects WHERE project_id NOT IN (SELECT project_id FROM notices"
        f" WHERE kind = '{kind}' AND published_at <= {END} AND (removed_at IS NULL OR removed_at > {END})"
        " AND (expires_on IS NULL OR expires_on >= DATE '2026-03-31'))"
    )


_DEVELOPER = f"""
SELECT w.project_id, w.complaint_id, w.k FROM (
    SELECT *, CAST(received_at AS DATE) + CAST(7 * k AS INTEGER) + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND AS due
    FROM (
        SELECT project_id, complaint_id, received_at, closed_at, unnest(range(
            greatest(1, CAST(ceil((DATE '2026-03-01' - CAST(received_at AS DATE)) / 7) AS BIGINT)),
            (DATE '2026-03-31' - CAST(received_at AS DATE)) // 7 + 1
        )) AS k
        FROM complaints WHERE area = 'developer' AND (closed_at IS NULL OR closed_at > {START})
    )
) AS w
WHERE NOT coalesce(w.closed_at <= w.due, FALSE) AND NOT EXISTS (
    SELECT 1 FROM contacts AS f
    WHERE f.project_id = w.project_id AND f.related_id = w.complaint_id AND f.purpose = 'feedback' AND f.started_at <= w.due
        AND CASE WHEN w.k = 1
            THEN w.received_at <= f.started_at OR CAST(w.received_at AS DATE) = f.started_at
            ELSE f.started_at > w.due - INTERVAL 7 DAY END
)"""

_INTERVIEWS = f"""
SELECT p.project_id FROM projects AS p LEFT JOIN contacts AS k
    ON k.project_id = p.project_id AND k.purpose = 'interview' AND k.staff_role IN ('project_manager', 'department_head')
    AND k.started_at {IN_MARCH}
GROUP BY p.project_id HAVING count(DISTINCT k.household_id) < 2"""

_PROMISED = "coalesce(c.promised_at, r.wd5)"
RULES = {
    "2.1.2": _unpublished("hotline"),
    "2.1.3": _unpublished("complaint_channel"),
    "2.2.1": _late("r.wd1", "c.logged_at <= r.wd1"),
    "2.2.2": _late("r.wd2", "c.form_no IS NOT NULL", _OVERDUE),
    "2.2.3": _late("r.wd1", "c.forwarded_to IS NOT NULL AND c.forwarded_at <= r.wd1"),
    "2.3.1": _late(
        "r.wd1",
        "CASE WHEN c.area = 'developer' THEN c.referred_at <= r.wd1"
        " ELSE c.handler_id IS NOT NULL AND c.assigned_at <= r.wd1 END",
    ),
    "2.3.2": _DEVELOPER.strip(),
    "2.3.3": _late("r.wd1", "c.responded_at <= r.wd1"),
    "2.3.4": _late(
        "r.wd2",
        "c.handler_id IS NOT NULL AND c.assigned_at <= r.wd2 AND c.assigned_by_role IN"
        " ('project_manager', 'department_head', 'executive', 'general_manager')",
        _OVERDUE,
    ),
    "2.3.5": _late(_PROMISED, f"c.closed_at <= {_PROMISED} AND c.result IS NOT NULL"),
    "2.3.6#measures": _late("r.wd1", "c.measures_reported_at <= r.wd1", "c.channel = 'quality_dept'"),
    "2.3.6#result": _late(
        "p.wd1",
        f"c.closed_at <= {_PROMISED} AND c.result_reported_at <= p.wd1",
        "c.channel = 'quality_dept'",
        f"{_RECEIVED} JOIN wd AS p ON p.day = CAST({_PROMISED} AS DATE)",
    ),
    "2.4.1": _late(
        "r.wd1",
        "c.responded_at <= r.wd1 AND c.handler_id IS NOT NULL AND c.logged_at <= r.wd1",
        "c.channel IN ('online', 'app', 'wechat', 'email')",
    ),
    "2.5.1": _uncalled(
        "c.complaint_class = '1'", "k.staff_role IN ('service', 'service_supervisor', 'steward', 'chief_steward')"
    ),
    "2.5.2": _uncalled("c.form_no IS NOT NULL AND c.callback_waiver IS NULL"),
    "2.8.1": _late(
        "r.wd1",
        "c.reported_quality_at <= r.wd1 AND c.reported_executive_at <= r.wd1 AND list_has_all(string_split("
        "c.report_sections, ';'), ['content', 'cause', 'process', 'result', 'lessons', 'corrective'])",
        "c.grade = 'major'",
    ),
    "3.5.2": _INTERVIEWS.strip(),
    "3.7.1#timely": f"SELECT project_id, notice_id FROM notices WHERE published_at {IN_MARCH} AND NOT"
    " (effective_at IS NULL OR published_at <= effective_at OR CAST(published_at AS DATE) = effective_at)",
    "3.7.1#accurate": f"SELECT project_id, notice_id FROM notices WHERE corrected_at {IN_MARCH}",
    "4.3.1": _unpublished("fee_standard"),
}


def calendar() -> list[tuple[date, date, date, date]]:
    """Each day of 2021 to November 2026 with the first, second and fifth working day after it."""
    from chinese_calendar import is_workday

    every = [date(2021, 1, 1) + timedelta(days=offset) for offset in range(2191)]
    working = [day for day in every if is_workday(day)]
    places = [(day, bisect_right(working, day)) for day in every if day < date(2026, 12, 1)]
    return [(day, working[place], working[place + 1], working[place + 4]) for day, place in places]


def create_calendar(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``wd``."""
    end = "+ INTERVAL 1 DAY - INTERVAL 1 MICROSECOND"
    connection.execute(
        f"CREATE TABLE wd AS SELECT day, one {end} AS wd1, two {end} AS wd2, five {end} AS wd5 FROM (SELECT"
        " unnest($1::DATE[]) AS day, unnest($2::DATE[]) AS one, unnest($3::DATE[]) AS two, unnest($4::DATE[]) AS five)",
        [list(days) for days in zip(*calendar(), strict=True)],
    )


def source(name: str, folder: Path, form: str) -> str:
    """The relation that reads a log's file, with the types known beforehand."""
    if form == "parquet":
        return f"read_parquet('{folder}/{name}.parquet')"
    columns = ", ".join("'{}': '{}'".format(*column.split()) for column in TYPES[name].split(","))
    return f"read_csv('{folder}/{name}.csv', header = true, auto_detect = false, columns = {{{columns}}})"


def load(connection: duckdb.DuckDBPyConnection, folder: Path, form: str) -> None:
    """Create a table for each log with all its columns."""
    for name in TYPES:
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {source(name, folder, form)}")
