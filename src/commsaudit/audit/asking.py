"""What a request and the settings may ask for: known names, values of their kind, a calendar that reaches."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from commsaudit.audit.request import Request
from commsaudit.calendar.workdays import WorkingDays, calendar_years
from commsaudit.errors import NothingToAudit, SettingsError, UsageError
from commsaudit.model.period import Period
from commsaudit.model.settings import Settings, StandardRule
from commsaudit.model.standard import ParameterValue, Standard
from commsaudit.scoring.tree import StandardUse


def chosen_standards(catalogue: Mapping[str, Standard], request: Request) -> list[StandardUse]:
    """The standards to audit, in catalogue order: those named and no other, else all: without points they are observed.

    ``catalogue`` has the company's points.

    Raises:
        UsageError: a name that is none.
    """
    settings = request.settings
    for name in request.standards:
        if name not in catalogue:
            raise unknown("standard", "标准", name, catalogue)
    uses = []
    for name, standard in catalogue.items():
        rule = settings.standards.get(name, StandardRule())
        mode = rule.mode or ("score" if standard.points is not None else "observe")
        if request.standards:
            mode = ("observe" if mode == "off" else mode) if name in request.standards else "off"
        if mode != "off":
            uses.append(StandardUse(standard, mode))
    if not uses:
        raise NothingToAudit("the settings leave no standard to audit", "设置中没有可检查的标准")
    return uses


def unknown(kind_en: str, kind_zh: str, name: str, known: Iterable[str]) -> UsageError:
    """The error for a name that is none of ``known``, with the one that may be meant."""
    names = list(known)
    same = [each for each in names if each.casefold() == name.casefold()]
    close = same or difflib.get_close_matches(name, names, 1, 0.5)
    return UsageError(
        f"unknown {kind_en} '{name}'" + (f"; did you mean '{close[0]}'?" if close else ""),
        f"没有{kind_zh}“{name}”" + (f"；是否指“{close[0]}”？" if close else ""),
    )


def check_settings(settings: Settings, catalogue: Mapping[str, Standard]) -> None:
    """The settings name standards, clauses and parameters that there are.

    Raises:
        UsageError: they do not, and which was meant; or a parameter's value is of another kind than its default.
    """
    for name in settings.standards:
        if name not in catalogue:
            raise unknown("standard", "标准", name, catalogue)
    clauses = {clause.id: clause for standard in catalogue.values() for clause in standard.clauses}
    for rules in (settings.clauses, *(rule.clauses for rule in settings.projects)):
        for clause_id, rule in rules.items():
            if clause_id not in clauses:
                raise unknown("clause", "条款", clause_id, clauses)
            defaults = clauses[clause_id].parameters
            for name, value in rule.parameters.items():
                if name not in defaults:
                    raise unknown(f"parameter of {clause_id}", f"{clause_id} 的参数", name, defaults)
                if not _is_like(value, defaults[name]):
                    raise UsageError(
                        f"parameter {name} of {clause_id}: '{value}' is not of the kind of its default, {defaults[name]}",
                        f"{clause_id} 的参数 {name}：“{value}”与默认值 {defaults[name]} 的类型不同",
                    )


def _is_like(value: ParameterValue, default: ParameterValue) -> bool:
    """Whether ``value`` may stand for ``default``: a whole number, any number, a text, or a list."""
    kinds: dict[type, type | tuple[type, ...]] = {int: int, Decimal: (int, Decimal), str: str, tuple: tuple}
    return isinstance(value, kinds[type(default)]) and not isinstance(value, bool)


def calendar_for(settings: Settings, period: Period) -> WorkingDays:
    """The working days of the company.

    Raises:
        SettingsError: the holidays of a year of the period are not known.
    """
    days = WorkingDays(frozenset(settings.days_off), frozenset(settings.days_on), frozenset(settings.calendar_years))
    for year in range(period.starts_on.year, period.ends_on.year + 1):
        if not days.covers(year):
            first, last = calendar_years()
            raise SettingsError(
                f"the calendar knows the holidays of {first} to {last}, not of {year}: add them under [workdays] off and on,"
                f" and say so with years = [{year}]",
                f"日历只有 {first} 至 {last} 年的节假日，没有 {year} 年：请在 [workdays] 的 off 和 on 中补充，"
                f"并写上 years = [{year}]",
            )
    return days


def check_begun(period: Period, timezone: str) -> None:
    """An audit of a period that has not begun would call everything a failure.

    Raises:
        UsageError: the period begins after today.
    """
    today = datetime.now(ZoneInfo(timezone)).date()
    if period.starts_on > today:
        raise UsageError(
            f"{period.label} begins on {period.starts_on}, and today is {today}: nothing can be judged yet",
            f"{period.label} 从 {period.starts_on} 开始，而今天是 {today}：还没有可评判的内容",
        )
    if period.as_of < datetime.combine(period.starts_on, datetime.min.time()):
        raise UsageError(
            f"--as-of {period.as_of} lies before {period.label}: nothing would be judged",
            f"--as-of {period.as_of} 早于 {period.label}：没有可评判的内容",
        )
