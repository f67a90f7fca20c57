"""The 32 logs: their columns, types, headers, keys and enumerations, as ``logs.toml`` lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a log.

    ``type`` is id, text, bool, int, money, number, date, time, until, period, enum or list; ``enum`` names the
    enumeration of the last two. ``required``: a blank rejects the row, and a file without the column is refused.
    ``optional`` (``?``): a log without it is read as if its cells were blank.
    """

    name: str
    type: str
    enum: str | None
    required: bool
    optional: bool
    headers: tuple[str, ...]

    @property
    def zh(self) -> str:
        """The first Chinese header: the one that templates and messages show."""
        return self.headers[0] if self.headers else self.name


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The words of an enumeration and what else each is called."""

    name: str
    words: Mapping[str, tuple[str, ...]]

    @property
    def has_other(self) -> bool:
        """Whether an unknown word becomes ``other`` (else it rejects the row)."""
        return "other" in self.words

    def spellings(self) -> dict[str, str]:
        """Every accepted spelling and the word that it means."""
        found = {word: word for word in self.words}
        for word, names in self.words.items():
            found.update(dict.fromkeys(names, word))
        return found


@dataclass(frozen=True, slots=True)
class Log:
    """One log: its names, its key (``project_id`` first) and its columns in order."""

    name: str
    zh: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column called ``name``.

        Raises:
            KeyError: there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    @property
    def record_key(self) -> tuple[str, ...]:
        """The key less ``project_id``: what a record id is made from (``project_id`` itself for projects)."""
        return tuple(name for name in self.key if name != "project_id") or ("project_id",)


def _column(spec: str, key: tuple[str, ...]) -> Column:
    name, kind, headers = [*spec.split(":", 2), ""][:3]
    required, optional = kind.endswith("!"), kind.endswith("?")
    kind = kind.rstrip("!?")
    base, _, inner = kind.partition("(")
    return Column(
        name=name,
        type=base,
        enum=inner.rstrip(")") or None,
        required=required or base == "id" or name in key,
        optional=optional,
        headers=tuple(header for header in headers.split("|") if header),
    )


@cache
def _parsed() -> dict[str, Any]:
    return tomllib.loads((_HERE / "logs.toml").read_text("utf-8"))


@cache
def enumerations() -> Mapping[str, Enumeration]:
    """All enumerations by name."""
    return {
        name: Enumeration(name, {word: tuple(str(names).split("|")) for word, names in words.items()})
        for name, words in _parsed()["enums"].items()
    }


@cache
def logs() -> Mapping[str, Log]:
    """All logs by name, in catalogue order."""
    found = {}
    for name, entry in _parsed()["logs"].items():
        key = tuple(entry["key"])
        columns = tuple(_column(spec, key) for spec in entry["columns"])
        found[name] = Log(name, str(entry["zh"]), key, columns)
    return found
