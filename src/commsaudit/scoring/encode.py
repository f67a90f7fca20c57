"""The result file as bytes.

Form: UTF-8 JSON, keys in the order of product.md, no blanks, a line break after each key of the
outermost object and between the objects of lists, so that results can be compared line by line.

Checksum: sha256, in hex, over the *canonical form* of everything but ``checksum``: the same without
line breaks, which is ``json.dumps(…, ensure_ascii=False, separators=(",", ":"))`` in UTF-8.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from commsaudit.model.inputs import InputFile
from commsaudit.model.outcome import Evidence
from commsaudit.model.period import Period
from commsaudit.model.result import (
    AuditResult,
    CategoryScore,
    ClauseScore,
    ItemScore,
    Metric,
    ProjectResult,
    ProjectScore,
    ResultFinding,
    StandardEntry,
    WaiverNote,
)
from commsaudit.scoring.numbers import points_text

SCHEMA = "commsaudit.result/1"
Json = dict[str, object]

_in_order = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
# Where an object of a list begins inside a line. A quote in a JSON string is escaped, and after one
# that ends it comes no letter: so these never stand in a string, and the line may be broken there.
_JOINTS = (',{"id":', '[{"id":')


def checksum(content: Mapping[str, object]) -> str:
    """The checksum of a result's content (all keys but ``checksum``), its keys in the file's order.

    Raises:
        UnicodeEncodeError: a text in it is half a surrogate pair.
    """
    return hashlib.sha256(_encode(content).encode()).hexdigest()


def to_json(result: AuditResult) -> bytes:
    """The result file: the same result gives the same bytes."""
    lines = [line.encode() for line in _lines(result)]
    digest = hashlib.sha256(b"{" + b"".join(lines) + b"}").hexdigest()
    lines[-1] += b","
    return b"\n".join([b"{", *lines, b'"checksum":"%b"' % digest.encode(), b"}", b""])


def _lines(result: AuditResult) -> Iterator[str]:
    """The content, line by line; joined without line breaks they are its canonical form."""
    yield f'"schema":{_encode(SCHEMA)},'
    yield f'"tool":{_encode({"name": result.tool.name, "version": result.tool.version})},'
    yield from _list("standards", map(_standard, result.standards))
    yield f'"period":{_encode(_period(result.period))},'
    yield f'"settings":{_encode(result.settings)},'
    yield from _list("inputs", map(_input, result.inputs))
    yield from _list("projects", map(_project, result.projects))
    yield from _list("findings", map(_finding, result.findings))
    yield f'"findings_total":{result.findings_total},'
    yield from _list("metrics", map(_metric, result.metrics), end="]")


def _list(key: str, entries: Iterable[Json], end: str = "],") -> Iterator[str]:
    """A list, one line for each object. One at a time is the fast way: nothing piles up."""
    yield f'"{key}":['
    line = None
    for entry in entries:
        if line:
            yield from _broken(f"{line},")
        line = _encode(entry)
    if line:
        yield from _broken(line)
    yield end


def _broken(line: str) -> list[str]:
    for joint in _JOINTS:
        line = line.replace(joint, joint.replace("{", "\n{"))
    return line.split("\n")


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def _standard(entry: StandardEntry) -> Json:
    points = None if entry.points is None else points_text(entry.points)
    return {"id": entry.id, "digest": entry.digest, "points": points, "mode": entry.mode}


def _period(period: Period) -> Json:
    return {
        "label": period.label,
        "start": period.starts_on.isoformat(),
        "end": period.ends_on.isoformat(),
        "as_of": _moment(period.as_of),
    }


def _input(entry: InputFile) -> Json:
    return {
        "log": entry.log,
        "file": entry.file,
        "sha256": entry.sha256,
        "rows": entry.rows,
        "loaded": entry.loaded,
        "rejected": entry.rejected,
        "duplicates": entry.duplicates,
        "superseded": entry.superseded,
    }


def _project(project: ProjectResult) -> Json:
    return {
        "project_id": project.project_id,
        "name": project.name,
        "score": project.score and _score(project.score),
        "coverage": {
            "clauses": project.coverage.clauses,
            "assessed": project.coverage.assessed,
            "not_assessed": project.coverage.not_assessed,
        },
        "empty_logs": list(project.empty_logs),
        "categories": [_category(category) for category in project.categories],
        "items": [_item(item) for item in project.items],
        "clauses": [_clause(clause) for clause in project.clauses],
    }


def _score(score: ProjectScore) -> Json:
    return {
        "points": points_text(score.points),
        "deduction": points_text(score.deduction),
        "score": points_text(score.score),
        "low": points_text(score.low),
        "high": points_text(score.high),
        "percent": points_text(score.percent),
        "without_waivers": points_text(score.without_waivers),
    }


def _category(category: CategoryScore) -> Json:
    return {
        "id": category.id,
        "points": points_text(category.points),
        "deduction": points_text(category.deduction),
        "score": points_text(category.score),
    }


def _item(item: ItemScore) -> Json:
    return {
        "id": item.id,
        "category": item.category,
        "cap": points_text(item.cap),
        "deduction": points_text(item.deduction),
    }


def _clause(clause: ClauseScore) -> Json:
    outcome = clause.outcome
    return {
        "id": outcome.clause,
        "standard": outcome.standard,
        "status": outcome.status.value,
        "reason": outcome.reason,
        "unit": None if clause.unit is None else points_text(clause.unit),
        "obligations": outcome.obligations,
        "findings": outcome.findings,
        "waived": outcome.waived,
        "pending": outcome.pending,
        "deduction": points_text(clause.deduction),
    }


def _finding(finding: ResultFinding) -> Json:
    return {
        "id": finding.id,
        "project_id": finding.project_id,
        "standard": finding.standard,
        "clause": finding.clause,
        "record_id": finding.record_id,
        "due_at": _moment(finding.due_at),
        "detail": finding.detail,
        "source": finding.source and _source(finding.source),
        "waiver": finding.waiver and _waiver(finding.waiver),
    }


def _source(source: Evidence) -> Json:
    return {"log": source.log, "file": source.file, "line": source.line}


def _waiver(waiver: WaiverNote) -> Json:
    return {
        "reason": waiver.reason,
        "approved_by": waiver.approved_by,
        "expires_on": waiver.expires_on.isoformat(),
    }


def _metric(metric: Metric) -> Json:
    return {
        "project_id": metric.project_id,
        "standard": metric.standard,
        "name": metric.name,
        "record_id": metric.record_id,
        "value": metric.value,
        "detail": metric.detail,
    }
