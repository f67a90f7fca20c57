"""Names, telephones and rooms are masked in every format but the result file, unless they are to be revealed."""

from __future__ import annotations

import io
from dataclasses import replace

import pyarrow.parquet
import pytest
from exports_sample import private
from reports_sample import EXPIRED, STANDARDS

from commsaudit.reports.formats import FORMATS
from commsaudit.reports.interface import ReportContext
from commsaudit.reports.masking import masked

SHOWN = replace(EXPIRED, record_id="3-1202", reason="住户赵六的申请", approved_by="孙小姐")
NAMES = ["csv", "table", "md", "junit", "sarif", "github", "parquet", "html"]


def everything(name: str, *, reveal: bool) -> str:
    context = ReportContext("zh", STANDARDS, show_all=True, reveal=reveal, expired=(SHOWN,))
    parts = [b"".join(part.chunks) for part in FORMATS[name].parts(private(), context)]
    if name == "parquet":
        return str(pyarrow.parquet.read_table(io.BytesIO(parts[0])).to_pylist())
    return b"".join(parts).decode()


@pytest.mark.parametrize("name", NAMES)
def test_persons_are_masked(name):
    text = everything(name, reveal=False).replace("\\", "")
    for private_part in ("3-1201", "13812345678", "王先生", "李女士", "3-1202", "赵六", "孙小姐"):
        assert private_part not in text
    assert "***" in text


@pytest.mark.parametrize("name", NAMES)
def test_reveal_shows_them(name):
    text = everything(name, reveal=True).replace("\\", "")
    assert "3-1201" in text
    # The terminal has no room for the whole reason.
    assert "王先生" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("已与王先生沟通", "已与***先生沟通"),
        ("欧阳女士来电", "***女士来电"),
        ("于老师", "***老师"),
        ("业主张三反映漏水", "业主***反映漏水"),
        ("业主：李四（停车）", "业主：***（停车）"),
        ("Mrs. Mary Smith agreed", "Mrs. *** agreed"),
        ("系统升级", "系统升级"),
        ("业主同意延期", "业主同意延期"),
        ("王总", "王总"),
        ("FC-0001", "FC-0001"),
        ("2026-03", "2026-03"),
    ],
)
def test_names(text, expected):
    assert masked(text) == expected
