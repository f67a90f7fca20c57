"""One hand-made result, every format against the file that was checked by eye and by hand.

After a change that is wanted, COMMSAUDIT_GOLDEN=write writes them anew: then read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from reports_sample import EXPIRED, IDLE, STANDARDS, sample_result

from commsaudit.reports.formats import FORMATS
from commsaudit.reports.interface import ReportContext

GOLDEN = Path(__file__).parent / "golden"


def check(name: str, data: bytes) -> None:
    path = GOLDEN / name
    if os.environ.get("COMMSAUDIT_GOLDEN") == "write":
        path.write_bytes(data)
    assert data.decode() == path.read_bytes().decode()


def rendered(name, result, context) -> dict[str, bytes]:
    return {part.name: b"".join(part.chunks) for part in FORMATS[name].parts(result, context)}


@pytest.mark.parametrize("lang", ["zh", "en"])
class TestGolden:
    def test_table(self, lang):
        context = ReportContext(lang, STANDARDS, expired=(EXPIRED,), idle=(IDLE,), details=("out/result.json",))
        check(f"table.{lang}.txt", rendered("table", sample_result(), context)[""])

    def test_table_of_everything(self, lang):
        context = ReportContext(lang, STANDARDS, show_all=True)
        check(f"table-all.{lang}.txt", rendered("table", sample_result("P01"), context)[""])

    @pytest.mark.parametrize("project", ["P02", "P03", "P04"])
    def test_table_of_one_project(self, lang, project):
        """P02: everything waived. P03: nothing assessed. P04: everything met."""
        context = ReportContext(lang, STANDARDS)
        check(f"table-{project}.{lang}.txt", rendered("table", sample_result(project), context)[""])

    def test_csv(self, lang):
        parts = rendered("csv", sample_result(), ReportContext(lang, STANDARDS))
        assert list(parts) == ["scorecard", "clauses", "findings", "standards", "metrics"]
        for name, data in parts.items():
            check(f"{name}.{lang}.csv", data)


def test_json_is_the_result_file_whatever_the_context():
    from commsaudit.scoring.encode import to_json

    result = sample_result()
    (data,) = rendered("json", result, ReportContext("zh", STANDARDS, show_all=True)).values()
    assert data == to_json(result)
