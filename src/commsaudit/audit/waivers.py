"""Approved, dated exceptions: reading the file, and saying which findings each covers.

Source: semantics.md, "Waivers". TOML (``[[waiver]]`` tables) or CSV with the same names as headers.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from commsaudit.errors import SettingsError
from commsaudit.logs.decoding import small_text
from commsaudit.model.outcome import Waiver

ANY = "*"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry stands, in both languages."""

    en: str
    zh: str


_NAMES = tuple(each.name for each in fields(Waiver))
_HEADERS = {
    "项目编号": "project_id",
    "条款": "clause",
    "记录编号": "record_id",
    "原因": "reason",
    "审批人": "approved_by",
    "审批日期": "approved_on",
    "有效期至": "expires_on",
}


def read_waivers(path: Path, clauses: Iterable[str]) -> tuple[Waiver, ...]:
    """The waivers of ``path``; ``clauses`` are the ids that they may name.

    Raises:
        SettingsError: the file cannot be read, or an entry is incomplete or names an unknown clause.
    """
    text = small_text(path, ("waivers", "豁免文件"))
    entries = _from_toml(path, text) if path.suffix.lower() == ".toml" else _from_csv(path, text)
    known = frozenset(clauses)
    return tuple(
        _waiver(_Place(f"{path}: {place.en}", f"{path}：{place.zh}"), entry, known) for place, entry in entries
    )


def _from_toml(path: Path, text: str) -> Sequence[tuple[_Place, Mapping[str, Any]]]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"waivers: {path}: {error}", f"豁免文件：{path}：{error}") from error
    entries = table.get("waiver", [])
    if set(table) - {"waiver"} or not isinstance(entries, list):
        raise SettingsError(f"{path}: write [[waiver]] tables", f"{path}：请写 [[waiver]] 表")
    return [(_Place(f"waiver {number}", f"第 {number} 条"), entry) for number, entry in enumerate(entries, 1)]


def _from_csv(path: Path, text: str) -> Sequence[tuple[_Place, Mapping[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        rows = [(_Place(f"line {reader.line_num}", f"第 {reader.line_num} 行"), row) for row in reader]
    except csv.Error as error:
        raise SettingsError(
            f"{path}: line {reader.line_num}: {error}", f"{path}：第 {reader.line_num} 行：{error}"
        ) from error
    return [
        (place, {_HEADERS.get((name or "").strip(), name): (value or "").strip() for name, value in row.items()})
        for place, row in rows
        if any(row.values())
    ]


def _waiver(place: _Place, entry: Mapping[str, Any], clauses: frozenset[str]) -> Waiver:
    unknown = sorted(str(name) for name in set(entry) - set(_NAMES))
    missing = [name for name in _NAMES if name != "record_id" and not entry.get(name)]
    if unknown or missing:
        raise SettingsError(
            f"{place.en}: "
            + "; ".join(
                part
                for part in (
                    f"unknown: {', '.join(unknown)}" if unknown else "",
                    f"missing: {', '.join(missing)}" if missing else "",
                )
                if part
            ),
            f"{place.zh}："
            + "；".join(
                part
                for part in (
                    f"未知的列：{'、'.join(unknown)}" if unknown else "",
                    f"缺少：{'、'.join(missing)}" if missing else "",
                )
                if part
            ),
        )
    if str(entry["clause"]) not in clauses:
        raise SettingsError(f"{place.en}: unknown clause {entry['clause']}", f"{place.zh}：没有条款 {entry['clause']}")
    waiver = Waiver(
        project_id=str(entry["project_id"]),
        clause=str(entry["clause"]),
        record_id=str(entry.get("record_id") or ANY),
        reason=str(entry["reason"]),
        approved_by=str(entry["approved_by"]),
        approved_on=_day(place, entry["approved_on"]),
        expires_on=_day(place, entry["expires_on"]),
    )
    if waiver.expires_on < waiver.approved_on:
        raise SettingsError(f"{place.en}: expires before it is approved", f"{place.zh}：失效日期早于审批日期")
    return waiver


def _day(place: _Place, value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        year, month, day = map(int, re.split(r"[-/.年月]", str(value).strip().rstrip("日")))
        return date(year, month, day)
    except ValueError:
        raise SettingsError(
            f"{place.en}: {value!r} is no day (2026-04-07)", f"{place.zh}：{value!r} 不是日期（2026-04-07）"
        ) from None
