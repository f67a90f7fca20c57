"""JUnit XML: a suite for each project, a case for each clause.

A case fails where its clause failed, whether that costs points or is only observed (the failure's type says which). What was waived,
was not judged, or is not due is skipped, with the reason: nothing that could not be judged is a pass.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from commsaudit.model.outcome import Status
from commsaudit.model.result import AuditResult, ClauseScore, ResultFinding
from commsaudit.reports.export import Export, costs_of
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.reports.overview import Overview, ProjectView
from commsaudit.scoring.explain import LedgerEntry
from commsaudit.scoring.numbers import points_text

_SHOWN = 20
# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SKIPPED = frozenset({Status.WAIVED, Status.PENDING, Status.NOT_APPLICABLE, Status.NOT_ASSESSED, Status.OFF})


class JunitReport:
    """One ``testsuites`` element."""

    name = "junit"
    endings = (".xml",)
    is_text = True
    part_names = ()

    def parts(self, result: AuditResult, context: ReportContext) -> Iterator[Part]:
        """One file, written suite by suite."""
        yield Part("", _Suites(Export(Overview(result, context))).chunks())


JUNIT = JunitReport()


def legible(text: str) -> str:
    """``text`` without what XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def _counts(clauses: Sequence[ClauseScore]) -> Mapping[str, str]:
    statuses = [clause.outcome.status for clause in clauses]
    return {
        "tests": str(len(statuses)),
        "failures": str(statuses.count(Status.FAIL)),
        "errors": str(statuses.count(Status.ERROR)),
        "skipped": str(sum(status in _SKIPPED for status in statuses)),
        "time": "0",
    }


@dataclass(frozen=True, slots=True)
class _Found:
    """The findings of a project by clause, and what each costs."""

    findings: Mapping[str, Sequence[ResultFinding]]
    entries: Mapping[str, LedgerEntry]


class _Suites:
    """The file of a result."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._overview = export.overview
        self._buffer = io.StringIO()
        self._xml = XMLGenerator(self._buffer, "utf-8", short_empty_elements=True)

    def chunks(self) -> Iterator[bytes]:
        """The file, a suite at a time."""
        clauses = [clause for view in self._overview.views for clause in view.project.clauses]
        context = self._overview.context
        name = f"{self._export.heading} · {context.what_if}" if context.what_if else self._export.heading
        self._xml.startDocument()
        self._begin("testsuites", name=name, **_counts(clauses))
        for view in self._overview.views:
            self._line()
            self._suite(view)
            yield self._taken()
        self._line()
        self._xml.endElement("testsuites")
        self._line()
        yield self._taken()

    def _taken(self) -> bytes:
        text = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        return text.encode()

    def _begin(self, element: str, **attributes: str) -> None:
        self._xml.startElement(element, AttributesImpl({name: legible(value) for name, value in attributes.items()}))

    def _line(self) -> None:
        self._xml.ignorableWhitespace("\n")

    def _suite(self, view: ProjectView) -> None:
        self._begin("testsuite", name=self._export.named(view), **_counts(view.project.clauses))
        self._properties(view)
        findings: dict[str, list[ResultFinding]] = defaultdict(list)
        for finding in view.findings:
            findings[finding.clause].append(finding)
        found = _Found(findings, costs_of(view))
        for clause in view.project.clauses:
            self._line()
            self._case(view, clause, found)
        self._line()
        self._xml.endElement("testsuite")

    def _properties(self, view: ProjectView) -> None:
        score, coverage, period = view.project.score, view.project.coverage, self._overview.result.period
        said: dict[str, str | Decimal] = {"period": period.label, "as_of": period.as_of.isoformat()}
        if self._overview.context.what_if:
            said["what_if"] = self._overview.context.what_if
        if score:
            said |= {"score": score.score, "points": score.points, "percent": score.percent}
            said |= {"low": score.low, "high": score.high, "without_waivers": score.without_waivers}
        said |= {"clauses": str(coverage.clauses), "assessed": str(coverage.assessed)}
        self._line()
        self._begin("properties")
        for name, value in said.items():
            self._begin("property", name=name, value=points_text(value) if isinstance(value, Decimal) else value)
            self._xml.endElement("property")
        self._xml.endElement("properties")

    def _case(self, view: ProjectView, clause: ClauseScore, found: _Found) -> None:
        outcome = clause.outcome
        # A dot parts packages from classes for most readers: an id that holds one would be cut.
        classname = f"{outcome.standard}.{view.project.project_id.replace('.', '_')}"
        self._begin("testcase", name=self._export.clause(outcome.clause), classname=classname, time="0")
        status = self._overview.words.status(outcome.status)
        reason = self._overview.words.reason(outcome.reason)
        listed = found.findings.get(outcome.clause, ())
        if outcome.status is Status.FAIL:
            count = self._export.say("failed_count", count=outcome.costing)
            costs = self._export.say("observed") if clause.unit is None else self._cost(clause)
            kind = "observed" if clause.unit is None else "deduction"
            self._said("failure", f"{count} · {costs}", listed, view, clause, found, type=kind)
        elif outcome.status is Status.ERROR:
            self._said("error", reason or status, listed, view, clause, found, type="error")
        elif outcome.status in _SKIPPED:
            said = f"{status}{self._export.say('colon')}{reason}" if reason else status
            self._said("skipped", said, listed, view, clause, found)
        self._xml.endElement("testcase")

    def _cost(self, clause: ClauseScore) -> str:
        return self._export.say("costs", points=points_text(clause.deduction))

    def _said(
        self,
        element: str,
        message: str,
        listed: Sequence[ResultFinding],
        view: ProjectView,
        clause: ClauseScore,
        found: _Found,
        **attributes: str,
    ) -> None:
        self._begin(element, message=message, **attributes)
        if listed:
            shown = listed if self._overview.context.show_all else listed[:_SHOWN]
            lines = [self._line_of(view, finding, clause, found) for finding in shown]
            if clause.outcome.findings > len(shown):
                lines.append(self._export.say("more", count=clause.outcome.findings - len(shown)))
            self._xml.characters(legible("\n".join(["", *lines, ""])))
        self._xml.endElement(element)

    def _line_of(self, view: ProjectView, finding: ResultFinding, clause: ClauseScore, found: _Found) -> str:
        cost = self._export.cost(finding, clause.unit, found.entries.get(finding.id))
        said = self._export.message(view, finding, cost)
        place = self._export.place(finding)
        return f"{place} · {said}" if place else said
