"""The findings as a Parquet file: a row for each that the result lists, in typed columns with the same names in every language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from commsaudit.model.result import AuditResult, ResultFinding
from commsaudit.reports.export import costs_of
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.reports.masking import shown_id, shown_record, shown_text
from commsaudit.reports.overview import Overview, ProjectView
from commsaudit.scoring.explain import LedgerEntry

SCHEMA = "commsaudit.findings/1"
_BATCH = 50_000
# As many digits as a result may have before and behind the point (scoring/numbers.py).
_DIGITS = (30, 15)


class ParquetReport:
    """One file; its metadata name the audit."""

    name = "parquet"
    endings = (".parquet",)
    is_text = False
    part_names = ()

    def parts(self, result: AuditResult, context: ReportContext) -> Iterator[Part]:
        """The file."""
        yield Part("", _written(Overview(result, context)))


PARQUET = ParquetReport()


def _written(overview: Overview) -> Iterator[bytes]:
    import pyarrow as pa
    from pyarrow import parquet

    schema = _schema(overview)
    sink = pa.BufferOutputStream()
    rows = _rows(overview)
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema))
    yield sink.getvalue().to_pybytes()


def _schema(overview: Overview) -> Any:
    import pyarrow as pa

    text, points = pa.string(), pa.decimal128(*_DIGITS)
    columns = [
        ("finding_id", text, False),
        ("period", text, False),
        ("project_id", text, False),
        ("project_name", text, False),
        ("standard", text, False),
        ("clause", text, False),
        ("title", text, False),
        ("record_id", text, False),
        ("due_at", pa.timestamp("us"), False),
        ("detail", text, False),
        ("log", text, True),
        ("file", text, True),
        ("line", pa.int64(), True),
        ("unit", points, True),
        ("deduction", points, True),
        ("absorbed", points, True),
        ("deducted", points, True),
        ("waived", pa.bool_(), False),
        ("waiver_reason", text, True),
        ("waiver_approved_by", text, True),
        ("waiver_expires_on", pa.date32(), True),
    ]
    result = overview.result
    said = {
        "commsaudit.schema": SCHEMA,
        "commsaudit.version": result.tool.version,
        "commsaudit.period": result.period.label,
        "commsaudit.as_of": result.period.as_of.isoformat(),
        "commsaudit.findings_total": str(result.findings_total),
    }
    if overview.context.what_if:
        said["commsaudit.what_if"] = overview.context.what_if
    fields = [pa.field(name, kind, nullable=nullable) for name, kind, nullable in columns]
    return pa.schema(fields, metadata=said)


def _rows(overview: Overview) -> Iterator[dict[str, object]]:
    for view in overview.views:
        entries = costs_of(view)
        units = {clause.outcome.clause: clause.unit for clause in view.project.clauses}
        for finding in view.findings:
            row = _row(overview, view, finding)
            yield {**row, "unit": units.get(finding.clause), **_costs(entries.get(finding.id))}


def _row(overview: Overview, view: ProjectView, finding: ResultFinding) -> dict[str, object]:
    reveal, source, waiver = overview.context.reveal, finding.source, finding.waiver
    return {
        "finding_id": shown_id(finding, reveal=reveal),
        "period": overview.result.period.label,
        "project_id": finding.project_id,
        "project_name": view.project.name,
        "standard": finding.standard,
        "clause": finding.clause,
        "title": overview.titles.clause(finding.clause),
        "record_id": shown_record(finding, reveal=reveal),
        "due_at": finding.due_at,
        "detail": finding.detail,
        "log": source and source.log,
        "file": source and source.file,
        "line": source and source.line,
        "waived": waiver is not None,
        "waiver_reason": waiver and shown_text(waiver.reason, reveal=reveal),
        "waiver_approved_by": waiver and shown_text(waiver.approved_by, reveal=reveal),
        "waiver_expires_on": waiver and waiver.expires_on,
    }


def _costs(entry: LedgerEntry | None) -> dict[str, object]:
    if entry is None:
        return {}
    absorbed = entry.item_absorbed + entry.category_absorbed
    return {"deduction": entry.amount, "absorbed": absorbed, "deducted": entry.deducted}
