"""The waivers that a stored result records. A result may come from elsewhere: what is no waiver is passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from commsaudit.model.outcome import Waiver
from commsaudit.model.result import AuditResult

_TEXTS = ("project_id", "clause", "record_id", "reason", "approved_by")
_DAYS = ("approved_on", "expires_on")


def expired_waivers(result: AuditResult) -> list[Waiver]:
    """Those that ended before the period."""
    return [waiver for waiver, entry in _recorded(result) if entry.get("expired") is True]


def idle_waivers(result: AuditResult) -> list[Waiver]:
    """Those that could hold, and cover nothing."""
    return [
        waiver for waiver, entry in _recorded(result) if entry.get("expired") is not True and entry.get("covers") == 0
    ]


def _recorded(result: AuditResult) -> Iterator[tuple[Waiver, Mapping[str, object]]]:
    recorded = result.settings.get("waivers")
    for entry in recorded if isinstance(recorded, list) else ():
        if isinstance(entry, dict) and all(isinstance(entry.get(name), str) for name in (*_TEXTS, *_DAYS)):
            try:
                start, end = (date.fromisoformat(entry[name]) for name in _DAYS)
            except ValueError:
                continue
            project_id, clause, record_id, reason, approved_by = (entry[name] for name in _TEXTS)
            yield Waiver(project_id, clause, record_id, reason, approved_by, start, end), entry
