"""Writes logs of company size: projects, complaints, contacts and notices, as CSV or Parquet.

    python benchmarks/generate.py /tmp/bench --complaints 1000000 --format csv

Per complaint two contacts, per five complaints a notice. The rows depend on nothing but their numbers, so the same size
gives the same files. ``--months 60`` spreads as many complaints over sixty months, oldest first, as an export that goes on for five
years. The last month is 2026-03, and its rows are those that ``--months 1`` writes of a sixtieth of the complaints, to the byte: the
findings of these rows can be compared. What was left open in an earlier month is closed within fifty days.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

from rules import TYPES

# A number from 0 to n - 1 that looks random but depends on the row alone.
MACROS = """
CREATE MACRO pick(i, salt, n) AS CAST(hash(i, salt) % n AS BIGINT);
CREATE MACRO chosen(i, salt, words) AS words[pick(i, salt, len(words)) + 1];
CREATE MACRO later(t, i, salt, hours) AS t + to_minutes(30 + pick(i, salt, hours * 60));
CREATE MACRO sometimes(x, i, salt, percent) AS CASE WHEN pick(i, salt, 100) < percent THEN x END;
-- Row r of a log with so many rows a month: which number it bears, so that the last month's rows have the first numbers.
CREATE MACRO numbered(r, monthly) AS ({months} - 1 - r // monthly) * monthly + r % monthly;
-- A moment in the thirty days before the end of the i-th row's month.
CREATE MACRO moment(i, salt, monthly) AS
    TIMESTAMP '2026-04-01' - to_months(CAST(i // monthly AS INTEGER)) - to_seconds(1 + pick(i, salt, 2592000));
"""

PROJECTS = """
SELECT 'P' || lpad(CAST(i AS VARCHAR), 4, '0') AS project_id, '项目' || i AS name, 'residential' AS property_type,
    500 AS households, 480 AS occupied_households, 60000 AS gross_area_sqm, DATE '2018-06-01' AS delivered_on,
    DATE '2018-01-01' AS service_started_on
FROM range({projects}) AS numbers(i)
"""

COMPLAINTS = """
SELECT 'C-' || i AS complaint_id, 'P' || lpad(CAST(i % {projects} AS VARCHAR), 4, '0') AS project_id,
    'H-' || pick(i, 1, 500) AS household_id, '业主' || pick(i, 2, 5000) AS complainant_name,
    '138' || lpad(CAST(pick(i, 3, 100000000) AS VARCHAR), 8, '0') AS complainant_phone,
    chosen(i, 4, ['楼道灯不亮', '电梯异响, 已报修', '绿化带积水', '邻居装修噪音', '停车位被占']) AS summary,
    chosen(i, 5, ['phone', 'front_desk', 'app', 'wechat', 'quality_dept']) AS channel,
    chosen(i, 6, ['property', 'property', 'developer', 'neighbour']) AS area,
    chosen(i, 7, ['ordinary', 'ordinary', 'ordinary', 'ordinary', 'major']) AS grade,
    CAST(1 + pick(i, 8, 3) AS VARCHAR) AS complaint_class, pick(i, 9, 10) > 0 AS valid, pick(i, 10, 10) = 0 AS difficult,
    chosen(i, 11, ['general', 'urgent']) AS urgency, pick(i, 12, 20) = 0 AS public_interest,
    received AS received_at, sometimes(later(received, i, 13, 20), i, 14, 98) AS logged_at,
    sometimes('F-' || i, i, 15, 80) AS form_no, 'service' AS forwarded_to,
    sometimes(later(received, i, 16, 24), i, 17, 98) AS forwarded_at, 'S-' || pick(i, 18, 40) AS handler_id,
    sometimes(later(received, i, 19, 24), i, 20, 98) AS assigned_at,
    chosen(i, 21, ['project_manager', 'department_head', 'service_supervisor']) AS assigned_by_role,
    sometimes(later(received, i, 22, 24), i, 23, 90) AS referred_at,
    sometimes(later(received, i, 24, 30), i, 25, 98) AS responded_at, later(received, i, 26, 40) AS plan_at,
    sometimes(later(received, i, 27, 40), i, 28, 90) AS measures_reported_at,
    sometimes(later(received, i, 29, 240), i, 30, 60) AS promised_at, '已联系业主' AS process,
    sometimes('已处理', i, 31, 97) AS result, TRUE AS resolvable, closed AS closed_at,
    sometimes(later(closed, i, 32, 30), i, 33, 90) AS result_reported_at, NULL AS callback_waiver, NULL AS explained_at,
    sometimes(later(received, i, 34, 20), i, 35, 95) AS reported_quality_at,
    sometimes(later(received, i, 36, 20), i, 37, 95) AS reported_executive_at,
    sometimes('content;cause;process;result;lessons;corrective', i, 38, 20) AS report_sections,
    later(received, i, 39, 300) AS archived_at
FROM (
    SELECT i, date_trunc('second', received) AS received,
        coalesce(
            sometimes(date_trunc('second', later(received, i, 40, 160)), i, 41, 96),
            CASE WHEN i >= {monthly} THEN date_trunc('second', received) + to_days(CAST(10 + pick(i, 43, 40) AS INTEGER)) END
        ) AS closed
    FROM (
        SELECT i, moment(i, 42, {monthly}) AS received
        FROM (SELECT numbered(r, {monthly}) AS i FROM range({months} * {monthly}) AS numbers(r))
    )
)
"""

CONTACTS = """
SELECT 'K-' || i AS contact_id, 'P' || lpad(CAST((i // 2) % {projects} AS VARCHAR), 4, '0') AS project_id,
    'H-' || pick(i, 51, 500) AS household_id, 'household' AS party,
    chosen(i, 52, ['complaint_callback', 'feedback', 'visit', 'interview']) AS purpose,
    chosen(i, 53, ['door', 'phone', 'office']) AS mode,
    CASE WHEN pick(i, 52, 4) < 2 THEN 'C-' || (i // 2) END AS related_id, 'S-' || pick(i, 54, 40) AS staff_id,
    chosen(i, 55, ['service', 'steward', 'project_manager', 'technician']) AS staff_role, NULL AS companions,
    NULL AS appointment_at,
    later(moment(i // 2, 42, {monthly}), i, 56, 240) AS started_at,
    'V-' || i AS form_no, TRUE AS signed, NULL AS signature_refused, NULL AS sensitive, 5 AS rated_timeliness,
    4 AS rated_skill, 5 AS rated_attitude, NULL AS opinion, NULL AS needs_feedback, NULL AS reply_promised_at, NULL AS fed_back_at
FROM (SELECT numbered(r, 2 * {monthly}) AS i FROM range({months} * 2 * {monthly}) AS numbers(r))
"""

NOTICES = """
SELECT 'N-' || i AS notice_id, 'P' || lpad(CAST(i % {projects} AS VARCHAR), 4, '0') AS project_id,
    CASE WHEN i < 2 * {projects} THEN chosen(i // {projects}, 0, ['hotline', 'fee_standard'])
        ELSE chosen(i, 61, ['general', 'works', 'event', 'water_outage', 'complaint_channel']) END AS kind,
    chosen(i, 62, ['bulletin;doorway', 'elevator', 'wechat']) AS channels, '通知' || i AS title,
    '各位业主, 请注意安全' AS body, NULL AS period, NULL AS important, NULL AS related_id, TRUE AS in_release_log,
    'department_head' AS reviewed_by_role, 'project_manager' AS approved_by_role, published - INTERVAL 5 HOUR AS approved_at,
    'W-' || i AS serial_no, TRUE AS sealed, NULL AS personal_sender, published AS published_at,
    sometimes(published + to_hours(pick(i, 63, 48) - 2), i, 64, 60) AS effective_at, NULL AS expires_on,
    sometimes(published + INTERVAL 20 DAY, i, 65, 30) AS removed_at, published AS archived_at,
    sometimes(published + INTERVAL 1 DAY, i, 66, 2) AS corrected_at
FROM (
    SELECT i, date_trunc('minute', moment(i, 67, {monthly} // 5)) AS published
    FROM (SELECT numbered(r, {monthly} // 5) AS i FROM range({months} * ({monthly} // 5)) AS numbers(r))
)
"""

LOGS = {"projects": PROJECTS, "complaints": COMPLAINTS, "contacts": CONTACTS, "notices": NOTICES}
WRITERS = {"csv": "FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%d %H:%M:%S'", "parquet": "FORMAT parquet"}


def generate(folder: Path, complaints: int, projects: int, months: int, form: str) -> None:
    """Write the logs of ``complaints`` complaints, spread evenly over ``months``, in ``form`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    size = {"monthly": complaints // months, "projects": projects, "months": months}
    connection.execute(MACROS.format(**size))
    for name, query in LOGS.items():
        # Every column has its type, also one without a value.
        typed = ", ".join("CAST({0} AS {1}) AS {0}".format(*column.split()) for column in TYPES[name].split(","))
        target = folder / f"{name}.{form}"
        connection.execute(f"COPY (SELECT {typed} FROM ({query.format(**size)})) TO '{target}' ({WRITERS[form]})")


def main() -> None:
    """Read the options and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--complaints", type=int, default=1_000_000)
    parser.add_argument("--projects", type=int, default=1_000)
    parser.add_argument("--months", type=int, default=1)
    parser.add_argument("--format", choices=sorted(WRITERS), default="csv")
    options = parser.parse_args()
    generate(options.folder, options.complaints, options.projects, options.months, options.format)


if __name__ == "__main__":
    main()
