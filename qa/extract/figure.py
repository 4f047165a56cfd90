"""A figure: which one of which sentence answers, with its unit, as the reader sees it; or the few that may.

Knows figures as they were read, kinds of amounts, and the times named beside them. Does not know how sentences were
found, nor whether the figure is sure enough to be given (qa.extract.refusal).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.language.amounts import amounts
from qa.extract.measures import measures
from qa.extract.model import Extraction, Offered, label
from qa.extract.objections import objections
from qa.extract.sentences import claim, report_of
from qa.search.weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.language.amounts import Amount
    from corpus.store import Store
    from qa.question import Plan
    from qa.reader import Figure, Read
    from qa.search.lexical import Concept
    from qa.search.rerank import Candidate, Sentence

__all__ = ["LIKELY", "figure", "in_words"]

# Which kinds of amounts answer which kind of question; "" is a question whose words name none.
_KINDS: dict[str, frozenset[str]] = {
    "number": frozenset({"count", "none"}),
    "percentage": frozenset({"percentage", "fraction", "none"}),
    "rate": frozenset({"rate", "percentage"}),
    "money": frozenset({"money"}),
    "duration": frozenset({"duration"}),
    "": frozenset({"count", "none", "percentage", "fraction", "rate", "money", "duration"}),
}
_WEIGHTS = weights("figure")
LIKELY = _WEIGHTS["likely"]  # from here on a figure answers a question that does not say that it is for one
OBJECTION = _WEIGHTS["objection"]  # what a figure's logit loses by each thing that speaks against it
SAID = _WEIGHTS["said"]  # the share of the question's words from which on a sentence is in the question's own words
_COUNTS = re.compile(r"\bhow\s+many\b|\bnumbers?\b", re.IGNORECASE)
_OFFERED = 3  # figures shown where none is sure
_HEDGE = re.compile(
    r"\b(?:(?:just\s+)?(?:over|under)|more\s+than|less\s+than|fewer\s+than|in\s+excess\s+of|at\s+least|around|about"
    r"|approximately|nearly|almost|up\s+to|some|only)\s+$",
    re.IGNORECASE,
)
_MORE = re.compile(r"^(?:\s+(?:or\s+more|a\s+(?:year|month|week))\b)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    """A figure of a sentence, the logit that it answers, and that its sentence does; what speaks against it."""

    sentence: Sentence
    amount: Amount
    logit: float
    relevance: float
    against: frozenset[str]

    @property
    def value(self) -> tuple[str, float | str]:
        """What makes two figures the same."""
        return self.amount.kind, self.amount.value if self.amount.value is not None else self.amount.text.lower()


def figure(
    plan: Plan,
    kind: str,
    reading: Sequence[Read],
    candidates: Sequence[Candidate],
    *,
    store: Store,
    found: Sequence[Concept],
) -> Extraction | None:
    """The likeliest figure of the kind asked for, with what is known of how sure it is; None where there is none.

    `kind` is the expected answer type; a question that is not one for an amount may still be answered by any.
    """
    named = {one.value for one in amounts(plan.question) if one.value is not None}
    wanted = _KINDS.get(_scale(plan, kind), _KINDS[""])
    every = [_candidate(plan, one, each) for one in reading for each in one.figures]
    # A figure that the question itself names is no answer to it: "how many of the 60 ...?"
    fitting = [one for one in every if _is_of(one.amount, wanted) and one.amount.value not in named]
    if not fitting:
        return None
    likely = _likelihoods(every)
    of_value: dict[tuple[str, float | str], float] = {}
    for one, share in zip(every, likely, strict=True):
        of_value[one.value] = of_value.get(one.value, 0.0) + share
    ranked = sorted(fitting, key=lambda one: (-of_value[one.value], -one.logit))
    best = ranked[0]
    said = claim(best.sentence, store)
    text = in_words(best.sentence.text, best.amount)
    found_by = measures(best.sentence, candidates, found)
    return Extraction(
        answer=f"{text} ({label(report_of(best.sentence, candidates))}): “{said.text}”",
        claims=(said,),
        family="figure",
        value=text,
        picked=(best.sentence.start + best.amount.start, best.sentence.start + best.amount.end),
        offered=tuple(_offered(one) for one in _apart(ranked)),
        features={
            **found_by,
            "said": float(found_by["overlap"] >= SAID),
            "likely": of_value[best.value],
            "margin": math.log((of_value[best.value] + 1e-4) / (1 - of_value[best.value] + 1e-4)),
            "relevance": best.relevance,
            **dict.fromkeys(best.against, 1.0),
            "asked": float(kind in _KINDS),
            "behind": best.sentence.score - max(one.sentence.score for one in reading),
        },
    )


def _candidate(plan: Plan, read: Read, figure: Figure) -> _Candidate:
    """A figure with what speaks against it, each objection making it so much less likely."""
    against = objections(plan.question, plan.periods, read.sentence.text, figure.amount)
    return _Candidate(
        sentence=read.sentence,
        amount=figure.amount,
        logit=figure.logit - OBJECTION * len(against),
        relevance=read.relevance,
        against=against,
    )


def _is_of(amount: Amount, wanted: frozenset[str]) -> bool:
    """Whether an amount is of a kind asked for; "one of six" is a count too, "a half" is not."""
    return amount.kind in wanted or (amount.kind == "fraction" and "count" in wanted and " of " in amount.text)


def _scale(plan: Plan, kind: str) -> str:
    """The kind of amount asked for; "" where "what was the turnover?" leaves it open."""
    return "" if kind == "number" and not _COUNTS.search(plan.question) else kind


def _likelihoods(every: Sequence[_Candidate]) -> list[float]:
    """The softmax over all figures and none of them (logit 0)."""
    top = max(0.0, *(one.logit for one in every)) if every else 0.0
    parts = [math.exp(one.logit - top) for one in every]
    total = sum(parts) + math.exp(-top)
    return [part / total for part in parts]


def _apart(ranked: Sequence[_Candidate]) -> list[_Candidate]:
    """The first few that are different figures."""
    kept: dict[tuple[str, float | str], _Candidate] = {}
    for one in ranked:
        kept.setdefault(one.value, one)
    return list(kept.values())[:_OFFERED]


def _offered(one: _Candidate) -> Offered:
    start = one.sentence.start
    return Offered(
        span=(one.sentence.report, start, one.sentence.end),
        picked=(start + one.amount.start, start + one.amount.end),
    )


def in_words(text: str, amount: Amount) -> str:
    """A figure of a text as it is shown: with what bounds it, from a capital on."""
    if amount.kind == "none":
        return "None"
    hedge = _HEDGE.search(text[: amount.start])
    more = _MORE.search(text[amount.end :])
    said = (hedge.group() if hedge else "") + amount.text + (more.group() if more else "")
    said = " ".join(said.split())
    return said[:1].upper() + said[1:]
