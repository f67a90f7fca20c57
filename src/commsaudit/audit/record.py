"""The settings block of a result: everything that decided it, so that ``verify`` can run the audit again from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from commsaudit.audit.request import Request, WaiverUse
from commsaudit.audit.settings import settings_from_table
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.checks.running import Sample
from commsaudit.model.options import MOST, Limits, LogOptions
from commsaudit.model.outcome import Waiver
from commsaudit.model.period import Period
from commsaudit.model.result import AuditResult
from commsaudit.model.settings import ClauseRule, Price, Settings
from commsaudit.model.standard import Clause, Mode, Standard
from commsaudit.scoring.company import priced


def settings_record(request: Request, clauses: Iterable[Clause], waivers: Sequence[WaiverUse]) -> dict[str, object]:
    """What the result file says of its settings; ``clauses`` are the audited ones.

    ``parameters`` are those in force (of all projects, where none differ); ``rules`` has the shape of the settings file.
    """
    settings = request.settings
    audited = list(clauses)
    return {
        "counting": settings.counting,
        "timezone": settings.timezone,
        "sample": asdict(request.sample) if request.sample else None,
        "parameters": {
            clause.id: settings.parameters(clause.id, clause.parameters, "") for clause in audited if clause.parameters
        },
        "replaced": [clause.id for clause in audited if clause.replaced],
        "standards": list(request.standards),
        "projects": list(request.projects),
        "max_findings": request.max_findings,
        "waivers": [{**asdict(use.waiver), "covers": use.covers, "expired": use.expired} for use in waivers],
        "rules": _as_table(settings),
    }


def _as_table(settings: Settings) -> dict[str, object]:
    """The settings in the shape of ``commsaudit.toml``, defaults left out."""
    field_chars = settings.limits.field_chars
    table: dict[str, object] = {
        "timezone": settings.timezone,
        "counting": settings.counting,
        "roll_to_working_day": settings.roll_to_working_day,
        "empty_log": settings.empty_log,
        "workdays": {
            "off": list(settings.days_off),
            "on": list(settings.days_on),
            "years": list(settings.calendar_years),
        },
        "checks": [path.as_posix() for path in settings.checks],
        "standards": {name: _mode(rule.mode) | _price(rule.price) for name, rule in settings.standards.items()},
        "clauses": _rules(settings.clauses),
        "projects": {rule.pattern: {"clauses": _rules(rule.clauses)} for rule in settings.projects},
        "logs": {name: _options(options) for name, options in settings.logs.items()},
        # Of the limits this alone decides which rows there are; beyond the others there is no result.
        "limits": {} if field_chars == Limits().field_chars else {"field_chars": field_chars},
    }
    return {name: value for name, value in table.items() if value not in ({}, [])}


def _rules(rules: Mapping[str, ClauseRule]) -> dict[str, object]:
    return {
        clause: _mode(rule.mode)
        | ({"parameters": dict(rule.parameters)} if rule.parameters else {})
        | _price(rule.price)
        for clause, rule in rules.items()
    }


def _mode(mode: Mode | None) -> dict[str, object]:
    return {"mode": mode} if mode else {}


def _price(price: Price) -> dict[str, object]:
    return {name: value for name, value in asdict(price).items() if value is not None}


def _options(options: LogOptions) -> dict[str, object]:
    return {name: value for name, value in asdict(options).items() if value not in (None, {}, ())}


def request_from(settings: Mapping[str, Any], period: Period, paths: Sequence[str]) -> Request:
    """The request that a result's settings block records, for other ``paths``.

    Raises:
        SettingsError: the block is not one of ours.
        TypeError: a value in it is of another kind than ours.
    """
    sample, most = settings["sample"], settings["max_findings"]
    texts = [*settings["standards"], *settings["projects"], *([sample["seed"]] if sample else ())]
    counts = [count for count in (most, sample and sample["size"]) if count is not None]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("standards, projects, seed")
    if not all(type(count) is int and 0 <= count <= MOST for count in counts):
        raise TypeError("max_findings, size")
    return Request(
        paths=paths,
        period=period,
        settings=settings_from_table(settings["rules"], Path("the result's settings")),
        standards=settings["standards"],
        projects=settings["projects"],
        sample=Sample(sample["size"], sample["seed"]) if sample else None,
        waivers=tuple(_waiver(entry) for entry in settings["waivers"]),
        max_findings=most,
    )


def standards_of(result: AuditResult, settings: Settings) -> list[Standard]:
    """The standards behind a stored result, with the prices that it records, for titles and explanations.

    Checks of others are those of the ``settings`` of today: a path in a result is not trusted. What the catalogue no longer has
    is shown by its id.

    Raises:
        SettingsError: the result's rules are not ours.
    """
    rules = result.settings.get("rules")
    decided = settings_from_table(rules if isinstance(rules, dict) else {}, Path("the result's settings"))
    catalogue = priced(load_catalogue(settings.checks), decided)
    return [catalogue[entry.id] for entry in result.standards if entry.id in catalogue]


def _waiver(entry: Mapping[str, Any]) -> Waiver:
    waiver = Waiver(**{name: value for name, value in entry.items() if name not in ("covers", "expired")})
    return replace(
        waiver,
        approved_on=date.fromisoformat(entry["approved_on"]),
        expires_on=date.fromisoformat(entry["expires_on"]),
    )
