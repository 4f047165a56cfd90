"""The figures of benchmarks.scale as a plot: cost against size, both axes logarithmic.

    python -m benchmarks.plot FIGURES.json PLOT.svg

Knows which figures are drawn and how. Measures nothing. The same figures make the same file; its text stays text. Needs
the dependency group `bench`.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["draw"]

WIDTH, HEIGHT = 9.375, 3.5  # inches of 72 points: 900 pixels wide in a browser
APART = 0.068  # of a panel's height, between two names


ALL, ONE, ADDED, OTHER, GREY = "#0b4f8a", "#3f93c7", "#b3541e", "#5b7f2b", "#666666"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line: its name on the plot, and its figure's place in the table (the line, and the figure below it)."""

    name: str
    figure: str
    below: str = ""
    colour: str
    style: str = "-"


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """One pair of axes: its lines, and the bar of a question."""

    title: str
    lines: tuple[Line, ...]
    bar: float | None = None


MEDIAN = "questions over all reports, median"
PANELS = (
    Panel(
        title="Question to answer, ms",
        lines=(
            Line(name="over all reports", figure=MEDIAN, colour=ALL),
            Line(name="its 95th percentile", figure=MEDIAN, below="95th percentile", colour=ALL, style=":"),
            Line(name="in one authority", figure="questions within one authority, median", colour=ONE),
            Line(name="from facts", figure="facts of one authority, median", colour=OTHER),
        ),
        bar=150,
    ),
    Panel(
        title="From the shell, s",
        lines=(
            Line(name="question over all", figure="start to answer, over all reports", colour=ALL),
            Line(name="in one authority", figure="start to answer, within one authority", colour=ONE),
            Line(name="a report added", figure="one report added", colour=ADDED),
            Line(name="nothing changed", figure="ingest of all, nothing changed", colour=OTHER),
        ),
    ),
    Panel(
        title="Peak memory, MB",
        lines=(
            Line(
                name="question over all",
                figure="start to answer, over all reports",
                below="its peak memory",
                colour=ALL,
            ),
            Line(
                name="in one authority",
                figure="start to answer, within one authority",
                below="its peak memory",
                colour=ONE,
            ),
            Line(name="a report added", figure="one report added", below="its peak memory", colour=ADDED),
        ),
        bar=500,
    ),
)


def draw(figures: Path, target: Path) -> None:
    """Write the plot of the figures in a JSON file as SVG."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update(
        {"svg.fonttype": "none", "svg.hashsalt": "inspectqa", "font.family": "sans-serif", "font.size": 8.5}
    )
    import matplotlib.pyplot as plt

    told = json.loads(figures.read_text(encoding="utf-8"))
    figure, axes = plt.subplots(1, len(PANELS), figsize=(WIDTH, HEIGHT), layout="constrained")
    for axis, panel in zip(axes, PANELS, strict=True):
        _panel(axis, panel, told["passages"], _values(told["figures"]))
    figure.supxlabel("passages in the library", fontsize=8.5)
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)


def _values(figures: Sequence[dict[str, Any]]) -> dict[tuple[str, str], list[float]]:
    """Values by (line, figure of its own below it), the number of questions left out of the names."""
    found, head = {}, ""
    for one in figures:
        name = one["name"].strip()
        if not one["name"].startswith(" "):
            head = name.lstrip("0123456789 ").removeprefix("questions answered from ")
        found[head, "" if not one["name"].startswith(" ") else name] = one["values"]
    return found


def _panel(axis: Any, panel: Panel, sizes: Sequence[int], values: dict[tuple[str, str], list[float]]) -> None:
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_title(panel.title, loc="left", fontsize=9.5)
    ends = []
    for line in panel.lines:
        held = values[line.figure, line.below]
        look = {"color": line.colour, "linestyle": line.style, "linewidth": 1.6, "marker": "o", "markersize": 3.5}
        axis.plot(sizes, held, clip_on=False, **look)
        ends.append((held[-1], line.name, line.colour))
    if panel.bar is not None:
        axis.axhline(panel.bar, color="#888888", linewidth=0.9, linestyle=(0, (4, 3)))
        ends.append((panel.bar, f"bar: {panel.bar:g}", GREY))
    _frame(axis, sizes, [value for value, _, _ in ends] + _drawn(panel, values))
    low, high = (math.log10(limit) for limit in axis.get_ylim())
    places = _spread([(math.log10(value) - low) / (high - low) for value, _, _ in ends])
    for (_, name, colour), place in zip(ends, places, strict=True):
        axis.text(1.03, place, name, color=colour, transform=axis.transAxes, va="center", fontsize=8.5)


def _drawn(panel: Panel, values: dict[tuple[str, str], list[float]]) -> list[float]:
    return [value for line in panel.lines for value in values[line.figure, line.below]]


def _frame(axis: Any, sizes: Sequence[int], drawn: Sequence[float]) -> None:
    """Limits, ticks and grid: a number at each size, and at each 1, 2 and 5 of a decade."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullFormatter, NullLocator

    axis.set_ylim(min(drawn) / 1.5, max(drawn) * 1.5)
    axis.set_xlim(sizes[0] / 1.15, sizes[-1] * 1.15)
    axis.xaxis.set_major_locator(FixedLocator(list(sizes)))
    axis.xaxis.set_minor_locator(NullLocator())
    axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _short(value)))
    wide = max(drawn) / min(drawn) > 100
    axis.yaxis.set_major_locator(LogLocator(subs=(1.0,) if wide else (1.0, 2.0, 5.0)))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axis.yaxis.set_minor_formatter(NullFormatter())
    axis.grid(axis="y", color="#e4e4e4", linewidth=0.7)
    axis.set_axisbelow(True)
    axis.spines[["top", "right"]].set_visible(False)


def _short(passages: float) -> str:
    return f"{passages / 1e6:.3g} M" if passages >= 999_500 else f"{passages / 1e3:.3g} k"


def _spread(places: Sequence[float]) -> list[float]:
    """The places of names, moved apart where they would overlap; their order stays."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = list(places)
    for _ in range(200):
        for lower, upper in itertools.pairwise(order):
            short = APART - (moved[upper] - moved[lower])
            if short > 1e-6:
                moved[lower] -= short / 2
                moved[upper] += short / 2
    return moved


def main() -> None:
    """Draw the JSON file named first into the SVG file named second."""
    draw(Path(sys.argv[1]), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
