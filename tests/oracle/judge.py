"""The frame of the second judge: what an obligation is, which project owes which unit, and who judges what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from oracle.moments import Days, Deadlines, Span, at, by, eod, is_bare, semesters, spans, weeks, within

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
Found = tuple[str, datetime | date | None, Any]
"""A record id, when it falls due, and whether (truthy) it was met."""

UNIT_HEAD = frozenset({"project_manager", "department_head"})
HEAD_OR_HIGHER = UNIT_HEAD | {"executive", "general_manager"}


@dataclass(frozen=True, order=True)
class Obligation:
    """One thing that had to be done."""

    clause: str
    project: str
    record: str
    due: datetime
    met: bool
    pending: bool


def escape(part: str) -> str:
    """A part of a joined or tagged id."""
    return part.replace("%", "%25").replace("#", "%23").replace("/", "%2F")


def tagged(record: str, tag: object) -> str:
    """A record id with a tag."""
    return f"{escape(record)}#{tag}"


@dataclass(frozen=True)
class View:
    """One project seen from one period."""

    project: Row
    logs: Mapping[str, Sequence[Row]]
    starts_on: date
    ends_on: date
    by_: Deadlines

    def rows(self, log: str, **columns: object) -> list[Row]:
        """The project's rows of ``log`` in which the columns are as given."""
        found = self._grouped[log]
        return [row for row in found if all(row[name] == value for name, value in columns.items())]

    @cached_property
    def _grouped(self) -> Mapping[str, Sequence[Row]]:
        return defaultdict(list, self.logs)

    @property
    def end(self) -> datetime:
        """The period's end."""
        return eod(self.ends_on)

    @property
    def type(self) -> str | None:
        """The property type."""
        kind: str | None = self.project["property_type"]
        return kind

    @property
    def is_class_a(self) -> bool:
        """A public project of class A."""
        return self.type == "public" and self.project["public_class"] == "A"

    @property
    def is_standing(self) -> bool:
        """Whether the project owes standing obligations."""
        start, end = self.project["service_started_on"], self.project["service_ended_on"]
        return (start is None or start <= self.ends_on) and (end is None or end > self.ends_on)

    def owes(self, unit: Span | Days) -> bool:
        """Whether the project owes what is about ``unit``."""
        start, end = self.project["service_started_on"], self.project["service_ended_on"]
        return (start is None or unit.first >= start) and (end is None or unit.last <= end)

    def months(self) -> list[Span]:
        """The months whose deadlines can fall into the period."""
        return spans(1, self.starts_on, self.ends_on)

    def quarters(self) -> list[Span]:
        """The quarters whose deadlines can fall into the period."""
        return spans(3, self.starts_on, self.ends_on)

    def units(self, months: int) -> list[Span]:
        """The pairs (2), half-years (6) or years (12) whose deadlines can fall into the period."""
        return spans(months, self.starts_on, self.ends_on)

    def semesters(self) -> list[Span]:
        """The semesters whose deadlines can fall into the period."""
        return semesters(self.starts_on, self.ends_on)

    def weeks(self) -> list[Days]:
        """The weeks whose deadlines can fall into the period."""
        return weeks(self.starts_on, self.ends_on)

    def document_in_force(self, kind: str) -> bool:
        """Whether a document of that kind is in force at the period's end."""
        return any(
            by(row["approved_at"], self.end)
            and (row["effective_on"] is None or at(row["effective_on"]) <= self.end)
            and (row["expires_on"] is None or row["expires_on"] >= self.ends_on)
            for row in self.rows("documents", kind=kind)
        )

    def notice_in_force(self, kind: str) -> bool:
        """Whether a notice of that kind is in force at the period's end."""
        return any(
            by(row["published_at"], self.end)
            and (row["removed_at"] is None or row["removed_at"] > self.end)
            and (row["expires_on"] is None or row["expires_on"] >= self.ends_on)
            for row in self.rows("notices", kind=kind)
        )

    def documents(self, kind: str, unit: Span | Days) -> list[Row]:
        """The documents of that kind for ``unit``."""
        return self.rows("documents", kind=kind, period=unit.label)

    def role(self, contact: Row) -> str | None:
        """The role of who made the contact: its own, else that of the member of staff."""
        own: str | None = contact["staff_role"]
        if own is not None or contact["staff_id"] is None:
            return own
        return next((row["role"] for row in self.rows("staff", staff_id=contact["staff_id"])), None)

    def contacts(self, purpose: str, related: str) -> list[Row]:
        """The contacts for a record."""
        return self.rows("contacts", purpose=purpose, related_id=related)

    def contacts_within(self, unit: Span, *purposes: str) -> list[Row]:
        """The contacts with a household, of these purposes, started in ``unit``."""
        return [
            row
            for row in self.rows("contacts")
            if row["purpose"] in purposes
            and row["household_id"] is not None
            and within(row["started_at"], unit.first, unit.last)
        ]


def has(row: Row, column: str, *words: str) -> bool:
    """The list in ``column`` holds at least these words."""
    return set(words) <= set(row[column] or ())


Judging = Callable[..., Iterable[Found]]


COMMON = frozenset({"residential", "public", "commercial"})
APPLIES = {
    "supervision": COMMON,
    "owner-communication": COMMON,
    "callbacks": COMMON,
    "client-communication": COMMON,
    "committee": COMMON,
    "complaint-intake": COMMON,
    "internal-communication": COMMON,
    "presales": frozenset({"presales"}),
    "employee-relations": COMMON | {"presales", "dormitory", "hospital", "enterprise"},
    "service-communication": COMMON,
    "customer-communication": COMMON,
    "student-housing": frozenset({"dormitory"}),
    "satisfaction-survey": COMMON,
    "steward-visits": COMMON,
    "hospital": frozenset({"hospital"}),
}
"""The property types of each standard; a project of unknown type counts as residential."""
PREFIXES = {
    "OC": "owner-communication", "CB": "callbacks", "CC": "client-communication", "CM": "committee",
    "CI": "complaint-intake", "IN": "internal-communication", "PS": "presales", "EM": "employee-relations",
    "SC": "service-communication", "CU": "customer-communication", "SH": "student-housing",
    "SS": "satisfaction-survey", "SV": "steward-visits", "HS": "hospital",
}  # fmt: skip
POSTPONED_BY = {
    "CC-6": ("executive", ""), "CC-12": ("executive", ""), "CC-17": ("executive", "H1"), "SC-12": ("executive", ""),
}  # fmt: skip
"""Who may postpone a clause, and the end of the labels of the units that can be."""
_RANKS_AS = {"executive": {"executive", "general_manager"}}


def standard_of(clause: str) -> str:
    """The standard that a clause belongs to, by its id."""
    return PREFIXES.get(clause.partition("-")[0], "supervision")


@dataclass(frozen=True)
class Rule:
    """How one clause is judged, and the logs without which it is not assessed."""

    clause: str
    logs: frozenset[str]
    judging: Judging

    @property
    def standard(self) -> str:
        """The standard that it is a clause of."""
        return standard_of(self.clause)


RULES: dict[str, Rule] = {}


def clause(name: str, *logs: str) -> Callable[[Judging], Judging]:
    """Register the function as the judge of a clause that reads these logs."""

    def register(judging: Judging) -> Judging:
        RULES[name] = Rule(name, frozenset(logs), judging)
        return judging

    return register


@dataclass(frozen=True)
class Judged:
    """What the second judge says: the obligations, and the clauses for which a log is missing."""

    obligations: list[Obligation]
    not_assessed: frozenset[str] = field(default=frozenset())


BLANK_PROJECT = dict.fromkeys(
    [
        "property_type",
        "public_class",
        "gross_area_sqm",
        "delivered_on",
        "phased",
        "service_started_on",
        "service_ended_on",
        "committee_formed_on",
        "households",
        "occupied_households",
        "single_client",
        "fee_basis",
    ]
)


def judge(
    rows: Rows,
    starts_on: date,
    ends_on: date,
    *,
    as_of: datetime | None = None,
    deadlines: Deadlines | None = None,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    supplied: Collection[str] | None = None,
    standards: Collection[str] = ("supervision",),
) -> Judged:
    """All obligations of one period by ``standards``. ``supplied``: the logs that are there (default: those with rows)."""
    there = set(supplied) if supplied is not None else set(rows)
    by_project: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for log in there:
        for row in rows[log]:
            by_project[row["project_id"]][log].append(row)
    rules = [rule for rule in RULES.values() if rule.standard in standards]
    found: list[Obligation] = []
    for project_id, logs in by_project.items():
        project = logs["projects"][0] if "projects" in there else {"project_id": project_id, **BLANK_PROJECT}
        view = View(project, logs, starts_on, ends_on, deadlines or Deadlines())
        for rule in rules:
            if rule.logs <= there and applies(rule.standard, project):
                listed = rule.judging(view, **(parameters or {}).get(rule.clause, {}))
                unpostponed = [each for each in listed if not _postponed(view, rule.clause, each)]
                found += _kept(rule.clause, view, unpostponed, as_of or view.end)
        if "inspections" in there:
            for name, inspected in _inspected(view):
                if standard_of(name) in standards and applies(standard_of(name), project):
                    found += _kept(name, view, [inspected], as_of or view.end)
    return Judged(sorted(found), frozenset(rule.clause for rule in rules if not rule.logs <= there))


def applies(standard: str, project: Row) -> bool:
    """Whether a project is audited by a standard."""
    kind = project["property_type"] if project["property_type"] not in (None, "other") else "residential"
    return kind in APPLIES[standard] and not (standard == "customer-communication" and project["single_client"])


def _postponed(view: View, name: str, found: Found) -> bool:
    role, units = POSTPONED_BY.get(name, ("", ""))
    unit, due, _ = found
    return bool(role) and any(
        row["period"] == unit
        and unit.endswith(units)
        and row["approved_by_role"] in _RANKS_AS[role]
        and by(row["approved_at"], due)
        for row in view.rows("postponements", obligation=name)
    )


def _kept(name: str, view: View, listed: Iterable[Found], as_of: datetime) -> Iterable[Obligation]:
    for record, due, met in listed:
        if due is not None and at(view.starts_on) <= at(due) <= view.end:
            over = eod(due) if is_bare(due) else at(due)
            yield Obligation(name, view.project["project_id"], record, at(due), bool(met), over > as_of)


def _inspected(view: View) -> Iterable[tuple[str, Found]]:
    for row in view.rows("inspections"):
        if row["verdict"] in ("pass", "fail"):
            record = f"inspection:{escape(row['inspection_id'])}"
            yield row["clause"], (record, eod(row["inspected_on"]), row["verdict"] == "pass")
