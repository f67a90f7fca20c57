"""The form of a check's front matter: what is of another kind, or no plain name, is refused before anything is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commsaudit.checks.tree import wrong
from commsaudit.errors import printable
from commsaudit.model.schema import logs
from commsaudit.model.standard import NAME

_NUMBER = (str, int, float)
_KINDS: dict[str, type | tuple[type, ...]] = {
    "clause": _NUMBER,
    "unit": _NUMBER,
    "params": dict,
    "reads": dict,
    "sourced": list,
    "overlaps": list,
    "source": (str, dict),
}


def check_front(path: Path, standard: str, front: Mapping[str, Any]) -> None:
    """Look at the keys of a front matter, all of which are known, and at the name of its standard.

    Raises:
        CheckError: a value is of another kind, or a name could be taken for something else.
    """
    for key, value in front.items():
        if not isinstance(value, _KINDS.get(key, str)):
            raise wrong(path, key, f"{value!r} is of another kind", f"{value!r} 的类型不对")
        if isinstance(value, str) and printable(value) != value:
            raise wrong(path, key, "has control characters", "含有控制字符")
    for log, columns in front.get("reads", {}).items():
        if not isinstance(columns, list) or not all(isinstance(column, str) for column in columns):
            raise wrong(path, f"reads.{log}", "must be a list of columns", "应为列名的列表")
    source = front.get("source", {})
    sources = source if isinstance(source, dict) else {"": source}
    for name in (str(front["clause"]), standard, front.get("postpone_units") or "-", *(key or "-" for key in sources)):
        if not NAME.fullmatch(name):
            raise wrong(
                path,
                repr(name),
                "a name has letters, digits, '_', '-' and '.' alone",
                "名称只能含文字、数字、_、- 和 .",
            )
    for log in sources.values():
        # The rows of projects are no evidence: they have no number.
        if not isinstance(log, str) or log not in logs() or log == "projects":
            raise wrong(path, "source", f"there is no {log}", f"没有 {log}")
