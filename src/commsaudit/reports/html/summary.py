"""What the summary over all projects shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from commsaudit.model.result import mean, percentage
from commsaudit.reports.html import charts

if TYPE_CHECKING:
    from commsaudit.reports.html.site import Site


class Summary:
    """All projects together, for the template ``summary.html.j2``."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._projects = [view.project for view in site.overview.views]
        scored = [project for project in self._projects if project.score]
        self.scores = [project.score for project in scored if project.score and project.coverage.assessed]
        # Nothing is known of them: they are no part of means and distributions.
        self.unjudged = len(scored) - len(self.scores)

    @cached_property
    def percents(self) -> Sequence[Decimal]:
        """The scores in percent."""
        return [score.percent for score in self.scores]

    @property
    def mean_percent(self) -> Decimal | None:
        """The mean of the scores in percent."""
        return mean(self.percents) if self.percents else None

    @property
    def coverage(self) -> tuple[int, int]:
        """Clauses judged, and all, over all projects."""
        each = [project.coverage for project in self._projects]
        return sum(one.assessed for one in each), sum(one.clauses for one in each)

    @property
    def covered(self) -> Decimal | None:
        """The coverage over all projects in percent."""
        assessed, clauses = self.coverage
        return percentage(assessed, clauses) if clauses else None

    @property
    def inputs(self) -> dict[str, int]:
        """How many files and rows were read, and how many rows rejected."""
        files = self._site.result.inputs
        return {
            "files": len(files),
            "rows": sum(each.rows for each in files),
            "rejected": sum(each.rejected for each in files),
        }

    @cached_property
    def scores_chart(self) -> charts.Drawing | None:
        """How the percents are distributed."""
        return charts.histogram(self.percents, self._site.words("distribution_note")) if self.scores else None

    @cached_property
    def coverage_chart(self) -> charts.Drawing | None:
        """How the coverages are distributed."""
        covered = [
            percentage(project.coverage.assessed, project.coverage.clauses)
            for project in self._projects
            if project.coverage.clauses
        ]
        return charts.histogram(covered, self._site.words("coverage_note")) if covered else None

    @cached_property
    def categories_chart(self) -> charts.Drawing | None:
        """What was kept of each category, the mean over the projects that have it."""
        kept: dict[str, list[Decimal]] = {name: [] for name in self._site.overview.category_ids}
        for project in self._projects:
            for category in project.categories if project.coverage.assessed else ():
                if category.points:
                    kept[category.id].append(percentage(category.score, category.points))
        figures = [(name, mean(values)) for name, values in kept.items() if values]
        return charts.bars(figures, self._site.words("mean_categories")) if figures else None

    @cached_property
    def trend_chart(self) -> charts.Drawing | None:
        """The mean percent by period, this one last, where there are earlier ones."""
        kept: dict[str, list[Decimal]] = defaultdict(list)
        for points in self._site.history.values():
            for point in points:
                kept[point.period].append(percentage(point.score, point.points))
        order = dict.fromkeys(point.period for point in self._site.overview.context.history)
        figures = [(period, mean(kept[period])) for period in order if kept[period]]
        if not figures:
            return None
        if self.mean_percent is not None:
            figures.append((self._site.result.period.label, self.mean_percent))
        return charts.line(figures, self._site.words("trend_mean_note"))
