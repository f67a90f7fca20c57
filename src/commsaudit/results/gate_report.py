"""A gate's verdict as a table, as JUnit XML, as annotations of a workflow on GitHub and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from commsaudit.model.result import AuditResult
from commsaudit.reports.formats.as_github import command
from commsaudit.reports.formats.as_junit import legible
from commsaudit.reports.terminal.text import Paint, Style, clean, shortened, table
from commsaudit.results.gate import GateVerdict, RuleVerdict
from commsaudit.results.gate_checks import Check, State
from commsaudit.results.gate_words import GateWords
from commsaudit.results.history_words import shown_id
from commsaudit.scoring.numbers import points_text

SCHEMA = "commsaudit.gate/1"
_SHOWN = 10
_STYLES = {State.UNKNOWN: Style.WARNING, State.MISSED: Style.BAD}
_NAME = 24


def table_lines(verdict: GateVerdict, words: GateWords, *, color: bool, show_all: bool) -> Iterator[str]:
    """For a terminal: each rule with its verdict and what missed it. ``show_all``: what held too, and no end."""
    paint = Paint(color)

    def painted(text: str, state: State) -> str:
        return paint(text, _STYLES[state]) if state in _STYLES else text

    yield paint(clean(words.heading(verdict)), Style.HEADING)
    for rule in verdict.rules:
        state = painted(words.state(rule.state), rule.state)
        yield clean_line(f"{words.rule(rule)}{words('brackets', inner=words.missed(rule))}", state)
        checks = rule.checks if show_all else rule.offenders[:_SHOWN]
        rows = [(clean(each.subject), shortened(clean(each.name), _NAME), clean(words.check(each))) for each in checks]
        yield from table(rows, indent=4)
        hidden = 0 if show_all else len(rule.offenders) - len(checks)
        if hidden:
            yield f"    {words('more', count=hidden)}"
    yield from (clean(note) for note in words.notes(verdict))
    yield painted(words.summary(verdict), verdict.state)


def clean_line(text: str, state: str) -> str:
    """A rule's line: its verdict, then what it asks for."""
    return f"{state}  {clean(text)}"


def as_junit(verdict: GateVerdict, words: GateWords) -> bytes:
    """JUnit XML: a suite for each rule, a case for each project or file in it; what cannot be decided is an error."""
    root = ElementTree.Element("testsuites", {"name": legible(words.heading(verdict)), **_counts(verdict.rules)})
    for rule in verdict.rules:
        suite = ElementTree.SubElement(root, "testsuite", {"name": legible(words.rule(rule)), **_counts([rule])})
        for check in rule.checks:
            case = ElementTree.SubElement(
                suite, "testcase", name=legible(words.named(check)), classname=f"gate.{rule.rule.kind}", time="0"
            )
            if check.state is not State.HELD:
                element = "failure" if check.state is State.MISSED else "error"
                found = ElementTree.SubElement(case, element, message=legible(words.check(check)), type=rule.rule.kind)
                found.text = legible("\n".join(_details(check, words)))
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _counts(rules: Sequence[RuleVerdict]) -> dict[str, str]:
    states = [check.state for rule in rules for check in rule.checks]
    return {
        "tests": str(len(states)),
        "failures": str(states.count(State.MISSED)),
        "errors": str(states.count(State.UNKNOWN)),
        "skipped": "0",
        "time": "0",
    }


def _details(check: Check, words: GateWords) -> list[str]:
    return [words.record(finding) for finding in check.findings]


def as_github(verdict: GateVerdict, words: GateWords) -> Iterator[str]:
    """Workflow commands: an error for each rule that failed, with what missed it; a notice of what the gate comes to."""
    for rule in verdict.rules:
        if rule.state is State.HELD:
            continue
        lines = [f"{words.named(each)}{words('colon')}{words.check(each)}" for each in rule.offenders[:_SHOWN]]
        if len(rule.offenders) > _SHOWN:
            lines.append(words("more_kept", count=len(rule.offenders) - _SHOWN))
        title = f"{words.state(rule.state)}{words('colon')}{words.rule(rule)}"
        yield command("error", "\n".join(lines), title=title)
    said = [words.summary(verdict), *words.notes(verdict)]
    yield command("notice", "\n".join(said), title=words.heading(verdict))


def as_json(verdict: GateVerdict, words: GateWords) -> str:
    """For programs; with everything that missed a rule."""
    content = {
        "schema": SCHEMA,
        "result": _about(verdict.result),
        "baseline": _about(verdict.baseline) if verdict.baseline else None,
        "verdict": verdict.state.value,
        "rules": [_rule(rule, words) for rule in verdict.rules],
        "without_rule": list(verdict.free),
        "not_in_baseline": list(verdict.added),
        "only_in_baseline": list(verdict.gone),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _about(result: AuditResult) -> dict[str, str]:
    return {"period": result.period.label, "as_of": result.period.as_of.isoformat(timespec="microseconds")}


def _rule(verdict: RuleVerdict, words: GateWords) -> dict[str, object]:
    rule = verdict.rule
    limit = None if rule.limit is None else points_text(rule.limit)
    return {
        "rule": rule.kind,
        "target": rule.target or None,
        "limit": limit,
        "in_percent": rule.percent or rule.kind in ("min_percent", "min_coverage"),
        "projects": verdict.pattern or None,
        "verdict": verdict.state.value,
        "checked": len(verdict.checks),
        "missed": [_check(each, words, of_file=rule.kind == "no_rejects") for each in verdict.offenders],
    }


def _check(check: Check, words: GateWords, *, of_file: bool) -> dict[str, object]:
    return {
        "file" if of_file else "project_id": check.subject,
        "log" if of_file else "name": check.name,
        "verdict": check.state.value,
        "reason": check.says,
        "values": dict(check.values),
        "clauses": [
            {
                "id": each.clause,
                "status": each.status.value,
                "findings": each.costing,
                "reason": words.reason(each) or None,
            }
            for each in check.outcomes
        ],
        "findings": [shown_id(each, reveal=words.reveal) for each in check.findings],
    }
