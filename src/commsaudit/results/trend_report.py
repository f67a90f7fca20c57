"""A trend as a table with spark lines, as CSV and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal

from commsaudit.reports.terminal.clauses import moment_words
from commsaudit.reports.terminal.text import Paint, Style, clean, shortened, table, width_of
from commsaudit.reports.titles import Titles
from commsaudit.results.history_words import Say, csv_text, signed
from commsaudit.results.trend import Row, Trend, Value
from commsaudit.scoring.numbers import points_text

SCHEMA = "commsaudit.trend/1"
_BARS = "▁▂▃▄▅▆▇█"
_NONE = "·"
_SPARKS = 24
_TITLE = 30
_FEWEST = 2


def spark(values: Sequence[Decimal | None]) -> str:
    """A line of bars from the lowest of ``values`` to the highest; a dot where there is none."""
    known = [value for value in values if value is not None]
    if not known:
        return _NONE * len(values)
    low, span = min(known), max(known) - min(known)
    steps = len(_BARS) - 1
    return "".join(
        _NONE if value is None else _BARS[int((value - low) * steps / span) if span else steps // 2] for value in values
    )


def table_lines(trends: Sequence[Trend], titles: Titles, say: Say, *, columns: int, color: bool) -> Iterator[str]:
    """A table for each kind of period; of many periods the last ones are listed."""
    paint = Paint(color)
    for place, trend in enumerate(trends):
        if place:
            yield ""
        yield paint(say(f"kind_{trend.kind}"), Style.HEADING)
        yield from _table(trend, titles, say, columns)
        for period, as_of in trend.interim.items():
            yield say("interim", period=clean(period), as_of=moment_words(as_of))


def _table(trend: Trend, titles: Titles, say: Say, columns: int) -> Iterator[str]:
    named = [(shortened(clean(row.project_id), 16), _title(row, titles, say)) for row in trend.rows]
    figures = [[_figure(value) for value in row.values] for row in trend.rows]
    tails = [_tail(row) for row in trend.rows]
    heads = (say("project"), say("rate") if trend.rows[0].standard else say("category"))
    ends = (say("change"), say("trend"))
    labels = [clean(period) for period in trend.periods]
    taken = sum(max(width_of(row[nth]) for row in (heads, *named)) + 2 for nth in range(2))
    taken += sum(max(width_of(row[nth]) for row in (ends, *tails)) + 2 for nth in range(2))
    widths = [
        max(width_of(text) for text in (labels[nth], *(row[nth] for row in figures))) for nth in range(len(labels))
    ]
    shown = len(labels)
    while shown > _FEWEST and taken + sum(width + 2 for width in widths[-shown:]) > columns:
        shown -= 1
    rows = [(*heads, *labels[-shown:], *ends)]
    before = ""
    for name, values, tail in zip(named, figures, tails, strict=True):
        rows.append(("" if name[0] == before else name[0], name[1], *values[-shown:], *tail))
        before = name[0]
    yield from table(rows, right=range(2, 3 + shown))
    if shown < len(labels):
        yield say("earlier", shown=shown, all=len(labels))


def _title(row: Row, titles: Titles, say: Say) -> str:
    if row.standard:
        return shortened(clean(titles.standard(row.standard)), _TITLE)
    if row.category is None:
        return shortened(clean(row.name), _TITLE) or say("total")
    return "  " + shortened(clean(f"{row.category} {titles.part(row.category)}".strip()), _TITLE - 2)


def _figure(value: Value | None) -> str:
    return "-" if value is None else points_text(value.value)


def _tail(row: Row) -> tuple[str, str]:
    change = row.change
    bars = spark([None if value is None else value.percent for value in row.values[-_SPARKS:]])
    return "" if change is None else signed(change), bars


def as_csv(trends: Sequence[Trend], say: Say) -> str:
    """A row for each project, category and period."""
    keys = ("kind", "period", "as_of", "project", "name", "category", "standard", "score", "points", "percent")
    rows: list[list[str | Decimal | None]] = [[say(key) for key in keys]]
    for trend in trends:
        for row in trend.rows:
            for value in row.known:
                rows.append(
                    [
                        say(f"kind_{trend.kind}"),
                        value.period.label,
                        value.period.as_of.isoformat(timespec="microseconds"),
                        row.project_id,
                        row.name,
                        row.category,
                        row.standard,
                        None if value.points is None else value.value,
                        value.points,
                        value.percent,
                    ]
                )
    return csv_text(rows)


def as_json(trends: Sequence[Trend]) -> str:
    """The trend for other programs: points are decimals in text, as in a result."""
    content = {
        "schema": SCHEMA,
        "trends": [
            {"kind": trend.kind, "periods": list(trend.periods), "rows": [_row(row) for row in trend.rows]}
            for trend in trends
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _row(row: Row) -> dict[str, object]:
    return {
        "project_id": row.project_id,
        "name": row.name,
        "category": row.category,
        "standard": row.standard,
        "values": [
            {
                "period": value.period.label,
                "as_of": value.period.as_of.isoformat(timespec="microseconds"),
                "score": None if value.points is None else points_text(value.value),
                "points": None if value.points is None else points_text(value.points),
                "percent": points_text(value.percent),
            }
            for value in row.known
        ],
    }
