"""What differs between two audits beside their findings: inputs, parameters, settings, waivers, standards, version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from commsaudit.model.inputs import InputFile
from commsaudit.model.result import AuditResult, ResultFinding
from commsaudit.results.compare_basis import table_in
from commsaudit.scoring.numbers import points_text

ANY_RECORD = "*"
# What decides how logs are read and judged, for all clauses alike. (The zone and the way of counting are keys of their own.)
_RULES = ("roll_to_working_day", "empty_log", "workdays", "checks", "logs")
_KEYS = ("timezone", "sample", "replaced")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: ``kind`` is the key of its words, ``values`` fill them."""

    kind: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Cover:
    """A waiver as the settings of a result record it."""

    project_id: str
    clause: str
    record_id: str
    approved_on: date
    expires_on: date

    def covers(self, finding: ResultFinding) -> bool:
        return (
            (self.project_id, self.clause) == (finding.project_id, finding.clause)
            and self.record_id in (finding.record_id, ANY_RECORD)
            and self.approved_on <= finding.due_at.date() <= self.expires_on
        )


class Settings:
    """What a result records of the settings that it was made with."""

    def __init__(self, result: AuditResult) -> None:
        self.result = result
        self._said = result.settings
        self._rules = table_in(result.settings, "rules")

    def parameters(self, clause: str, project_id: str) -> Mapping[str, Any]:
        """The parameters of ``clause`` in force in the project."""
        found = dict(table_in(table_in(self._said, "parameters"), clause))
        for pattern, rule in table_in(self._rules, "projects").items():
            if isinstance(rule, dict) and fnmatchcase(project_id, pattern):
                found |= table_in(table_in(table_in(rule, "clauses"), clause), "parameters")
        return found

    @property
    def clauses(self) -> Sequence[str]:
        """The clauses that have parameters."""
        return list(table_in(self._said, "parameters"))

    @property
    def judging(self) -> Mapping[str, object]:
        """The settings that judge all clauses alike."""
        return {key: self._said.get(key) for key in _KEYS} | {key: self._rules.get(key) for key in _RULES}

    @property
    def patterns(self) -> Mapping[str, object]:
        """The rules for some projects."""
        return table_in(self._rules, "projects")

    @cached_property
    def waivers(self) -> Sequence[_Cover]:
        """The waivers that were given to the audit."""
        found = []
        entries = self._said.get("waivers")
        for entry in entries if isinstance(entries, list) else []:
            try:
                found.append(
                    _Cover(
                        str(entry["project_id"]),
                        str(entry["clause"]),
                        str(entry["record_id"]),
                        date.fromisoformat(entry["approved_on"]),
                        date.fromisoformat(entry["expires_on"]),
                    )
                )
            except (KeyError, TypeError, ValueError):
                continue
        return found

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, str], Sequence[_Cover]]:
        found: dict[tuple[str, str], list[_Cover]] = defaultdict(list)
        for each in self.waivers:
            found[each.project_id, each.clause].append(each)
        return found

    def waives(self, finding: ResultFinding) -> bool:
        """Whether these waivers would cover ``finding``."""
        return any(each.covers(finding) for each in self._by_place.get((finding.project_id, finding.clause), ()))

    @cached_property
    def inputs(self) -> Mapping[str, Sequence[InputFile]]:
        """The files of each log."""
        found: dict[str, list[InputFile]] = defaultdict(list)
        for entry in self.result.inputs:
            found[entry.log].append(entry)
        return found

    @cached_property
    def digests(self) -> Mapping[str, Sequence[str]]:
        """The contents of each log's files."""
        return {log: sorted(entry.sha256 for entry in files) for log, files in self.inputs.items()}


def changes(old: Settings, new: Settings) -> list[Change]:
    """Everything that differs, in the order in which the reasons of a score are found."""
    return [*_inputs(old, new), *_parameters(old, new), *_waivers(old, new), *_standards(old.result, new.result)]


def changed_logs(old: Settings, new: Settings) -> frozenset[str]:
    """The logs whose files are not the same."""
    logs = old.digests.keys() | new.digests.keys()
    return frozenset(log for log in logs if old.digests.get(log) != new.digests.get(log))


def _inputs(old: Settings, new: Settings) -> Iterator[Change]:
    for log in sorted(changed_logs(old, new)):
        rows = [sum(entry.loaded for entry in each.inputs.get(log, ())) for each in (old, new)]
        yield Change("change_input", {"log": log, "old": rows[0], "new": rows[1]})


def _parameters(old: Settings, new: Settings) -> Iterator[Change]:
    for clause in dict.fromkeys([*old.clauses, *new.clauses]):
        before, after = old.parameters(clause, ""), new.parameters(clause, "")
        if not before or not after:
            continue  # A clause that was audited in one of them alone.
        for name in dict.fromkeys([*before, *after]):
            values = {"clause": clause, "name": name, "old": before.get(name), "new": after.get(name)}
            if values["old"] != values["new"]:
                yield Change("change_parameter", values)
    for name, value in old.judging.items():
        if value != new.judging[name]:
            yield Change("change_setting", {"name": name, "old": value, "new": new.judging[name]})
    for pattern in dict.fromkeys([*old.patterns, *new.patterns]):
        if old.patterns.get(pattern) != new.patterns.get(pattern):
            values = {"name": f"projects.{pattern}"}
            values |= {"old": old.patterns.get(pattern), "new": new.patterns.get(pattern)}
            yield Change("change_setting", values)


def _waivers(old: Settings, new: Settings) -> Iterator[Change]:
    for kind, here, there in (("removed", old, new), ("added", new, old)):
        for waiver in here.waivers:
            if waiver not in there.waivers:
                values = {"project": waiver.project_id, "clause": waiver.clause, "record": waiver.record_id}
                yield Change(f"change_waiver_{kind}", values)


def _standards(old: AuditResult, new: AuditResult) -> Iterator[Change]:
    if old.tool.version != new.tool.version:
        yield Change("change_tool", {"old": old.tool.version, "new": new.tool.version})
    before, after = ({entry.id: entry for entry in each.standards} for each in (old, new))
    for name in dict.fromkeys([*before, *after]):
        was, comes = before.get(name), after.get(name)
        modes = (was.mode if was else None, comes.mode if comes else None)
        if modes[0] != modes[1]:
            yield Change("change_standard", {"standard": name, "what": "mode", "old": modes[0], "new": modes[1]})
        if was is None or comes is None:
            continue
        if was.digest != comes.digest:
            yield Change("change_digest", {"standard": name})
        if was.points != comes.points:
            points = [None if each.points is None else points_text(each.points) for each in (was, comes)]
            yield Change("change_standard", {"standard": name, "what": "points", "old": points[0], "new": points[1]})
    countings = old.settings.get("counting"), new.settings.get("counting")
    if countings[0] != countings[1]:
        yield Change("change_setting", {"name": "counting", "old": countings[0], "new": countings[1]})
