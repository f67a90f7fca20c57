"""The limits of the settings, from the file to the audit; and files that change between its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from small import ANSWERED, LATE, audit, write

from commsaudit.audit import story
from commsaudit.audit.record import request_from, settings_record
from commsaudit.audit.request import Request
from commsaudit.audit.settings import read_settings
from commsaudit.audit.validating import validate
from commsaudit.errors import InputError, SettingsError
from commsaudit.logs.discover import Discovery
from commsaudit.model.options import Limits
from commsaudit.model.period import parse_period
from commsaudit.model.settings import Settings

LONG = {**ANSWERED, "complaint_id": "C-9", "summary": "x" * 101}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("rejects = 0", "limits.rejects: 0 is below 1"),
        ("columns = -1", "limits.columns: -1 is below 1"),
        ("files = true", "limits.files: True is no int"),
        ('field_chars = "16 MB"', "limits.field_chars: '16 MB' is no int"),
        ("colums = 5", "limits.colums: unknown key; did you mean 'columns'?"),
    ],
)
def test_limits_that_cannot_be_meant(tmp_path: Path, written: str, said: str) -> None:
    path = tmp_path / "commsaudit.toml"
    path.write_text(f"[limits]\n{written}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert str(caught.value) == f"{path}: {said}"
    assert caught.value.zh != caught.value.en


def test_a_limit_that_decides_which_rows_there_are_is_recorded_and_the_others_are_not() -> None:
    limits = Limits(field_chars=100, columns=50, files=5, rejects=3)
    request = Request(["x"], parse_period("2026-03"), Settings(limits=limits))
    record = settings_record(request, [], [])
    assert request_from(record, request.period, ["x"]).settings.limits == Limits(field_chars=100)
    assert "limits" not in settings_record(replace(request, settings=Settings()), [], [])["rules"]


def test_a_field_beyond_the_limit_is_one_rejected_row(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE, LONG])
    assert audit(folder, "2026-03", settings={"limits": {"field_chars": 101}}).rejected_rows == 0
    run = audit(folder, "2026-03", settings={"limits": {"field_chars": 100}})
    assert [(each.line, each.reason) for each in run.rejects] == [(3, "longer than 100 characters / 超过 100 个字符")]


@pytest.mark.parametrize(
    ("limit", "said"), [("columns", "has 4 columns, more than 3"), ("files", "2 log files, more than 1")]
)
def test_an_audit_keeps_to_columns_and_files(tmp_path: Path, limit: str, said: str) -> None:
    folder = write(
        tmp_path / "logs",
        complaints=[LATE, ANSWERED],
        contacts=[{"contact_id": "K-1", "purpose": "走访", "started_at": "2026-03-05"}],
    )
    table = {"limits": {limit: 3 if limit == "columns" else 1}}
    with pytest.raises(InputError, match=said):
        audit(folder, "2026-03", settings=table)


def test_a_validation_keeps_to_them_too(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    (check,) = validate([str(folder)], Settings(limits=Limits(columns=3))).files
    assert check.error
    assert "more than 3" in check.error.en


def _grow(path: Path) -> None:
    with path.open("a") as stream:
        stream.write("P1,C-7,2026-03-05,\n")


def _vanish(path: Path) -> None:
    path.unlink()


def _shrink(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


CHANGES = [_grow, _vanish, _shrink]


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__ for change in CHANGES])
@pytest.mark.parametrize("quoted", [False, True], ids=["lines by arithmetic", "lines counted in the file"])
def test_a_file_that_changes_before_its_findings_are_traced_to_lines(
    tmp_path: Path, change: Callable[[Path], None], quoted: bool
) -> None:
    """The rows are loaded and judged by then; a line of the file as it is now would be a lie."""
    folder = write(tmp_path / "logs", complaints=[ANSWERED, {**LATE, "summary": "two\nlines" if quoted else ""}])
    path = folder / "complaints.csv"
    changed = False

    def progress(step: str, *_: int) -> None:
        nonlocal changed
        if step == "2.3.3" and not changed:
            changed = True
            change(path)

    with pytest.raises(InputError, match=r"complaints\.csv: changed while being read"):
        audit(folder, "2026-03", progress=progress)
    assert changed


def test_a_file_that_goes_away_after_it_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    real = story.find_inputs

    def found(*arguments: Any, **options: Any) -> Discovery:
        discovery = real(*arguments, **options)
        (folder / "complaints.csv").unlink()
        return discovery

    monkeypatch.setattr(story, "find_inputs", found)
    with pytest.raises(InputError, match=r"complaints\.csv: cannot be opened \(No such file or directory\)"):
        audit(folder, "2026-03")
