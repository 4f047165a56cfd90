"""A chart as SVG or PNG, by matplotlib, which is imported when something is drawn.

Knows shapes and colours: each line has a shape of its own, each grade a pattern of its own, so that nothing is told by
colour alone; the colours are those of Okabe and Ito (Color Universal Design, 2008), which the colour-blind tell apart.
Does not know what the values are about.
"""

from __future__ import annotations

import html
import io
import re
import textwrap
import threading
from typing import TYPE_CHECKING, Any, Literal

from corpus.errors import OutputError
from qa.tables.forms import as_csv

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from qa.charts.model import Chart

__all__ = ["as_png", "as_svg"]

_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C6D31")
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
_STYLES = ("-", "--", "-.", ":")
# The fills and patterns of grades: the best two, those between, the worst.
_BEST = (("#0072B2", ""), ("#56B4E9", "//"))
_BETWEEN = (("#F0E442", ".."), ("#E69F00", "\\\\"), ("#999999", "++"))
_WORST = ("#D55E00", "xx")
_WIDTH = 8.0  # inches
_LONGEST = 66  # characters of a line of words
# Matplotlib's settings are the process's own: one drawing at a time.
_DRAWING = threading.Lock()
_RC = {
    "text.parse_math": False,  # a "$" in a name is a dollar
    "svg.hashsalt": "inspectqa",  # the same chart is the same file
    "font.family": "DejaVu Sans",  # matplotlib brings it
    "font.size": 10,
    "hatch.linewidth": 0.6,
}


def as_svg(chart: Chart) -> str:
    """The chart as one SVG that loads nothing; its words, for who cannot see it, are its title and description."""
    drawn = _drawn(chart, "svg").decode("utf-8")
    start = drawn.index("<svg")
    body = re.sub(r"\s*<metadata>.*?</metadata>", "", drawn[start:], count=1, flags=re.DOTALL)
    said = f"<title>{html.escape(chart.title)}</title>\n <desc>{html.escape(chart.words)}</desc>"
    return re.sub(
        r"<svg ([^>]*)>",
        rf'<svg role="img" style="max-width: 100%; height: auto" \1>\n {_literal(said)}',
        body,
        count=1,
    )


def as_png(chart: Chart, *, dpi: int = 150) -> bytes:
    """The chart as a PNG, `dpi` pixels to an inch and 8 inches wide; its table is kept in it as text (CSV)."""
    return _drawn(chart, "png", dpi=dpi, metadata={"Title": chart.title, "Description": as_csv(chart.table)})


def _literal(text: str) -> str:
    return text.replace("\\", r"\\")


def _drawn(chart: Chart, form: Literal["svg", "png"], **options: Any) -> bytes:
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise OutputError(
            "A drawn chart needs matplotlib, which is not installed. Run: pip install 'inspectqa[charts]' - or leave "
            "the file away, and the chart is shown in the terminal."
        ) from error
    with _DRAWING, matplotlib.rc_context(_RC):
        figure = Figure(figsize=(_WIDTH, _height(chart)), layout="constrained")
        axes = figure.subplots()
        {"grades": _grades, "shares": _shares, "figure": _figure, "ranking": _ranking}[chart.kind](chart, axes)
        _words(chart, figure, axes)
        kept = io.BytesIO()
        options.setdefault("metadata", {"Date": None})
        figure.savefig(kept, format=form, **options)
    return kept.getvalue()


def _height(chart: Chart) -> float:
    rows = {"shares": len(chart.series), "ranking": len(chart.series[0].points)}.get(chart.kind, 9)
    return 1.8 + 0.34 * max(rows, 4) + 0.18 * sum(len(note) // _LONGEST + 1 for note in chart.notes)


def _words(chart: Chart, figure: Figure, axes: Axes) -> None:
    figure.suptitle("\n".join(textwrap.wrap(chart.title, _LONGEST)), fontsize=13, fontweight="bold", x=0.02, ha="left")
    axes.set_title("\n".join(textwrap.wrap(chart.covers, 90)), fontsize=9, loc="left", color="#444444")
    if chart.notes:
        below = "\n".join(line for note in chart.notes for line in textwrap.wrap(note, 100))
        figure.supxlabel(below, fontsize=8, color="#444444", x=0.02, ha="left")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _lines(chart: Chart, axes: Axes, *, apart: float) -> None:
    """A line an authority; where the framework changes, and with it perhaps the scale, the line is broken."""
    from matplotlib.lines import Line2D

    shown = []
    for at, one in enumerate(chart.series):
        look: dict[str, Any] = {
            "color": _COLOURS[at % len(_COLOURS)],
            "marker": _MARKERS[at % len(_MARKERS)],
            "linestyle": _STYLES[at % len(_STYLES)],
            "linewidth": 1.8,
            "markersize": 8,
            "markeredgecolor": "white",
        }
        shift = (at - (len(chart.series) - 1) / 2) * apart
        for part in _of_one_scale(one.points):
            axes.plot([p.day for p in part], [p.value + shift for p in part], **look)
        shown.append(Line2D([], [], label=one.name, **look))
    if len(chart.series) > 1:
        axes.legend(handles=shown, fontsize=9, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    axes.grid(axis="y", color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.margins(x=0.06)


def _of_one_scale(points: Any) -> list[list[Any]]:
    parts: list[list[Any]] = []
    for point in points:
        if parts and parts[-1][-1].scale == point.scale:
            parts[-1].append(point)
        else:
            parts.append([point])
    return parts


def _grades(chart: Chart, axes: Axes) -> None:
    _lines(chart, axes, apart=0.07)
    axes.set_yticks(range(len(chart.steps)), chart.steps)
    axes.set_ylim(-0.5, len(chart.steps) - 0.5)


def _figure(chart: Chart, axes: Axes) -> None:
    _lines(chart, axes, apart=0.0)
    axes.set_ylim(bottom=0)
    axes.set_ylabel(chart.axis)
    if len(chart.series) == 1:
        for point in chart.series[0].points:
            place: Any = (point.day, point.value)
            axes.annotate(point.shown, place, textcoords="offset points", xytext=(0, 8), ha="center", fontsize=9)


def _shares(chart: Chart, axes: Axes) -> None:
    names = [one.name for one in chart.series]
    reached = [0.0] * len(names)
    wholes = [sum(point.value for point in one.points) for one in chart.series]
    for at, step in enumerate(reversed(chart.steps)):
        counts = [sum(point.value for point in one.points if point.label == step) for one in chart.series]
        parts = [100 * count / whole for count, whole in zip(counts, wholes, strict=True)]
        fill, hatch = _look(at, len(chart.steps))
        axes.barh(names, parts, left=reached, color=fill, hatch=hatch, edgecolor="white", label=step, height=0.78)
        for row, (count, part) in enumerate(zip(counts, parts, strict=True)):
            if part >= 5:
                axes.text(
                    reached[row] + part / 2, row, f"{count:.0f}", ha="center", va="center", fontsize=9,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2},
                )  # fmt: skip
        reached = [before + part for before, part in zip(reached, parts, strict=True)]
    axes.set_yticks(range(len(names)), [f"{name} ({whole:.0f})" for name, whole in zip(names, wholes, strict=True)])
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("% of reports; the numbers are reports")
    axes.legend(fontsize=9, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _look(place: int, grades: int) -> tuple[str, str]:
    """The fill and the pattern of a grade, `place` from the best of so many."""
    if place == grades - 1 and grades > 2:
        return _WORST
    return _BEST[place] if place < len(_BEST) else _BETWEEN[(place - len(_BEST)) % len(_BETWEEN)]


def _ranking(chart: Chart, axes: Axes) -> None:
    points = chart.series[0].points
    axes.barh(range(len(points)), [point.value for point in points], color=_COLOURS[0], height=0.7)
    axes.set_yticks(range(len(points)), [point.label for point in points])
    for row, point in enumerate(points):
        axes.annotate(
            point.shown, (point.value, row), textcoords="offset points", xytext=(4, 0), va="center", fontsize=9
        )
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xlim(left=min(0, *(point.value for point in points), 0))
    axes.set_xlabel(chart.axis)
