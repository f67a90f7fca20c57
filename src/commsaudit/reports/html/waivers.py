"""The waivers that a result was made with, as its settings record them, and those that the audit told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from commsaudit.model.outcome import Waiver
from commsaudit.reports.masking import shown_text
from commsaudit.reports.overview import Overview

_PARTS = ("project_id", "clause", "record_id", "reason", "approved_by", "approved_on", "expires_on")


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A waiver as it is shown; ``state`` is a key of the words. ``covers`` is empty where it is not known."""

    project_id: str
    clause: str
    record: str
    reason: str
    approved_by: str
    approved_on: str
    expires_on: str
    covers: str
    state: str


def waiver_rows(overview: Overview) -> Sequence[WaiverRow]:
    """All of them, in the order of the waivers file; each once."""
    found: dict[tuple[str, ...], WaiverRow] = {}
    for row in (*_recorded(overview), *_told(overview)):
        found.setdefault((row.project_id, row.clause, row.record, row.approved_on, row.expires_on), row)
    return list(found.values())


def _recorded(overview: Overview) -> Iterator[WaiverRow]:
    """Those of the settings. A result may come from elsewhere: what is no waiver is passed over."""
    recorded = overview.result.settings.get("waivers")
    for each in recorded if isinstance(recorded, list | tuple) else ():
        if isinstance(each, Mapping) and all(part in each for part in _PARTS):
            covers = each.get("covers")
            state = "state_expired" if each.get("expired") else "state_in_use" if covers else "state_idle"
            yield _row(overview, [str(each[part]) for part in _PARTS], "" if covers is None else str(covers), state)


def _told(overview: Overview) -> Iterator[WaiverRow]:
    told: Sequence[tuple[str, Sequence[Waiver]]] = (
        ("state_expired", overview.context.expired),
        ("state_idle", overview.context.idle),
    )
    for state, waivers in told:
        for waiver in waivers:
            yield _row(overview, [str(getattr(waiver, part)) for part in _PARTS], "0", state)


def _row(overview: Overview, said: Sequence[str], covers: str, state: str) -> WaiverRow:
    project_id, clause, record, reason, by, start, end = said
    reveal = overview.context.reveal
    return WaiverRow(
        project_id,
        clause,
        shown_text(record, reveal=reveal),
        shown_text(reason, reveal=reveal),
        shown_text(by, reveal=reveal),
        start,
        end,
        covers,
        state,
    )
