"""The quick ways of reading a moment agree with the careful one wherever they give a value at all."""

from __future__ import annotations

import random

import pyarrow as pa

from commsaudit.calendar.workdays import WorkingDays
from commsaudit.engine.database import Database
from commsaudit.logs.sampling import NATIVE_FORMATS
from commsaudit.logs.typing import PLAIN_FORMS
from commsaudit.model.period import parse_period

SIGNS = "0123456789-:/. T年月日时分+Z\t\v\f ０ "
PLAIN = [
    "2026-03-05 08:07:06", "2026-03-05", "2026-03-05 08:07", "2026-03-05T08:07:06", "2026-03-05 08:07:06.123456",
    "2026/3/5 8:07", "2026.03.05", "2026年3月5日", "2026年3月5日8时7分", "20260305", "26-3-05 08:07:06", "26/3/5 8:07",
    "infinity", "epoch", "0202-03-05", "2026-02-30",
]  # fmt: skip


def _texts(count: int) -> list[str]:
    """Moments in which up to three signs were put, changed or left out."""
    chance = random.Random(5)
    found = dict.fromkeys(PLAIN)
    while len(found) < count:
        text = list(chance.choice(PLAIN))
        for _ in range(chance.choice((1, 1, 2, 3))):
            place, what = chance.randrange(len(text) + 1), chance.random()
            if what < 0.4 and text[place:]:
                text[place] = chance.choice(SIGNS)
            elif what < 0.7:
                text.insert(place, chance.choice(SIGNS))
            elif text[place:]:
                del text[place]
        if text:
            found["".join(text)] = None
    return list(found)


def test_no_quick_reading_gives_another_moment_than_the_careful_one() -> None:
    """Of the reader's own forms those before 1900-01-02 are read as text, whatever they say."""
    quick = [f"{macro}(text)" for macro in PLAIN_FORMS.values()]
    moment = f"try_strptime(text, '{NATIVE_FORMATS['TIMESTAMP']}')"
    native = f"CASE WHEN {moment} >= TIMESTAMP '1900-01-02' THEN {moment} END"
    with Database() as database:
        database.prepare(parse_period("2026-03"), WorkingDays(), roll_to_working_day=False)
        database.connection.register("texts", pa.table({"text": _texts(60_000)}))
        rows = database.connection.execute(
            f"SELECT text, any_moment(narrowed(text), 'Asia/Shanghai'), {', '.join([*quick, native])} FROM texts"
        ).fetchall()
    read = [(text, careful, [each for each in quick if each]) for text, careful, *quick in rows]
    assert sum(bool(quick) for _, _, quick in read) > 1_500
    assert [each for each in read if set(each[2]) - {each[1]}] == []
