"""``commsaudit survey``: the figures of satisfaction surveys."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from commsaudit.cli import common, options
from commsaudit.cli.bilingual import command, option
from commsaudit.cli.context import State
from commsaudit.cli.language import Text
from commsaudit.cli.notes import note_unrecognised, say_rejects
from commsaudit.cli.progress import ProgressLine
from commsaudit.errors import NothingToAudit

if TYPE_CHECKING:
    from commsaudit.audit.surveys import SurveyRun
    from commsaudit.model.result import Metric

_FORMATS = ("table", "csv", "json")


@command(
    "survey",
    Text(
        "Show the satisfaction surveys in PATH: how many are satisfied, over all questions and by question, abstentions, the"
        " rate adjusted for what did not come back, and what to improve first. Reads the logs surveys and survey_answers.",
        "显示路径中的满意度调查：总体和各项的满意率、弃权数、按回收率折算的满意率，以及主要改进事项。读取日志“满意度调查”和“问卷答案”。",
    ),
    ("commsaudit survey exports", Text("Every survey with answers.", "所有有答案的调查。")),
    ("commsaudit survey exports -p 2026-H1", Text("Those handed out in the first half-year.", "上半年发放的调查。")),
    ("commsaudit survey exports -f csv > surveys.csv", Text("As a table for a spreadsheet.", "供电子表格使用。")),
)
@options.paths
@option(
    "-p",
    "--period",
    text=Text(
        "Only surveys handed out in this period: 2026-03, 2026-Q1, 2026-H1, 2026 …",
        "只看该期间内发放的调查：2026-03、2026-Q1、2026-H1、2026 等。",
    ),
    shown=Text("PERIOD", "期间"),
)
@options.shown_as(_FORMATS)
@common.common
@click.pass_obj
def survey(state: State, paths: tuple[str, ...], period: str | None, format: str) -> int:
    """Print the surveys."""
    from commsaudit.audit.surveys import metrics_of, read_surveys
    from commsaudit.model.period import parse_period

    progress = ProgressLine(state)
    run = read_surveys(paths, state.settings, parse_period(period, None) if period else None, progress)
    progress.end()
    if not run.surveys and run.rejects:
        return _noted(state, run)
    if not run.surveys:
        raise NothingToAudit(
            "there is no satisfaction survey with answers" + (f" that was handed out in {period}" if period else ""),
            (f"{period} 内没有发放" if period else "没有") + "有答案的满意度调查",
        )
    metrics = list(metrics_of(run.surveys))
    if format == "json":
        click.echo(json.dumps([asdict(metric) for metric in metrics], ensure_ascii=False, indent=2))
    elif format == "csv":
        click.echo(_csv(state, metrics), nl=False)
    else:
        for line in _tables(state, metrics):
            click.echo(line)
    return _noted(state, run)


def _tables(state: State, metrics: Sequence[Metric]) -> Iterator[str]:
    """A table for each survey, under its project."""
    from commsaudit.reports.surveys import survey_views
    from commsaudit.reports.terminal.surveys import survey_table
    from commsaudit.reports.titles import Titles
    from commsaudit.reports.words import Words

    words = Words(state.lang, Titles((), state.lang))
    for place, view in enumerate(survey_views(metrics)):
        if place:
            yield ""
        yield click.style(f"{view.project_id} {view.name}", bold=True)
        yield from survey_table([view], words, 2, 100)


def _csv(state: State, metrics: Sequence[Metric]) -> str:
    """The metrics as the file ``X.metrics.csv`` of an audit has them."""
    from commsaudit.reports.formats.as_csv import cell
    from commsaudit.reports.titles import Titles
    from commsaudit.reports.words import Words

    words = Words(state.lang, Titles((), state.lang))
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow([words(key) for key in ("project", "metric", "record", "value", "detail")])
    for metric in metrics:
        values = (
            metric.project_id,
            words(metric.name),
            metric.record_id,
            metric.value,
            words.metric_detail(metric.detail),
        )
        rows.writerow([cell(value) for value in values])
    return text.getvalue()


def _noted(state: State, run: SurveyRun) -> int:
    note_unrecognised(state, run.unrecognised)
    if run.unknown_return:
        names = ", ".join(f"surveys.{name}" for name in run.unknown_return)
        state.note(
            f"columns not supplied: {names}; what came back and the adjusted rate are not known",
            f"缺少列：{names}；回收率和折算满意率无从得知",
        )
    return say_rejects(state, run.rejects)
