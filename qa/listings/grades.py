"""The order of grades in a table: from the lowest to the highest, over the scales of the frameworks that are in it.

Knows the frameworks' scales. Does not compare grades of different ones: where a table has two scales, it says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.frameworks import framework
from qa.language.phrasing import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.model import Report

__all__ = ["ordered", "scale_notes"]


def ordered(reports: Iterable[Report]) -> tuple[str, ...]:
    """The words of these reports' scales, lowest first; those equally far from the best stand side by side."""
    places: dict[str, int] = {}
    for scale in _scales(reports):
        for place, word in enumerate(scale):
            places[word] = max(place, places.get(word, 0))
    return tuple(sorted(places, key=lambda word: (-places[word], word)))


def scale_notes(reports: Sequence[Report]) -> list[str]:
    """A sentence where the reports grade on different scales, or by different frameworks with words alike."""
    keys = sorted({report.framework for report in reports if report.framework and report.judgements})
    if len(keys) < 2:
        return []
    scales = len(set(_scales(reports)))
    return [
        f"The grades are of different frameworks ({listed(keys)})"
        + (", on different scales: the order of grades holds within a framework." if scales > 1 else ".")
    ]


def _scales(reports: Iterable[Report]) -> dict[tuple[str, ...], None]:
    """The scales of the reports that give grades, each once."""
    known = (framework(report.framework) for report in reports if report.framework and report.judgements)
    return dict.fromkeys(tuple(word.casefold() for word in one.scale) for one in known if one and one.scale)
