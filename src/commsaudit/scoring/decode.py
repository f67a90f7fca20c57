"""Reading a result file back: its schema, its checksum, every value of it and how they agree are verified."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from commsaudit.errors import InputError
from commsaudit.model.inputs import InputFile
from commsaudit.model.outcome import Outcome, Status
from commsaudit.model.period import Period
from commsaudit.model.result import (
    AuditResult,
    CategoryScore,
    ClauseScore,
    Coverage,
    ItemScore,
    Metric,
    ProjectResult,
    ProjectScore,
    StandardEntry,
    Tool,
)
from commsaudit.model.standard import NAME
from commsaudit.scoring.agreeing import check_agreement
from commsaudit.scoring.fields import Fields, ShapeError
from commsaudit.scoring.numbers import points_text
from commsaudit.scoring.sealed import read_bytes, unsealed
from commsaudit.scoring.stored import StoredFindings, stored_findings


def read_result(path: Path) -> AuditResult:
    """The result that ``path`` holds.

    Raises:
        UsageError: there is no such file.
        InputError: it is no result file, one of another schema, or not as it was written.
    """
    return parse_result(read_bytes(path), str(path))


def parse_result(data: bytes, name: str) -> AuditResult:
    """The result that the bytes of a result file hold; ``name`` is what errors call the file.

    Raises:
        InputError: as for ``read_result``.
    """
    content = unsealed(data, name)
    del data
    try:
        fields = Fields(content, "")
        findings = stored_findings(fields.array("findings"), "findings")
        result = fields.done(_result(fields, findings))
        check_agreement(result, findings.ids, findings.places)
    except ShapeError as error:
        raise InputError(
            f"{name}: {error.path} should be {error.en}; run `commsaudit audit` again",
            f"{name}：{error.path} 应为{error.zh}；请重新审计",
        ) from None
    return result


def _result(fields: Fields, findings: StoredFindings) -> AuditResult:
    return AuditResult(
        tool=fields.part("tool", lambda tool: Tool(tool.text("name"), tool.text("version"))),
        standards=fields.parts("standards", _standard),
        period=fields.part("period", _period),
        settings=fields.part("settings", Fields.everything),
        inputs=fields.parts("inputs", _input),
        projects=fields.parts("projects", partial(_project, known=_Known())),
        findings=findings,
        findings_total=fields.count("findings_total"),
        metrics=fields.parts("metrics", _metric),
    )


def _clause_id(text: str) -> str:
    """As front matter may have it: two that look alike are one to a reader."""
    if not NAME.fullmatch(text):
        raise ValueError(text)
    return text


def _mode(word: str) -> Literal["score", "observe"]:
    match word:
        case "score" | "observe":
            return word
        case _:
            raise ValueError(word)


def _standard(fields: Fields) -> StandardEntry:
    return StandardEntry(
        id=fields.text("id"),
        digest=fields.text("digest"),
        points=fields.optional("points", fields.points),
        mode=fields.choice("mode", _mode, ('"score" or "observe"', " score 或 observe")),
    )


def _period(fields: Fields) -> Period:
    return Period(fields.text("label"), fields.day("start"), fields.day("end"), fields.moment("as_of"))


def _input(fields: Fields) -> InputFile:
    return InputFile(
        log=fields.text("log"),
        file=fields.text("file"),
        sha256=fields.text("sha256"),
        rows=fields.count("rows"),
        loaded=fields.count("loaded"),
        rejected=fields.count("rejected"),
        duplicates=fields.count("duplicates"),
        superseded=fields.count("superseded"),
    )


@dataclass
class _Known:
    """The parts of projects that have been read: most are like those of another project."""

    categories: dict[bytes, CategoryScore] = field(default_factory=dict)
    items: dict[bytes, ItemScore] = field(default_factory=dict)
    clauses: dict[bytes, ClauseScore] = field(default_factory=dict)


def _project(fields: Fields, known: _Known) -> ProjectResult:
    categories = fields.parts_alike("categories", _category, known.categories)
    items = fields.parts_alike("items", _item, known.items)
    named = {category.id for category in categories}
    for place, item in enumerate(items):
        if item.category not in named:
            raise ShapeError(fields.path(f"items[{place}].category"), "a category of the project", "该项目的类别")
    return ProjectResult(
        project_id=fields.text("project_id"),
        name=fields.text("name"),
        score=fields.optional("score", lambda key: fields.part(key, _score)),
        coverage=fields.part("coverage", _coverage),
        empty_logs=fields.texts("empty_logs"),
        categories=categories,
        items=items,
        clauses=fields.parts_alike("clauses", _clause, known.clauses),
    )


def _score(fields: Fields) -> ProjectScore:
    points = fields.points("points")
    if points <= 0:
        raise ShapeError(fields.path("points"), "more than 0", "大于 0 的数")
    score = ProjectScore(
        points,
        fields.points("deduction"),
        fields.points("low"),
        fields.points("without_waivers"),
    )
    fields.follows("score", points_text(score.score))
    fields.follows("high", points_text(score.high))
    fields.follows("percent", points_text(score.percent))
    return score


def _coverage(fields: Fields) -> Coverage:
    coverage = Coverage(fields.count("clauses"), fields.count("assessed"))
    fields.follows("not_assessed", coverage.not_assessed)
    return coverage


def _category(fields: Fields) -> CategoryScore:
    category = CategoryScore(fields.text("id"), fields.points("points"), fields.points("deduction"))
    fields.follows("score", points_text(category.score))
    return category


def _item(fields: Fields) -> ItemScore:
    return ItemScore(fields.text("id"), fields.text("category"), fields.points("cap"), fields.points("deduction"))


def _clause(fields: Fields) -> ClauseScore:
    outcome = Outcome(
        standard=fields.text("standard"),
        clause=fields.choice("id", _clause_id, ("the id of a clause", "条款编号")),
        status=fields.choice("status", Status, ("a status", "一种状态")),
        reason=fields.optional("reason", fields.text),
        obligations=fields.count("obligations"),
        findings=fields.count("findings"),
        waived=fields.count("waived"),
        pending=fields.count("pending"),
    )
    return ClauseScore(outcome, fields.optional("unit", fields.points), fields.points("deduction"))


def _metric(fields: Fields) -> Metric:
    return Metric(
        project_id=fields.text("project_id"),
        standard=fields.text("standard"),
        name=fields.text("name"),
        record_id=fields.text("record_id"),
        value=fields.figure("value"),
        detail=fields.text("detail"),
    )
