"""The functions that a check of others may call, and why others are refused: ``cage_names.toml`` beside this file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_suffix(".toml")
_ONLY = frozenset({"tables", "bare", "refused"})


@dataclass(frozen=True, slots=True)
class Names:
    """``functions`` may be called, ``tables`` in a FROM clause; ``ordered`` with an ORDER BY within; ``bare`` are refused columns."""

    functions: frozenset[str]
    ordered: frozenset[str]
    tables: frozenset[str]
    bare: frozenset[str]
    refused: tuple[tuple[re.Pattern[str], str, str], ...]

    def why_refused(self, name: str) -> tuple[str, str]:
        """Why a check of others may not call ``name``, in both languages."""
        for pattern, en, zh in self.refused:
            if pattern.fullmatch(name):
                return en, zh
        return "it is none of the functions of docs/writing-checks.md", "不在 docs/writing-checks.md 所列的函数中"


@cache
def names() -> Names:
    """The names, as the file has them."""
    table = tomllib.loads(_FILE.read_text("utf-8"))
    groups = {key: frozenset(words.split()) for key, words in table.items() if isinstance(words, str)}
    return Names(
        functions=frozenset().union(*(group for key, group in groups.items() if key not in _ONLY)),
        ordered=groups["ordered"],
        tables=groups["tables"],
        bare=groups["bare"],
        refused=tuple((re.compile(entry["pattern"]), entry["en"], entry["zh"]) for entry in table["refused"]),
    )
