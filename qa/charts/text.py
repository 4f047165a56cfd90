"""A chart in a terminal: each value a bar of its length with its words beside it; nothing is said by colour alone.

Knows characters and widths. Does not know terminals: whoever prints it makes it safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.charts.model import Chart, Point

__all__ = ["as_text"]

_LONGEST_BAR = 30
_LONGEST_LABEL = 28


def as_text(chart: Chart, *, width: int = 80) -> str:
    """The chart as lines of at most `width` characters, 40 at least; title and coverage first, notes last."""
    width = max(width, 40)
    labels = [point.label for one in chart.series for point in one.points]
    room = min(max(map(len, labels), default=0), _LONGEST_LABEL, width // 2)
    shown = max((len(point.shown) for one in chart.series for point in one.points), default=0)
    longest = max(1, min(_LONGEST_BAR, width - room - shown - 5))
    lines = [*_wrapped(chart.title, width), *_wrapped(chart.covers, width)]
    for one in chart.series:
        lines += ["", *([] if len(chart.series) == 1 and chart.kind == "ranking" else _wrapped(one.name, width))]
        whole = _whole(chart, one.points)
        for point in one.points:
            label = point.label if len(point.label) <= room else f"{point.label[: room - 1]}…"
            lines.append(f"  {label:<{room}} {_bar(chart, point, whole, longest)} {point.shown}")
    return "\n".join(
        [*lines, *([""] if chart.notes else []), *(line for n in chart.notes for line in _wrapped(n, width))]
    )


def _whole(chart: Chart, points: tuple[Point, ...]) -> float:
    """What a bar of full length stands for."""
    if chart.kind == "grades":
        return len(chart.steps)
    if chart.kind == "shares":
        return sum(point.value for point in points)
    return max((abs(p.value) for one in chart.series for p in one.points), default=0) or 1


def _bar(chart: Chart, point: Point, whole: float, longest: int) -> str:
    value = point.value + 1 if chart.kind == "grades" else abs(point.value)
    return "█" * max(1 if value else 0, round(longest * value / whole))


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width) or [""]
