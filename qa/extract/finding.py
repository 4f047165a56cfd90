"""Findings: the sentences that say it, as the reader sees them, in the report's order, without repeating each other.

Knows sentences as they were read, and concepts. Does not know how they were found.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from qa.extract.measures import measures
from qa.extract.model import Extraction, Offered, label
from qa.extract.sentences import alike, claim, report_of
from qa.search.retrieve import lexicon_of
from qa.search.signals import is_row
from qa.search.weights import weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.store import Store
    from qa.reader import Read
    from qa.search.lexical import Concept
    from qa.search.rerank import Candidate, Sentence

__all__ = ["finding", "stretch"]

MOST = 5
LOOKED_AT = 20  # sentences among which the first is looked for
_WEIGHTS = weights("finding")
SPOKEN_OF = _WEIGHTS["spoken_of"]  # the share of the concepts in a sentence that gives a grade
SHORT = 25  # characters below which a sentence says nothing by itself
GAP = 8  # characters between neighbours
AFTER = 2  # sentences that go on from the best
REPEAT = _WEIGHTS["repeat"]  # above this share of common words a sentence repeats another
SHOWN_READILY = 3  # sentences that are shown more readily than further ones
UNREAD = _WEIGHTS["unread"]  # the logit of a sentence that was not read
FOUND = _WEIGHTS["found"]  # what the search's own score counts beside the reader's logit
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
    relevance = {_place(one.sentence): one.relevance + FOUND * one.sentence.score for one in reading}
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
    return Extraction(
        answer="\n".join([f"{label(report_of(best, candidates))}:", *(f"“{said.text}”" for said in claims)]),
        claims=claims,
        family="finding",
        offered=tuple(Offered(span=(s.report, s.start, s.end)) for s in ranked[:SHOWN_READILY]),
        features={**measures(best, candidates, found), **_sureness(best, reading)},
    )


def _place(sentence: Sentence) -> tuple[int, int]:
    return sentence.report, sentence.start


def _sureness(best: Sentence, reading: Sequence[Read]) -> dict[str, float]:
    """The logit of the best sentence, and the likelihood that one of those read answers."""
    own = next((one.relevance for one in reading if _place(one.sentence) == _place(best)), UNREAD)
    top = max(0.0, *(one.relevance for one in reading)) if reading else 0.0
    none = math.exp(-top)
    some = sum(math.exp(one.relevance - top) for one in reading)
    return {"relevance": own, "likely": some / (some + none)}


def _chosen(best: Sentence, pool: Sequence[Sentence], relevance: Mapping[tuple[int, int], float]) -> list[Sentence]:
    """The stretch that answers - the best sentence, what it leans on, what goes on from it - then what answers nearly
    as well; in the report's order, none repeating another."""
    kept = _around(best, sorted(pool, key=lambda sentence: sentence.start))
    least = relevance.get(_place(best), 0.0) - WITHIN
    for sentence in pool:
        if len(kept) >= MOST:
            break
        near = relevance.get(_place(sentence), least - 1) >= least
        if sentence not in kept and near and not _repeats(sentence, kept):
            kept.append(sentence)
    return sorted(kept[:MOST], key=lambda sentence: sentence.start)


def stretch(chosen: Sequence[Sentence], candidates: Sequence[Candidate]) -> list[Sentence]:
    """Sentences of one report, chosen by somebody else, with what the first leans on and what goes on from it."""
    pool = {s.start: s for c in candidates for s in c.sentences if s.report == chosen[0].report}
    kept = {one.start: one for one in [*chosen, *_around(chosen[0], [pool[start] for start in sorted(pool)])]}
    return [kept[start] for start in sorted(kept)]


def _around(best: Sentence, order: Sequence[Sentence]) -> list[Sentence]:
    """The best sentence of its report's in their order, what goes on from it, and before it what it leans on."""
    at = order.index(best)
    kept = [best]
    for step in range(1, AFTER + 1):
        after = order[at + step] if at + step < len(order) else None
        if after is None or not _follows(order[at + step - 1], after) or _repeats(after, kept):
            break
        kept.append(after)
    if at and _follows(order[at - 1], best) and _POINTS_BACK.match(best.text):
        kept.insert(0, order[at - 1])
    return kept


def _repeats(sentence: Sentence, others: Sequence[Sentence]) -> bool:
    return any(alike(sentence.text, other.text) >= REPEAT for other in others)


def _follows(first: Sentence, second: Sentence) -> bool:
    """Whether one sentence stands right behind another, with no more than a line's end between."""
    return 0 <= second.start - first.end < GAP
