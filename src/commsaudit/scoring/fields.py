"""Reading plain JSON values into the facts that they stand for, or saying which one is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from commsaudit.scoring.numbers import points_of

T = TypeVar("T")
_FIGURE = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12})?")


class ShapeError(Exception):
    """A value is not what its place asks for: ``path`` is the place, ``expected`` what it asks for."""

    def __init__(self, path: str, expected: str) -> None:
        super().__init__(f"{path}: {expected}")
        self.path = path
        self.expected = expected


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.isoformat(timespec="microseconds") != text or moment.tzinfo:
        raise ValueError(text)
    return moment


class Fields:
    """One JSON object, read key by key; ``done`` says that nothing was left over.

    Every method raises ShapeError where the value is missing or of another kind.
    """

    __slots__ = ("_path", "_unread", "_values")

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise ShapeError(path, "an object")
        self._values: Mapping[str, object] = value
        self._path = path
        self._unread = set(value)

    def path(self, key: str) -> str:
        """Where the value of ``key`` stands in the file."""
        return f"{self._path}.{key}" if self._path else key

    def any(self, key: str) -> object:
        """The value of ``key``, whatever it is."""
        self._unread.discard(key)
        try:
            return self._values[key]
        except KeyError:
            raise ShapeError(self.path(key), "a value, but the key is missing") from None

    def everything(self) -> Mapping[str, object]:
        """The whole object as it is."""
        self._unread.clear()
        return self._values

    def text(self, key: str) -> str:
        """A string."""
        value = self.any(key)
        if not isinstance(value, str):
            raise ShapeError(self.path(key), "a string")
        return value

    def count(self, key: str) -> int:
        """A whole number, not negative."""
        value = self.any(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ShapeError(self.path(key), "a whole number, 0 or more")
        return value

    def points(self, key: str) -> Decimal:
        """A decimal string."""
        return self._parsed(key, points_of, 'a decimal string such as "0.1"')

    def figure(self, key: str) -> str:
        """A number in text, as it is written."""
        value = self.text(key)
        if not _FIGURE.fullmatch(value):
            raise ShapeError(self.path(key), "a number in text")
        return value

    def follows(self, key: str, value: str | int) -> None:
        """A value that follows from others of the object, and must be ``value``."""
        if self.any(key) != value:
            raise ShapeError(self.path(key), f"{value}, which follows from the other values")

    def day(self, key: str) -> date:
        """A date."""
        return self._parsed(key, _day, "a date YYYY-MM-DD")

    def moment(self, key: str) -> datetime:
        """A moment without offset."""
        return self._parsed(key, _moment, "a moment YYYY-MM-DDTHH:MM:SS.ffffff")

    def choice(self, key: str, parse: Callable[[str], T], expected: str) -> T:
        """A word that ``parse`` knows (it raises ValueError for others)."""
        return self._parsed(key, parse, expected)

    def optional(self, key: str, read: Callable[[str], T]) -> T | None:
        """None where the value is null, else what ``read`` (a method of this object) makes of ``key``."""
        if self._values.get(key, ...) is None:
            self._unread.discard(key)
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

    def array(self, key: str) -> list[object]:
        """A list."""
        value = self.any(key)
        if not isinstance(value, list):
            raise ShapeError(self.path(key), "a list")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        values = self.array(key)
        found = tuple(value for value in values if isinstance(value, str))
        if len(found) != len(values):
            raise ShapeError(self.path(key), "a list of strings")
        return found

    def done(self, read: T) -> T:
        """``read``, where every key was read."""
        if self._unread:
            raise ShapeError(self.path(min(self._unread)), "nothing: the schema has no such key")
        return read

    def _parsed(self, key: str, parse: Callable[[str], T], expected: str) -> T:
        try:
            return parse(self.text(key))
        except ValueError:
            raise ShapeError(self.path(key), expected) from None
