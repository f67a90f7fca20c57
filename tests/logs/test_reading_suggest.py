"""Proposals for exports that were not made for it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from commsaudit.logs import suggest as suggesting
from commsaudit.logs.headers import resolve
from commsaudit.logs.preview import date_forms, read_sample
from commsaudit.logs.suggest import Suggestion, natural_key
from commsaudit.model.options import LogOptions
from commsaudit.model.schema import Log, logs

HEADER = ("case_id", "Created Date", "due_date", "Closed Date", "source", "ward")
ROWS = [
    ["C1", "03/05/2026 09:10:11", "03/13/2026", "", "Phone Call", "3"],
    ["C2", "03/06/2026 10:00:00", "", "03/07/2026 12:00:00", "phone", "4"],
]

MOMENT = "2026-03-05 09:00"


def suggest(log: Log | None, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Suggestion:
    found = suggesting.suggest(log, header, rows)
    assert found is not None
    return found


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
        (["03/25/2026", "soon", "03/26/2026"], ["%m/%d/%Y"]),
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


@pytest.mark.parametrize(
    "deadline",
    [
        "承诺办结时间",
        "要求办结时间",
        "应完成时间",
        "期限",
        "截止",
        "办结时限",
        "deadline",
        "Due Date",
        "DueDate",
        "target",
    ],
)
@pytest.mark.parametrize(
    ("log", "own", "until"),
    [
        ("complaints", ("complaint_id", "received_at"), "promised_at"),
        ("actions", ("action_id", "raised_at"), "due_at"),
        ("requests", ("request_id", "received_at"), "reply_promised_at"),
        ("work_orders", ("order_id", "reported_at"), None),
    ],
)
def test_a_deadline_is_never_the_end(log: str, own: tuple[str, ...], until: str | None, deadline: str) -> None:
    found = suggest(logs()[log], (*own, deadline), [["1", MOMENT, MOMENT]])
    assert found.columns.get(until or "") == (deadline if until else None)
    assert not {"closed_at", "completed_at"} & set(found.columns)
    assert found.unused == (() if until else (deadline,))


@pytest.mark.parametrize(
    ("ends", "closed"),
    [
        (("承诺办结时间", "办结时间"), "办结时间"),
        (("要求办结时间", "实际办结时间"), "实际办结时间"),
        (("办结时间", "承诺办结时间"), "办结时间"),
        (("办结登记时间", "实际办结时间"), "实际办结时间"),
    ],
)
def test_the_end_is_what_fits_best(ends: tuple[str, str], closed: str) -> None:
    header = ("complaint_id", "received_at", *ends)
    found = suggest(logs()["complaints"], header, [["1", MOMENT, MOMENT, MOMENT]])
    assert found.columns["closed_at"] == closed
    assert found.columns.get("promised_at") in (None, *(end for end in ends if end != closed))


def test_a_promised_reply_is_no_promised_end() -> None:
    header = ("complaint_id", "received_at", "承诺回复时间")
    found = suggest(logs()["complaints"], header, [["1", MOMENT, MOMENT]])
    assert found.unused == ("承诺回复时间",)


@pytest.mark.parametrize(
    "header",
    [("Fruit", "Price"), ("Title", "Owner", "Type"), ("case_id", "Closed Date"), ("Created", "Closed")],
)
def test_without_the_id_and_the_time_no_log_fits(header: tuple[str, ...]) -> None:
    row = [MOMENT if name.startswith("C") else "x" for name in header]
    assert suggesting.suggest(None, header, [row]) is None


def test_no_id_is_a_constant() -> None:
    assert suggesting.suggest(logs()["staff_changes"], ("change_id", "occurred_on"), [["1", MOMENT]]) is None
    found = suggest(logs()["complaints"], ("complaint_id", "received_at"), [["1", MOMENT]])
    assert '# project_id = "…"' in found.toml
    assert '= ""' not in found.toml


def test_what_is_not_used_is_named() -> None:
    found = suggest(None, HEADER, ROWS)
    assert found.unused == ("ward",)
    assert "# 未使用 / not used: ward" in found.toml.splitlines()


def test_one_bad_date_loses_no_form_and_an_unknown_form_is_shown() -> None:
    header = ("complaint_id", "received_at", "responded_at")
    rows = [[str(day), f"03/{day}/2026", f"{day}. III 2026"] for day in range(13, 23)]
    rows.append(["99", "soon", ""])
    found = suggest(logs()["complaints"], header, rows)
    assert found.formats["received_at"] == ("%m/%d/%Y",)
    assert 'such as "13. III 2026"' in found.toml
    good = suggest(logs()["complaints"], header[:2], [["1", MOMENT], ["2", MOMENT], ["3", "soon"]])
    assert good.formats == {}
