"""What is open and falls due: its entries, their order, and the forms that they are shown in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from commsaudit.model.result import ResultFinding
from commsaudit.reports.due_words import DueWords
from commsaudit.reports.formats.as_csv import Cell, cell
from commsaudit.reports.masking import shown_id, shown_record, shown_text

SCHEMA = "commsaudit.due/1"
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Person:
    """Who has a record in hand; ``name`` is empty where the staff log does not say it."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class DueEntry:
    """An obligation that is open: it fell due (``is_overdue``) or will. ``until``: the last instant at which it is in time."""

    finding: ResultFinding
    until: datetime
    is_overdue: bool
    person: Person | None


@dataclass(frozen=True, slots=True)
class DueList:
    """All that is open at ``as_of`` and falls due from ``since`` to ``until``, soonest first.

    ``projects`` are the names of those looked at. ``waived``: how many entries a waiver takes off the list. ``unjudged``:
    clauses whose logs or columns were not supplied, with the reason; what they ask for cannot be on the list.
    """

    as_of: datetime
    since: datetime
    until: datetime
    entries: Sequence[DueEntry]
    projects: Mapping[str, str]
    waived: int = 0
    unjudged: Mapping[str, str] = field(default_factory=dict)

    @property
    def overdue(self) -> int:
        """How many entries are overdue."""
        return sum(entry.is_overdue for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as it may be shown: masked, unless all is to be revealed."""

    entry: DueEntry
    record: str
    person_id: str
    person_name: str
    days: int

    @property
    def person(self) -> str:
        """Name and id of the person; empty where nobody is named."""
        known = self.person_name and self.person_name != self.person_id
        return f"{self.person_name} ({self.person_id})" if known else self.person_id

    @property
    def place(self) -> str:
        """File and line of the record; empty where none is behind it."""
        source = self.entry.finding.source
        return f"{source.file}:{source.line}" if source else ""


def shown(due: DueList, *, reveal: bool) -> list[Shown]:
    """The entries as they may be shown. Names of staff are the company's own and stay; owners' names are never read."""
    today = due.as_of.date()
    return [
        Shown(
            entry,
            shown_record(entry.finding, reveal=reveal),
            shown_text(entry.person.id, reveal=reveal) if entry.person else "",
            shown_text(entry.person.name, reveal=reveal) if entry.person else "",
            (entry.until.date() - today).days,
        )
        for entry in due.entries
    ]


def grouped(entries: Iterable[Shown]) -> Iterator[tuple[str, dict[str, dict[str, list[Shown]]]]]:
    """Project → person → clause → entries, each level by what is soonest in it; ``entries`` are soonest first."""
    for project_id, ours in parted(entries, lambda each: each.entry.finding.project_id).items():
        people = parted(ours, lambda each: each.person)
        yield (
            project_id,
            {person: parted(theirs, lambda each: each.entry.finding.clause) for person, theirs in people.items()},
        )


def parted(entries: Iterable[_Part], key: Callable[[_Part], str]) -> dict[str, list[_Part]]:
    """The entries by ``key``; the first that has a key decides its place."""
    found: dict[str, list[_Part]] = {}
    for entry in entries:
        found.setdefault(key(entry), []).append(entry)
    return found


def as_csv(due: DueList, words: DueWords, *, reveal: bool) -> str:
    """A row for each entry, soonest first; what a spreadsheet would run as a formula is neutralised."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    keys = ("due_at", "state", "days", "project", "name", "person_id", "person", "standard", "clause", "title")
    rows.writerow([words(key) for key in (*keys, "record", "detail", "log", "file", "line", "finding_id")])
    for each in shown(due, reveal=reveal):
        finding = each.entry.finding
        source = finding.source
        values: list[Cell] = [
            finding.due_at.isoformat(sep=" ", timespec="seconds"),
            words("overdue" if each.entry.is_overdue else "open"),
            each.days,
            finding.project_id,
            due.projects.get(finding.project_id, ""),
            each.person_id,
            each.person_name,
            finding.standard,
            finding.clause,
            words.titles.clause(finding.clause),
            each.record,
            words.detail(finding),
            *((source.log, source.file, source.line) if source else (None, None, None)),
            shown_id(finding, reveal=reveal),
        ]
        rows.writerow([cell(value) for value in values])
    return text.getvalue()


def as_json(due: DueList, *, reveal: bool) -> str:
    """The list for other programs; ``open`` entries fall due after ``as_of``, ``overdue`` ones did before."""
    content = {
        "schema": SCHEMA,
        "as_of": _moment(due.as_of),
        "since": _moment(due.since),
        "until": _moment(due.until),
        "overdue": due.overdue,
        "open": len(due.entries) - due.overdue,
        "waived": due.waived,
        "not_assessed": [{"clause": clause, "reason": reason} for clause, reason in due.unjudged.items()],
        "obligations": [_entry(each, due, reveal) for each in shown(due, reveal=reveal)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _entry(each: Shown, due: DueList, reveal: bool) -> dict[str, object]:
    finding = each.entry.finding
    source = finding.source
    return {
        "id": shown_id(finding, reveal=reveal),
        "state": "overdue" if each.entry.is_overdue else "open",
        "due_at": _moment(finding.due_at),
        "days": each.days,
        "project_id": finding.project_id,
        "project": due.projects.get(finding.project_id, ""),
        "person": {"id": each.person_id, "name": each.person_name} if each.entry.person else None,
        "standard": finding.standard,
        "clause": finding.clause,
        "record_id": each.record,
        "detail": finding.detail,
        "source": {"log": source.log, "file": source.file, "line": source.line} if source else None,
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
