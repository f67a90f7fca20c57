"""Comparing two results: which findings came and went, and why a score moved, point for point."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from history_samples import TINY, Failed, clause, failed, late, result, run, waiver
from hypothesis import given
from hypothesis import strategies as st

from commsaudit.errors import UsageError
from commsaudit.model.standard import Standard
from commsaudit.reports.titles import Titles
from commsaudit.results.compare import Comparison, ProjectComparison, compare
from commsaudit.results.compare_report import CompareText, as_json
from commsaudit.results.history_words import Say
from commsaudit.scoring.encode import to_json

ONE = failed("A.1.1", "C-1", "2026-03-05")
TWO = failed("A.1.1", "C-2", "2026-03-06")
SHOP = failed("B.1.1", "M-1", "2026-03-31", log="merchants")


def compared(old, new, standard: Standard = TINY, new_standard: Standard | None = None) -> Comparison:
    return compare(old, new, [standard], [new_standard or standard])


def first(*both, **more) -> ProjectComparison:
    return compared(*both, **more).projects[0]


def reasons(*both, **more) -> list[tuple[str, str | None, str]]:
    return [(each.cause.value, each.clause, f"{each.points:+}") for each in first(*both, **more).reasons]


def test_findings_by_id():
    found = first(result(found=[ONE, SHOP]), result(found=[TWO, SHOP]))
    assert [each.record_id for each in found.came] == ["C-2"]
    assert [each.record_id for each in found.resolved] == ["C-1"]
    assert [each.record_id for each in found.remaining] == ["M-1"]


def test_the_same_twice_has_no_reasons():
    found = compared(result(found=[ONE]), result(found=[ONE]))
    assert not found.changes
    assert not any(project.is_changed for project in found.projects)


def test_another_period_moves_the_score_by_its_findings():
    old = result("2026-02", [failed("A.1.1", "C-0", "2026-02-05")])
    assert reasons(old, result(found=[ONE, TWO, SHOP])) == [
        ("findings", "A.1.1", "-0.1"),
        ("findings", "B.1.1", "-0.3"),
    ]


def test_a_cap_absorbs_what_comes_later():
    """The item takes 0.5: five of 0.1 fill it, and 0.2 more cost nothing."""
    old = result("2026-02")
    many = [failed("A.1.1", f"C-{nth}", "2026-03-05") for nth in range(5)]
    found = first(old, result(found=[*many, failed("A.1.2", "C-9", "2026-03-09")]))
    assert [(each.clause, str(each.points), each.new) for each in found.reasons] == [
        ("A.1.1", "-0.5", 5),
        ("A.1.2", "0.0", 1),
    ]
    assert found.difference == Decimal("-0.5")


def test_rows_that_came_late():
    """The same period, judged at the same moment, and complaints.csv holds more: 2 findings of it came."""
    assert reasons(result(found=[SHOP]), result(found=[ONE, TWO, SHOP], inputs=late())) == [
        ("late_inputs", "A.1.1", "-0.2")
    ]


def test_a_clause_that_reads_another_log_did_not_move_by_what_came_late():
    assert reasons(result(), result(found=[SHOP], inputs=late())) == [("findings", "B.1.1", "-0.3")]


def test_late_rows_of_march_in_the_quarter():
    """What fell due in both periods came late; what fell due in January alone did not."""
    january = failed("A.1.2", "C-7", "2026-01-05")
    assert reasons(result(found=[ONE]), result("2026-Q1", [ONE, TWO, january], inputs=late())) == [
        ("late_inputs", "A.1.1", "-0.1"),
        ("findings", "A.1.2", "-0.2"),
    ]


def test_what_fell_due_after_the_older_moment_was_only_pending():
    old = result(found=[ONE], as_of="2026-03-05")
    assert reasons(old, result(found=[ONE, TWO], inputs=late())) == [("findings", "A.1.1", "-0.1")]


def test_parameters_of_the_clause():
    old = result(found=[ONE, TWO], parameters={"A.1.1": {"days": 1}})
    new = result(found=[TWO], parameters={"A.1.1": {"days": 3}}, inputs=late())
    assert reasons(old, new) == [("parameters", "A.1.1", "+0.1")]
    (inputs, changed) = compared(old, new).changes
    assert (changed.kind, changed.values) == (
        "change_parameter",
        {"clause": "A.1.1", "name": "days", "old": 1, "new": 3},
    )
    assert inputs.values == {"log": "complaints", "old": 40, "new": 43}


def test_parameters_of_one_project():
    rules = {"projects": {"P*": {"clauses": {"A.1.1": {"parameters": {"days": 3}}}}}}
    given_ = {"parameters": {"A.1.1": {"days": 1}}}
    assert reasons(result(found=[ONE], **given_), result(**given_, rules=rules)) == [("parameters", "A.1.1", "+0.1")]


def test_a_setting_that_judges_all_clauses():
    new = result(rules={"roll_to_working_day": True})
    assert reasons(result(found=[ONE], rules={"roll_to_working_day": False}), new) == [("parameters", "A.1.1", "+0.1")]


def test_waivers_given_and_taken_away():
    """C-1 and C-2 stand in both; the waiver covers both: 0.2 come back. Taken away, they cost again."""
    bare, waived = result(found=[ONE, TWO]), result(found=[ONE, TWO], waivers=[waiver()])
    assert reasons(bare, waived) == [("waivers", "A.1.1", "+0.2")]
    assert reasons(waived, bare) == [("waivers", "A.1.1", "-0.2")]


def test_a_new_finding_under_a_new_waiver_is_told_apart():
    """It costs 0.1 under the waivers of then, and the new waiver gives that back."""
    assert reasons(result("2026-02"), result(found=[ONE], waivers=[waiver()])) == [
        ("findings", "A.1.1", "-0.1"),
        ("waivers", "A.1.1", "+0.1"),
    ]


def test_a_new_finding_under_an_old_waiver_costs_nothing():
    waived = [waiver()]
    assert reasons(result("2026-02", waivers=waived), result(found=[ONE], waivers=waived)) == [
        ("findings", "A.1.1", "+0")
    ]


def test_the_content_of_the_standard():
    other = replace(TINY, digest="b" * 64)
    assert reasons(result(found=[ONE]), result(standard=other), new_standard=other) == [
        ("standard_checks", "A.1.1", "+0.1")
    ]


def test_prices_and_the_way_of_counting():
    """Two findings of 0.1; the unit becomes 0.2, then each clause costs once: 2.8, 2.6 and 2.8."""
    dearer = replace(TINY, clauses=(replace(TINY.clauses[0], unit=Decimal("0.2")), *TINY.clauses[1:]))
    old, new = result(found=[ONE, TWO]), result(found=[ONE, TWO], standard=dearer)
    assert reasons(old, new, new_standard=dearer) == [("standard_prices", None, "-0.2")]
    assert [each.kind for each in compared(old, new, new_standard=dearer).changes] == ["change_unit"]
    once = result(found=[ONE, TWO], counting="clause")
    assert reasons(old, once) == [("counting", None, "+0.1")]
    both = result(found=[ONE, TWO], standard=dearer, counting="clause")
    assert reasons(old, both, new_standard=dearer) == [("counting", None, "+0.1"), ("standard_prices", None, "-0.1")]


def test_a_clause_switched_off_or_observed():
    for mode in ("off", "observe"):
        new = result(found=[] if mode == "off" else [ONE], modes={"A.1.1": mode})
        assert reasons(result(found=[ONE]), new) == [("standard_prices", None, "+0.1")]


def test_a_clause_that_could_not_be_judged_before():
    assert reasons(result("2026-02", unknown=["A.1.1"]), result(found=[ONE])) == [("assessed", "A.1.1", "-0.1")]


def test_findings_that_the_results_do_not_list():
    many = [failed("A.1.1", f"C-{nth}", "2026-03-05") for nth in range(4)]
    found = first(result("2026-02", max_findings=1), result(found=many, max_findings=1))
    assert [(each.cause.value, str(each.points), each.new) for each in found.reasons] == [("findings", "-0.4", 1)]
    assert found.unlisted == 3


def test_a_catalogue_that_no_longer_fits_is_named():
    """Somebody has B.1.1 in another item now: what was scored is not what would be."""
    moved = replace(TINY, clauses=(*TINY.clauses[:2], clause("B.1.1", "A.1", "0.3")))
    dear = [failed("A.1.1", f"C-{nth}", "2026-03-05") for nth in range(5)]
    found = compare(result("2026-02"), result(found=[*dear, SHOP]), [TINY], [moved]).projects[0]
    assert sum(each.points for each in found.reasons) == found.difference == Decimal("-0.8")
    assert found.reasons[-1].cause.value == "unexplained"


def test_projects_of_one_result_alone_and_globs():
    old, new = result("2026-02", projects=["P1"]), result(projects=["P1", "P2"])
    found = compared(old, new)
    assert ([each.new.project_id for each in found.projects], found.only_old, found.only_new) == (["P1"], (), ("P2",))
    with pytest.raises(UsageError, match=r"no project 'P3'.*did you mean 'P"):
        compare(old, new, projects=["P3"])


FINDINGS = st.lists(
    st.builds(
        Failed,
        st.sampled_from([each.id for each in TINY.clauses]),
        st.sampled_from([f"C-{nth}" for nth in range(6)]),
        st.dates(result().period.starts_on, result().period.ends_on),
    ),
    max_size=14,
    unique_by=lambda each: (each.clause, each.record),
)
PRICED = st.builds(
    lambda units, caps: replace(
        TINY,
        clauses=tuple(replace(each, unit=unit) for each, unit in zip(TINY.clauses, units, strict=True)),
        items=tuple(replace(each, cap=cap) for each, cap in zip(TINY.items, caps, strict=True)),
    ),
    st.tuples(*[st.sampled_from(list(map(Decimal, ("0.1", "0.15", "0.3", "0.7")))) for _ in TINY.clauses]),
    st.tuples(*[st.sampled_from(list(map(Decimal, ("0.3", "0.5", "1.0", "2.0")))) for _ in TINY.items]),
)


@st.composite
def audits(draw):
    """A result and its standard: findings, waivers, prices, ways of counting, modes, inputs, all as may be."""
    standard = draw(PRICED)
    period = draw(st.sampled_from(["2026-03", "2026-Q1", "2026-02"]))
    waivers = draw(
        st.lists(st.builds(waiver, st.sampled_from(["*", "C-1"]), st.sampled_from(["A.1.1", "B.1.1"])), max_size=2)
    )
    modes = {"A.1.2": draw(st.sampled_from(["score", "observe", "off"]))}
    found = [each for each in draw(FINDINGS) if modes.get(each.clause) != "off"]
    made = result(
        period,
        found,
        standard=standard,
        counting=draw(st.sampled_from(["occurrence", "clause", "as_written"])),
        waivers=waivers,
        inputs=draw(st.sampled_from([late(), late("merchants")])),
        modes={name: mode for name, mode in modes.items() if mode != "score"},
        parameters={"A.1.1": {"days": draw(st.integers(1, 2))}},
        max_findings=draw(st.sampled_from([None, 0, 1, 2])),
        projects=["P1"],
    )
    return made, standard


@given(audits(), audits())
def test_the_reasons_add_up_exactly(old, new):
    found = compare(old[0], new[0], [old[1]], [new[1]]).projects[0]
    assert sum((each.points for each in found.reasons), Decimal(0)) == found.difference
    assert "unexplained" not in [each.cause.value for each in found.reasons]
    back = compare(new[0], old[0], [new[1]], [old[1]]).projects[0]
    assert sum((each.points for each in back.reasons), Decimal(0)) == -found.difference


def text(found: Comparison, lang: str, **more) -> CompareText:
    return CompareText(found, Titles([TINY], lang), Say(lang), show_all=False, reveal=more.get("reveal", False))


def test_the_table_by_hand():
    found = compared(result("2026-02"), result(found=[ONE, TWO, SHOP], waivers=[waiver("C-2")]))
    assert list(text(found, "en").table_lines(columns=100, color=False)) == [
        "2026-02 → 2026-03",
        "What differs between the two audits: waiver added: P1 A.1.1 C-2",
        "",
        "P1 望江苑  3.0 → 2.6/3.0 (-0.4)",
        "   -0.5  findings: A.1.1 -0.2 (2 new, 0 gone), B.1.1 -0.3 (1 new, 0 gone)",
        "   +0.1  waivers: A.1.1 +0.1",
        "  3 new, 0 resolved, 0 remaining",
        "  New",
        "    A.1.1  C-1  2026-03-05  Clause A.1.1",
        "    A.1.1  C-2  2026-03-06  Clause A.1.1",
        "    B.1.1  M-1  2026-03-31  Clause B.1.1",
        "projects that did not change: 1",
    ]


def test_markdown_shows_what_is_not_ours_as_it_is():
    wild = failed("A.1.1", "C|1<script>\n# x", "2026-03-05")
    lines = list(text(compared(result("2026-02"), result(found=[wild])), "zh").markdown_lines())
    assert r"- A.1.1 C\|1\<script\> \# x 2026\-03\-05 条款A.1.1" in lines
    assert "| \\-0.1 | 不符合 | A.1.1 \\-0.1 （新增 1，减少 0） |" in [
        line.replace(r"\(", "（").replace(r"\)", "）") for line in lines
    ]


def test_room_numbers_are_masked():
    home = failed("A.1.1", "3栋2单元301室", "2026-03-05", log="households")
    found = compared(result("2026-02"), result(found=[home]))
    assert "301" not in as_json(found, reveal=False) + "\n".join(
        text(found, "zh").table_lines(columns=100, color=False)
    )
    assert "301" in as_json(found, reveal=True)


def test_json_for_other_programs():
    said = json.loads(as_json(compared(result("2026-02"), result(found=[ONE])), reveal=False))
    assert said["schema"] == "commsaudit.comparison/1"
    assert said["projects"][0]["causes"] == {"findings": "-0.1"}
    assert said["projects"][0]["findings"]["new"] == ["tiny/A.1.1/P1/C-1"]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """February and March of a small log, audited with another parameter in March."""
    (tmp_path / "complaints.csv").write_text(
        "complaint_id,project_id,received_at,responded_at\n"
        "C-1,P1,2026-02-02 09:00,2026-02-05\nC-2,P1,2026-03-02 09:00,2026-03-04\nC-3,P1,2026-03-05 09:00,\n"
    )
    (tmp_path / "s.toml").write_text('[clauses."2.3.3".parameters]\nresponse_working_days = 2\n')
    names = [str(tmp_path / name) for name in ("02.json", "03.json", "again.json")]
    log = str(tmp_path / "complaints.csv")
    for name, period, more in zip(
        names, ("02", "03", "03"), ((), (), ("--config", str(tmp_path / "s.toml"))), strict=True
    ):
        code, _, err = run("audit", log, "-p", f"2026-{period}", "-o", name, "--history", str(tmp_path / "kept"), *more)
        assert code == 0, err
    return names


def test_the_command(files, tmp_path):
    code, out, _ = run("compare", files[0], files[1], "--lang", "en")
    assert code == 0
    assert "34.9 → 34.8/35.0 (-0.1)" in out
    code, out, _ = run("compare", files[1], files[2], "-f", "json")
    # Two working days from 2 March end with the 4th: C-2 was in time.
    assert code == 0
    assert json.loads(out)["projects"][0]["causes"] == {"parameters": "0.1"}
    code, out, _ = run("compare", "2026-02", "2026-03", "--history", str(tmp_path / "kept"), "-f", "md", "--lang", "zh")
    assert code == 0
    assert out.startswith("# 2026\\-02 → 2026\\-03\n")


def test_clear_errors(files, tmp_path):
    kept = str(tmp_path / "kept")
    code, _, err = run("compare", "2026-01", "2026-03", "--history", kept, "--lang", "en")
    assert (code, "no result of 2026-01; it has 2026-02, 2026-03" in err) == (2, True)
    code, _, err = run("compare", files[0], files[1], "--project", "P2", "--lang", "en")
    assert (code, "no project 'P2' here; did you mean 'P1'?" in err) == (2, True)
    other = tmp_path / "other.json"
    other.write_bytes(to_json(result()).replace(b"commsaudit.result/1", b"commsaudit.result/2"))
    code, _, err = run("compare", files[0], str(other), "--lang", "en")
    assert (code, "the schema is 'commsaudit.result/2'" in err) == (3, True)
