"""Results for histories, made by hand: a small standard, two projects, and whatever findings a test asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from click.testing import CliRunner

from commsaudit.cli.main import root
from commsaudit.model.inputs import InputFile
from commsaudit.model.outcome import Evidence, Finding, Outcome, Status, Waiver
from commsaudit.model.period import parse_period
from commsaudit.model.result import AuditResult
from commsaudit.model.standard import Category, Clause, Item, Standard
from commsaudit.scoring.build import build_result
from commsaudit.scoring.score import ProjectOutcomes
from commsaudit.scoring.tree import StandardUse

D = Decimal


def clause(name: str, item: str, unit: str, due: str = "wd(received_at, 1)") -> Clause:
    return Clause(
        id=name, standard="tiny", item=item, unit=D(unit), zh=f"条款{name}", en=f"Clause {name}", each="", due=due,
        met="", by_inspection=False, parameters={}, sourced=frozenset(), overlaps=(), note="",
        reads={"complaints": ("received_at",)} if item != "B.1" else {"merchants": ("files",)},
        source=None, sql="", path=Path(f"{name}.sql"),
    )  # fmt: skip


# A: 1.0 points, its one item capped at 0.5; B: 2.0 points.
TINY = Standard(
    id="tiny", zh="小标准", en="Tiny", source="by hand", points=D("3.0"), types=("residential",),
    categories=(Category("A", D("1.0"), "甲", "First"), Category("B", D("2.0"), "乙", "Second")),
    items=(
        Item("A.1", "A", D("0.5"), "occurrence", "", "", ""),
        Item("B.1", "B", D("2.0"), "item", "", "", ""),
    ),
    clauses=(clause("A.1.1", "A.1", "0.1"), clause("A.1.2", "A.1", "0.2"), clause("B.1.1", "B.1", "0.3", due="")),
    digest="a" * 64,
)  # fmt: skip
INPUTS = (
    InputFile("complaints", "exports/complaints.csv", "c" * 64, 40, 40, 0, 0, 0),
    InputFile("merchants", "exports/merchants.csv", "e" * 64, 7, 7, 0, 0, 0),
)
NAMES = {"P1": "望江苑", "P2": "Riverside"}


def waiver(
    record: str = "*", of: str = "A.1.1", project: str = "P1", until: str = "2026-12-31", by: str = "王总"
) -> Waiver:
    return Waiver(project, of, record, "系统升级", by, date(2026, 1, 1), date.fromisoformat(until))


@dataclass(frozen=True)
class Failed:
    """A finding to be: its clause and record, the day it fell due, when it was done after all."""

    clause: str
    record: str
    day: date
    done: str = "-"
    project: str = "P1"
    log: str = "complaints"


def failed(of: str, record: str, day: str, done: str = "-", project: str = "P1", log: str = "complaints") -> Failed:
    return Failed(of, record, date.fromisoformat(day), done, project, log)


def result(
    period: str = "2026-03",
    found: Iterable[Failed] = (),
    *,
    as_of: str | None = None,
    standard: Standard = TINY,
    mode: str = "score",
    counting: str = "occurrence",
    waivers: Iterable[Waiver] = (),
    inputs: Iterable[InputFile] = INPUTS,
    projects: Iterable[str] = ("P1", "P2"),
    unknown: Iterable[str] = (),
    parameters: Mapping[str, object] | None = None,
    modes: Mapping[str, str] | None = None,
    max_findings: int | None = None,
    **settings: object,
) -> AuditResult:
    """The result of an audit that found ``found``; ``unknown`` clauses could not be judged."""
    given, listed, counts = list(waivers), [], {}
    for each in found:
        covering = next(
            (
                one
                for one in given
                if (one.project_id, one.clause) == (each.project, each.clause)
                and one.record_id in (each.record, "*")
                and one.approved_on <= each.day <= one.expires_on
            ),
            None,
        )
        due = datetime.combine(each.day, time.max)
        place = Evidence(each.log, f"exports/{each.log}.csv", 12)
        name = f"tiny/{each.clause}/{each.project}/{each.record}"
        listed.append(
            Finding(name, each.project, "tiny", each.clause, each.record, due, f"done={each.done}", place, covering)
        )
        count = counts.setdefault((each.project, each.clause), [0, 0])
        count[0] += 1
        count[1] += covering is not None
    outcomes = []
    for project in projects:
        clauses = []
        for each in standard.clauses:
            fails, waived = counts.get((project, each.id), (0, 0))
            status = Status.FAIL if fails > waived else Status.WAIVED if fails else Status.PASS
            one = Outcome("tiny", each.id, status, None, fails + 4, fails, waived, 0)
            if each.id in unknown:
                one = Outcome("tiny", each.id, Status.NOT_ASSESSED, "log complaints not supplied")
            if (modes or {}).get(each.id) == "off":
                one = Outcome("tiny", each.id, Status.OFF, None)
            clauses.append(one)
        outcomes.append(ProjectOutcomes(project, NAMES.get(project, ""), clauses, modes or {}))
    recorded = {
        "timezone": "Asia/Shanghai",
        "sample": None,
        "parameters": parameters or {},
        "replaced": [],
        "waivers": [
            {
                "project_id": one.project_id,
                "clause": one.clause,
                "record_id": one.record_id,
                "reason": one.reason,
                "approved_by": one.approved_by,
                "approved_on": one.approved_on,
                "expires_on": one.expires_on,
                "covers": 0,
                "expired": False,
            }
            for one in given
        ],
        "rules": {},
    }
    return build_result(
        period=parse_period(period, as_of),
        settings={**recorded, **settings},
        counting=counting,
        inputs=inputs,
        standards=[StandardUse(standard, mode)],
        projects=outcomes,
        findings=listed,
        max_findings=max_findings,
    )


def late(log: str = "complaints") -> list[InputFile]:
    """The inputs with other content, and three rows more, in ``log``."""
    return [
        replace(each, sha256="f" * 64, rows=each.rows + 3, loaded=each.loaded + 3) if each.log == log else each
        for each in INPUTS
    ]


def run(*arguments: str) -> tuple[int, str, str]:
    """A call of the command: its exit code, and what it said."""
    done = CliRunner().invoke(root, arguments)
    return done.exit_code, done.stdout, done.stderr
