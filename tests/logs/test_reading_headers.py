"""From headers to columns."""

from __future__ import annotations

import pytest
from log_reading import VISITS

from commsaudit.errors import InputError, SettingsError
from commsaudit.logs.headers import clean, resolve
from commsaudit.model.options import LogOptions
from commsaudit.model.schema import logs

HEADER = ("来访编号", "项目编号", "来访时间")


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        (" 投诉编号 ", "投诉编号"),
        ("\ufeff投诉编号", "投诉编号"),
        ("　投诉编号\u200b", "投诉编号"),
        ("投诉\n编号", "投诉 编号"),
        ("Ｃａｓｅ　ＩＤ", "Case ID"),
        ("Case\t\r\n ID", "Case ID"),
        ("来访时间（日期）", "来访时间(日期)"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_by_canonical_name_or_listed_header() -> None:
    found = resolve(VISITS, ("Visit_ID", "项 目\n编 号", "extra", "来访时间", ""), LogOptions(), "x.csv")
    assert dict(found.columns) == {"visit_id": 0, "project_id": 1, "came_at": 3}
    assert found.ignored == ("extra",)
    assert found.missing == ("note",)
    assert dict(found.constants) == {}


def test_the_mapping_wins_and_takes_its_header() -> None:
    """编号 is a header of visit_id; the mapping gives that role to Ref, and 编号 to the note."""
    options = LogOptions(columns={"visit_id": "Ref", "note": "编号"})
    found = resolve(VISITS, ("编号", "ref", "项目编号", "来访时间"), options, "x.csv")
    assert dict(found.columns) == {"visit_id": 1, "project_id": 2, "came_at": 3, "note": 0}


def test_a_mapped_column_knows_no_other_header() -> None:
    with pytest.raises(InputError, match=r"x\.csv: has no column 'Reff'.*'visit_id'.*did you mean 'Ref'") as caught:
        resolve(VISITS, ("Ref", *HEADER), LogOptions(columns={"visit_id": "Reff"}), "x.csv")
    assert "Ref" in caught.value.zh


def test_one_header_may_serve_two_mapped_columns() -> None:
    options = LogOptions(columns={"note": "来访时间", "came_at": "来访时间"})
    assert dict(resolve(VISITS, HEADER, options, "x.csv").columns)["note"] == 2


def test_a_constant_stands_for_the_column() -> None:
    options = LogOptions(constants={"project_id": "P-1", "came_at": "2026-03-01"})
    found = resolve(VISITS, ("编号", "项目编号"), options, "x.csv")
    assert dict(found.constants) == {"project_id": "P-1", "came_at": "2026-03-01"}
    assert dict(found.columns) == {"visit_id": 0}
    assert found.ignored == ("项目编号",)


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (("来访编号", "编号", "项目编号", "来访时间"), ("'来访编号' (column 1)", "'编号' (column 2)")),
        (("编号", "项目编号", "来访时间", "编号"), ("'编号' (column 1)", "'编号' (column 4)")),
        (("visit_id", "编号", "项目编号", "来访时间"), ("'visit_id' (column 1)", "'编号' (column 2)")),
    ],
)
def test_two_headers_that_claim_one_column(header: tuple[str, ...], names: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as caught:
        resolve(VISITS, header, LogOptions(), "x.csv")
    assert all(name in caught.value.en for name in ("x.csv", "'visit_id'", *names))


def test_a_mapped_header_that_is_there_twice() -> None:
    with pytest.raises(InputError, match="both claim 'note'"):
        resolve(VISITS, (*HEADER, "memo", "Memo"), LogOptions(columns={"note": "memo"}), "x.csv")


def test_the_same_ignored_header_twice_is_no_matter() -> None:
    assert resolve(VISITS, (*HEADER, "z", "z"), LogOptions(), "x.csv").ignored == ("z", "z")


@pytest.mark.parametrize(
    ("lacking", "zh"), [("visit_id", "来访编号"), ("project_id", "项目编号"), ("came_at", "来访时间")]
)
def test_a_key_or_needed_column_that_is_missing(lacking: str, zh: str) -> None:
    header = tuple(name for name in HEADER if name != zh)
    with pytest.raises(InputError) as caught:
        resolve(VISITS, header, LogOptions(), "x.csv")
    assert caught.value.exit_code == 3
    for part in ("x.csv", lacking, zh, "columns", "constants", "[logs.visits]", *header):
        assert part in caught.value.en
    assert f"“{zh}”（{lacking}）" in caught.value.zh


@pytest.mark.parametrize("table", ["columns", "constants", "formats", "words"])
def test_settings_that_name_a_column_that_is_not_ours(table: str) -> None:
    options = LogOptions(**{table: {"visit_idd": {} if table == "words" else "x"}})
    with pytest.raises(
        SettingsError, match=rf"\[logs\.visits\] {table}:.*'visit_idd'; did you mean 'visit_id'"
    ) as caught:
        resolve(VISITS, HEADER, options, "x.csv")
    assert "是否想写“visit_id”" in caught.value.zh


def test_a_column_both_mapped_and_constant() -> None:
    with pytest.raises(SettingsError, match="'note' stands in columns and in constants"):
        resolve(VISITS, HEADER, LogOptions(columns={"note": "z"}, constants={"note": "z"}), "x.csv")


def test_every_log_resolves_its_own_chinese_headers() -> None:
    for log in logs().values():
        header = [column.zh for column in log.columns]
        found = resolve(log, header, LogOptions(), "x.csv")
        assert dict(found.columns) == {column.name: at for at, column in enumerate(log.columns)}
        assert found.missing == found.ignored == ()
