"""The findings of a result file: every value is looked at when the file is read, and each is made when somebody asks for it.

A result may list a hundred thousand, and a gate needs none of them: so they are looked at column by column. What does not pass that
look is read value by value, which says what is wrong and where.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any, overload

from commsaudit.model.options import MOST
from commsaudit.model.outcome import Evidence
from commsaudit.model.result import ResultFinding, WaiverNote
from commsaudit.scoring.fields import Fields, day_of, moment_of

_PARTS = ("source", "waiver")
_FINDING = ("id", "project_id", "standard", "clause", "record_id", "due_at", "detail", *_PARTS)
_SOURCE = ("log", "file", "line")
_WAIVER = ("reason", "approved_by", "expires_on")


def stored_findings(values: list[object], path: str) -> StoredFindings:
    """The findings that ``values`` are; ``path`` is where they stand in the file.

    Raises:
        ShapeError: one of them is none.
    """
    if not _are_findings(values):
        for place, value in enumerate(values):
            fields = Fields(value, f"{path}[{place}]")
            _check(fields)
        return StoredFindings([_in_order(value) for value in values])
    return StoredFindings(values)


class StoredFindings(Sequence[ResultFinding]):
    """Findings in the order of the file, made from ``values`` that were found right."""

    __slots__ = ("_values",)

    def __init__(self, values: Sequence[Any]) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[ResultFinding]:
        return map(_made, self._values)

    @overload
    def __getitem__(self, place: int) -> ResultFinding: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ResultFinding]: ...
    def __getitem__(self, place: int | slice) -> ResultFinding | Sequence[ResultFinding]:
        if isinstance(place, slice):
            return StoredFindings(self._values[place])
        return _made(self._values[place])

    def plain(self) -> Iterator[dict[str, object]]:
        """Each as the result file has it."""
        return iter(self._values)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, StoredFindings):
            return self._values == other._values
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(ResultFinding.__eq__, self, other))

    def __hash__(self) -> int:
        return hash(len(self))

    @property
    def ids(self) -> list[str]:
        """The id of each."""
        return list(map(itemgetter("id"), self._values))

    @property
    def places(self) -> list[tuple[str, str, str]]:
        """The project, standard and clause of each."""
        return list(map(itemgetter("project_id", "standard", "clause"), self._values))


def by_project(findings: Sequence[ResultFinding]) -> Mapping[str, Sequence[ResultFinding]]:
    """The findings of each project, in their order; those of a result file are not made for it."""
    if not isinstance(findings, StoredFindings):
        found: dict[str, list[ResultFinding]] = defaultdict(list)
        for finding in findings:
            found[finding.project_id].append(finding)
        return found
    plain: dict[str, list[object]] = defaultdict(list)
    for value in findings.plain():
        plain[str(value["project_id"])].append(value)
    return {name: StoredFindings(values) for name, values in plain.items()}


def _columns(values: Sequence[Any], keys: tuple[str, ...]) -> list[tuple[Any, ...]] | None:
    """The values of objects that all have just ``keys``, in their order, column by column; None where one does not."""
    if not all(type(value) is dict and tuple(value) == keys for value in values):
        return None
    return list(zip(*(value.values() for value in values), strict=True)) or [()] * len(keys)


def _only(kind: type, *columns: tuple[object, ...]) -> bool:
    return all(set(map(type, column)) <= {kind} for column in columns)


def _parse(parse: Callable[[str], object], texts: tuple[str, ...]) -> bool:
    try:
        for text in set(texts):
            parse(text)
    except ValueError:
        return False
    return True


def _are_findings(values: list[object]) -> bool:
    columns = _columns(values, _FINDING)
    if columns is None or not _only(str, *columns[: -len(_PARTS)]):
        return False
    sources, waivers = ([part for part in column if part is not None] for column in columns[-len(_PARTS) :])
    return _parse(moment_of, columns[_FINDING.index("due_at")]) and _are_sources(sources) and _are_waivers(waivers)


def _are_sources(values: Sequence[object]) -> bool:
    columns = _columns(values, _SOURCE)
    if columns is None:
        return False
    *texts, lines = columns
    return _only(str, *texts) and _only(int, lines) and all(0 <= line <= MOST for line in lines)


def _are_waivers(values: Sequence[object]) -> bool:
    columns = _columns(values, _WAIVER)
    return columns is not None and _only(str, *columns) and _parse(day_of, columns[_WAIVER.index("expires_on")])


def _in_order(value: Any) -> dict[str, object]:
    """A finding that was found right, its keys in the order of the result file, whatever theirs was."""
    parts = {
        key: value[key] and {name: value[key][name] for name in names}
        for key, names in zip(_PARTS, (_SOURCE, _WAIVER), strict=True)
    }
    return {key: value[key] for key in _FINDING} | parts


def _made(value: Mapping[str, Any]) -> ResultFinding:
    """The finding that ``value``, which was looked at, says."""
    source, waiver = value["source"], value["waiver"]
    return ResultFinding(
        value["id"],
        value["project_id"],
        value["standard"],
        value["clause"],
        value["record_id"],
        datetime.fromisoformat(value["due_at"]),
        value["detail"],
        source and Evidence(**source),
        waiver and WaiverNote(waiver["reason"], waiver["approved_by"], date.fromisoformat(waiver["expires_on"])),
    )


def _check(fields: Fields) -> None:
    """Read a finding value by value.

    Raises:
        ShapeError: it is none.
    """
    for key in _FINDING[: -len(_PARTS)]:
        if key == "due_at":
            fields.moment(key)
        else:
            fields.text(key)
    fields.optional("source", lambda key: fields.part(key, _source))
    fields.optional("waiver", lambda key: fields.part(key, _waiver))
    fields.done(None)


def _source(fields: Fields) -> Evidence:
    return Evidence(fields.text("log"), fields.text("file"), fields.count("line"))


def _waiver(fields: Fields) -> WaiverNote:
    return WaiverNote(fields.text("reason"), fields.text("approved_by"), fields.day("expires_on"))
