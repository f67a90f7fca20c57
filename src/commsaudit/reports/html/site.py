"""The pages of a result: one file for a few projects, an index and a page for each where there are many."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from importlib import resources
from urllib.parse import quote

from markupsafe import Markup

from commsaudit.model.outcome import Status
from commsaudit.model.result import AuditResult, ProjectResult
from commsaudit.reports.html.project import ProjectPart
from commsaudit.reports.html.summary import Summary
from commsaudit.reports.html.waivers import WaiverRow, waiver_rows
from commsaudit.reports.html.words import PageWords
from commsaudit.reports.interface import HistoryPoint, Part, ReportContext
from commsaudit.reports.overview import Overview, ProjectView
from commsaudit.reports.templating import environment

# More than that, and a browser has much to lay out: then each project has a page of its own.
ONE_FILE_PROJECTS = 30
ONE_FILE_FINDINGS = 3_000
_BUFFERED = 200
_MOST_WAIVERS = 200
_SLUG, _HASH = 40, 12


class Site:
    """The pages of one result."""

    def __init__(self, result: AuditResult, context: ReportContext) -> None:
        self.result = result
        self.overview = Overview(result, context)
        self.words = PageWords(self.overview.words)
        self.standard_keys = {entry.id: f"s{place}" for place, entry in enumerate(result.standards)}
        self.status_words = {status: self.words.status(status) for status in Status}
        every = waiver_rows(self.overview)
        self.unused_waivers = [row for row in every if row.state != "state_in_use"]
        self.most_waivers = _MOST_WAIVERS
        self.waivers: dict[str, list[WaiverRow]] = defaultdict(list)
        for row in every:
            self.waivers[row.project_id].append(row)
        self.history: dict[str, list[HistoryPoint]] = defaultdict(list)
        for point in context.history:
            if point.points > 0:
                self.history[point.project_id].append(point)
        self._place = context.place
        self._environment = environment("commsaudit.reports.html")

    @property
    def has_pages(self) -> bool:
        """Whether projects have pages of their own: where there are many, and a folder to put them."""
        projects = len(self.result.projects)
        many = projects > ONE_FILE_PROJECTS or len(self.result.findings) > ONE_FILE_FINDINGS
        return many and projects > 1 and self._place is not None

    @property
    def _folder(self) -> str:
        """The folder of the pages, beside the index."""
        return f"{self._place.stem}.projects" if self._place else ""

    def keys(self, standards: Iterable[str]) -> str:
        """What the filter calls ``standards``."""
        known = (self.standard_keys[name] for name in dict.fromkeys(standards) if name in self.standard_keys)
        return " ".join(known)

    def parts(self) -> Iterator[Part]:
        """The file, and the pages where there are some."""
        if not self.has_pages:
            yield Part("", self._rendered("one.html.j2", summary=Summary(self)))
            return
        yield Part("", self._rendered("index.html.j2", summary=Summary(self)))
        for number, (rank, view) in enumerate(self.overview.ranked, 1):
            yield Part(_page_name(view.project), self._page(number, rank, view), self._folder)

    def _page(self, number: int, rank: int | None, view: ProjectView) -> Iterator[bytes]:
        """Made when it is written, and forgotten then."""
        index = self._place.name if self._place else ""
        yield from self._rendered("page.html.j2", part=self._part(number, rank, view), index=f"../{quote(index)}")

    @property
    def projects(self) -> Iterator[ProjectPart]:
        """The projects, the best first."""
        for number, (rank, view) in enumerate(self.overview.ranked, 1):
            yield self._part(number, rank, view)

    def _part(self, number: int, rank: int | None, view: ProjectView) -> ProjectPart:
        # A fresh view: what it computes is let go with it.
        return ProjectPart(self, replace(view), number, rank)

    def link(self, part: ProjectPart) -> str:
        """Where the summary's row of a project leads to."""
        if not self.has_pages:
            return f"#{part.anchor}"
        return f"./{quote(self._folder)}/{quote(_page_name(part.project))}"

    @cached_property
    def style(self) -> Markup:
        """The stylesheet."""
        return _resource("report.css")

    @cached_property
    def script(self) -> Markup:
        """The script; what it adds can be done without."""
        return _resource("report.js")

    @cached_property
    def policy(self) -> str:
        """The Content-Security-Policy: nothing is loaded, and no other style or script than these two is run."""
        return (
            f"default-src 'none'; style-src '{_digest(self.style)}'; script-src '{_digest(self.script)}'; "
            "img-src data:; base-uri 'none'; form-action 'none'"
        )

    def _rendered(self, template: str, **values: object) -> Iterator[bytes]:
        stream = self._environment.get_template(template).stream(site=self, words=self.words, **values)
        stream.enable_buffering(_BUFFERED)
        for chunk in stream:
            yield chunk.encode()


def _resource(name: str) -> Markup:
    text = (resources.files("commsaudit.reports.html") / "templates" / name).read_text("utf-8")
    return Markup(text)


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _page_name(project: ProjectResult) -> str:
    """A file name that any system takes, another for each project, and the same in each run."""
    slug = re.sub(r"[^A-Za-z0-9]+", "-", project.project_id)[:_SLUG].strip("-")
    digest = hashlib.sha256(project.project_id.encode()).hexdigest()[:_HASH]
    return f"{slug}-{digest}.html" if slug else f"{digest}.html"
