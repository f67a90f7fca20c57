"""Reads ``commsaudit.toml``. Every key is known or an error that says which was meant."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from commsaudit.audit.settings_gate import gate_of
from commsaudit.audit.settings_mail import mail_settings
from commsaudit.audit.settings_reader import Reader
from commsaudit.checks.catalogue import parameter
from commsaudit.errors import SettingsError, in_chinese, printable
from commsaudit.logs.typing import spellings_of
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import logs
from commsaudit.model.settings import ClauseRule, Counting, Price, ProjectRule, Settings, StandardRule
from commsaudit.model.standard import Mode

OPTIONS = frozenset(
    [
        "period",
        "as_of",
        "standard",
        "project",
        "counting",
        "sample",
        "seed",
        "waivers",
        "format",
        "output",
        "max_findings",
        "max_rejects",
        "rejects",
        "history",
        "lang",
        "reveal",
        "all",
        "quiet",
        "memory_limit",
        "threads",
    ]
)
_OWN = frozenset(
    [
        "timezone",
        "counting",
        "roll_to_working_day",
        "empty_log",
        "workdays",
        "checks",
        "standards",
        "clauses",
        "projects",
        "logs",
        "gate",
        "mail",
        "limits",
    ]
)
_LIMITS = frozenset(each.name for each in fields(Limits))
# The options that are no texts.
_KINDS = {
    **dict.fromkeys(("sample", "max_findings", "max_rejects", "threads"), int),
    **dict.fromkeys(("reveal", "all", "quiet"), bool),
}
_WORKDAYS = frozenset({"off", "on", "years"})
# Points, not amounts: six digits on either side are more than anybody needs.
_NUMBER_OF_POINTS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_POINTS = ("points", "unit", "cap")
_PRICE = frozenset({*_POINTS, "count_in_item"})
_STANDARD = frozenset({"mode"}) | _PRICE
_CLAUSE = frozenset({"mode", "parameters"})
_LOG = frozenset(
    [
        "files",
        "columns",
        "formats",
        "constants",
        "words",
        "blanks",
        "encoding",
        "delimiter",
        "sheet",
        "header_row",
        "timezone",
    ]
)


@dataclass(frozen=True)
class SettingsFile:
    """A settings file: what decides results, and the defaults of command-line options."""

    settings: Settings = field(default_factory=Settings)
    options: Mapping[str, Any] = field(default_factory=dict)


_MOST_KEY = 40
_LINE = re.compile(r"at line (\d+)")


def _no_toml(path: Path, text: str, said: str) -> SettingsError:
    """The error of a file that is no TOML; of its line only the key is shown, for the value may be a secret."""
    place = _LINE.search(said)
    # Where nothing closes what was opened, the end of the file is named.
    line = text.split("\n")[int(place[1]) - 1] if place else ""
    key = printable(line.partition("=")[0].strip())[:_MOST_KEY]
    where_en, where_zh = (f"line {place[1]}", f"第 {place[1]} 行") if place else ("its end", "末尾")
    return SettingsError(
        f"{path}: {where_en} ({key}) is no TOML: {said.partition(' (at')[0]}. Texts and dates of ours stand in straight"
        ' quotes: period = "2026-03"',
        f'{path}：{where_zh}（{key}）不是有效的 TOML。文字和期间要写在英文直引号中，如 period = "2026-03"',
    )


def read_settings(path: Path) -> SettingsFile:
    """The settings in ``path``.

    Raises:
        SettingsError: the file is no TOML, or a key or value in it cannot be meant.
    """
    reader = Reader(path)
    try:
        text = path.read_text("utf-8-sig")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(path, text, str(error)) from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{path}: not UTF-8 (byte {error.start + 1}); save it as UTF-8 (Notepad: Save as, encoding UTF-8)",
            f"{path}：不是 UTF-8 编码（第 {error.start + 1} 个字节）；请另存为 UTF-8（记事本：另存为，编码选 UTF-8）",
        ) from error
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}", f"{path}：{in_chinese(error)}") from error
    reader.known(table, OPTIONS | _OWN, "")
    for key, kind in _KINDS.items():
        # A text is read as it would be on the command line, which says what is wrong with it.
        if not isinstance(table.get(key, ""), str):
            reader.is_a(table[key], kind, key)
    return SettingsFile(_settings(reader, table), {key: table[key] for key in table if key in OPTIONS})


def settings_from_table(table: Mapping[str, Any], path: Path) -> Settings:
    """Settings from a table in the shape of the file; ``path`` names it in messages.

    Raises:
        SettingsError: a key or value in it cannot be meant.
    """
    return _settings(Reader(path), table)


def _settings(reader: Reader, table: Mapping[str, Any]) -> Settings:
    workdays = reader.known(table.get("workdays", {}), _WORKDAYS, "workdays")
    standards = reader.is_a(table.get("standards", {}), dict, "standards")
    return Settings(
        timezone=_zone(reader, table.get("timezone", "Asia/Shanghai"), "timezone"),
        counting=reader.one_of(table.get("counting", "occurrence"), get_args(Counting), "counting"),
        roll_to_working_day=reader.is_a(table.get("roll_to_working_day", False), bool, "roll_to_working_day"),
        empty_log=reader.one_of(
            table.get("empty_log", "not_applicable"), ("not_applicable", "not_assessed"), "empty_log"
        ),
        days_off=_days(reader, workdays.get("off", []), "workdays.off"),
        days_on=_days(reader, workdays.get("on", []), "workdays.on"),
        calendar_years=tuple(reader.is_a(year, int, "workdays.years") for year in workdays.get("years", [])),
        checks=tuple(reader.path.parent / each for each in reader.texts(table.get("checks", []), "checks")),
        standards={name: _standard(reader, entry, f"standards.{name}") for name, entry in standards.items()},
        clauses=_clauses(reader, table.get("clauses", {}), "clauses", _CLAUSE | _PRICE),
        projects=tuple(
            ProjectRule(pattern, _project_clauses(reader, entry, f"projects.{pattern}"))
            for pattern, entry in reader.is_a(table.get("projects", {}), dict, "projects").items()
        ),
        logs={
            name: _log_options(reader, entry, name)
            for name, entry in reader.known(table.get("logs", {}), logs(), "logs").items()
        },
        mail=mail_settings(reader, table.get("mail", {})),
        gate=gate_of(reader, table.get("gate", {})),
        limits=_limits(reader, table.get("limits", {})),
    )


def _limits(reader: Reader, entry: object) -> Limits:
    table = reader.known(entry, _LIMITS, "limits")
    for key, value in table.items():
        if reader.is_a(value, int, f"limits.{key}") < 1:
            raise reader.wrong(f"limits.{key}", f"{value} is below 1", f"{value} 小于 1")
    return Limits(**table)


def _zone(reader: Reader, name: object, where: str) -> str:
    try:
        return ZoneInfo(reader.is_a(name, str, where)).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise reader.wrong(where, f"no such time zone: {name}", f"没有这个时区：{name}") from error


def _days(reader: Reader, values: object, where: str) -> tuple[date, ...]:
    days = []
    for value in reader.is_a(values, list, where):
        try:
            days.append(value if isinstance(value, date) else date.fromisoformat(value))
        except (TypeError, ValueError):
            raise reader.wrong(
                where, f"{value!r} is no day (2026-04-07)", f"{value!r} 不是日期（2026-04-07）"
            ) from None
    return tuple(days)


def _project_clauses(reader: Reader, entry: object, where: str) -> dict[str, ClauseRule]:
    table = reader.known(entry, {"clauses"}, where)
    # What a finding costs is one figure for the whole company: scorecards of two projects can be compared.
    return _clauses(reader, table.get("clauses", {}), f"{where}.clauses", _CLAUSE)


def _standard(reader: Reader, entry: object, where: str) -> StandardRule:
    known = reader.known(entry, _STANDARD, where)
    return StandardRule(_mode(reader, known, where), _price(reader, known, where))


def _clauses(reader: Reader, table: object, where: str, allowed: frozenset[str]) -> dict[str, ClauseRule]:
    rules = {}
    for clause, entry in reader.is_a(table, dict, where).items():
        place = f"{where}.{clause}"
        known = reader.known(entry, allowed, place)
        parameters = reader.is_a(known.get("parameters", {}), dict, f"{place}.parameters")
        rules[clause] = ClauseRule(
            _mode(reader, known, place),
            {name: parameter(value) for name, value in parameters.items()},
            _price(reader, known, place),
        )
    return rules


def _mode(reader: Reader, table: Mapping[str, Any], where: str) -> Mode | None:
    mode: Mode | None = table.get("mode")
    return mode if mode is None else reader.one_of(mode, get_args(Mode), f"{where}.mode")


def _price(reader: Reader, table: Mapping[str, Any], where: str) -> Price:
    points = {key: _points(reader, table[key], f"{where}.{key}") for key in _POINTS if key in table}
    in_item = table.get("count_in_item")
    if in_item is not None:
        reader.is_a(in_item, bool, f"{where}.count_in_item")
    return Price(**points, count_in_item=in_item)


def _points(reader: Reader, value: object, where: str) -> Decimal:
    """A number of points, above 0; best as text ("0.1"), so that nobody wonders about its digits."""
    text = "" if isinstance(value, bool) else str(value)
    if not _NUMBER_OF_POINTS.fullmatch(text) or not Decimal(text):
        raise reader.wrong(
            where, f'{value!r} is no number of points above 0 ("0.1")', f'{value!r} 不是大于 0 的分数（如 "0.1"）'
        )
    return Decimal(text)


def _log_options(reader: Reader, entry: object, log: str) -> LogOptions:
    where = f"logs.{log}"
    table = reader.known(entry, _LOG, where)
    names = [column.name for column in logs()[log].columns]
    for key in ("columns", "formats", "constants", "words"):
        reader.known(table.get(key, {}), names, f"{where}.{key}")
    header_row = table.get("header_row")
    return LogOptions(
        files=reader.texts(table.get("files", []), f"{where}.files"),
        columns=reader.text_table(table.get("columns", {}), f"{where}.columns"),
        formats={
            name: reader.texts(value, f"{where}.formats.{name}") for name, value in table.get("formats", {}).items()
        },
        constants={name: str(value) for name, value in table.get("constants", {}).items()},
        words={name: _words(reader, value, log, name) for name, value in table.get("words", {}).items()},
        blanks=reader.texts(table.get("blanks", []), f"{where}.blanks"),
        encoding=_optional_text(reader, table, "encoding", where),
        delimiter=_optional_text(reader, table, "delimiter", where),
        sheet=_optional_text(reader, table, "sheet", where),
        header_row=None if header_row is None else reader.is_a(header_row, int, f"{where}.header_row"),
        timezone=_zone(reader, table["timezone"], f"{where}.timezone") if "timezone" in table else None,
    )


def _words(reader: Reader, value: object, log: str, name: str) -> dict[str, str]:
    """Their words and what each means, by the name of our word; ``true`` and ``false`` for a yes or no."""
    where = f"logs.{log}.words.{name}"
    column = logs()[log].column(name)
    if column.type not in ("bool", "enum", "list"):
        raise reader.wrong(where, f"{name} holds {column.type}, no words of a list", f"{name} 不是选项列")
    ours = spellings_of(column, LogOptions())
    return {
        theirs: ours[reader.one_of(word, tuple(ours), f"{where}.{theirs}")]
        for theirs, word in reader.text_table(value, where).items()
    }


def _optional_text(reader: Reader, table: Mapping[str, Any], key: str, where: str) -> str | None:
    return reader.is_a(table[key], str, f"{where}.{key}") if key in table else None
