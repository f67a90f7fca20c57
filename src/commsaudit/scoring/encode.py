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
from datetime import date, datetime
from itertools import islice
from typing import Protocol, runtime_checkable

import orjson

from commsaudit.model.inputs import InputFile
from commsaudit.model.period import Period
from commsaudit.model.result import (
    AuditResult,
    CategoryScore,
    ClauseScore,
    ItemScore,
    Metric,
    ProjectResult,
    ProjectScore,
    StandardEntry,
)
from commsaudit.scoring.numbers import points_text

SCHEMA = "commsaudit.result/1"
Json = dict[str, object]


@runtime_checkable
class Plain(Protocol):
    """Findings that need not be made to be written."""

    def plain(self) -> Iterator[Json]:
        """Each as the result file has it."""
        ...


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
# Where an object of a list begins inside a line. A quote in a JSON string is escaped, and after one
# that ends it comes no letter: so these never stand in a string, and the line may be broken there.
_JOINTS = (b',{"id":', b'[{"id":')
# Lines that are written together.
_BATCH = 5_000


def checksum(content: Mapping[str, object]) -> str:
    """The checksum of a result's content (all keys but ``checksum``), its keys in the file's order.

    Raises:
        UnicodeEncodeError: a text in it is half a surrogate pair.
    """
    return hashlib.sha256(_encode(content).encode()).hexdigest()


def to_json(result: AuditResult) -> bytes:
    """The result file: the same result gives the same bytes."""
    return b"".join(json_chunks(result))


def json_chunks(result: AuditResult) -> Iterator[bytes]:
    """The bytes of the result file, piece by piece: of a million findings few are in memory at once."""
    digest = hashlib.sha256(b"{")
    lines = _lines(result)
    yield b"{"
    while batch := list(islice(lines, _BATCH)):
        digest.update(b"".join(batch))
        yield b"\n".join([b"", *batch])
    digest.update(b"}")
    yield b',\n"checksum":"%b"\n}\n' % digest.hexdigest().encode()


def _lines(result: AuditResult) -> Iterator[bytes]:
    """The content, line by line; joined without line breaks they are its canonical form."""
    yield b'"schema":%b,' % _encoded(SCHEMA)
    yield b'"tool":%b,' % _encoded({"name": result.tool.name, "version": result.tool.version})
    yield from _list("standards", map(_standard, result.standards))
    yield b'"period":%b,' % _encoded(_period(result.period))
    yield b'"settings":%b,' % _encode(result.settings).encode()
    yield from _list("inputs", map(_input, result.inputs))
    yield from _broken(_list("projects", map(_project, result.projects)))
    findings = result.findings
    yield from _list("findings", findings.plain() if isinstance(findings, Plain) else findings)
    yield b'"findings_total":%d,' % result.findings_total
    yield from _list("metrics", map(_metric, result.metrics), end=b"]")


def _list(key: str, entries: Iterable[object], end: bytes = b"],") -> Iterator[bytes]:
    """A list, one line for each object. One at a time is the fast way: nothing piles up."""
    yield b'"%b":[' % key.encode()
    line = None
    for entry in entries:
        if line:
            yield line + b","
        line = _encoded(entry)
    if line:
        yield line
    yield end


def _broken(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        parts = line
        for joint in _JOINTS:
            parts = parts.replace(joint, joint.replace(b"{", b"\n{"))
        yield from parts.split(b"\n")


def _encoded(value: object) -> bytes:
    """The bytes of ``_encode``, ten times as fast; a finding as it is."""
    return orjson.dumps(value, _moment, orjson.OPT_PASSTHROUGH_DATETIME)


def _moment(moment: date) -> str:
    return moment.isoformat(timespec="microseconds") if isinstance(moment, datetime) else moment.isoformat()


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


def _metric(metric: Metric) -> Json:
    return {
        "project_id": metric.project_id,
        "standard": metric.standard,
        "name": metric.name,
        "record_id": metric.record_id,
        "value": metric.value,
        "detail": metric.detail,
    }
