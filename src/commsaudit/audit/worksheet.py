"""What an inspector has to look at: per project the clauses that need eyes, with the things to look at, drawn by seed.

Clauses marked ``by = "inspection"`` need eyes always; others where they could not be assessed, if that is asked for. A clause
whose front matter names ``subjects`` gets a row for each subject that is drawn, any other one row. The draw is that of the
subjects with the smallest SHA-256 of "seed|log|project|id": nothing but the seed and their identities decides, and all clauses
that are about the same log meet the same subjects, so that one visit serves them all.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any

from commsaudit.audit.asking import calendar_for, check_settings, chosen_standards
from commsaudit.audit.judging import Judge, Project
from commsaudit.audit.loading import load_logs
from commsaudit.audit.opening import days_back, projects_of, selected_of, term_of
from commsaudit.audit.request import Request
from commsaudit.checks.catalogue import load_catalogue, natural
from commsaudit.checks.running import Runner, Sample
from commsaudit.checks.subjects import SubjectKind, subject_kinds
from commsaudit.engine.database import Database
from commsaudit.errors import NothingToAudit
from commsaudit.logs.discover import find_inputs
from commsaudit.logs.private import private_folder
from commsaudit.model.inputs import Reject
from commsaudit.model.outcome import Evidence, Status
from commsaudit.model.period import Period
from commsaudit.model.schema import logs
from commsaudit.model.standard import Clause, Standard
from commsaudit.scoring.company import priced
from commsaudit.scoring.tree import StandardUse

_ID_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing to look at: its id, what helps to find it (by column; ``personal`` only if revealed), and where it stands."""

    id: str
    shows: Mapping[str, str]
    personal: Mapping[str, str]
    source: Evidence


@dataclass(frozen=True, slots=True)
class WorksheetRow:
    """One row to fill in. Without a ``subject`` it is about the project; ``lacking`` says why there is nothing to draw from."""

    project: Project
    clause: Clause
    inspection_id: str
    kind: SubjectKind | None = None
    subject: Subject | None = None
    lacking: str | None = None


@dataclass(frozen=True)
class Worksheet:
    """The rows in order, and what should be known beside them. ``done`` rows are in the log ``inspections`` already."""

    period: Period
    sample: Sample
    rows: Sequence[WorksheetRow]
    standards: Sequence[Standard]
    done: int
    rejects: Sequence[Reject]
    unrecognised: Sequence[str]


@dataclass
class _Drawn:
    """The subjects of each kind, by project; kinds that cannot be drawn from, with the reason."""

    subjects: dict[str, dict[str, list[Subject]]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)


def make_worksheet(request: Request, *, not_assessed: bool) -> Worksheet:
    """The worksheet for ``request``, whose sample says how many subjects are drawn. ``not_assessed``: also clauses that
    are judged from logs, where they could not be.

    Raises:
        UsageError: an unknown standard, project or clause; a period that the calendar lacks; nothing to inspect.
        InputError: a file cannot be read as its log.
    """
    assert request.sample is not None
    catalogue = load_catalogue(request.settings.checks)
    check_settings(request.settings, catalogue)
    catalogue = priced(catalogue, request.settings)
    uses = chosen_standards(catalogue, request)
    found = find_inputs(request.paths, request.settings.logs, request.settings.limits)
    with ExitStack() as stack:
        temp = stack.enter_context(private_folder(request.temp_dir))
        database = stack.enter_context(Database(request.memory_limit, request.threads, temp))
        database.prepare(
            request.period,
            calendar_for(request.settings, request.period),
            roll_to_working_day=request.settings.roll_to_working_day,
            longest_term=term_of(request.settings, catalogue),
        )
        used = _with_subjects([use.standard for use in uses])
        load_logs(database, found.files, request.settings, catalogue, temp, request.progress, used)
        database.offer(request.period, selected_of(database, request.projects), days_back(request.settings, catalogue))
        runner = Runner(database, request.period, selected=bool(request.projects), limits=request.settings.limits)
        judge = Judge(database, runner, request.settings, projects_of(database), database.empty_logs())
        wanted = _wanted(judge, uses, not_assessed=not_assessed)
        rows = _rows(wanted, _draw(judge, request.period, request.sample, wanted), request.period)
        left = _not_done(database, request.period, rows)
        if not rows:
            _nothing()
        return Worksheet(
            period=request.period,
            sample=request.sample,
            rows=left,
            standards=[use.standard for use in uses],
            done=len(rows) - len(left),
            rejects=database.rejects(),
            unrecognised=found.unrecognised,
        )


def _nothing() -> None:
    raise NothingToAudit(
        "there is nothing to inspect: no clause for inspectors applies to these projects",
        "没有需要现场检查的条款：这些项目没有适用的现场检查条款",
    )


def _reading(standard: Standard, reads: Mapping[str, tuple[str, ...]]) -> Clause:
    """A clause that reads ``reads``: only columns that a clause reads are kept, and only clauses can lack one."""
    return replace(standard.clauses[0], by_inspection=False, postpone=None, reads=reads)


def _with_subjects(standards: list[Standard]) -> list[Standard]:
    """The standards, and one whose clauses read what is known of subjects."""
    first = next(standard for standard in standards if standard.clauses)
    clauses = [_reading(first, {kind.log: kind.columns}) for kind in subject_kinds().values()]
    return [*standards, replace(first, clauses=tuple(clauses))]


def _wanted(judge: Judge, uses: Iterable[StandardUse], *, not_assessed: bool) -> list[tuple[Project, Clause]]:
    """The clauses to look at, project by project, in catalogue order."""
    wanted: dict[str, list[Clause]] = defaultdict(list)
    for use in uses:
        projects = judge.applicable(use.standard)
        for clause in use.standard.clauses if projects else ():
            for project_id in _needing_eyes(judge, clause, projects, not_assessed=not_assessed):
                wanted[project_id].append(clause)
    return [(project, clause) for project in judge.projects for clause in wanted[project.id]]


def _needing_eyes(judge: Judge, clause: Clause, projects: Sequence[Project], *, not_assessed: bool) -> list[str]:
    """The projects in which ``clause`` has to be looked at."""
    if clause.by_inspection:
        return [project.id for project in projects if judge.settings.mode(clause.id, project.id) != "off"]
    # What was supplied can only be not assessed where a log without rows says nothing.
    if not not_assessed or (judge.missing(clause) is None and judge.settings.empty_log == "not_applicable"):
        return []
    judge.record(clause, projects, judge.tally(clause, projects))
    return [project.id for project in projects if judge.outcomes[project.id][-1].status is Status.NOT_ASSESSED]


def _draw(judge: Judge, period: Period, sample: Sample, wanted: Sequence[tuple[Project, Clause]]) -> _Drawn:
    drawn = _Drawn()
    for name in sorted({clause.subjects for _, clause in wanted} - {""}):
        kind = subject_kinds()[name]
        clause = next(clause for _, clause in wanted if clause.subjects == name)
        missing = judge.missing(replace(clause, by_inspection=False, postpone=None, reads={kind.log: kind.needs}))
        if missing:
            drawn.missing[name] = missing
        else:
            drawn.subjects[name] = _subjects(judge.database, kind, period, sample)
    return drawn


def _subjects(database: Database, kind: SubjectKind, period: Period, sample: Sample) -> dict[str, list[Subject]]:
    """Of each project the first ``sample.size`` subjects by their hash, in the order of their ids."""
    (key,) = logs()[kind.log].record_key
    columns = [*kind.shows, *kind.personal]
    listed = "".join(f", CAST({column} AS VARCHAR)" for column in columns)
    rows: list[tuple[Any, ...]] = database.connection.execute(
        f"SELECT project_id, {key}, _row{listed} FROM {kind.log} WHERE {kind.condition(period)}"
        f" QUALIFY row_number() OVER (PARTITION BY project_id ORDER BY sha256(concat_ws('|', ?, ?, project_id, {key})), {key})"
        " <= ?",
        [sample.seed, kind.log, sample.size],
    ).fetchall()
    places = database.places(kind.log, [row[2] for row in rows])
    found: dict[str, list[Subject]] = defaultdict(list)
    for project_id, subject_id, row, *values in rows:
        texts = {column: value for column, value in zip(columns, values, strict=True) if value}
        shows = {column: texts[column] for column in kind.shows if column in texts}
        personal = {column: texts[column] for column in kind.personal if column in texts}
        found[project_id].append(Subject(subject_id, shows, personal, places[row]))
    return {project_id: sorted(each, key=lambda one: natural(one.id)) for project_id, each in found.items()}


def _rows(wanted: Sequence[tuple[Project, Clause]], drawn: _Drawn, period: Period) -> list[WorksheetRow]:
    rows = []
    for project, clause in wanted:
        kind = subject_kinds().get(clause.subjects)
        subjects = drawn.subjects.get(clause.subjects, {}).get(project.id, [])
        lacking = None if kind is None else drawn.missing.get(clause.subjects, "")
        if not subjects:
            rows.append(WorksheetRow(project, clause, inspection_id(period, clause.id, ""), kind, None, lacking))
        rows.extend(
            WorksheetRow(project, clause, inspection_id(period, clause.id, f"{each.source.log}/{each.id}"), kind, each)
            for each in subjects
        )
    return rows


def inspection_id(period: Period, clause: str, subject: str) -> str:
    """The id of an inspection of ``subject`` in the period: the same whenever a worksheet is made, so that no two
    inspections share one, and one that is entered twice counts once."""
    return f"{period.label}-{clause}-{hashlib.sha256(subject.encode()).hexdigest()[:_ID_LENGTH]}"


def _not_done(database: Database, period: Period, rows: Sequence[WorksheetRow]) -> list[WorksheetRow]:
    """The rows that the log ``inspections`` does not hold yet, dated within the period."""
    if "inspections" not in database.supplied:
        return list(rows)
    # A row that is dated outside of the period does not count in it, so its subject is still to be seen.
    done = set(
        database.connection.execute(
            "SELECT project_id, inspection_id FROM inspections WHERE inspected_on BETWEEN ? AND ?",
            [period.starts_on, period.ends_on],
        ).fetchall()
    )
    return [row for row in rows if (row.project.id, row.inspection_id) not in done]
