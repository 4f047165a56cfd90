"""An answer out of sentences that somebody else chose: the figure, date or name picked out of them, or the sentences.

Knows how each kind of answer is made of its sentences. Does not know who chose them, nor whether they answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.extract.figure import figure
from qa.extract.finding import stretch
from qa.extract.model import Extraction, label
from qa.extract.sentences import claim, report_of
from qa.language.amounts import amounts
from qa.plan.expected import AMOUNTS, expected_answer_type
from qa.reader import read
from qa.search.lexical import concepts
from qa.search.retrieve import lexicon_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.store import Store
    from qa.question import Plan
    from qa.reader import Read, Reader
    from qa.search.rerank import Candidate, Sentence

__all__ = ["from_chosen"]


def from_chosen(
    plan: Plan,
    chosen: Sequence[Sentence],
    candidates: Sequence[Candidate],
    *,
    store: Store,
    reader: Reader,
    meant: str = "",
) -> Extraction | None:
    """The answer that the chosen sentences give, the best of them first; None for none.

    `meant` is the figure that is meant of theirs; without it, or where it is not theirs, the likeliest is taken.
    """
    if not chosen:
        return None
    kind = expected_answer_type(plan)
    if kind in AMOUNTS:
        found = concepts(plan, lexicon_of(store))
        for sentence in chosen:
            reading = read(plan.placeless, _only(sentence, candidates), reader, with_figures=True)
            amount = figure(plan, kind, _meant(reading, meant), candidates, store=store, found=found)
            if amount is not None:
                return amount
    return _sentences(chosen, candidates, store)


def _only(sentence: Sentence, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidate that holds the sentence, with it alone."""
    return [replace(one, sentences=(sentence,)) for one in candidates if sentence in one.sentences][:1]


def _meant(reading: Sequence[Read], meant: str) -> list[Read]:
    """The reading with the figures alone that are the one meant, if any is."""
    wanted = {one.value for one in amounts(meant)} - {None}
    narrowed = [replace(one, figures=tuple(f for f in one.figures if f.amount.value in wanted)) for one in reading]
    return narrowed if any(one.figures for one in narrowed) else list(reading)


def _sentences(chosen: Sequence[Sentence], candidates: Sequence[Candidate], store: Store) -> Extraction:
    """The sentences, those of a report together under its name, in its order."""
    lines: list[str] = []
    claims = []
    for number in dict.fromkeys(one.report for one in chosen):
        some = stretch([one for one in chosen if one.report == number], candidates)
        said = [claim(one, store) for one in some]
        lines += [f"{label(report_of(some[0], candidates))}:", *(f"“{one.text}”" for one in said)]
        claims += said
    return Extraction(answer="\n".join(lines), claims=tuple(claims), family="finding")
