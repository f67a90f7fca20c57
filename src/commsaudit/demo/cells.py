"""How a value stands in a text file: the date forms, words and habits of the company's many exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from commsaudit.demo import dates
from commsaudit.model.schema import Column, enumerations
from commsaudit.model.units import Unit, UnitKind, parse_label

_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
"""ASCII signs, digits and letters -> their full-width forms."""


def _clock(moment: datetime) -> str:
    seconds = f":{moment.second:02d}" if moment.second else ""
    return f"{moment.hour}:{moment.minute:02d}{seconds}"


def _parted(sign: str) -> Callable[[date, int], str]:
    """2026-3-5 8:07 with ``sign``; a bare date is written without a time, or now and then as 0:00."""

    def written(value: date, nth: int) -> str:
        day = f"{value.year}{sign}{value.month}{sign}{value.day}"
        if not isinstance(value, datetime) or (value == dates.bare(value) and nth % 2 == 0):
            return day
        return f"{day} {_clock(value)}"

    return written


def _chinese(value: date, _nth: int) -> str:
    day = f"{value.year}年{value.month}月{value.day}日"
    if not isinstance(value, datetime) or value == dates.bare(value):
        return day
    return f"{day}{value.hour}时{value.minute}分" + (f"{value.second}秒" if value.second else "")


def _iso(value: date, _nth: int) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value == dates.bare(value) else value.isoformat(sep=" ")
    return value.isoformat()


def _offset(value: date, nth: int) -> str:
    """With an offset: the city's own, or every other row in UTC."""
    if not isinstance(value, datetime) or value == dates.bare(value):
        return _iso(value, nth)
    if nth % 2:
        return (value - dates.EAST).replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() + "+08:00"


def _dotted(value: date, _nth: int) -> str:
    day = f"{value.year}.{value.month:02d}.{value.day:02d}"
    return f"{day} {_clock(value)}" if isinstance(value, datetime) and value != dates.bare(value) else day


def _compact(value: date, nth: int) -> str:
    return _iso(value, nth) if isinstance(value, datetime) else f"{value:%Y%m%d}"


DATE_FORMS: Mapping[str, Callable[[date, int], str]] = {
    "dash": _parted("-"),
    "slash": _parted("/"),
    "chinese": _chinese,
    "iso": _iso,
    "offset": _offset,
    "dot": _dotted,
    "compact": _compact,
}


@dataclass(frozen=True)
class Style:
    """How the cells of one log are written.

    ``words``: zh (Chinese names, in turn) or en. ``wide``: every fifth row's ids, dates and numbers are
    full-width. ``spaced``: every seventh row has stray blanks. ``spellings``: the company's own words,
    which no enumeration knows.
    """

    dates: str = "iso"
    words: str = "en"
    flags: tuple[tuple[str, str], ...] = (("true", "false"),)
    wide: bool = False
    spaced: bool = False
    spellings: Mapping[str, str] = field(default_factory=dict)

    def cell(self, column: Column, value: object, nth: int) -> str:
        """``value`` of the ``nth`` row as text."""
        text = self._plain(column, value, nth)
        if self.wide and nth % 5 == 4 and column.type in ("id", "date", "time", "until", "int", "bool"):
            text = text.translate(_WIDE)
        if self.spaced and text and nth % 7 == 3:
            text = f"  {text}\t" if nth % 2 else f"{text} "
        return text

    def _plain(self, column: Column, value: object, nth: int) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.flags[nth % len(self.flags)][not value]
        if isinstance(value, date):
            return DATE_FORMS[self.dates](value, nth)
        if isinstance(value, Decimal):
            return f"{value:f}"
        if column.type == "period":
            return self.period(str(value))
        if isinstance(value, list):
            return "；;、,，|"[nth % 6 if self.words == "zh" else 1].join(
                self.word(column, part, nth) for part in value
            )
        return self.word(column, str(value), nth) if column.enum else str(value)

    def word(self, column: Column, word: str, nth: int) -> str:
        """A word of an enumeration, by one of its names."""
        if word in self.spellings:
            return self.spellings[word]
        if self.words != "zh" or column.enum is None:
            return word
        names = enumerations()[column.enum].words[word]
        return names[nth % len(names)]

    def period(self, label: str) -> str:
        """A unit's label, or its Chinese name."""
        return chinese_period(parse_label(label)) if self.words == "zh" else label


def chinese_period(unit: Unit) -> str:
    """2026年3月, 2026年一季度, 2026年上半年 or 2026年; a unit that has no such name keeps its label."""
    year = unit.starts_on.year
    if unit.kind is UnitKind.MONTH:
        return f"{year}年{unit.starts_on.month}月"
    if unit.kind is UnitKind.QUARTER:
        return f"{year}年{'一二三四'[unit.starts_on.month // 3]}季度"
    if unit.kind is UnitKind.HALF:
        return f"{year}年{'上下'[unit.starts_on.month // 7]}半年"
    return f"{year}年" if unit.kind is UnitKind.YEAR else unit.label
