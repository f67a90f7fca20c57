"""Annotations of a workflow run on GitHub: a line for each finding, at the file and line of its record.

Source: docs.github.com, "Workflow commands for GitHub Actions". GitHub shows the first ten of each kind for a step and keeps the rest
in the log: so each failed clause comes with one finding before any comes with its second, the dearest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from commsaudit.model.outcome import Status
from commsaudit.model.result import AuditResult, ResultFinding
from commsaudit.reports.export import Export, costs_of, lowest_first
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.reports.overview import Overview, ProjectView
from commsaudit.reports.terminal.text import clean


class GithubReport:
    """Workflow commands. Every line is one, so that no text of a log is taken for another."""

    name = "github"
    endings = (".annotations",)
    is_text = True
    part_names = ()

    def parts(self, result: AuditResult, context: ReportContext) -> Iterator[Part]:
        """One text in UTF-8."""
        lines = _Annotations(Export(Overview(result, context))).lines()
        yield Part("", (f"{line}\n".encode() for line in lines))


GITHUB = GithubReport()


def command(level: str, message: str, **properties: str | int) -> str:
    """A workflow command; what would end it or begin another property is written as its escape."""
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value != "")
    return f"::{level} {said}::{_escaped(_legible(message))}"


def _legible(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines())


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(clean(text)).replace(":", "%3A").replace(",", "%2C")


@dataclass(frozen=True, slots=True)
class _Annotation:
    """A finding's line, and its place among the others."""

    nth: int
    cost: Decimal
    line: str


class _Annotations:
    """All lines of a result."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._overview = export.overview
        self._all = export.overview.context.show_all

    def lines(self) -> Iterator[str]:
        yield from self._heading()
        views = lowest_first(self._overview)
        for view in views:
            yield command("notice", self._export.standing(view), title=self._export.named(view))
        for view in views:
            for unknown in self._export.unknown(view):
                level = "error" if unknown.status is Status.ERROR else "warning"
                yield command(level, self._export.unknown_line(unknown), title=self._export.named(view))
        findings = [each for view in views for each in self._findings(view)]
        yield from (each.line for each in sorted(findings, key=lambda each: (each.nth, -each.cost)))

    def _heading(self) -> Iterator[str]:
        export = self._export
        said = [export.heading, *export.basis]
        if self._overview.context.what_if:
            said.insert(0, self._overview.context.what_if)
        yield command("notice", "\n".join(said), title="commsaudit")

    def _findings(self, view: ProjectView) -> Iterator[_Annotation]:
        units = {clause.outcome.clause: clause.unit for clause in view.project.clauses}
        back = {each.clause: each.points for each in view.recoverable}
        entries = costs_of(view)
        seen: dict[str, int] = {}
        for finding in view.findings:
            if finding.waiver is not None and not self._all:
                continue
            unit = units.get(finding.clause)
            nth = seen[finding.clause] = seen.get(finding.clause, -1) + 1
            cost = self._export.cost(finding, unit, entries.get(finding.id))
            level = "notice" if finding.waiver else "warning" if unit is None else "error"
            line = command(
                level,
                self._export.message(view, finding, cost),
                **_place(finding),
                title=self._export.clause(finding.clause),
            )
            yield _Annotation(nth, back.get(finding.clause, Decimal(0)), line)


def _place(finding: ResultFinding) -> Mapping[str, str | int]:
    return {"file": finding.source.file, "line": finding.source.line} if finding.source else {}
