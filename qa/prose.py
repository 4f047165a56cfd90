"""An answer out of passages: found, read, picked out, and given or refused with what comes nearest.

Knows the order of these steps. Does not know facts, themes or chat models.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.waiting import any_vectors
from qa.answer import Answer, Citation, Retrieved
from qa.extract import extract
from qa.extract.refusal import refusal
from qa.language.phrasing import listed
from qa.plan.operators import denials as denials_of
from qa.search.retrieve import retrieve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qa.cite import Citer
    from qa.extract import Extraction
    from qa.extract.refusal import Refusal
    from qa.question import Plan, Selection
    from qa.resources import Resources
    from qa.search.rerank import Candidate

__all__ = ["KEPT", "Prose", "Stopwatch", "answer_from_prose", "passages", "retrieved_of"]

KEPT = 20  # passages listed in an answer's `retrieved`
_NEAREST = 3  # passages shown as nearest evidence of a refusal


class Stopwatch:
    """Adds up the wall-clock seconds of named steps from its making on."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()
        self._steps: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step; a name used twice adds up."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._steps[name] = self._steps.get(name, 0.0) + time.perf_counter() - begun

    def seconds(self) -> dict[str, float]:
        """The steps so far, and "total" since the watch was made."""
        return {**self._steps, "total": time.perf_counter() - self._begun}


@dataclass(frozen=True, kw_only=True, slots=True)
class Prose:
    """An answer with the candidates that a chat model may be shown for it; none where there is nothing left to ask."""

    answer: Answer
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class _Nearest:
    """The library's vectors, opened by the first search that is not narrowed to a few reports."""

    resources: Resources

    def query(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """The ids of the `k` nearest passages with their similarity; none where no passage has a vector yet."""
        return self.resources.vectors.query(vector, k) if any_vectors(self.resources.store.database) else []


def answer_from_prose(
    plan: Plan,
    selection: Selection,
    *,
    denials: Sequence[str],
    resources: Resources,
    citer: Citer,
    watch: Stopwatch,
) -> Prose:
    """What the passages of the selected reports say, or a refusal with the nearest; `denials` are the question's."""
    with watch.step("find"):
        candidates = passages(plan, selection, resources)
    with watch.step("extract"):
        found = extract(plan, candidates, store=resources.store, reader=resources.reader)
        refused = refusal(plan, candidates, found, selection=selection)
    answer = _answer(plan, found, refused, candidates, denials=denials, citer=citer)
    # A list that the report itself gives is whole, and what is no question about reports has no answer in them.
    settled = answer.status == "off_topic" or (answer.answered and found is not None and found.features.get("certain"))
    return Prose(
        answer=replace(answer, retrieved=tuple(retrieved_of(candidates, k=KEPT))),
        candidates=() if settled else tuple(candidates),
    )


def _answer(
    plan: Plan,
    found: Extraction | None,
    refused: Refusal | None,
    candidates: Sequence[Candidate],
    *,
    denials: Sequence[str],
    citer: Citer,
) -> Answer:
    if refused is not None or found is None:
        assert refused is not None, "without an extraction there is always a refusal"
        return Answer(
            question="",
            status=refused.status,
            answer=refused.reason,
            reason=refused.reason,
            nearest=() if refused.status == "off_topic" else _nearest(found, candidates, citer),
        )
    denied = denials if plan.kind == "number" else ()
    if denied and not any(denials_of(_around(claim.text, found.value)) for claim in found.claims):
        words = listed([f"“{word}”" for word in denied])
        reason = (
            f"I found no figure that is said to be {words} so; the nearest sentences speak of the opposite. Ask for "
            "what the report counts, and see what is left of the total."
        )
        return Answer(
            question="",
            status="not_understood",
            answer=reason,
            reason=reason,
            nearest=_nearest(found, candidates, citer),
        )
    return _from_extraction(found, citer)


def _around(text: str, value: str) -> str:
    """The part of a sentence between commas that the value stands in; the whole where it stands in none."""
    return next((part for part in text.split(",") if value and value in part), text)


def passages(plan: Plan, selection: Selection, resources: Resources) -> list[Candidate]:
    """The passages of the selected reports that fit the question, best first."""
    return retrieve(
        plan,
        store=resources.store,
        vectors=_Nearest(resources),
        encoder=resources.encoder,
        reports=selection,
        reranker=resources.settings.reranker,
    )


def _from_extraction(found: Extraction, citer: Citer) -> Answer:
    claims = tuple(map(citer.cited, found.claims))
    return Answer(question="", status="answered", answer=found.answer, claims=claims, citations=citer.citations)


def _nearest(found: Extraction | None, candidates: Sequence[Candidate], citer: Citer) -> tuple[Citation, ...]:
    """What comes nearest, shown under that name: the likeliest figures or sentences, else the first passages' best."""
    if found is not None and found.offered:
        for one in found.offered[:_NEAREST]:
            citer.cite(*one.span, picked=one.picked)
        return citer.citations
    for candidate in candidates[:_NEAREST]:
        citer.cite(candidate.best.report, candidate.best.start, candidate.best.end)
    return citer.citations


def retrieved_of(candidates: Sequence[Candidate], *, k: int) -> list[Retrieved]:
    """The first `k` candidates in the answer's own form."""
    return [
        Retrieved(
            source=one.report.source,
            title=one.report.title,
            report=one.report.number,
            page=one.passage.page,
            paged=one.report.paged,
            start=one.passage.start,
            end=one.passage.end,
            score=one.score,
            text=one.passage.text,
        )
        for one in candidates[:k]
    ]
