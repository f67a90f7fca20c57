"""Random worlds of awkward rows: edges of units and working days, bare dates, absent values, odd ids.

Times are drawn around moments that already stand in the project, so that deadlines are hit exactly, a microsecond
before and a microsecond after. Nothing here knows what a clause asks for.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from commsaudit.model.period import Period
from commsaudit.model.schema import Column, enumerations, logs
from oracle.moments import DAY, TICK, Deadlines, at, eod, shifted, spans

SIZES = {
    "documents": 45, "contacts": 22, "complaints": 7, "notices": 8, "staff": 4, "access_cards": 8, "codes": 6,
    "events": 4, "home_services": 5, "actions": 5, "meetings": 3, "letters": 5, "merchants": 4, "inspections": 4,
}  # fmt: skip
OTHERS = 3
ODD_IDS = ("A/1", "50%", "#3", "x#measure", "%2F", "a'b", 'q"t', "一号", "0012", "C-1", "C-2", "p/q#r%", "Z Z", ";x")
# The words that clauses look for, drawn more often than the rest.
LIKELY = {
    "documents.kind": (
        "confidentiality_policy information_process data_custodian card_custodian key_custodian custody_policy"
        " custody_list merchant_policy customer_property_policy key_policy committee_fund_policy price_filing"
        " management_service_report management_service_report management_service_report management_service_report"
        " work_brief work_brief complaint_summary"
        " complaint_analysis complaint_analysis_quarterly legacy_issue_summary card_review home_service_analysis"
        " home_service_analysis property_list property_count visit_plan visit_plan event_plan delivery_plan"
        " committee_formation"
    ),
    "contacts.purpose": (
        "visit interview interview complaint_callback request_callback service_callback service_callback feedback"
    ),
    "contacts.staff_role": "project_manager department_head service steward executive technician",
    "notices.kind": "hotline complaint_channel fee_standard complaint_summary complaint_summary",
    "letters.party": "committee",
    "letters.subject": "report major_repair facility_renewal owner_interest",
    "meetings.kind": "owners_forum",
    "actions.source": "forum survey",
    "surveys.kind": "satisfaction",
    "projects.property_type": "residential public public commercial",
    "complaints.area": "developer neighbour property",
    "codes.notified_by": "mailbox phone",
    "access_cards.card_type": "staff staff parking",
    "access_cards.action": "issue reissue return",
    "staff.role": "project_manager service steward",
}
FULL = {
    "documents": [
        "statistics",
        "exceptions",
        "types",
        "counts",
        "cases",
        "improvements",
        "satisfaction",
        "opinions",
        "measures",
        "preparation",
        "candidates",
        "election",
        "filing",
        "training",
        "takeover",
        "site",
        "process",
    ],
    "complaints": ["content", "cause", "process", "result", "lessons", "corrective"],
    "meetings": ["opinions"],
}
# How often a cell is blank, where the usual rate would hide what matters.
ABSENT = {
    "service_started_on": 0.7, "service_ended_on": 0.8, "expires_on": 0.6, "effective_on": 0.6, "removed_at": 0.8,
    "moved_out_on": 0.8, "left_on": 0.6, "joined_on": 0.5, "certificate_expires_on": 0.5, "related_id": 0.05,
    "callback_waiver": 0.7, "promised_at": 0.5, "due_at": 0.5, "staff_role": 0.4, "cancelled": 0.6, "changed": 0.5,
}  # fmt: skip
USUALLY = 0.1
LINKS = {
    "related_id": ("complaints", "requests", "home_services", "surveys"),
    "staff_id": ("staff",),
    "household_id": ("households",),
}


@dataclass(frozen=True)
class Shape:
    """What a kind of world is drawn from, beside what stands above: the same names, these first.

    ``texts`` are the values of text columns, ``numbers`` those of int and number columns, by ``log.column``.
    """

    sizes: Mapping[str, int] = field(default_factory=dict)
    likely: Mapping[str, str] = field(default_factory=dict)
    full: Mapping[str, Sequence[str]] = field(default_factory=dict)
    absent: Mapping[str, float] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, Sequence[int | Decimal]] = field(default_factory=dict)
    unit_lengths: tuple[int, ...] = (1, 3)


@dataclass
class Messy:
    """Draws one world; the same seed gives the same rows."""

    seed: int
    period: Period
    deadlines: Deadlines = field(default_factory=Deadlines)
    clauses: Sequence[str] = ()
    shape: Shape = field(default_factory=Shape)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.ids: dict[str, list[str]] = {}
        self.pool: list[datetime] = []
        self.calm: datetime | None = None
        self.near: dict[str, list[datetime]] = {}
        self.around: list[datetime] = []

    def world(self, projects: int) -> dict[str, list[dict[str, Any]]]:
        """Rows of all logs for that many projects; each project is drawn for itself."""
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in logs()}
        for number in range(projects):
            self.ids, self.near, self.pool = {}, {}, self._edges()
            name = f"P{number}" if number % 3 else f"P/{number}#%"
            for log in ("projects", "staff", "households", "complaints", "requests", "home_services", "surveys"):
                rows[log] += self._rows(log, name)
            for log in logs():
                if log not in self.ids and log != "survey_answers":
                    rows[log] += self._rows(log, name)
        for listed in rows.values():
            self.rng.shuffle(listed)
        return rows

    def _edges(self) -> list[datetime]:
        first, last = self.period.starts_on, self.period.ends_on
        days = [first - DAY, first, first + DAY, last - DAY, last, last + DAY, self.period.as_of.date()]
        for length in (1, 3):
            for unit in spans(length, first, last):
                days += [unit.first, unit.last, unit.first + 9 * DAY, unit.first + 14 * DAY, unit.first + 19 * DAY]
                days += [unit.first + 2 * DAY, unit.first + 17 * DAY, unit.first + 27 * DAY]
        length_in_days = (last - first).days + 1
        days += [first + self.rng.randrange(-20, length_in_days + 3) * DAY for _ in range(12)]
        times = [timedelta(0), TICK, timedelta(hours=9), DAY - TICK, timedelta(hours=23, minutes=59)]
        return [at(value) + self.rng.choice(times) for value in days]

    def _rows(self, log: str, project: str) -> list[dict[str, Any]]:
        size = self.shape.sizes.get(log, SIZES.get(log, OTHERS))
        count = 1 if log == "projects" else self.rng.randrange(size + 1)
        key = logs()[log].record_key[0]
        names = [f"{name}{suffix}" for suffix in ("", "·2", "·3", "·4") for name in ODD_IDS]
        ids = names[:count] if log != "documents" and self.rng.random() < 0.8 else self.rng.sample(names, count)
        self.ids[log] = ids
        found: list[dict[str, Any]] = []
        for name in ids:
            self.calm = self.rng.choice(self.pool) if self.rng.random() < 0.5 else None
            self.around = []
            row = {column.name: self._value(log, column) for column in logs()[log].columns}
            row["project_id"] = project
            if log != "projects":
                row[key] = name
            if log == "weather":
                row["day"] = self.period.starts_on + len(found) * DAY
            if log == "inspections":
                row["clause"] = self.rng.choice(self.clauses)
            self.near.setdefault(name, []).extend(each for each in row.values() if isinstance(each, datetime))
            found.append(row)
        return found

    def _value(self, log: str, column: Column) -> Any:
        place = f"{log}.{column.name}"
        rarely = self.shape.absent.get(place, self.shape.absent.get(column.name, ABSENT.get(column.name, USUALLY)))
        if not column.required and self.rng.random() < rarely:
            return None
        if place in self.shape.links or column.name in LINKS:
            return self._link(self.shape.links.get(place) or LINKS[column.name])
        for given in (self.shape.texts, self.shape.numbers):
            if place in given:
                return self.rng.choice(given[place])
        draw = getattr(self, f"_{column.type}")
        return draw(log, column)

    def _link(self, targets: tuple[str, ...]) -> str:
        known = [name for target in targets for name in self.ids.get(target, ())]
        found = self.rng.choice([*known, *known, "C-1"])
        if "complaints" in targets:
            self.calm, self.around = None, self.near.get(found, [])
        return found

    def _id(self, _log: str, _column: Column) -> str:
        return self.rng.choice(ODD_IDS)

    def _text(self, _log: str, column: Column) -> str:
        return self.rng.choice(ODD_IDS[:3]) if column.name in ("card_no", "location") else "有"

    def _bool(self, _log: str, _column: Column) -> bool:
        return self.rng.random() < 0.85

    def _int(self, _log: str, _column: Column) -> int:
        return self.rng.choice((0, 1, 1, 2, 3, -1))

    def _money(self, _log: str, _column: Column) -> Decimal:
        return Decimal(self.rng.choice(("0", "0.01", "5000", "5000.00", "5000.01", "4999.99", "-1")))

    def _number(self, _log: str, _column: Column) -> Decimal:
        return Decimal(self.rng.choice(("99999.999999", "100000", "100000.5", "0")))

    def _period(self, _log: str, _column: Column) -> str:
        lengths = self.shape.unit_lengths
        units = [unit for length in lengths for unit in spans(length, self.period.starts_on, self.period.ends_on)]
        labels = [unit.label for unit in (*units, units[-1].following())]
        labels += [unit.label for unit in units if unit.length > 1] * 2
        found: str = self.rng.choice([*labels, *[str(self.period.ends_on.year)] * (len(labels) // 5)])
        return found

    def _enum(self, log: str, column: Column) -> str:
        place = f"{log}.{column.name}"
        likely = self.shape.likely.get(place, LIKELY.get(place, "")).split()
        if likely and self.rng.random() < 0.85:
            return self.rng.choice(likely)
        return self.rng.choice(list(enumerations()[column.enum or ""].words))

    def _list(self, log: str, column: Column) -> list[str]:
        place = f"{log}.{column.name}"
        full = self.shape.full.get(place, FULL.get(log))
        if full and self.rng.random() < 0.8:
            words = list(full)
            if self.rng.random() < 0.3:
                words.remove(self.rng.choice(words))
            return words
        every = list(enumerations()[column.enum or ""].words)
        return [self.rng.choice(every[:4]) for _ in range(self.rng.randrange(1, 4))]

    def _date(self, log: str, _column: Column) -> date:
        found = self._moment().date()
        return shifted(found, -self.rng.choice((0, 3, 12, 24))) if log == "projects" else found

    def _time(self, _log: str, _column: Column) -> datetime:
        return self._moment()

    _until = _time

    def _moment(self) -> datetime:
        """A moment around one that is there, itself now one of them; in a calm row all lie on one day."""
        if self.calm is not None and self.rng.random() < 0.9:
            ways = (self.calm, at(self.calm.date()), eod(self.calm), self.calm + timedelta(minutes=5))
            return self.rng.choice(ways)
        base = self.rng.choice(self.around or self.pool)
        drawn = (
            lambda: base,
            lambda: at(base.date()),
            lambda: base + TICK,
            lambda: base - TICK,
            lambda: base + timedelta(hours=self.rng.randrange(1, 30)),
            lambda: eod(base),
            lambda: self.deadlines.wd(base, self.rng.choice((1, 1, 2, 3, 5))),
            lambda: self.deadlines.wd(base, self.rng.choice((1, 1, 2, 3, 5))) + TICK,
            lambda: self.deadlines.days(base, self.rng.choice((-7, -3, 7, 14, 15, 30))),
            lambda: self.deadlines.days(base, self.rng.choice((-7, -3, 7, 14, 15, 30))) + TICK,
            lambda: at(base.date() + self.rng.randrange(-8, 9) * DAY),
            lambda: at(shifted(base, self.rng.choice((-2, -1, 1)))),
        )
        found = self.rng.choice(drawn)()
        self.pool.append(found)
        return found


def of_project(rows: Mapping[str, Sequence[Mapping[str, Any]]], project: str) -> dict[str, list[Mapping[str, Any]]]:
    """The rows of one project."""
    return {log: [row for row in listed if row["project_id"] == project] for log, listed in rows.items()}
