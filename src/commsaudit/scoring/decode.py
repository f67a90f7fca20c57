"""Reading a result file back: its schema, its checksum and every value of it are verified."""

from __future__ import annotations

import json
from collections.abc import Container
from pathlib import Path
from typing import Literal, NoReturn

from commsaudit.errors import InputError, UsageError, in_chinese
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
from commsaudit.scoring.encode import SCHEMA, checksum
from commsaudit.scoring.fields import Fields, ShapeError
from commsaudit.scoring.numbers import points_text


def read_result(path: Path) -> AuditResult:
    """The result that ``path`` holds.

    Raises:
        UsageError: there is no such file.
        InputError: it is no result file, one of another schema, or not as it was written.
    """
    return parse_result(_bytes(path), str(path))


def parse_result(data: bytes, name: str) -> AuditResult:
    """The result that the bytes of a result file hold; ``name`` is what errors call the file.

    Raises:
        InputError: as for ``read_result``.
    """
    content = _loaded(data, name)
    _verified(content, name)
    try:
        fields = Fields(content, "")
        return fields.done(_result(fields))
    except ShapeError as error:
        raise InputError(
            f"{name}: {error.path} should be {error.expected}; run `commsaudit audit` again",
            f"{name}：{error.path} 不符合结果文件格式（应为 {error.expected}）；请重新审计",
        ) from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise UsageError(
            f"{path}: no such result file; `commsaudit audit … -o {path.name}` writes one",
            f"{path}：没有这个结果文件；可用 `commsaudit audit … -o {path.name}` 生成",
        ) from None
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read: {error.strerror}", f"{path}：无法读取：{in_chinese(error)}"
        ) from None


class _NotJson(ValueError):
    """JSON that Python's reader would take, and a result file must not hold."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _NotJson(f"the key {twice!r} stands twice in one object", f"同一对象中键 {twice!r} 重复")
    return found


def _no_number(word: str) -> NoReturn:
    raise _NotJson(f"{word} is no JSON number", f"{word} 不是 JSON 数字")


def _cause(error: ValueError) -> tuple[str, str]:
    match error:
        case _NotJson():
            return str(error), error.zh
        case UnicodeDecodeError():
            return f"byte {error.start + 1} is no UTF-8", f"第 {error.start + 1} 个字节不是 UTF-8"
        case json.JSONDecodeError():
            place = f"line {error.lineno}, column {error.colno}: {error.msg}"
            return place, f"第 {error.lineno} 行第 {error.colno} 列：{error.msg}"
        case _:
            return str(error), str(error)


def _loaded(data: bytes, name: str) -> dict[str, object]:
    try:
        content = json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_no_number)
    except RecursionError:
        en, zh = "it is nested too deeply", "嵌套过深"
    except ValueError as error:
        en, zh = _cause(error)
    else:
        if isinstance(content, dict):
            return content
        en, zh = "it holds no JSON object", "内容不是 JSON 对象"
    raise InputError(
        f"{name}: this is no result file: {en}; give one that `commsaudit audit -f json` wrote",
        f"{name}：不是结果文件：{zh}；请给出 `commsaudit audit -f json` 写出的文件",
    )


def _verified(content: dict[str, object], name: str) -> None:
    """Check the schema's name and the checksum, and take both out of ``content``."""
    schema = content.pop("schema", None)
    if schema != SCHEMA:
        raise InputError(
            f"{name}: the schema is {schema!r}, and this version reads {SCHEMA}; use the version that wrote the file",
            f"{name}：schema 为 {schema!r}，本版本只能读取 {SCHEMA}；请使用写出该文件的版本",
        )
    stated = content.pop("checksum", None)
    try:
        actual = checksum({"schema": schema, **content})
    except UnicodeEncodeError:
        actual = "of text that is not Unicode"
    if stated != actual:
        raise InputError(
            f"{name}: the checksum is {stated}, and that of the content {actual}: the file was changed "
            "after it was written; run `commsaudit audit` again",
            f"{name}：文件中的校验和为 {stated}，而内容的校验和为 {actual}：文件写出后被改动过；请重新审计",
        )


def _result(fields: Fields) -> AuditResult:
    return AuditResult(
        tool=fields.part("tool", lambda tool: Tool(tool.text("name"), tool.text("version"))),
        standards=fields.parts("standards", _standard),
        period=fields.part("period", _period),
        settings=fields.part("settings", Fields.everything),
        inputs=fields.parts("inputs", _input),
        projects=fields.parts("projects", _project),
        findings=fields.parts("findings", _finding),
        findings_total=fields.count("findings_total"),
        metrics=fields.parts("metrics", _metric),
    )


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
        mode=fields.choice("mode", _mode, '"score" or "observe"'),
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


def _project(fields: Fields) -> ProjectResult:
    project_id = fields.text("project_id")
    categories = fields.parts("categories", _category)
    known = {category.id for category in categories}
    return ProjectResult(
        project_id=project_id,
        name=fields.text("name"),
        score=fields.optional("score", lambda key: fields.part(key, _score)),
        coverage=fields.part("coverage", _coverage),
        empty_logs=fields.texts("empty_logs"),
        categories=categories,
        items=fields.parts("items", lambda item: _item(item, known)),
        clauses=fields.parts("clauses", lambda clause: _clause(clause, project_id)),
    )


def _score(fields: Fields) -> ProjectScore:
    if fields.points("points") <= 0:
        raise ShapeError(fields.path("points"), "more than 0")
    score = ProjectScore(
        fields.points("points"),
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
    if fields.text("category") not in categories:
        raise ShapeError(fields.path("category"), "a category of the project")
    return ItemScore(fields.text("id"), fields.text("category"), fields.points("cap"), fields.points("deduction"))


def _clause(fields: Fields, project_id: str) -> ClauseScore:
    outcome = Outcome(
        project_id=project_id,
        standard=fields.text("standard"),
        clause=fields.text("id"),
        status=fields.choice("status", Status, "a status"),
        reason=fields.optional("reason", fields.text),
        obligations=fields.count("obligations"),
        findings=fields.count("findings"),
        waived=fields.count("waived"),
        pending=fields.count("pending"),
    )
    return ClauseScore(outcome, fields.optional("unit", fields.points), fields.points("deduction"))


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
