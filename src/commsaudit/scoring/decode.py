"""Reading a result file back: its schema, its checksum, every value of it and how they agree are verified."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Literal

from commsaudit.errors import InputError
from commsaudit.model.inputs import InputFile
from commsaudit.model.outcome import Evidence, Outcome, Status
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
    ResultFinding,
    StandardEntry,
    Tool,
    WaiverNote,
)
from commsaudit.model.standard import NAME
from commsaudit.scoring.agreeing import check_agreement
from commsaudit.scoring.fields import Fields, ShapeError
from commsaudit.scoring.numbers import points_text
from commsaudit.scoring.sealed import read_bytes, unsealed


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
    try:
        fields = Fields(content, "")
        result = fields.done(_result(fields))
        check_agreement(result)
    except ShapeError as error:
        raise InputError(
            f"{name}: {error.path} should be {error.en}; run `commsaudit audit` again",
            f"{name}：{error.path} 应为{error.zh}；请重新审计",
        ) from None
    return result


def _result(fields: Fields) -> AuditResult:
    return AuditResult(
        tool=fields.part("tool", lambda tool: Tool(tool.text("name"), tool.text("version"))),
        standards=fields.parts("standards", _standard),
        period=fields.part("period", _period),
        settings=fields.part("settings", Fields.everything),
        inputs=fields.parts("inputs", _input),
        projects=fields.parts("projects", partial(_project, known={})),
        findings=fields.parts("findings", _finding),
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


# What a clause came to in any project: the values of an Outcome behind its project, the unit and the deduction.
_Said = tuple[tuple[str, str, Status, str | None, int, int, int, int], Decimal | None, Decimal]


def _project(fields: Fields, known: dict[tuple[object, ...], _Said]) -> ProjectResult:
    project_id = fields.text("project_id")
    categories = fields.parts("categories", _category)
    named = {category.id for category in categories}
    clauses = fields.parts_alike("clauses", _clause, known)
    return ProjectResult(
        project_id=project_id,
        name=fields.text("name"),
        score=fields.optional("score", lambda key: fields.part(key, _score)),
        coverage=fields.part("coverage", _coverage),
        empty_logs=fields.texts("empty_logs"),
        categories=categories,
        items=fields.parts("items", lambda item: _item(item, named)),
        clauses=tuple(ClauseScore(Outcome(project_id, *said), unit, deduction) for said, unit, deduction in clauses),
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


def _item(fields: Fields, categories: Container[str]) -> ItemScore:
    category = fields.text("category")
    if category not in categories:
        raise ShapeError(fields.path("category"), "a category of the project", "该项目的类别")
    return ItemScore(fields.text("id"), category, fields.points("cap"), fields.points("deduction"))


def _clause(fields: Fields) -> _Said:
    return (
        (
            fields.text("standard"),
            fields.choice("id", _clause_id, ("the id of a clause", "条款编号")),
            fields.choice("status", Status, ("a status", "一种状态")),
            fields.optional("reason", fields.text),
            fields.count("obligations"),
            fields.count("findings"),
            fields.count("waived"),
            fields.count("pending"),
        ),
        fields.optional("unit", fields.points),
        fields.points("deduction"),
    )


def _finding(fields: Fields) -> ResultFinding:
    return ResultFinding(
        id=fields.text("id"),
        project_id=fields.text("project_id"),
        standard=fields.text("standard"),
        clause=fields.text("clause"),
        record_id=fields.text("record_id"),
        due_at=fields.moment("due_at"),
        detail=fields.text("detail"),
        source=fields.optional("source", lambda key: fields.part(key, _source)),
        waiver=fields.optional("waiver", lambda key: fields.part(key, _waiver)),
    )


def _source(fields: Fields) -> Evidence:
    return Evidence(fields.text("log"), fields.text("file"), fields.count("line"))


def _waiver(fields: Fields) -> WaiverNote:
    return WaiverNote(fields.text("reason"), fields.text("approved_by"), fields.day("expires_on"))


def _metric(fields: Fields) -> Metric:
    return Metric(
        project_id=fields.text("project_id"),
        standard=fields.text("standard"),
        name=fields.text("name"),
        record_id=fields.text("record_id"),
        value=fields.figure("value"),
        detail=fields.text("detail"),
    )
