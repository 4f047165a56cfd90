"""A theme answered report by report: which reports speak of it, each by its best sentence; and how many were searched.

Knows the reader and the gathered sentences. Does not know how they are cited or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qa.language.directions import agrees, sides
from qa.language.words import stem, tokens
from qa.search.lexical import concepts
from qa.search.retrieve import lexicon_of
from qa.search.weights import weights
from qa.themes.gather import gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store
    from qa.question import Plan
    from qa.reader import Reader
    from qa.search.lexical import Concept
    from qa.search.retrieve import Encoder
    from qa.themes.gather import Spoken

__all__ = ["Each", "Theme", "theme"]

Each = Literal["report", "authority"]
_WEIGHTS = weights("themes")
LEAST = _WEIGHTS["least"]  # the reader's logit from which on a sentence speaks of a theme
NEAR = _WEIGHTS["near"]  # and how near it must come by meaning and words
PER_REPORT = 2  # sentences of a report that are read
_BATCH = 32  # sentences read at a time: more only wait for the longest


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """The sentences that speak of a theme, the surest first, one a report or one an authority, of so many searched.

    `nameless` are those of the `searched` that are reports of no authority, where each authority has a row.
    """

    rows: tuple[Spoken, ...]
    searched: int
    each: Each
    nameless: int = 0


def theme(
    plan: Plan, reports: Sequence[Report], *, store: Store, encoder: Encoder, reader: Reader, each: Each = "report"
) -> Theme:
    """Look through every sentence of `reports` for a theme; the question is `plan`'s."""
    found = concepts(plan, lexicon_of(store))
    nearest = gather(plan.question, found, reports, store=store, encoder=encoder, each=PER_REPORT)
    spoken_of = _stems(found)
    sure: list[tuple[float, Spoken]] = []
    for at in range(0, len(nearest), _BATCH):
        some = nearest[at : at + _BATCH]
        read = reader.scores(plan.placeless, [(one.heading, one.before, one.text, ()) for one in some])
        sure += [
            (relevance, one)
            for (relevance, _), one in zip(read, some, strict=True)
            if relevance >= LEAST and one.near >= NEAR and agrees(plan.question, one.text, _spots(one.text, spoken_of))
        ]
    sure.sort(key=lambda pair: -pair[0])
    kept: dict[object, Spoken] = {}
    for _, one in sure:
        kept.setdefault(one.report.number if each == "report" else one.report.authority or one.report.number, one)
    if each == "report":
        return Theme(rows=tuple(kept.values()), searched=len(reports), each=each)
    nameless = sum(not one.authority for one in reports)
    units = len({one.authority for one in reports if one.authority}) + nameless
    return Theme(rows=tuple(kept.values()), searched=units, each=each, nameless=nameless)


def _stems(found: Sequence[Concept]) -> frozenset[str]:
    """The stems of what the theme is about, without the words that say which way it is."""
    terms = (term for one in found for term in (one.own, *one.says))
    return frozenset(
        stemmed
        for term in terms
        for word, stemmed in zip(term.words, term.stems, strict=True)
        if stemmed in term.telling and not sides(word)
    )


def _spots(text: str, stems: frozenset[str]) -> list[int]:
    return [start for word, start, _ in tokens(text) if stem(word) in stems]
