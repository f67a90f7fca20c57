"""The kinds of things that inspectors look at one by one, as ``subjects.toml`` beside this file lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from commsaudit.model.period import Period

_FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """One kind. ``shows`` are the columns that help to find one; ``personal`` those that are shown with --reveal alone."""

    name: str
    zh: str
    en: str
    log: str
    where: str
    needs: tuple[str, ...]
    shows: tuple[str, ...]
    personal: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        return tuple(dict.fromkeys((*self.needs, *self.shows, *self.personal)))

    def condition(self, period: Period) -> str:
        """``where`` for a period, seen from its T."""
        last = min(period.ends_on, period.as_of.date())
        said = self.where.replace("$first_day", f"DATE '{period.starts_on}'")
        return said.replace("$last_day", f"DATE '{last}'")


@cache
def subject_kinds() -> Mapping[str, SubjectKind]:
    """All kinds by name."""
    return {
        name: SubjectKind(
            name=name,
            zh=entry["zh"],
            en=entry["en"],
            log=entry["log"],
            where=entry["where"].strip(),
            needs=tuple(entry["needs"]),
            shows=tuple(entry["shows"]),
            personal=tuple(entry["personal"]),
        )
        for name, entry in tomllib.loads(_FILE.read_text("utf-8")).items()
    }
