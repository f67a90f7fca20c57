"""Who gets which project: the recipients file.

TOML (``[[recipient]]`` tables) or CSV with the same names as headers: ``project_id`` (an id or a glob), ``address``, ``name`` and
``language``; the last two may be left out.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from commsaudit.errors import SettingsError
from commsaudit.logs.decoding import small_text
from commsaudit.mailing.addresses import AddressError, checked_address
from commsaudit.mailing.headers import one_line

_NAMES = ("project_id", "address", "name", "language")
_HEADERS = {"项目编号": "project_id", "邮箱": "address", "姓名": "name", "语言": "language"}
_LANGUAGES = {"": "", "zh": "zh", "en": "en", "中文": "zh", "英文": "en"}
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*recipient[ \t]*\]\]", re.MULTILINE)
_KEY = re.compile(r"^[ \t]*address[ \t]*=", re.MULTILINE)
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Recipient:
    """One entry: projects that match ``pattern`` go to ``address``. ``language`` is empty where none is given."""

    pattern: str
    address: str
    name: str = ""
    language: str = ""

    @property
    def identity(self) -> str:
        """What makes two addresses one: nobody has two mailboxes that differ in capitals alone."""
        return self.address.lower()


class _Wrong(Exception):
    """What is wrong with one entry, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh


# The place of an entry in both languages, and what it says.
_Entry = tuple[str, str, Mapping[str, Any]]


def recipients_of(recipients: Iterable[Recipient], project_id: str) -> list[Recipient]:
    """The recipients of a project, each address once, as its first entry has it."""
    found: dict[str, Recipient] = {}
    for recipient in recipients:
        if fnmatchcase(project_id, recipient.pattern):
            found.setdefault(recipient.identity, recipient)
    return list(found.values())


def read_recipients(path: Path) -> tuple[Recipient, ...]:
    """The recipients of ``path``.

    Raises:
        SettingsError: the file cannot be read, is empty, or entries are wrong; each of them is named with its line.
    """
    text = small_text(path, ("recipients", "收件人文件"))
    entries = _from_toml(path, text) if path.suffix.lower() == ".toml" else _from_csv(path, text)
    found, wrong = [], []
    for en, zh, entry in entries:
        try:
            found.append(_recipient(entry))
        except _Wrong as error:
            wrong.append((f"{path}: {en}: {error.en}", f"{path}：{zh}：{error.zh}"))
    if wrong:
        more = len(wrong) - _MOST_SHOWN
        shown = wrong[:_MOST_SHOWN] + ([(f"… and {more} more", f"……另有 {more} 处")] if more > 0 else [])
        raise SettingsError("\n".join(en for en, _ in shown), "\n".join(zh for _, zh in shown))
    if not found:
        raise SettingsError(
            f"{path}: nobody stands in it; needed are project_id and address",
            f"{path}：没有收件人；每行需有 项目编号（project_id）和 邮箱（address）",
        )
    return tuple(found)


def _from_toml(path: Path, text: str) -> list[_Entry]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"recipients: {path}: {error}", f"收件人文件：{path}：{error}") from error
    entries = table.get("recipient", [])
    shape = isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)
    if set(table) - {"recipient"} or not shape:
        raise SettingsError(f"{path}: write [[recipient]] tables", f"{path}：请写 [[recipient]] 表")
    lines = _lines(text, len(entries))
    return [(*_place(line, number), entry) for number, (line, entry) in enumerate(zip(lines, entries, strict=True), 1)]


def _lines(text: str, entries: int) -> Sequence[int | None]:
    """The line of each table's address; of the table where it has none. TOML's reader does not tell."""
    starts = [found.start() for found in _TABLE.finditer(text)]
    if len(starts) != entries:
        return [None] * entries
    places = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        key = _KEY.search(text, start, end)
        places.append(text.count("\n", 0, key.start() if key else start) + 1)
    return places


def _place(line: int | None, number: int) -> tuple[str, str]:
    return (f"line {line}", f"第 {line} 行") if line else (f"recipient {number}", f"第 {number} 条")


def _from_csv(path: Path, text: str) -> list[_Entry]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise SettingsError(
            f"{path}: line {reader.line_num}: {error}", f"{path}：第 {reader.line_num} 行：{error}"
        ) from error
    return [
        (*_place(line, 0), {_header(name): value for name, value in row.items()})
        for line, row in rows
        if any(value.strip() if isinstance(value, str) else value for value in row.values())
    ]


def _header(name: str | None) -> str:
    name = (name or "").strip()
    return _HEADERS.get(name, name)


def _recipient(entry: Mapping[str, Any]) -> Recipient:
    for name in entry:
        if name not in _NAMES:
            raise _unknown(name)
    values = {}
    for name in _NAMES:
        value = entry.get(name) or ""
        if not isinstance(value, str):
            raise _Wrong(f"{name}: {value!r} is no text", f"{name}：{value!r} 不是文字")
        values[name] = value.strip()
    for name in ("project_id", "address"):
        if not values[name]:
            raise _Wrong(f"{name} is missing", f"缺少 {name}")
    language = values["language"].lower()
    if language not in _LANGUAGES:
        raise _Wrong(f"language: '{language}' is none of zh, en", f"语言：“{language}”不是 zh、en 之一")
    try:
        address = checked_address(values["address"])
    except AddressError as error:
        raise _Wrong(error.en, error.zh) from None
    return Recipient(values["project_id"], address, one_line(values["name"]), _LANGUAGES[language])


def _unknown(name: str) -> _Wrong:
    if not name:
        return _Wrong("more fields than headers", "字段数多于表头")
    near = difflib.get_close_matches(name, _NAMES, 1, 0.5)
    en = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(_NAMES)}"
    zh = f"是否指“{near[0]}”？" if near else f"可用的有 {'、'.join(_NAMES)}"
    return _Wrong(f"unknown: '{name}'; {en}", f"未知的列“{name}”；{zh}")
