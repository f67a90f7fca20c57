"""What does not count among loaded rows: unreadable ones, those of strangers, all but the newest of a key.

It stays in the stage table, marked ``_gone``.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from commsaudit.engine.loading import Loaded, Loader, in_batches
from commsaudit.engine.suspects import Suspects
from commsaudit.engine.typed import kept_columns, stage
from commsaudit.logs import typing


def settle(
    loader: Loader,
    loaded: Sequence[Loaded],
    suspects: Suspects,
    *,
    projects_known: bool,
    clauses: Sequence[str],
) -> dict[int, tuple[int, int]]:
    """Mark the rows of a log that do not count: unreadable ones, those of strangers, all but the newest of a key.

    ``clauses`` are the ids that ``inspections`` may name. What was refused here is added to ``suspects``.
    Returns the duplicates and the superseded rows, per number of a file.
    """
    connection, log = loader.connection, loader.log
    table = stage(log)
    if projects_known and log.name != "projects":
        _refuse(
            connection,
            table,
            "project_id",
            "project",
            "project_id NOT IN (SELECT project_id FROM project_rows)",
            suspects,
        )
    if log.name == "inspections":
        known = ", ".join(map(typing.literal, clauses)) or "''"
        _refuse(connection, table, "clause", "clause", f"clause NOT IN ({known})", suspects)
    _mark_gone(
        connection, table, pa.concat_arrays([pa.array(suspects.rows, pa.int64()), pa.array(suspects.blank, pa.int64())])
    )
    return _supersede(loader, loaded)


def _refuse(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, reason: str, condition: str, suspects: Suspects
) -> None:
    rows = connection.execute(
        f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL AND {condition} ORDER BY rowid"
    )
    for row, value in in_batches(rows):
        suspects.refuse(row, column, value, reason)


def _mark_gone(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Array) -> None:
    if len(rows):
        connection.register("gone_rows", pa.table({"gone": rows}))
        connection.execute(f"UPDATE {table} SET _gone = TRUE WHERE rowid IN (SELECT gone FROM gone_rows)")
        connection.unregister("gone_rows")


def _supersede(loader: Loader, loaded: Sequence[Loaded]) -> dict[int, tuple[int, int]]:
    """Of rows with one key, keep the newest state (semantics.md, "Rows that cannot be read").

    Returns the duplicates and the superseded rows, per number of a file.
    """
    connection, log = loader.connection, loader.log
    table = stage(log)
    key = ", ".join(log.key)
    once = f"SELECT count(*) = count(DISTINCT _key) FROM {table} WHERE NOT _gone"
    if connection.execute(once).fetchall()[0][0]:
        return {}
    loader.hash_rest(loaded)
    columns = ", ".join(column.name for column in kept_columns(log, loader.needed))
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE twice AS
        WITH suspects AS (
            SELECT _key FROM {table} WHERE NOT _gone GROUP BY _key HAVING count(*) > 1
        ), seen AS (
            SELECT s.rowid AS row_id, _file, {key}, hash({columns}, r.rest) AS same
            FROM {table} AS s JOIN rest AS r ON r.rowid = s.rowid
            WHERE NOT _gone AND _key IN (SELECT _key FROM suspects)
        ), states AS (
            SELECT *, coalesce(same = lag(same) OVER (PARTITION BY {key} ORDER BY row_id), FALSE) AS is_duplicate
            FROM seen
        ), newest AS (
            SELECT *, max(row_id) FILTER (NOT is_duplicate) OVER (PARTITION BY {key}) AS newest_row FROM states
        )
        SELECT row_id, _file, is_duplicate FROM newest WHERE is_duplicate OR row_id < newest_row
        """
    )
    connection.execute(f"UPDATE {table} SET _gone = TRUE WHERE rowid IN (SELECT row_id FROM twice)")
    rows = connection.execute(
        "SELECT _file, count(*) FILTER (is_duplicate), count(*) FILTER (NOT is_duplicate) FROM twice GROUP BY _file"
    ).fetchall()
    return {number: (duplicates, superseded) for number, duplicates, superseded in rows}
