"""What falls due, on the terminal: by project, person and clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from commsaudit.reports.due import DueList, Shown, grouped, shown
from commsaudit.reports.due_words import DueWords
from commsaudit.reports.terminal.text import Paint, Style, clean, shortened, shortened_left, table

# A clause of one person shows so many entries; files hold them all.
_MOST = 10
_RECORD, _PLACE = 32, 34


def table_lines(due: DueList, words: DueWords, *, reveal: bool, columns: int, color: bool) -> Iterator[str]:
    """The list, grouped, with its counts."""
    paint = Paint(color)
    yield paint(words("heading"), Style.HEADING)
    yield words(
        "stands", as_of=words.moment(due.as_of), since=due.since.date().isoformat(), until=due.until.date().isoformat()
    )
    for project_id, people in grouped(shown(due, reveal=reveal)):
        yield ""
        yield from _project(project_id, people, due, words, columns, paint)
    yield ""
    yield from _closing(due, words)


def _closing(due: DueList, words: DueWords) -> Iterator[str]:
    if due.entries:
        yield words("counts", overdue=due.overdue, open=len(due.entries) - due.overdue)
    else:
        yield words("nothing")
    if due.waived:
        yield words("waived", count=due.waived)
    if due.unjudged:
        yield words("unjudged", count=len(due.unjudged))


def _project(
    project_id: str,
    people: Mapping[str, Mapping[str, Sequence[Shown]]],
    due: DueList,
    words: DueWords,
    columns: int,
    paint: Paint,
) -> Iterator[str]:
    every = [each for clauses in people.values() for entries in clauses.values() for each in entries]
    late = sum(each.entry.is_overdue for each in every)
    counts = words("counts", overdue=late, open=len(every) - late)
    name = clean(f"{project_id} {due.projects.get(project_id, '')}".strip())
    yield f"{paint(shortened(name, columns - 40), Style.HEADING)}  {counts}"
    for person, clauses in people.items():
        yield "  " + shortened(clean(person), columns - 2) if person else "  " + words("nobody")
        for clause, entries in clauses.items():
            yield shortened(clean(f"    {clause}  {words.titles.clause(clause)}".rstrip()), columns)
            yield from _entries(entries, words, paint)


def _entries(entries: Sequence[Shown], words: DueWords, paint: Paint) -> Iterator[str]:
    rows = [
        (
            words("overdue" if each.entry.is_overdue else "open"),
            words.moment(each.entry.until),
            words.distance(each.days),
            shortened(clean(each.record), _RECORD),
            shortened_left(clean(each.place), _PLACE),
        )
        for each in entries[:_MOST]
    ]
    for line, each in zip(table(rows, right=[2], indent=6), entries, strict=False):
        yield paint(line, Style.BAD) if each.entry.is_overdue else line
    if len(entries) > _MOST:
        yield "      " + words("more", count=len(entries) - _MOST)
