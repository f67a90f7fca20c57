"""What the spreadsheet library does not say of an xlsx file: its unpacked size, extent and error cells."""

from __future__ import annotations

import copy
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from commsaudit.errors import InputError
from commsaudit.logs.kinds import ZIP_ERRORS
from commsaudit.logs.probe import refuse_too_large
from commsaudit.logs.refusals import cause_of, refusal
from commsaudit.model.options import Limits

ErrorCells = Mapping[int, Mapping[int, str]]

_CHUNK = 1 << 20
# Bytes of a cell: spreadsheets allow 32,767 characters.
_LONGEST = 16 << 20
# The library lays a sheet out as a dense grid of cells of this many bytes.
_CELL_BYTES = 32
# Column AAA or row 10000 and beyond: below, no grid is large.
_FAR = re.compile(rb'\br="(?:[A-Z]{3}\d|[A-Z]{1,2}\d{5})')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
# A cell with something in it: a style alone takes no place in the grid.
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*(?<!/)>\s*<(?!/)')
_ERROR = re.compile(rb'<(?:\w+:)?c\b([^<>]*\bt="e"[^<>]*)(?<!/)>((?:(?!<(?:\w+:)?c\b).)*?)</(?:\w+:)?c>', re.DOTALL)
_PREFIXED = re.compile(rb"<\w+:c ")
# Every cell, and those whose place is sure to be the one that the library finds too.
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLAIN = re.compile(rb'<(?:\w+:)?c r="[A-Z]{1,3}\d{1,7}"(?: (?:s|t|cm|vm|ph)="[^"<>]*")*\s*/?>')
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")


@dataclass(frozen=True, slots=True)
class Workbook:
    """Where a workbook keeps its sheets: name -> part of the zip archive. Empty where it is no xlsx."""

    path: Path
    parts: Mapping[str, str]

    def errors(self, sheet: str, file: str, limits: Limits) -> ErrorCells:
        """The cells of ``sheet`` that show an error (#N/A …): row from 1 -> column from 0 -> its text.

        Raises:
            InputError: the sheet spreads over more cells than the limit has room for.
        """
        found: dict[int, dict[int, str]] = {}
        if sheet not in self.parts:
            return found
        far, plain = False, True
        for piece in _cells(self.path, self.parts[sheet]):
            far = far or bool(_FAR.search(piece))
            plain = plain and _is_plain(piece)
            for attributes, content in _ERROR.findall(piece) if b't="e"' in piece else ():
                place, value = _PLACE.search(attributes), _VALUE.search(content)
                if place and value:
                    row = found.setdefault(int(place[2]), {})
                    row[_column(place[1]) - 1] = value[1].decode("utf-8", "replace")
        if not plain:
            refuse_too_large(self.path, file, limits)
        elif far:
            self._refuse_far(sheet, file, limits)
        return found

    def _refuse_far(self, sheet: str, file: str, limits: Limits) -> None:
        rows = columns = 0
        for piece in _cells(self.path, self.parts[sheet]):
            rows, columns = _extent(piece, rows, columns)
            if rows * columns * _CELL_BYTES > limits.workbook_bytes:
                raise _too_far(f"{file} [{sheet}]", rows, columns)


def _is_plain(piece: bytes) -> bool:
    """Whether all cells in a piece of a sheet say where they stand, in the usual way."""
    return len(_CELL.findall(piece)) == len(_PLAIN.findall(piece)) and b"\0" not in piece


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _extent(piece: bytes, rows: int, columns: int) -> tuple[int, int]:
    """The last row and column that filled cells stand in, those of earlier pieces taken into account."""
    places = _FILLED.findall(piece)
    widest = max(places, key=lambda place: (len(place[0]), place[0]), default=(b"", b""))[0]
    return max((rows, *(int(row) for _, row in places))), max(columns, _column(widest))


def _too_far(where: str, rows: int, columns: int) -> InputError:
    return refusal(
        where,
        f"the sheet spreads over {rows} rows and {columns} columns, more than can be laid out (workbook_bytes in [limits]);"
        " delete the stray cells at its far end, or export it as CSV",
        f"工作表跨 {rows} 行、{columns} 列，超出可处理的范围（[limits] 的 workbook_bytes）；请删除远处的多余单元格，"
        "或导出为 CSV",
    )


def _cells(path: Path, part: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces that end where a cell begins."""
    rest = b""
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            piece = rest + chunk
            start = piece.rfind(b"<c ")
            if start < 0:
                start = max((found.start() for found in _PREFIXED.finditer(piece)), default=piece.rfind(b"<"))
            start = len(piece) if start < 0 else start
            yield piece[:start]
            rest = piece[start:]
            if len(rest) > _LONGEST:
                raise ValueError(f"a cell of more than {_LONGEST >> 20} MiB")
    yield rest


def inspect_workbook(path: Path, file: str, limits: Limits) -> Workbook:
    """Where the sheets of a workbook are.

    Raises:
        InputError: it unpacks to more than the limit, or its parts cannot be read.
    """
    parts: Mapping[str, str] = {}
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                _refuse_bomb(archive, file, limits)
                parts = _parts(archive)
    except (*ZIP_ERRORS, ElementTree.ParseError) as error:
        cause = cause_of(error)
        raise refusal(
            file,
            f"the workbook is damaged ({cause}); open it in a spreadsheet and save it again",
            f"工作簿已损坏（{cause}）；请用电子表格软件打开后重新保存",
        ) from None
    if not parts:
        refuse_too_large(path, file, limits)
    return Workbook(path, parts)


def _refuse_bomb(archive: zipfile.ZipFile, file: str, limits: Limits) -> None:
    """See that what the archive's directory says fits into the limit, and then that it says the truth."""
    size = sum(info.file_size for info in archive.infolist())
    if size <= limits.workbook_bytes:
        size = sum(_unpacked(archive, info) for info in archive.infolist())
    if size > limits.workbook_bytes:
        mib, limit = (f"{round(each / (1 << 20), 1):g}" for each in (size, limits.workbook_bytes))
        raise refusal(
            file,
            f"the workbook would unpack to {mib} MiB (limit {limit} MiB: workbook_bytes in [limits]); export it as CSV"
            " or Parquet",
            f"工作簿解压后将达 {mib} MiB（上限 {limit} MiB：[limits] 的 workbook_bytes）；请导出为 CSV 或 Parquet",
        )


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """How many bytes a part really unpacks to.

    Raises:
        BadZipFile: not to as many as the directory says.
    """
    size = 0
    open_ended = copy.copy(info)
    open_ended.file_size += 1
    with archive.open(open_ended) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
    if size != info.file_size:
        raise zipfile.BadZipFile(f"{info.filename} does not unpack to {info.file_size} bytes, as the directory says")
    return size


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return {}
    targets = {
        entry.get("Id", ""): posixpath.normpath(posixpath.join("/xl", entry.get("Target", ""))).lstrip("/")
        for entry in _xml(archive, "xl/_rels/workbook.xml.rels")
    }
    found = {}
    for element in _xml(archive, "xl/workbook.xml").iter():
        if element.tag.endswith("}sheet"):
            relation = next((value for key, value in element.items() if key.endswith("}id")), "")
            if targets.get(relation) in names:
                found[element.get("name", "")] = targets[relation]
    return found


def _xml(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    content = archive.read(part)
    if _DOCTYPE.search(content):
        # No spreadsheet writes entities; whoever does means harm.
        raise ElementTree.ParseError(f"{part} declares entities")
    return ElementTree.fromstring(content)
