"""The Markdown report, read by a real parser (markdown-it, as GitHub's flavour)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from exports_sample import EVIL, hostile, rendered
from markdown_it import MarkdownIt
from markdown_it.token import Token
from reports_sample import sample_result

from commsaudit.model.result import Metric
from commsaudit.reports.formats.as_md import escaped

PARSER = MarkdownIt("gfm-like", {"html": True, "linkify": False})


def tokens(text: str) -> list[Token]:
    found = []
    for token in PARSER.parse(text):
        found += [token, *(token.children or [])]
    return found


def cells(text: str) -> list[str]:
    parsed = PARSER.parse(text)
    return [
        "".join(each.content for each in inline.children or [])
        for opened, inline in pairwise(parsed)
        if opened.type == "td_open"
    ]


def test_tables_have_as_many_cells_as_headers():
    parsed = PARSER.parse(rendered("md", hostile(), show_all=True).decode())
    width, widths = 0, []
    for token in parsed:
        if token.type == "tr_open":
            width = 0
        elif token.type in ("td_open", "th_open"):
            width += 1
        elif token.type == "tr_close":
            widths.append((token.level, width))
    assert {width for _, width in widths} == {4, 5, 9}


def test_nothing_from_a_log_becomes_markup():
    text = rendered("md", hostile(), show_all=True).decode()
    kinds = {token.type for token in tokens(text)}
    assert not kinds & {"html_inline", "html_block", "link_open", "image", "code_inline", "em_open", "s_open", "fence"}
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())


def test_what_is_escaped_reads_as_it_was():
    said = "a_b *c* `d` <e> [f](g) | h & i \\ j #k ~l~ $m$ www.example.com http://n"
    (cell,) = cells(f"| a |\n| --- |\n| {escaped(said)} |\n")
    assert cell == said


def test_a_line_does_not_begin_a_list():
    assert escaped("1. x") == "1\\. x"
    assert escaped("- x") == "\\- x"
    assert escaped("34.6") == "34.6"
    assert "\n" not in escaped(EVIL)


def test_the_lowest_project_comes_first_and_those_without_need_are_counted():
    lines = rendered("md", sample_result()).decode().splitlines()
    assert [line for line in lines if line.startswith("## P")] == ["## P01 望江苑", "## P03"]
    assert "Nothing to do in other projects: 2" in lines


def test_many_findings_are_cut_unless_all_is_asked_for():
    result = sample_result("P01")
    many = tuple(replace(result.findings[0], id=f"f{n}", record_id=f"C-{n:03}") for n in range(30))
    result = replace(result, findings=many)
    assert rendered("md", result).decode().count("| C-") == 20
    assert rendered("md", result, show_all=True).decode().count("| C-") == 30


def test_a_metric_of_another_version_has_its_own_name():
    result = sample_result("P01")
    metrics = (Metric("P01", "owner-communication", "later_rate", "DC-1", "5", ""), *result.metrics)
    metrics += (Metric("P01", "owner-communication", "main_improvement", "DC-1#q", "1", "place=soon"),)
    result = replace(result, metrics=metrics)
    assert "| DC-1 | later\\_rate | 5 |" in rendered("md", result).decode()
    for name in ("table", "html"):
        assert rendered(name, result)
