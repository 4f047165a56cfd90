"""Extraction: from ranked sentences to an answer, word for word, without a language model.

Knows the kinds of answer and which part of this package picks each; what sentences say is read by qa.reader. Does not
know how passages were found, nor whether the answer is good enough to give (qa.extract.refusal).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.extract.figure import LIKELY, figure
from qa.extract.finding import finding
from qa.extract.listing import recommendations
from qa.extract.measures import measures
from qa.extract.model import Extraction, label
from qa.extract.naming import dates, people
from qa.extract.sentences import claim, report_of
from qa.plan.expected import AMOUNTS, asks_front, expected_answer_type, is_role, lists_improvements
from qa.reader import read
from qa.search.lexical import concepts
from qa.search.rerank import ASKS_ROWS
from qa.search.retrieve import lexicon_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.store import Store
    from qa.extract.value import ValueCandidate
    from qa.question import Plan
    from qa.reader import Reader
    from qa.search.lexical import Concept
    from qa.search.rerank import Candidate, Sentence

__all__ = ["Extraction", "extract"]

_ONE_PERSON = re.compile(
    r"\bname\b|\bcalled\b|\bwho(?:['’]s|\s+(?:is|was|are|were|led|won|wrote|did|ran|runs|headed|heads|chair\w*|carried|has\s+been))\b",
    re.IGNORECASE,
)
# "It was rated outstanding, but who is let down?" names a grade and asks for something else.
_BUT_WHO = re.compile(r"\b(?:but|yet|although|though)\b.{0,40}\b(?:who|which|what|where|how)\b", re.IGNORECASE)
_POOL = 25  # candidates whose sentences are looked at


def extract(plan: Plan, candidates: Sequence[Candidate], *, store: Store, reader: Reader) -> Extraction | None:
    """The answer that the candidates' sentences give, or None where they hold nothing of the kind asked for."""
    if not candidates:
        return None
    found = concepts(plan, lexicon_of(store))
    sides = _sides(plan, candidates)
    if len(sides) > 1:
        return _both([_one(narrow, some, found, store, reader) for narrow, some in sides])
    return _one(plan, candidates, found, store, reader)


def _one(
    plan: Plan, candidates: Sequence[Candidate], found: Sequence[Concept], store: Store, reader: Reader
) -> Extraction | None:
    if not candidates:
        return None
    names = _ONE_PERSON.search(plan.question) is not None or is_role(plan.question)
    if lists_improvements(plan) and not names:
        listed = recommendations(plan, candidates, store)
        if listed is not None:
            return listed
    kind = expected_answer_type(plan)
    # "Who do they share it with?" is answered by a sentence: a body has no name that could be picked out.
    if (kind == "person" and (plan.kind == "person" or names)) or kind == "date":
        return _valued(replace(plan, answer_type=kind), candidates, found, store)
    reading = read(plan.placeless, candidates, reader, with_figures=kind in AMOUNTS)
    amount = figure(plan, kind, reading, candidates, store=store, found=found)
    # "the workload before it was cut?" names no kind of amount, and may be answered by one; a why may not.
    if kind in AMOUNTS or (kind == "text" and amount is not None and amount.features["likely"] >= LIKELY):
        return amount
    if kind == "grade" and _BUT_WHO.search(plan.question) is None:
        return finding(candidates, found, store, reading, graded=True)
    return finding(candidates, found, store, reading, rows=kind in ASKS_ROWS or asks_front(plan.question))


def _valued(plan: Plan, candidates: Sequence[Candidate], found: Sequence[Concept], store: Store) -> Extraction | None:
    """A date or a name first, then the sentence it stands in."""
    picked: list[ValueCandidate] = []
    for sentence in _pool(candidates):
        if plan.answer_type == "date":
            picked += dates(plan, sentence, found)
        else:
            picked += people(sentence, found, plan.authorities, question=plan.question)
    if not picked:
        return None
    best = max(picked, key=lambda one: one.sentence.score + one.fit)
    said = claim(best.sentence, store)
    second = max((one.sentence.score + one.fit for one in picked if one.text != best.text), default=0.0)
    return Extraction(
        answer=f"{best.text} ({label(report_of(best.sentence, candidates))}): “{said.text}”",
        claims=(said,),
        family="value",
        value=best.text,
        features={
            **measures(best.sentence, candidates, found),
            "fit": best.fit,
            "near": best.near,
            "role": best.role,
            "agreeing": min(1.0, sum(_agrees(one, best) for one in picked) / 2),
            "margin": best.sentence.score + best.fit - second,
        },
    )


def _agrees(one: ValueCandidate, best: ValueCandidate) -> bool:
    """Whether another sentence that speaks of the same things gives the same value."""
    return (
        one.sentence is not best.sentence and one.text == best.text and one.sentence.score > best.sentence.score - 1.2
    )


def _pool(candidates: Sequence[Candidate]) -> list[Sentence]:
    return [sentence for candidate in candidates[:_POOL] for sentence in candidate.sentences]


def _sides(plan: Plan, candidates: Sequence[Candidate]) -> list[tuple[Plan, list[Candidate]]]:
    """The sides of a comparison, one for each authority or time that is named; none where it is no comparison."""
    kind = expected_answer_type(plan)
    several = plan.kind == "number" and kind in AMOUNTS and len(plan.authorities) > 1
    if plan.kind not in {"compare", "trend"} and not several:
        return []
    narrow = replace(plan, kind="number" if kind in AMOUNTS else "finding", answer_type=kind)
    if len(plan.authorities) > 1:
        return [
            (replace(narrow, authorities=(name,)), [c for c in candidates if c.report.authority == name])
            for name in plan.authorities
        ]
    if len(plan.periods) > 1:
        return [
            (
                replace(narrow, periods=(period,)),
                [
                    c
                    for c in candidates
                    if period.holds(c.report.published)
                    or period.meets(c.report.inspection_start, c.report.inspection_end)
                ],
            )
            for period in plan.periods
        ]
    return []


def _both(found: Sequence[Extraction | None]) -> Extraction | None:
    """Each side's answer below the other; None where a side has none."""
    told = [one for one in found if one is not None]
    if not told or len(told) < len(found):
        return None
    weakest = min(told, key=lambda one: one.features.get("likely", one.features.get("overlap", 1.0)))
    return Extraction(
        answer="\n".join(one.answer for one in told),
        claims=tuple(said for one in told for said in one.claims),
        family=weakest.family,
        offered=tuple(each for one in told for each in one.offered[:1]),
        value="; ".join(one.value for one in told if one.value),
        features=weakest.features,
    )
