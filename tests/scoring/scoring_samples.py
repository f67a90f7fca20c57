"""A small standard and outcomes of it, made by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from commsaudit.model.outcome import Evidence, Finding, Outcome, Status, Waiver
from commsaudit.model.standard import Category, Clause, Item, Standard


def clause(clause_id: str, item: str | None, unit: str | None, standard: str = "tiny") -> Clause:
    return Clause(
        id=clause_id,
        standard=standard,
        item=item,
        unit=None if unit is None else Decimal(unit),
        zh=f"条款{clause_id}",
        en=f"Clause {clause_id}",
        each="",
        due="",
        met="",
        by_inspection=False,
        parameters={},
        sourced=frozenset(),
        overlaps=(),
        note="",
        reads={},
        source=None,
        sql="",
        path=Path(f"{clause_id}.sql"),
    )


def category(name: str, points: str) -> Category:
    return Category(name, Decimal(points), f"类{name}", f"Category {name}")


def item(name: str, of: str, cap: str, deduct: str) -> Item:
    return Item(name, of, Decimal(cap), deduct, f"项{name}", f"Item {name}", "")


def standard(
    name: str,
    points: str | None,
    categories: tuple[Category, ...] = (),
    items: tuple[Item, ...] = (),
    clauses: tuple[Clause, ...] = (),
) -> Standard:
    return Standard(
        id=name,
        zh=f"标准{name}",
        en=f"Standard {name}",
        source="by hand",
        points=None if points is None else Decimal(points),
        types=("residential",),
        categories=categories,
        items=items,
        clauses=clauses,
        digest="0" * 64,
    )


# A: 1.0 points, an item of each wording but "clause"; B: 2.0 points, per clause; C: 0.5 points, empty.
TINY = standard(
    "tiny",
    "3.5",
    (category("A", "1.0"), category("B", "2.0"), category("C", "0.5")),
    (
        item("A.1", "A", "0.3", "occurrence"),
        item("A.2", "A", "1.0", "item"),
        item("B.1", "B", "2.0", "clause"),
    ),
    (
        clause("A.1.1", "A.1", "0.1"),
        clause("A.1.2", "A.1", "0.2"),
        clause("A.2.1", "A.2", "0.1"),
        clause("A.2.2", "A.2", "0.5"),
        clause("A.2.3", "A.2", "0.5"),
        clause("B.1.1", "B.1", "0.2"),
        clause("B.1.2", "B.1", "0.15"),
    ),
)


def outcome(
    of: str,
    findings: int = 0,
    waived: int = 0,
    status: Status | None = None,
    standard: str = "tiny",
) -> Outcome:
    """An outcome whose status follows from its counts, unless one is given."""
    if status is None:
        status = Status.FAIL if findings > waived else Status.WAIVED if findings else Status.PASS
    judged = findings + 2 if status.is_judged else 0
    return Outcome(standard, of, status, None, judged, findings, waived, 0)


def outcomes(**found: Outcome) -> list[Outcome]:
    """All clauses of TINY: those of ``found`` (A_1_1=…) as given, the others passed."""
    return [found.get(each.id.replace(".", "_"), outcome(each.id)) for each in TINY.clauses]


def finding(of: str, record: str, waived: bool = False, project: str = "P1", day: int = 5) -> Finding:
    waiver = Waiver(project, of, record, "agreed", "Director", date(2026, 1, 1), date(2026, 12, 31))
    return Finding(
        id=f"{project}/{of}/{record}",
        project_id=project,
        standard="tiny",
        clause=of,
        record_id=record,
        due_at=datetime(2026, 3, day, 23, 59, 59, 999999),
        detail="too late",
        source=Evidence("complaints", "complaints.csv", 7),
        waiver=waiver if waived else None,
    )
