"""The quarterly review: three months of a history side by side, what recurs, who moved, what is open, which waivers end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from commsaudit.errors import UsageError
from commsaudit.model.result import AuditResult, ResultFinding
from commsaudit.model.units import Unit, UnitKind, parse_label, unit_of
from commsaudit.results.history import (
    PROJECT,
    History,
    Standing,
    chosen,
    is_scored,
    latest,
    missing_period,
)
from commsaudit.results.history_index import Entry, ProjectSummary
from commsaudit.results.review_open import Open, Results, still_open

_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Month:
    """One project in one month. ``rank`` is among the projects that were scored in it."""

    period: str
    score: Decimal
    points: Decimal
    rank: int


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One project over the quarter: its months (None: not scored), the mean share of its points, its rank by that."""

    project_id: str
    name: str
    months: tuple[Month | None, ...]
    mean: Fraction | None
    rank: int | None

    @property
    def known(self) -> Sequence[Month]:
        """The months in which it was scored."""
        return [month for month in self.months if month is not None]

    @property
    def change(self) -> Decimal | None:
        """The last month's score less the first one's; None where there are not two."""
        return self.known[-1].score - self.known[0].score if len(self.known) > 1 else None

    @property
    def rank_change(self) -> int | None:
        """By how many places it rose (fell, where negative) from the first month to the last."""
        return self.known[0].rank - self.known[-1].rank if len(self.known) > 1 else None


@dataclass(frozen=True, slots=True)
class Recurring:
    """A clause that failed in two or more months. ``counts`` are the findings of each month (None: not judged)."""

    project_id: str
    standard: str
    clause: str
    counts: tuple[int | None, ...]
    records: tuple[ResultFinding, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """A waiver that ends soon. ``covers`` is how many findings of the quarter it covers."""

    project_id: str
    clause: str
    record_id: str
    reason: str
    approved_by: str
    expires_on: date
    covers: int


@dataclass(frozen=True, slots=True)
class Review:
    """A quarter. ``until`` is the last day of the next one."""

    quarter: Unit
    periods: tuple[str, ...]
    rows: tuple[ReviewRow, ...]
    recurring: tuple[Recurring, ...]
    open: tuple[Open, ...]
    ending: tuple[Ending, ...]
    until: date


def review(
    history: History, label: str, projects: Sequence[str] = (), standing: frozenset[str] = frozenset()
) -> Review:
    """The review of the quarter ``label``.

    ``projects`` are globs; ``standing`` the clauses whose obligations fall due at each period's end.

    Raises:
        UsageError: it is no quarter, one of its months is missing, or a glob chooses no project.
        InputError: a file of the folder that is no result.
    """
    quarter = quarter_of(label)
    entries = history.entries
    months = months_of(quarter)
    counted = _counted(entries, months)
    wanted = chosen(projects, (name for month in counted for name in month), PROJECT)
    counted = [{name: each for name, each in month.items() if name in wanted} for month in counted]
    results = Results(history)
    findings = [_findings(results, month) for month in counted]
    until = quarter.following().ends_on
    return Review(
        quarter,
        tuple(month.label for month in months),
        tuple(_rows(counted, sorted(wanted))),
        tuple(_recurring(results, counted, findings)),
        tuple(still_open(results, entries, quarter, wanted, findings, standing)),
        tuple(_ending(results, counted, findings, quarter.ends_on, until)),
        until,
    )


def quarter_of(label: str) -> Unit:
    """The quarter that ``label`` names.

    Raises:
        UsageError: it names none.
    """
    try:
        unit = parse_label(label.strip())
    except ValueError:
        unit = None
    if unit is None or unit.kind is not UnitKind.QUARTER:
        raise UsageError(
            f"'{label}' is no quarter: write 2026-Q1 (trend and compare take other periods)",
            f"“{label}”不是季度：请写 2026-Q1（其他期间可用 trend 和 compare）",
        )
    return unit


def months_of(quarter: Unit) -> list[Unit]:
    """The three months of a quarter."""
    months = [unit_of(UnitKind.MONTH, quarter.starts_on)]
    while len(months) < _MONTHS:
        months.append(months[-1].following())
    return months


def _counted(entries: Sequence[Entry], months: Sequence[Unit]) -> list[dict[str, Standing]]:
    """By month and project the result that counts: the last that scores it, else the last.

    Raises:
        UsageError: a month is missing.
    """
    inside = {month.label for month in months}
    of_months = [entry for entry in entries if entry.period.label in inside]
    every, scored = latest(of_months, lambda _: True), latest(of_months, is_scored)
    missing = [month.label for month in months if month.label not in every]
    if missing:
        raise missing_period(missing[0], entries)
    return [every[month.label] | scored.get(month.label, {}) for month in months]


def _findings(results: Results, month: Mapping[str, Standing]) -> dict[str, list[ResultFinding]]:
    """The findings of each project in the result that counts for it."""
    found: dict[str, list[ResultFinding]] = {}
    for project_id, standing in month.items():
        found[project_id] = list(results.findings(standing.entry).get(project_id, {}).values())
    return found


def _place(project: ProjectSummary) -> tuple[Fraction, Fraction]:
    """What a month ranks by, as every report does: the share kept, then the share that is sure."""
    points = Fraction(project.points or 1)
    return Fraction(project.score or 0) / points, Fraction(project.low or 0) / points


def _ranks(places: Mapping[str, tuple[Fraction, ...]]) -> dict[str, int]:
    """Ranks, the best first; equals share one."""
    ordered = sorted(places.items(), key=lambda entry: entry[1], reverse=True)
    ranks: dict[str, int] = {}
    before, rank = None, 0
    for nth, (name, place) in enumerate(ordered, 1):
        if place != before:
            before, rank = place, nth
        ranks[name] = rank
    return ranks


def _rows(counted: Sequence[Mapping[str, Standing]], projects: Sequence[str]) -> Iterator[ReviewRow]:
    ranks = [
        _ranks({name: _place(each.project) for name, each in month.items() if is_scored(each.project)})
        for month in counted
    ]
    means = {}
    for name in projects:
        shares = [
            _place(month[name].project)[0] for month in counted if name in month and is_scored(month[name].project)
        ]
        if shares:
            means[name] = sum(shares, Fraction(0)) / len(shares)
    final = _ranks({name: (mean,) for name, mean in means.items()})
    rows = []
    for name in projects:
        months = tuple(_month(month.get(name), rank) for month, rank in zip(counted, ranks, strict=True))
        title = next((month[name].project.name for month in reversed(counted) if name in month), "")
        rows.append(ReviewRow(name, title, months, means.get(name), final.get(name)))
    yield from sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.project_id))


def _month(standing: Standing | None, ranks: Mapping[str, int]) -> Month | None:
    if standing is None or standing.project.score is None or standing.project.points is None:
        return None
    project = standing.project
    return Month(
        standing.entry.period.label, standing.project.score, standing.project.points, ranks[project.project_id]
    )


def _recurring(
    results: Results,
    counted: Sequence[Mapping[str, Standing]],
    findings: Sequence[Mapping[str, Sequence[ResultFinding]]],
) -> Iterator[Recurring]:
    """Clauses with findings in two or more months, and the records that are the same in two or more."""
    for project_id in sorted({name for month in counted for name in month}):
        counts: dict[tuple[str, str], list[int | None]] = {}
        for nth, month in enumerate(counted):
            if project_id not in month:
                continue
            for clause in results.clauses(month[project_id].entry, project_id):
                key = clause.outcome.standard, clause.outcome.clause
                if clause.outcome.status.is_judged:
                    counts.setdefault(key, [None] * len(counted))[nth] = clause.outcome.findings
        seen: dict[str, list[ResultFinding]] = defaultdict(list)
        for month_findings in findings:
            for finding in month_findings.get(project_id, ()):
                seen[finding.id].append(finding)
        for (standard, name), found in counts.items():
            if sum(bool(count) for count in found) > 1:
                again = tuple(each[-1] for each in seen.values() if len(each) > 1 and each[0].clause == name)
                yield Recurring(project_id, standard, name, tuple(found), again)


def _ending(
    results: Results,
    counted: Sequence[Mapping[str, Standing]],
    findings: Sequence[Mapping[str, Sequence[ResultFinding]]],
    ends_on: date,
    until: date,
) -> list[Ending]:
    """The waivers of the quarter's audits that end after it, up to ``until``."""
    found: dict[tuple[str, str, str, date], Ending] = {}
    entries = {each.entry.name: each.entry for month in counted for each in month.values()}
    projects = {name for month in counted for name in month}
    every = [each for month in findings for group in month.values() for each in group]
    for entry in entries.values():
        for said in recorded_waivers(results.of(entry)):
            if said.project_id in projects and ends_on < said.expires_on <= until:
                found[said.project_id, said.clause, said.record_id, said.expires_on] = said
    return [
        Ending(
            each.project_id,
            each.clause,
            each.record_id,
            each.reason,
            each.approved_by,
            each.expires_on,
            len({finding.id for finding in every if _covers(each, finding)}),
        )
        for _, each in sorted(found.items(), key=lambda entry: (entry[1].expires_on, entry[0]))
    ]


def _covers(waiver: Ending, finding: ResultFinding) -> bool:
    note = finding.waiver
    return (
        note is not None
        and (finding.project_id, finding.clause) == (waiver.project_id, waiver.clause)
        and waiver.record_id in (finding.record_id, "*")
        and (note.reason, note.approved_by, note.expires_on) == (waiver.reason, waiver.approved_by, waiver.expires_on)
    )


def recorded_waivers(result: AuditResult) -> Iterator[Ending]:
    """The waivers that ``result`` was made with; ``covers`` is not counted yet."""
    entries = result.settings.get("waivers")
    for entry in entries if isinstance(entries, list) else []:
        try:
            yield Ending(
                project_id=str(entry["project_id"]),
                clause=str(entry["clause"]),
                record_id=str(entry["record_id"]),
                reason=str(entry["reason"]),
                approved_by=str(entry["approved_by"]),
                expires_on=date.fromisoformat(entry["expires_on"]),
                covers=0,
            )
        except (KeyError, TypeError, ValueError):
            continue
