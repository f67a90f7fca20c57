"""The findings of a project by clause, as many as a page has room for, each with its evidence and cost."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import escape

from commsaudit.model.outcome import Status
from commsaudit.model.result import ClauseScore, ResultFinding
from commsaudit.reports.html.words import PageWords
from commsaudit.reports.masking import shown_record, shown_text
from commsaudit.reports.overview import Overview, ProjectView
from commsaudit.reports.terminal.clauses import moment_words
from commsaudit.scoring.explain import LedgerEntry
from commsaudit.scoring.numbers import points_text

# What the findings of one project take of its page, which stays under 1 MB.
ROOM = 600_000
_MARKUP = 240


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as its table shows it; costs are empty where it costs nothing."""

    record: str
    due: str
    detail: str
    log: str
    place: str
    waiver: str
    amount: str
    absorbed: str
    deducted: str

    @property
    def size(self) -> int:
        """About how many bytes it takes on the page."""
        texts = (self.record, self.detail, self.log, self.place, self.waiver)
        return _MARKUP + sum(len(escape(text).encode()) for text in texts)


@dataclass(frozen=True, slots=True)
class ClauseFindings:
    """A clause that has findings, with the rows that its page has room for."""

    clause: ClauseScore
    title: str
    rows: Sequence[FindingRow]

    @property
    def more(self) -> int:
        """How many of its findings are not shown."""
        return max(self.clause.outcome.findings - len(self.rows), 0)

    @property
    def is_failed(self) -> bool:
        """Whether a finding of it has no waiver."""
        return self.clause.outcome.status is Status.FAIL


def clause_findings(overview: Overview, view: ProjectView, words: PageWords, room: int = ROOM) -> list[ClauseFindings]:
    """The clauses of ``view`` with findings, in catalogue order.

    Where there is no room for all findings, each clause shows its first ones, as many for one as for another.
    """
    entries = {entry.finding.id: entry for entry in view.ledger if entry.finding}
    rows: dict[str, list[FindingRow]] = defaultdict(list)
    for finding in view.findings:
        row = _row(finding, entries.get(finding.id), words, overview.context.reveal, overview)
        rows[finding.clause].append(row)
    most = _most(list(rows.values()), room)
    return [
        ClauseFindings(clause, overview.titles.clause(clause.outcome.clause), rows[clause.outcome.clause][:most])
        for clause in view.project.clauses
        if clause.outcome.findings
    ]


def _most(lists: Sequence[Sequence[FindingRow]], room: int) -> int:
    """How many rows each list may show so that all fit into ``room``."""
    longest = max(map(len, lists), default=0)
    steps: list[int] = [0] * longest
    for rows in lists:
        for place, row in enumerate(rows):
            steps[place] += row.size
    return bisect_right(list(accumulate(steps)), room)


def _row(
    finding: ResultFinding, entry: LedgerEntry | None, words: PageWords, reveal: bool, overview: Overview
) -> FindingRow:
    source, waiver = finding.source, finding.waiver
    costs = tuple(_costs(entry)) if entry else ("", "", "")
    said = ""
    if waiver is not None:
        reason, by = shown_text(waiver.reason, reveal=reveal), shown_text(waiver.approved_by, reveal=reveal)
        said = words("waived_until", reason=reason, by=by, until=waiver.expires_on)
    return FindingRow(
        record=shown_record(finding, reveal=reveal),
        due=moment_words(finding.due_at),
        detail=words.detail(finding),
        log=overview.titles.log(source.log) if source else "",
        place=f"{source.file}:{source.line}" if source else "",
        waiver=said,
        amount=costs[0],
        absorbed=costs[1],
        deducted=costs[2],
    )


def _costs(entry: LedgerEntry) -> Iterator[str]:
    for points in (entry.amount, entry.item_absorbed + entry.category_absorbed, entry.deducted):
        yield points_text(points)
