"""Reading the tables of a settings file, key by key: what is unknown or of another kind is an error that says where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commsaudit.errors import SettingsError


@dataclass(frozen=True)
class Reader:
    """Where the file is, for messages and for paths that are relative to it."""

    path: Path

    def wrong(self, where: str, en: str, zh: str) -> SettingsError:
        return SettingsError(f"{self.path}: {where}: {en}", f"{self.path}：{where}：{zh}")

    def known(self, table: object, allowed: Iterable[str], where: str) -> dict[str, Any]:
        """``table`` as a dict whose keys are all allowed.

        Raises:
            SettingsError: it is no table, or a key is unknown; says which was meant.
        """
        if not isinstance(table, dict):
            raise self.wrong(where, "must be a table", "应为一个表")
        names = sorted(allowed)
        for key in table:
            if key not in names:
                raise self._unknown(key, names, where)
        return table

    def _unknown(self, key: str, names: list[str], where: str) -> SettingsError:
        close = difflib.get_close_matches(key, names, 1, 0.5)
        en = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(names)}"
        zh = f"是否指“{close[0]}”？" if close else f"可用的有 {'、'.join(names)}"
        place = f"{where}.{key}" if where else key
        return self.wrong(place, f"unknown key; {en}", f"未知的键；{zh}")

    def one_of(self, value: object, allowed: tuple[Any, ...], where: str) -> Any:
        if value not in allowed:
            words = ", ".join(map(str, allowed))
            raise self.wrong(where, f"{value!r} is none of {words}", f"{value!r} 不是 {words} 之一")
        return value

    def is_a(self, value: object, kind: type, where: str) -> Any:
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(where, f"{value!r} is no {kind.__name__}", f"{value!r} 的类型应为 {kind.__name__}")
        return value

    def texts(self, value: object, where: str) -> tuple[str, ...]:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise self.wrong(where, "must be a list of texts", "应为文字列表")
        return tuple(values)

    def text_table(self, value: object, where: str) -> dict[str, str]:
        table = self.is_a(value, dict, where)
        return {name: self.is_a(text, str, f"{where}.{name}") for name, text in table.items()}
