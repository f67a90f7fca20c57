"""The formats. The command line takes its choices from ``FORMATS`` and knows none by name."""

from __future__ import annotations

from collections.abc import Mapping

from commsaudit.reports.formats.as_csv import CSV
from commsaudit.reports.formats.as_github import GITHUB
from commsaudit.reports.formats.as_html import HTML
from commsaudit.reports.formats.as_json import JSON
from commsaudit.reports.formats.as_junit import JUNIT
from commsaudit.reports.formats.as_md import MD
from commsaudit.reports.formats.as_parquet import PARQUET
from commsaudit.reports.formats.as_sarif import SARIF
from commsaudit.reports.formats.as_table import TABLE
from commsaudit.reports.formats.as_xlsx import XLSX
from commsaudit.reports.interface import Report

_ALL: tuple[Report, ...] = (TABLE, JSON, CSV, PARQUET, XLSX, HTML, MD, JUNIT, SARIF, GITHUB)
FORMATS: Mapping[str, Report] = {report.name: report for report in _ALL}
