"""What if: the scores that would be, against sums made by hand and against what audits give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from reports_sample import STANDARDS, sample_result

from commsaudit.audit.record import standards_of
from commsaudit.audit.request import Request
from commsaudit.audit.story import run_audit
from commsaudit.errors import UsageError
from commsaudit.model.outcome import Status, Waiver
from commsaudit.model.period import parse_period
from commsaudit.model.result import AuditResult
from commsaudit.model.settings import ClauseRule, Price, Settings, StandardRule
from commsaudit.results.recorded import expired_waivers, idle_waivers
from commsaudit.results.whatif import what_if

D = Decimal


def scores(result: AuditResult) -> dict[str, str]:
    return {project.project_id: str(project.score.score) for project in result.projects if project.score}


def test_without_waivers():
    """P01: 2.3.3 costs 5 × 0.1, not 4. P02: 2 × 0.1 in four clauses, and 2 × 0.5: 1.8."""
    found = what_if(sample_result(), STANDARDS, without_waivers=True)
    assert scores(found.result) == {"P01": "14.5", "P02": "15.2", "P03": "17.0", "P04": "17.0"}
    assert found.lifted == 11
    assert not [finding for finding in found.result.findings if finding.waiver]
    assert found.result.findings_total == 21
    (waived,) = [each for each in found.result.projects if each.project_id == "P02"]
    assert {clause.outcome.status for clause in waived.clauses} == {Status.FAIL}
    assert waived.score is not None
    assert waived.score.without_waivers == waived.score.score


def test_if_a_clause_were_fixed():
    """P01 loses 0.4 for 2.3.3 and 2.0 for 6.2.1; its range ends where the items not assessed are at their caps: 8.0 and 2.0."""
    found = what_if(sample_result(), STANDARDS, fixed=["6.2.1"])
    assert scores(found.result)["P01"] == "16.6"
    assert found.fixed == {"6.2.1": 7}
    assert found.result.findings_total == 21 - 7
    assert {finding.clause for finding in found.result.findings if finding.project_id == "P01"} == {"2.3.3", "CB-1"}
    first = found.result.projects[0]
    (clause,) = [each for each in first.clauses if each.outcome.clause == "6.2.1"]
    assert (clause.outcome.status, clause.outcome.obligations, clause.outcome.findings) == (Status.PASS, 6, 0)
    assert first.score is not None
    assert str(first.score.low) == "7.0"
    assert first.coverage == sample_result().projects[0].coverage


def test_globs_and_both_at_once():
    found = what_if(sample_result(), STANDARDS, without_waivers=True, fixed=["2.*", "6.2.1"])
    assert scores(found.result) == {"P01": "17.0", "P02": "16.8", "P03": "17.0", "P04": "17.0"}
    assert found.lifted == 2


def test_what_was_not_judged_is_not_fixed():
    found = what_if(sample_result("P03"), STANDARDS, fixed=["*"])
    assert found.result.projects == sample_result("P03").projects


def test_a_clause_that_is_not_there():
    with pytest.raises(UsageError, match=r"2\.3\.33.*did you mean 2\.3\.3\?") as caught:
        what_if(sample_result(), STANDARDS, fixed=["2.3.33"])
    assert "是否指 2.3.3" in caught.value.zh


def test_another_catalogue_is_noticed():
    result = sample_result()
    first = result.projects[0]
    items = tuple(replace(item, deduction=item.deduction + 1) for item in first.items)
    changed = replace(result, projects=(replace(first, items=items), *result.projects[1:]))
    with pytest.raises(UsageError, match="P01 does not come out again"):
        what_if(changed, STANDARDS, fixed=["2.3.3"])


def test_the_words_say_what_is_supposed():
    """Means of the four: (14.6 + 3 × 17) / 4 = 16.4; (14.5 + 15.2 + 34) / 4 = 15.925, half up."""
    found = what_if(sample_result(), STANDARDS, without_waivers=True)
    assert (
        found.words("en") == "What if, not an audit's result: no waiver holds (findings: 11); mean score 16.4 → 15.93"
    )
    assert found.labelled("en").period.label == "2026-03 (what-if)"
    one = what_if(sample_result("P01"), STANDARDS, fixed=["2.3.*"])
    assert one.words("zh") == "假设，并非检查结果：已整改 2.3.3（5）；得分 14.6 → 15.0"
    assert one.labelled("zh").period.label == "2026-03（假设）"


WAIVED = ("2.3.3", "2.10.1", "6.2.1", "CB-1", "CB-3")
PRICED = {"callbacks": StandardRule(price=Price(unit=D("0.1"), count_in_item=True))}
CAPPED = {"6.2.1": ClauseRule(price=Price(unit=D("0.3"), cap=D("0.6")))}


@pytest.mark.parametrize("counting", ["occurrence", "clause", "as_written"])
def test_it_is_what_an_audit_gives(company, counting):
    """An audit states what it would be without waivers; and all findings of a clause waived cost as if it were met."""
    settings = Settings(counting=counting, standards=PRICED, clauses=CAPPED)
    waivers = tuple(
        Waiver(f"P{n:02}", clause, "*", "整改中", "王总", date(2026, 1, 1), date(2026, 12, 31))
        for n in range(1, 14)
        for clause in WAIVED
    )
    asked = ["supervision", "callbacks"]
    request = Request([str(company)], parse_period("2026-03"), settings=settings, standards=asked, waivers=waivers)
    stored = run_audit(request).result
    standards = standards_of(stored, Settings())
    lifted = what_if(stored, standards, without_waivers=True)
    fixed = what_if(stored, standards, without_waivers=True, fixed=WAIVED)
    stated = {each.project_id: str(each.score.without_waivers) for each in stored.projects if each.score}
    assert scores(lifted.result) == stated != scores(stored)
    assert scores(fixed.result) == scores(stored)
    assert lifted.lifted is not None
    assert lifted.lifted > 0


ENTRY = {
    "project_id": "P01", "clause": "2.3.3", "record_id": "*", "reason": "r", "approved_by": "b",
    "approved_on": "2026-03-01", "expires_on": "2026-03-31", "covers": 0, "expired": False,
}  # fmt: skip


def test_recorded_waivers_are_told_and_what_is_none_is_passed_over():
    entries = [
        ENTRY,
        {**ENTRY, "expired": True},
        {**ENTRY, "covers": 3},
        {**ENTRY, "expires_on": "soon"},
        {**ENTRY, "reason": None},
        "x",
    ]
    result = replace(sample_result(), settings={"waivers": entries})
    assert [waiver.clause for waiver in idle_waivers(result)] == ["2.3.3"]
    assert [waiver.expires_on for waiver in expired_waivers(result)] == [date(2026, 3, 31)]
    assert idle_waivers(replace(result, settings={"waivers": {"a": 1}})) == []


def test_waivers_that_nothing_is_left_of_are_no_longer_recorded():
    result = replace(sample_result(), settings={"waivers": [ENTRY, {**ENTRY, "clause": "6.2.1"}]})
    assert what_if(result, STANDARDS, without_waivers=True).result.settings["waivers"] == []
    kept = what_if(result, STANDARDS, fixed=["2.3.3"]).result.settings["waivers"]
    assert kept == [{**ENTRY, "clause": "6.2.1"}]
