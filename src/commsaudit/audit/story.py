"""The audit from end to end: files → typed logs → obligations → findings → scorecards → result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from commsaudit.audit import surveys
from commsaudit.audit.asking import calendar_for, check_begun, check_settings, chosen_standards
from commsaudit.audit.evidence import Evidence
from commsaudit.audit.judging import Judge, with_waivers
from commsaudit.audit.loading import load_logs
from commsaudit.audit.opening import days_back, projects_of, selected_of, term_of
from commsaudit.audit.record import settings_record
from commsaudit.audit.request import AuditRun, Progress, Request, WaiverUse
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.checks.running import Runner
from commsaudit.engine.database import Database
from commsaudit.errors import NothingToAudit
from commsaudit.logs.discover import find_inputs
from commsaudit.logs.private import private_folder
from commsaudit.model.period import Period
from commsaudit.model.result import Metric, ProjectResult
from commsaudit.model.settings import Settings
from commsaudit.model.standard import Standard
from commsaudit.scoring.build import assemble_result
from commsaudit.scoring.company import priced
from commsaudit.scoring.overlaps import scored_twice
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
    check_settings(request.settings, catalogue)
    catalogue = priced(catalogue, request.settings)
    working_days = calendar_for(request.settings, request.period)
    check_begun(request.period, request.settings.timezone)
    standards = chosen_standards(catalogue, request)
    found = find_inputs(request.paths, request.settings.logs, request.settings.limits)
    with (
        private_folder(request.temp_dir) as temp,
        Database(request.memory_limit, request.threads, temp) as database,
    ):
        database.prepare(
            request.period,
            working_days,
            roll_to_working_day=request.settings.roll_to_working_day,
            longest_term=term_of(request.settings, catalogue),
        )
        used = [_judged_part(use.standard, request.settings) for use in standards]
        load_logs(database, found.files, request.settings, catalogue, temp, request.progress, used)
        database.offer(request.period, selected_of(database, request.projects), days_back(request.settings, catalogue))
        return _judged(database, request, standards, catalogue, found.unrecognised)


def _judged_part(standard: Standard, settings: Settings) -> Standard:
    """The standard without the clauses that the settings have put off: nobody will read their columns."""
    return replace(standard, clauses=tuple(clause for clause in standard.clauses if not settings.is_off(clause.id)))


def _judged(
    database: Database,
    request: Request,
    uses: Sequence[StandardUse],
    catalogue: Mapping[str, Standard],
    unrecognised: Sequence[str],
) -> AuditRun:
    most = _least(request.max_findings, request.preview)
    runner = Runner(
        database,
        request.period,
        request.sample,
        selected=bool(request.projects),
        most=most,
        # Any of its findings may be the one that is waived.
        whole={waiver.clause for waiver in request.waivers},
        limits=request.settings.limits,
    )
    judge = Judge(database, runner, request.settings, projects_of(database), database.empty_logs())
    if not request.standards:
        uses = [use for use in uses if judge.applicable(use.standard)]
    clauses = {clause.id: clause for use in uses for clause in use.standard.clauses}
    _judge_all(judge, uses, request.progress)
    findings_total = runner.finish()
    evidence = Evidence(database, clauses, request.waivers, request.period)
    waived = evidence.waive()
    outcomes = _outcomes(judge, waived, request.settings)
    metrics = _metrics(judge, uses, request.period)
    waivers = _waiver_uses(request, evidence.covered())
    evidence.gather(most)
    database.forget_logs()
    result = assemble_result(
        period=request.period,
        settings=settings_record(request, clauses.values(), waivers),
        counting=request.settings.counting,
        inputs=database.inputs,
        standards=uses,
        projects=outcomes,
        findings=evidence.listed(),
        findings_total=findings_total,
        metrics=metrics,
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
        scored_twice=scored_twice(uses, outcomes),
    )


def _judge_all(judge: Judge, uses: Sequence[StandardUse], progress: Progress) -> None:
    """Judge every clause in the projects that its standard applies to, side by side, and keep what each came to."""
    with judge.database.workers() as pool:
        judging = [
            (clause, projects, pool.submit(judge.tally, clause, projects))
            for use in uses
            if (projects := judge.applicable(use.standard))
            for clause in use.standard.clauses
        ]
        for done, (clause, _, tallied) in enumerate(judging):
            progress(clause.id, done, len(judging))
            tallied.result()
    progress("", len(judging), len(judging))
    for clause, projects, tallied in judging:
        judge.record(clause, projects, tallied.result())


def _metrics(judge: Judge, uses: Sequence[StandardUse], period: Period) -> list[Metric]:
    """The figures of the surveys handed out in the period, in the projects that their standard applies to."""
    standard = next((use.standard for use in uses if use.standard.id == surveys.STANDARD), None)
    if standard is None:
        return []
    applicable = {project.id for project in judge.applicable(standard)}
    figures = surveys.survey_figures(judge.database, period, surveys.pareto_of(judge.settings, standard))
    return list(surveys.metrics_of(survey for survey in figures if survey.project_id in applicable))


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
    if not any(clause.outcome.status.is_judged for project in projects for clause in project.clauses):
        en = f"; not recognised as a log: {', '.join(unrecognised)}" if unrecognised else ""
        zh = f"；未识别为日志的文件：{'、'.join(unrecognised)}" if unrecognised else ""
        raise NothingToAudit(
            f"nothing could be judged: none of the clauses has the logs and columns that it reads{en}; see 'logs validate'",
            f"没有任何条款可以评判：所需的日志或列都不在{zh}；请看 “logs validate”",
        )


def _waiver_uses(request: Request, covered: Mapping[int, int]) -> list[WaiverUse]:
    return [
        WaiverUse(waiver, covered.get(place, 0), waiver.expires_on < request.period.starts_on)
        for place, waiver in enumerate(request.waivers)
    ]
