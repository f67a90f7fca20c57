"""Annotations, read as the runner does: a command is the line's beginning up to the second pair of colons."""

from __future__ import annotations

import re
from dataclasses import replace

from exports_sample import EVIL, hostile, rendered
from reports_sample import sample_result

from commsaudit.reports.formats.as_github import command

COMMAND = re.compile(r"::(?P<name>\w+) ?(?P<properties>.*?)::(?P<message>.*)")


def parsed(data: bytes) -> list[tuple[str, dict[str, str], str]]:
    found = []
    for line in data.decode().removesuffix("\n").split("\n"):
        match = COMMAND.fullmatch(line)
        assert match, line
        said = dict(pair.split("=", 1) for pair in match["properties"].split(",") if pair)
        found.append((match["name"], {key: _plain(value) for key, value in said.items()}, _plain(match["message"])))
    return found


def _plain(text: str) -> str:
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, character)
    return text


def test_every_line_is_a_command_whatever_the_logs_say():
    commands = parsed(rendered("github", hostile(), show_all=True))
    assert {name for name, _, _ in commands} == {"notice", "warning", "error"}
    assert {key for _, said, _ in commands for key in said} == {"title", "file", "line"}
    (file,) = {said["file"] for _, said, _ in commands if "file" in said}
    assert file.startswith("a,b:c/::error file=x,line=1::a%0Ab  | <b onload")
    assert all(said["line"] == "12" for _, said, _ in commands if "file" in said)


def test_no_control_character_is_left():
    text = rendered("github", hostile(), show_all=True).decode()
    assert all(character.isprintable() or character == "\n" for character in text)


def test_escapes():
    assert command("error", "50 %\nnext", file="a:b,c%", line=3) == "::error file=a%3Ab%2Cc%25,line=3::50 %25%0Anext"
    assert command("notice", EVIL, title="t").count("\n") == 0


def test_each_clause_comes_once_before_any_comes_twice():
    """6.2.1 would give back 2.0, 2.3.3 0.4, CB-1 nothing."""
    errors = [said for name, said, _ in parsed(rendered("github", sample_result("P01"))) if "file" in said]
    assert [said["title"].split()[0] for said in errors] == ["6.2.1", "2.3.3", "CB-1", *["6.2.1", "2.3.3"] * 2, "6.2.1"]


def test_what_could_not_be_judged_is_said():
    (line,) = [message for name, _, message in parsed(rendered("github", sample_result("P03"))) if name == "warning"]
    assert line == "not assessed: 5 (log contacts not supplied): 2.3.3, 2.3.5, 2.5.1, 6.2.1, 6.2.3"


def test_waived_findings_are_notices_where_all_is_asked_for():
    result = sample_result("P02")
    assert not [said for _, said, _ in parsed(rendered("github", result)) if "file" in said]
    found = [name for name, said, _ in parsed(rendered("github", result, show_all=True)) if "file" in said]
    assert found == ["notice"] * 10


def test_a_finding_without_a_record_has_no_place():
    result = sample_result("P01")
    result = replace(result, findings=tuple(replace(each, source=None) for each in result.findings))
    assert not [said for _, said, _ in parsed(rendered("github", result)) if "file" in said]
