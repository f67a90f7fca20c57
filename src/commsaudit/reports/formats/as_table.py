"""The scorecard for a terminal: what needs action first, the last line in short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from commsaudit.model.outcome import Waiver
from commsaudit.model.result import AuditResult, percentage
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.reports.overview import Overview, ProjectView
from commsaudit.reports.terminal.scorecard import Scorecard, moment_words, score_words
from commsaudit.reports.terminal.text import (
    Paint,
    Style,
    clean,
    shortened,
    shortened_left,
    table,
    width_of,
    wrapped,
)
from commsaudit.scoring.numbers import points_text

_NARROWEST, _WIDEST = 60, 100
_RANKED, _DETAILED, _WAIVERS = 20, 10, 5


class TableReport:
    """The terminal scorecard, at most 100 columns wide."""

    name = "table"
    endings = (".txt",)
    is_text = True
    part_names = ()

    def parts(self, result: AuditResult, context: ReportContext) -> Iterator[Part]:
        """One text in UTF-8."""
        lines = _Terminal(Overview(result, context)).lines()
        yield Part("", (f"{line}\n".encode() for line in lines))


TABLE = TableReport()


class _Terminal:
    """All lines of a result."""

    def __init__(self, overview: Overview) -> None:
        self._overview = overview
        self._result = overview.result
        self._context = overview.context
        self._words = overview.words
        self._paint = Paint(overview.context.color)
        self._columns = min(max(overview.context.width, _NARROWEST), _WIDEST)

    def lines(self) -> Iterator[str]:
        yield from self._heading()
        yield ""
        if len(self._overview.views) > 1:
            yield from self._ranking()
            yield ""
        shown = self._lowest(_DETAILED)
        for view in shown:
            yield from Scorecard(self._overview, view, self._columns).lines()
            yield ""
        yield from self._cut("details_cut", len(shown))
        yield from self._waivers("expired", self._context.expired)
        yield from self._waivers("idle", self._context.idle)
        yield self._paint(self._last(), Style.HEADING)

    def _lowest(self, most: int) -> Sequence[ProjectView]:
        """The projects to show, in the result's order: all, or those that need action most."""
        if self._context.show_all or len(self._overview.views) <= most:
            return self._overview.views
        kept = {id(view) for _, view in self._overview.ranked[-most:]}
        return [view for view in self._overview.views if id(view) in kept]

    def _cut(self, key: str, shown: int) -> Iterator[str]:
        more = len(self._overview.views) - shown
        if more:
            yield self._words(key, shown=shown, more=more)
            yield ""

    def _heading(self) -> Iterator[str]:
        period, words, settings = self._result.period, self._words, self._result.settings
        said = words("heading", label=period.label, start=period.starts_on, end=period.ends_on)
        if period.as_of != period.ends_at:
            said += words("as_of", moment=moment_words(period.as_of))
        yield self._paint(said, Style.HEADING)
        for key, mode in (("scored", "score"), ("observed_only", "observe")):
            names = [
                self._overview.titles.standard(each.id)
                for each in self._result.standards
                if each.mode == mode
            ]
            if names:
                yield from wrapped(names, words("list_comma"), words(key), self._columns)
        if settings.get("counting") in ("clause", "as_written"):
            yield words(f"counting_{settings['counting']}")
        sample = settings.get("sample")
        if isinstance(sample, dict):
            yield words("sampled", size=sample.get("size"), seed=clean(str(sample.get("seed"))))

    def _ranking(self) -> Iterator[str]:
        words = self._words
        ranked = self._overview.ranked
        shown = ranked if self._context.show_all else ranked[-_RANKED:]
        headers = [words(key) for key in ("rank", "project", "name", "score", "percent", "range", "coverage")]
        rows = [self._ranked(rank, view) for rank, view in shown]
        yield from (
            shortened(line, self._columns)
            for line in table(
                rows, [*headers, words("findings"), words("waived")], right=(0, 3, 4, 5, 6, 7, 8)
            )
        )
        yield from self._cut("ranking_cut", len(shown))

    def _ranked(self, rank: int | None, view: ProjectView) -> list[str]:
        project, score = view.project, view.project.score
        figures = [self._words("observed"), "", ""]
        if score:
            figures = [
                f"{points_text(score.score)}/{points_text(score.points)}",
                points_text(score.percent),
                f"{points_text(score.low)}–{points_text(score.high)}",
            ]
        return [
            "" if rank is None else str(rank),
            shortened(clean(project.project_id), 16),
            shortened(clean(project.name), 20),
            *figures,
            f"{project.coverage.assessed}/{project.coverage.clauses}",
            str(view.total("findings")),
            str(view.total("waived")),
        ]

    def _waivers(self, key: str, waivers: Sequence[Waiver]) -> Iterator[str]:
        if not waivers:
            return
        yield self._paint(self._words(key), Style.WARNING)
        shown = waivers if self._context.show_all else waivers[:_WAIVERS]
        for waiver in shown:
            said = self._words(
                "waiver",
                project=waiver.project_id,
                clause=waiver.clause,
                record=waiver.record_id,
                reason=waiver.reason,
                by=waiver.approved_by,
                start=waiver.approved_on,
                end=waiver.expires_on,
            )
            yield shortened(f"  {clean(said)}", self._columns)
        if len(waivers) > len(shown):
            yield f"  {self._words('more', count=len(waivers) - len(shown))}"
        yield ""

    def _last(self) -> str:
        """Score, range, coverage, rejects, and where the details are, in one line."""
        words, views = self._words, self._overview.views
        said = score_words(self._overview, views[0]) if len(views) == 1 else self._average()
        said.append(words("rejected", count=sum(each.rejected for each in self._result.inputs)))
        line = " · ".join(said)
        files = words("list_comma").join(map(clean, self._context.details))
        room = self._columns - width_of(f"{line} · {words('details')}")
        place = words("details") + shortened_left(files, max(room, 1)) if files else words("no_details")
        return shortened(f"{line} · {place}", self._columns)

    def _average(self) -> list[str]:
        words, views = self._words, self._overview.views
        scores = [view.project.score for view in views if view.project.score]
        coverage = words(
            "project_coverage",
            assessed=sum(view.project.coverage.assessed for view in views),
            clauses=sum(view.project.coverage.clauses for view in views),
        )
        if not scores:
            return [words("no_score"), coverage]
        low, high = _mean([score.low for score in scores]), _mean([score.high for score in scores])
        points = [score.points for score in scores]
        mean = words(
            "average",
            count=len(views),
            score=_mean([score.score for score in scores]),
            points=_mean(points),
            percent=percentage(sum((score.score for score in scores), Decimal(0)), sum(points, Decimal(0))),
        )
        return [mean, words("project_range", low=low, high=high), coverage]


def _mean(values: Sequence[Decimal]) -> str:
    mean = sum(values, Decimal(0)) / len(values)
    return points_text(mean.quantize(Decimal("0.1"), ROUND_HALF_UP))
