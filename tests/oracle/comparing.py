"""Puts the two judges side by side, and makes a disagreement small enough to decide by the specification."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from oracle import clauses_complaints, clauses_customers, clauses_services
from oracle.auditor import Bench, audit
from oracle.judge import Judged, Obligation, Rows, judge
from oracle.messy import of_project

JUDGES = (clauses_complaints, clauses_customers, clauses_services)
"""Importing them registers their clauses."""
_MOST_TRIES = 150


def second(rows: Rows, bench: Bench, supplied: Sequence[str] | None = None) -> Judged:
    """What the second judge says by the standards of ``bench``."""
    span = bench.span
    return judge(
        rows,
        span.starts_on,
        span.ends_on,
        as_of=span.as_of,
        deadlines=bench.deadlines,
        parameters=bench.parameters,
        supplied=supplied,
        standards=bench.standards,
    )


def differences(rows: Rows, bench: Bench, supplied: Sequence[str] | None = None) -> list[str]:
    """One line for each obligation on which the judges differ, the first of them made small."""
    ours, theirs = audit(rows, bench, supplied), second(rows, bench, supplied)
    found = [f"not assessed by one alone: {each}" for each in sorted(ours.not_assessed ^ theirs.not_assessed)]
    if len(ours.obligations) != len(set(ours.obligations)):
        found.append("an obligation is listed twice")
    lines = [*_lines("engine", ours, theirs), *_lines("second judge", theirs, ours)]
    if lines:
        first = lines[0][1]
        small = shrunk(of_project(rows, first.project), lambda tried: first.clause in _clauses(tried, bench, supplied))
        rows_left = {log: listed for log, listed in small.items() if listed}
        lines_left = {log: [_present(row) for row in listed] for log, listed in rows_left.items()}
        found.append(f"smallest world for {first.clause}: {lines_left}")
    return found + [text for text, _ in islice(lines, 20)]


def _lines(who: str, mine: Judged, other: Judged) -> list[tuple[str, Obligation]]:
    return [(f"{who} alone: {each}", each) for each in sorted(set(mine.obligations) - set(other.obligations))]


def _clauses(rows: Rows, bench: Bench, supplied: Sequence[str] | None) -> set[str]:
    ours, theirs = audit(rows, bench, supplied), second(rows, bench, supplied)
    return {each.clause for each in set(ours.obligations) ^ set(theirs.obligations)}


def _present(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def shrunk(rows: Rows, differs: Callable[[Rows], bool]) -> dict[str, list[Mapping[str, Any]]]:
    """The rows without those that the disagreement does not need; at most ``_MOST_TRIES`` audits."""
    kept = {log: list(listed) for log, listed in rows.items()}
    tries = 0
    for log in list(kept):
        step = len(kept[log]) if log != "projects" else 0
        while step and tries < _MOST_TRIES:
            for start in range(0, len(kept[log]), step):
                tried = {**kept, log: kept[log][:start] + kept[log][start + step :]}
                tries += 1
                if differs(tried):
                    kept = tried
                    break
            else:
                step //= 2
    return kept
