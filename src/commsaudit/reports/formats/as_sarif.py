"""SARIF 2.1.0: a result for each finding at the file and line of its record, a rule for each audited clause.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0". A waived finding is suppressed (3.35), what could not
be judged is a notification (3.58): no findings of a clause that nothing is known of would look like a pass.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import quote

from commsaudit.model.outcome import Evidence, Status
from commsaudit.model.result import AuditResult, ClauseScore, ResultFinding
from commsaudit.model.standard import Clause
from commsaudit.reports.export import Export, costs_of
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.reports.masking import shown_text
from commsaudit.reports.overview import Overview, ProjectView
from commsaudit.scoring.explain import LedgerEntry
from commsaudit.scoring.numbers import points_text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_BRACKETS = re.compile(r"[\[\]]")
Json = dict[str, object]


class SarifReport:
    """One log file with one run."""

    name = "sarif"
    endings = (".sarif", ".sarif.json")
    is_text = True
    part_names = ()

    def parts(self, result: AuditResult, context: ReportContext) -> Iterator[Part]:
        """One file, a line for each rule and each result."""
        yield Part("", _Log(Export(Overview(result, context))).chunks())


SARIF = SarifReport()


def uri_of(file: str) -> str:
    """The path of an input as a relative or file URI (RFC 3986); it is shown, never opened."""
    if _DRIVE.match(file):
        drive, rest = file[:2], file[2:].replace("\\", "/")
        return f"file:///{drive}{quote(rest)}"
    return f"file://{quote(file)}" if file.startswith("/") else quote(file)


def _text(text: str) -> Json:
    # In a message braces are placeholders (3.11.5), and brackets before a parenthesis a link (3.11.6).
    plain = _BRACKETS.sub(r"\\\g<0>", text) if "](" in text else text
    return {"text": plain.replace("{", "{{").replace("}", "}}")}


@dataclass(frozen=True)
class _Log:
    """The log file of a result."""

    export: Export

    @property
    def _overview(self) -> Overview:
        return self.export.overview

    def chunks(self) -> Iterator[bytes]:
        """The file in pieces; one result at a time, so that nothing piles up."""
        head = {"$schema": SCHEMA, "version": "2.1.0"}
        yield f'{_encoded(head)[:-1]},"runs":[{{'.encode()
        for name, value in self._run().items():
            yield f'"{name}":{_encoded(value)},\n'.encode()
        yield b'"results":['
        joint = "\n"
        for result in self._results():
            yield f"{joint}{_encoded(result)}".encode()
            joint = ",\n"
        yield b"]}]}\n"

    def _run(self) -> Json:
        """Everything of the run but its results."""
        result, context = self._overview.result, self._overview.context
        properties: Json = {
            "period": result.period.label,
            "as_of": result.period.as_of.isoformat(),
            "findings_total": result.findings_total,
            "projects": [self._project(view) for view in self._overview.views],
        }
        if context.what_if:
            properties["what_if"] = context.what_if
        return {
            "tool": {
                "driver": {
                    "name": result.tool.name,
                    "version": result.tool.version,
                    "language": "zh-CN" if context.lang == "zh" else "en",
                    "rules": [self._rule(clause) for clause in self._clauses.values()],
                }
            },
            "language": "zh-CN" if context.lang == "zh" else "en",
            "columnKind": "unicodeCodePoints",
            "automationDetails": {
                "id": f"{result.tool.name}/{result.period.label}/",
                "description": _text(context.what_if or self.export.heading),
            },
            "invocations": [self._invocation()],
            "properties": properties,
        }

    def _project(self, view: ProjectView) -> Json:
        score, coverage = view.project.score, view.project.coverage
        figures: Mapping[str, Decimal] = {}
        if score:
            figures = {
                "points": score.points,
                "score": score.score,
                "low": score.low,
                "high": score.high,
                "percent": score.percent,
            }
        return {
            "project_id": view.project.project_id,
            "name": view.project.name,
            **{name: points_text(value) for name, value in figures.items()},
            "clauses": coverage.clauses,
            "assessed": coverage.assessed,
        }

    def _invocation(self) -> Json:
        notes: list[Json] = []
        erred = False
        if self._overview.context.what_if:
            notes.append({"level": "warning", "message": _text(self._overview.context.what_if)})
        notes += [{"level": "note", "message": _text(each)} for each in self.export.basis]
        for view in self._overview.views:
            for unknown in self.export.unknown(view):
                failed = unknown.status is Status.ERROR
                erred = erred or failed
                said = f"{self.export.named(view)} · {self.export.unknown_line(unknown)}"
                notes.append({"level": "error" if failed else "warning", "message": _text(said)})
        return {"executionSuccessful": not erred, "toolExecutionNotifications": notes}

    @cached_property
    def _clauses(self) -> Mapping[str, ClauseScore]:
        """The clauses of all projects by rule id; of one that costs something in a project, its entry there."""
        found: dict[str, ClauseScore] = {}
        for view in self._overview.views:
            for clause in view.project.clauses:
                name = _rule_id(clause.outcome.standard, clause.outcome.clause)
                if name not in found or (found[name].unit is None and clause.unit is not None):
                    found[name] = clause
        return found

    def _rule(self, clause: ClauseScore) -> Json:
        outcome = clause.outcome
        title = self._overview.titles.clause(outcome.clause) or outcome.clause
        known = self._catalogue.get(outcome.clause)
        rule: Json = {
            "id": _rule_id(outcome.standard, outcome.clause),
            "name": outcome.clause,
            "shortDescription": {"text": title},
            "defaultConfiguration": {"level": "warning" if clause.unit is None else "error"},
            "properties": {"standard": outcome.standard, "clause": outcome.clause},
        }
        words = self._words(known) if known else ""
        if words:
            rule["fullDescription"] = {"text": words}
        return rule

    @cached_property
    def _catalogue(self) -> Mapping[str, Clause]:
        return {clause.id: clause for each in self._overview.context.standards for clause in each.clauses}

    def _words(self, clause: Clause) -> str:
        """What the clause asks: of what, by when, what has to be."""
        zh = self._overview.words.is_chinese
        each = (clause.each_zh, clause.due_zh, clause.met_zh) if zh else (clause.each, clause.due, clause.met)
        said = zip(map(self.export.say, ("each_asks", "due_asks", "met_asks")), each, strict=True)
        return self.export.say("semicolon").join(f"{label}{text}" for label, text in said if text)

    def _results(self) -> Iterator[Json]:
        places = {name: place for place, name in enumerate(self._clauses)}
        for view in self._overview.views:
            entries = costs_of(view)
            units = {clause.outcome.clause: clause.unit for clause in view.project.clauses}
            for finding in view.findings:
                unit = units.get(finding.clause)
                yield self._result(view, finding, unit, entries.get(finding.id), places)

    def _result(
        self,
        view: ProjectView,
        finding: ResultFinding,
        unit: Decimal | None,
        entry: LedgerEntry | None,
        places: Mapping[str, int],
    ) -> Json:
        rule = _rule_id(finding.standard, finding.clause)
        message = self.export.message(view, finding, self.export.cost(finding, unit, entry))
        properties: Json = {
            "project_id": finding.project_id,
            "record": self.export.record(finding),
            "due_at": finding.due_at.isoformat(),
        }
        if entry:
            properties |= {"deduction": points_text(entry.amount), "deducted": points_text(entry.deducted)}
        result: Json = {"ruleId": rule}
        if rule in places:
            result["ruleIndex"] = places[rule]
        result |= {
            "level": "warning" if unit is None else "error",
            "message": _text(f"{self.export.clause(finding.clause)} · {message}"),
            "locations": _locations(finding.source, f"{finding.project_id}/{self.export.record(finding)}"),
            "partialFingerprints": {"findingId/v1": hashlib.sha256(finding.id.encode()).hexdigest()},
            "suppressions": self._suppressions(finding),
            "properties": properties,
        }
        return result

    def _suppressions(self, finding: ResultFinding) -> Sequence[Json]:
        if finding.waiver is None:
            return []
        reason = shown_text(finding.waiver.reason, reveal=self._overview.context.reveal)
        return [{"kind": "external", "status": "accepted", "justification": reason}]


def _locations(source: Evidence | None, record: str) -> Sequence[Json]:
    location: Json = {"logicalLocations": [{"fullyQualifiedName": record, "kind": "record"}]}
    if source is not None:
        physical: Json = {"artifactLocation": {"uri": uri_of(source.file)}}
        if source.line:
            physical["region"] = {"startLine": source.line}
        location = {"physicalLocation": physical, **location}
    return [location]


def _rule_id(standard: str, clause: str) -> str:
    return f"{standard}/{clause}"


def _encoded(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
