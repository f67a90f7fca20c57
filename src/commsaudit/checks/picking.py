"""SQL around what a check lists: which obligations are judged of many, and which of the unmet ones are kept."""

from __future__ import annotations

from commsaudit.model.standard import Clause


def unmet(listed: str) -> str:
    """SQL: of the ``listed`` obligations those that were not met, and per project how many were."""
    return (
        f"WITH listed AS MATERIALIZED ({listed}) SELECT *, 1 AS times FROM listed WHERE NOT met"
        " UNION ALL SELECT standard, clause, project_id, NULL, NULL, NULL, NULL, NULL, is_due, met, ruled_out, count(*)"
        " FROM listed WHERE met GROUP BY ALL"
    )


def first_unmet(listed: str, clause: Clause, most: int) -> str:
    """SQL: per project the first ``most`` of the ``listed`` obligations that were not met, and how many others there are.

    They are picked while they are counted, so that the rest is stored nowhere.
    """
    named = f"'{clause.standard}' AS standard, '{clause.id}' AS clause, project_id"
    picked = "{'due_at': due_at, 'record_id': record_id, 'source_row': source_row, 'done_at': done_at, 'source_log': source_log}"
    return (
        "WITH counted AS MATERIALIZED ("
        f"SELECT project_id, is_due, met, ruled_out, count(*) AS times, min({picked}, {max(most, 1)}) FILTER (NOT met) AS first"
        f" FROM ({listed}) AS listed GROUP BY project_id, is_due, met, ruled_out"
        "), picked AS (SELECT project_id, is_due, met, ruled_out, unnest(first) AS one FROM counted)"
        f" SELECT {named}, one.record_id, one.due_at, one.done_at, one.source_log, one.source_row, is_due, met, ruled_out, 1"
        " FROM picked"
        f" UNION ALL SELECT {named}, NULL, NULL, NULL, NULL, NULL, is_due, met, ruled_out, times - coalesce(len(first), 0)"
        " FROM counted WHERE times > coalesce(len(first), 0)"
    )


def drawn(listed: str, clause: Clause, size: int, seed: str) -> str:
    """SQL: of the judged obligations of each project the first N by sha256 of "S|finding id" (semantics.md, "Sampling")."""
    prefix = f"{seed}|{clause.standard}/{clause.id}/".replace("'", "''")
    return (
        f"SELECT * FROM ({listed}) AS drawn"
        " QUALIFY NOT is_due OR ruled_out OR row_number() OVER (PARTITION BY project_id, is_due, ruled_out"
        f" ORDER BY sha256('{prefix}' || escaped(project_id) || '/' || record_id)) <= {size}"
    )
