"""Reading plain JSON values into the facts that they stand for, or saying which one is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

import orjson

from commsaudit.model.options import MOST
from commsaudit.scoring.numbers import points_of

T = TypeVar("T")
_COUNT = ("a whole number, 0 or more, of at most 15 digits", "不小于 0 的整数，至多 15 位")
_MOST_KEY = 80
_FIGURE = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12})?")


_MISSING = object()


class ShapeError(Exception):
    """A value is not what its place asks for: ``path`` is the place, ``en`` and ``zh`` what it asks for."""

    def __init__(self, path: str, en: str, zh: str) -> None:
        super().__init__(f"{path}: {en}")
        self.path = path
        self.en = en
        self.zh = zh


def day_of(text: str) -> date:
    """A day, as a result file writes it.

    Raises:
        ValueError: it is written otherwise.
    """
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


@lru_cache(maxsize=4096)
def moment_of(text: str) -> datetime:
    """A moment without offset, as a result file writes it.

    Raises:
        ValueError: it is written otherwise.
    """
    moment = datetime.fromisoformat(text)
    if moment.isoformat(timespec="microseconds") != text or moment.tzinfo:
        raise ValueError(text)
    return moment


def _said(value: object) -> bytes | None:
    """What tells ``value`` from all that is not the same; None where nothing short does."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return None


class Fields:
    """One JSON object, read key by key; ``done`` says that nothing was left over.

    Every method raises ShapeError where the value is missing or of another kind.
    """

    __slots__ = ("_path", "_unread")

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise ShapeError(path, "an object", "对象")
        self._path = path
        self._unread: dict[str, object] = value.copy()

    def path(self, key: str) -> str:
        """Where the value of ``key`` stands in the file."""
        return f"{self._path}.{key}" if self._path else key

    def any(self, key: str) -> object:
        """The value of ``key``, whatever it is. Each value is read once."""
        value = self._unread.pop(key, _MISSING)
        if value is _MISSING:
            raise ShapeError(self.path(key), "a value, but the key is missing", "一个值，但缺少该键")
        return value

    def everything(self) -> Mapping[str, object]:
        """The whole object as it is."""
        everything, self._unread = self._unread, {}
        return everything

    def text(self, key: str) -> str:
        """A string."""
        value = self.any(key)
        if not isinstance(value, str):
            raise ShapeError(self.path(key), "a string", "文字")
        return value

    def count(self, key: str) -> int:
        """A whole number, not negative, of at most 15 digits."""
        value = self.any(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
            raise ShapeError(self.path(key), *_COUNT)
        return value

    def points(self, key: str) -> Decimal:
        """A decimal string."""
        return self._parsed(key, points_of, ('a decimal string such as "0.1"', '小数文字，如 "0.1"'))

    def figure(self, key: str) -> str:
        """A number in text, as it is written."""
        value = self.text(key)
        if not _FIGURE.fullmatch(value):
            raise ShapeError(self.path(key), "a number in text", "文字形式的数字")
        return value

    def follows(self, key: str, value: str | int) -> None:
        """A value that follows from others of the object, and must be ``value``."""
        if self.any(key) != value:
            raise ShapeError(
                self.path(key), f"{value}, which follows from the other values", f" {value}（由其他值得出）"
            )

    def day(self, key: str) -> date:
        """A date."""
        return self._parsed(key, day_of, ("a date YYYY-MM-DD", "日期 YYYY-MM-DD"))

    def moment(self, key: str) -> datetime:
        """A moment without offset."""
        return self._parsed(key, moment_of, ("a moment YYYY-MM-DDTHH:MM:SS.ffffff", "时刻 YYYY-MM-DDTHH:MM:SS.ffffff"))

    def choice(self, key: str, parse: Callable[[str], T], expected: tuple[str, str]) -> T:
        """A word that ``parse`` knows (it raises ValueError for others)."""
        return self._parsed(key, parse, expected)

    def optional(self, key: str, read: Callable[[str], T]) -> T | None:
        """None where the value is null, else what ``read`` (a method of this object) makes of ``key``."""
        if self._unread.get(key, _MISSING) is None:
            del self._unread[key]
            return None
        return read(key)

    def part(self, key: str, read: Callable[[Fields], T]) -> T:
        """An object, read by ``read``."""
        inner = Fields(self.any(key), self.path(key))
        return inner.done(read(inner))

    def parts(self, key: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """A list of objects, each read by ``read``."""
        found = []
        for place, value in enumerate(self.array(key)):
            inner = Fields(value, f"{self.path(key)}[{place}]")
            found.append(inner.done(read(inner)))
        return tuple(found)

    def parts_alike(self, key: str, read: Callable[[Fields], T], known: dict[bytes, T]) -> tuple[T, ...]:
        """A list of objects, each read by ``read`` of which nothing depends on its place: one like another is read once.

        ``known`` is what has been read.
        """
        found = []
        for place, value in enumerate(self.array(key)):
            said = _said(value)
            part = known.get(said) if said else None
            if part is None:
                inner = Fields(value, f"{self.path(key)}[{place}]")
                part = inner.done(read(inner))
                if said:
                    known[said] = part
            found.append(part)
        return tuple(found)

    def array(self, key: str) -> list[object]:
        """A list."""
        value = self.any(key)
        if not isinstance(value, list):
            raise ShapeError(self.path(key), "a list", "列表")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        values = self.array(key)
        found = tuple(value for value in values if isinstance(value, str))
        if len(found) != len(values):
            raise ShapeError(self.path(key), "a list of strings", "文字列表")
        return found

    def done(self, read: T) -> T:
        """``read``, where every key was read."""
        if self._unread:
            raise ShapeError(
                self.path(min(self._unread)[:_MOST_KEY]), "nothing: the schema has no such key", "空：没有这个键"
            )
        return read

    def _parsed(self, key: str, parse: Callable[[str], T], expected: tuple[str, str]) -> T:
        try:
            return parse(self.text(key))
        except ValueError:
            raise ShapeError(self.path(key), *expected) from None
