"""Findings: the sentences that say it, as the reader sees them, in the report's order, without repeating each other.

Knows sentences as they were read, and concepts. Does not know how they were found.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from qa.extract.measures import measures
from qa.extract.model import Extraction, Offered, label
from qa.extract.sentences import alike, claim
from qa.search.retrieve import lexicon_of
from qa.search.signals import is_row
from qa.search.weights import weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.store import Store
    from qa.reader import Read
    from qa.search.lexical import Concept
    from qa.search.rerank import Candidate, Sentence

__all__ = ["finding"]

MOST = 5
LOOKED_AT = 20  # sentences among which the first is looked for
_WEIGHTS = weights("finding")
SPOKEN_OF = _WEIGHTS["spoken_of"]  # the share of the concepts in a sentence that gives a grade
SHORT = 25  # characters below which a sentence says nothing by itself
GAP = 8  # characters between neighbours
NEIGHBOUR = _WEIGHTS["neighbour"]  # what standing beside a sentence that is shown is worth
POINTING = _WEIGHTS["pointing"]  # the same, where the second of the two begins by pointing back to the first
REPEAT = _WEIGHTS["repeat"]  # above this share of common words a sentence repeats another
SHOWN_READILY = 3  # sentences that are shown more readily than further ones
UNREAD = _WEIGHTS["unread"]  # the logit of a sentence that was not read
WITHIN = _WEIGHTS["within"]  # by how much less likely than the best a sentence may be that is shown beside it

_GRADE = re.compile(r"\b(?:outstanding|good|adequate|inadequate|satisfactory|requires?\s+improvement)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"^\W*(?:\d{1,3}\.\s*)?(?:this|these|those|that|such|as\s+a\s+(?:result|consequence)|consequently|therefore|thus|it|they|he|she|however"
    r"|also|in\s+addition|furthermore|moreover|for\s+(?:example|instance)|nevertheless|because\s+of\s+this)\b",
    re.IGNORECASE,
)


def finding(
    candidates: Sequence[Candidate],
    found: Sequence[Concept],
    store: Store,
    reading: Sequence[Read],
    *,
    graded: bool = False,
    rows: bool = False,
) -> Extraction | None:
    """The sentences that answer, from the report of the best; None where there are none.

    `graded` asks for sentences that hold a grade and most of what it should be the grade of,
    `rows` admits rows of front pages and tables.
    """
    relevance = {_place(one.sentence): one.relevance for one in reading}
    ranked = sorted(
        (s for c in candidates for s in c.sentences), key=lambda s: (-relevance.get(_place(s), UNREAD), -s.score)
    )
    if graded:
        ranked = [s for s in ranked if s.features["overlap"] >= SPOKEN_OF and _GRADE.search(s.text)]
    if not (graded or rows):
        ranked = [s for s in ranked if not is_row(s.text)]
    lexicon = lexicon_of(store)
    ranked = [s for s in ranked if len(s.text) >= SHORT]
    best = next((s for s in ranked[:LOOKED_AT] if not lexicon.standing(s.text)), None)
    if best is None:
        return None
    pool = [s for s in ranked if s.report == best.report and not lexicon.standing(s.text)]
    chosen = _chosen(best, pool, relevance)
    claims = tuple(claim(sentence, store) for sentence in chosen)
    report = next(c.report for c in candidates if c.report.number == best.report)
    return Extraction(
        answer="\n".join([f"{label(report)}:", *(f"“{said.text}”" for said in claims)]),
        claims=claims,
        family="finding",
        offered=tuple(Offered(span=(s.report, s.start, s.end)) for s in ranked[:SHOWN_READILY]),
        features={**measures(best, candidates, found), **_sureness(relevance.get(_place(best), UNREAD), reading)},
    )


def _place(sentence: Sentence) -> tuple[int, int]:
    return sentence.report, sentence.start


def _sureness(best: float, reading: Sequence[Read]) -> dict[str, float]:
    """The logit of the best sentence, and the likelihood that one of those read answers."""
    top = max(0.0, *(one.relevance for one in reading)) if reading else 0.0
    none = math.exp(-top)
    some = sum(math.exp(one.relevance - top) for one in reading)
    return {"relevance": best, "likely": some / (some + none)}


def _chosen(best: Sentence, pool: Sequence[Sentence], relevance: Mapping[tuple[int, int], float]) -> list[Sentence]:
    """The best sentence, what answers nearly as well, and what leans on one that is shown; in the report's order."""
    kept = [best]
    least = relevance.get(_place(best), UNREAD) - WITHIN
    for sentence in pool:
        if len(kept) == MOST:
            break
        worth = relevance.get(_place(sentence), UNREAD) + _beside(sentence, kept)
        repeats = any(alike(sentence.text, other.text) >= REPEAT for other in kept)
        if sentence is not best and worth >= least and not repeats:
            kept.append(sentence)
    return sorted(kept, key=lambda sentence: sentence.start)


def _beside(sentence: Sentence, kept: Sequence[Sentence]) -> float:
    """What a sentence gains by standing next to one that is shown, most where one of the two points to the other."""
    gained = 0.0
    for other in kept:
        first, second = (other, sentence) if other.start <= sentence.start else (sentence, other)
        if 0 <= second.start - first.end < GAP:
            pointing = _POINTS_BACK.match(second.text) or first.text.rstrip().endswith(":")
            gained = max(gained, POINTING if pointing else NEIGHBOUR)
    return gained
