"""What a company has decided: everything that can change a result, beside the logs themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.standard import Mode, ParameterValue

Counting = Literal["occurrence", "clause", "as_written"]
MailSecurity = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class Price:
    """What findings cost by the company's own decision (semantics.md, "Scoring"); None: nothing is decided.

    ``points`` are what can be lost, ``unit`` is what a finding costs, ``cap`` the most that all of them cost together.
    ``count_in_item``: they are deducted in the item of another standard that the clause names.
    """

    points: Decimal | None = None
    unit: Decimal | None = None
    cap: Decimal | None = None
    count_in_item: bool | None = None


FREE = Price()


@dataclass(frozen=True, slots=True)
class StandardRule:
    """What is decided about one standard: its mode, and what its clauses cost."""

    mode: Mode | None = None
    price: Price = FREE


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """What is decided about one clause: its mode, parameters that differ from the defaults, what it costs."""

    mode: Mode | None = None
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    price: Price = FREE


@dataclass(frozen=True, slots=True)
class ProjectRule:
    """Rules for the projects that match ``pattern`` (a glob); later rules win over earlier ones."""

    pattern: str
    clauses: Mapping[str, ClauseRule]


GateKind = Literal[
    "min_score",
    "min_percent",
    "min_category",
    "must_not_fail",
    "max_findings",
    "min_coverage",
    "no_errors",
    "no_rejects",
    "no_fall",
    "no_new_findings",
]


@dataclass(frozen=True, slots=True)
class GateRule:
    """One rule of the gate.

    ``target`` is the category or the clause (a glob) that it is about; ``limit`` what is asked for, where that is a number: of the
    category's points in percent, where ``percent``. Not ``holds``: the rule is taken away, without a target whatever it is about.
    """

    kind: GateKind
    target: str = ""
    limit: Decimal | None = None
    percent: bool = False
    holds: bool = True


@dataclass(frozen=True, slots=True)
class GatePattern:
    """Rules for the projects that match ``pattern`` (a glob). ``exempt``: no rule holds for them; None: nothing is said."""

    pattern: str
    rules: tuple[GateRule, ...] = ()
    exempt: bool | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """What a result must keep to; later patterns win over earlier ones, and all of them over ``rules``."""

    rules: tuple[GateRule, ...] = ()
    projects: tuple[GatePattern, ...] = ()
    baseline: Path | None = None


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How scorecards are mailed. The password is never here: ``password_env`` or ``password_file`` says where it is.

    ``sender`` is the key ``from``. ``port`` None: the usual one of ``security``. ``timeout`` is in seconds, for each answer of the server.
    """

    host: str = ""
    port: int | None = None
    security: MailSecurity = "starttls"
    sender: str = ""
    reply_to: str = ""
    user: str = ""
    password_env: str = ""
    password_file: Path | None = None
    timeout: int = 30
    retries: int = 3
    recipients: Path | None = None
    record: Path | None = None
    attach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an audit (product.md; semantics.md)."""

    timezone: str = "Asia/Shanghai"
    counting: Counting = "occurrence"
    roll_to_working_day: bool = False
    empty_log: Literal["not_applicable", "not_assessed"] = "not_applicable"
    days_off: tuple[date, ...] = ()
    days_on: tuple[date, ...] = ()
    calendar_years: tuple[int, ...] = ()
    checks: tuple[Path, ...] = ()
    standards: Mapping[str, StandardRule] = field(default_factory=dict)
    clauses: Mapping[str, ClauseRule] = field(default_factory=dict)
    projects: tuple[ProjectRule, ...] = ()
    logs: Mapping[str, LogOptions] = field(default_factory=dict)
    gate: Gate = Gate()
    mail: MailSettings = MailSettings()
    limits: Limits = field(default_factory=Limits)

    def mode(self, clause: str, project_id: str) -> Mode:
        """How ``clause`` counts in the project."""
        rule = self.clauses.get(clause)
        mode = rule.mode if rule else None
        for rule in self._rules(clause, project_id):
            mode = rule.mode or mode
        return mode or "score"

    def is_off(self, clause: str) -> bool:
        """Whether ``clause`` is judged in no project."""
        base = self.clauses.get(clause, ClauseRule())
        elsewhere = {rule.clauses[clause].mode for rule in self.projects if clause in rule.clauses}
        return base.mode == "off" and elsewhere <= {None, "off"}

    def parameters(
        self, clause: str, defaults: Mapping[str, ParameterValue], project_id: str
    ) -> dict[str, ParameterValue]:
        """The parameters of ``clause`` in force in the project."""
        found = {**defaults, **self.clauses.get(clause, ClauseRule()).parameters}
        for rule in self._rules(clause, project_id):
            found |= rule.parameters
        return found

    def _rules(self, clause: str, project_id: str) -> Sequence[ClauseRule]:
        if not self.projects:
            return ()
        return [
            rule.clauses[clause]
            for rule in self.projects
            if clause in rule.clauses and fnmatchcase(project_id, rule.pattern)
        ]
