"""The figures of satisfaction surveys, counted by hand (procedures.toml, metrics of owner-communication)."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from small import PROJECT, audit, write

from commsaudit.audit.surveys import metrics_of, read_surveys
from commsaudit.errors import InputError
from commsaudit.model.period import parse_period
from commsaudit.model.settings import ClauseRule, Settings
from commsaudit.model.standard import ParameterValue
from commsaudit.model.survey import SurveyFigures
from commsaudit.reports.surveys import survey_views

SURVEY = {
    "survey_id": "S-1", "kind": "业户满意度", "distributed_on": "2026-03-05", "distributed": "40", "collected": "23",
}  # fmt: skip


def answers(**choices: list[str]) -> list[dict[str, str]]:
    """One sheet for each place in the lists."""
    return [
        {"survey_id": "S-1", "sheet_id": f"T-{place}", "question": question, "choice": choice}
        for question, given in choices.items()
        for place, choice in enumerate(given)
    ]


def figures(tmp_path: Path, survey: dict[str, str] | None = None, **choices: list[str]) -> SurveyFigures:
    folder = write(tmp_path / "logs", surveys=[survey or SURVEY], survey_answers=answers(**choices))
    (found,) = read_surveys([str(folder)], Settings(), None).surveys
    return found


def test_satisfied_and_basically_satisfied_are_counted_of_those_who_said_anything(tmp_path: Path) -> None:
    found = figures(tmp_path, 停车=["满意", "很满意", "基本满意", "一般", "不满意", "很不满意"])
    opinions = found.opinions
    assert (opinions.satisfied, opinions.basically, opinions.dissatisfied, opinions.abstained) == (2, 2, 2, 0)
    assert opinions.rate == Fraction(400, 6)


def test_the_names_of_the_three_opinions_count_as_their_words(tmp_path: Path) -> None:
    opinions = figures(tmp_path, 停车=["satisfied", "basically", "dissatisfied", "dissatisfied"]).opinions
    assert (opinions.satisfied, opinions.basically, opinions.dissatisfied, opinions.abstained) == (1, 1, 2, 0)


@pytest.mark.parametrize("choice", ["", "还行", "满意;不满意", "满意、满意", "满意 / 不满意", "very good"])
def test_a_blank_another_word_or_several_words_are_abstentions(tmp_path: Path, choice: str) -> None:
    opinions = figures(tmp_path, 停车=["满意", choice]).opinions
    assert (opinions.satisfied, opinions.abstained, opinions.rate) == (1, 1, 100)


@pytest.mark.parametrize("choice", [" 满意 ", "满意;", "；满意", "满意　；", "　满意\u00a0、"])
def test_one_word_is_one_word_whatever_stands_around_it(tmp_path: Path, choice: str) -> None:
    assert figures(tmp_path, 停车=[choice]).opinions.satisfied == 1


def test_the_rate_of_all_questions_is_over_their_answers_together(tmp_path: Path) -> None:
    found = figures(tmp_path, 停车=["不满意"], 保洁=["满意", "满意", "满意"])
    assert found.opinions.rate == 75
    assert {each.name: each.opinions.rate for each in found.questions} == {"停车": 0, "保洁": 100}


def test_a_survey_in_which_nobody_said_anything_has_no_rate(tmp_path: Path) -> None:
    found = figures(tmp_path, 停车=["", ""])
    assert (found.opinions.rate, found.adjusted_rate, found.opinions.abstained) == (None, None, 2)


@pytest.mark.parametrize(
    ("distributed", "collected", "adjusted"),
    [
        ("100", "60", 80),  # nothing is short
        ("100", "99", 80),
        ("1000", "591", 80),  # 59.1 %: 0.9 points are no whole one
        ("100", "59", 75),  # one whole point: 80 - 5
        ("40", "23", 70),  # 57.5 %: 2.5 points, two whole ones: 80 - 10
        ("100", "44", 0),  # 16 points: 80 - 80
        ("100", "10", 0),  # never below 0
    ],
)
def test_the_adjusted_rate_loses_five_for_each_whole_point_short_of_sixty(
    tmp_path: Path, distributed: str, collected: str, adjusted: int
) -> None:
    survey = {**SURVEY, "distributed": distributed, "collected": collected}
    assert figures(tmp_path, survey, 停车=["满意"] * 4 + ["不满意"]).adjusted_rate == adjusted


@pytest.mark.parametrize(("distributed", "collected"), [("", "3"), ("0", "0"), ("40", "")])
def test_without_knowing_what_went_out_and_came_back_there_is_no_adjusted_rate(
    tmp_path: Path, distributed: str, collected: str
) -> None:
    found = figures(tmp_path, {**SURVEY, "distributed": distributed, "collected": collected}, 停车=["满意"])
    assert (found.return_rate, found.adjusted_rate, found.opinions.rate) == (None, None, 100)


def improvement(found: SurveyFigures) -> list[str]:
    return [question.name for question in found.improvement]


BAD = "不满意"


def test_the_main_improvement_set_holds_up_to_four_fifths_of_the_dissatisfied_answers(tmp_path: Path) -> None:
    # 5, 3, 1, 1 of 10: 50 %, 80 %, 90 %, 100 %. Ties by name: b before c.
    found = figures(tmp_path, a=[BAD] * 5, d=[BAD] * 3, c=[BAD], b=[BAD])
    assert [question.name for question in found.questions] == ["a", "d", "b", "c"]
    assert improvement(found) == ["a", "d"]


def test_one_more_answer_elsewhere_leaves_the_second_question_out_or_in(tmp_path: Path) -> None:
    # 6, 3, 1 of 10: 60 %, 90 %.
    assert improvement(figures(tmp_path, a=[BAD] * 6, b=[BAD] * 3, c=[BAD])) == ["a"]


def test_the_first_belongs_even_where_it_holds_them_all_and_one_without_never_does(tmp_path: Path) -> None:
    assert improvement(figures(tmp_path, a=[BAD] * 9, b=[BAD], c=["满意"])) == ["a"]
    assert improvement(figures(tmp_path, a=[BAD], c=["满意"])) == ["a"]
    assert improvement(figures(tmp_path, a=["满意"], c=["满意"])) == []


def test_the_share_is_the_parameter_of_the_clause_on_measures(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", surveys=[SURVEY], survey_answers=answers(a=[BAD] * 6, b=[BAD] * 3, c=[BAD]))
    rule: dict[str, ParameterValue] = {"pareto": 1}
    settings = Settings(clauses={"OC-20": ClauseRule(parameters=rule)})
    (found,) = read_surveys([str(folder)], settings, None).surveys
    assert improvement(found) == ["a", "b", "c"]


def test_only_surveys_of_owners_that_have_answers_are_shown_and_of_the_period_where_one_is_given(
    tmp_path: Path,
) -> None:
    surveys = [
        SURVEY,
        {**SURVEY, "survey_id": "S-2"},
        {**SURVEY, "survey_id": "S-3", "kind": "员工满意度"},
        {**SURVEY, "survey_id": "S-4", "distributed_on": "2026-02-28"},
        {**SURVEY, "survey_id": "S-5", "distributed_on": ""},
    ]
    given = [{**row, "survey_id": name} for row in answers(停车=["满意"]) for name in ("S-1", "S-3", "S-4", "S-5")]
    folder = str(write(tmp_path / "logs", surveys=surveys, survey_answers=given))
    every = read_surveys([folder], Settings(), None).surveys
    assert [each.survey_id for each in every] == ["S-5", "S-4", "S-1"]
    march = read_surveys([folder], Settings(), parse_period("2026-03")).surveys
    assert [each.survey_id for each in march] == ["S-1"]


def test_answers_belong_to_the_survey_of_their_own_project(tmp_path: Path) -> None:
    surveys = [{"project_id": "P1", **SURVEY}, {"project_id": "P2", **SURVEY}]
    given = [{"project_id": "P2", **row} for row in answers(停车=["满意"])]
    folder = write(tmp_path / "logs", surveys=surveys, survey_answers=given)
    assert [each.project_id for each in read_surveys([str(folder)], Settings(), None).surveys] == ["P2"]


def test_without_the_two_logs_there_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no log survey_answers"):
        read_surveys([str(write(tmp_path / "logs", surveys=[SURVEY]))], Settings(), None)


def test_a_result_holds_the_metrics_of_the_surveys_handed_out_in_its_period(tmp_path: Path) -> None:
    choices = {"停车/充电": ["满意", BAD, BAD, BAD], "保洁": ["满意", "基本满意", "一般", BAD]}
    folder = write(
        tmp_path / "logs", projects=[PROJECT], surveys=[SURVEY], survey_answers=answers(**choices), complaints=[]
    )
    (folder / "complaints.csv").unlink()
    write(
        folder, contacts=[{"contact_id": "K-1", "purpose": "走访", "started_at": "2026-03-02 10:00", "form_no": "B1"}]
    )
    run = audit(folder, "2026-03", standards=["owner-communication"])
    metrics = {(each.name, each.record_id): each.value for each in run.result.metrics}
    assert {each.standard for each in run.result.metrics} == {"owner-communication"}
    assert metrics == {
        ("abstentions", "S-1"): "0",
        ("abstentions", "S-1#保洁"): "0",
        ("abstentions", "S-1#停车%2F充电"): "0",
        ("satisfaction_rate", "S-1"): "50.00",  # 4 of 8
        ("satisfaction_rate", "S-1#保洁"): "75.00",
        ("satisfaction_rate", "S-1#停车%2F充电"): "25.00",
        ("return_rate", "S-1"): "57.50",
        ("adjusted_rate", "S-1"): "40.00",  # two whole points short
        ("main_improvement", "S-1#停车%2F充电"): "3",  # 3 of 4; with the other 4 of 4
    }
    assert audit(folder, "2026-02", standards=["owner-communication"]).result.metrics == ()


def test_an_export_without_the_answers_column_is_not_read_as_abstentions(tmp_path: Path) -> None:
    rows = [{"survey_id": "S-1", "sheet_id": "T-1", "question": "停车", "回答": "满意"}]
    folder = write(tmp_path / "logs", surveys=[SURVEY], survey_answers=rows)
    with pytest.raises(InputError, match=r"survey_answers\.choice not supplied"):
        read_surveys([str(folder)], Settings(), None)


def test_a_survey_whose_id_holds_a_sign_stands_once_in_the_table(tmp_path: Path) -> None:
    survey = {**SURVEY, "survey_id": "S#1/a"}
    given = [{**row, "survey_id": "S#1/a"} for row in answers(**{"q#1/x%": ["满意", BAD]})]
    folder = write(tmp_path / "logs", surveys=[survey], survey_answers=given)
    (view,) = survey_views(metrics_of(read_surveys([str(folder)], Settings(), None).surveys))
    assert (view.name, view.figures["satisfaction_rate"], view.figures["return_rate"]) == ("S#1/a", "50.00", "57.50")
    assert [(each.name, each.figures["satisfaction_rate"]) for each in view.questions] == [("q#1/x%", "50.00")]
