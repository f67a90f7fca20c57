"""A comparison as a table, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from commsaudit.model.result import AuditResult, ProjectScore, ResultFinding
from commsaudit.reports.masking import shown_record, shown_text
from commsaudit.reports.terminal.clauses import moment_words
from commsaudit.reports.terminal.text import Paint, Style, clean, shortened, table, wrapped
from commsaudit.reports.titles import Titles
from commsaudit.results.compare import Comparison, ProjectComparison, Reason
from commsaudit.results.compare_causes import Cause
from commsaudit.results.compare_changes import Change
from commsaudit.results.history_words import Say, escaped, shown_id, signed
from commsaudit.scoring.costs import NOTHING
from commsaudit.scoring.numbers import points_text

SCHEMA = "commsaudit.comparison/1"
_SHOWN = 5


def sums(reasons: Iterable[Reason]) -> Mapping[Cause, Decimal]:
    """The points of each cause, in the order of the steps."""
    found: dict[Cause, Decimal] = {}
    for reason in reasons:
        found[reason.cause] = found.get(reason.cause, NOTHING) + reason.points
    return {cause: found[cause] for cause in Cause if cause in found}


class CompareText:
    """The lines of a comparison, for a terminal or in Markdown. ``show_all``: every finding, and projects that did not change."""

    def __init__(self, comparison: Comparison, titles: Titles, say: Say, *, show_all: bool, reveal: bool) -> None:
        self._comparison = comparison
        self._titles = titles
        self._say = say
        self._all = show_all
        self._reveal = reveal

    @property
    def _shown(self) -> Sequence[ProjectComparison]:
        return [each for each in self._comparison.projects if self._all or each.is_changed]

    def table_lines(self, *, columns: int, color: bool) -> Iterator[str]:
        """For a terminal."""
        say, paint = self._say, Paint(color)
        yield paint(clean(self._heading()), Style.HEADING)
        yield from wrapped(map(clean, self._changes()), "; ", f"{say('changes')}{say('colon')}", columns)
        for project in self._shown:
            yield ""
            yield paint(shortened(clean(self._scores(project)), columns), Style.HEADING)
            for name, points, clauses in self._reasons(project):
                first = f"  {signed(points):>5}  {name}{say('colon') if clauses else ''}"
                yield from wrapped(clauses, say("list_comma"), first, columns)
            yield f"  {self._counts(project)}"
            for key, findings in (("new", project.came), ("resolved", project.resolved)):
                yield from self._findings(key, findings, columns)
        yield from self._rest()

    def markdown_lines(self) -> Iterator[str]:
        """In Markdown, everything from logs escaped."""
        say = self._say
        yield f"# {escaped(self._heading())}"
        yield ""
        yield f"## {say('changes')}"
        yield ""
        yield from (f"- {escaped(each)}" for each in self._changes())
        for project in self._shown:
            yield ""
            yield f"## {escaped(self._scores(project))}"
            yield ""
            yield f"| {say('change')} | {say('reason')} | {say('clause')} |"
            yield "| ---: | --- | --- |"
            for name, points, clauses in self._reasons(project):
                yield f"| {escaped(signed(points))} | {escaped(name)} | {escaped(say('list_comma').join(clauses))} |"
            yield ""
            yield escaped(self._counts(project))
            for key, findings in (("new", project.came), ("resolved", project.resolved)):
                if findings:
                    yield ""
                    yield f"### {say(key)}"
                    yield ""
                    yield from (f"- {escaped(' '.join(self._finding(each)))}" for each in self._listed(findings))
                    if len(self._listed(findings)) < len(findings):
                        yield f"- {say('more', count=len(findings) - len(self._listed(findings)))}"
        yield ""
        yield from (escaped(line) for line in self._rest())

    def _heading(self) -> str:
        old, new = (_moment(each) for each in (self._comparison.old, self._comparison.new))
        return self._say("compared", old=old, new=new)

    def _changes(self) -> list[str]:
        said = [self.change(each) for each in self._comparison.changes]
        return said or [self._say("nothing_differs")]

    def change(self, change: Change) -> str:
        """One difference in words."""
        values = {key: _value(value) for key, value in change.values.items()}
        if "record" in values:
            values["record"] = shown_text(values["record"], reveal=self._reveal)
        if "what" in values:
            values["what"] = self._say(values["what"]) if values["what"] == "points" else values["what"]
        return self._say(change.kind, **values)

    def _scores(self, project: ProjectComparison) -> str:
        new = project.new
        said = [self._score(each.score) for each in (project.old, new)]
        points = f"/{points_text(new.score.points)}" if new.score else ""
        moved = "" if project.difference is None else f" ({signed(project.difference)})"
        return f"{new.project_id} {new.name}".strip() + f"  {said[0]} → {said[1]}{points}{moved}"

    def _score(self, score: ProjectScore | None) -> str:
        return self._say("no_score") if score is None else points_text(score.score)

    def _reasons(self, project: ProjectComparison) -> list[tuple[str, Decimal, list[str]]]:
        """Each cause in words, its points, and those of its clauses."""
        found = []
        for cause, points in sums(project.reasons).items():
            clauses = [
                f"{each.clause} {signed(each.points)} ({self._say('moved', new=each.new, resolved=each.resolved)})"
                if each.new or each.resolved
                else f"{each.clause} {signed(each.points)}"
                for each in project.reasons
                if each.cause is cause and each.clause is not None
            ]
            found.append((self._say(cause.value), points, clauses))
        return found

    def _counts(self, project: ProjectComparison) -> str:
        counts = {"new": len(project.came), "resolved": len(project.resolved), "remaining": len(project.remaining)}
        said = self._say("counts", **counts)
        return f"{said}; {self._say('cut', count=project.unlisted)}" if project.unlisted else said

    def _listed(self, findings: Sequence[ResultFinding]) -> Sequence[ResultFinding]:
        return findings if self._all else findings[:_SHOWN]

    def _findings(self, key: str, findings: Sequence[ResultFinding], columns: int) -> Iterator[str]:
        if not findings:
            return
        shown = self._listed(findings)
        yield f"  {self._say(key)}"
        yield from (
            shortened(line, columns)
            for line in table([[clean(text) for text in self._finding(each)] for each in shown], indent=4)
        )
        if len(shown) < len(findings):
            yield f"    {self._say('more', count=len(findings) - len(shown))}"

    def _finding(self, finding: ResultFinding) -> list[str]:
        record = shown_record(finding, reveal=self._reveal) or "-"
        title = self._titles.clause(finding.clause)
        return [finding.clause, record, moment_words(finding.due_at), title]

    def _rest(self) -> Iterator[str]:
        comparison, say = self._comparison, self._say
        for key, names in (("only_old", comparison.only_old), ("only_new", comparison.only_new)):
            if names:
                yield f"{say(key)}{say('colon')}{clean(say('list_comma').join(names))}"
        if len(self._shown) < len(comparison.projects):
            yield say("unchanged", count=len(comparison.projects) - len(self._shown))


def as_json(comparison: Comparison, *, reveal: bool) -> str:
    """The comparison for other programs: points are decimals in text, as in a result."""
    content = {
        "schema": SCHEMA,
        "old": _result(comparison.old),
        "new": _result(comparison.new),
        "changes": [{"kind": each.kind, **_shown(each.values, reveal)} for each in comparison.changes],
        "projects": [_project(each, reveal) for each in comparison.projects],
        "only_old": list(comparison.only_old),
        "only_new": list(comparison.only_new),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _shown(values: Mapping[str, object], reveal: bool) -> dict[str, object]:
    return {key: shown_text(str(value), reveal=reveal) if key == "record" else value for key, value in values.items()}


def _result(result: AuditResult) -> dict[str, object]:
    return {"period": result.period.label, "as_of": result.period.as_of.isoformat(timespec="microseconds")}


def _project(project: ProjectComparison, reveal: bool) -> dict[str, object]:
    return {
        "project_id": project.new.project_id,
        "name": project.new.name,
        "old": project.old.score and points_text(project.old.score.score),
        "new": project.new.score and points_text(project.new.score.score),
        "difference": None if project.difference is None else points_text(project.difference),
        "causes": {cause.value: points_text(points) for cause, points in sums(project.reasons).items()},
        "reasons": [
            {
                "cause": each.cause.value,
                "clause": each.clause,
                "points": points_text(each.points),
                "new": each.new,
                "resolved": each.resolved,
            }
            for each in project.reasons
        ],
        "findings": {
            "new": [shown_id(each, reveal=reveal) for each in project.came],
            "resolved": [shown_id(each, reveal=reveal) for each in project.resolved],
            "remaining": [shown_id(each, reveal=reveal) for each in project.remaining],
            "unlisted": project.unlisted,
        },
    }


def _moment(result: AuditResult) -> str:
    period = result.period
    if period.as_of == period.ends_at:
        return period.label
    return f"{period.label} ({moment_words(period.as_of)})"


def _value(value: object) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
