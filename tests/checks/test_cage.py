"""What a check of others may say is decided by the parser's tree: one SELECT, known relations, known functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from commsaudit.calendar.workdays import WorkingDays
from commsaudit.checks.cage import LONGEST, prove
from commsaudit.checks.cage_names import names
from commsaudit.checks.caged import CONTRACT, OFFERED
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.checks.running import bound
from commsaudit.engine.database import Database
from commsaudit.errors import CheckError
from commsaudit.model.period import parse_period
from commsaudit.model.schema import logs
from commsaudit.model.standard import Clause

CLAUSES = [clause for standard in load_catalogue().values() for clause in standard.clauses if clause.sql]
CLAUSE = replace(CLAUSES[0], path=Path("theirs.sql"))
RELATIONS = OFFERED | {"complaints"}


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


# Every clause of a SELECT can hold a subquery; the same word is refused in each.
WHERE_THEY_STAND = """
SELECT {}
SELECT 1 FROM complaints WHERE {} = 1
SELECT 1 FROM complaints GROUP BY {}
SELECT 1 FROM complaints HAVING {} = 1
SELECT 1 FROM complaints ORDER BY {}
SELECT 1 FROM complaints LIMIT {}
SELECT 1 FROM complaints OFFSET {}
SELECT 1 FROM complaints QUALIFY row_number() OVER (ORDER BY {}) = 1
SELECT sum(1) OVER (PARTITION BY {}) FROM complaints
SELECT sum(1) OVER (ORDER BY 1 ROWS {} PRECEDING) FROM complaints
SELECT sum(1) OVER w FROM complaints WINDOW w AS (ORDER BY {})
SELECT sum(1) FILTER ({} = 1) FROM complaints
SELECT string_agg('a', ',' ORDER BY {}) FROM complaints
SELECT 1 FROM complaints AS a JOIN complaints AS b ON {} = 1
SELECT 1 FROM complaints, LATERAL (SELECT {})
SELECT 1 FROM (VALUES ({}))
SELECT 1 FROM range({})
SELECT DISTINCT ON ({}) 1 FROM complaints
SELECT CASE {} WHEN 1 THEN 2 END
SELECT CASE WHEN TRUE THEN 1 ELSE {} END
SELECT 1 BETWEEN {} AND 2
SELECT 1 IN (SELECT {})
SELECT 1 IN (2, {})
SELECT EXISTS (SELECT {})
SELECT 1 > ALL (SELECT {})
SELECT CAST({} AS VARCHAR)
SELECT TRY({})
SELECT [{}]
SELECT {{'a': {}}}
SELECT MAP {{1: {}}}
SELECT ([1])[{}]
SELECT list_transform([1], lambda x: {})
SELECT list_filter([1], x -> {} = x)
SELECT [{} FOR x IN [1]]
SELECT INTERVAL ({}) DAY
SELECT * REPLACE ({} AS project_id) FROM complaints
SELECT COLUMNS(c -> {} = 1) FROM complaints
SELECT 1 UNION ALL SELECT {}
SELECT 1 EXCEPT (SELECT 2 INTERSECT SELECT {})
WITH a AS (SELECT {}) SELECT * FROM a
WITH a AS MATERIALIZED (WITH b AS (SELECT {}) SELECT * FROM b) SELECT * FROM a
WITH RECURSIVE a AS (SELECT 1 UNION ALL SELECT {} FROM a) SELECT * FROM a
SELECT ({}) COLLATE NOCASE
SELECT extract(year FROM {})
SELECT 1 GROUP BY GROUPING SETS (({}), ())
FROM complaints SELECT {}
""".strip().splitlines()


@pytest.mark.parametrize("text", WHERE_THEY_STAND)
def test_a_word_is_found_wherever_it_stands(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    prove(connection, CLAUSE, text.format("(SELECT 1)"), RELATIONS)
    for hidden in ("(SELECT count(*) FROM stage_complaints)", "getvariable('a')", "(SELECT 1 FROM '/etc/passwd')"):
        with pytest.raises(CheckError, match=r"theirs\.sql: (a check cannot|no valid SQL)"):
            prove(connection, CLAUSE, text.format(hidden), RELATIONS)


REFUSED = {
    "another statement": "SELECT 1; SELECT 2",
    "nothing": "",
    "a comment alone": "-- SELECT 1",
    "an end before our parenthesis": "SELECT 1) AS a, (SELECT 2",
    "an end and a filter": "SELECT 1) AS obligations WHERE (TRUE",
    "a copy to a file": "COPY complaints TO 'out.csv'",
    "a copy from a file": "COPY complaints FROM '/etc/passwd'",
    "a copy in a CTE": "WITH a AS (COPY complaints TO 'out.csv') SELECT 1",
    "an attached database": "ATTACH '/tmp/other.db' AS other",
    "a pragma": "PRAGMA database_list",
    "a setting": "SET memory_limit = '1TB'",
    "a variable": "SET VARIABLE working_day = []",
    "a reset": "RESET enable_external_access",
    "an extension": "INSTALL httpfs",
    "a loaded extension": "LOAD httpfs",
    "a call": "CALL duckdb_settings()",
    "an export": "EXPORT DATABASE '/tmp/out'",
    "a prepared statement": "PREPARE a AS SELECT 1",
    "an executed statement": "EXECUTE a",
    "a parameter": "SELECT ?",
    "an explanation": "EXPLAIN ANALYZE SELECT 1",
    "a view": "CREATE TEMP VIEW complaints AS SELECT 1",
    "a macro": "CREATE OR REPLACE MACRO eod(d) AS d",
    "a table": "CREATE TABLE a AS SELECT 1",
    "a removed table": "DROP TABLE stage_complaints",
    "a deletion": "DELETE FROM stage_complaints RETURNING project_id",
    "a deletion in a CTE": "WITH a AS (DELETE FROM stage_complaints RETURNING *) SELECT * FROM a",
    "an update in a CTE": "WITH a AS (UPDATE stage_complaints SET _gone = TRUE RETURNING *) SELECT * FROM a",
    "an insertion in a CTE": "WITH a AS (INSERT INTO findings DEFAULT VALUES RETURNING *) SELECT * FROM a",
    "a merge": "MERGE INTO complaints USING projects ON TRUE WHEN MATCHED THEN DELETE",
    "a transaction": "COMMIT",
    "a checkpoint": "CHECKPOINT",
    "a secret": "CREATE SECRET a (TYPE s3)",
    "a file as a table": "SELECT * FROM 'exports.csv'",
    "a quoted file as a table": 'SELECT * FROM "/etc/passwd"',
    "an address as a table": "SELECT * FROM 'https://example.com/a.parquet'",
    "a variable of Python": "SELECT * FROM connection",
    "an internal table": "SELECT * FROM stage_complaints",
    "the findings": "SELECT * FROM findings",
    "a log that is not declared": "SELECT * FROM contacts",
    "another schema": "SELECT * FROM main.complaints",
    "another catalogue": "SELECT * FROM memory.main.stage_complaints",
    "the tables": "SELECT * FROM information_schema.tables",
    "the settings": "SELECT * FROM duckdb_settings()",
    "the settings' view": "SELECT * FROM duckdb_settings",
    "Postgres' tables": "SELECT * FROM pg_catalog.pg_class",
    "SQLite's table": "SELECT * FROM sqlite_master",
    "tables shown": "SHOW ALL TABLES",
    "tables shown within": "SELECT * FROM (SHOW ALL TABLES)",
    "a description": "DESCRIBE stage_complaints",
    "a summary": "SUMMARIZE complaints",
    "a pivot": "SELECT * FROM complaints PIVOT (count(*) FOR project_id IN ('a'))",
    "a sample": "SELECT * FROM complaints USING SAMPLE 3",
    "a table's sample": "SELECT * FROM complaints TABLESAMPLE 10%",
    "a table as it was": "SELECT * FROM complaints AT (VERSION => 1)",
    "a query in a text": "SELECT * FROM query('SELECT 42')",
    "a table in a text": "SELECT * FROM query_table('stage_complaints')",
    "a statement in JSON": "SELECT * FROM json_execute_serialized_sql('{}')",
    "a function of another schema": "SELECT main.getvariable('a')",
    "a function behind a value": "SELECT 'a'.getenv()",
    "a quoted function": "SELECT \"GetVariable\"('a')",
    "a function behind a comment": "SELECT getvariable/* eod */('a')",
    "a file in a function": "SELECT * FROM read_text('/etc/passwd')",
    "a folder": "SELECT * FROM glob('/etc/*')",
    "the environment": "SELECT getenv('HOME')",
    "today": "SELECT current_date",
    "the clock": "SELECT now()",
    "the user": "SELECT user",
    "chance": "SELECT random()",
    "an order that nobody said": "SELECT first(project_id) FROM complaints",
    "a list in no order": "SELECT list(project_id) FROM complaints",
    "a huge text": "SELECT repeat('x', 1000000000)",
    "a CTE that names itself": "WITH stage_complaints AS (SELECT * FROM stage_complaints) SELECT * FROM stage_complaints",
    "a CTE out of its scope": "SELECT (WITH findings AS (SELECT 1) SELECT 1 FROM findings), * FROM findings",
    "a CTE that comes later": "WITH a AS (SELECT * FROM findings), findings AS (SELECT 1) SELECT * FROM a",
    "the first part of a recursive CTE": "WITH RECURSIVE findings AS (SELECT * FROM findings UNION ALL SELECT 1 FROM findings) SELECT 1",
    # U+212A is no ASCII letter, though Python makes a k of it.
    "a letter that only looks so": "WITH stage_wor\u212a_orders AS (SELECT 1) SELECT * FROM stage_work_orders",
    "CTEs that double": "WITH a0 AS (SELECT 1 AS v), "
    + ", ".join(f"a{n} AS (SELECT * FROM a{n - 1} AS x, a{n - 1} AS y)" for n in range(1, 40))
    + " SELECT * FROM a39",
    "deep parentheses": f"SELECT {'(' * 5000}1{')' * 5000}",
    "deep queries": f"SELECT * FROM {'(SELECT * FROM ' * 3000}(SELECT 1){')' * 3000}",
    "a long text": f"SELECT '{'x' * LONGEST}'",
    "a comment that does not end": "SELECT 1 /* and so on",
    "a text that does not end": "SELECT 'and so on",
    "a byte that is no text": "SELECT 1\x00; DROP TABLE findings",
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_no_plain_select_is_refused(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    with pytest.raises(CheckError) as caught:
        prove(connection, CLAUSE, text, RELATIONS)
    assert caught.value.en.startswith("theirs.sql: ")
    assert caught.value.zh.startswith("theirs.sql：")
    assert caught.value.zh != caught.value.en


ALLOWED = {
    "a comment in the last line": "SELECT 1 -- done",
    "what looks bad in a text": "SELECT 'COPY a TO b; DROP TABLE findings' AS \"read_text('/etc/passwd')\"",
    "a CTE that hides a log": "WITH complaints AS (SELECT 1 AS a) SELECT a FROM complaints",
    "a CTE with an internal name, in its scope": "WITH findings AS (SELECT 1) SELECT * FROM (SELECT * FROM Findings)",
    "a recursive CTE": "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a WHERE n < 9) SELECT * FROM a",
    "Chinese names": "WITH 投诉 AS (SELECT complaint_id AS 编号 FROM complaints) SELECT 编号 FROM 投诉",
    "an ordered list": "SELECT string_agg(project_id, ',' ORDER BY project_id) FROM COMPLAINTS",
    "a first row in order": "SELECT first(project_id ORDER BY complaint_id) FROM complaints",
    "our own relations": "SELECT * FROM owed_months CROSS JOIN owed_prev_days CROSS JOIN standing CROSS JOIN survey_questions",
    "rows out of a number": "SELECT * FROM range(3), unnest([1, 2]), generate_series(1, 2)",
    "a thousand parts": " UNION ALL ".join(["SELECT 1"] * 1000),
}


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_plain_selects_are_not_refused(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    prove(connection, CLAUSE, text, RELATIONS)


def test_what_a_check_reads_is_told(connection: duckdb.DuckDBPyConnection) -> None:
    text = "WITH contacts AS (SELECT 1) SELECT 1 FROM complaints, standing, contacts"
    assert prove(connection, CLAUSE, text, RELATIONS) == {"complaints", "standing"}


def test_every_check_of_ours_keeps_the_rules_for_others(connection: duckdb.DuckDBPyConnection) -> None:
    period = parse_period("2026-03")
    for clause in CLAUSES:
        declared = {name for name in clause.reads if name != "projects"}
        read = prove(connection, clause, bound(clause, clause.parameters, period), OFFERED | declared)
        assert read & set(logs()) - {"projects"} <= declared


def test_every_function_of_the_engine_is_refused_unless_it_is_named(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute("SELECT DISTINCT function_name FROM duckdb_functions()").fetchall()
    known = names()
    ordered = " ORDER BY 1"
    for (name,) in rows:
        quoted = '"' + name.replace('"', '""') + '"'
        for text, allowed in (
            (f"SELECT {quoted}(1{ordered if name in known.ordered else ''})", name.lower() in known.functions),
            (f"SELECT * FROM {quoted}(1)", name in known.tables),
        ):
            assert _is_allowed(connection, text) is allowed, text
    assert {name for (name,) in rows} >= (known.functions - _macros() - {"unnest"}) | known.tables - {"unnest"}


def _is_allowed(connection: duckdb.DuckDBPyConnection, text: str) -> bool:
    try:
        prove(connection, CLAUSE, text, RELATIONS)
    except CheckError:
        return False
    return True


def test_nothing_that_depends_on_the_moment_is_allowed(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')"
    ).fetchall()
    assert not {name for (name,) in rows} & names().functions


def _macros() -> set[str]:
    text = (Path(__file__).parents[2] / "docs/writing-checks.md").read_text("utf-8")
    table = text.partition("## The macros")[2].partition("## ")[0]
    return set(re.findall(r"^\| `([a-z_]+)\(", table, re.MULTILINE))


def test_the_macros_that_may_be_called_are_those_of_the_page() -> None:
    assert _macros() <= names().functions
    with Database() as database:
        database.prepare(parse_period("2026-03"), WorkingDays(), roll_to_working_day=False)
        made = database.connection.execute(
            "SELECT DISTINCT function_name FROM duckdb_functions() WHERE NOT internal"
        ).fetchall()
    # A macro of ours that has the name of a function of the engine would be allowed by accident.
    assert {name for (name,) in made} & names().functions == _macros()


def test_the_contract_is_that_of_the_page() -> None:
    text = (Path(__file__).parents[2] / "docs/writing-checks.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \| (?:text|timestamp|boolean|bigint)", text, re.MULTILINE) == list(CONTRACT)


def test_what_an_error_quotes_is_short_and_shows_no_escapes(connection: duckdb.DuckDBPyConnection) -> None:
    for text in (
        f'SELECT * FROM "{"x" * 100_000}"',
        'SELECT * FROM "\x1b[31m"',
        'SELECT "\x1b[2J"(1)',
        "SELECT '\x1b' FROM 1",
    ):
        with pytest.raises(CheckError) as caught:
            prove(connection, CLAUSE, text, RELATIONS)
        assert len(caught.value.both) < 1200
        assert "\x1b" not in caught.value.both


def test_the_clause_is_named_by_its_file_alone(connection: duckdb.DuckDBPyConnection) -> None:
    clause: Clause = replace(CLAUSE, path=Path("/home/somebody/checks/theirs.sql"))
    with pytest.raises(CheckError) as caught:
        prove(connection, clause, "SELECT now()", RELATIONS)
    assert "somebody" not in caught.value.both
