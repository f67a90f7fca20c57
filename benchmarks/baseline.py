"""The practical limit: a hand-written DuckDB script that loads three logs with typed columns and runs 20 rules singly.

    python benchmarks/baseline.py FOLDER csv|parquet

Nothing is validated, deduplicated or traced to a line. Prints per rule how many obligations failed in March 2026; the
working-day calendar is the one of commsaudit.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb

PERIOD = "BETWEEN TIMESTAMP '2026-03-01' AND TIMESTAMP '2026-03-31 23:59:59.999999'"


def working_days() -> list[date]:
    """The working days of the years around the audited month."""
    from chinese_calendar import is_workday

    first = date(2025, 1, 1)
    return [day for offset in range(730) if is_workday(day := first + timedelta(days=offset))]


TYPES = {
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

# clause: (obligations as a relation with due, met)
ROW_RULES = {
    "2.2.1": ("complaints JOIN wd ON day = CAST(received_at AS DATE)", "wd1", "logged_at <= wd1", "TRUE"),
    "2.2.2": (
        "complaints JOIN wd ON day = CAST(received_at AS DATE)",
        "wd2",
        "form_no IS NOT NULL",
        "difficult AND NOT coalesce(closed_at <= wd1, FALSE)",
    ),
    "2.2.3": (
        "complaints JOIN wd ON day = CAST(received_at AS DATE)",
        "wd1",
        "forwarded_to IS NOT NULL AND forwarded_at <= wd1",
        "TRUE",
    ),
    "2.3.1": (
        "complaints JOIN wd ON day = CAST(received_at AS DATE)",
        "wd1",
        "CASE WHEN area = 'developer' THEN referred_at <= wd1 ELSE handler_id IS NOT NULL AND assigned_at <= wd1 END",
        "TRUE",
    ),
    "2.3.3": ("complaints JOIN wd ON day = CAST(received_at AS DATE)", "wd1", "responded_at <= wd1", "TRUE"),
    "2.3.4": (
        "complaints JOIN wd ON day = CAST(received_at AS DATE)",
        "wd2",
        "handler_id IS NOT NULL AND assigned_at <= wd2 AND assigned_by_role IN ('project_manager', 'department_head')",
        "difficult AND NOT coalesce(closed_at <= wd1, FALSE)",
    ),
    "2.3.5": (
        "complaints JOIN wd ON day = CAST(received_at AS DATE)",
        "coalesce(promised_at, wd5)",
        "closed_at <= coalesce(promised_at, wd5) AND result IS NOT NULL",
        "TRUE",
    ),
    "2.3.6#measures": (
        "complaints JOIN wd ON day = CAST(received_at AS DATE)",
        "wd1",
        "measures_reported_at <= wd1",
        "channel = 'quality_dept'",
    ),
    "2.3.6#result": (
        "complaints JOIN wd AS r ON r.day = CAST(received_at AS DATE)"
        " JOIN wd AS p ON p.day = CAST(coalesce(promised_at, r.wd5) AS DATE)",
        "p.wd1",
        "closed_at <= coalesce(promised_at, r.wd5) AND result_reported_at <= p.wd1",
        "channel = 'quality_dept'",
    ),
    "2.4.1": (
        "complaints JOIN wd ON day = CAST(received_at AS DATE)",
        "wd1",
        "responded_at <= wd1 AND handler_id IS NOT NULL AND logged_at <= wd1",
        "channel IN ('online', 'app', 'wechat', 'email')",
    ),
    "2.5.1": (
        """(SELECT c.*, bool_or(k.started_at >= c.closed_at AND k.started_at <= wd1) AS called FROM
                 (SELECT * FROM complaints JOIN wd ON day = CAST(closed_at AS DATE) WHERE complaint_class = '1') AS c
                 LEFT JOIN (SELECT * FROM contacts WHERE purpose = 'complaint_callback'
                     AND staff_role IN ('service', 'service_supervisor', 'steward', 'chief_steward')) AS k
                 ON k.project_id = c.project_id AND k.related_id = c.complaint_id GROUP BY ALL)""",
        "wd1",
        "called",
        "TRUE",
    ),
    "2.5.2": (
        """(SELECT c.*, bool_or(k.started_at >= c.closed_at AND k.started_at <= wd1) AS called FROM
                 (SELECT * FROM complaints JOIN wd ON day = CAST(closed_at AS DATE) WHERE form_no IS NOT NULL
                     AND callback_waiver IS NULL) AS c
                 LEFT JOIN (SELECT * FROM contacts WHERE purpose = 'complaint_callback') AS k
                 ON k.project_id = c.project_id AND k.related_id = c.complaint_id GROUP BY ALL)""",
        "wd1",
        "called",
        "TRUE",
    ),
    "2.8.1": (
        "complaints JOIN wd ON day = CAST(received_at AS DATE)",
        "wd1",
        "reported_quality_at <= wd1 AND reported_executive_at <= wd1 AND list_has_all(string_split(report_sections, ';'),"
        " ['content', 'cause', 'process', 'result', 'lessons', 'corrective'])",
        "grade = 'major'",
    ),
    "2.3.2": (
        """(SELECT c.project_id, c.complaint_id, k, any_value(c.due) AS due,
                  bool_or(f.started_at <= c.due AND f.started_at > c.due - INTERVAL 7 DAY) AS fed_back FROM
                 (SELECT *, CAST(received_at AS DATE) + CAST(7 * k AS INTEGER) + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND AS due
                     FROM complaints, range(1, 6) AS weeks(k) WHERE area = 'developer') AS c
                 LEFT JOIN (SELECT * FROM contacts WHERE purpose = 'feedback') AS f
                 ON f.project_id = c.project_id AND f.related_id = c.complaint_id
                 WHERE NOT coalesce(c.closed_at <= c.due, FALSE) GROUP BY ALL)""",
        "due",
        "fed_back",
        "TRUE",
    ),
    "3.7.1#timely": ("notices", "published_at", "effective_at IS NULL OR published_at <= effective_at", "TRUE"),
    "3.7.1#accurate": ("notices", "corrected_at", "FALSE", "corrected_at IS NOT NULL"),
    "3.5.2": (
        """(SELECT p.project_id, count(DISTINCT household_id) AS households FROM projects AS p LEFT JOIN contacts AS k
                 ON k.project_id = p.project_id AND purpose = 'interview' AND staff_role IN ('project_manager', 'department_head')
                 AND started_at >= TIMESTAMP '2026-03-01' AND started_at < TIMESTAMP '2026-04-01' GROUP BY ALL)""",
        "TIMESTAMP '2026-03-31'",
        "households >= 2",
        "TRUE",
    ),
}
STANDING = {"2.1.2": "hotline", "2.1.3": "complaint_channel", "4.3.1": "fee_standard"}


def load(connection: duckdb.DuckDBPyConnection, folder: Path, form: str) -> None:
    """Create the three typed tables, the projects and the calendar."""
    for name, columns in TYPES.items():
        source = f"read_parquet('{folder}/{name}.parquet')"
        if form == "csv":
            struct = ", ".join(
                f"'{column.split()[0]}': '{column.split()[1]}'" for column in columns.replace("\n", " ").split(",")
            )
            source = f"read_csv('{folder}/{name}.csv', header = true, columns = {{{struct}}})"
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {source}")
    connection.execute("CREATE TABLE projects AS SELECT DISTINCT project_id FROM complaints")
    working = working_days()
    following = [
        (day, *(working[sum(each <= day for each in working) + n - 1] for n in (1, 2, 5)))
        for day in (date(2026, 1, 1) + timedelta(days=offset) for offset in range(150))
    ]
    connection.execute("CREATE TABLE wd (day DATE, wd1 TIMESTAMP, wd2 TIMESTAMP, wd5 TIMESTAMP)")
    values = ", ".join(
        "('{}', '{} 23:59:59.999999', '{} 23:59:59.999999', '{} 23:59:59.999999')".format(*row) for row in following
    )
    connection.execute(f"INSERT INTO wd VALUES {values}")


def main() -> None:
    """Load, run the rules, print the counts."""
    folder, form = Path(sys.argv[1]), sys.argv[2]
    connection = duckdb.connect()
    load(connection, folder, form)
    for clause, (relation, due, met, applies) in ROW_RULES.items():
        failed = connection.execute(
            f"SELECT project_id, count(*) FROM (SELECT project_id, {due} AS due_moment, coalesce({met}, FALSE) AS kept"
            f" FROM {relation} WHERE {applies}) WHERE due_moment {PERIOD} AND NOT kept GROUP BY project_id"
        ).fetchall()
        print(clause, sum(count for _, count in failed))
    for clause, kind in STANDING.items():
        failed = connection.execute(
            f"SELECT project_id FROM projects WHERE project_id NOT IN (SELECT project_id FROM notices WHERE kind = '{kind}'"
            " AND published_at <= TIMESTAMP '2026-03-31 23:59:59.999999'"
            " AND (removed_at IS NULL OR removed_at > TIMESTAMP '2026-03-31 23:59:59.999999'))"
        ).fetchall()
        print(clause, len(failed))


if __name__ == "__main__":
    main()
