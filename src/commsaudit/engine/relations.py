"""The relations that checks read beside the logs: the audited projects, what is standing, the units they owe.

Source: semantics.md, "Periodic obligations". All are views over two small tables, so that a unit kind costs nothing
until a check reads it:

- ``projects``: the audited projects with their columns (NULL where the log was not supplied);
- ``standing``: the projects that owe standing obligations, with ``due_at`` (the period's end) and ``last_day``;
- ``owed_months`` (``owed_weeks``, ``owed_quarters`` …): project × unit, where the project owes what is about the unit
  itself: ``unit``, ``starts_on``, ``ends_on``, ``prev_unit``, ``prev_starts_on``, ``prev_ends_on`` and the projects' columns;
- ``owed_prev_months`` …: the same, where the project owes what is about the unit before.

Beside them ``survey_questions`` (where ``survey_answers`` was supplied): per project, survey and question how many answers
were ``satisfied``, ``basically``, ``dissatisfied`` and ``abstained``; its ``place`` by dissatisfied answers (largest first, ties
by name), the dissatisfied answers ``dissatisfied_through`` up to and with it, and ``dissatisfied_total`` of the survey
(procedures.toml, metrics of owner-communication).
"""

from __future__ import annotations

from datetime import timedelta

import duckdb
import pyarrow as pa

from commsaudit.model.period import Period
from commsaudit.model.units import UnitKind, units_touching

PLURALS = {
    UnitKind.DAY: "days",
    UnitKind.WEEK: "weeks",
    UnitKind.MONTH: "months",
    UnitKind.PAIR: "pairs",
    UnitKind.QUARTER: "quarters",
    UnitKind.HALF: "halves",
    UnitKind.SEMESTER: "semesters",
    UnitKind.YEAR: "years",
}


# Weeks are short: what is due some days after one, moved over a long holiday, is due in the third week after it.
_DAYS_BACK = {UnitKind.WEEK: 21}


def _unit_rows(period: Period, days_back: int) -> list[dict[str, object]]:
    """The units whose due moment can lie in the period: those that touch it, and the one before each.

    A deadline of the unit before comes into the period where it moves to the next working day. ``days_back``: the company
    gives so many days more than the checks do by themselves.
    """
    rows: list[dict[str, object]] = []
    for kind in UnitKind:
        first = period.starts_on - timedelta(days=_DAYS_BACK.get(kind, 0) + days_back)
        units = units_touching(kind, first, period.ends_on)
        for unit in [units_touching(kind, units[0].starts_on - timedelta(days=1), units[0].starts_on)[0], *units]:
            before = unit.previous()
            rows.append(
                {
                    "kind": kind.value,
                    "unit": unit.label,
                    "starts_on": unit.starts_on,
                    "ends_on": unit.ends_on,
                    "prev_unit": before.label,
                    "prev_starts_on": before.starts_on,
                    "prev_ends_on": before.ends_on,
                }
            )
    return rows


def _owed(kind: UnitKind, prefix: str) -> str:
    return (
        "SELECT p.*, u.* EXCLUDE (kind) FROM projects AS p CROSS JOIN units AS u"
        f" WHERE u.kind = '{kind.value}'"
        f" AND (p.service_started_on IS NULL OR u.{prefix}starts_on >= p.service_started_on)"
        f" AND (p.service_ended_on IS NULL OR u.{prefix}ends_on <= p.service_ended_on)"
    )


_SURVEY_QUESTIONS = """
CREATE VIEW survey_questions AS
WITH opinions AS (
    SELECT project_id, survey_id, question, opinion_of(choice) AS opinion FROM survey_answers
),
counted AS (
    SELECT
        project_id,
        survey_id,
        question,
        count(*) FILTER (opinion = 'satisfied') AS satisfied,
        count(*) FILTER (opinion = 'basically') AS basically,
        count(*) FILTER (opinion = 'dissatisfied') AS dissatisfied,
        count(*) FILTER (opinion IS NULL) AS abstained
    FROM opinions
    GROUP BY ALL
)
SELECT
    *,
    row_number() OVER ranked AS place,
    CAST(sum(dissatisfied) OVER ranked AS BIGINT) AS dissatisfied_through,
    CAST(sum(dissatisfied) OVER (PARTITION BY project_id, survey_id) AS BIGINT) AS dissatisfied_total
FROM counted
WINDOW ranked AS (PARTITION BY project_id, survey_id ORDER BY dissatisfied DESC, question)
"""


def offer_survey_questions(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``survey_questions``; the log ``survey_answers`` must be there."""
    connection.execute(_SURVEY_QUESTIONS)


def offer(connection: duckdb.DuckDBPyConnection, period: Period, days_back: int = 0) -> None:
    """Create the relations; the table ``projects`` must be there. ``days_back``: as in ``_unit_rows``."""
    connection.register("unit_rows", pa.Table.from_pylist(_unit_rows(period, days_back)))
    connection.execute("CREATE TABLE units AS FROM unit_rows")
    connection.unregister("unit_rows")
    last_day = f"DATE '{period.ends_on.isoformat()}'"
    connection.execute(
        f"CREATE VIEW standing AS SELECT p.*, eod({last_day}) AS due_at, {last_day} AS last_day FROM projects AS p"
        f" WHERE (p.service_started_on IS NULL OR p.service_started_on <= {last_day})"
        f" AND (p.service_ended_on IS NULL OR p.service_ended_on > {last_day})"
    )
    for kind, plural in PLURALS.items():
        connection.execute(f"CREATE VIEW owed_{plural} AS {_owed(kind, '')}")
        connection.execute(f"CREATE VIEW owed_prev_{plural} AS {_owed(kind, 'prev_')}")
