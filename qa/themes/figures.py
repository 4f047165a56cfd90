"""The figures of prose over many reports: those of a theme if one is named, each with its sentence and page.

Knows the recorded figures and words. Does not know how a figure is read out of a sentence (ingest.figures).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.figures import stored_figures
from qa.extract.model import shown
from qa.search.lexical import coverage
from qa.search.signals import stemmed
from qa.search.weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.figures import StoredFigure
    from corpus.model import Report
    from corpus.store import Store
    from qa.search.lexical import Concept

__all__ = ["figure_record", "figures_of"]

SAID = weights("recommended")[
    "said"
]  # the share of the theme's words, by weight, from which on a sentence speaks of it


def figures_of(
    reports: Sequence[Report], *, store: Store, found: Sequence[Concept] = (), kind: str | None = None
) -> list[dict[str, Any]]:
    """The figures of `reports` as rows, by report and place; of a theme, by its concepts, where `found` names any."""
    by_number = {report.number: report for report in reports}
    total = sum(one.weight for one in found)
    rows: list[dict[str, Any]] = []
    texts: dict[int, str] = {}
    spoken: dict[tuple[int, tuple[int, int]], bool] = {}
    for stored in stored_figures(store, reports=list(by_number)):
        figure = stored.figure
        if kind is not None and figure.kind != kind:
            continue
        text = texts.get(stored.report) or texts.setdefault(stored.report, store.text(stored.report))
        place = (stored.report, figure.sentence)
        if total and place not in spoken:
            spoken[place] = _said(text[slice(*figure.sentence)], found) / total >= SAID
        if not total or spoken[place]:
            rows.append({**_of(by_number[stored.report]), **figure_record(stored, text)})
    return rows


def _said(text: str, found: Sequence[Concept]) -> float:
    return sum(c.weight * share for c, share in zip(found, coverage(found, *stemmed(text)), strict=True))


def _of(report: Report) -> dict[str, Any]:
    return {
        "report": report.number,
        "title": report.title,
        "source": report.source,
        "authority": report.authority,
        "inspection_end": report.inspection_end,
        "published": report.published,
    }


def figure_record(stored: StoredFigure, text: str) -> dict[str, Any]:
    """A figure by the names of its columns; `text` is its report's. Spans are offsets into that text."""
    one = stored.figure
    return {
        "value": shown(text[one.start : one.end]),
        "number": one.number,
        "unit": one.unit,
        "kind": one.kind,
        "bound": one.bound,
        "counted": one.counted,
        "of": one.whole,
        "said": one.said,
        "when": one.when,
        "as_of": one.as_of,
        "whose": one.whose,
        "turn": one.turn,
        "page": stored.page,
        "sentence": shown(text[slice(*one.sentence)]),
        "start": one.start,
        "end": one.end,
    }
