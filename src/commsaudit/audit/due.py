"""What is open at a moment T and falls due soon, or is overdue: the run behind ``commsaudit due``.

An obligation is open at T if its check calls it unmet in the logs as they stood at T (``due_view``). It is

- to do, if it falls due after T, by the end of the last day asked for, even where something was done that does not yet suffice;
- overdue, if it fell due by T, from the first day of the look-back, and its record says of nothing that it was done by T. What was
  done late, or otherwise than asked, is no longer open: the audit deducts it.

Standing obligations (no moment of their own) and inspectors' rows (of the past) are no part of it. What was postponed in time is
no obligation, here as in an audit. T is over for what falls due at T itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from commsaudit.audit.asking import calendar_for, check_settings, chosen_standards
from commsaudit.audit.due_view import HANDLERS, STAFF_NAME, people_select, set_back
from commsaudit.audit.evidence import Evidence
from commsaudit.audit.judging import Judge, Project
from commsaudit.audit.loading import load_logs
from commsaudit.audit.opening import days_back, projects_of, selected_of, term_of
from commsaudit.audit.request import Progress, Request, no_progress
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.checks.running import Runner
from commsaudit.engine.database import Database
from commsaudit.errors import NothingToAudit, UsageError
from commsaudit.logs.discover import find_inputs
from commsaudit.logs.private import private_folder
from commsaudit.model.inputs import InputFile, Reject
from commsaudit.model.outcome import Waiver
from commsaudit.model.period import Period
from commsaudit.model.result import ResultFinding
from commsaudit.model.settings import Settings
from commsaudit.model.standard import Clause, Standard
from commsaudit.model.units import end_of_day
from commsaudit.reports.due import DueEntry, DueList, Person
from commsaudit.scoring.tree import StandardUse

_DAYS = re.compile(r"(\d{1,4})\s*(d|w|天|日|周)?", re.IGNORECASE)
_WEEKS = frozenset({"w", "周"})
_MOST_DAYS = 366


@dataclass(frozen=True)
class DueRequest:
    """What is asked: the moment ``as_of``, how many days to look ahead (``within``) and back (``since``), and in what."""

    paths: Sequence[str]
    as_of: datetime
    within: int
    since: int
    settings: Settings = field(default_factory=Settings)
    standards: Sequence[str] = ()
    projects: Sequence[str] = ()
    waivers: tuple[Waiver, ...] = ()
    memory_limit: str | None = None
    threads: int | None = None
    progress: Progress = no_progress

    @property
    def span(self) -> Period:
        """The days looked at, whole ones: "within 7d" is until the end of the seventh day after that of T.

        Raises:
            UsageError: they lie beyond what a calendar can say.
        """
        try:
            first = self.as_of.date() - timedelta(days=self.since)
            last = self.as_of.date() + timedelta(days=self.within)
        except OverflowError:
            raise UsageError(
                f"--as-of {self.as_of.date()}: there is no calendar for the days around it",
                f"--as-of {self.as_of.date()}：其前后的日期超出日历",
            ) from None
        return Period(f"{first}..{last}", first, last, end_of_day(last))


@dataclass(frozen=True)
class DueRun:
    """The list, and what should be known beside it. ``unknown_years``: holidays of these are not known, weekdays count."""

    listed: DueList
    standards: Sequence[Standard]
    inputs: Sequence[InputFile]
    rejects: Sequence[Reject]
    rejected_rows: int
    unrecognised: Sequence[str]
    errors: Mapping[str, str]
    unknown_years: Sequence[int]


def days_of(text: str, option: str) -> int:
    """The days that ``7d``, ``2w`` or ``7`` say, 366 at most.

    Raises:
        UsageError: ``text`` is none of these.
    """
    found = _DAYS.fullmatch(text.strip())
    days = int(found[1]) * (7 if (found[2] or "").lower() in _WEEKS else 1) if found else _MOST_DAYS + 1
    if days > _MOST_DAYS:
        raise UsageError(
            f"{option}: '{text}' is no span of days: write 7d or 2w, at most {_MOST_DAYS}d",
            f"{option}：“{text}”不是天数：请写 7d 或 2w，最多 {_MOST_DAYS}d",
        )
    return days


def list_due(asked: DueRequest) -> DueRun:
    """All that is open and falls due in the span of ``asked``.

    Raises:
        UsageError: an unknown standard, project or clause; nothing to look at, or nothing that could be judged.
        InputError: a file cannot be read as its log.
    """
    settings, span = asked.settings, asked.span
    catalogue = load_catalogue(settings.checks)
    check_settings(settings, catalogue)
    # The holidays of a year to come may not be published yet: its days count from Monday to Friday, and that is said.
    working_days = calendar_for(settings, replace(span, ends_on=asked.as_of.date()))
    request = Request(asked.paths, span, settings, asked.standards, asked.projects)
    uses = chosen_standards(catalogue, request)
    found = find_inputs(asked.paths, settings.logs, settings.limits)
    with (
        private_folder() as temp,
        Database(asked.memory_limit, asked.threads, temp) as database,
    ):
        database.prepare(
            span,
            working_days,
            roll_to_working_day=settings.roll_to_working_day,
            longest_term=term_of(settings, catalogue),
        )
        used = _with_people([use.standard for use in uses])
        load_logs(database, found.files, settings, catalogue, temp, asked.progress, used)
        set_back(database, asked.as_of)
        database.offer(span, selected_of(database, asked.projects), days_back(settings, catalogue))
        _without_standing(database)
        listed, errors, applied = _judged(database, asked, uses, found.unrecognised)
        return DueRun(
            listed=listed,
            standards=applied,
            inputs=database.inputs,
            rejects=database.rejects(),
            rejected_rows=sum(entry.rejected for entry in database.inputs),
            unrecognised=found.unrecognised,
            errors=errors,
            unknown_years=[
                year for year in range(asked.as_of.year + 1, span.ends_on.year + 1) if not working_days.covers(year)
            ],
        )


def _with_people(standards: list[Standard]) -> list[Standard]:
    """The standards, and one that reads who has a record in hand: only columns that a clause reads are kept."""
    reads = {log: (column,) for log, column in HANDLERS.items()} | {"staff": STAFF_NAME}
    clause = replace(next(clause for standard in standards for clause in standard.clauses), reads=reads)
    return [*standards, replace(standards[0], clauses=(clause,))]


def _without_standing(database: Database) -> None:
    """Nothing is standing: what has no moment of its own falls due on no day."""
    database.connection.execute(
        "ALTER VIEW standing RENAME TO standing_ones; CREATE VIEW standing AS FROM standing_ones WHERE FALSE"
    )


def _judged(
    database: Database, asked: DueRequest, uses: Sequence[StandardUse], unrecognised: Sequence[str]
) -> tuple[DueList, Mapping[str, str], list[Standard]]:
    runner = Runner(database, asked.span, selected=bool(asked.projects), limits=asked.settings.limits)
    judge = Judge(database, runner, asked.settings, projects_of(database), database.empty_logs())
    applied = [use.standard for use in uses if judge.applicable(use.standard)]
    dated = [
        (clause, judge.applicable(standard))
        for standard in applied
        for clause in standard.clauses
        if not clause.by_inspection
    ]
    _judge(judge, dated, asked.progress)
    unjudged = {clause.id: reason for clause, _ in dated if (reason := judge.missing(clause))}
    if len(unjudged) == len(dated):
        _nothing_judged(unrecognised)
    _keep_open(database, asked)
    clauses = {clause.id: clause for clause, _ in dated}
    entries, waived = _entries(database, asked, clauses)
    listed = DueList(
        as_of=asked.as_of,
        since=asked.span.starts_at,
        until=asked.span.ends_at,
        entries=entries,
        projects={project.id: project.name for project in judge.projects},
        waived=waived,
        unjudged=unjudged,
    )
    return listed, judge.errors, applied


def _judge(judge: Judge, dated: Sequence[tuple[Clause, Sequence[Project]]], progress: Progress) -> None:
    with judge.database.workers() as pool:
        judging = [(clause, pool.submit(judge.tally, clause, projects)) for clause, projects in dated]
        for done, (clause, tallied) in enumerate(judging):
            progress(clause.id, done, len(judging))
            tallied.result()
    progress("", len(judging), len(judging))
    for clause, tallied in judging:
        judge.record(clause, (), tallied.result())
    judge.runner.finish()


def _nothing_judged(unrecognised: Sequence[str]) -> None:
    en = f"; not recognised as a log: {', '.join(unrecognised)}" if unrecognised else ""
    zh = f"；未识别为日志的文件：{'、'.join(unrecognised)}" if unrecognised else ""
    raise NothingToAudit(
        f"nothing could be judged: none of the clauses has the logs and columns that it reads{en}; see 'logs validate'",
        f"没有任何条款可以评判：所需的日志或列都不在{zh}；请看 “logs validate”",
    )


def _last_instant(due_at: str) -> str:
    """SQL: the last instant that is in time; a bare due date is over at the end of its day."""
    return f"CASE WHEN is_bare({due_at}) THEN eod({due_at}) ELSE {due_at} END"


def _keep_open(database: Database, asked: DueRequest) -> None:
    """Of all that is unmet keep what is open: not inspectors' rows, and what is overdue only if nothing was done."""
    at = f"TIMESTAMP '{asked.as_of.isoformat(sep=' ')}'"
    database.connection.execute(
        "DELETE FROM findings WHERE coalesce(source_log = 'inspections', FALSE)"
        f" OR ({_last_instant('due_at')} <= {at} AND coalesce(done_at <= {at}, FALSE))"
    )


def _entries(database: Database, asked: DueRequest, clauses: Mapping[str, Clause]) -> tuple[tuple[DueEntry, ...], int]:
    """What is open and not waived, soonest first; and how much is waived."""
    evidence = Evidence(database, clauses, asked.waivers, replace(asked.span, as_of=asked.as_of))
    waived = sum(evidence.waive().values())
    evidence.gather(None)
    findings = [finding for finding in evidence.listed() if finding.waiver is None]
    select = people_select(database)
    rows = database.connection.execute(select).fetchall() if select else []
    people = {(project, clause, record): Person(who, name) for project, clause, record, who, name in rows}
    order = {clause: place for place, clause in enumerate(clauses)}
    entries = [_entry(finding, asked.as_of, people) for finding in findings]
    entries.sort(
        key=lambda each: (
            each.until,
            each.finding.project_id,
            each.person.id if each.person else "",
            order[each.finding.clause],
            each.finding.record_id,
        )
    )
    return tuple(entries), waived


def _entry(finding: ResultFinding, as_of: datetime, people: Mapping[tuple[str, str, str], Person]) -> DueEntry:
    bare = finding.due_at == datetime.combine(finding.due_at.date(), datetime.min.time())
    until = end_of_day(finding.due_at.date()) if bare else finding.due_at
    return DueEntry(finding, until, until <= as_of, people.get((finding.project_id, finding.clause, finding.record_id)))
