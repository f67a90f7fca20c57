"""What an audit is opened with: how far terms reach, which projects there are, which of them are chosen."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from commsaudit.audit.judging import Project
from commsaudit.checks.running import longer_terms, longest_term
from commsaudit.engine.database import Database
from commsaudit.errors import InputError, NothingToAudit, UsageError
from commsaudit.model.schema import logs
from commsaudit.model.settings import Settings
from commsaudit.model.standard import Standard


def days_back(settings: Settings, catalogue: Mapping[str, Standard]) -> int:
    """By how many days the company has made a term longer."""
    rules = [settings.clauses, *(rule.clauses for rule in settings.projects)]
    return longer_terms(
        {clause.id: clause.parameters for standard in catalogue.values() for clause in standard.clauses},
        [{clause: rule.parameters for clause, rule in clauses.items()} for clauses in rules],
    )


def term_of(settings: Settings, catalogue: Mapping[str, Standard]) -> int:
    """The longest term in working days that any clause gives."""
    rules = [settings.clauses, *(rule.clauses for rule in settings.projects)]
    own = [rule.parameters for clauses in rules for rule in clauses.values()]
    return longest_term([*own, *(clause.parameters for standard in catalogue.values() for clause in standard.clauses)])


def projects_of(database: Database) -> list[Project]:
    """The audited projects.

    Raises:
        InputError: no row of any log could be read.
        NothingToAudit: the logs hold no row.
    """
    flags = [column.name for column in logs()["projects"].columns if column.type == "bool"]
    rows = database.connection.execute(
        f"SELECT project_id, coalesce(name, ''), property_type, {', '.join(flags)} FROM projects ORDER BY project_id"
    ).fetchall()
    if not rows:
        rejects = database.rejects()
        if rejects:
            first = rejects[0]
            en, _, zh = first.reason.partition(" / ")
            raise InputError(
                f"{first.file}, line {first.line}: {first.column or 'the row'}: {en}; no row of any log could be read"
                " (see 'logs validate')",
                f"{first.file} 第 {first.line} 行：{first.column or '整行'}：{zh or '无法读取'}；所有日志中没有一行可读"
                "（请看 “logs validate”）",
            )
        raise NothingToAudit(
            "there is no project to audit: the logs hold no row that could be read; see 'logs validate'",
            "没有可检查的项目：日志中没有可读的记录；请看 “logs validate”",
        )
    return [
        Project(project_id, name, kind, frozenset(flag for flag, true in zip(flags, trues, strict=True) if true))
        for project_id, name, kind, *trues in rows
    ]


def selected_of(database: Database, patterns: Sequence[str]) -> list[str] | None:
    """The projects that the globs choose; None where there are none.

    Raises:
        UsageError: a glob chooses no project.
    """
    if not patterns:
        return None
    known = database.known_projects()
    chosen: set[str] = set()
    for pattern in patterns:
        here = {project_id for project_id in known if fnmatchcase(project_id, pattern)}
        if not here:
            close = difflib.get_close_matches(pattern, known, 1)
            raise UsageError(
                f"no project '{pattern}'" + (f"; did you mean '{close[0]}'?" if close else ""),
                f"没有项目“{pattern}”" + (f"；是否指“{close[0]}”？" if close else ""),
            )
        chosen |= here
    return sorted(chosen)
