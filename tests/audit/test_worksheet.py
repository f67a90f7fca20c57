"""What the worksheet lists: the clauses that need eyes, and subjects by seed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from small import ANSWERED, PROJECT, write

from commsaudit.audit.request import Request
from commsaudit.audit.settings import settings_from_table
from commsaudit.audit.worksheet import Worksheet, make_worksheet
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.checks.running import Sample
from commsaudit.checks.subjects import subject_kinds
from commsaudit.errors import CheckError, NothingToAudit, UsageError
from commsaudit.model.period import parse_period
from commsaudit.model.schema import logs

BY_INSPECTION = ["1.1.1", "2.1.1", "4.1.2", "4.5.3", "6.2.3", "6.2.4", "6.2.5", "6.2.6", "6.2.7"]
"""Counted in the scoring table."""
STAFF = [{"staff_id": f"S-{n}", "role": "客服" if n % 2 else "保洁", "name": "张三"} for n in range(1, 9)]
SHOPS = [{"merchant_id": f"M-{n}", "kind": "商铺", "name": f"店{n}"} for n in range(1, 4)]


def made(folder: Path, sample: int = 3, seed: str = "7", *, not_assessed: bool = False, **asked: Any) -> Worksheet:
    settings = settings_from_table(asked.pop("settings", {}), folder.parent / "commsaudit.toml")
    period = parse_period("2026-03", asked.pop("as_of", None))
    asked.setdefault("standards", ["supervision"])
    request = Request([str(folder)], period, settings, sample=Sample(sample, seed), **asked)
    return make_worksheet(request, not_assessed=not_assessed)


def subjects(sheet: Worksheet, project: str = "P1") -> dict[str, list[str]]:
    """Per clause the ids of its subjects; "" for a row about the project."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in sheet.rows:
        if row.project.id == project:
            found[row.clause.id].append(row.subject.id if row.subject else "")
    return dict(found)


def drawn(ids: Sequence[str], size: int, seed: str = "7", log: str = "staff", project: str = "P1") -> list[str]:
    """The draw as it is documented, worked out apart."""
    first = sorted(ids, key=lambda each: sha256(f"{seed}|{log}|{project}|{each}".encode()).hexdigest())[:size]
    return sorted(first)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "logs", projects=[PROJECT], staff=STAFF, merchants=SHOPS)


def test_the_clauses_for_inspectors_are_listed_in_catalogue_order(folder):
    assert list(subjects(made(folder))) == BY_INSPECTION


def test_subjects_are_those_with_the_smallest_hashes(folder):
    found = subjects(made(folder))
    assert found["1.1.1"] == drawn([row["staff_id"] for row in STAFF], 3)
    assert found["2.1.1"] == drawn(["S-1", "S-3", "S-5", "S-7"], 3)  # those of customer service
    assert found["6.2.3"] == ["M-1", "M-2", "M-3"]


def test_clauses_about_one_log_meet_the_same_subjects(folder):
    found = subjects(made(folder, sample=2))
    assert found["6.2.3"] == found["6.2.7"] == drawn(["M-1", "M-2", "M-3"], 2, log="merchants")


def test_a_larger_sample_holds_the_smaller_one_and_another_seed_draws_others(folder):
    small, large = subjects(made(folder, 2))["1.1.1"], subjects(made(folder, 5))["1.1.1"]
    assert set(small) < set(large)
    assert subjects(made(folder, 3, "8"))["1.1.1"] == drawn([row["staff_id"] for row in STAFF], 3, "8")
    assert len({tuple(subjects(made(folder, 3, str(seed)))["1.1.1"]) for seed in range(5)}) > 1


def test_the_draw_does_not_depend_on_the_order_of_rows(folder, tmp_path):
    other = write(tmp_path / "other", projects=[PROJECT], staff=STAFF[::-1], merchants=SHOPS[::-1])
    assert subjects(made(other)) == subjects(made(folder))
    ids = [row.inspection_id for row in made(folder).rows]
    assert ids == [row.inspection_id for row in made(other).rows]
    assert len(set(ids)) == len(ids)


def test_staff_on_duty_joined_by_the_last_day_and_leave_after_it(tmp_path):
    dates = {
        "A": ("", ""),
        "B": ("2026-03-31", ""),
        "C": ("2026-04-01", ""),
        "D": ("", "2026-03-31"),
        "E": ("", "2026-04-01"),
    }
    staff = [{"staff_id": name, "joined_on": first, "left_on": last} for name, (first, last) in dates.items()]
    folder = write(tmp_path / "logs", projects=[PROJECT], staff=staff)
    assert subjects(made(folder, 9))["1.1.1"] == ["A", "B", "E"]
    assert subjects(made(folder, 9, as_of="2026-03-15"))["1.1.1"] == ["A", "D", "E"]


def test_shops_that_moved_out_and_partners_are_not_drawn(tmp_path):
    shops = [
        *SHOPS,
        {**SHOPS[0], "merchant_id": "M-8", "moved_out_on": "2026-03-01"},
        {"merchant_id": "M-9", "kind": "特约商户"},
    ]
    folder = write(tmp_path / "logs", projects=[PROJECT], merchants=shops)
    assert subjects(made(folder, 9))["6.2.3"] == ["M-1", "M-2", "M-3"]


def test_a_clause_without_subjects_has_one_row_that_says_why(folder):
    rows = {row.clause.id: row for row in made(folder).rows if row.subject is None}
    assert rows["4.1.2"].lacking == "log home_services not supplied"
    assert rows["4.5.3"].lacking == "log actions not supplied"


def test_a_log_without_subjects_of_the_project_says_so(tmp_path):
    others = [PROJECT, {**PROJECT, "project_id": "P2"}]
    folder = write(tmp_path / "logs", projects=others, merchants=[{**SHOPS[0], "project_id": "P2"}])
    rows = {(row.project.id, row.clause.id): row for row in made(folder).rows}
    assert rows["P1", "6.2.3"].subject is None
    assert rows["P1", "6.2.3"].lacking == ""
    assert rows["P2", "6.2.3"].subject.id == "M-1"


def test_a_column_that_the_draw_needs_may_be_missing(tmp_path):
    service = {"service_id": "J-1", "requested_at": "2026-03-02 09:00"}
    folder = write(tmp_path / "logs", projects=[PROJECT], home_services=[service])
    (row,) = [row for row in made(folder).rows if row.clause.id == "4.1.2"]
    assert (row.subject, row.lacking) == (None, "column home_services.completed_at not supplied")


def test_standards_go_by_the_type_of_the_project(tmp_path):
    hospital = {**PROJECT, "project_id": "P2", "property_type": "医院"}
    folder = write(tmp_path / "logs", projects=[PROJECT, hospital], staff=STAFF)
    found = made(folder, standards=[])
    assert set(subjects(found, "P2")) == {"EM-10", "HS-11", "HS-12", "HS-13", "HS-14"}  # employees are everywhere
    assert set(BY_INSPECTION) < set(subjects(found))
    assert "HS-11" not in subjects(found)


def test_what_is_off_is_not_listed_and_projects_can_be_chosen(tmp_path):
    others = [PROJECT, {**PROJECT, "project_id": "P2"}]
    folder = write(tmp_path / "logs", projects=others, staff=STAFF)
    rules = {"clauses": {"1.1.1": {"mode": "off"}}, "projects": {"P2": {"clauses": {"6.2.7": {"mode": "off"}}}}}
    sheet = made(folder, settings=rules)
    assert list(subjects(sheet)) == BY_INSPECTION[1:]
    assert list(subjects(sheet, "P2")) == BY_INSPECTION[1:-1]
    assert {row.project.id for row in made(folder, projects=["P2"]).rows} == {"P2"}
    with pytest.raises(UsageError):
        made(folder, projects=["P9"])


class TestNotAssessed:
    """Clauses that the logs cannot tell: only if asked for, with subjects where they are known."""

    def test_what_lacks_a_column_is_looked_at_shop_by_shop(self, folder):
        assert "6.2.1" not in subjects(made(folder))
        found = subjects(made(folder, not_assessed=True))
        assert found["6.2.1"] == ["M-1", "M-2", "M-3"]
        assert found["2.3.3"] == [""]
        assert list(found).index("2.1.1") < list(found).index("2.3.3") < list(found).index("6.2.3")

    def test_what_the_logs_tell_is_not_listed(self, tmp_path):
        folder = write(tmp_path / "logs", projects=[PROJECT], complaints=[ANSWERED])
        found = subjects(made(folder, not_assessed=True))
        assert "2.3.3" not in found
        assert "2.5.1" in found  # contacts were not supplied

    def test_what_inspectors_judged_is_not_listed(self, tmp_path):
        seen = {"inspection_id": "I-1", "clause": "2.3.3", "inspected_on": "2026-03-05", "verdict": "符合"}
        folder = write(tmp_path / "logs", projects=[PROJECT], inspections=[seen])
        assert "2.3.3" not in subjects(made(folder, not_assessed=True))

    def test_an_empty_log_counts_as_missing_where_the_settings_say_so(self, tmp_path):
        others = [PROJECT, {**PROJECT, "project_id": "P2"}]
        folder = write(tmp_path / "logs", projects=others, complaints=[ANSWERED])
        found = made(folder, not_assessed=True, settings={"empty_log": "not_assessed"})
        assert "2.3.3" not in subjects(found)
        assert subjects(found, "P2")["2.3.3"] == [""]


def test_what_an_earlier_sheet_says_is_left_out(folder):
    first = made(folder)
    done = [row for row in first.rows if row.clause.id == "1.1.1"][:2]
    log = [
        {"inspection_id": row.inspection_id, "clause": "1.1.1", "inspected_on": "2026-03-05", "verdict": "符合"}
        for row in done
    ]
    write(folder, inspections=log)
    left = made(folder)
    assert left.done == 2
    assert len(left.rows) == len(first.rows) - 2
    assert not {row.inspection_id for row in done} & {row.inspection_id for row in left.rows}


def test_nothing_to_inspect_is_an_error(folder):
    with pytest.raises(NothingToAudit, match="nothing to inspect"):
        made(folder, standards=["satisfaction-survey"])


def test_rows_that_cannot_be_read_are_reported(folder):
    write(folder, complaints=[{**ANSWERED, "received_at": "03/04/2026"}])
    assert [reject.column for reject in made(folder).rejects] == ["received_at"]


class TestKinds:
    """``subjects.toml`` and the checks agree with the logs."""

    @pytest.mark.parametrize("kind", subject_kinds().values(), ids=lambda kind: kind.name)
    def test_columns_are_the_logs(self, kind):
        assert set(kind.columns) <= {column.name for column in logs()[kind.log].columns}
        assert len(logs()[kind.log].record_key) == 1
        # What ``where`` reads is named: so a column that is missing is known.
        read = {column.name for column in logs()[kind.log].columns if column.name in kind.where}
        assert read == set(kind.needs)

    def test_every_kind_is_used_and_the_clauses_for_shops_take_shops(self):
        clauses = [clause for standard in load_catalogue().values() for clause in standard.clauses]
        assert {clause.subjects for clause in clauses} - {""} == set(subject_kinds())
        assert [
            clause.id for clause in clauses if clause.subjects == "shops" and clause.by_inspection
        ] == BY_INSPECTION[4:]

    def test_a_check_that_names_no_kind_is_refused(self, tmp_path):
        folder = tmp_path / "ours" / "mine"
        folder.mkdir(parents=True)
        (folder / "standard.toml").write_text('zh = "我"\nen = "mine"\ntypes = ["residential"]\n', "utf-8")
        (folder / "M.1-x.sql").write_text(
            '/*\nclause = "M.1"\nzh = "一"\nen = "one"\nby = "inspection"\nsubjects = "shopz"\n*/\n', "utf-8"
        )
        with pytest.raises(CheckError, match="there is no 'shopz'"):
            load_catalogue([tmp_path / "ours"])
