"""How one log's exports are to be read: the table ``[logs.<name>]`` of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
