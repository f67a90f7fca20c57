"""What reading the logs gives beside the rows: counts per file, and the rows that were set aside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file of one log. ``rows`` = ``loaded`` + ``rejected`` + ``duplicates`` + ``superseded``."""

    log: str
    file: str
    sha256: str
    rows: int
    loaded: int
    rejected: int
    duplicates: int
    superseded: int


@dataclass(frozen=True, slots=True)
class Reject:
    """One value for which a row was set aside. ``column`` is empty where the whole row is at fault."""

    log: str
    file: str
    line: int
    column: str
    value: str
    reason: str
