"""The audit from end to end: files → typed logs → obligations → findings → scorecards → result."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from zoneinfo import ZoneInfo

from commsaudit.audit.evidence import Evidence
from commsaudit.audit.judging import Judge, Project, with_waivers
from commsaudit.audit.loading import load_logs
from commsaudit.audit.record import settings_record
from commsaudit.audit.request import AuditRun, Request, WaiverUse
from commsaudit.calendar.workdays import WorkingDays, calendar_years
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.checks.running import Runner, longest_term
from commsaudit.engine.database import Database
from commsaudit.errors import InputError, NothingToAudit, SettingsError, UsageError
from commsaudit.logs.discover import find_inputs
from commsaudit.model.period import Period
from commsaudit.model.result import ProjectResult
from commsaudit.model.schema import logs
from commsaudit.model.settings import Settings
from commsaudit.model.standard import ParameterValue, Standard
from commsaudit.scoring.build import assemble_result
from commsaudit.scoring.score import ProjectOutcomes
from commsaudit.scoring.tree import StandardUse


def run_audit(request: Request) -> AuditRun:
    """One audit.

    Raises:
        UsageError: an unknown standard, project or clause; a period that has not begun or that the calendar lacks;
            nothing to audit, or nothing that could be judged.
        InputError: a file cannot be read as its log.
    """
    catalogue = load_catalogue(request.settings.checks)
    check_clauses(request.settings, catalogue)
    working_days = calendar_for(request.settings, request.period)
    check_begun(request.period, request.settings.timezone)
    standards = chosen_standards(catalogue, request)
    found = find_inputs(request.paths, request.settings.logs)
    with (
        tempfile.TemporaryDirectory(prefix="commsaudit-", dir=request.temp_dir) as temp,
        Database(request.memory_limit, request.threads, Path(temp)) as database,
    ):
        database.prepare(
            request.period,
            working_days,
            roll_to_working_day=request.settings.roll_to_working_day,
            longest_term=_longest_term(request.settings, catalogue),
        )
        load_logs(database, found.files, request.settings, catalogue, Path(temp), request.progress)
        database.offer(request.period, _selected(database, request.projects))
        return _judged(database, request, standards, catalogue, found.unrecognised)


def _longest_term(settings: Settings, catalogue: Mapping[str, Standard]) -> int:
    rules = [settings.clauses, *(rule.clauses for rule in settings.projects)]
    own = [rule.parameters for clauses in rules for rule in clauses.values()]
    return longest_term([*own, *(clause.parameters for standard in catalogue.values() for clause in standard.clauses)])


def _judged(
    database: Database,
    request: Request,
    uses: Sequence[StandardUse],
    catalogue: Mapping[str, Standard],
    unrecognised: Sequence[str],
) -> AuditRun:
    runner = Runner(database, request.period, request.sample, selected=bool(request.projects))
    judge = Judge(database, runner, request.settings, _projects(database), database.empty_logs())
    if not request.standards:
        uses = [use for use in uses if judge.applicable(use.standard)]
    clauses = {clause.id: clause for use in uses for clause in use.standard.clauses}
    with database.workers() as pool:
        judging = [
            (clause, projects, pool.submit(judge.tally, clause, projects))
            for use in uses
            if (projects := judge.applicable(use.standard))
            for clause in use.standard.clauses
        ]
        for done, (clause, projects, tallied) in enumerate(judging):
            request.progress(clause.id, done, len(judging))
            judge.record(clause, projects, tallied.result())
    request.progress("", len(judging), len(judging))
    evidence = Evidence(database, clauses, request.waivers, request.period)
    waived = evidence.waive()
    waivers = _waiver_uses(request, evidence.covered())
    result = assemble_result(
        period=request.period,
        settings=settings_record(request, clauses.values(), waivers),
        counting=request.settings.counting,
        inputs=database.inputs,
        standards=uses,
        projects=_outcomes(judge, waived, request.settings),
        findings=evidence.listed(_least(request.max_findings, request.preview)),
        findings_total=database.findings_total(),
    )
    if not judge.errors:
        _something_judged(result.projects, unrecognised)
    return AuditRun(
        result=result,
        standards=catalogue,
        rejects=database.rejects(),
        rejected_rows=sum(entry.rejected for entry in database.inputs),
        unknown_words=database.unknown_words(),
        unrecognised=unrecognised,
        waivers=waivers,
        errors=judge.errors,
    )


def _least(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)


def _outcomes(judge: Judge, waived: Mapping[tuple[str, str], int], settings: Settings) -> list[ProjectOutcomes]:
    found = []
    for project in judge.projects:
        outcomes = [
            with_waivers(outcome, waived.get((project.id, outcome.clause), 0))
            for outcome in judge.outcomes.get(project.id, [])
        ]
        modes = {outcome.clause: settings.mode(outcome.clause, project.id) for outcome in outcomes}
        found.append(
            ProjectOutcomes(
                project_id=project.id,
                name=project.name,
                outcomes=outcomes,
                modes={clause: mode for clause, mode in modes.items() if mode != "score"},
                empty_logs=judge.empty_logs.get(project.id, ()),
            )
        )
    return found


def _something_judged(projects: Iterable[ProjectResult], unrecognised: Sequence[str]) -> None:
    if not sum(project.coverage.assessed for project in projects):
        en = f"; not recognised as a log: {', '.join(unrecognised)}" if unrecognised else ""
        zh = f"；未识别为日志的文件：{'、'.join(unrecognised)}" if unrecognised else ""
        raise NothingToAudit(
            f"nothing could be judged: none of the clauses has the logs and columns that it reads{en}; see 'logs validate'",
            f"没有任何条款可以评判：所需的日志或列都不在{zh}；请看 “logs validate”",
        )


def _projects(database: Database) -> list[Project]:
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


def _selected(database: Database, patterns: Sequence[str]) -> list[str] | None:
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


def chosen_standards(catalogue: Mapping[str, Standard], request: Request) -> list[StandardUse]:
    """The standards to audit, in catalogue order: those named and no other, else all: without points they are observed.

    Raises:
        UsageError: a name that is none.
    """
    settings = request.settings
    for name in (*request.standards, *settings.standards):
        if name not in catalogue:
            raise unknown("standard", "标准", name, catalogue)
    uses = []
    for name, standard in catalogue.items():
        default = "score" if standard.points is not None else "observe"
        mode = settings.standards.get(name, default)
        if request.standards:
            mode = ("observe" if mode == "off" else mode) if name in request.standards else "off"
        if mode != "off":
            uses.append(StandardUse(standard, mode))  # type: ignore[arg-type]
    if not uses:
        raise NothingToAudit("the settings leave no standard to audit", "设置中没有可检查的标准")
    return uses


def unknown(kind_en: str, kind_zh: str, name: str, known: Iterable[str]) -> UsageError:
    """The error for a name that is none of ``known``, with the one that may be meant."""
    names = list(known)
    close = difflib.get_close_matches(name, names, 1, 0.5)
    return UsageError(
        f"unknown {kind_en} '{name}'" + (f"; did you mean '{close[0]}'?" if close else ""),
        f"没有{kind_zh}“{name}”" + (f"；是否指“{close[0]}”？" if close else ""),
    )


def check_clauses(settings: Settings, catalogue: Mapping[str, Standard]) -> None:
    """The settings name clauses and parameters that there are.

    Raises:
        UsageError: they do not, and which was meant; or a parameter's value is of another kind than its default.
    """
    clauses = {clause.id: clause for standard in catalogue.values() for clause in standard.clauses}
    for rules in (settings.clauses, *(rule.clauses for rule in settings.projects)):
        for clause_id, rule in rules.items():
            if clause_id not in clauses:
                raise unknown("clause", "条款", clause_id, clauses)
            defaults = clauses[clause_id].parameters
            for name, value in rule.parameters.items():
                if name not in defaults:
                    raise unknown(f"parameter of {clause_id}", f"{clause_id} 的参数", name, defaults)
                if not _is_like(value, defaults[name]):
                    raise UsageError(
                        f"parameter {name} of {clause_id}: '{value}' is not of the kind of its default, {defaults[name]}",
                        f"{clause_id} 的参数 {name}：“{value}”与默认值 {defaults[name]} 的类型不同",
                    )


def _is_like(value: ParameterValue, default: ParameterValue) -> bool:
    """Whether ``value`` may stand for ``default``: a whole number, any number, a text, or a list."""
    kinds: dict[type, type | tuple[type, ...]] = {int: int, Decimal: (int, Decimal), str: str, tuple: tuple}
    return isinstance(value, kinds[type(default)]) and not isinstance(value, bool)


def calendar_for(settings: Settings, period: Period) -> WorkingDays:
    """The working days of the company.

    Raises:
        SettingsError: the holidays of a year of the period are not known.
    """
    days = WorkingDays(frozenset(settings.days_off), frozenset(settings.days_on), frozenset(settings.calendar_years))
    for year in range(period.starts_on.year, period.ends_on.year + 1):
        if not days.covers(year):
            first, last = calendar_years()
            raise SettingsError(
                f"the calendar knows the holidays of {first} to {last}, not of {year}: add them under [workdays] off and on,"
                f" and say so with years = [{year}]",
                f"日历只有 {first} 至 {last} 年的节假日，没有 {year} 年：请在 [workdays] 的 off 和 on 中补充，"
                f"并写上 years = [{year}]",
            )
    return days


def check_begun(period: Period, timezone: str) -> None:
    """An audit of a period that has not begun would call everything a failure.

    Raises:
        UsageError: the period begins after today.
    """
    today = datetime.now(ZoneInfo(timezone)).date()
    if period.starts_on > today:
        raise UsageError(
            f"{period.label} begins on {period.starts_on}, and today is {today}: nothing can be judged yet",
            f"{period.label} 从 {period.starts_on} 开始，而今天是 {today}：还没有可评判的内容",
        )
    if period.as_of < datetime.combine(period.starts_on, datetime.min.time()):
        raise UsageError(
            f"--as-of {period.as_of} lies before {period.label}: nothing would be judged",
            f"--as-of {period.as_of} 早于 {period.label}：没有可评判的内容",
        )


def _waiver_uses(request: Request, covered: Mapping[int, int]) -> list[WaiverUse]:
    return [
        WaiverUse(waiver, covered.get(place, 0), waiver.expires_on < request.period.starts_on)
        for place, waiver in enumerate(request.waivers)
    ]
