"""Parquet: schema, native types, damage."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from log_reading import VISITS, opened

from commsaudit.errors import InputError
from commsaudit.logs.facts import sniff
from commsaudit.logs.lines import Consecutive
from commsaudit.logs.parquet import native_type
from commsaudit.logs.table import ParquetScan, RawColumn
from commsaudit.model.options import LogOptions


def _bytes(folder: Path, table: pa.Table) -> bytes:
    pq.write_table(table, folder / "written.parquet")
    return (folder / "written.parquet").read_bytes()


TABLE = pa.table(
    {
        "extra": pa.array([1, 2]),
        "编号": pa.array(["V1", "V2"]).dictionary_encode(),
        " 来访时间": pa.array([datetime(2026, 3, 5, 9), None], pa.timestamp("us")),
    }
)


def test_columns_by_name_with_their_types(tmp_path: Path) -> None:
    data = _bytes(tmp_path, TABLE)
    raw = opened(tmp_path, data, VISITS, name="x.parquet", constants={"project_id": "P"})
    assert dict(raw.columns) == {
        "visit_id": RawColumn(1, "VARCHAR"),
        "came_at": RawColumn(2, "TIMESTAMP"),
        "project_id": RawColumn(None, None, "P"),
    }
    assert isinstance(raw.relation, ParquetScan)
    assert [name for name, _ in raw.relation.columns] == ["extra", "编号", " 来访时间"]
    assert raw.lines == Consecutive(1)
    assert raw.sha256 == hashlib.sha256(data).hexdigest()
    assert raw.headers.ignored == ("extra",)


def test_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(_bytes(tmp_path, TABLE))
    sniffed = sniff(tmp_path / "x.csv", LogOptions())
    assert (sniffed.kind, sniffed.header) == ("parquet", ("extra", "编号", "来访时间"))


@pytest.mark.parametrize(
    ("kind", "native"),
    [
        (pa.string(), "VARCHAR"),
        (pa.large_string(), "VARCHAR"),
        (pa.string_view(), "VARCHAR"),
        (pa.dictionary(pa.int32(), pa.string()), "VARCHAR"),
        (pa.timestamp("ns"), "TIMESTAMP"),
        (pa.timestamp("s"), "TIMESTAMP"),
        (pa.timestamp("us", "UTC"), "TIMESTAMPTZ"),
        (pa.date32(), "DATE"),
        (pa.date64(), "DATE"),
        (pa.bool_(), "BOOLEAN"),
        (pa.int8(), "TINYINT"),
        (pa.int64(), "BIGINT"),
        (pa.uint64(), "UBIGINT"),
        (pa.float32(), "DOUBLE"),
        (pa.float64(), "DOUBLE"),
        (pa.decimal128(12, 2), "DECIMAL(12,2)"),
        (pa.decimal256(50, 2), None),
        (pa.list_(pa.string()), "VARCHAR[]"),
        (pa.list_(pa.int32()), None),
        (pa.time64("us"), None),
        (pa.duration("s"), None),
        (pa.struct([("x", pa.int32())]), None),
        (pa.binary(), None),
        (pa.null(), None),
    ],
)
def test_native_types(kind: pa.DataType, native: str | None) -> None:
    assert native_type(kind) == native


@pytest.mark.parametrize("kept", [4, 12, 100, -1])
def test_a_file_that_is_cut_off(tmp_path: Path, kept: int) -> None:
    data = _bytes(tmp_path, TABLE)[:kept]
    with pytest.raises(InputError, match=r"x\.parquet: the Parquet file is cut off or damaged") as caught:
        opened(tmp_path, data, VISITS, name="x.parquet")
    assert caught.value.exit_code == 3
    assert "不完整或已损坏" in caught.value.zh


def test_a_needed_column_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lacks 'project_id'"):
        opened(tmp_path, _bytes(tmp_path, TABLE), VISITS, name="x.parquet")


def test_no_rows(tmp_path: Path) -> None:
    table = pa.table({"编号": pa.array([], pa.string()), "来访时间": pa.array([], pa.decimal128(5, 1))})
    raw = opened(tmp_path, _bytes(tmp_path, table), VISITS, name="x.parquet", constants={"project_id": "P"})
    assert raw.columns["came_at"] == RawColumn(1, "DECIMAL(5,1)")
