"""``commsaudit checks``: the list, one clause, a scaffold, and the cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commsaudit.checks.catalogue import load_catalogue
from commsaudit.cli.formatting import columns_of

MARCH = ("-p", "2026-03")


def listed(out: str) -> list[str]:
    """The ids of a list, without heading and sum."""
    return [line.split()[0] for line in out.splitlines()[1:-1]]


def test_all_clauses_are_listed(run):
    done = run("checks", "list", "--standard", "supervision")
    assert done.code == 0
    assert len(listed(done.out)) == 87
    assert "2.3.3   A response within one working day" in done.out
    assert max(map(columns_of, done.out.splitlines())) <= 100
    zh = run("checks", "list", "--standard", "supervision", "--lang", "zh").out
    assert "一个工作日内回应" in zh
    assert "87 个条款" in zh
    assert max(map(columns_of, zh.splitlines())) <= 100


def test_the_list_is_filtered(run):
    # The nine that supervision.toml marks by = "inspection".
    inspected = ["1.1.1", "2.1.1", "4.1.2", "4.5.3", "6.2.3", "6.2.4", "6.2.5", "6.2.6", "6.2.7"]
    supervision = ("checks", "list", "--standard", "supervision")
    assert listed(run(*supervision, "--by-inspection").out) == inspected
    assert len(listed(run(*supervision, "--automatic").out)) == 78
    category = listed(run(*supervision, "--category", "5").out)
    assert category
    assert all(clause.startswith("5.") for clause in category)
    assert "2.3.3" in listed(run(*supervision, "--log", "complaints").out)
    assert "7.5.1" not in listed(run(*supervision, "--log", "complaints").out)


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        (["list", "--standard", "suprvision"], "did you mean 'supervision'?", "是否指“supervision”？"),
        (["list", "--log", "complants"], "did you mean 'complaints'?", "是否指“complaints”？"),
        (["list", "--category", "99"], "unknown category '99'", "没有类别“99”"),
        (["list", "--category", "1", "--log", "weather"], "no clause is left", "没有符合这些选项的条款"),
        (["show", "2.33"], "unknown clause '2.33'; did you mean '2.3.3'?", "没有条款“2.33”"),
        (["test", "2.3.33"], "did you mean '2.3.3'?", "是否指“2.3.3”？"),
        (["new", "a/b", "--standard", "ours"], "'a/b' cannot be a name", "“a/b”不能作为名称"),
        (["new", "2.3.3", "--standard", "ours"], "2.3.3 is a clause of supervision", "2.3.3 是标准 supervision 的条款"),
    ],
)
def test_unknown_names(run, arguments, en, zh):
    for lang, said in (("en", en), ("zh", zh)):
        done = run("checks", *arguments, "--lang", lang)
        assert done.code == 2
        assert said in done.err


def test_a_clause_with_everything_that_decides_it(run):
    out = run("checks", "show", "2.3.3").out
    for said in (
        "一个工作日内回应",
        "003_1956985bc6cc76cb.txt",
        "2.3 Complaint handling and closure",
        "for each standard not met",
        "Costs     0.1 each",
        "wd(received_at, response_working_days)",
        "responded_at ≤ due",
        "response_working_days = 1  (the source's figure)",
        "received_at (受理时间)",
        "FROM complaints AS c",
        "→ C-2, due 2026-03-06, done 2026-03-07T00:00:00",
    ):
        assert said in out
    zh = run("checks", "show", "2.3.3", "--lang", "zh").out
    for said in ("出处", "原文数值", "每一条不符合", "用例中的一处不符合"):
        assert said in zh


def test_an_example_shows_the_rows_of_its_record_alone(run):
    example = run("checks", "show", "2.5.1").out.partition("A finding, from its cases")[2]
    assert "complaint_id = C-2" in example
    assert "related_id = C-2" in example
    assert "C-1" not in example


def test_a_figure_that_is_ours_is_told_from_the_sources(run):
    # supervision.toml: callback_working_days of 2.5.1 is not in `sourced`.
    assert "callback_working_days = 1  (our reading)" in run("checks", "show", "2.5.1").out


def test_every_clause_can_be_shown(run):
    for standard in load_catalogue().values():
        for clause in standard.clauses:
            for lang in ("en", "zh"):
                assert run("checks", "show", clause.id, "--lang", lang).code == 0


def test_the_cases_of_two_clauses_hold(run):
    done = run("checks", "test", "2.3.3", "1.1.1")
    assert done.code == 0
    assert "of 2 clauses" in done.out
    assert "0 fail" in done.out


@pytest.fixture
def ours(run, clean: Path) -> Path:
    """A standard of our own and a copy of a shipped check, in the settings."""
    assert run("checks", "new", "OWN-1", "--standard", "ours", "mine").code == 0
    done = run("checks", "new", "2.3.3", "mine", "--standard", "supervision")
    assert done.code == 0
    assert 'Add to commsaudit.toml: checks = ["./mine"]' in done.err
    Path("commsaudit.toml").write_text('checks = ["./mine"]\n')
    return clean / "mine"


@pytest.mark.usefixtures("logs")
def test_a_scaffold_runs_and_is_observed_until_it_gets_a_unit(run, ours):
    assert sorted(path.relative_to(ours).as_posix() for path in ours.rglob("*.*")) == [
        "ours/OWN-1-new.cases.toml",
        "ours/OWN-1-new.sql",
        "ours/standard.toml",
        "supervision/2.3.3-response.cases.toml",
        "supervision/2.3.3-response.sql",
    ]
    assert run("checks", "test", "OWN-1", "2.3.3").code == 0
    assert listed(run("checks", "list", "--standard", "ours").out) == ["OWN-1"]
    assert run("audit", "logs", *MARCH, "--standard", "ours", "-o", "r.json").code == 0
    project = json.loads(Path("r.json").read_text())["projects"][0]
    assert project["score"] is None
    clause = project["clauses"][0]
    # C-1 and C-2 were answered within three days, C-3 never was.
    assert (clause["obligations"], clause["findings"], clause["unit"]) == (3, 1, None)


@pytest.mark.usefixtures("ours")
def test_a_replaced_clause_is_marked(run):
    out = run("checks", "list", "--standard", "supervision").out
    assert "2.3.3*" in out
    assert "* replaced by a check of your own" in out
    assert "(replaces the shipped check)" in run("checks", "show", "2.3.3").out


@pytest.mark.usefixtures("ours")
def test_nothing_is_overwritten(run):
    done = run("checks", "new", "OWN-1", "mine", "--standard", "ours")
    assert done.code == 2
    assert "is there already" in done.err


def test_a_case_that_fails_is_shown_with_its_differences(run, ours):
    file = ours / "ours" / "OWN-1-new.sql"
    file.write_text(file.read_text("utf-8").replace("days_allowed = 3", "days_allowed = 4"), "utf-8")
    done = run("checks", "test", "OWN-1", "2.3.3")
    assert done.code == 4
    assert "FAIL OWN-1: the last instant of the third day" in done.out
    assert "2026-03-09" in done.out
    assert "1 fail" in done.out


def test_a_check_that_is_no_sql_fails_and_the_others_still_run(run, ours):
    file = ours / "ours" / "OWN-1-new.sql"
    file.write_text(file.read_text("utf-8").replace("FROM complaints AS c", "FROM"), "utf-8")
    done = run("checks", "test", "OWN-1", "2.3.3")
    assert done.code == 4
    assert "FAIL OWN-1" in done.out
    assert "5 cases of 2 clauses: 4 hold, 1 fail" in done.out


def test_a_clause_without_cases_is_named(run, ours):
    (ours / "ours" / "OWN-1-new.cases.toml").unlink()
    done = run("checks", "test", "OWN-1")
    assert (done.code, "without cases: OWN-1" in done.err, "1 hold, 0 fail" in done.out) == (0, True, True)


def test_a_clause_without_cases_is_tried_on_no_rows(run, ours):
    """What may not run is said before the first audit."""
    (ours / "ours" / "OWN-1-new.cases.toml").unlink()
    file = ours / "ours" / "OWN-1-new.sql"
    file.write_text(
        file.read_text("utf-8").replace("FROM complaints AS c", "FROM complaints AS c WHERE now() > c.received_at"),
        "utf-8",
    )
    done = run("checks", "test", "OWN-1")
    assert (done.code, "FAIL OWN-1: no rows" in done.out, "a check cannot call now" in done.out) == (4, True, True)
