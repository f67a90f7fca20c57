"""A second engine will run the same files: every check is one SELECT that sqlglot turns into Spark SQL.

What a check says that it reads is what it reads: the front matter decides which clauses are assessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from commsaudit.checks.catalogue import load_catalogue
from commsaudit.engine.relations import PLURALS
from commsaudit.model.schema import logs
from commsaudit.model.standard import Clause

CHECKS = [clause for standard in load_catalogue().values() for clause in standard.clauses if clause.sql]
CONTRACT = ["project_id", "record_id", "due_at", "met", "done_at", "source_row"]
UNIT_COLUMNS = {"unit", "starts_on", "ends_on", "prev_unit", "prev_starts_on", "prev_ends_on"}
# The relations of the engine beside the logs: the audited projects with columns of their own.
BUILT = {"standing": {"due_at", "last_day"}} | {
    f"owed_{prefix}{plural}": UNIT_COLUMNS for plural in PLURALS.values() for prefix in ("", "prev_")
}
# What a relation over a log reads of it.
COUNTED = {"survey_questions": ("survey_answers", "choice")}
ROW = "_row"


def parsed(clause: Clause) -> exp.Expression:
    """The statement; a parameter stands as a number."""
    return sqlglot.parse_one(re.sub(r"\$[a-z_]+", "7", clause.sql), read="duckdb")


@pytest.mark.parametrize("clause", CHECKS, ids=lambda clause: clause.id)
def test_a_check_transpiles_to_spark(clause: Clause) -> None:
    statements = sqlglot.transpile(
        re.sub(r"\$[a-z_]+", "7", clause.sql),
        read="duckdb",
        write="spark",
        unsupported_level=sqlglot.ErrorLevel.RAISE,
        error_level=sqlglot.ErrorLevel.RAISE,
    )
    assert len(statements) == 1
    assert sqlglot.parse_one(statements[0], read="spark").find(exp.Command) is None


@pytest.mark.parametrize("clause", CHECKS, ids=lambda clause: clause.id)
def test_a_check_is_one_select_of_the_contract(clause: Clause) -> None:
    statements = sqlglot.parse(re.sub(r"\$[a-z_]+", "7", clause.sql), read="duckdb")
    assert len(statements) == 1
    assert isinstance(statements[0], exp.Query)
    assert statements[0].named_selects == CONTRACT
    stars = [star for star in statements[0].find_all(exp.Star) if isinstance(star.parent, exp.Select | exp.Column)]
    assert stars == []


@pytest.mark.parametrize("clause", CHECKS, ids=lambda clause: clause.id)
def test_every_parameter_is_used_and_every_one_used_is_there(clause: Clause) -> None:
    assert set(re.findall(r"\$([a-z_]+)", clause.sql)) - {"period_start", "period_end"} == set(clause.parameters)


def _columns(scope: Scope) -> Iterator[tuple[str, str]]:
    """The columns that a scope takes from relations outside the statement: (relation, column)."""
    tables = {alias: source.name for alias, source in scope.sources.items() if isinstance(source, exp.Table)}
    for column in scope.columns:
        if column.table in tables:
            yield tables[column.table], column.name
        else:
            assert column.table in scope.sources or _is_local(column), f"{column} has no relation"


def _is_local(column: exp.Column) -> bool:
    """A lambda's own name."""
    return not column.table and column.find_ancestor(exp.Lambda) is not None


def read_by(clause: Clause) -> dict[str, set[str]]:
    """The columns of logs that the statement reads, keys aside; projects where a relation shows their columns."""
    found: dict[str, set[str]] = defaultdict(set)
    for scope in traverse_scope(parsed(clause)):
        for relation, column in _columns(scope):
            if relation in BUILT:
                if column not in BUILT[relation] and column != "project_id":
                    found["projects"].add(logs()["projects"].column(column).name)
                continue
            if relation in COUNTED:
                log, read = COUNTED[relation]
                found[log].add(read)
                continue
            keys = set(logs()[relation].key)
            found[relation] |= set() if column in {ROW, *keys} else {logs()[relation].column(column).name}
    return found


@pytest.mark.parametrize("clause", CHECKS, ids=lambda clause: clause.id)
def test_a_check_reads_what_it_says(clause: Clause) -> None:
    said = {log: set(columns) - set(logs()[log].key) for log, columns in clause.reads.items()}
    read = read_by(clause)
    assert said == {log: columns for log, columns in read.items() if log != "projects" or columns}


@pytest.mark.parametrize(
    "clause", [each for each in CHECKS if each.source or each.sources], ids=lambda clause: clause.id
)
def test_the_source_row_is_a_row_of_the_source(clause: Clause) -> None:
    rows_of = {
        relation for scope in traverse_scope(parsed(clause)) for relation, column in _columns(scope) if column == ROW
    }
    assert rows_of == ({clause.source} if clause.source else set(clause.sources.values()))


def test_a_check_without_source_gives_no_row() -> None:
    for clause in CHECKS:
        if clause.source is None and not clause.sources:
            assert ROW not in {column.name for column in parsed(clause).find_all(exp.Column)}, clause.id
