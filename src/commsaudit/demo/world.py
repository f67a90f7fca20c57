"""The world: the rows of every log before they are written, and the helpers that its builders share."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from commsaudit.demo import dates, texts
from commsaudit.demo.company import Project
from commsaudit.model.schema import logs
from commsaudit.model.units import Unit

Row = dict[str, object]
Rows = dict[str, list[Row]]
Text = TypeVar("Text")


class World:
    """All rows of the demo company: log -> rows with canonical columns and Python values (None: absent)."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.rows: Rows = {name: [] for name in logs()}
        self._ids: Counter[tuple[str, str]] = Counter()

    def add(self, log: str, project: Project, **values: object) -> Row:
        """Add a row to ``log``; columns not named are absent."""
        row: Row = dict.fromkeys(column.name for column in logs()[log].columns)
        unknown = set(values) - set(row)
        if unknown:
            raise KeyError(f"{log} has no column {sorted(unknown)}")
        row.update(values, project_id=project.id)
        self.rows[log].append(row)
        return row

    def next_id(self, prefix: str, project: Project) -> str:
        """The next id with ``prefix`` in that project; other projects count for themselves, so ids repeat."""
        self._ids[prefix, project.id] += 1
        return f"{prefix}-{self._ids[prefix, project.id]:04d}"

    def of(self, log: str, project: Project) -> list[Row]:
        """The project's rows of ``log``."""
        return [row for row in self.rows[log] if row["project_id"] == project.id]

    def pick(self, choices: Sequence[Text]) -> Text:
        """One of ``choices``."""
        return choices[self.rng.randrange(len(choices))]

    def person(self) -> str:
        """An invented name."""
        return self.pick(texts.SURNAMES) + self.pick(texts.GIVEN)

    def phone(self) -> str:
        """A phone number that is obviously invented."""
        return f"1380000{self.rng.randrange(10000):04d}"

    def moment(self, day: date, first: int = 8, last: int = 19) -> datetime:
        """A minute of ``day`` between the hours ``first`` and ``last``, never on the hour."""
        return dates.at(day, self.rng.randint(first, last), self.rng.randint(1, 58))

    def day_in(self, unit: Unit, project: Project, first: int = 1, last: int = 28) -> date | None:
        """A day of the month from ``first`` to ``last`` on which the project is busy, or None."""
        every = [dates.on(unit, number) for number in range(first, last + 1)]
        found = [day for day in every if project.busy(day)]
        return self.pick(found) if found else None

    def staff(self, project: Project, role: str, nth: int = 0) -> str:
        """The id of a member of staff who holds ``role`` and stays."""
        found = [row for row in self.of("staff", project) if row["role"] == role and row["left_on"] is None]
        return text(found[nth % len(found)], "staff_id")

    def residents(self, project: Project) -> list[Row]:
        """The households that have long lived there (where none has: those to come), but for the focus ones.

        Whatever befalls anyone befalls them: who moves in, stays away or is in the focus is spoken to only as a
        clause asks for, so that one contact less is a finding whatever the seed.
        """
        homes = [row for row in self.of("households", project) if row["moved_in_on"] is not None and not row["focus"]]
        return [row for row in homes if settled(row)] or homes

    def household(self, project: Project) -> Row:
        """Any of the residents."""
        return self.pick(self.residents(project))


def text(row: Row, column: str) -> str:
    """The text in ``column``."""
    value = row[column]
    if not isinstance(value, str):
        raise TypeError(f"{column}: {value!r}")
    return value


def moment(row: Row, column: str) -> datetime:
    """The time in ``column``."""
    value = row[column]
    if not isinstance(value, datetime):
        raise TypeError(f"{column}: {value!r}")
    return value


def day(row: Row, column: str) -> date:
    """The day in ``column``, a date or a time."""
    value = row[column]
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, date):
        raise TypeError(f"{column}: {value!r}")
    return value


def settled(home: Row) -> bool:
    """Whether the household lived there before the demo begins."""
    return home["moved_in_on"] is not None and day(home, "moved_in_on") < dates.HISTORY.starts_on


def later(moment_: datetime, minutes: int) -> datetime:
    """``minutes`` after ``moment_``, but within its day; a bare date counts from 09:00."""
    if moment_ == dates.bare(moment_):
        moment_ = dates.at(moment_, 9)
    return min(moment_ + timedelta(minutes=minutes), dates.last_minute(moment_))


Builder = Callable[[World], None]
"""Adds the rows of some logs to the world; builders run in the order of build.py."""
