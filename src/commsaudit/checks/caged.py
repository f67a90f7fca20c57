"""Runs a check of others: proved, on a connection of its own that cannot write, watched, and its rows looked at.

What it lists becomes a table; the runner goes on from there as it does from a check of ours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import duckdb

from commsaudit.checks.cage import Refusal, as_relation, prove
from commsaudit.checks.watching import watched
from commsaudit.engine.database import Database
from commsaudit.engine.relations import PLURALS
from commsaudit.model.options import Limits
from commsaudit.model.schema import logs
from commsaudit.model.standard import Clause

CONTRACT = {
    "project_id": "VARCHAR",
    "record_id": "VARCHAR",
    "due_at": "TIMESTAMP",
    "met": "BOOLEAN",
    "done_at": "TIMESTAMP",
    "source_row": "BIGINT",
}
# What a check reads beside the logs.
OFFERED = {"projects", "standing", "survey_questions"} | {
    f"owed_{prefix}{unit}" for prefix in ("", "prev_") for unit in PLURALS.values()
}
# What can be wrong with the rows; those of inspectors alone are named after inspections.
_ROWS = (
    ("without a project", "没有项目"),
    ("without a record id", "没有记录编号"),
    ("that share a record id with another", "记录编号与他项重复"),
    ("whose record id begins with 'inspection:'", "记录编号以 inspection: 开头"),
)
# What these say is about the statement. What the others say can hold a value of a cell, and so a name.
_OF_THE_STATEMENT = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)
# "Invalid Input Error" and the like are no longer.
_KIND = 40


def source_log(clause: Clause) -> str:
    """SQL: the log whose row stands behind an obligation."""
    if clause.sources:
        cases = " ".join(f"WHEN '{prefix}' THEN '{log}'" for prefix, log in clause.sources.items())
        return f"CASE split_part(record_id, ':', 1) {cases} END"
    return f"'{clause.source}'" if clause.source else "CAST(NULL AS VARCHAR)"


def list_obligations(
    database: Database,
    clause: Clause,
    statement: str,
    *,
    into: str,
    span: tuple[str, str],
    known: Collection[str],
    limits: Limits,
) -> None:
    """Put what ``statement`` lists, due between the two moments (SQL) of ``span``, into the table ``into``.

    ``known``: the company's projects. Nothing else of the database is changed.

    Raises:
        CheckError: the statement is not allowed, fails, takes longer or more than ``limits``, or its rows are not the contract's.
    """
    refuse = Refusal(clause)
    declared = set(clause.reads) - {"projects"}
    sources = sorted({log for log in (clause.source, *clause.sources.values()) if log})

    def work() -> None:
        read = prove(connection, clause, statement, OFFERED | declared)
        # Temporary tables can be written in such a transaction, and nothing else.
        connection.execute("BEGIN TRANSACTION READ ONLY")
        for log in sorted(read & declared):
            _show_declared(connection, clause, log)
        _look_at_columns(connection, statement, refuse)
        connection.execute(
            f"CREATE TEMP TABLE listed AS SELECT * FROM {as_relation(statement)}"
            f" WHERE due_at BETWEEN {span[0]} AND {span[1]}"
        )
        connection.execute("COMMIT")
        _look_at_rows(connection, known, refuse)
        for log in sources:
            _look_at_sources(connection, log, source_log(clause), log in database.supplied, refuse)
        connection.execute(f"CREATE OR REPLACE TABLE {into} AS FROM listed")

    with database.apart() as connection, _said_well(refuse):
        watched(database, connection, work, limits, refuse)


@contextmanager
def _said_well(refuse: Refusal) -> Iterator[None]:
    """An error of the engine as one of the check, without the engine's advice and without cells."""
    try:
        yield
    except duckdb.Error as error:
        text = str(error).split("\n\n")[0]
        if not isinstance(error, _OF_THE_STATEMENT):
            kind = text.partition(":")[0] if ":" in text[:_KIND] else type(error).__name__
            raise refuse(
                f"{kind} while it ran; what the engine says of it can hold values of the logs, and is left out",
                f"运行时出错（{kind}）；引擎的说明可能含有日志中的内容，故不显示",
            ) from error
        more = ("", "")
        if isinstance(error, duckdb.BinderException) and "column" in text:
            more = (" (of a log it sees the key and what 'reads' names)", "（日志只提供主键列和 reads 写明的列）")
        raise refuse(text + more[0], text + more[1]) from error


def _show_declared(connection: duckdb.DuckDBPyConnection, clause: Clause, log: str) -> None:
    """Of a log the check sees the key and what its front matter names: other columns may not have been read at all."""
    columns = dict.fromkeys([*logs()[log].key, *clause.reads[log], "_row"])
    connection.execute(f"CREATE TEMP VIEW {log} AS SELECT {', '.join(columns)} FROM memory.main.{log}")


def _look_at_columns(connection: duckdb.DuckDBPyConnection, statement: str, refuse: Refusal) -> None:
    rows = connection.execute(f"DESCRIBE SELECT * FROM {as_relation(statement)}").fetchall()
    found = {name: kind for name, kind, *_ in rows}
    lacking, extra = CONTRACT.keys() - found.keys(), found.keys() - CONTRACT.keys()
    if lacking or extra or len(rows) != len(CONTRACT):
        en = [f"lacks {name}" for name in sorted(lacking)] + [f"has {name}" for name in sorted(extra)]
        zh = [f"缺少 {name}" for name in sorted(lacking)] + [f"多出 {name}" for name in sorted(extra)]
        columns = ", ".join(CONTRACT)
        raise refuse(
            f"its columns have to be {columns}: it {', '.join(en) or 'has one twice'}",
            f"列须为 {columns}：{'、'.join(zh) or '有重复的列'}",
        )
    wrong = [(name, found[name], kind) for name, kind in CONTRACT.items() if found[name] != kind]
    if wrong:
        raise refuse(
            ", ".join(f"{name} is {there}, it has to be {kind}" for name, there, kind in wrong),
            "、".join(f"{name} 的类型是 {there}，应为 {kind}" for name, there, kind in wrong),
        )


def _look_at_rows(connection: duckdb.DuckDBPyConnection, known: Collection[str], refuse: Refusal) -> None:
    """Each obligation is of a project that there is, names its record, and names it but once."""
    counts = connection.execute(
        "SELECT count(*) FILTER (project_id IS NULL), count(*) FILTER (record_id IS NULL),"
        " count(record_id) - count(DISTINCT (project_id, record_id)) FILTER (record_id IS NOT NULL),"
        " count(*) FILTER (starts_with(record_id, 'inspection:')) FROM listed"
    ).fetchall()[0]
    wrong = [(count, *said) for count, said in zip(counts, _ROWS, strict=True) if count]
    if wrong:
        raise refuse(
            "obligations " + ", ".join(f"{en} ({count})" for count, en, _ in wrong),
            "，".join(f"{zh}的有 {count} 项" for count, _, zh in wrong),
        )
    ids = {row[0] for row in connection.execute("SELECT DISTINCT project_id FROM listed").fetchall()}
    if ids.difference(known):
        raise refuse(
            f"obligations of {len(ids.difference(known))} projects that there are not",
            f"{len(ids.difference(known))} 个项目并不存在",
        )


def _look_at_sources(
    connection: duckdb.DuckDBPyConnection, log: str, behind: str, supplied: bool, refuse: Refusal
) -> None:
    """The rows that stand behind obligations are rows of their log and of their project."""
    listed = f"(SELECT project_id, source_row, {behind} AS source_log FROM listed WHERE source_row IS NOT NULL)"
    join = (
        f"LEFT JOIN memory.main.{log} AS l ON l._row = o.source_row"
        if supplied
        else "CROSS JOIN (SELECT NULL AS _row) AS l"
    )
    strange = "l._row IS NULL OR l.project_id <> o.project_id" if supplied else "TRUE"
    count = connection.execute(
        f"SELECT count(*) FROM {listed} AS o {join} WHERE source_log = '{log}' AND ({strange})"
    ).fetchall()[0][0]
    if count:
        raise refuse(
            f"source_row of {count} obligations is no row of {log} in their project",
            f"{count} 项的 source_row 不是本项目在日志 {log} 中的行",
        )
