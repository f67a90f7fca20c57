"""What falls due, as one web page: no network, no script; it prints, and a mail client shows it."""

from __future__ import annotations

from collections.abc import Sequence

from commsaudit.reports.due import DueList, Shown, grouped, parted, shown
from commsaudit.reports.due_words import DueWords
from commsaudit.reports.templating import environment

# A browser has to lay out the page: of a project it shows so many, the soonest; csv and json hold them all.
_MOST = 500


def as_html(due: DueList, words: DueWords, *, reveal: bool) -> str:
    """The page: a table for each project, with a row for each entry by person and clause."""
    by_project = parted(shown(due, reveal=reveal), lambda each: each.entry.finding.project_id)
    listed = [
        (project_id, due.projects.get(project_id, ""), _by_person(entries[:_MOST]), len(entries) - _MOST)
        for project_id, entries in by_project.items()
    ]
    page = environment("commsaudit.reports", "due_templates").get_template("page.html.j2")
    return page.render(due=due, words=words, projects=listed)


def _by_person(entries: Sequence[Shown]) -> list[Shown]:
    """The entries of one project, those of a person and clause together."""
    return [
        each
        for _, people in grouped(entries)
        for clauses in people.values()
        for together in clauses.values()
        for each in together
    ]
