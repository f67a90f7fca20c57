"""The figures of a satisfaction survey (procedures.toml, metrics of owner-communication)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

_RETURN_ASKED = Fraction(60)
_POINTS_FOR_EACH_PERCENT = 5


@dataclass(frozen=True, slots=True)
class Opinions:
    """How many answers said what; what is no word of the scale is an abstention."""

    satisfied: int
    basically: int
    dissatisfied: int
    abstained: int

    @property
    def rate(self) -> Fraction | None:
        """The percentage satisfied or basically so, of those who said anything; None where nobody did."""
        said = self.satisfied + self.basically + self.dissatisfied
        return Fraction(100 * (self.satisfied + self.basically), said) if said else None


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``through`` are the dissatisfied answers of it and of those that stand before it in the survey."""

    name: str
    opinions: Opinions
    through: int


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """One survey. ``questions`` stand by dissatisfied answers, the most first, ties by name; ``pareto`` is the share of them
    that the main-improvement set may hold."""

    project_id: str
    survey_id: str
    distributed_on: date | None
    distributed: int | None
    collected: int | None
    sheets: int
    questions: Sequence[Question]
    pareto: Decimal

    @property
    def opinions(self) -> Opinions:
        """Those of all questions together."""
        each = [question.opinions for question in self.questions]
        return Opinions(
            sum(one.satisfied for one in each),
            sum(one.basically for one in each),
            sum(one.dissatisfied for one in each),
            sum(one.abstained for one in each),
        )

    @property
    def return_rate(self) -> Fraction | None:
        """The percentage of the sheets that came back; None where it is not known how many went out or came back."""
        if not self.distributed or self.collected is None:
            return None
        return Fraction(100 * self.collected, self.distributed)

    @property
    def points_short(self) -> int | None:
        """The whole percentage points by which the return falls short of 60."""
        rate = self.return_rate
        return None if rate is None else max(int(_RETURN_ASKED - rate), 0)

    @property
    def adjusted_rate(self) -> Fraction | None:
        """The rate less 5 points for each whole percentage point that the return falls short, not below 0."""
        rate, short = self.opinions.rate, self.points_short
        if rate is None or short is None:
            return None
        return max(rate - _POINTS_FOR_EACH_PERCENT * short, Fraction(0))

    @property
    def improvement(self) -> Sequence[Question]:
        """The main-improvement set: the questions that hold most dissatisfied answers, up to ``pareto`` of them.

        The first always belongs; one without dissatisfied answers never does.
        """
        most = Fraction(self.pareto) * self.opinions.dissatisfied
        return [
            question
            for place, question in enumerate(self.questions)
            if question.opinions.dissatisfied and (place == 0 or question.through <= most)
        ]
