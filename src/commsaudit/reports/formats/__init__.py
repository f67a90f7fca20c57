"""The formats. The command line takes its choices from ``FORMATS`` and knows none by name."""

from __future__ import annotations

from collections.abc import Mapping

from commsaudit.reports.formats.as_csv import CSV
from commsaudit.reports.formats.as_json import JSON
from commsaudit.reports.formats.as_table import TABLE
from commsaudit.reports.interface import Report

_ALL: tuple[Report, ...] = (TABLE, JSON, CSV)
FORMATS: Mapping[str, Report] = {report.name: report for report in _ALL}
