"""Reads the standards: ``standard.toml`` and one ``.sql`` file per clause, ours and those of a company.

A check file is a block comment of TOML (the front matter) and one SELECT. A clause that only inspectors judge has
``by = "inspection"`` and no statement.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from commsaudit.checks.front import check_front
from commsaudit.checks.subjects import subject_kinds
from commsaudit.checks.tree import read_tree, required, wrong
from commsaudit.errors import CheckError, SettingsError
from commsaudit.model.schema import enumerations, logs
from commsaudit.model.standard import Clause, ParameterValue, Standard

_FRONT = re.compile(r"\A\s*/\*\n(?P<toml>.*?)\n\*/\s*(?P<sql>.*)\Z", re.DOTALL)
# A text of digits alone stays one: a telephone number is no amount.
_DECIMAL = re.compile(r"[+-]?\d+\.\d+")
_KEYS = frozenset(
    [
        "clause",
        "item",
        "unit",
        "zh",
        "en",
        "each",
        "each_zh",
        "due",
        "due_zh",
        "met",
        "met_zh",
        "by",
        "params",
        "sourced",
        "overlaps",
        "postpone",
        "postpone_units",
        "note",
        "note_zh",
        "reads",
        "source",
        "subjects",
    ]
)


def shipped_folder() -> Path:
    """The folder of our own standards: in the wheel, or beside the sources of a checkout."""
    inside = Path(__file__).parents[1] / "standards"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "checks"


def is_shipped(clause: Clause) -> bool:
    """Whether the check is one of ours, whose contract the tests hold."""
    return clause.path.is_relative_to(shipped_folder()) and ".." not in clause.path.parts


def natural(text: str) -> list[tuple[int, str]]:
    """A sort key that orders 2.9 before 2.10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text)]


def load_catalogue(extra: Sequence[Path] = ()) -> Mapping[str, Standard]:
    """All standards by id: the shipped ones, then what each folder of ``extra`` adds or replaces.

    Raises:
        SettingsError: a folder is not there.
        CheckError: a file does not keep the form.
    """
    standards: dict[str, Standard] = {}
    for root in (shipped_folder(), *extra):
        if not root.is_dir():
            raise SettingsError(f"checks: there is no folder {root}", f"checks：没有文件夹 {root}")
        for folder in sorted(path for path in root.iterdir() if path.is_dir()):
            standards[folder.name] = _merge(standards.get(folder.name), folder)
    _refuse_shared_ids(standards.values())
    _refuse_lost_units(standards.values())
    # Those with points first: what is observed stands behind what is scored.
    return dict(sorted(standards.items(), key=lambda each: each[1].points is None))


def _refuse_shared_ids(standards: Iterable[Standard]) -> None:
    """Inspectors, waivers and settings name a clause by its id alone: it belongs to one standard.

    Raises:
        CheckError: two standards have a clause of the same id.
    """
    owners: dict[str, str] = {}
    for standard in standards:
        for clause in standard.clauses:
            owner = owners.setdefault(clause.id, standard.id)
            if owner != standard.id:
                raise CheckError(
                    f"{clause.path}: clause {clause.id} is one of {owner} already; choose another id",
                    f"{clause.path}：条款 {clause.id} 已属于 {owner}；请换一个编号",
                )


def _refuse_lost_units(standards: Iterable[Standard]) -> None:
    """What a finding costs is deducted in an item: a standard with items has one for each clause with a unit.

    Raises:
        CheckError: a clause's item is none of any standard.
    """
    listed = list(standards)
    known = {item.id for standard in listed for item in standard.items}
    for standard in listed:
        for clause in standard.clauses if standard.categories else ():
            if clause.unit is not None and clause.item not in known:
                raise CheckError(
                    f"{clause.path}: {clause.id} has a unit, but {standard.id} has no item {clause.item}: it would cost nothing",
                    f"{clause.path}：{clause.id} 有 unit，但 {standard.id} 没有项 {clause.item}，不会扣分",
                )


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CheckError(f"{path}: {error}", f"{path}：{error}") from error


def _merge(base: Standard | None, folder: Path) -> Standard:
    clauses = [read_clause(path, folder.name) for path in sorted(folder.glob("*.sql"))]
    _refuse_twice(clauses)
    tree = folder / "standard.toml"
    if base is None:
        if not tree.is_file():
            raise CheckError(f"{folder}: standard.toml is missing", f"{folder}：缺少 standard.toml")
        standard = read_tree(tree, folder.name, _toml(tree, tree.read_text("utf-8")))
    else:
        standard = replace(base, folders=(*base.folders, folder))
        known = {clause.id for clause in base.clauses}
        clauses = [replace(clause, replaced=clause.id in known) for clause in clauses]
    merged = {clause.id: clause for clause in (*standard.clauses, *clauses)}
    ordered = sorted(merged.values(), key=lambda clause: natural(clause.id))
    return replace(standard, clauses=tuple(ordered), digest=_digest(standard.folders))


def _refuse_twice(clauses: Sequence[Clause]) -> None:
    seen: dict[str, Path] = {}
    for clause in clauses:
        first = seen.setdefault(clause.id, clause.path)
        if first != clause.path:
            raise CheckError(
                f"{clause.path}: clause {clause.id} stands in {first.name} too",
                f"{clause.path}：{first.name} 中已有条款 {clause.id}",
            )


def _unit(path: Path, text: object) -> Decimal:
    """The points that a finding costs: a decimal, not below 0."""
    try:
        unit = Decimal(str(text))
    except ArithmeticError:
        unit = Decimal("NaN")
    if not unit.is_finite() or unit < 0:
        raise CheckError(f"{path}: unit {text!r} is no number of points", f"{path}：unit {text!r} 不是扣分数")
    return unit


def _reads(path: Path, reads: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The columns that a check reads, all of which there are."""
    for log, columns in reads.items():
        known = {column.name for column in logs()[log].columns} if log in logs() else set()
        for column in columns if known else ("",):
            if column not in known:
                name = f"{log}.{column}" if known else log
                raise CheckError(f"{path}: reads: there is no {name}", f"{path}：reads：没有 {name}")
    return {log: tuple(columns) for log, columns in reads.items()}


def _by_inspection(path: Path, front: Mapping[str, Any]) -> bool:
    if front.get("by", "inspection") != "inspection":
        raise wrong(
            path, "by", f"{front['by']!r}: only 'inspection' can stand here", f"{front['by']!r}：这里只能写“inspection”"
        )
    return "by" in front


def _postpone(path: Path, front: Mapping[str, Any]) -> str | None:
    role: str | None = front.get("postpone")
    if role is not None and role not in enumerations()["role"].words:
        raise wrong(path, "postpone", f"{role!r} is no role", f"{role!r} 不是岗位")
    return role


def _subjects(path: Path, kind: str) -> str:
    """The kind of thing that inspectors look at; there is such a kind."""
    if kind and kind not in subject_kinds():
        known = ", ".join(subject_kinds())
        raise CheckError(
            f"{path}: subjects: there is no '{kind}'; there are {known}",
            f"{path}：subjects：没有“{kind}”；可用：{known}",
        )
    return kind


def _digest(folders: Sequence[Path]) -> str:
    """SHA-256 over the names and bytes of all files that decide what the standard judges."""
    summed = hashlib.sha256()
    for folder in folders:
        for path in sorted([*folder.glob("*.sql"), folder / "standard.toml"]):
            if path.is_file():
                content = path.read_bytes().replace(b"\r\n", b"\n")
                summed.update(f"{path.name}\0{len(content)}\0".encode())
                summed.update(content)
    return summed.hexdigest()


def parameter(value: Any) -> ParameterValue:
    """A parameter as TOML has it: whole numbers, decimals as number or as text with a point, texts, lists of them."""
    if isinstance(value, list):
        return tuple(parameter(part) for part in value)
    if isinstance(value, int):
        return value
    text = str(value)
    return Decimal(text) if isinstance(value, float) or _DECIMAL.fullmatch(text) else text


def read_clause(path: Path, standard_id: str) -> Clause:
    """One check file.

    Raises:
        CheckError: no front matter, an unknown key or another kind of value in it, or a clause without an id.
    """
    found = _FRONT.match(path.read_text("utf-8"))
    if not found:
        raise CheckError(
            f"{path}: a check begins with a front matter between /* and */", f"{path}：检查文件须以 /* … */ 的说明开头"
        )
    front = _toml(path, found["toml"])
    unknown = sorted(set(front) - _KEYS)
    if unknown or "clause" not in front:
        wrong = ", ".join(unknown) or "clause"
        raise CheckError(f"{path}: front matter: unknown or missing: {wrong}", f"{path}：说明部分有误：{wrong}")
    check_front(path, standard_id, front)
    clause_id = str(front["clause"])
    return Clause(
        id=clause_id,
        standard=standard_id,
        item=front.get("item") or _item_of(clause_id),
        unit=_unit(path, front["unit"]) if "unit" in front else None,
        zh=required(path, front, "zh"),
        en=required(path, front, "en"),
        each=front.get("each", ""),
        due=front.get("due", ""),
        met=front.get("met", ""),
        each_zh=front.get("each_zh", ""),
        due_zh=front.get("due_zh", ""),
        met_zh=front.get("met_zh", ""),
        by_inspection=_by_inspection(path, front),
        parameters={name: parameter(value) for name, value in front.get("params", {}).items()},
        sourced=frozenset(front.get("sourced", ())),
        overlaps=tuple(front.get("overlaps", ())),
        postpone=_postpone(path, front),
        postpone_units=front.get("postpone_units", ""),
        note=front.get("note", ""),
        note_zh=front.get("note_zh", ""),
        reads=_reads(path, front.get("reads", {})),
        source=source if isinstance(source := front.get("source"), str) else None,
        sources=dict(source) if isinstance(source, dict) else {},
        subjects=_subjects(path, front.get("subjects", "")),
        sql=found["sql"].strip().rstrip(";"),
        path=path,
    )


def _item_of(clause_id: str) -> str | None:
    parts = clause_id.split(".")
    return ".".join(parts[:2]) if len(parts) == 3 else None
