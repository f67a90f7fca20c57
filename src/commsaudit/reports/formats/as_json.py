"""The result file itself: what every other command reads."""

from __future__ import annotations

from collections.abc import Iterator

from commsaudit.model.result import AuditResult
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.scoring.encode import json_chunks


class JsonReport:
    """``commsaudit.result/1``."""

    name = "json"
    endings = (".json",)
    is_text = True
    part_names = ()

    def parts(self, result: AuditResult, context: ReportContext) -> Iterator[Part]:
        """One file; the context changes nothing in it."""
        del context
        yield Part("", json_chunks(result))


JSON = JsonReport()
