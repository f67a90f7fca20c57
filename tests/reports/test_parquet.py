"""The Parquet file, read by pyarrow and by DuckDB."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet
from exports_sample import hostile, rendered
from reports_sample import sample_result


def rows(data: bytes) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()
    return found


def test_values_have_their_types():
    first, second, *_ = rows(rendered("parquet", sample_result("P01")))
    assert first["due_at"] == datetime(2026, 3, 4, 23, 59, 59, 999999)
    assert (first["line"], first["waived"], first["deduction"]) == (12, False, Decimal("0.1"))
    assert (second["waived"], second["waiver_expires_on"]) == (True, date(2026, 3, 31))
    assert second["deduction"] is None


def test_what_is_deducted_adds_up():
    """2.3.3 lists 3 of its 4 that cost 0.1; 6.2.1 lists 4 × 0.5, which its item's cap of 2.0 leaves whole."""
    found = rows(rendered("parquet", sample_result("P01")))
    assert sum(Decimal(str(row["deducted"] or 0)) for row in found) == Decimal("2.3")


def test_texts_stay_as_they_are():
    (name,) = {row["project_name"] for row in rows(rendered("parquet", hostile()))}
    assert name == hostile().projects[0].name


def test_no_findings_are_an_empty_table_with_all_columns():
    table = pyarrow.parquet.read_table(io.BytesIO(rendered("parquet", sample_result("P03"))))
    assert (table.num_rows, table.num_columns) == (0, 21)
    assert table.schema.metadata[b"commsaudit.period"] == b"2026-03"


def test_many_rows_in_several_batches():
    result = sample_result("P01")
    many = tuple(replace(result.findings[0], id=f"f{n}", record_id=f"C-{n}") for n in range(50_001))
    assert len(rows(rendered("parquet", replace(result, findings=many)))) == 50_001


def test_duckdb_reads_it(tmp_path: Path):
    path = tmp_path / "findings.parquet"
    path.write_bytes(rendered("parquet", sample_result()))
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT clause, count(*) FROM '{path}' WHERE waived GROUP BY 1 ORDER BY 1"
        ).fetchall()
    assert found == [("2.3.3", 3), ("2.3.5", 2), ("2.5.1", 2), ("6.2.1", 2), ("6.2.3", 2)]


def test_the_same_result_gives_the_same_bytes():
    assert rendered("parquet", sample_result()) == rendered("parquet", sample_result())
