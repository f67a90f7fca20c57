"""The rejects file: every value for which a row was set aside, with file, line, column and reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from commsaudit.cli.language import Text
from commsaudit.cli.reasons import reason_text

if TYPE_CHECKING:
    from commsaudit.model.inputs import Reject

NAME = "commsaudit-rejects.csv"
_HEADERS = (
    Text("log", "日志"),
    Text("file", "文件"),
    Text("line", "行"),
    Text("column", "列"),
    Text("value", "值"),
    Text("reason", "原因"),
)
_PERSONAL = frozenset(
    {"complainant_name", "complainant_phone", "owner_name", "name", "phone", "room", "building", "household_id"}
)
# Free text may name people anywhere in it.
_FREE = "text"
_WORDS = frozenset({"enum", "list", "id"})
_BATCH = 10_000


def shown_value(reject: Reject, *, reveal: bool) -> str:
    """The value of a reject as it may be shown: what may tell of a person is masked, a whole line too.

    A person may also stand where a date or a word should: rows slip by a column.
    """
    from commsaudit.model.schema import logs
    from commsaudit.reports.masking import MASK, shown_figure, shown_word

    if reveal or not reject.value:
        return reject.value
    if not reject.column:
        return MASK
    column = logs()[reject.log].column(reject.column)
    if column.name in _PERSONAL or column.type == _FREE:
        return MASK
    return shown_word(reject.value) if column.type in _WORDS else shown_figure(reject.value)


def worded(rejects: Iterable[Reject], *, reveal: bool) -> list[Reject]:
    """The rejects as a report shows them: values masked, reasons in the language that is spoken."""
    return [replace(reject, value=shown_value(reject, reveal=reveal), reason=reason_text(reject)) for reject in rejects]


def write_rejects(path: Path, rejects: Sequence[Reject], *, reveal: bool) -> None:
    """Write the file: CSV for spreadsheets (BOM), its headers in the language that is spoken.

    Raises:
        StorageError: it cannot be written.
    """
    from commsaudit.reports.files import write_files

    write_files([(path, _content(rejects, reveal))])


def _content(rejects: Iterable[Reject], reveal: bool) -> Iterator[bytes]:
    from commsaudit.reports.formats.as_csv import cell

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([str(header) for header in _HEADERS])
    yield b"\xef\xbb\xbf"
    for count, reject in enumerate(rejects, 1):
        value = shown_value(reject, reveal=reveal)
        cells = (reject.log, reject.file, reject.line, reject.column, value, reason_text(reject))
        writer.writerow([cell(each) for each in cells])
        if count % _BATCH == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()
