"""How exports are to be read, and what that may cost: the tables ``[logs.<name>]`` and ``[limits]`` of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# The largest whole number that is taken for any option: what is larger was not meant, and the engine counts no further.
MOST = 10**15 - 1


@dataclass(frozen=True, slots=True)
class LogOptions:
    """A mapping of exports that were not made for commsaudit (product.md, "Exports that were not made for it").

    ``files``: glob patterns of file names beside the recognised ones. ``columns``: our column -> their header.
    ``formats``: our column -> strptime formats, tried in order. ``constants``: our column -> one value for every row.
    ``words``: our column -> their word -> our word. ``blanks``: values that mean absent. ``header_row`` counts from 1.
    ``timezone``: that of times without an offset, where it is not the company's.
    """

    files: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    blanks: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What the files of an audit and the checks of others may cost; what is beyond a limit is refused, or set aside and counted.

    ``field_chars``: characters of a field of CSV or of a cell of a workbook; a longer one rejects its row. ``columns``: of
    a file. ``files``: of an audit. ``workbook_bytes``: what a workbook unpacks to, and the grid of a sheet. ``rejects``:
    wrong values of a log that are listed; the rows are counted all the same. ``check_seconds`` and ``check_memory`` (bytes): what
    a check of others may take; one that takes more is stopped, and its clause is an error.
    """

    field_chars: int = 16 << 20
    columns: int = 16_384
    files: int = 10_000
    workbook_bytes: int = 2 << 30
    rejects: int = 100_000
    check_seconds: int = 120
    check_memory: int = 2 << 30
