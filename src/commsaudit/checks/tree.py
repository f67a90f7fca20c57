"""Reads ``standard.toml``: the tree of a standard. Every key is known, every figure a number of points."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from commsaudit.errors import CheckError
from commsaudit.model.schema import enumerations, logs
from commsaudit.model.standard import Category, Deduct, Item, Standard

_STANDARD = frozenset(["zh", "en", "source", "points", "types", "unless", "note", "note_zh", "category", "items"])
_CATEGORY = frozenset(["id", "points", "zh", "en"])
_ITEM = frozenset(["zh", "en", "cap", "deduct", "method"])
_POINTS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")


def wrong(path: Path, where: str, en: str, zh: str) -> CheckError:
    """The error for a key of the file."""
    return CheckError(f"{path}: {where}: {en}", f"{path}：{where}：{zh}")


def required(path: Path, table: Mapping[str, Any], key: str, where: str = "") -> str:
    """The text of ``key``.

    Raises:
        CheckError: it is missing, blank or no text.
    """
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise wrong(path, f"{where}{key}", "must be a text", "应为文字")
    return value


def positive(path: Path, value: object, where: str) -> Decimal:
    """A number of points above 0.

    Raises:
        CheckError: it is none.
    """
    text = "" if isinstance(value, bool) else str(value)
    if not _POINTS.fullmatch(text) or not Decimal(text):
        raise wrong(path, where, f'{value!r} is no number of points above 0 ("0.1")', f"{value!r} 不是大于 0 的分数")
    return Decimal(text)


def _known(path: Path, table: object, allowed: Iterable[str], where: str) -> Mapping[str, Any]:
    if not isinstance(table, dict):
        raise wrong(path, where or "standard.toml", "must be a table", "应为一个表")
    names = sorted(allowed)
    for key in table:
        if key not in names:
            close = difflib.get_close_matches(key, names, 1, 0.5)
            en = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(names)}"
            zh = f"是否指“{close[0]}”？" if close else f"可用的有 {'、'.join(names)}"
            raise wrong(path, f"{where}{key}", f"unknown key; {en}", f"未知的键；{zh}")
    return table


def _one_of(path: Path, value: object, allowed: Iterable[str], where: str) -> Any:
    names = list(allowed)
    if value not in names:
        raise wrong(path, where, f"{value!r} is none of {', '.join(names)}", f"{value!r} 不是 {'、'.join(names)} 之一")
    return value


def read_tree(path: Path, standard_id: str, tree: Mapping[str, Any]) -> Standard:
    """The standard in ``path``, whose TOML is ``tree``, without its clauses.

    Raises:
        CheckError: an unknown or missing key, a figure that is none, an item without its category.
    """
    _known(path, tree, _STANDARD, "")
    categories = tuple(
        _category(path, entry, f"category {place}: ") for place, entry in enumerate(tree.get("category", []), 1)
    )
    points = {category.id: category.points for category in categories}
    items = tuple(_item(path, item_id, entry, points) for item_id, entry in tree.get("items", {}).items())
    flags = [column.name for column in logs()["projects"].columns if column.type == "bool"]
    types = tree.get("types")
    if not isinstance(types, list) or not types:
        raise wrong(path, "types", "must be a list of property types", "应为物业类型的列表")
    whole = positive(path, tree["points"], "points") if "points" in tree else None
    if whole is not None and categories and whole != sum(points.values()):
        raise wrong(
            path,
            "points",
            f"{whole}, but its categories have {sum(points.values())}",
            f"{whole}，但各类别合计 {sum(points.values())}",
        )
    return Standard(
        id=standard_id,
        zh=required(path, tree, "zh"),
        en=required(path, tree, "en"),
        source=str(tree.get("source", "")),
        points=whole,
        types=tuple(_one_of(path, kind, enumerations()["property_type"].words, "types") for kind in types),
        unless=_one_of(path, tree["unless"], flags, "unless") if "unless" in tree else None,
        note=str(tree.get("note", "")),
        note_zh=str(tree.get("note_zh", "")),
        categories=categories,
        items=items,
        clauses=(),
        digest="",
        folders=(path.parent,),
    )


def _category(path: Path, entry: object, where: str) -> Category:
    table = _known(path, entry, _CATEGORY, where)
    return Category(
        required(path, table, "id", where),
        positive(path, table.get("points"), f"{where}points"),
        required(path, table, "zh", where),
        required(path, table, "en", where),
    )


def _item(path: Path, item_id: str, entry: object, points: Mapping[str, Decimal]) -> Item:
    where = f"items.{item_id}: "
    table = _known(path, entry, _ITEM, where)
    category = item_id.split(".")[0]
    if category not in points:
        raise wrong(path, f"items.{item_id}", f"there is no category '{category}'", f"没有类别“{category}”")
    deduct = _one_of(path, table.get("deduct"), get_args(Deduct), f"{where}deduct")
    return Item(
        id=item_id,
        category=category,
        cap=positive(path, table["cap"], f"{where}cap") if "cap" in table else points[category],
        deduct=deduct,
        zh=required(path, table, "zh", where),
        en=required(path, table, "en", where),
        method=str(table.get("method", "")),
    )
