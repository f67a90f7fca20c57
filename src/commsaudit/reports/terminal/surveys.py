"""Satisfaction surveys on the terminal, from a result's metrics: a line for each survey, and one for each question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commsaudit.model.result import Metric
from commsaudit.reports.surveys import SurveyView, survey_views
from commsaudit.reports.terminal.text import clean, shortened, table, width_of
from commsaudit.reports.words import Words

_TITLE = 12


def survey_lines(metrics: Sequence[Metric], words: Words, indent: int, columns: int) -> Iterator[str]:
    """The surveys among ``metrics``; nothing where there are none."""
    if views := survey_views(metrics):
        yield from survey_table(views, words, indent, columns)


def survey_table(views: Sequence[SurveyView], words: Words, indent: int, columns: int) -> Iterator[str]:
    """Rates over all questions and for each, abstentions, what is to be improved first."""
    keys = ("satisfaction_rate", "adjusted_rate", "return_rate", "abstentions", "dissatisfied", "improve_first")
    rows = [(words("surveys"), *map(words, keys))]
    for view in views:
        rows.append(_row(view, ""))
        rows += [_row(question, "  ") for question in view.questions]
    taken = sum(max(width_of(row[place]) for row in rows) + 2 for place in range(1, len(rows[0])))
    rows = [(shortened(row[0], max(columns - indent - taken, _TITLE)), *row[1:]) for row in rows]
    lines = table(rows, right=range(1, len(rows[0])), indent=indent)
    yield from (shortened(line, columns) for line in lines)


def _row(view: SurveyView, indent: str) -> tuple[str, ...]:
    figures = view.figures
    return (
        f"{indent}{clean(view.name)}",
        *(f"{figures[name]} %" if name in figures else "" for name in ("satisfaction_rate", "adjusted_rate")),
        f"{figures['return_rate']} %" if "return_rate" in figures else "",
        figures.get("abstentions", ""),
        view.dissatisfied,
        "" if view.place is None else str(view.place),
    )
