"""Scores over the periods of a history, by project and category; or the compliance rates of standards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from commsaudit.model.period import Period
from commsaudit.model.result import percentage
from commsaudit.results.history import (
    PROJECT,
    STANDARD,
    History,
    Standing,
    chosen,
    is_scored,
    kind_of,
    latest,
)
from commsaudit.results.history_index import ProjectSummary


@dataclass(frozen=True, slots=True)
class Value:
    """One figure of one period: points of so many, or a rate (``points`` is None). ``period`` is the result's."""

    period: Period
    value: Decimal
    points: Decimal | None

    @property
    def percent(self) -> Decimal:
        """The share of the points; a rate is one itself."""
        return self.value if self.points is None else percentage(self.value, self.points)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a trend: a project's total (both None), one of its categories, or a standard's rate.

    ``values`` stand for the periods of the trend, None where there is none.
    """

    project_id: str
    name: str
    category: str | None
    standard: str | None
    values: tuple[Value | None, ...]

    @property
    def known(self) -> Sequence[Value]:
        """The values that there are."""
        return [value for value in self.values if value is not None]

    @property
    def change(self) -> Decimal | None:
        """The last value less the one before it; None where there are not two."""
        known = self.known
        return known[-1].value - known[-2].value if len(known) > 1 else None


@dataclass(frozen=True, slots=True)
class Trend:
    """The rows over the periods of one kind, in their order. ``interim``: those that stand before their end, and where."""

    kind: str
    periods: tuple[str, ...]
    rows: tuple[Row, ...]
    interim: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class _Figure:
    """What a row is of, and its figure."""

    category: str | None
    standard: str | None
    value: Decimal
    points: Decimal | None


def trends(history: History, projects: Sequence[str] = (), standards: Sequence[str] = ()) -> list[Trend]:
    """A trend for each kind of period, the shorter kinds first.

    ``projects`` and ``standards`` are globs; with standards, the rows are their compliance rates.

    Raises:
        UsageError: a glob that chooses nothing; a folder without results.
        InputError: a file of the folder that is no result.
    """
    entries = history.entries
    wanted = chosen(projects, (name for entry in entries for name in entry.projects), PROJECT)
    rated: set[str] = set()
    if standards:
        audited = {each.id for entry in entries for project in entry.projects.values() for each in project.standards}
        rated = chosen(standards, audited, STANDARD)

    def figures(project: ProjectSummary) -> Iterator[_Figure]:
        return _rates(project, rated) if rated else _scores(project)

    def is_wanted(project: ProjectSummary) -> bool:
        return any(each.id in rated for each in project.standards) if rated else is_scored(project)

    counted = latest(entries, is_wanted)
    groups: dict[str, dict[str, dict[str, Standing]]] = {}
    for label, standing in counted.items():
        here = {name: each for name, each in standing.items() if name in wanted}
        if here:
            kind = kind_of(next(iter(here.values())).entry.period)
            groups.setdefault(kind, {})[label] = here
    return [_trend(kind, periods, figures) for kind, periods in groups.items()]


def _trend(
    kind: str, periods: Mapping[str, Mapping[str, Standing]], figures: Callable[[ProjectSummary], Iterator[_Figure]]
) -> Trend:
    names: dict[str, str] = {}
    rows: dict[tuple[str, str | None, str | None], list[Value | None]] = {}
    interim = {}
    for place, (label, projects) in enumerate(periods.items()):
        for project_id, standing in projects.items():
            names[project_id] = standing.project.name
            period = standing.entry.period
            if period.as_of < period.ends_at:
                interim[label] = period.as_of
            for each in figures(standing.project):
                key = (project_id, each.category, each.standard)
                values = rows.setdefault(key, [None] * len(periods))
                values[place] = Value(period, each.value, each.points)
    ordered = sorted(rows.items(), key=lambda row: row[0][0])
    found = (Row(key[0], names[key[0]], key[1], key[2], tuple(values)) for key, values in ordered)
    return Trend(kind, tuple(periods), tuple(found), interim)


def _scores(project: ProjectSummary) -> Iterator[_Figure]:
    if project.score is not None:
        yield _Figure(None, None, project.score, project.points)
    for category in project.categories:
        yield _Figure(category.id, None, category.score, category.points)


def _rates(project: ProjectSummary, wanted: set[str]) -> Iterator[_Figure]:
    for standard in project.standards:
        if standard.id in wanted and standard.rate is not None:
            yield _Figure(None, standard.id, standard.rate, None)
