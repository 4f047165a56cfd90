"""The ladder: what a model can be asked to do, from pointing at a sentence to the whole, and what each rung sends.

Knows the rungs, their sizes and their names in words. Does not know how a model's rung is found (qa/llm/quiz.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

__all__ = ["LADDER", "PROMPT", "UNTRIED", "WORDS", "Rung", "reaches"]

Rung = Literal["none", "choose", "word", "write", "query"]

LADDER: tuple[Rung, ...] = ("none", "choose", "word", "write", "query")
UNTRIED: Rung = "write"  # what one is asked to do that nobody has tried: the gate stands behind it, not behind a query

PROMPT: Mapping[Rung, int] = {"none": 0, "choose": 1_200, "word": 1_200, "write": 2_400, "query": 1_200}
"""Tokens that a question, its sentences and the instructions come to at most, by estimate; a query has no sentences."""

WORDS: Mapping[Rung, str] = {
    "none": "It is not used: it did not find the sentences that answer.",
    "choose": "It is used to choose among sentences where the program is not sure; the sentence is the answer.",
    "word": "It is used to choose the sentences that answer, and to word the answer in one statement.",
    "write": "It is used for whole answers, with sums, and other words to search by; not to read questions.",
    "query": "It is used for all: whole answers, and questions and turns of a chat that the program cannot read.",
}


def reaches(rung: Rung, needed: Rung) -> bool:
    """Whether a model on `rung` can do what `needed` asks."""
    return LADDER.index(rung) >= LADDER.index(needed)
