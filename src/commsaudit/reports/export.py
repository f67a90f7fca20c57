"""What the formats for other programs say of a finding, a project and the audit: each worded once, masked, in two languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from commsaudit.model.outcome import Status
from commsaudit.model.result import ResultFinding, WaiverNote
from commsaudit.reports.masking import shown_record, shown_text
from commsaudit.reports.overview import Overview, ProjectView
from commsaudit.reports.terminal.clauses import moment_words
from commsaudit.scoring.explain import LedgerEntry
from commsaudit.scoring.numbers import points_text

# key: (Chinese, English). Braces are filled by ``Export.say``.
_TABLE: Mapping[str, tuple[str, str]] = {
    "due": ("应办时限 {due}", "due {due}"),
    "costs": ("扣 {points} 分", "costs {points}"),
    "absorbed": ("应扣 {points} 分，封顶免扣 {absorbed}", "costs {points}, of which caps absorb {absorbed}"),
    "costs_nothing": ("不另扣分", "costs nothing more"),
    "observed": ("仅观察，不扣分", "observed, costs nothing"),
    "error_clause": ("检查出错：{reason}", "the check could not run: {reason}"),
    "not_assessed_list": ("未评 {count} 条（{reason}）：{clauses}", "not assessed: {count} ({reason}): {clauses}"),
    "failed_count": ("{count} 处不符合", "findings: {count}"),
    "each_asks": ("对象：", "for each: "),
    "due_asks": ("时限：", "due: "),
    "met_asks": ("要求：", "met if: "),
    "listed": ("已列出 {listed} 处，共 {total} 处", "{listed} of {total} findings are listed"),
    "observed_word": ("观察", "observed"),
    "cost": ("扣分", "Cost"),
    "ranking": ("排名", "Ranking"),
    "evidence": ("出处", "Evidence"),
}
_WARN = frozenset({Status.ERROR, Status.NOT_ASSESSED})


@dataclass(frozen=True, slots=True)
class Unknown:
    """Clauses of a project that could not be judged, for one reason."""

    status: Status
    reason: str
    clauses: Sequence[str]


@dataclass(frozen=True)
class Export:
    """The words of a result for formats without a layout of their own."""

    overview: Overview

    def say(self, key: str, **values: object) -> str:
        """The words of ``key``: those of this module, or else those that all reports share."""
        if key not in _TABLE:
            return self.overview.words(key, **values)
        zh, en = _TABLE[key]
        return (zh if self.overview.words.is_chinese else en).format(**values)

    @property
    def heading(self) -> str:
        """Which period was audited, and as of when."""
        period = self.overview.result.period
        said = self.say("heading", label=period.label, start=period.starts_on, end=period.ends_on)
        if period.as_of != period.ends_at:
            said += self.say("as_of", moment=moment_words(period.as_of))
        return said

    @property
    def basis(self) -> Iterator[str]:
        """What the audit was made by: its standards, the way of counting, the sample."""
        result, titles = self.overview.result, self.overview.titles
        for key, mode in (("scored", "score"), ("observed_only", "observe")):
            names = [titles.standard(each.id) for each in result.standards if each.mode == mode]
            if names:
                yield self.say(key) + self.say("list_comma").join(names)
        if result.settings.get("counting") in ("clause", "as_written"):
            yield self.say(f"counting_{result.settings['counting']}")
        sample = result.settings.get("sample")
        if isinstance(sample, dict):
            yield self.say("sampled", size=sample.get("size"), seed=sample.get("seed"))
        if len(result.findings) < result.findings_total:
            yield self.say("listed", listed=len(result.findings), total=result.findings_total)

    def named(self, view: ProjectView) -> str:
        """The project's id and name."""
        return f"{view.project.project_id} {view.project.name}".strip()

    def standing(self, view: ProjectView) -> str:
        """Score, range and coverage in one line."""
        score, coverage = view.project.score, view.project.coverage
        covered = self.say("project_coverage", assessed=coverage.assessed, clauses=coverage.clauses)
        if score is None:
            return f"{self.say('no_score')} · {covered}"
        figures = {"score": points_text(score.score), "points": points_text(score.points), "percent": score.percent}
        said = [
            self.say("project_score", **figures),
            self.say("project_range", low=points_text(score.low), high=points_text(score.high)),
            covered,
        ]
        if score.without_waivers != score.score:
            said.append(self.say("project_unwaived", score=points_text(score.without_waivers)))
        return " · ".join(said)

    def clause(self, clause_id: str) -> str:
        """The clause's id and title."""
        return f"{clause_id} {self.overview.titles.clause(clause_id)}".strip()

    def record(self, finding: ResultFinding) -> str:
        """The record, masked unless it is to be revealed."""
        return shown_record(finding, reveal=self.overview.context.reveal)

    def place(self, finding: ResultFinding) -> str:
        """File and line of the record; empty where it has none."""
        return f"{finding.source.file}:{finding.source.line}" if finding.source else ""

    def waiver(self, waiver: WaiverNote) -> str:
        """Why, by whom and until when a finding is waived."""
        reveal = self.overview.context.reveal
        reason, by = shown_text(waiver.reason, reveal=reveal), shown_text(waiver.approved_by, reveal=reveal)
        return self.say("waived_by", reason=reason, by=by, until=waiver.expires_on)

    def cost(self, finding: ResultFinding, unit: object, entry: LedgerEntry | None) -> str:
        """What the finding costs, and what caps leave of that; of a waived one, its waiver."""
        if finding.waiver is not None:
            return self.waiver(finding.waiver)
        if unit is None:
            return self.say("observed")
        if entry is None:
            return self.say("costs_nothing")
        absorbed = entry.item_absorbed + entry.category_absorbed
        amount = points_text(entry.amount)
        return (
            self.say("absorbed", points=amount, absorbed=points_text(absorbed))
            if absorbed
            else self.say("costs", points=amount)
        )

    def message(self, view: ProjectView, finding: ResultFinding, cost: str) -> str:
        """A finding in one line, without its clause: project, record, due moment, what the record says, what it costs."""
        said = [
            self.named(view),
            self.record(finding),
            self.say("due", due=moment_words(finding.due_at)),
            self.overview.words.detail(finding),
            cost,
        ]
        return " · ".join(each for each in said if each)

    def unknown(self, view: ProjectView) -> list[Unknown]:
        """What could not be judged of what the score is about, by reason; of all clauses where a check could not run."""
        main = {id(clause) for clause in view.main}
        found: dict[tuple[Status, str], list[str]] = defaultdict(list)
        for clause in view.project.clauses:
            outcome = clause.outcome
            if outcome.status in _WARN and (id(clause) in main or outcome.status is Status.ERROR):
                found[outcome.status, outcome.reason or ""].append(outcome.clause)
        words = self.overview.words
        return [Unknown(status, words.reason(reason), names) for (status, reason), names in found.items()]

    def unknown_line(self, unknown: Unknown) -> str:
        """One of them in one line."""
        clauses = self.say("list_comma").join(unknown.clauses)
        if unknown.status is Status.ERROR:
            return f"{self.say('error_clause', reason=unknown.reason)}{self.say('colon')}{clauses}"
        count, reason = len(unknown.clauses), unknown.reason or self.overview.words.status(unknown.status)
        return self.say("not_assessed_list", count=count, reason=reason, clauses=clauses)


def costs_of(view: ProjectView) -> Mapping[str, LedgerEntry]:
    """What each finding of a project costs, by its id."""
    return {entry.finding.id: entry for entry in view.ledger if entry.finding}


def lowest_first(overview: Overview) -> list[ProjectView]:
    """The projects, the lowest score first; those without a score come last."""
    scored = [view for rank, view in overview.ranked if rank is not None]
    return scored[::-1] + [view for rank, view in overview.ranked if rank is None]
