"""The scorecard for a terminal: what needs action first, the last line in short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commsaudit.model.outcome import Waiver
from commsaudit.model.result import AuditResult, mean
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.reports.masking import shown_text
from commsaudit.reports.overview import Overview, ProjectView, score_figures
from commsaudit.reports.terminal.clauses import moment_words
from commsaudit.reports.terminal.scorecard import Scorecard, score_words
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

_NARROWEST = 80
_RANKED, _DETAILED, _WAIVERS = 20, 10, 5


class TableReport:
    """The terminal scorecard, no wider than the terminal (but 80 columns); nothing is cut in files and pipes."""

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
        # A project to which none of the audited standards applies has nothing to show.
        self._views = [view for view in overview.views if view.project.clauses] or overview.views
        shown = {id(view) for view in self._views}
        self._ranked_views = [(rank, view) for rank, view in overview.ranked if id(view) in shown]
        self._result = overview.result
        self._context = overview.context
        self._words = overview.words
        self._paint = Paint(overview.context.color)
        self._columns = max(overview.context.width, _NARROWEST)

    def lines(self) -> Iterator[str]:
        yield from self._heading()
        yield ""
        if len(self._views) > 1:
            yield from self._ranking()
            yield ""
        yield from self._details()
        yield from self._waivers("expired", self._context.expired)
        yield from self._waivers("idle", self._context.idle)
        yield self._paint(self._last(), Style.HEADING)

    def _details(self) -> Iterator[str]:
        """Each project, in the result's order: all, or those that need action, the lowest of many."""
        views = self._views
        wanted = [view for _, view in self._ranked_views if view.needs_action]
        if self._context.show_all or len(views) == 1:
            wanted = views
        shown = wanted if self._context.show_all else wanted[-_DETAILED:]
        kept = {view.project.project_id for view in shown}
        for view in views:
            if view.project.project_id in kept:
                yield from Scorecard(self._overview, view, self._columns).lines()
                yield ""
        if len(shown) < len(wanted):
            yield self._words("details_cut", shown=len(shown), more=len(wanted) - len(shown))
            yield ""
        if len(wanted) < len(views):
            yield self._words("in_order", count=len(views) - len(wanted))
            yield ""
        if len(views) < len(self._overview.views):
            yield self._words("not_applied", count=len(self._overview.views) - len(views))
            yield ""

    def _heading(self) -> Iterator[str]:
        period, words, settings = self._result.period, self._words, self._result.settings
        said = words("heading", label=period.label, start=period.starts_on, end=period.ends_on)
        if period.as_of != period.ends_at:
            said += words("as_of", moment=moment_words(period.as_of))
        yield self._paint(shortened(said, self._columns), Style.HEADING)
        if self._context.what_if:
            parts = self._context.what_if.split(" ")
            yield from (self._paint(line, Style.WARNING) for line in wrapped(parts, " ", "", self._columns))
        for key, mode in (("scored", "score"), ("observed_only", "observe")):
            names = [self._overview.titles.standard(each.id) for each in self._result.standards if each.mode == mode]
            if names:
                yield from wrapped(names, words("list_comma"), words(key), self._columns)
        if settings.get("counting") in ("clause", "as_written"):
            yield words(f"counting_{settings['counting']}")
        sample = settings.get("sample")
        if isinstance(sample, dict):
            said = words("sampled", size=sample.get("size"), seed=clean(str(sample.get("seed"))))
            yield shortened(said, self._columns)

    def _ranking(self) -> Iterator[str]:
        words = self._words
        ranked = self._ranked_views
        shown = ranked if self._context.show_all else ranked[-_RANKED:]
        keys = ("score", "percent", "range", "coverage", "findings", "waived")
        headers = (words("rank"), words("project"), words("name"), *map(words, keys))
        rows = [headers, *(self._ranked(rank, view) for rank, view in shown)]
        taken = sum(max(width_of(row[place]) for row in rows) + 2 for place in range(len(headers)) if place != 2)
        named = [(*row[:2], shortened(row[2], max(self._columns - taken, 8)), *row[3:]) for row in rows]
        right = (0, *range(3, len(headers)))
        yield from (shortened(line, self._columns) for line in table(named, right))
        if len(shown) < len(ranked):
            yield words("ranking_cut", shown=len(shown), more=len(ranked) - len(shown))

    def _ranked(self, rank: int | None, view: ProjectView) -> tuple[str, ...]:
        project, score = view.project, view.project.score
        figures = score_figures(score) if score else (self._words("observed"), "", "")
        return (
            "" if rank is None else str(rank),
            shortened(clean(project.project_id), 16),
            clean(project.name),
            *figures,
            f"{project.coverage.assessed}/{project.coverage.clauses}",
            str(view.total("findings")),
            str(view.total("waived")),
        )

    def _waivers(self, key: str, waivers: Sequence[Waiver]) -> Iterator[str]:
        if not waivers:
            return
        yield self._paint(self._words(key), Style.WARNING)
        shown = waivers if self._context.show_all else waivers[:_WAIVERS]
        reveal = self._context.reveal
        for waiver in shown:
            said = self._words(
                "waiver",
                project=waiver.project_id,
                clause=waiver.clause,
                record=shown_text(waiver.record_id, reveal=reveal),
                reason=shown_text(waiver.reason, reveal=reveal),
                by=shown_text(waiver.approved_by, reveal=reveal),
                start=waiver.approved_on,
                end=waiver.expires_on,
            )
            yield shortened(f"  {clean(said)}", self._columns)
        if len(waivers) > len(shown):
            yield f"  {self._words('more', count=len(waivers) - len(shown))}"
        yield ""

    def _last(self) -> str:
        """Score, range, coverage, rejects, and where the details are, in one line."""
        words, views = self._words, self._views
        said = score_words(self._overview, views[0]) if len(views) == 1 else self._average()
        said.append(words("rejected", count=sum(each.rejected for each in self._result.inputs)))
        line = " · ".join(said)
        room = self._columns - width_of(f"{line} · {words('details')}")
        return shortened(f"{line} · {self._place(room)}", self._columns)

    def _place(self, room: int) -> str:
        """Where the details are; the names alone where the paths are too long."""
        words = self._words
        if not self._context.details:
            return words("no_details")
        paths = [clean(path) for path in self._context.details]
        for names in (paths, [path.replace("\\", "/").rpartition("/")[2] for path in paths]):
            if width_of(words("list_comma").join(names)) <= room:
                return words("details") + words("list_comma").join(names)
        return words("details") + shortened_left(names[0], max(room, 1))

    def _average(self) -> list[str]:
        words, views = self._words, self._views
        scores = [view.project.score for view in views if view.project.score]
        assessed = sum(view.project.coverage.assessed for view in views)
        clauses = sum(view.project.coverage.clauses for view in views)
        coverage = words("project_coverage", assessed=assessed, clauses=clauses)
        if not scores:
            return [words("no_score"), coverage]
        low, high, points = (
            points_text(mean([getattr(score, figure) for score in scores])) for figure in ("low", "high", "points")
        )
        key = "average" if len(scores) == len(views) else "average_of_some"
        said = words(key, count=len(views), scored=len(scores), score=high, points=points)
        return [said, words("project_range", low=low, high=high), coverage]
