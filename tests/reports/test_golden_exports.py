"""The formats for other programs, each against its golden file: all four projects (one category has no clauses), P02 (everything
waived) and P03 (nothing assessed). COMMSAUDIT_GOLDEN=write writes them anew: then read the diff.
"""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest
from reports_sample import EXPIRED, IDLE, STANDARDS, sample_result

from commsaudit.model.result import Tool
from commsaudit.reports.formats import FORMATS
from commsaudit.reports.interface import ReportContext

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {"md": "md", "junit": "xml", "sarif": "sarif", "github": "annotations"}


def rendered(name: str, lang: str, *projects: str) -> bytes:
    context = ReportContext(lang, STANDARDS, expired=(EXPIRED,), idle=(IDLE,))
    result = replace(sample_result(*projects), tool=Tool("commsaudit", "0.0.0"))
    (part,) = FORMATS[name].parts(result, context)
    return b"".join(part.chunks)


def check(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("COMMSAUDIT_GOLDEN") == "write":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("projects", [(), ("P02",), ("P03",)], ids=["all", "waived", "unknown"])
class TestGolden:
    @pytest.mark.parametrize("name", ENDINGS)
    def test_text(self, name, projects, lang):
        check(".".join([name, *projects, lang, ENDINGS[name]]), rendered(name, lang, *projects).decode())

    def test_parquet(self, projects, lang):
        """Its columns with their types, and its rows as JSON."""
        table = pyarrow.parquet.read_table(io.BytesIO(rendered("parquet", lang, *projects)))
        columns = [f"{field.name}: {field.type}{'' if field.nullable else ' not null'}" for field in table.schema]
        rows = [json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist()]
        check(".".join(["parquet", *projects, lang, "txt"]), "\n".join([*columns, "", *rows, ""]))
