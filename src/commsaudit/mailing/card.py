"""What a mailed scorecard shows of one project: what its readers can act on, bounded in length, masked unless revealed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from commsaudit.mailing.headers import one_line
from commsaudit.mailing.words import MailWords
from commsaudit.model.outcome import Status
from commsaudit.model.result import ClauseScore, ProjectScore, ResultFinding
from commsaudit.reports.masking import shown_record, shown_text
from commsaudit.reports.overview import Overview, ProjectView
from commsaudit.reports.terminal.clauses import moment_words
from commsaudit.scoring.numbers import points_text

# Mail programs cut long messages (at 100 KB, some of them).
_MOST_CLAUSES, _MOST_OF_CLAUSE, _MOST_FINDINGS = 40, 5, 60
_MOST_RECOVERABLE, _TITLE, _DETAIL = 5, 200, 400
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category; ``kept`` is the share of its points that is left, in percent."""

    title: str
    score: Decimal
    points: Decimal

    @property
    def kept(self) -> int:
        """For the bar."""
        return int((self.score * 100 / self.points).to_integral_value(ROUND_HALF_UP)) if self.points else 0


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as it is shown."""

    record: str
    due: str
    detail: str
    source: str
    waiver: str


@dataclass(frozen=True, slots=True)
class ClauseLines:
    """A clause that failed, with the first of its findings; ``more`` are not shown."""

    id: str
    title: str
    summary: str
    findings: Sequence[FindingLine]
    more: int


@dataclass(frozen=True, slots=True)
class PointsLine:
    """What one clause would give back."""

    title: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class ObservedLine:
    """A standard that costs nothing, and how much of it was met."""

    title: str
    said: str


@dataclass(frozen=True, slots=True)
class Card:
    """The scorecard of one project in one language, as the templates show it."""

    subject: str
    period: str
    title: str
    score: ProjectScore | None
    facts: Sequence[str]
    categories: Sequence[CategoryLine]
    failed: Sequence[ClauseLines]
    more_clauses: int
    absorbed: Decimal
    recoverable: Sequence[PointsLine]
    open: Sequence[str]
    observed: Sequence[ObservedLine]
    footer: Sequence[str]


class Cards:
    """The cards of a result in one language. ``checksum`` is the result's."""

    def __init__(self, overview: Overview, checksum: str) -> None:
        self._overview, self._checksum = overview, checksum
        self._words = MailWords(overview.context.lang)
        self._reveal = overview.context.reveal
        self._views = {view.project.project_id: (rank, view) for rank, view in overview.ranked}
        self._ranked = sum(rank is not None for rank, _ in overview.ranked)

    def card(self, project_id: str, attached: Sequence[str] = ()) -> Card:
        """The card of ``project_id``, one of the result; ``attached`` names what comes with it."""
        rank, view = self._views[project_id]
        project, period = view.project, self._overview.result.period
        failed = [clause for clause in view.main if clause.outcome.status in (Status.FAIL, Status.WAIVED)]
        absorbed = sum((each.item_absorbed + each.category_absorbed for each in view.ledger), Decimal(0))
        return Card(
            subject=self._subject(view),
            period=f"{period.label} ({period.starts_on.isoformat()} – {period.ends_on.isoformat()})",
            title=one_line(f"{project.project_id} {project.name}"),
            score=project.score,
            facts=self._facts(view, rank),
            categories=[
                CategoryLine(self._titled(each.id, self._overview.titles.part(each.id)), each.score, each.points)
                for each in project.categories
            ],
            failed=self._failed(view, failed[:_MOST_CLAUSES]),
            more_clauses=max(len(failed) - _MOST_CLAUSES, 0),
            absorbed=absorbed,
            recoverable=[
                PointsLine(self._titled(each.clause, self._overview.titles.clause(each.clause)), each.points)
                for each in view.recoverable[:_MOST_RECOVERABLE]
                if each.points
            ],
            open=self._open(view),
            observed=self._observed(view),
            footer=self._footer(attached),
        )

    def _titled(self, name: str, title: str) -> str:
        return name if title in ("", name) else one_line(f"{name} {title}", _TITLE)

    def _subject(self, view: ProjectView) -> str:
        """The mail's subject: one line, whatever a project is called."""
        score = view.project.score
        project = one_line(f"{view.project.project_id} {view.project.name}", 60)
        values = {"period": one_line(self._overview.result.period.label), "project": project}
        if score is None:
            return self._words("subject_observed", **values)
        figures = {"score": points_text(score.score), "points": points_text(score.points)}
        return self._words("subject_score", **values, **figures)

    def _facts(self, view: ProjectView, rank: int | None) -> list[str]:
        words, score, coverage = self._words, view.project.score, view.project.coverage
        facts = []
        if score is not None and rank is not None and self._ranked > 1:
            facts.append(words("rank", rank=rank, count=self._ranked))
        facts.append(words("coverage", assessed=coverage.assessed, clauses=coverage.clauses))
        if score is not None and score.low != score.score:
            facts.append(words("range", low=points_text(score.low)))
        if score is not None and score.without_waivers != score.score:
            facts.append(words("without_waivers", score=points_text(score.without_waivers)))
        return facts

    def _failed(self, view: ProjectView, clauses: Sequence[ClauseScore]) -> list[ClauseLines]:
        listed: dict[str, list[ResultFinding]] = defaultdict(list)
        for finding in view.findings:
            listed[finding.clause].append(finding)
        left, lines = _MOST_FINDINGS, []
        for clause in clauses:
            outcome = clause.outcome
            # Those that cost come first: what is waived needs nobody's work.
            found = sorted(listed[outcome.clause], key=lambda each: each.waiver is not None)
            shown = found[: min(_MOST_OF_CLAUSE, left)]
            left -= len(shown)
            title = one_line(self._overview.titles.clause(outcome.clause), _TITLE)
            findings = [self._finding(each) for each in shown]
            lines.append(
                ClauseLines(outcome.clause, title, self._summary(clause), findings, outcome.findings - len(shown))
            )
        return lines

    def _summary(self, clause: ClauseScore) -> str:
        words, outcome = self._words, clause.outcome
        key = "failed_in" if clause.deduction else "failed_free"
        said = words(key, findings=outcome.findings, deduction=points_text(clause.deduction))
        waived = words("waived_of_them", waived=outcome.waived) if outcome.waived else ""
        return self._overview.words("semicolon").join(filter(None, (said, waived)))

    def _finding(self, finding: ResultFinding) -> FindingLine:
        words, source, waiver = self._words, finding.source, finding.waiver
        return FindingLine(
            record=one_line(shown_record(finding, reveal=self._reveal)),
            due=moment_words(finding.due_at),
            detail=one_line(self._overview.words.detail(finding), _DETAIL),
            source=words("place", file=one_line(source.file, _TITLE), line=source.line) if source else "",
            waiver=words(
                "waived",
                reason=one_line(shown_text(waiver.reason, reveal=self._reveal)),
                by=one_line(shown_text(waiver.approved_by, reveal=self._reveal)),
                until=waiver.expires_on.isoformat(),
            )
            if waiver
            else "",
        )

    def _open(self, view: ProjectView) -> list[str]:
        words, statuses = self._words, [clause.outcome.status for clause in view.main]
        counts = {
            "not_assessed": statuses.count(Status.NOT_ASSESSED),
            "errors": statuses.count(Status.ERROR),
            "pending": view.total("pending"),
        }
        return [words(key, count=count) for key, count in counts.items() if count]

    def _observed(self, view: ProjectView) -> list[ObservedLine]:
        lines = []
        for each in view.observed:
            said = self._words("no_compliance")
            if each.rate is not None:
                figures = {"findings": each.findings, "obligations": each.obligations}
                said = self._words("compliance", rate=each.rate, **figures)
            lines.append(ObservedLine(one_line(self._overview.titles.standard(each.id), _TITLE), said))
        return lines

    def _footer(self, attached: Sequence[str]) -> list[str]:
        words, tool = self._words, self._overview.result.tool
        return [
            *([words("attached", names=self._overview.words("list_comma").join(attached))] if attached else []),
            *([] if self._reveal else [words("masked")]),
            words("written_by", version=one_line(tool.version)),
            words("result", checksum=self._checksum[:_DIGITS]),
        ]
