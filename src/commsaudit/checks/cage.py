"""Proves, before a check of others runs, that it is one SELECT over what a check may read.

DuckDB's own parser gives the tree of the statement, and every part of it has to be of a kind that is named here: what is
unknown is refused. So no file, no setting, no other statement and no table of the engine can be reached, whatever the text
looks like. The engine is locked besides (``engine.database``), and what runs is watched (``checks.caged``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from commsaudit.checks.cage_names import names
from commsaudit.errors import CheckError, printable
from commsaudit.model.schema import logs
from commsaudit.model.standard import Clause

LONGEST = 200_000
MOST_RELATIONS = 1_000
_SHOWN = 500
_TREE = "SELECT json_serialize_sql(?, skip_null := true, skip_empty := true, skip_default := true)"
_QUERIES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE"}
_SOURCES = {"BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY"}
_ORDERS = {"ORDER_DEFAULT", "ASCENDING", "DESCENDING"}
_NODES = _QUERIES | _SOURCES | _ORDERS | {"ORDER_MODIFIER", "DISTINCT_MODIFIER", "LIMIT_MODIFIER"}
_EXPRESSIONS = {"BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "FUNCTION"} | {
    "LAMBDA", "OPERATOR", "POSITIONAL_REFERENCE", "STAR", "SUBQUERY", "TYPE", "WINDOW"
}  # fmt: skip
# Parts that are no nodes of their own: rows drawn by chance, a table as it was.
_KEYS = {"sample": "SAMPLE", "at_clause": "AT"}
_WHOLE = {"type", "cte_map", "select_list", "from_table", "aggregate_handling"}


def as_relation(statement: str) -> str:
    """``statement`` as it stands in a FROM clause; the newline ends a comment in its last line."""
    return f"(\n{statement}\n) AS obligations"


def prove(
    connection: duckdb.DuckDBPyConnection, clause: Clause, statement: str, relations: Collection[str]
) -> set[str]:
    """The relations that ``statement`` reads, if all of it is what a check may say.

    ``relations`` are those that a check may read: the logs that its front matter names, and ours.

    Raises:
        CheckError: the statement is not one SELECT, or a part of it is not allowed.
    """
    refuse = Refusal(clause)
    if len(statement) > LONGEST:
        raise refuse(f"longer than {LONGEST} characters", f"超过 {LONGEST} 个字符")
    _one_select(connection, statement, refuse)
    query = _one_select(connection, f"FROM {as_relation(statement)}", refuse)
    source = query.get("from_table", {})
    # The same text between our parentheses has to be one whole there too, or it could end them.
    if set(query) - _WHOLE or source.get("type") != "SUBQUERY" or source.get("alias") != "obligations":
        raise refuse("it is not one statement, complete by itself", "不是一条完整的语句")
    walk = _Walk(refuse, relations)
    walk.through(source)
    _bound(source, refuse)
    return walk.read


@dataclass(frozen=True, slots=True)
class Refusal:
    """Makes the error that names the file of ``clause``: its name alone, because results hold the text."""

    clause: Clause

    def __call__(self, en: str, zh: str) -> CheckError:
        # One text holds both languages in a result, parted by a stroke; and what it quotes is not ours.
        en, zh = (printable(text)[:_SHOWN].replace(" / ", "/") for text in (en, zh))
        name = printable(self.clause.path.name)
        return CheckError(f"{name}: {en}", f"{name}：{zh}")


def _one_select(connection: duckdb.DuckDBPyConnection, text: str, refuse: Refusal) -> dict[str, Any]:
    """The tree of a text that is one SELECT."""
    said = connection.execute(_TREE, [text]).fetchall()[0][0]
    try:
        tree = json.loads(said)
    except RecursionError:
        raise refuse("nested too deeply", "嵌套过深") from None
    if tree["error"]:
        if tree["error_type"] == "not implemented":
            raise refuse("a check is a SELECT and nothing else", "检查只能是 SELECT 语句")
        raise refuse(f"no valid SQL: {tree['error_message']}", f"不是有效的 SQL：{tree['error_message']}")
    if len(tree["statements"]) != 1:
        raise refuse(
            f"a check is one statement, this file has {len(tree['statements'])}",
            f"检查只能是一条语句，此文件有 {len(tree['statements'])} 条",
        )
    query: dict[str, Any] = tree["statements"][0]["node"]
    return query


def _folded(name: str) -> str:
    """A name as the engine compares it: it folds ASCII letters alone."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in name)


@dataclass
class _Walk:
    """Looks at every part of a tree; ``read`` are the relations that it met."""

    refuse: Refusal
    relations: Collection[str]
    read: set[str] = field(default_factory=set)

    def through(self, tree: object) -> None:
        """Look at all of ``tree``; each part knows the CTEs that it can see."""
        waiting: list[tuple[Any, frozenset[str]]] = [(tree, frozenset())]
        while waiting:
            part, seen = waiting.pop()
            if isinstance(part, list):
                waiting.extend((each, seen) for each in part)
            elif isinstance(part, dict):
                self._look(part, seen)
                waiting.extend(_parts(part, seen))

    def _look(self, part: Mapping[str, Any], seen: frozenset[str]) -> None:
        kind = part.get("class", part.get("type"))
        if kind is not None and (
            not isinstance(kind, str) or kind not in (_EXPRESSIONS if "class" in part else _NODES)
        ):
            word = str(kind).replace("_", " ").lower()
            raise self.refuse(f"a check cannot hold this: {word}", f"检查中不能有：{word}")
        for key, word in _KEYS.items():
            if key in part:
                raise self.refuse(f"a check cannot hold this: {word}", f"检查中不能有：{word}")
        if "function_name" in part:
            self._look_at_function(part, kind)
        elif kind == "TABLE_FUNCTION" and part["function"]["function_name"].lower() not in names().tables:
            self._refuse_function(part["function"]["function_name"])
        elif kind == "BASE_TABLE":
            self._look_at_table(part, seen)
        elif (
            kind == "COLUMN_REF" and len(part["column_names"]) == 1 and _folded(part["column_names"][0]) in names().bare
        ):
            self._refuse_function(part["column_names"][0])

    def _look_at_function(self, part: Mapping[str, Any], kind: object) -> None:
        name = _folded(part["function_name"])
        if len(part["qualified_name"]["path"]) != 1:
            path = ".".join(part["qualified_name"]["path"])
            raise self.refuse(f"{path}: a function stands by its name alone", f"{path}：函数只写名称")
        if name not in names().functions:
            self._refuse_function(name)
        if kind == "FUNCTION" and name in names().ordered and not part.get("order_bys", {}).get("orders"):
            raise self.refuse(
                f"{name}() needs an ORDER BY within: the order of rows is not fixed",
                f"{name}() 内须写 ORDER BY：行的顺序并不固定",
            )

    def _refuse_function(self, name: str) -> None:
        en, zh = names().why_refused(_folded(name))
        raise self.refuse(f"a check cannot call {name}: {en}", f"检查不能调用 {name}：{zh}")

    def _look_at_table(self, part: Mapping[str, Any], seen: frozenset[str]) -> None:
        path = part["qualified_name"]["path"]
        name = _folded(path[-1])
        if len(path) == 1 and name in seen:
            return
        if len(path) == 1 and name in self.relations:
            self.read.add(name)
            return
        shown = ".".join(path)
        if name in logs() and len(path) == 1:
            raise self.refuse(
                f"it reads the log {name}, which 'reads' of its front matter does not name",
                f"读取了日志 {name}，但说明部分的 reads 中没有写明",
            )
        raise self.refuse(f"a check cannot read {shown}", f"检查不能读取 {shown}")


def _bound(source: object, refuse: Refusal) -> None:
    """A few CTEs, each of which names the one before it twice, would fill the memory before anything runs."""
    try:
        reads = _weight(source, {})
    except RecursionError:
        raise refuse("nested too deeply", "嵌套过深") from None
    if reads > MOST_RELATIONS:
        raise refuse(
            f"with its CTEs written out it reads more than {MOST_RELATIONS} relations",
            f"展开 CTE 后读取的关系超过 {MOST_RELATIONS} 个",
        )


def _weight(part: Any, ctes: Mapping[str, int]) -> int:
    """How many relations ``part`` reads, where a CTE counts as what it reads each time that it is named."""
    if isinstance(part, list):
        return sum(_weight(each, ctes) for each in part)
    if not isinstance(part, dict):
        return 0
    if part.get("type") == "BASE_TABLE":
        path = part["qualified_name"]["path"]
        return ctes.get(_folded(path[-1]), 1) if len(path) == 1 else 1
    for entry in part.get("cte_map", {}).get("map", ()):
        ctes = {**ctes, _folded(entry["key"]): max(_weight(entry["value"], ctes), 1)}
    return sum(_weight(value, ctes) for key, value in part.items() if key != "cte_map")


def _parts(part: Mapping[str, Any], seen: frozenset[str]) -> Iterator[tuple[Any, frozenset[str]]]:
    """What a part is made of, with the CTEs that each can see: a CTE those before it, a recursive one itself."""
    for entry in part.get("cte_map", {}).get("map", ()):
        yield entry["value"], seen
        seen |= {_folded(entry["key"])}
    own = {_folded(part["cte_name"])} if part.get("type") == "RECURSIVE_CTE_NODE" else set()
    for key, value in part.items():
        if key != "cte_map":
            yield value, seen | own if key == "right" else seen
