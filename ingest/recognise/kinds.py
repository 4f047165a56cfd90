"""Which kind of report a document is: by its title, else by what it judges.

Knows the frameworks only through their data. A layout that nobody has seen has another title, and the same areas with
the same grades: so a report without a known title is of the one kind most of whose areas have their grade in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ingest.recognise.details import details
from ingest.recognise.front import front_end
from ingest.recognise.judgements import judgements

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from corpus.frameworks import Framework
    from corpus.model import Document

__all__ = ["Known", "kind_of"]

# A title stands on the first page; below that other inspections are spoken of.
_TITLE_CHARACTERS = 4000
_FEWEST = 3  # areas that are judged: two may be those of another kind of report


class Known(NamedTuple):
    """The framework of a report, the span that tells it, and its title where it has one that is known."""

    framework: Framework
    start: int
    end: int
    title: re.Match[str] | None


def kind_of(document: Document, among: Sequence[Framework]) -> Known | None:
    """The framework whose title stands first in the report, else the one whose areas it judges; None where none is."""
    text, end = document.text, min(front_end(document), _TITLE_CHARACTERS)
    possible = list(_possible(text, end, among))
    best: tuple[Framework, re.Match[str]] | None = None
    for one in possible:
        for pattern in one.recognised_by:
            found = pattern.search(text, 0, end)
            if found and (best is None or (found.start(), -found.end()) < (best[1].start(), -best[1].end())):
                best = (one, found)
    if best is not None:
        return Known(best[0], best[1].start(), best[1].end(), best[1])
    return _by_what_is_judged(text, front_end(document), possible)


def _possible(text: str, end: int, among: Sequence[Framework]) -> Iterator[Framework]:
    """The frameworks that nothing on the first pages rules out and whose words stand there."""
    for one in among:
        if any(pattern.search(text, 0, end) for pattern in one.ruled_out_by):
            continue
        if one.needs and not any(pattern.search(text, 0, end) for pattern in one.needs):
            continue
        yield one


def _by_what_is_judged(text: str, end: int, among: Sequence[Framework]) -> Known | None:
    """The framework more of whose areas are judged in the report than of any other's.

    One that any words would do for ("needs" in its file) is no candidate: grades alone do not tell whose they are.
    """
    told: list[tuple[int, Framework, int, int]] = []
    for one in among:
        if not one.needs:
            continue
        facts = [*judgements(text, end, one), *(x for x in details(text, one) if x.kind in ("score", "verdict"))]
        if len(facts) >= _FEWEST:
            first = min(facts, key=lambda fact: fact.start)
            told.append((len(facts), one, first.start, first.end))
    told.sort(key=lambda item: -item[0])
    if not told or (len(told) > 1 and told[0][0] == told[1][0]):
        return None
    return Known(told[0][1], told[0][2], told[0][3], None)
