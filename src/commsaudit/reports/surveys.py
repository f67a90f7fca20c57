"""The satisfaction surveys of a result, put together from its metrics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from commsaudit.model.result import Metric

_OF_SURVEYS = frozenset({"abstentions", "satisfaction_rate", "return_rate", "adjusted_rate", "main_improvement"})


@dataclass
class SurveyView:
    """A survey, or a question of one: its figures by the names of metrics.

    ``dissatisfied`` is a count; ``place`` is the question's in the main-improvement set, None where it is not in it.
    """

    project_id: str
    name: str
    figures: dict[str, str] = field(default_factory=dict)
    dissatisfied: str = ""
    place: int | None = None
    members: dict[str, SurveyView] = field(default_factory=dict)

    @property
    def questions(self) -> Sequence[SurveyView]:
        """Its questions, those to be improved first in front, then by name."""
        return sorted(self.members.values(), key=lambda each: (each.place is None, each.place or 0, each.name))


def survey_views(metrics: Iterable[Metric]) -> list[SurveyView]:
    """The surveys that ``metrics`` are about, in their order of projects and ids."""
    listed = [metric for metric in metrics if metric.name in _OF_SURVEYS]
    # The id of a survey stands as it is and may hold a "#"; only of the survey itself are its sheets counted.
    whole = {(each.project_id, each.record_id) for each in listed if each.detail.startswith("sheets=")}
    found: dict[tuple[str, str], SurveyView] = {}
    for metric in listed:
        survey_id, _, question = metric.record_id.partition("#")
        if (metric.project_id, metric.record_id) in whole:
            survey_id, question = metric.record_id, ""
        name = unquote(survey_id) if question else survey_id
        survey = found.setdefault((metric.project_id, name), SurveyView(metric.project_id, name))
        view = survey
        if question:
            named = unquote(question)
            view = survey.members.setdefault(named, SurveyView(metric.project_id, named))
        _take(view, metric)
    return [found[key] for key in sorted(found)]


def _take(view: SurveyView, metric: Metric) -> None:
    said = dict(part.split("=", 1) for part in metric.detail.split("; ") if "=" in part)
    view.figures[metric.name] = metric.value
    view.dissatisfied = said.get("dissatisfied", view.dissatisfied)
    if metric.name == "main_improvement":
        place = said.get("place", "")
        view.place = int(place) if re.fullmatch("[0-9]{1,9}", place) else None
