"""Markdown as GitHub and GitLab show it: what needs action first, tables throughout.

Everything from logs and settings is escaped, so that a text is shown as it stands and begins no link, table cell or tag.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from commsaudit.model.outcome import Status, Waiver
from commsaudit.model.result import AuditResult, ClauseScore, ResultFinding
from commsaudit.reports.export import Export, costs_of, lowest_first
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.reports.masking import shown_text
from commsaudit.reports.overview import Overview, ProjectView, score_figures
from commsaudit.reports.terminal.clauses import moment_words
from commsaudit.reports.terminal.text import clean
from commsaudit.scoring.numbers import points_text

_SHOWN = 20
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$!@^])")
# What GitHub makes a link of without being asked.
_LINK = re.compile(r"(?i)(?<=\bwww)\.|(?<=\b(?:http|xmpp)):|(?<=\bhttps):|(?<=\bmailto):|(?<=\bftp):")
_BULLET = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])")


class MarkdownReport:
    """One text."""

    name = "md"
    endings = (".md", ".markdown")
    is_text = True
    part_names = ()

    def parts(self, result: AuditResult, context: ReportContext) -> Iterator[Part]:
        """One file in UTF-8."""
        lines = _Markdown(Export(Overview(result, context))).lines()
        yield Part("", (f"{line}\n".encode() for line in lines))


MD = MarkdownReport()


def escaped(text: str) -> str:
    """``text`` in one line, as Markdown shows it unchanged."""
    plain = _SPECIAL.sub(r"\\\1", clean(text).strip())
    return _BULLET.sub(_kept, _LINK.sub(lambda found: f"\\{found[0]}", plain))


def _kept(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}"


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> Iterator[str]:
    """A table and a blank line; nothing where there are no rows."""
    lines = [f"| {' | '.join(map(escaped, row))} |" for row in rows]
    if lines:
        numbers = set(right)
        yield f"| {' | '.join(map(escaped, headers))} |"
        yield f"| {' | '.join('---:' if place in numbers else '---' for place in range(len(headers)))} |"
        yield from lines
        yield ""


class _Markdown:
    """All lines of a result."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._overview = export.overview
        self._context = export.overview.context
        self._say = export.say
        self._titles = export.overview.titles
        # A project to which none of the audited standards applies has nothing to show.
        self._ranked = [each for each in export.overview.ranked if each[1].project.clauses] or export.overview.ranked

    def lines(self) -> Iterator[str]:
        yield f"# {escaped(self._export.heading)}"
        yield ""
        if self._context.what_if:
            yield f"> **{escaped(self._context.what_if)}**"
            yield ""
        yield from (f"- {escaped(each)}" for each in self._export.basis)
        rejected = sum(each.rejected for each in self._overview.result.inputs)
        yield f"- {escaped(self._say('rejected', count=rejected))}"
        yield ""
        if len(self._ranked) > 1:
            yield f"## {self._say('ranking')}"
            yield ""
            yield from self._ranking()
        yield from self._projects()
        yield from self._waivers("expired", self._context.expired)
        yield from self._waivers("idle", self._context.idle)

    def _ranking(self) -> Iterator[str]:
        keys = ("rank", "project", "name", "score", "percent", "range", "coverage", "findings", "waived")
        rows = [self._ranked_row(rank, view) for rank, view in self._ranked]
        yield from _table([self._say(key) for key in keys], rows, (0, 3, 4, 5, 6, 7, 8))

    def _ranked_row(self, rank: int | None, view: ProjectView) -> Sequence[str]:
        project, score = view.project, view.project.score
        figures = score_figures(score) if score else (self._say("observed_word"), "", "")
        return (
            "" if rank is None else str(rank),
            project.project_id,
            project.name,
            *figures,
            f"{project.coverage.assessed}/{project.coverage.clauses}",
            str(view.total("findings")),
            str(view.total("waived")),
        )

    def _projects(self) -> Iterator[str]:
        """Each project, the lowest first: all, or those that need action."""
        shown_views = {id(view) for _, view in self._ranked}
        views = [view for view in lowest_first(self._overview) if id(view) in shown_views]
        shown = views if self._context.show_all or len(views) == 1 else [view for view in views if view.needs_action]
        for view in shown:
            yield from self._project(view)
        if len(shown) < len(views):
            yield escaped(self._say("in_order", count=len(views) - len(shown)))
            yield ""

    def _project(self, view: ProjectView) -> Iterator[str]:
        yield f"## {escaped(self._export.named(view))}"
        yield ""
        yield f"**{escaped(self._export.standing(view))}**"
        yield ""
        if view.project.empty_logs:
            names = self._say("list_comma").join(map(self._titles.log, view.project.empty_logs))
            yield escaped(self._say("empty") + names)
            yield ""
        yield from self._categories(view)
        yield from self._clauses(view)
        yield from self._recoverable(view)
        yield from self._findings(view)
        unknown = [f"- {escaped(self._export.unknown_line(each))}" for each in self._export.unknown(view)]
        yield from [*unknown, ""] if unknown else []
        yield from self._observed(view)
        yield from self._metrics(view)

    def _categories(self, view: ProjectView) -> Iterator[str]:
        keys = ("category", "title", "points", "deduction", "score")
        rows = [
            (each.id, self._titles.part(each.id), *map(points_text, (each.points, each.deduction, each.score)))
            for each in view.project.categories
        ]
        yield from _table([self._say(key) for key in keys], rows, (2, 3, 4))

    def _clauses(self, view: ProjectView) -> Iterator[str]:
        """What failed, or with all that is asked for every clause; what caps left of each deduction."""
        deducted: dict[str, Decimal] = defaultdict(Decimal)
        for entry in view.ledger:
            deducted[entry.clause] += entry.deducted
        everything = self._context.show_all
        shown = view.project.clauses if everything else [c for c in view.main if c.outcome.status is Status.FAIL]
        keys = ["clause", "title", "status", "obligations", "findings", "waived", "unit", "deduction", "deducted"]
        rows = [self._clause_row(clause, deducted) for clause in shown]
        yield from _table([self._say(key) for key in keys], rows, range(3, 9))
        if not rows:
            yield from self._nothing(view)

    def _clause_row(self, clause: ClauseScore, deducted: dict[str, Decimal]) -> Sequence[str]:
        outcome = clause.outcome
        return (
            outcome.clause,
            self._titles.clause(outcome.clause),
            self._overview.words.status(outcome.status),
            str(outcome.obligations),
            str(outcome.findings),
            str(outcome.waived),
            self._say("observed_word") if clause.unit is None else points_text(clause.unit),
            points_text(clause.deduction),
            points_text(deducted[outcome.clause]),
        )

    def _nothing(self, view: ProjectView) -> Iterator[str]:
        """That nothing failed, as far as is known: nothing at all where nothing was judged."""
        coverage, waived = view.project.coverage, view.total("waived")
        if waived or coverage.assessed:
            key = "nothing_known_failed" if coverage.not_assessed else "nothing_failed"
            yield escaped(self._say("all_waived", count=waived) if waived else self._say(key))
            yield ""

    def _recoverable(self, view: ProjectView) -> Iterator[str]:
        best = [f"{each.clause} +{points_text(each.points)}" for each in view.recoverable if each.points > 0]
        if best:
            yield escaped(self._say("recoverable_list") + self._say("list_comma").join(best))
            yield ""

    def _findings(self, view: ProjectView) -> Iterator[str]:
        """The findings by clause, the first ones of each; of what is observed or waived where all is asked for."""
        main = {clause.outcome.clause for clause in view.main}
        listed: dict[str, list[ResultFinding]] = defaultdict(list)
        for finding in view.findings:
            if self._context.show_all or (finding.clause in main and finding.waiver is None):
                listed[finding.clause].append(finding)
        entries = costs_of(view)
        for clause in view.project.clauses:
            findings = listed[clause.outcome.clause]
            if not findings:
                continue
            shown = findings if self._context.show_all else findings[:_SHOWN]
            rows = [
                (
                    self._export.record(each) or "-",
                    moment_words(each.due_at),
                    self._overview.words.detail(each),
                    self._export.place(each),
                    self._export.cost(each, clause.unit, entries.get(each.id)),
                )
                for each in shown
            ]
            yield f"### {escaped(self._export.clause(clause.outcome.clause))}"
            yield ""
            yield from _table([self._say(key) for key in ("record", "due_at", "detail", "evidence", "cost")], rows)
            total = clause.outcome.findings if self._context.show_all else clause.outcome.costing
            if total > len(shown):
                yield escaped(self._say("more", count=total - len(shown)))
                yield ""

    def _observed(self, view: ProjectView) -> Iterator[str]:
        keys = ("observed_title", "obligations", "findings", "rate_percent", "coverage")
        rows = [
            (
                self._titles.standard(each.id),
                str(each.obligations),
                str(each.findings),
                "-" if each.rate is None else str(each.rate),
                f"{each.assessed}/{each.clauses}",
            )
            for each in view.observed
        ]
        yield from _table([self._say(key) for key in keys], rows, (1, 2, 3, 4))

    def _metrics(self, view: ProjectView) -> Iterator[str]:
        words = self._overview.words
        rows = [
            (each.record_id, words.metric(each.name), each.value, words.metric_detail(each.detail))
            for each in view.metrics
        ]
        yield from _table([self._say(key) for key in ("surveys", "metric", "value", "detail")], rows, (2,))

    def _waivers(self, key: str, waivers: Sequence[Waiver]) -> Iterator[str]:
        if not waivers:
            return
        yield f"## {self._say(key)}"
        yield ""
        reveal = self._context.reveal
        for waiver in waivers:
            record, reason, by = (
                shown_text(text, reveal=reveal) for text in (waiver.record_id, waiver.reason, waiver.approved_by)
            )
            said = {"project": waiver.project_id, "clause": waiver.clause, "record": record, "reason": reason}
            yield f"- {escaped(self._say('waiver', **said, by=by, start=waiver.approved_on, end=waiver.expires_on))}"
        yield ""
