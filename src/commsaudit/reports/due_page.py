"""What falls due, as one web page: no network, no script; it prints, and a mail client shows it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined

from commsaudit.reports.due import DueList, Shown, grouped, parted, shown
from commsaudit.reports.due_words import DueWords

# A browser has to lay out the page: of a project it shows so many, the soonest; csv and json hold them all.
_MOST = 500


@cache
def _environment() -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def as_html(due: DueList, words: DueWords, *, reveal: bool) -> str:
    """The page: a table for each project, with a row for each entry by person and clause."""
    source = (resources.files("commsaudit.reports") / "due_page.html.j2").read_text("utf-8")
    by_project = parted(shown(due, reveal=reveal), lambda each: each.entry.finding.project_id)
    listed = [
        (project_id, due.projects.get(project_id, ""), _by_person(entries[:_MOST]), len(entries) - _MOST)
        for project_id, entries in by_project.items()
    ]
    return _environment().from_string(source).render(due=due, words=words, projects=listed)


def _by_person(entries: Sequence[Shown]) -> list[Shown]:
    """The entries of one project, those of a person and clause together."""
    return [
        each
        for _, people in grouped(entries)
        for clauses in people.values()
        for together in clauses.values()
        for each in together
    ]
