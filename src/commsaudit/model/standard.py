"""Standards as the catalogue holds them: category → item → clause."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

# How standards and clauses are named: it stands in SQL, in file names and in record ids, and two that differ look different.
NAME = re.compile(r"[\w.-]+")

ParameterValue = int | Decimal | str | tuple["ParameterValue", ...]
Deduct = Literal["occurrence", "clause", "item"]
Mode = Literal["score", "observe", "off"]


@dataclass(frozen=True, slots=True)
class Category:
    """The upper level of a standard; the points belong to it."""

    id: str
    points: Decimal
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Item:
    """The middle level; ``cap`` is its own or the category's points. ``deduct`` is the source's wording."""

    id: str
    category: str
    cap: Decimal
    deduct: Deduct
    zh: str
    en: str
    method: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause and its check.

    ``unit`` are the points that a finding costs (None: observed only). ``reads`` names the columns that the check
    reads, by log; ``source`` the log whose row a finding points at, or ``sources`` the log for each prefix of record ids
    (``complaint`` of ``complaint:C-1``), where the records are of several logs. ``each``, ``due`` and ``met`` are the
    specification's words, ``each_zh`` and so on the same in Chinese. ``postpone`` is the role that may postpone it (None:
    nobody can), ``postpone_units`` the ending of the labels of the only units that can be ("": all). ``sql`` is empty
    where ``by_inspection``. ``replaced``: a settings folder put it there. ``cap``: the most that its findings cost
    together, by the company's decision (None: no cap but its item's); ``points`` are its own, where the company has made it a
    category of the scorecard. ``subjects`` is the kind of thing that inspectors look at for it, one by one ("": the project as
    a whole).
    """

    id: str
    standard: str
    item: str | None
    unit: Decimal | None
    zh: str
    en: str
    each: str
    due: str
    met: str
    by_inspection: bool
    parameters: Mapping[str, ParameterValue]
    sourced: frozenset[str]
    overlaps: tuple[str, ...]
    note: str
    reads: Mapping[str, tuple[str, ...]]
    source: str | None
    sql: str
    path: Path
    replaced: bool = False
    each_zh: str = ""
    due_zh: str = ""
    met_zh: str = ""
    note_zh: str = ""
    postpone: str | None = None
    postpone_units: str = ""
    cap: Decimal | None = None
    points: Decimal | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    subjects: str = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """A set of clauses, with where they come from.

    ``points`` is None where the standard is observed. ``types`` are the property types that it applies to, and ``unless``
    the yes-or-no column of projects that takes one out.
    """

    id: str
    zh: str
    en: str
    source: str
    points: Decimal | None
    types: tuple[str, ...]
    categories: tuple[Category, ...]
    items: tuple[Item, ...]
    clauses: tuple[Clause, ...]
    digest: str
    folders: tuple[Path, ...] = ()
    unless: str | None = None
    note: str = ""
    note_zh: str = ""

    def item(self, item_id: str) -> Item:
        """The item called ``item_id``."""
        return next(item for item in self.items if item.id == item_id)

    def clause(self, clause_id: str) -> Clause:
        """The clause called ``clause_id``."""
        return next(clause for clause in self.clauses if clause.id == clause_id)
