"""A result as one project may see it: nothing in it is of another project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from commsaudit.model.result import AuditResult


def narrowed(result: AuditResult, project_id: str) -> AuditResult:
    """``result`` with ``project_id`` alone: its scorecard, findings, metrics, waivers and settings."""
    projects = tuple(each for each in result.projects if each.project_id == project_id)
    return replace(
        result,
        projects=projects,
        findings=[each for each in result.findings if each.project_id == project_id],
        findings_total=sum(clause.outcome.findings for project in projects for clause in project.clauses),
        metrics=tuple(each for each in result.metrics if each.project_id == project_id),
        settings=_settings(result.settings, project_id),
    )


def _settings(settings: Mapping[str, object], project_id: str) -> dict[str, object]:
    """The settings without other projects' waivers and rules, and without the names by which projects were asked for."""
    kept = dict(settings)
    if isinstance(waivers := kept.get("waivers"), Sequence):
        kept["waivers"] = [each for each in waivers if isinstance(each, dict) and each.get("project_id") == project_id]
    if "projects" in kept:
        kept["projects"] = [project_id]
    rules = kept.get("rules")
    if isinstance(rules, dict) and isinstance(rules.get("projects"), dict):
        own = {
            pattern: rule
            for pattern, rule in rules["projects"].items()
            if isinstance(pattern, str) and fnmatchcase(project_id, pattern)
        }
        kept["rules"] = {key: value for key, value in rules.items() if key != "projects"} | (
            {"projects": own} if own else {}
        )
    return kept
