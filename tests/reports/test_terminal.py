"""The terminal scorecard beyond the golden files: width, colour, hostile text, many projects."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports_sample import NO_CONTACTS, STANDARD, STANDARDS, USES, outcome, sample_result
from wcwidth import wcswidth

from commsaudit.model.outcome import Status
from commsaudit.model.period import parse_period
from commsaudit.model.result import AuditResult
from commsaudit.reports.formats import FORMATS
from commsaudit.reports.interface import ReportContext
from commsaudit.reports.terminal.text import clean, shortened, shortened_left, table, width_of, wrapped
from commsaudit.scoring.build import build_result
from commsaudit.scoring.score import ProjectOutcomes
from commsaudit.scoring.tree import StandardUse


def text(result: AuditResult, **context) -> str:
    (part,) = FORMATS["table"].parts(result, ReportContext(**{"standards": STANDARDS, **context}))
    return b"".join(part.chunks).decode()


def company(*projects: ProjectOutcomes, uses=USES, **settings_) -> AuditResult:
    return build_result(
        period=parse_period("2026-03"),
        settings=settings_.pop("settings", {}),
        counting=settings_.pop("counting", "occurrence"),
        inputs=(),
        standards=uses,
        projects=projects,
        findings=(),
        **settings_,
    )


def project(name: str, failed: int) -> ProjectOutcomes:
    return ProjectOutcomes(name, "", [outcome("2.3.3", failed + 1, failed)])


@pytest.mark.parametrize("show_all", [True, False])
def test_colours_change_nothing_but_colour(show_all):
    plain = text(sample_result(), show_all=show_all)
    coloured = text(sample_result(), show_all=show_all, color=True)
    assert coloured != plain
    assert re.sub("\x1b\\[[0-9]+m", "", coloured) == plain
    assert "\x1b" not in plain


ANYTHING = st.text(max_size=60) | st.text("望江苑ab界＝", min_size=30, max_size=80)


@settings(max_examples=60)
@given(ANYTHING, ANYTHING, ANYTHING, st.sampled_from(["zh", "en"]), st.booleans(), st.integers(1, 200))
def test_no_line_is_wider_than_asked_and_no_control_character_gets_through(name, record, path, lang, show_all, width):
    result = sample_result("P01", "P03")
    result = replace(
        result,
        projects=tuple(replace(each, project_id=name or "P", name=name * 2) for each in result.projects),
        findings=tuple(
            replace(
                each,
                project_id=name or "P",
                record_id=record,
                detail=path,
                source=replace(each.source, file=path),
            )
            for each in result.findings
        ),
    )
    shown = text(result, lang=lang, show_all=show_all, width=width, details=(path,))
    for line in shown.splitlines():
        assert line.isprintable()
        assert wcswidth(line) <= max(width, 80)


def test_the_escape_sequences_of_a_name_are_not_obeyed():
    shown = text(company(ProjectOutcomes("P\x1b[2J", "a\r\nb\u202e", [outcome("2.3.3")])))
    assert "P [2J a  b" in shown


def test_of_many_projects_the_lowest_are_shown():
    result = company(*(project(f"P{n:02}", n) for n in range(1, 26)), project("Z", 0))
    shown = text(result)
    assert "The 20 lowest are listed, 6 more are not" in shown
    assert "The 10 lowest are shown in detail, 15 more are not" in shown
    assert "Nothing to do in other projects: 1" in shown
    assert re.search(r"^P25$", shown, re.MULTILINE)
    assert not re.search(r"^P15$", shown, re.MULTILINE)
    everything = text(result, show_all=True)
    assert "more are not" not in everything
    assert re.search(r"^Z$", everything, re.MULTILINE)


def test_equals_share_a_rank_and_what_is_not_scored_has_none():
    result = company(project("A", 1), project("B", 0), project("C", 1), project("D", 2))
    ranks = [line.split()[:2] for line in text(result).splitlines() if re.match(r" +\d+ +[A-D] ", line)]
    assert ranks == [["1", "B"], ["2", "A"], ["2", "C"], ["4", "D"]]


def test_an_observed_standard_has_no_score_but_its_findings():
    uses = [StandardUse(replace(STANDARD, points=None), "observe")]
    shown = text(company(project("A", 2), uses=uses))
    assert "Observed: Customer-relations supervision standard" in shown
    assert "No score (observed only)  coverage 1/1" in shown
    assert re.search(r"2\.3\.3 .* 2 +0 +observed +0\.0", shown)
    assert shown.splitlines()[-1] == "No score (observed only) · coverage 1/1 · rejected 0 · details: -o result.json"
    both = text(company(project("A", 2), project("B", 2), uses=uses))
    assert both.splitlines()[-1].startswith("No score (observed only) · coverage 2/2")


def test_an_observed_clause_is_marked():
    found = ProjectOutcomes("A", "", [outcome("2.3.3", 2, 2, reason="observed")], {"2.3.3": "observe"})
    assert re.search(r"2\.3\.3 .* observed +0\.0", text(company(found), show_all=True))


def test_no_project_at_all():
    assert (
        text(company()).splitlines()[-1]
        == "No score (observed only) · coverage 0/0 · rejected 0 · details: -o result.json"
    )


def test_counting_sampling_and_as_of_are_said():
    result = company(project("A", 1), counting="as_written", settings={"sample": {"size": 20, "seed": "s"}})
    result = replace(result, period=parse_period("2026-03", "2026-03-20T12:00"))
    shown = text(result)
    assert "as of 2026-03-20 12:00" in shown
    assert "Counted as the source words it" in shown
    assert "Sampled: 20 per clause and project, seed s" in shown
    early = replace(result, period=parse_period("2026-03", "2026-03-20"))
    assert "as of 2026-03-20\n" in text(early)


def test_reasons_are_grouped_and_translated():
    two = f"{NO_CONTACTS}; column complaints.closed_at not supplied"
    outcomes = [
        outcome("2.3.3", status=Status.NOT_ASSESSED, reason=two),
        outcome("2.5.1", status=Status.NOT_ASSESSED, reason=NO_CONTACTS),
        outcome("6.2.1", status=Status.NOT_ASSESSED, reason="no inspection in the period"),
        outcome("6.2.3", status=Status.NOT_ASSESSED, reason="log visits holds no row of the project"),
        outcome("2.3.5", status=Status.NOT_ASSESSED, reason="the moon"),
    ]
    shown = text(company(ProjectOutcomes("A", "", outcomes)), lang="zh").splitlines()
    start = shown.index("  未评 5 条")
    assert shown[start + 1 : start + 6] == [
        "    未提供日志 走访回访（contacts）：2.3.3、2.5.1",
        "    日志 投诉（complaints） 缺少列 关闭时间：2.3.3",
        "    the moon：2.3.5",
        "    期间内没有现场检查记录：6.2.1",
        "    日志 visits 没有本项目的记录：6.2.3",
    ]


def test_without_a_catalogue_ids_stand_for_titles():
    shown = text(sample_result("P01"), standards=())
    assert "Scored: supervision" in shown
    assert re.search(r"2\.3\.3 +5 +1 +0\.1 +0\.4", shown)
    assert "item 6.2 capped at 2.0: 0.5 absorbed" in shown


def test_the_last_line_names_files_shortly():
    far = text(sample_result("P01"), details=("a/very/long/way/to/the/folder/of/results/result.json",))
    assert far.splitlines()[-1].endswith("details: result.json")
    longest = text(sample_result("P01"), details=("x" * 80 + ".json",))
    assert longest.splitlines()[-1].endswith("xxxx.json")
    assert wcswidth(longest.splitlines()[-1]) == 100


@pytest.mark.parametrize(
    ("given_", "columns", "expected"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("望江苑", 6, "望江苑"),
        ("望江苑", 5, "望江…"),
        ("望江苑", 4, "望…"),
    ],
)
def test_shortening_counts_columns(given_, columns, expected):
    assert shortened(given_, columns) == expected


def test_shortening_at_the_left_keeps_the_end():
    assert shortened_left("exports/a.csv:12", 10) == "…/a.csv:12"


def test_wrapping_goes_on_deeper():
    assert wrapped(["aaaa", "bbbb", "cccc"], ", ", "  x: ", 16) == ["  x: aaaa, bbbb,", "    cccc"]
    assert wrapped([], ", ", "x", 16) == ["x"]


def test_tables_align_chinese_and_english():
    lines = table([("望江", "1.0"), ("Court", "10.0")], right=(1,), indent=2)
    assert lines == ["  望江    1.0", "  Court  10.0"]
    assert len({width_of(line) for line in lines}) == 1
    assert table([]) == []


def test_clean_text_has_no_control_characters():
    assert clean("a\tb\x1b[0m\u202ec\u3000d") == "a b [0m c d"


def test_a_findings_line_is_brief():
    result = sample_result("P01")
    said = "done=2026-03-04 00:00:00; received_at=2026-03-05 10:20:00; closed_at=2026-03-05 10:20:30; x=1:00"
    far = "a/folder/that/is/far/away/投诉.csv"
    first = result.findings[0]
    found = replace(first, record_id="", detail=said, source=replace(first.source, file=far, line=7))
    shown = text(replace(result, findings=(found,)))
    brief = "        -  2026-03-04  投诉.csv:7  done=2026-03-04; received_at=2026-03-05 10:20; closed_at=2026-03…"
    assert brief in shown.splitlines()
