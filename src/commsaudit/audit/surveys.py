"""The figures of satisfaction surveys: from the typed logs to metrics (procedures.toml, owner-communication)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from commsaudit.audit.asking import check_settings
from commsaudit.audit.loading import load_logs
from commsaudit.audit.request import Progress, no_progress
from commsaudit.calendar.workdays import WorkingDays
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.engine.database import Database
from commsaudit.errors import InputError
from commsaudit.logs.discover import find_inputs
from commsaudit.logs.private import private_folder
from commsaudit.model.inputs import Reject
from commsaudit.model.period import Period, parse_period
from commsaudit.model.result import Metric
from commsaudit.model.schema import logs
from commsaudit.model.settings import Settings
from commsaudit.model.standard import Standard
from commsaudit.model.survey import Opinions, Question, SurveyFigures

STANDARD = "owner-communication"
PARETO = ("OC-20", "pareto")
"""The clause and its parameter that say how much the main-improvement set may hold."""

_LOGS = ("projects", "surveys", "survey_answers")
_ANY = parse_period("2026-01")
"""Loading needs a period and uses none of it."""
_READ = {"surveys": ("kind", "distributed_on"), "survey_answers": ("choice",)}
_RETURNED = ("distributed", "collected")
_CENT = Decimal("0.01")
_QUERY = """
SELECT
    s.project_id, s.survey_id, s.distributed_on, s.distributed, s.collected,
    (
        SELECT count(DISTINCT a.sheet_id) FROM survey_answers AS a
        WHERE a.project_id = s.project_id AND a.survey_id = s.survey_id
    ) AS sheets,
    list(
        {
            'name': q.question, 'satisfied': q.satisfied, 'basically': q.basically,
            'dissatisfied': q.dissatisfied, 'abstained': q.abstained, 'through': q.dissatisfied_through
        }
        ORDER BY q.place
    ) AS questions
FROM surveys AS s
JOIN survey_questions AS q ON q.project_id = s.project_id AND q.survey_id = s.survey_id
WHERE s.kind = 'satisfaction' AND s.project_id IN (SELECT project_id FROM projects)
GROUP BY ALL
ORDER BY s.project_id, s.distributed_on NULLS FIRST, s.survey_id
"""


def survey_figures(
    database: Database, period: Period | None, pareto: Callable[[str], Decimal]
) -> Iterator[SurveyFigures]:
    """Every satisfaction survey with answers; those handed out in ``period`` by its T, where one is given.

    ``pareto`` gives the share that the main-improvement set may hold in a project.
    """
    if lacking(database):
        return
    for project_id, survey_id, handed_out, distributed, collected, sheets, asked in database.connection.execute(
        _QUERY
    ).fetchall():
        if period and (handed_out is None or not period.starts_on <= handed_out <= period.ends_on):
            continue
        if period and handed_out > period.as_of.date():
            continue
        questions = [
            Question(
                each["name"],
                Opinions(each["satisfied"], each["basically"], each["dissatisfied"], each["abstained"]),
                each["through"],
            )
            for each in asked
        ]
        yield SurveyFigures(
            project_id, survey_id, handed_out, distributed, collected, sheets, questions, pareto(project_id)
        )


@dataclass(frozen=True)
class SurveyRun:
    """The surveys of some files, the rows of them that could not be read, and the files that are no log.

    ``unknown_return``: columns of the returns that were not supplied, so that the adjusted rate cannot be told.
    """

    surveys: Sequence[SurveyFigures]
    rejects: Sequence[Reject]
    unrecognised: Sequence[str]
    unknown_return: Sequence[str] = ()


def read_surveys(
    paths: Sequence[str], settings: Settings, period: Period | None, progress: Progress = no_progress
) -> SurveyRun:
    """The satisfaction surveys with answers in ``paths``; those handed out in ``period``, where one is given.

    Raises:
        UsageError: a PATH does not exist, or the settings name what there is not.
        InputError: a file cannot be read as its log, or ``surveys`` or ``survey_answers`` are not among the files.
    """
    catalogue = load_catalogue(settings.checks)
    check_settings(settings, catalogue)
    found = find_inputs(paths, settings.logs, settings.limits)
    files = [file for file in found.files if file.log in _LOGS]
    for name in _LOGS[1:]:
        if not any(file.log == name for file in files):
            raise InputError(
                f"there is no log {name} ({logs()[name].zh}) in {', '.join(paths)}; see 'logs validate'",
                f"{'、'.join(paths)} 中没有日志 {logs()[name].zh}（{name}）；请看 “logs validate”",
            )
    with private_folder() as temp, Database(temp_dir=temp) as database:
        database.prepare(period or _ANY, WorkingDays(), roll_to_working_day=False)
        load_logs(database, files, settings, catalogue, temp, progress)
        database.offer(period or _ANY, None)
        if lack := lacking(database):
            raise InputError(
                f"{', '.join(paths)}: column {lack} not supplied: the rates cannot be told without it",
                f"{'、'.join(paths)}：缺少列 {lack}，无法计算满意率",
            )
        surveys = list(survey_figures(database, period, pareto_of(settings, catalogue[STANDARD])))
        unknown = [name for name in _RETURNED if name not in database.supplied["surveys"].columns]
        return SurveyRun(surveys, database.rejects(), found.unrecognised, unknown)


def pareto_of(settings: Settings, standard: Standard) -> Callable[[str], Decimal]:
    """The share that the main-improvement set may hold, by project."""
    clause, name = PARETO
    defaults = standard.clause(clause).parameters

    def pareto(project_id: str) -> Decimal:
        value = settings.parameters(clause, defaults, project_id)[name]
        assert isinstance(value, Decimal | int)
        return Decimal(value)

    return pareto


def lacking(database: Database) -> str | None:
    """What was not supplied of what the figures are counted from: a log, or a column of it; None where all is there.

    A column that an export lacks is no column of blanks: its answers would all be abstentions.
    """
    for log, columns in _READ.items():
        if log not in database.supplied:
            return log
        for column in columns:
            if column not in database.supplied[log].columns:
                return f"{log}.{column}"
    return None


def percent(rate: Fraction) -> str:
    """A percentage with two decimals, half up."""
    exact = Decimal(rate.numerator) / Decimal(rate.denominator)
    return str(exact.quantize(_CENT, ROUND_HALF_UP))


def metrics_of(surveys: Iterable[SurveyFigures]) -> Iterator[Metric]:
    """What a result says of ``surveys``; record ids are the survey's, with ``#question`` for one question."""
    for survey in surveys:
        yield from _metrics(survey)


def _metrics(survey: SurveyFigures) -> Iterator[Metric]:
    def metric(name: str, value: object, detail: str, question: str | None = None) -> Metric:
        record = survey.survey_id if question is None else f"{_escaped(survey.survey_id)}#{_escaped(question)}"
        return Metric(survey.project_id, STANDARD, name, record, str(value), detail)

    everything = survey.opinions
    yield metric("abstentions", everything.abstained, f"sheets={survey.sheets}")
    if everything.rate is not None:
        yield metric("satisfaction_rate", percent(everything.rate), _said(everything))
    if survey.return_rate is not None:
        sent = f"distributed={survey.distributed}; collected={survey.collected}"
        yield metric("return_rate", percent(survey.return_rate), sent)
        if survey.adjusted_rate is not None:
            yield metric("adjusted_rate", percent(survey.adjusted_rate), f"{sent}; points_short={survey.points_short}")
    for question in survey.questions:
        said = _said(question.opinions)
        yield metric("abstentions", question.opinions.abstained, said, question.name)
        if question.opinions.rate is not None:
            yield metric("satisfaction_rate", percent(question.opinions.rate), said, question.name)
    for place, question in enumerate(survey.improvement, 1):
        share = percent(Fraction(100 * question.through, everything.dissatisfied))
        detail = f"place={place}; running_share={share}"
        yield metric("main_improvement", question.opinions.dissatisfied, detail, question.name)


def _said(opinions: Opinions) -> str:
    return (
        f"satisfied={opinions.satisfied}; basically={opinions.basically}; dissatisfied={opinions.dissatisfied};"
        f" abstained={opinions.abstained}"
    )


def _escaped(part: str) -> str:
    """A part of a joined id: what the macro of that name makes of it."""
    return part.replace("%", "%25").replace("#", "%23").replace("/", "%2F")
