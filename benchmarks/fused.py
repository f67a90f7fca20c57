"""The practical limit: the twenty rules written by hand for speed, in four statements.

    python benchmarks/fused.py FOLDER csv|parquet

The rules of a row are fused into one pass over each table, and one join of complaints with contacts serves the three rules
that need it: what had to be done is counted from the complaints, what was done from the join, and the difference failed.
Parquet is read in place, CSV once into typed tables with only the columns that a rule reads. Nothing is validated,
deduplicated or traced to a line, and no failed row is kept. Prints the counts that ``singly.py`` prints.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from rules import END, IN_MARCH, create_calendar, source

COLUMNS = {
    "projects": "project_id",
    "complaints": """project_id, complaint_id, channel, area, grade, complaint_class, difficult, received_at, logged_at,
        form_no, forwarded_to, forwarded_at, handler_id, assigned_at, assigned_by_role, referred_at, responded_at,
        measures_reported_at, promised_at, result, closed_at, result_reported_at, callback_waiver, reported_quality_at,
        reported_executive_at, report_sections""",
    "contacts": "project_id, related_id, household_id, purpose, staff_role, started_at",
    "notices": "project_id, kind, published_at, effective_at, expires_on, removed_at, corrected_at",
}

# Of a developer's complaint the weeks first_k … last_k after it end in March while it is open.
WEEKS = f"""
    greatest(1, CAST(ceil((DATE '2026-03-01' - CAST(received_at AS DATE)) / 7) AS BIGINT)) AS first_k,
    CASE WHEN closed_at > {END} OR closed_at IS NULL THEN (DATE '2026-03-31' - CAST(received_at AS DATE)) // 7
        ELSE CAST(ceil((CAST(closed_at AS DATE) - CAST(received_at AS DATE)) / 7) AS BIGINT) - 1 END AS last_k
"""

COMPLAINTS = f"""
SELECT
    count(*) FILTER (r.wd1 {IN_MARCH} AND NOT coalesce(logged_at <= r.wd1, FALSE)) AS "2.2.1",
    count(*) FILTER (r.wd2 {IN_MARCH} AND overdue AND form_no IS NULL) AS "2.2.2",
    count(*) FILTER (r.wd1 {IN_MARCH} AND (forwarded_to IS NULL OR NOT coalesce(forwarded_at <= r.wd1, FALSE))) AS "2.2.3",
    count(*) FILTER (r.wd1 {IN_MARCH} AND NOT coalesce(CASE WHEN area = 'developer' THEN referred_at <= r.wd1
        ELSE handler_id IS NOT NULL AND assigned_at <= r.wd1 END, FALSE)) AS "2.3.1",
    count(*) FILTER (r.wd1 {IN_MARCH} AND NOT coalesce(responded_at <= r.wd1, FALSE)) AS "2.3.3",
    count(*) FILTER (r.wd2 {IN_MARCH} AND overdue AND NOT coalesce(handler_id IS NOT NULL AND assigned_at <= r.wd2
        AND assigned_by_role IN ('project_manager', 'department_head', 'executive', 'general_manager'), FALSE)) AS "2.3.4",
    count(*) FILTER (promise {IN_MARCH} AND NOT coalesce(closed_at <= promise AND result IS NOT NULL, FALSE)) AS "2.3.5",
    count(*) FILTER (channel = 'quality_dept' AND r.wd1 {IN_MARCH}
        AND NOT coalesce(measures_reported_at <= r.wd1, FALSE)) AS "2.3.6#measures",
    count(*) FILTER (p.wd1 {IN_MARCH} AND NOT coalesce(closed_at <= promise AND result_reported_at <= p.wd1, FALSE))
        AS "2.3.6#result",
    count(*) FILTER (channel IN ('online', 'app', 'wechat', 'email') AND r.wd1 {IN_MARCH} AND NOT coalesce(
        responded_at <= r.wd1 AND handler_id IS NOT NULL AND logged_at <= r.wd1, FALSE)) AS "2.4.1",
    count(*) FILTER (grade = 'major' AND r.wd1 {IN_MARCH} AND NOT coalesce(reported_quality_at <= r.wd1
        AND reported_executive_at <= r.wd1 AND list_has_all(string_split(report_sections, ';'),
        ['content', 'cause', 'process', 'result', 'lessons', 'corrective']), FALSE)) AS "2.8.1",
    count(*) FILTER (d.wd1 {IN_MARCH} AND complaint_class = '1') AS "2.5.1",
    count(*) FILTER (d.wd1 {IN_MARCH} AND form_no IS NOT NULL AND callback_waiver IS NULL) AS "2.5.2",
    coalesce(sum(greatest(0, last_k - first_k + 1)) FILTER (area = 'developer'), 0) AS "2.3.2"
FROM (
    SELECT c.*, r.*, coalesce(promised_at, r.wd5) AS promise,
        difficult AND NOT coalesce(closed_at <= r.wd1, FALSE) AS overdue, {WEEKS}
    FROM {{complaints}} AS c JOIN wd AS r ON r.day = CAST(c.received_at AS DATE)
) AS r
LEFT JOIN wd AS d ON d.day = CAST(closed_at AS DATE)
LEFT JOIN wd AS p ON p.day = CASE WHEN channel = 'quality_dept' THEN CAST(promise AS DATE) END
GROUP BY r.project_id
"""

# What was done, for the three rules whose obligations are counted above.
JOINED = f"""
SELECT
    count(DISTINCT complaint_id) FILTER (called AND by_service AND is_first_class) AS "2.5.1",
    count(DISTINCT complaint_id) FILTER (called AND has_form) AS "2.5.2",
    count(DISTINCT complaint_id || '#' || week) FILTER (week BETWEEN first_k AND last_k) AS "2.3.2"
FROM (
    SELECT c.project_id, complaint_id, is_first_class, has_form, first_k, last_k, by_service,
        is_callback AND d.wd1 {IN_MARCH} AND started_at <= d.wd1
            AND (closed_at <= started_at OR CAST(closed_at AS DATE) = started_at) AS called,
        CASE WHEN NOT is_callback AND is_developer
                AND (received_at <= started_at OR CAST(received_at AS DATE) = started_at)
            THEN greatest(1, CAST(ceil((CAST(started_at AS DATE) - CAST(received_at AS DATE)) / 7) AS BIGINT)) END AS week
    FROM (SELECT project_id, related_id, purpose = 'complaint_callback' AS is_callback, started_at,
            staff_role IN ('service', 'service_supervisor', 'steward', 'chief_steward') AS by_service
        FROM {{contacts}} WHERE purpose IN ('complaint_callback', 'feedback') AND started_at <= {END}) AS k
    JOIN (SELECT project_id, complaint_id, received_at, closed_at, area = 'developer' AS is_developer,
            complaint_class = '1' AS is_first_class, form_no IS NOT NULL AND callback_waiver IS NULL AS has_form, {WEEKS}
        FROM {{complaints}}) AS c
        ON k.project_id = c.project_id AND k.related_id = c.complaint_id
    LEFT JOIN wd AS d ON d.day = CAST(closed_at AS DATE)
)
WHERE called OR week IS NOT NULL
GROUP BY project_id
"""

INTERVIEWS = f"""
SELECT count(*) FILTER (coalesce(k.households, 0) < 2) AS "3.5.2"
FROM {{projects}} AS p LEFT JOIN (
    SELECT project_id, count(DISTINCT household_id) AS households FROM {{contacts}}
    WHERE purpose = 'interview' AND staff_role IN ('project_manager', 'department_head') AND started_at {IN_MARCH}
    GROUP BY project_id
) AS k ON k.project_id = p.project_id
"""

NOTICES = f"""
SELECT coalesce(timely, 0) AS "3.7.1#timely", coalesce(accurate, 0) AS "3.7.1#accurate",
    CAST(NOT coalesce(hotline, FALSE) AS INTEGER) AS "2.1.2", CAST(NOT coalesce(complaint_channel, FALSE) AS INTEGER) AS "2.1.3",
    CAST(NOT coalesce(fee_standard, FALSE) AS INTEGER) AS "4.3.1"
FROM {{projects}} AS p LEFT JOIN (
    SELECT project_id,
        count(*) FILTER (published_at {IN_MARCH} AND NOT (effective_at IS NULL OR published_at <= effective_at
            OR CAST(published_at AS DATE) = effective_at)) AS timely,
        count(*) FILTER (corrected_at {IN_MARCH}) AS accurate,
        bool_or(kind = 'hotline' AND in_force) AS hotline, bool_or(kind = 'complaint_channel' AND in_force) AS complaint_channel,
        bool_or(kind = 'fee_standard' AND in_force) AS fee_standard
    FROM (SELECT *, published_at <= {END} AND (removed_at IS NULL OR removed_at > {END})
        AND (expires_on IS NULL OR expires_on >= DATE '2026-03-31') AS in_force FROM {{notices}})
    GROUP BY project_id
) AS n ON n.project_id = p.project_id
"""


def totals(connection: duckdb.DuckDBPyConnection, query: str, sources: dict[str, str]) -> dict[str, int]:
    """The sums over all projects of each column that ``query`` counts."""
    inner = query.format(**sources)
    result = connection.execute(f"SELECT sum(COLUMNS(*)) FROM ({inner})")
    names = [column[0] for column in result.description or ()]
    return {name: int(value or 0) for name, value in zip(names, result.fetchall()[0], strict=True)}


def main() -> None:
    """Read, run the four statements, print the counts."""
    folder, form = Path(sys.argv[1]), sys.argv[2]
    connection = duckdb.connect(config={"preserve_insertion_order": False})
    create_calendar(connection)
    sources = {name: source(name, folder, form) for name in COLUMNS}
    if form == "csv":
        for name, columns in COLUMNS.items():
            connection.execute(f"CREATE TABLE {name} AS SELECT {columns} FROM {sources[name]}")
            sources[name] = name
    counts = totals(connection, COMPLAINTS, sources)
    done = totals(connection, JOINED, sources)
    counts |= {name: counts[name] - done[name] for name in done}
    counts |= totals(connection, INTERVIEWS, sources) | totals(connection, NOTICES, sources)
    for clause, count in sorted(counts.items()):
        print(clause, count)


if __name__ == "__main__":
    main()
