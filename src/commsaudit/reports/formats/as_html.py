"""Web pages: one file for a few projects, an index and a page for each where there are many."""

from __future__ import annotations

from collections.abc import Iterator

from commsaudit.model.result import AuditResult
from commsaudit.reports.interface import Part, ReportContext


class HtmlReport:
    """Pages that need no network and no script; charts are SVG."""

    name = "html"
    endings = (".html", ".htm")
    is_text = True
    part_names = ()

    def parts(self, result: AuditResult, context: ReportContext) -> Iterator[Part]:
        """The page; with many projects an index, and a page for each in a folder beside it."""
        # Not before it is asked for: templates and charts take longer to import than a help text may take.
        from commsaudit.reports.html.site import Site

        return Site(result, context).parts()


HTML = HtmlReport()
