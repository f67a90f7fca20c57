"""The calendar package against the State Council's notices, 2007 to 2026: no difference on any day."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from commsaudit.calendar.workdays import WorkingDays


def test_every_day_from_2007_to_2026_is_what_the_notices_say(shared: Path) -> None:
    with (shared / "data" / "workdays_cn.csv").open(encoding="utf-8", newline="") as file:
        said = {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)}
    assert set(said.values()) == {"off", "work"}
    ours = WorkingDays()
    day, different = date(2007, 1, 1), []
    while day < date(2027, 1, 1):
        official = said[day] == "work" if day in said else day.weekday() < 5
        if official != ours.is_working_day(day):
            different.append(day)
        day += timedelta(days=1)
    assert different == []
