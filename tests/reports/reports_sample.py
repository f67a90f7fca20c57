"""A small result made by hand: four projects, three categories, one of them without clauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from commsaudit.model.inputs import InputFile
from commsaudit.model.outcome import Evidence, Finding, Outcome, Status, Waiver
from commsaudit.model.period import parse_period
from commsaudit.model.result import AuditResult, Metric
from commsaudit.model.standard import Category, Clause, Item, Standard
from commsaudit.scoring.build import build_result
from commsaudit.scoring.score import ProjectOutcomes
from commsaudit.scoring.tree import StandardUse

D = Decimal
CLAUSES = [
    ("2.3.3", "2.3", "0.1", "一个工作日内回应", "A response within one working day"),
    (
        "2.3.5",
        "2.3",
        "0.1",
        "记录处理结果并及时关闭",
        "The result is recorded and the complaint closed in time",
    ),
    (
        "2.5.1",
        "2.5",
        "0.1",
        "一类投诉由客服人员跟踪并回访",
        "Class-1 complaints: customer service calls back",
    ),
    ("6.2.1", "6.2", "0.5", "商户档案齐全", "Merchant files are complete"),
    ("6.2.3", "6.2", "0.1", "商铺无占道经营", "Shops keep off the walkways"),
]


def _clause(name: str, item: str, unit: str, zh: str, en: str) -> Clause:
    return Clause(
        id=name, standard="supervision", item=item, unit=D(unit), zh=zh, en=en, each="", due="", met="",
        by_inspection=False, parameters={}, sourced=frozenset(), overlaps=(), note="", reads={}, source=None,
        sql="", path=Path(f"{name}.sql"),
    )  # fmt: skip


STANDARD = Standard(
    id="supervision",
    zh="顾客关系督导标准",
    en="Customer-relations supervision standard",
    source="by hand",
    points=D("17.0"),
    types=("residential",),
    categories=(
        Category("2", D("8.0"), "顾客信息", "Customer information"),
        Category("6", D("4.0"), "商户管理", "Merchants"),
        Category("7", D("5.0"), "入住管理", "Move-in"),
    ),
    items=(
        Item("2.3", "2", D("8.0"), "clause", "投诉处理及关闭", "Complaint handling and closure", ""),
        Item("2.5", "2", D("8.0"), "clause", "投诉回访关闭", "Complaint callback", ""),
        Item("6.2", "6", D("2.0"), "occurrence", "商铺管理", "Shops", ""),
    ),
    clauses=tuple(_clause(*each) for each in CLAUSES),
    digest="d" * 64,
)
# A standard that is observed, beside the score of P01.
BESIDE = Standard(
    id="callbacks",
    zh="业主用户沟通与回访规程",
    en="Callbacks",
    source="by hand",
    points=None,
    types=("residential",),
    categories=(),
    items=(),
    clauses=(
        replace(_clause("CB-1", "2.10", "0", "意见建议有回访", "Opinions are called back"), standard="callbacks", unit=None),
        replace(_clause("CB-9", "5.3", "0", "每周向甲方报告", "The client hears weekly"), standard="callbacks", unit=None),
    ),
    digest="e" * 64,
)  # fmt: skip
STANDARDS = (STANDARD, BESIDE)
USES = (StandardUse(STANDARD, "score"), StandardUse(BESIDE, "observe"))
METRICS = [
    Metric("P01", "owner-communication", name, record, value, detail)
    for name, record, value, detail in [
        ("satisfaction_rate", "DC-1", "69.23", "satisfied=7; basically=2; dissatisfied=4; abstained=3"),
        ("abstentions", "DC-1", "3", "sheets=4"),
        ("return_rate", "DC-1", "57.50", "distributed=40; collected=23"),
        ("adjusted_rate", "DC-1", "59.23", "distributed=40; collected=23; points_short=2"),
        ("satisfaction_rate", "DC-1#停车%2F充电", "25.00", "satisfied=1; basically=0; dissatisfied=3; abstained=0"),
        ("abstentions", "DC-1#停车%2F充电", "0", "satisfied=1; basically=0; dissatisfied=3; abstained=0"),
        ("main_improvement", "DC-1#停车%2F充电", "3", "place=1; running_share=75.00"),
    ]
]
WAIVER = Waiver("P01", "2.3.3", "C-002", "系统升级", "王总", date(2026, 3, 1), date(2026, 3, 31))
EXPIRED = replace(WAIVER, project_id="P02", record_id="*", expires_on=date(2026, 2, 28), approved_on=date(2026, 1, 1))
IDLE = replace(WAIVER, project_id="P02", clause="6.2.1", record_id="M-9", reason="装修期间")
NO_CONTACTS = "log contacts not supplied"


def outcome(
    clause: str, obligations: int = 4, findings: int = 0, waived: int = 0, pending: int = 0,
    status: Status | None = None, reason: str | None = None,
) -> Outcome:  # fmt: skip
    if status is None:
        status = Status.FAIL if findings > waived else Status.WAIVED if findings else Status.PASS
    counts = (obligations, findings, waived, pending) if status.is_judged else (0, 0, 0, 0)
    return Outcome("supervision", clause, status, reason, *counts)


def finding(project: str, clause: str, record: str, due: datetime, waiver: Waiver | None = None) -> Finding:
    return Finding(
        id=f"supervision/{clause}/{project}/{record}",
        project_id=project,
        standard="supervision",
        clause=clause,
        record_id=record,
        due_at=due,
        detail="done=-; responded_at=-; channel=app",
        source=Evidence("complaints", "exports/投诉_2026-03.csv", 12),
        waiver=waiver,
    )


def eod(day: int) -> datetime:
    return datetime(2026, 3, day, 23, 59, 59, 999999)


def _failing() -> ProjectOutcomes:
    """2.3.3: 5 findings, 1 waived, 4 × 0.1; 6.2.1: 5 × 0.5 = 2.5, of which the item's cap leaves 2.0."""
    return ProjectOutcomes(
        "P01",
        "望江苑",
        [
            outcome("2.3.3", 9, 5, 1),
            outcome("2.3.5", 9, pending=2),
            outcome("2.5.1", status=Status.NOT_ASSESSED, reason=NO_CONTACTS),
            outcome("6.2.1", 6, 5),
            outcome("6.2.3", status=Status.ERROR, reason="Binder Error: no such column"),
            replace(outcome("CB-1", 8, 1), standard="callbacks"),
            replace(outcome("CB-9", status=Status.NOT_ASSESSED, reason=NO_CONTACTS), standard="callbacks"),
        ],
        empty_logs=["visits_made", "notices"],
    )


def _waived() -> ProjectOutcomes:
    """Everything waived: 5 × 2 findings would cost 3 × 0.2 and 1.0 + 0.2."""
    return ProjectOutcomes("P02", "Riverside Court", [outcome(each[0], 3, 2, 2) for each in CLAUSES])


def _unknown() -> ProjectOutcomes:
    """Nothing assessed."""
    found = [outcome(each[0], status=Status.NOT_ASSESSED, reason=NO_CONTACTS) for each in CLAUSES]
    return ProjectOutcomes("P03", "", found)


def _clean() -> ProjectOutcomes:
    return ProjectOutcomes("P04", "春江花月商业广场二期", [outcome(each[0]) for each in CLAUSES])


def findings() -> list[Finding]:
    found = [finding("P01", "2.3.3", f"C-00{n}", eod(n + 3), WAIVER if n == 2 else None) for n in range(1, 6)]
    # 6.2.1 lists four of its five: the sample is cut.
    found += [finding("P01", "6.2.1", f"M-{n}/A#档案", datetime(2026, 3, 9, 17, 30)) for n in range(1, 6)]
    found += [finding("P02", each[0], f"C-{n}", eod(6), WAIVER) for each in CLAUSES for n in (1, 2)]
    beside = finding("P01", "CB-1", "YJ-7", eod(12))
    return [*found, replace(beside, id="callbacks/CB-1/P01/YJ-7", standard="callbacks")]


def sample_result(*projects: str) -> AuditResult:
    """The result of ``projects``, or of all four."""
    every = [_failing(), _waived(), _unknown(), _clean()]
    chosen = [each for each in every if not projects or each.project_id in projects]
    names = {each.project_id for each in chosen}
    return build_result(
        period=parse_period("2026-03"),
        settings={"timezone": "Asia/Shanghai", "sample": None},
        counting="occurrence",
        inputs=[InputFile("complaints", "exports/投诉_2026-03.csv", "a" * 64, 40, 37, 3, 0, 0)],
        standards=USES,
        projects=chosen,
        findings=[each for each in findings() if each.project_id in names],
        max_findings=4,
        metrics=[metric for metric in METRICS if metric.project_id in names],
    )
