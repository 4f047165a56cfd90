"""A number: which amount of which sentence answers, with its unit and the time it speaks of.

Knows amounts, concepts and dates. Does not know how sentences were found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.language.amounts import amounts
from qa.language.mentions import mentions
from qa.language.words import STOP, stem, tokens
from qa.search.signals import telling
from qa.search.weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.language.amounts import Amount
    from qa.question import Plan
    from qa.search.lexical import Concept
    from qa.search.rerank import Sentence

__all__ = ["ValueCandidate", "counted", "distance", "pick", "places"]

# What each kind of amount is worth for each kind of question.
_WORTH: dict[str, dict[str, float]] = {
    "number": {"count": 1.0, "none": 0.85, "fraction": 0.85, "percentage": 0.25, "rate": 0.1},
    "extent": {
        "count": 0.8,
        "none": 0.5,
        "fraction": 0.8,
        "percentage": 1.0,
        "rate": 0.8,
    },  # "by how much", no kind named
    "percentage": {"percentage": 1.0, "fraction": 0.8, "none": 0.4},
    "rate": {"rate": 1.0, "percentage": 1.0, "fraction": 0.5, "none": 0.3, "count": 0.1},
    "money": {"money": 1.0},
    "duration": {"duration": 1.0},
}
_BEFORE = re.compile(
    r"(?:\b(?:from|compared\s+(?:with|to)|than|against|versus|previously|England|national(?:ly)?|neighbours?|similar"
    r"|target|region(?:al)?|was|were\s+previously|originally)\b[^.;,()\d]{0,40})$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:England|nationally|national\s+(?:average|figure|rate)|statistical\s+neighbours?|similar\s+(?:authorities|areas|councils))\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:(?:just\s+)?(?:over|under)|more\s+than|less\s+than|fewer\s+than|in\s+excess\s+of|at\s+least|around|about"
    r"|approximately|nearly|almost|up\s+to|some|only)\s+$",
    re.IGNORECASE,
)
_TOLD = re.compile(r"\b(?:said|told|commented|added|explained|described)\b|‘[A-Z]", re.IGNORECASE)  # one person's words
_QUANTITY = re.compile(
    r"\b(?:how\s+(?:many|much|big|long|often|reliant|dependent)|(?:number|percentage|proportion|share|rate|amount|fraction|figure"
    r"|per\s?cent)s?\s+(?:of|for)|what\s+(?:share|proportion|percentage|fraction|per\s?cent|%))(?:\b|\s)|%\s+of\b",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"\b(?:of\s+(?:whom|which|these|them|those)|including|includes)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_OF_THESE = re.compile(r"^\W*(?:of|among)\s+(?:these|those|them|this\s+group)\b", re.IGNORECASE)
_MORE = re.compile(r"^(?:\s+(?:or\s+more|a\s+(?:year|month|week))\b)", re.IGNORECASE)


_WEIGHTS = weights("number")
ASKED = _WEIGHTS["asked"]  # what it is worth that the sentence covers what follows "how many"
PART = _WEIGHTS["part"]  # what an amount loses that is said of a part: "572 children, of whom 13 ..."
BASE = _WEIGHTS["base"]  # what it loses in a sentence that begins "Of these": of whom is said elsewhere


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueCandidate:
    """An amount picked out of a sentence: `text` as shown, `fit` how well it answers, `near` its concepts' nearness.

    `asked` is the share of the concepts after "how many" or its like that the sentence covers, `exact` whether its
    kind is the one asked for, `role` whether the role beside a name is (1), or is another (-1).
    """

    sentence: Sentence
    amount: Amount
    text: str
    fit: float
    near: float
    counted: float
    dated: float
    asked: float = 0.0
    exact: float = 0.0
    role: float = 0.0


def counted(question: str, concepts: Sequence[Concept]) -> int | None:
    """Which concept is counted: the first after "how many", "number of" ...; the first where no such words stand."""
    places = _after(question, concepts)
    if places is None:
        return 0 if concepts else None
    return min(places)[1] if places else None


def _after(question: str, concepts: Sequence[Concept]) -> list[tuple[int, int]] | None:
    """The concepts that follow "how many" or its like: how many words on, and which; None without such words."""
    match = _QUANTITY.search(question)
    if match is None:
        return None
    after = [stem(word) for word, _, _ in tokens(question[match.end() :])]
    return [(after.index(c.own.stems[0]), n) for n, c in enumerate(concepts) if c.own.stems[0] in after]


def pick(plan: Plan, sentence: Sentence, concepts: Sequence[Concept], target: int | None) -> list[ValueCandidate]:
    """The amounts of a sentence that could answer, each with its fit; empty where none is of the kind asked for."""
    worth = _WORTH[_scale(plan)]
    found = amounts(sentence.text)
    told = _TOLD.search(sentence.text) is not None
    wanted = [one for one in found if one.kind in worth and not (told and one.text.lower() == "one")]
    if not wanted:
        return []
    given = {stem(word) for word, _, _ in tokens(plan.question)}  # figures of the question are not its answer
    said = tokens(sentence.text)
    words = [stem(word) for word, _, _ in said]
    spots = [places(concept, words) for concept in concepts]
    total = sum(c.weight for c in concepts) or 1.0
    after = _after(plan.question, concepts)
    predicate = [n for _, n in after] if after else list(range(len(concepts)))
    asked = sum(concepts[n].weight * sentence.covered[n] for n in predicate) / (
        sum(concepts[n].weight for n in predicate) or 1.0
    )
    plain = _plainness(words, spots)
    picked = []
    for amount in wanted:
        here = sum(start < amount.start for _, start, _ in said)
        near = [1 / (1 + distance(some, here) / 4) if some else 0.0 for some in spots]
        nearness = sum(c.weight / total * value for c, value in zip(concepts, near, strict=True))
        aimed = near[target] if target is not None else nearness
        if amount.kind in ("count", "percentage") and not given.isdisjoint(
            stem(word) for word, _, _ in tokens(amount.text)
        ):
            continue
        if amount.text.lower() in ("one", "1") and not _follows(here, spots, target):
            continue  # "One adviser was ..." is no answer to how many of anything else
        if amount.kind == "none" and not _denies(here, [word for word, _, _ in said], spots, target):
            continue
        dated = _dated(plan, sentence.text, amount, found)
        fit = worth[amount.kind] + 0.8 * nearness + 0.6 * aimed + 0.5 * dated + 0.5 * sentence.features["overlap"]
        fit += 0.3 * plain - 0.4 * told + ASKED * asked
        fit -= PART * (_PART_OF.search(sentence.text[: amount.start]) is not None)
        fit -= BASE * (_OF_THESE.match(sentence.text) is not None)
        if not re.search(r"\b(?:england|national|average)\b", plan.question, re.IGNORECASE):
            fit -= 0.6 * _of_others(sentence.text, amount)
        picked.append(
            ValueCandidate(
                sentence=sentence,
                amount=amount,
                text=_shown(sentence.text, amount),
                fit=fit,
                near=nearness,
                counted=aimed,
                dated=dated,
                asked=asked,
                exact=worth[amount.kind],
            )
        )
    return picked


def _plainness(words: Sequence[str], spots: Sequence[Sequence[int]]) -> float:
    """How much of the sentence is what was asked about: "There were 204 carers" says it plainly."""
    telling = {n for n, word in enumerate(words) if word not in STOP}
    return len(telling.intersection(spot for some in spots for spot in some)) / max(1, len(telling))


def _scale(plan: Plan) -> str:
    counts = re.search(r"\bhow\s+(?:many|big|large)\b|\bnumbers?\b", plan.question, re.IGNORECASE)
    return "extent" if plan.answer_type == "number" and not counts else plan.answer_type


def places(concept: Concept, words: Sequence[str]) -> list[int]:
    """Where a concept stands among stems: its phrase whole, else its head word, else what reports say for it."""
    for term in (concept.own, *concept.says):
        whole = _runs(term.stems, words)
        if whole:
            return whole
    return [n for n, word in enumerate(words) if word == concept.own.telling[-1]] if concept.reported else []


def _runs(phrase: Sequence[str], words: Sequence[str]) -> list[int]:
    size = len(phrase)
    starts = [n for n, word in enumerate(words) if word == phrase[0] and tuple(words[n : n + size]) == tuple(phrase)]
    return [n + k for n in starts for k in range(size)]


def distance(spots: Sequence[int], here: int) -> int:
    # the first word after the amount is at distance 0, as is the one before it
    return (
        min(spot - here - 1 if spot > here else here - 1 - spot if spot < here else 0 for spot in spots)
        if spots
        else 99
    )


def _follows(here: int, spots: Sequence[Sequence[int]], target: int | None) -> bool:
    """Whether what is counted follows the amount with at most two words between."""
    aimed = spots[target] if target is not None else [spot for some in spots for spot in some]
    return any(0 <= spot - here <= 3 for spot in aimed)


def _denies(here: int, said: Sequence[str], spots: Sequence[Sequence[int]], target: int | None) -> bool:
    """Whether a "no" or "none" denies what is counted: that follows it with nothing but adjectives between."""
    aimed = spots[target] if target is not None else [spot for some in spots for spot in some]
    return any(0 < spot - here <= 4 and not STOP.intersection(said[here + 1 : spot]) for spot in aimed)


def _dated(plan: Plan, text: str, amount: Amount, found: Sequence[Amount]) -> float:
    """Whether the time nearest to the amount is one asked for: 1 yes, -1 another one, 0 none named or none asked."""
    times = mentions(text)
    if not plan.periods or not times:
        return 0.0
    gaps = []
    for time in times:
        after, before = time.at - amount.end, amount.start - time.until
        gap = after if after >= 0 else before + 6 if before >= 0 else 0
        between = text[min(amount.end, time.until) : max(amount.start, time.at)]
        crossed = sum(
            other is not amount and min(amount.end, time.until) <= other.start < max(amount.start, time.at)
            for other in found
        )
        gaps.append((gap + 40 * crossed + 60 * bool(re.search(r"[.;]\s", between)), time))
    gap, nearest = min(gaps, key=lambda pair: pair[0])
    if gap > 60:
        return 0.0
    fits = [(nearest.fits(period.start, period.end), telling(period)) for period in plan.periods]
    best = max(fit * told for fit, told in fits)
    return best if best else -0.6 * max(told for _, told in fits)


def _of_others(text: str, amount: Amount) -> float:
    """Whether the amount is an earlier one, a target, or that of England or of the neighbours."""
    before = text[max(0, amount.start - 60) : amount.start]
    after = re.split(r"[.;,()]|\band\b", text[amount.end : amount.end + 50])[0]
    return 1.0 if _BEFORE.search(before) or _OTHERS.search(after) else 0.0


def _shown(text: str, amount: Amount) -> str:
    if amount.kind == "none":
        return "None"
    hedge = _HEDGE.search(text[: amount.start])
    more = _MORE.search(text[amount.end :])
    said = (hedge.group() if hedge else "") + amount.text + (more.group() if more else "")
    said = " ".join(said.split())
    return said[:1].upper() + said[1:]
