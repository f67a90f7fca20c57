"""Charts as SVG, drawn by leather. Fonts and most colours are the stylesheet's; every chart stands beside its figures."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import leather
from markupsafe import Markup

_WIDTH, _BAR, _FRAME, _HEIGHT = 640, 30, 96, 260
_BANDS = 10
_LABELS, _LETTER = 560, 9
_STEPS = [digit * 10**zeros for zeros in range(9) for digit in (1, 2, 5)]
_FULL = Decimal(100)
_BLUE = "#2c6cb0"


class _DottedLine:
    """A shape of leather's: a line with a dot at each point, so that one point alone is seen too."""

    def __init__(self) -> None:
        self._line, self._dots = leather.Line(_BLUE), leather.Dots(_BLUE)

    def validate_series(self, series: object) -> None:
        """Raises ValueError where the points are no numbers."""
        self._line.validate_series(series)

    def to_svg(self, *drawn: object) -> ET.Element:
        """The dots above the line."""
        group = ET.Element("g")
        group.extend([self._line.to_svg(*drawn), self._dots.to_svg(*drawn)])
        return group


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with the figures that it shows: labels with their values."""

    svg: Markup
    figures: Sequence[tuple[str, Decimal | int]]


def bars(figures: Sequence[tuple[str, Decimal]], label: str) -> Drawing:
    """A horizontal bar, of 0 to 100, for each figure."""
    chart = leather.Chart()
    chart.add_x_scale(0, 100)
    chart.add_x_axis(ticks=list(range(0, 101, 20)))
    chart.add_bars([(value, name) for name, value in figures])
    return Drawing(_svg(chart, _FRAME + _BAR * len(figures), label), figures)


def histogram(values: Iterable[Decimal], label: str) -> Drawing:
    """How many of ``values`` (percents) lie in each of at most ten equal bands that end at 100."""
    figures = bands(values)
    top = max((count for _, count in figures), default=0)
    step = next(each for each in _STEPS if each * 5 >= top)
    chart = leather.Chart()
    high = step * max(-(-top // step), 1)
    chart.add_y_scale(0, high)
    chart.add_y_axis(ticks=list(range(0, high + 1, step)))
    chart.add_columns(list(figures))
    return Drawing(_svg(chart, _HEIGHT, label), figures)


def bands(values: Iterable[Decimal]) -> list[tuple[str, int]]:
    """The bands with their counts: of 1, 2, 5 or 10 percent, as fine as all values allow. 100 is in the last."""
    values = list(values)
    width = next((each for each in (1, 2, 5) if _FULL - each * _BANDS <= min(values, default=_FULL)), 10)
    first = 100 - width * _BANDS
    found = Counter(min(int((value - first) // width), _BANDS - 1) for value in values)
    return [(f"{first + n * width}–{first + (n + 1) * width}", found[n]) for n in range(_BANDS)]


def line(figures: Sequence[tuple[str, Decimal]], label: str) -> Drawing:
    """A line through ``figures`` (percents), dots on it."""
    points = [(place, value) for place, (_, value) in enumerate(figures)]
    floor = min(int(min(value for _, value in figures) // 10) * 10, 90)
    longest = max(len(name) for name, _ in figures)
    every = -(-len(points) // max(_LABELS // (_LETTER * longest), 2))
    chart = leather.Chart()
    chart.add_x_scale(0, max(len(points) - 1, 1))
    chart.add_x_axis(
        ticks=list(range(0, len(points), every)), tick_formatter=lambda value, _place, _count: figures[int(value)][0]
    )
    chart.add_y_scale(floor, 100)
    chart.add_series(leather.Series(points), _DottedLine())
    return Drawing(_svg(chart, _HEIGHT, label), figures)


def _svg(chart: leather.Chart, height: int, label: str) -> Markup:
    """The chart as one image with a name, as wide as there is room."""
    root = ET.Element("svg", {"viewBox": f"0 0 {_WIDTH} {height}", "role": "img", "aria-label": label})
    root.append(chart.to_svg_group(_WIDTH, height))
    # ElementTree escapes what stands in labels.
    return Markup(ET.tostring(root, encoding="unicode"))
