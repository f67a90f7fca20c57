"""Opening one file of one log: the raw relation that the engine loads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from commsaudit.errors import CommsauditError
from commsaudit.logs.careful import read_carefully
from commsaudit.logs.counting import ByteFacts, inspect_bytes
from commsaudit.logs.decoding import UTF8, transcribe
from commsaudit.logs.discover import LogFile
from commsaudit.logs.facts import Sniffed, sniff
from commsaudit.logs.headers import Headers, resolve
from commsaudit.logs.kinds import kind_of
from commsaudit.logs.lines import Consecutive, Counted, LineMap
from commsaudit.logs.parquet import open_parquet
from commsaudit.logs.sheets import open_sheet
from commsaudit.logs.stamps import changed, refuse_changed, stamp_of
from commsaudit.logs.table import (
    CsvScan,
    ParquetScan,
    RawColumn,
    RawTable,
    TextTable,
    text_columns,
)
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import Log

# Bytes of a line beyond which DuckDB's reader gives up, and the careful one decides.
_STRICT_LINE = 2_000_000

__all__ = [
    "CsvScan",
    "ParquetScan",
    "RawColumn",
    "RawTable",
    "Sniffed",
    "TextTable",
    "open_carefully",
    "open_raw",
    "read_carefully",
]


def open_raw(file: LogFile, log: Log, options: LogOptions, temp_dir: Path, limits: Limits) -> RawTable:
    """One file as the engine loads it: a scan where a strict reader can do it, else the rows read here.

    Copies in UTF-8 and spilled rows go into ``temp_dir``, for as long as the table is in use.

    Raises:
        InputError: the file is no such log, cannot be read, or changed meanwhile.
        SettingsError: the options of the log cannot be meant.
        StorageError: ``temp_dir`` cannot be written.
    """
    return _as_it_was(file, lambda: _opened(file, log, options, temp_dir, limits))


def open_carefully(file: LogFile, log: Log, options: LogOptions, temp_dir: Path, limits: Limits) -> RawTable:
    """A CSV file read here, record by record.

    Raises:
        InputError, SettingsError, StorageError: as ``open_raw``.
    """

    def read() -> RawTable:
        sniffed = sniff(file.path, options, log, file.name, limits)
        return read_carefully(file, log, options, sniffed, limits, temp_dir)

    return _as_it_was(file, read)


def _as_it_was(file: LogFile, read: Callable[[], RawTable]) -> RawTable:
    """What ``read`` gives of a file that stays the same meanwhile; where it does not, that is the error."""
    stamp = stamp_of(file.path, file.name)
    try:
        raw = read()
    except CommsauditError:
        refuse_changed(stamp, file.name)
        raise
    except FileNotFoundError:
        raise changed(file.name) from None
    refuse_changed(stamp, file.name)
    return replace(raw, stamp=stamp)


def _opened(file: LogFile, log: Log, options: LogOptions, temp_dir: Path, limits: Limits) -> RawTable:
    kind = kind_of(file.path, file.name)
    if kind == "parquet":
        return open_parquet(file.path, file.name, log, options, limits)
    if kind == "sheet":
        return open_sheet(file.path, file.name, log, options, limits)
    sniffed = sniff(file.path, options, log, file.name, limits)
    headers = resolve(log, sniffed.header, options, file.name)
    scanned = _scan(file, log, headers, sniffed, temp_dir) if _fits_strictly(sniffed, limits) else None
    return scanned or read_carefully(file, log, options, sniffed, limits, temp_dir)


def _fits_strictly(sniffed: Sniffed, limits: Limits) -> bool:
    """Whether no field that a strict reader takes can be over the limit: it refuses lines of more bytes than this."""
    return limits.field_chars >= _STRICT_LINE or sniffed.facts is None or sniffed.facts.size <= limits.field_chars


def _scan(file: LogFile, log: Log, headers: Headers, sniffed: Sniffed, temp_dir: Path) -> RawTable | None:
    """The file, or its UTF-8 copy, for a strict reader; None where such a reader would stumble."""
    assert sniffed.facts is not None
    path, facts = file.path, sniffed.facts
    if sniffed.encoding not in UTF8:
        copy = transcribe(path, sniffed.encoding, temp_dir, file.name)
        if copy is None:
            return None
        path, facts = copy, inspect_bytes(copy, sniffed.delimiter)
    rows = _expected_rows(facts, sniffed)
    if rows is None:
        if path != file.path:
            path.unlink()
        return None
    lines: LineMap = Consecutive(sniffed.data_line)
    if facts.quoted_newlines:
        lines = Counted(path, sniffed.data_offset, sniffed.data_line)
    skip = sniffed.header_line
    return RawTable(
        log=log.name,
        file=file.name,
        sha256=sniffed.facts.sha256,
        columns=text_columns(headers),
        relation=CsvScan(path, sniffed.delimiter, "utf-8", len(sniffed.header), skip, rows),
        lines=lines,
        rejects=(),
        headers=headers,
    )


def _expected_rows(facts: ByteFacts, sniffed: Sniffed) -> int | None:
    """How many rows a strict reader has to find, or None where it should not be tried.

    It takes blank lines for none, and empty fields too many at a line's end for nothing: so there may be no
    blank lines but at the end, and the delimiters have to be just those that the rows need. Nor does it skip
    lines right in which quotes stand.
    """
    before, width = sniffed.before, len(sniffed.header)
    if not facts.is_plain or width < 2 or (sniffed.header_line > 1 and sniffed.quoted_before):
        return None
    rows = facts.newlines - before.newlines + (not facts.ends_with_newline) - facts.trailing_blank
    if facts.size <= sniffed.data_offset:
        rows = 0
    if facts.delimiters - before.delimiters != rows * (width - 1):
        return None
    return rows
