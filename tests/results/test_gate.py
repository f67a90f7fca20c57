"""The rules of a gate, on results made by hand: 3.0 points, A at 1.0 (its item loses 0.5 at most), B at 2.0."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from history_samples import INPUTS, TINY, failed, result, waiver

from commsaudit.errors import NothingToAudit, UsageError
from commsaudit.model.outcome import Outcome, Status
from commsaudit.model.result import AuditResult, ClauseScore, Coverage
from commsaudit.model.settings import Gate, GatePattern, GateRule
from commsaudit.reports.titles import Titles
from commsaudit.results import gate_report
from commsaudit.results.gate import GateVerdict, judge_gate
from commsaudit.results.gate_checks import State
from commsaudit.results.gate_rules import BadValue, rules_of
from commsaudit.results.gate_words import GateWords

DECLARED = {"A.1.1": "A.1", "A.1.2": "A.1", "B.1.1": "B.1"}
HELD, MISSED, UNKNOWN = State.HELD, State.MISSED, State.UNKNOWN


def rules(table: Mapping[str, object]) -> tuple[GateRule, ...]:
    return tuple(rule for kind, value in table.items() for rule in rules_of(kind, value))


def policy(projects: Mapping[str, Mapping[str, object]] | None = None, **table: object) -> Gate:
    patterns = []
    for pattern, each in (projects or {}).items():
        said = {kind: value for kind, value in each.items() if kind != "exempt"}
        patterns.append(GatePattern(pattern, rules(said), each.get("exempt")))
    return Gate(rules(table), tuple(patterns))


def judged(of: AuditResult, gate: Gate, baseline: AuditResult | None = None, *projects: str) -> GateVerdict:
    return judge_gate(of, gate, baseline=baseline, declared=DECLARED, projects=projects)


def states(verdict: GateVerdict) -> dict[str, list[tuple[str, State]]]:
    """What became of each rule, by its kind: worst first."""
    return {each.rule.kind: [(check.subject, check.state) for check in each.checks] for each in verdict.rules}


def words(lang: str = "en", *, reveal: bool = False) -> GateWords:
    return GateWords(lang, Titles([TINY], lang), reveal=reveal)


def said(verdict: GateVerdict) -> list[str]:
    return [words().check(check) for rule in verdict.rules for check in rule.offenders]


# P1: A.1.1 twice and A.1.2 twice cost 0.2 + 0.4, of which the cap leaves 0.5: 2.5 of 3.0, A 0.5 of 1.0.
# P2: B.1.1 costs 0.3: 2.7 of 3.0, B 1.7 of 2.0.
FOUND = [
    failed("A.1.1", "C-1", "2026-03-04"),
    failed("A.1.1", "C-2", "2026-03-05"),
    failed("A.1.2", "C-1", "2026-03-06"),
    failed("A.1.2", "C-3", "2026-03-06"),
    failed("B.1.1", "M-1", "2026-03-31", project="P2"),
]


@pytest.fixture(scope="module")
def march() -> AuditResult:
    return result("2026-03", FOUND)


@pytest.mark.parametrize(
    ("table", "p1", "p2"),
    [
        ({"min_score": "2.5"}, HELD, HELD),
        ({"min_score": "2.6"}, MISSED, HELD),
        ({"min_score": 2.71}, MISSED, MISSED),
        ({"min_percent": "83.33"}, HELD, HELD),  # 2.5 of 3.0 is 83.333… %
        ({"min_percent": "83.34"}, MISSED, HELD),
        ({"min_percent": 90}, MISSED, HELD),
        ({"min_percent": "90.1%"}, MISSED, MISSED),
        ({"min_category": {"A": "0.5"}}, HELD, HELD),
        ({"min_category": {"A": "0.6"}}, MISSED, HELD),
        ({"min_category": {"A": "50%"}}, HELD, HELD),
        ({"min_category": {"A": "51%"}}, MISSED, HELD),
        ({"min_category": {"B": "86 %"}}, HELD, MISSED),  # 1.7 of 2.0 is 85 %
        ({"must_not_fail": "A.1.1"}, MISSED, HELD),
        ({"must_not_fail": ["B.*"]}, HELD, MISSED),
        ({"max_findings": 4}, HELD, HELD),
        ({"max_findings": "3"}, MISSED, HELD),
        ({"max_findings": 0}, MISSED, MISSED),
        ({"min_coverage": 100}, HELD, HELD),
        ({"no_errors": True}, HELD, HELD),
    ],
)
def test_a_rule_on_two_projects(march, table, p1, p2):
    verdict = judged(march, policy(**table))
    (rule,) = verdict.rules
    assert {check.subject: check.state for check in rule.checks} == {"P1": p1, "P2": p2}
    assert verdict.exit_code == (1 if MISSED in (p1, p2) else 0)


def test_what_missed_a_rule_stands_worst_first_and_failed_rules_before_those_that_hold(march):
    verdict = judged(march, policy(max_findings=9, min_score="2.8", must_not_fail=["A.1.2"]))
    assert [(each.rule.kind, each.state) for each in verdict.rules] == [
        ("min_score", MISSED),
        ("must_not_fail", MISSED),
        ("max_findings", HELD),
    ]
    assert said(verdict) == ["2.5/3.0, 0.3 short", "2.7/3.0, 0.1 short", "2 not met: A.1.2 (2)"]
    assert [check.short for check in verdict.rules[0].checks] == [Decimal("0.3"), Decimal("0.1")]


def test_a_percentage_is_never_shown_as_the_limit_that_it_missed(march):
    verdict = judged(march, policy(min_percent="83.334"))
    assert said(verdict) == ["2.5/3.0 (83.33 %), 0.01 percentage points short"]


def test_waived_findings_do_not_count(march):
    gate = policy(max_findings=2, must_not_fail=["A.1.1"])
    assert judged(march, gate).exit_code == 1
    assert judged(result("2026-03", FOUND, waivers=[waiver()]), gate).exit_code == 0


def test_coverage_and_clauses_that_could_not_be_judged():
    part = result("2026-03", FOUND, unknown=["A.1.2"])  # two of three clauses: 66.67 %
    assert states(judged(part, policy(min_coverage="66"))) == {"min_coverage": [("P1", HELD), ("P2", HELD)]}
    verdict = judged(part, policy(min_coverage="67"))
    assert said(verdict) == ["2 of 3 clauses (66.66 %), 0.34 percentage points short"] * 2
    verdict = judged(part, policy(must_not_fail=["A.1.2"]))
    assert verdict.exit_code == 2
    assert said(verdict) == ["not judged: A.1.2 (log complaints not supplied)"] * 2
    # A glob of clauses: one that failed is known to have failed.
    verdict = judged(part, policy(must_not_fail=["A.1.*"]))
    assert states(verdict) == {"must_not_fail": [("P2", UNKNOWN), ("P1", MISSED)]}


def test_a_category_of_which_nothing_is_known_holds_no_floor():
    verdict = judged(result("2026-03", FOUND, unknown=["A.1.1", "A.1.2"]), policy(min_category={"A": "0.1"}))
    assert verdict.exit_code == 2
    assert said(verdict)[0].startswith("nothing was judged in this category: A.1.1 (log complaints not supplied)")


def test_a_clause_that_the_company_switched_off_is_not_asked_for():
    off = result("2026-03", FOUND, modes={"A.1.1": "off"})
    assert judged(off, policy(must_not_fail=["A.*"])).exit_code == 1  # A.1.2 fails in P1
    with pytest.raises(UsageError, match=r"must_not_fail A\.1\.1 is about no project"):
        judged(off, policy(must_not_fail=["A.1.1"]))


def changed(of: AuditResult, project: str, **fields: object) -> AuditResult:
    return replace(
        of, projects=tuple(replace(each, **fields) if each.project_id == project else each for each in of.projects)
    )


def test_checks_that_could_not_run(march):
    broken = ClauseScore(Outcome("tiny", "A.1.1", Status.ERROR, "Binder Error: 13812345678"), None, Decimal(0))
    erred = changed(march, "P2", clauses=(broken, *march.projects[1].clauses[1:]))
    verdict = judged(erred, policy(no_errors=True))
    assert states(verdict) == {"no_errors": [("P2", MISSED), ("P1", HELD)]}
    assert said(verdict) == ["checks that could not run: 1: A.1.1 (Binder Error: ***)"]
    assert states(judged(erred, policy(must_not_fail="A.1.1")))["must_not_fail"] == [("P2", UNKNOWN), ("P1", MISSED)]


def test_rows_that_could_not_be_read_are_of_files():
    spoilt = (replace(INPUTS[0], rows=43, rejected=3), INPUTS[1])
    verdict = judged(result(inputs=spoilt), policy(no_rejects=True))
    assert states(verdict) == {"no_rejects": [("exports/complaints.csv", MISSED), ("exports/merchants.csv", HELD)]}
    assert said(verdict) == ["3 of 43 rows cannot be read"]
    assert judged(result(), policy(no_rejects=True)).exit_code == 0


def test_a_project_without_score_is_an_error_unless_the_rule_is_not_meant_for_it(march):
    some = changed(march, "P2", score=None, categories=(), items=())
    for table in ({"min_score": "1.0"}, {"min_percent": 10}, {"min_category": {"A": "0.1"}}):
        verdict = judged(some, policy(**table))
        assert (verdict.exit_code, said(verdict)) == (2, ["it has no score"])
        (kind,) = table
        assert judged(some, policy({"P1": table})).exit_code == 0
        assert judged(some, policy({"P2": {kind: False}}, **table)).exit_code == 0
        assert judged(some, policy({"P2": {"exempt": True}}, **table)).free == ("P2",)
        assert judged(some, policy(**table), None, "P1").exit_code == 0


def test_a_project_of_which_nothing_is_known_passes_nothing(march):
    nothing = tuple(
        replace(each, outcome=Outcome("tiny", each.outcome.clause, Status.NOT_ASSESSED, "log x not supplied"))
        for each in march.projects[1].clauses
    )
    some = changed(march, "P2", clauses=nothing, coverage=Coverage(3, 0))
    for table in ({"min_score": "1.0"}, {"min_percent": 10}, {"min_category": {"A": "0.1"}}, {"max_findings": 99}):
        assert said(judged(some, policy(**table)))[0] == "nothing was judged in it"
    assert judged(some, policy(no_errors=True)).exit_code == 2
    assert judged(some, policy(min_coverage=50)).exit_code == 1


def test_a_result_of_which_nothing_is_known_is_an_error():
    nothing = result("2026-03", unknown=["A.1.1", "A.1.2", "B.1.1"])
    for gate in (policy(min_coverage=1), policy(no_rejects=True), policy(no_errors=True)):
        with pytest.raises(NothingToAudit, match="nothing was judged"):
            judged(nothing, gate)


@pytest.mark.parametrize(
    ("gate", "message"),
    [
        (Gate(), "no rule"),
        (policy(no_errors=False), "no rule"),
        (policy({"*": {"exempt": True}}, min_score=1), "no rule"),
        (policy(min_category={"C": 1}), "the category 'C', .* there are A, B"),
        (policy(must_not_fail=["A.1.3"]), r"the clause 'A\.1\.3', .* did you mean 'A\.1\.[12]'"),
        (policy(must_not_fail=["Z*"]), r"the clause 'Z\*'"),
        (policy({"P3": {"min_score": 1}}), "the project 'P3', .* did you mean 'P[12]'"),
        (policy({"P9*": {"exempt": True}}, min_score=1), r"the project 'P9\*'"),
        (policy({"P1": {"min_category": {"AA": 1}}}), "the category 'AA'"),
        (policy(no_fall=True), "no_fall: .* add --baseline"),
        (policy({"P1": {"no_new_findings": True}}), "no_new_findings: .* add --baseline"),
    ],
)
def test_a_policy_that_cannot_be_meant(march, gate, message):
    with pytest.raises(UsageError, match=message) as raised:
        judged(march, gate)
    assert raised.value.exit_code == 2
    assert raised.value.zh != raised.value.en


def test_a_rule_under_a_pattern_wins_over_the_general_one_and_a_later_over_an_earlier(march):
    gate = policy({"P*": {"min_score": "2.6"}, "P1": {"min_score": "2.5"}}, min_score="3.0", max_findings=9)
    verdict = judged(march, gate)
    assert verdict.exit_code == 0
    assert {(each.pattern, each.rule.kind): [check.subject for check in each.checks] for each in verdict.rules} == {
        ("P*", "min_score"): ["P2"],
        ("P1", "min_score"): ["P1"],
        ("", "max_findings"): ["P1", "P2"],
    }


def test_rules_that_name_something_are_added_up_and_can_be_taken_away(march):
    gate = policy(
        {"P1": {"min_category": {"A": False}, "must_not_fail": False}, "P2": {"min_category": {"B": "1.7"}}},
        min_category={"A": "0.9", "B": "2.0"},
        must_not_fail=["A.1.1", "A.1.2"],
    )
    found = judged(march, gate).rules
    assert {(each.rule.target, each.pattern): [check.subject for check in each.checks] for each in found} == {
        ("A", ""): ["P2"],
        ("B", ""): ["P1"],
        ("B", "P2"): ["P2"],
        ("A.1.1", ""): ["P2"],
        ("A.1.2", ""): ["P2"],
    }
    assert {each.state for each in found} == {HELD}


# Without C-3, P1 loses 0.2 + 0.2 and keeps 2.6; with it 0.2 + 0.4, of which the cap leaves 0.5.
BEFORE = [each for each in FOUND if each.record != "C-3"]


def test_a_score_below_the_baselines(march):
    before = result("2026-02", BEFORE)
    verdict = judged(march, policy(no_fall=True), before)
    assert states(verdict) == {"no_fall": [("P1", MISSED), ("P2", HELD)]}
    assert said(verdict) == ["2.6 → 2.5 (-0.1)"]
    assert judged(before, policy(no_fall=True), march).exit_code == 0
    assert judged(march, policy(no_fall=True), march).exit_code == 0


def test_where_points_differ_the_score_is_compared_in_percent(march):
    more = changed(march, "P1", score=replace(march.projects[0].score, points=Decimal("5.0"), deduction=Decimal("0.8")))
    # 2.5 of 3.0 is 83.33 %, 4.2 of 5.0 is 84 %.
    assert judged(more, policy(no_fall=True), march).exit_code == 0
    assert said(judged(march, policy(no_fall=True), more)) == [
        "84.0 % → 83.33 % (-0.67 percentage points; compared in percent, as the points differ)"
    ]


def test_new_findings_are_those_that_the_baseline_does_not_have_and_no_waiver_covers(march):
    gate = policy(no_new_findings=True)
    verdict = judged(march, gate, result("2026-03", BEFORE))
    assert said(verdict) == ["new: 1: A.1.2 C-3 (exports/complaints.csv:12)"]
    assert [each.id for each in verdict.rules[0].checks[0].findings] == ["tiny/A.1.2/P1/C-3"]
    covered = result("2026-03", FOUND, waivers=[waiver("C-3", "A.1.2")])
    assert judged(covered, gate, result("2026-03", BEFORE)).exit_code == 0
    assert judged(result("2026-03", BEFORE), gate, march).exit_code == 0


def test_findings_that_are_not_listed_cannot_be_compared(march):
    gate = policy(no_new_findings=True)
    cut = result("2026-03", FOUND, max_findings=1)
    verdict = judged(cut, gate, march)
    assert states(verdict) == {"no_new_findings": [("P1", UNKNOWN), ("P2", HELD)]}
    assert "audit without --max-findings" in said(verdict)[0]
    assert judged(march, gate, cut).exit_code == 2
    # All that the cut baseline lists is all that there is now: nothing is new.
    assert judged(result("2026-03", FOUND[:1]), gate, cut).exit_code == 0
    # What is new in a clause that is listed in full is known to be new.
    more = result("2026-03", [*FOUND, failed("B.1.1", "M-2", "2026-03-31")], max_findings=1)
    assert states(judged(more, gate, march))["no_new_findings"][0] == ("P1", MISSED)


def test_a_baseline_by_itself_asks_for_no_fall_and_within_a_period_for_no_new_finding(march):
    kinds = [each.rule.kind for each in judged(march, Gate(), result("2026-02", BEFORE)).rules]
    assert kinds == ["no_fall"]
    verdict = judged(march, policy(max_findings=9), result("2026-03", BEFORE))
    assert {each.rule.kind for each in verdict.rules} == {"max_findings", "no_fall", "no_new_findings"}
    # What the policy says of it counts alone.
    verdict = judged(march, policy(no_fall=True), result("2026-03", BEFORE))
    assert [each.rule.kind for each in verdict.rules] == ["no_fall"]
    verdict = judged(march, policy(no_fall=False, max_findings=9), result("2026-03", BEFORE))
    assert [each.rule.kind for each in verdict.rules] == ["max_findings"]


def test_projects_of_one_side_alone_are_named(march):
    one = result("2026-02", BEFORE, projects=("P1",))
    verdict = judged(march, policy(no_fall=True), one)
    assert (states(verdict), verdict.added, verdict.gone) == ({"no_fall": [("P1", MISSED)]}, ("P2",), ())
    assert judged(one, policy(no_fall=True), march).gone == ("P2",)
    with pytest.raises(UsageError, match="or none is in the baseline"):
        judged(march, policy(no_fall=True), one, "P2")


def test_a_baseline_without_score_or_without_judgement_is_no_baseline(march):
    unscored = changed(march, "P1", score=None)
    verdict = judged(march, policy(no_fall=True), unscored)
    assert (verdict.exit_code, said(verdict)) == (2, ["it has no score in the baseline"])
    nothing = changed(march, "P1", coverage=Coverage(3, 0))
    assert said(judged(march, policy(no_fall=True), nothing)) == ["nothing was judged in it in the baseline"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("min_score", 0),
        ("min_score", "x"),
        ("min_score", True),
        ("min_score", float("nan")),
        ("min_percent", 101),
        ("min_percent", "-1"),
        ("min_coverage", "0%"),
        ("max_findings", -1),
        ("max_findings", "1.5"),
        ("max_findings", True),
        ("must_not_fail", []),
        ("must_not_fail", [1]),
        ("must_not_fail", True),
        ("min_category", {}),
        ("min_category", "2"),
        ("min_category", {"2": "120%"}),
        ("min_category", {"2": True}),
        ("no_errors", "yes"),
        ("no_fall", 1),
    ],
)
def test_values_that_a_rule_cannot_have(kind, value):
    with pytest.raises(BadValue) as raised:
        rules_of(kind, value)
    assert raised.value.zh != raised.value.en
    assert raised.value.place == ("2" if isinstance(value, dict) and value else "")


def test_the_table_in_both_languages(march):
    verdict = judged(march, policy({"P2": {"max_findings": 0}}, min_score="2.6", min_category={"A": "50%"}))
    assert list(gate_report.table_lines(verdict, words(), color=False, show_all=False)) == [
        "Gate for 2026-03",
        "FAILED  score at least 2.6 (1 of 2)",
        "    P1  望江苑  2.5/3.0, 0.1 short",
        "FAILED  no more findings than 0 (projects P2) (1 of 1)",
        "    P2  Riverside  findings: 1, 1 too many: B.1.1 (1)",
        "PASSED  category A First: at least 50% (all 2)",
        "FAILED: 2 failed of 3, 0 cannot be decided",
    ]
    chinese = list(gate_report.table_lines(verdict, words("zh"), color=False, show_all=True))
    assert chinese[:3] == [
        "门槛检查 2026-03",
        "未通过  得分不低于 2.6（2 个中有 1 个）",
        "    P1  望江苑     2.5/3.0，差 0.1",
    ]
    assert chinese[3] == "    P2  Riverside  2.7/3.0"


def test_a_long_list_is_cut_unless_all_is_asked_for():
    projects = [f"P{number:02}" for number in range(12)]
    found = [failed("B.1.1", "M-1", "2026-03-31", project=each) for each in projects]
    verdict = judged(result("2026-03", found, projects=projects), policy(max_findings=0))
    lines = list(gate_report.table_lines(verdict, words(), color=False, show_all=False))
    assert lines[-2] == "    … and 2 more (--all lists them)"
    assert len(lines) == 14
    assert len(list(gate_report.table_lines(verdict, words(), color=False, show_all=True))) == 15


def test_junit_has_a_case_for_each_rule_and_project(march):
    some = changed(march, "P2", score=None, name='<&"\x07')
    root = ElementTree.fromstring(gate_report.as_junit(judged(some, policy(min_score="2.6", max_findings=9)), words()))
    assert {name: root.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "4",
        "failures": "1",
        "errors": "1",
    }
    cases = [(case.get("classname"), case.get("name"), [part.tag for part in case]) for case in root.iter("testcase")]
    assert cases == [
        ("gate.min_score", 'P2 <&"\ufffd', ["error"]),
        ("gate.min_score", "P1 望江苑", ["failure"]),
        ("gate.max_findings", "P1 望江苑", []),
        ("gate.max_findings", 'P2 <&"\ufffd', []),
    ]
    assert root.find(".//failure").attrib == {"message": "2.5/3.0, 0.1 short", "type": "min_score"}


def test_github_has_a_command_for_each_rule_that_failed(march):
    some = changed(march, "P1", name="100%\n::error::x")
    lines = list(gate_report.as_github(judged(some, policy(min_score="2.8", max_findings=9)), words()))
    assert lines == [
        "::error title=FAILED%3A score at least 2.8::P1 100%25%0A::error::x: 2.5/3.0, 0.3 short%0AP2 Riverside: 2.7/3.0, 0.1 short",
        "::notice title=Gate for 2026-03::FAILED: 1 failed of 2, 0 cannot be decided",
    ]
    assert len("\n".join(lines).splitlines()) == 2


def test_json_for_programs(march):
    verdict = judged(march, policy({"P1": {"must_not_fail": "A.1.1"}}, no_new_findings=True), result("2026-03", BEFORE))
    content = json.loads(gate_report.as_json(verdict, words()))
    assert content["schema"] == "commsaudit.gate/1"
    assert content["verdict"] == "failed"
    assert content["baseline"] == {"period": "2026-03", "as_of": "2026-03-31T23:59:59.999999"}
    first, second = content["rules"]
    assert first == {
        "rule": "no_new_findings",
        "target": None,
        "limit": None,
        "in_percent": False,
        "projects": None,
        "verdict": "failed",
        "checked": 2,
        "missed": [
            {
                "project_id": "P1",
                "name": "望江苑",
                "verdict": "failed",
                "reason": "new_findings",
                "values": {"count": "1"},
                "clauses": [],
                "findings": ["tiny/A.1.2/P1/C-3"],
            }
        ],
    }
    assert (second["target"], second["projects"]) == ("A.1.1", "P1")
    assert second["missed"][0]["clauses"] == [{"id": "A.1.1", "status": "fail", "findings": 2, "reason": None}]


def test_records_that_tell_where_somebody_lives_are_masked():
    home = [failed("B.1.1", "3-1201", "2026-03-31", log="households")]
    verdict = judged(result("2026-03", home), policy(no_new_findings=True), result("2026-03"))
    assert said(verdict) == ["new: 1: B.1.1 *** (exports/households.csv:12)"]
    check = verdict.rules[0].checks[0]
    assert words(reveal=True).check(check) == "new: 1: B.1.1 3-1201 (exports/households.csv:12)"
    for text in (gate_report.as_json(verdict, words()), gate_report.as_junit(verdict, words()).decode()):
        assert "1201" not in text


def test_what_stands_in_a_result_is_shown_and_not_obeyed(march):
    wild = replace(march, projects=tuple(replace(each, project_id="\x1b[2J") for each in march.projects[:1]))
    with pytest.raises(UsageError) as raised:
        judged(wild, policy({"P1": {"min_score": 1}}))
    assert "\x1b" not in raised.value.en + raised.value.zh
    verdict = judged(wild, policy(min_score="2.6"))
    for line in gate_report.table_lines(verdict, words(), color=False, show_all=True):
        assert line.isprintable()
    assert b"\x1b" not in gate_report.as_junit(verdict, words())
    assert "\x1b" not in "".join([*gate_report.as_github(verdict, words()), gate_report.as_json(verdict, words())])


def test_the_words_of_every_verdict_are_in_both_languages():
    from commsaudit.results.gate_words import _TABLE

    for zh, en in _TABLE.values():
        assert {part.split("}")[0] for part in zh.split("{")[1:]} == {part.split("}")[0] for part in en.split("{")[1:]}
