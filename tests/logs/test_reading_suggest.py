"""Proposals for exports that were not made for it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from commsaudit.logs.headers import resolve
from commsaudit.logs.preview import date_forms, read_sample
from commsaudit.logs.suggest import natural_key, suggest
from commsaudit.model.options import LogOptions
from commsaudit.model.schema import logs

HEADER = ("case_id", "Created Date", "due_date", "Closed Date", "source", "ward")
ROWS = [
    ["C1", "03/05/2026 09:10:11", "03/13/2026", "", "Phone Call", "3"],
    ["C2", "03/06/2026 10:00:00", "", "03/07/2026 12:00:00", "phone", "4"],
]


def test_a_foreign_export_is_mapped() -> None:
    found = suggest(None, HEADER, ROWS)
    assert found.log == "complaints"
    assert dict(found.columns) == {
        "complaint_id": "case_id",
        "channel": "source",
        "received_at": "Created Date",
        "promised_at": "due_date",
        "closed_at": "Closed Date",
    }
    assert found.constants == ("project_id",)
    assert found.formats["promised_at"] == ("%m/%d/%Y",)
    assert found.words["channel"] == ("Phone Call",)


def test_dates_that_could_be_swapped_are_left_to_the_user() -> None:
    found = suggest(logs()["complaints"], HEADER, ROWS[:1])
    assert set(found.formats["received_at"]) == {"%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S"}
    assert '# received_at = ["%m/%d/%Y %H:%M:%S"]  # 或 / or: "%d/%m/%Y %H:%M:%S"' in found.toml
    assert 'promised_at = ["%m/%d/%Y"]' in found.toml.splitlines()


def test_the_proposal_is_settings_that_resolve() -> None:
    found = suggest(None, HEADER, ROWS)
    table = tomllib.loads(found.toml)["logs"]["complaints"]
    assert set(table) == {"columns", "formats", "constants"}
    options = LogOptions(columns=table["columns"], constants={"project_id": "x"})
    assert set(resolve(logs()["complaints"], HEADER, options, "x").columns) == set(found.columns)


def test_what_its_own_name_tells_needs_no_line() -> None:
    header = ("投诉编号", "项目编号", "受理时间", "渠道 名称")
    found = suggest(None, header, [["C1", "P1", "2026-03-05 09:00", "电话"]])
    assert found.log == "complaints"
    assert tomllib.loads(found.toml)["logs"]["complaints"]["columns"] == {"channel": "渠道 名称"}
    assert found.constants == ()
    assert found.formats == {}


def test_chinese_names_of_other_systems() -> None:
    header = ("留言编号", "留言用户", "留言主题", "留言时间", "答复意见", "答复时间")
    row = ["2549", "A00045581", "物业管理有问题", "2019/4/25 9:32:09", "您好", "2019/5/10 14:56:53"]
    columns = suggest(logs()["complaints"], header, [row]).columns
    assert dict(columns) == {
        "complaint_id": "留言编号",
        "complainant_name": "留言用户",
        "summary": "留言主题",
        "received_at": "留言时间",
        "responded_at": "答复时间",
        "result": "答复意见",
    }


@pytest.mark.parametrize("name", sorted(logs()))
def test_every_log_knows_itself(name: str) -> None:
    log = logs()[name]
    found = suggest(None, [column.zh for column in log.columns], [])
    assert set(found.columns) == {column.name for column in log.columns}
    assert found.log == name


def test_quotes_in_names_stay_toml() -> None:
    found = suggest(logs()["complaints"], ('the "received" at', "x\\y id"), [["2026-03-05", "1"]])
    assert tomllib.loads(found.toml)["logs"]["complaints"]["columns"]["received_at"] == 'the "received" at'


@pytest.mark.parametrize(
    ("values", "forms"),
    [
        (["03/25/2026"], ["%m/%d/%Y"]),
        (["25/03/2026", "1/2/2026"], ["%d/%m/%Y"]),
        (["12/31/2018 11:59:00 PM"], ["%m/%d/%Y %I:%M:%S %p"]),
        (["25.03.2026 8:07"], ["%d.%m.%Y %H:%M"]),
        (["5-Mar-2026"], ["%d-%b-%Y"]),
        (["soon"], []),
        (["03/25/2026", "25/03/2026"], []),
    ],
)
def test_date_forms(values: list[str], forms: list[str]) -> None:
    assert date_forms(values) == forms


def test_a_sample_of_each_kind(tmp_path: Path) -> None:
    expected = (("a", "b"), [["1", "x"], ["2", ""]])
    (tmp_path / "x.csv").write_bytes(b"a,b\n1,x\nbad\n2,\n")
    assert read_sample(tmp_path / "x.csv", LogOptions()) == expected
    pq.write_table(pa.table({"a": [1, 2], "b": ["x", None]}), tmp_path / "x.parquet")
    assert read_sample(tmp_path / "x.parquet", LogOptions()) == expected
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        for row, cells in enumerate([["a", "b"], [1, "x"], [2, None]]):
            sheet.write_row(row, 0, cells)
    assert read_sample(tmp_path / "x.xlsx", LogOptions()) == expected
    assert read_sample(tmp_path / "x.csv", LogOptions(), rows=1) == (("a", "b"), [["1", "x"]])


def test_natural_key_is_that_of_discovery() -> None:
    assert natural_key("a2") < natural_key("a10")
