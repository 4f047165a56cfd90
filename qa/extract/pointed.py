"""An answer out of sentences that somebody else chose: the figure, date or name picked out of them, or the sentences.

Knows how each kind of answer is made of its sentences. Does not know who chose them, nor whether they answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.language.amounts import amounts
from qa.extract.figure import figure, in_words
from qa.extract.finding import stretch
from qa.extract.model import Extraction, label
from qa.extract.sentences import claim, report_of
from qa.plan.expected import AMOUNTS, expected_answer_type
from qa.reader import read
from qa.search.lexical import concepts
from qa.search.retrieve import lexicon_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.store import Store
    from qa.question import Plan
    from qa.reader import Reader
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

    `meant` is the figure that is meant of theirs; without it, or where it is not theirs, the likeliest is taken. Where
    the question does not say that it is for a figure, it is taken only if the reader, too, thinks that it answers.
    """
    if not chosen:
        return None
    kind = expected_answer_type(plan)
    if kind in AMOUNTS:
        picked = _figure_meant(meant, chosen, candidates, store)
        if picked is not None:
            return picked
        found = concepts(plan, lexicon_of(store))
        for sentence in chosen:
            reading = read(plan.placeless, _only(sentence, candidates), reader, with_figures=True)
            amount = figure(plan, kind, reading, candidates, store=store, found=found)
            if amount is not None:
                return amount
    if kind == "text" and _answers(meant, chosen[0], plan, candidates, reader):
        return _figure_meant(meant, chosen[:1], candidates, store) or _sentences(chosen, candidates, store)
    return _sentences(chosen, candidates, store)


def _answers(meant: str, sentence: Sentence, plan: Plan, candidates: Sequence[Candidate], reader: Reader) -> bool:
    """Whether the reader thinks it likelier that the figure meant answers than that none of the sentence's does."""
    wanted = {one.value for one in amounts(meant)} - {None}
    reading = read(plan.placeless, _only(sentence, candidates), reader, with_figures=True) if wanted else []
    return any(one.logit > 0 for each in reading for one in each.figures if one.amount.value in wanted)


def _only(sentence: Sentence, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidate that holds the sentence, with it alone."""
    return [replace(one, sentences=(sentence,)) for one in candidates if sentence in one.sentences][:1]


def _figure_meant(
    meant: str, chosen: Sequence[Sentence], candidates: Sequence[Candidate], store: Store
) -> Extraction | None:
    """The figure that is meant, with its sentence; None where it stands in none of those chosen."""
    wanted = {one.value for one in amounts(meant)} - {None}
    for sentence in chosen:
        for one in amounts(sentence.text):
            if one.value in wanted:
                said, text = claim(sentence, store), in_words(sentence.text, one)
                return Extraction(
                    answer=f"{text} ({label(report_of(sentence, candidates))}): “{said.text}”",
                    claims=(said,),
                    family="figure",
                    value=text,
                )
    return None


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
