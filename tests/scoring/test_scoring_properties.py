"""What holds for every standard, every outcome and every way of counting."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from scoring_samples import category, clause, finding, item, outcome, standard

from commsaudit.model.outcome import Status
from commsaudit.model.period import parse_period
from commsaudit.scoring.build import build_result
from commsaudit.scoring.decode import parse_result
from commsaudit.scoring.encode import to_json
from commsaudit.scoring.explain import declared_items, items_of, ledger, recoverable
from commsaudit.scoring.score import ProjectOutcomes, score_project
from commsaudit.scoring.tree import StandardUse, scoring_tree

UNITS = st.sampled_from(["0.1", "0.2", "0.25", "0.5", "1.0"])
POINTS = st.sampled_from(["0.1", "0.3", "1.0", "2.5"])
COUNTINGS = st.sampled_from(["occurrence", "clause", "as_written"])
MODES = st.sampled_from(["score", "score", "score", "observe", "off"])


@st.composite
def standards(draw):
    categories, items, clauses = [], [], []
    for c in range(draw(st.integers(1, 3))):
        categories.append(category(str(c), draw(POINTS)))
        for i in range(draw(st.integers(0 if c else 1, 3))):
            name = f"{c}.{i}"
            deduct = draw(st.sampled_from(["occurrence", "clause", "item"]))
            items.append(item(name, str(c), draw(POINTS), deduct))
            units = draw(st.lists(UNITS, min_size=1, max_size=4))
            clauses += [clause(f"{name}.{k}", name, unit) for k, unit in enumerate(units)]
    total = str(sum(each.points for each in categories))
    return standard("tiny", total, tuple(categories), tuple(items), tuple(clauses))


@st.composite
def audits(draw):
    """A standard, an outcome for each of its clauses, modes, and a way of counting."""
    audited = draw(standards())
    found = []
    for each in audited.clauses:
        if draw(st.integers(0, 4)) == 0:
            status = draw(st.sampled_from([Status.NOT_ASSESSED, Status.ERROR, Status.PENDING, Status.OFF]))
            found.append(outcome(each.id, status=status))
        else:
            count = draw(st.integers(0, 5))
            found.append(outcome(each.id, count, draw(st.integers(0, count))))
    modes = {each.id: draw(MODES) for each in audited.clauses}
    return audited, found, modes, draw(COUNTINGS)


def scored(audited, found, modes, counting):
    uses = [StandardUse(audited, "score")]
    return score_project(ProjectOutcomes("P1", "One", found, modes), uses, scoring_tree(uses), counting)


@given(audits())
def test_a_score_stays_in_its_bounds(audit):
    result = scored(*audit)
    score = result.score
    assert 0 <= score.deduction <= score.points
    assert 0 <= score.low <= score.score == score.high <= score.points
    assert 0 <= score.percent <= 100
    assert sum(each.deduction for each in result.categories) == score.deduction
    assert all(each.deduction <= each.cap for each in result.items)
    assert all(each.deduction <= each.points for each in result.categories)
    assert 0 <= result.coverage.assessed <= result.coverage.clauses


@given(audits(), st.data())
def test_one_finding_more_never_raises_the_score(audit, data):
    audited, found, modes, counting = audit
    place = data.draw(st.integers(0, len(found) - 1))
    worse = list(found)
    if worse[place].status.is_judged:
        worse[place] = outcome(worse[place].clause, worse[place].findings + 1, worse[place].waived)
    before, after = (scored(audited, each, modes, counting).score for each in (found, worse))
    assert after.score <= before.score
    assert after.low <= before.low
    assert after.without_waivers <= before.without_waivers


@given(audits())
def test_waivers_never_lower_a_score(audit):
    audited, found, modes, counting = audit
    without = [replace(each, waived=0) for each in found]
    score = scored(audited, found, modes, counting).score
    assert score.without_waivers <= score.score
    assert score.without_waivers == scored(audited, without, modes, counting).score.score


@given(audits())
def test_what_is_not_assessed_costs_nothing_in_the_score(audit):
    audited, found, modes, counting = audit
    known = [each if each.status.is_judged else outcome(each.clause) for each in found]
    assert scored(audited, found, modes, counting).score.score == scored(audited, known, modes, counting).score.score


def built(audit, most):
    audited, found, modes, counting = audit
    findings = [
        finding(each.clause, f"C-{n:02}", waived=n < each.waived) for each in found for n in range(each.findings)
    ]
    return build_result(
        period=parse_period("2026-03"),
        settings={},
        counting=counting,
        inputs=(),
        standards=[StandardUse(audited, "score")],
        projects=[ProjectOutcomes("P1", "One", found, modes)],
        findings=findings,
        max_findings=most,
    )


@given(audits(), st.sampled_from([None, 0, 1, 3]))
def test_the_ledger_adds_up_however_many_findings_are_listed(audit, most):
    result = built(audit, most)
    (project,) = result.projects
    entries = ledger(project, items_of(project, declared_items([audit[0]])), result.findings)
    assert sum((each.deducted for each in entries), Decimal(0)) == project.score.deduction
    assert all(each.item_absorbed >= 0 and each.category_absorbed >= 0 <= each.deducted for each in entries)


@given(audits())
def test_recoverable_is_what_mending_a_clause_brings(audit):
    audited, found, modes, counting = audit
    project = scored(*audit)
    back = recoverable(project, items_of(project, declared_items([audited])))
    assert [each.points for each in back] == sorted((each.points for each in back), reverse=True)
    for each in back:
        mended = [outcome(one.clause) if one.clause == each.clause else one for one in found]
        assert each.points == scored(audited, mended, modes, counting).score.score - project.score.score


@given(audits(), st.sampled_from([None, 2]))
def test_a_result_read_back_is_the_result(audit, most):
    result = built(audit, most)
    data = to_json(result)
    again = parse_result(data, "result.json")
    assert again == result
    assert to_json(again) == data
