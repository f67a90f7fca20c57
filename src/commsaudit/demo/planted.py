"""What a planted finding is, and the site at which one is planted.

A *plant* is a small function that breaks exactly one thing at a site and says which clauses find it.
Standing obligations are judged at the end of every audited period, so such a breach names the periods in
which it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import ALL_PROJECTS, Project
from commsaudit.demo.world import Row, World, text
from commsaudit.model.units import Unit

ALL = dates.PERIODS
FIRST = ("2026-Q1", "2026-03")
SECOND = ("2026-Q2",)


@dataclass(frozen=True, slots=True, order=True)
class PlantedFinding:
    """One finding that the audit of ``period`` must give."""

    period: str
    clause: str
    project_id: str
    record_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken obligation: due at a moment of its own, or standing at the end of ``periods``."""

    clause: str
    project_id: str
    record_id: str
    due_at: datetime | None = None
    periods: tuple[str, ...] = ()

    def findings(self) -> Iterable[PlantedFinding]:
        """The breach as each audit sees it."""
        for label in dates.PERIODS:
            unit = dates.month(label)
            due = self.due_at or dates.eod(unit.ends_on)
            judged = label in self.periods if self.due_at is None else unit.starts_on <= due.date() <= unit.ends_on
            if judged:
                yield PlantedFinding(label, self.clause, self.project_id, self.record_id, due)


@dataclass
class Ground:
    """The world under planting: a row that is broken once is not broken again."""

    world: World
    taken: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Site:
    """Where something is broken: a project and, for what falls due, a month or quarter."""

    ground: Ground
    project: Project
    when: str = ""

    @property
    def world(self) -> World:
        """The world that is broken."""
        return self.ground.world

    @property
    def unit(self) -> Unit:
        """The month or quarter in which the finding falls due."""
        return dates.month(self.when)

    def unbroken(self, row: Row) -> bool:
        """Whether nothing is broken in ``row`` yet."""
        return id(row) not in self.ground.taken

    def take(self, log: str, due: Callable[[Row], datetime | None], test: Callable[[Row], object] = bool) -> Row:
        """The first unbroken row that falls due in the unit (else in its quarter, or the half-year) and passes ``test``.

        Raises:
            LookupError: there is none.
        """
        for unit in (self.unit, dates.quarter_of(self.unit.starts_on), dates.HALF_YEAR):
            for row in self.world.of(log, self.project):
                if not self.unbroken(row) or not test(row):
                    continue
                moment = due(row)
                if moment is not None and unit.starts_on <= moment.date() <= unit.ends_on:
                    self.ground.taken.add(id(row))
                    return row
        raise LookupError(f"{log} of {self.project.id} in {self.when}")

    def find(self, log: str, test: Callable[[Row], object], nth: int = 0) -> Row:
        """The ``nth`` unbroken row that passes ``test``, whenever it is due."""
        found = [row for row in self.world.of(log, self.project) if self.unbroken(row) and test(row)]
        if len(found) <= nth:
            raise LookupError(f"{log} of {self.project.id}: {len(found)}")
        self.ground.taken.add(id(found[nth]))
        return found[nth]

    def drop(self, log: str, rows: Iterable[Row]) -> None:
        """Remove ``rows`` from ``log``."""
        gone = {id(row) for row in rows}
        self.world.rows[log] = [row for row in self.world.rows[log] if id(row) not in gone]

    def breach(self, clause: str, record_id: str, due_at: date) -> list[Breach]:
        """A breach of what falls due at ``due_at``."""
        due = due_at if isinstance(due_at, datetime) else dates.eod(due_at)
        return [Breach(clause, self.project.id, record_id, due)]

    def standing(self, clause: str, record_id: str = "", periods: tuple[str, ...] = ALL) -> list[Breach]:
        """A breach that stands at the end of those of ``periods`` in which the project owes it."""
        owed = tuple(label for label in periods if self.project.owes_standing(dates.month(label).ends_on))
        return [Breach(clause, self.project.id, record_id, None, owed)]


Plant = Callable[[Site], list[Breach]]
Planting = tuple[Plant, str, str]
"""A plant, the project in which it goes down, and when what it breaks falls due ("" for standing ones)."""


def escaped(part: str) -> str:
    """A part of a record id, its signs escaped (semantics.md, "Identity")."""
    return part.replace("%", "%25").replace("#", "%23").replace("/", "%2F")


def tagged(row: Row, column: str, tag: str) -> str:
    """The id in ``column`` with ``#tag``."""
    return f"{escaped(text(row, column))}#{tag}"


def next_day(due: date) -> datetime:
    """The first working minute after a deadline has passed: nine o'clock of the next day."""
    return dates.at(due + timedelta(days=1), 9)


def plant_all(world: World, plantings: Iterable[Planting]) -> list[PlantedFinding]:
    """Plant everything and list what the audits must find, in the order of PlantedFinding."""
    ground = Ground(world)
    projects = {project.id: project for project in ALL_PROJECTS}
    found: list[PlantedFinding] = []
    for plant, project_id, when in plantings:
        for breach in plant(Site(ground, projects[project_id], when)):
            found += breach.findings()
    return sorted(found)
