"""``commsaudit worksheet`` as it is called."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_calls import Run
from python_calamine import CalamineWorkbook

PROJECTS = "project_id,name,property_type\nP1,锦绣花园,住宅\nP2,望江苑,住宅\n"
SHOPS = "merchant_id,project_id,kind,name\n" + "".join(f"M-{n},P1,商铺,店{n}\n" for n in range(1, 9))


@pytest.fixture(autouse=True)
def company_logs(logs: Path) -> Path:
    (logs / "projects.csv").write_text(PROJECTS, encoding="utf-8")
    (logs / "merchants.csv").write_text(SHOPS, encoding="utf-8")
    return logs


def cells(path: str | Path, sheet: str = "inspections") -> list[list[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()


def test_a_sheet_is_written_under_a_name_that_is_recognised(run: Run, clean: Path) -> None:
    done = run("worksheet", "logs", "-p", "2026-03", "--standard", "supervision", "--lang", "en")
    assert (done.code, done.out) == (0, "")
    # P1: four clauses without subjects, five for shops with five drawn; P2 has no shops: nine rows.
    assert done.err == "written: inspections-2026-03.xlsx (2 projects, 38 rows to look at)\n"
    assert len(cells("inspections-2026-03.xlsx")) == 1 + 38
    zh = run("worksheet", "logs", "-p", "2026-03", "--standard", "supervision", "--lang", "zh")
    assert zh.err == "已写出：现场检查-2026-03.xlsx（2 个项目，38 行待查）\n"
    assert (clean / "现场检查-2026-03.xlsx").is_file()


def test_sample_seed_and_project(run: Run) -> None:
    asked = ("worksheet", "logs", "-p", "2026-03", "--standard", "supervision", "--project", "P1", "--lang", "en")
    for name, seed in (("inspections-a.xlsx", "1"), ("inspections-b.xlsx", "1"), ("inspections-c.xlsx", "2")):
        assert run(*asked, "--sample", "2", "--seed", seed, "-o", name).code == 0
    first, again, other = (Path(f"inspections-{each}.xlsx").read_bytes() for each in "abc")
    assert first == again
    assert first != other
    assert len(cells("inspections-a.xlsx")) == 1 + 4 + 5 * 2


def test_what_the_logs_cannot_tell(run: Run) -> None:
    run("worksheet", "logs", "-p", "2026-03", "--standard", "supervision", "--not-assessed", "--lang", "en")
    clauses = {row[3] for row in cells("inspections-2026-03.xlsx")[1:]}
    assert {"1.1.1", "6.2.1", "2.5.1"} <= clauses
    assert "2.3.3" not in clauses


def test_it_loads_back_and_blank_rows_are_none(run: Run) -> None:
    run("worksheet", "logs", "-p", "2026-03", "--lang", "en", "-o", "logs/inspections-2026-03.xlsx")
    done = run("audit", "logs", "-p", "2026-03", "--standard", "supervision", "-f", "json", "--lang", "en", "-q")
    assert done.code == 0, done.err
    assert '"log":"inspections","file":"logs/inspections-2026-03.xlsx"' in done.out.replace(": ", ":").replace(
        ", ", ","
    )
    checked = run("logs", "validate", "logs", "--lang", "en")
    assert checked.code == 0, checked.out


def test_a_sheet_that_may_be_filled_in_is_not_overwritten(run: Run, clean: Path) -> None:
    (clean / "inspections-2026-03.xlsx").write_bytes(b"filled in")
    for more in ((), ("-o", "inspections-2026-03.xlsx")):
        done = run("worksheet", "logs", "-p", "2026-03", "--lang", "en", *more)
        assert done.code == 2
        assert "is there already, and may be filled in" in done.err
    assert (clean / "inspections-2026-03.xlsx").read_bytes() == b"filled in"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-p", "2026-03", "-o", "sheet.csv"), "a worksheet ends in .xlsx"),
        ((), "which period? Add -p 2026-03"),
        (("-p", "March"), "'March' is no period"),
        (("-p", "2026-03", "--project", "P9"), "no project 'P9'"),
        (("-p", "2026-03", "--standard", "supervison"), "did you mean 'supervision'?"),
        (("-p", "2026-03", "--sample", "0"), "--sample"),
        (("-p", "2026-03", "--standard", "satisfaction-survey"), "there is nothing to inspect"),
        (("-p", "2026-03", "-o", "nowhere/inspections.xlsx"), "cannot be written"),
    ],
)
def test_wrong_usage(run: Run, clean: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("worksheet", "logs", *arguments, "--lang", "en")
    assert done.code == (4 if said == "cannot be written" else 2)
    assert said in done.err
    assert "Traceback" not in done.err
    assert list(clean.glob("*.xlsx")) == []


def test_a_name_that_is_no_logs_is_warned_of(run: Run) -> None:
    done = run("worksheet", "logs", "-p", "2026-03", "-o", "march.xlsx", "--lang", "en", "-q")
    assert done.code == 0
    assert "march.xlsx will not be recognised as the log inspections" in done.err


def test_rows_that_cannot_be_read_are_said(run: Run, company_logs: Path) -> None:
    (company_logs / "merchants.csv").write_text(SHOPS + "M-9,P9,商铺,店\n", encoding="utf-8")
    done = run("worksheet", "logs", "-p", "2026-03", "--lang", "en")
    assert done.code == 3
    assert "rows that could not be read: 1, the first in logs/merchants.csv, line 10 (project_id)" in done.err
    assert Path("inspections-2026-03.xlsx").is_file()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_has_examples(run: Run, lang: str) -> None:
    done = run("worksheet", "--help", "--lang", lang)
    assert done.code == 0
    assert "commsaudit worksheet logs -p 2026-03 --not-assessed" in done.out
    assert all(option in done.out for option in ("--sample", "--seed", "--not-assessed", "--reveal", "--as-of"))


def test_an_audit_writes_a_workbook_with_its_rejects(run: Run, spoilt: Path) -> None:
    done = run("audit", str(spoilt), "-p", "2026-03", "-o", "result.xlsx", "--lang", "en")
    assert done.code == 3
    rows = cells("result.xlsx", "Rejects")[1:]
    assert [(row[2], row[3]) for row in rows] == [(3.0, "received_at"), (4.0, "complaint_id"), (5.0, "responded_at")]
    assert rows[2][4] == "=1+2"
