"""Findings: the two to five sentences that say it, in the report's order, without repeating each other.

Knows ranked sentences and concepts. Does not know how they were found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.extract.measures import measures
from qa.extract.model import Extraction, label
from qa.extract.sentences import alike, claim
from qa.search.retrieve import lexicon_of
from qa.search.signals import is_row
from qa.search.weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.store import Store
    from qa.search.lexical import Concept, Lexicon
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
BELOW = {True: _WEIGHTS["below_first"], False: _WEIGHTS["below_further"]}  # by whether it is among the first few

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
    *,
    graded: bool = False,
    rows: bool = False,
) -> Extraction | None:
    """The sentences that answer, from the report of the best; None where there are none.

    `graded` asks for sentences that hold a grade and most of what it should be the grade of,
    `rows` admits rows of front pages and tables.
    """
    ranked = sorted((s for c in candidates for s in c.sentences), key=lambda s: -s.score)
    if graded:
        ranked = [s for s in ranked if s.features["overlap"] >= SPOKEN_OF and _GRADE.search(s.text)]
    if not (graded or rows):
        ranked = [s for s in ranked if not is_row(s.text)]
    lexicon = lexicon_of(store)
    best = next((s for s in ranked[:LOOKED_AT] if len(s.text) >= SHORT and not lexicon.standing(s.text)), None)
    if best is None:
        return None
    pool = [s for s in ranked if s.report == best.report and len(s.text) >= SHORT]
    chosen = _chosen(best, pool, lexicon)
    claims = tuple(claim(sentence, store) for sentence in chosen)
    report = next(c.report for c in candidates if c.report.number == best.report)
    return Extraction(
        answer="\n".join([f"{label(report)}:", *(f"“{said.text}”" for said in claims)]),
        claims=claims,
        features=measures(best, candidates, found),
    )


def _chosen(best: Sentence, pool: Sequence[Sentence], lexicon: Lexicon) -> list[Sentence]:
    kept = [best]
    left = [sentence for sentence in pool if sentence is not best]
    while len(kept) < MOST and left:
        worth, sentence = max(((s.score + _beside(s, kept), s) for s in left), key=lambda pair: pair[0])
        if worth < best.score - BELOW[len(kept) < SHOWN_READILY]:
            break
        left.remove(sentence)
        if all(alike(sentence.text, other.text) < REPEAT for other in kept) and not lexicon.standing(sentence.text):
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
