"""A quarterly review as a table, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from commsaudit.reports.masking import shown_record, shown_text
from commsaudit.reports.terminal.clauses import moment_words
from commsaudit.reports.terminal.text import Paint, Style, clean, shortened, table, width_of
from commsaudit.reports.titles import Titles
from commsaudit.results.history_words import Say, escaped, shown_id, signed
from commsaudit.results.review import Ending, Month, Recurring, Review, ReviewRow
from commsaudit.results.review_open import Open
from commsaudit.scoring.numbers import points_text

SCHEMA = "commsaudit.review/1"
_SHOWN = 20
_TITLE, _LEAST = 36, 10
Cells = Sequence[str]


def _fitting(rows: list[list[str]], columns: int) -> list[list[str]]:
    """Rows whose widest columns are cut, so that a table of them is no wider than ``columns``; none below a few signs."""
    most = _TITLE
    while rows and most > _LEAST and sum(_widest(rows, most)) > columns:
        most -= 1
    return [[shortened(cell, most) for cell in row] for row in rows]


def _widest(rows: list[list[str]], most: int) -> list[int]:
    return [min(max(width_of(cell) for cell in column), most) + 2 for column in zip(*rows, strict=True)]


def percent_text(share: Fraction) -> str:
    """A share in percent, one decimal, half up."""
    value = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return points_text(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


class ReviewText:
    """The lines of a review, for a terminal or in Markdown. ``show_all``: every line of every part."""

    def __init__(self, review: Review, titles: Titles, say: Say, *, show_all: bool, reveal: bool) -> None:
        self._review = review
        self._titles = titles
        self._say = say
        self._all = show_all
        self._reveal = reveal

    def table_lines(self, *, columns: int, color: bool) -> Iterator[str]:
        """For a terminal."""
        paint = Paint(color)
        yield paint(self._say("reviewed", label=self._review.quarter.label), Style.HEADING)
        for heading, rows, right in self._parts():
            yield ""
            yield paint(heading, Style.HEADING)
            shown = rows if self._all else rows[: _SHOWN + 1]
            lines = table(_fitting([[clean(each) for each in row] for row in shown], columns - 2), right, indent=2)
            yield from (shortened(line, columns) for line in lines)
            if len(shown) < len(rows):
                yield f"  {self._say('more', count=len(rows) - len(shown))}"

    def markdown_lines(self) -> Iterator[str]:
        """In Markdown, everything from logs escaped."""
        yield f"# {self._say('reviewed', label=self._review.quarter.label)}"
        for heading, rows, right in self._parts():
            yield ""
            yield f"## {heading}"
            if not rows:
                continue
            yield ""
            numbers = set(right)
            for nth, row in enumerate(rows):
                yield f"| {' | '.join(escaped(each) for each in row)} |"
                if not nth:
                    yield f"|{'|'.join(' ---: ' if place in numbers else ' --- ' for place in range(len(row)))}|"

    def _parts(self) -> Iterator[tuple[str, list[Cells], Sequence[int]]]:
        """Each part: its heading, its rows with a heading row, and which columns hold numbers."""
        review, say = self._review, self._say
        months = len(review.periods)
        yield say("side_by_side"), list(self._scores()), range(2, 6 + months)
        heading = say("recurring" if review.recurring else "no_recurring")
        yield heading, list(self._recurring()), range(3, 3 + months)
        yield (say("open", count=len(review.open)) if review.open else say("no_open")), list(self._open()), ()
        key = "ending" if review.ending else "no_ending"
        yield say(key, until=review.until, count=len(review.ending)), list(self._ending()), (4,)

    def _scores(self) -> Iterator[Cells]:
        say = self._say
        keys = ("change", "mean", "rank", "rank_change")
        yield [say("project"), say("name"), *self._review.periods, *map(say, keys)]
        for row in self._review.rows:
            moved = row.rank_change
            yield [
                row.project_id,
                row.name,
                *map(_month, row.months),
                "" if row.change is None else signed(row.change),
                "" if row.mean is None else f"{percent_text(row.mean)} %",
                "" if row.rank is None else str(row.rank),
                "" if moved is None else f"{moved:+d}" if moved else "0",
            ]

    def _recurring(self) -> Iterator[Cells]:
        say = self._say
        if self._review.recurring:
            yield [say("project"), say("clause"), say("title"), *self._review.periods, say("same_record")]
        for each in self._review.recurring:
            counts = ["-" if count is None else str(count) for count in each.counts]
            records = say("list_comma").join(shown_record(one, reveal=self._reveal) or "*" for one in each.records)
            yield [each.project_id, each.clause, self._titles.clause(each.clause), *counts, records]

    def _open(self) -> Iterator[Cells]:
        say = self._say
        if self._review.open:
            yield [say(key) for key in ("project", "clause", "title", "record", "due", "seen")]
        for each in self._review.open:
            found = each.finding
            record = shown_record(found, reveal=self._reveal) or "*"
            title = self._titles.clause(found.clause)
            yield [found.project_id, found.clause, title, record, moment_words(found.due_at), each.seen]

    def _ending(self) -> Iterator[Cells]:
        say = self._say
        if self._review.ending:
            yield [say(key) for key in ("project", "clause", "record", "expires", "covers", "reason")]
        for each in self._review.ending:
            said = f"{each.reason} ({each.approved_by})"
            texts = [shown_text(text, reveal=self._reveal) for text in (each.record_id, said)]
            yield [each.project_id, each.clause, texts[0], each.expires_on.isoformat(), str(each.covers), texts[1]]


def _month(month: Month | None) -> str:
    return "-" if month is None else f"{points_text(month.score)} (#{month.rank})"


def as_json(review: Review, *, reveal: bool) -> str:
    """The review for other programs: points are decimals in text, as in a result."""
    content = {
        "schema": SCHEMA,
        "quarter": review.quarter.label,
        "periods": list(review.periods),
        "projects": [_row(row) for row in review.rows],
        "recurring": [_again(each, reveal) for each in review.recurring],
        "open": [_still(each, reveal) for each in review.open],
        "ending_waivers": [_waiver(each, reveal) for each in review.ending],
        "until": review.until.isoformat(),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _row(row: ReviewRow) -> dict[str, object]:
    return {
        "project_id": row.project_id,
        "name": row.name,
        "months": [
            {
                "period": month.period,
                "score": points_text(month.score),
                "points": points_text(month.points),
                "rank": month.rank,
            }
            for month in row.known
        ],
        "change": None if row.change is None else points_text(row.change),
        "mean_percent": None if row.mean is None else percent_text(row.mean),
        "rank": row.rank,
        "rank_change": row.rank_change,
    }


def _again(each: Recurring, reveal: bool) -> dict[str, object]:
    return {
        "project_id": each.project_id,
        "standard": each.standard,
        "clause": each.clause,
        "findings": list(each.counts),
        "same_record": [shown_id(one, reveal=reveal) for one in each.records],
    }


def _still(each: Open, reveal: bool) -> dict[str, object]:
    found = each.finding
    return {
        "id": shown_id(found, reveal=reveal),
        "project_id": found.project_id,
        "clause": found.clause,
        "due_at": found.due_at.isoformat(timespec="microseconds"),
        "seen": each.seen,
    }


def _waiver(each: Ending, reveal: bool) -> dict[str, object]:
    return {
        "project_id": each.project_id,
        "clause": each.clause,
        "record_id": shown_text(each.record_id, reveal=reveal),
        "reason": shown_text(each.reason, reveal=reveal),
        "approved_by": each.approved_by,
        "expires_on": each.expires_on.isoformat(),
        "covers": each.covers,
    }
