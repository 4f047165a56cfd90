"""A turn made into a question that stands alone by a chat model, where the rules make none, held to what was said.

Knows what of a turn may not be lost, and that nothing may come in but out of the conversation. Does not know the rules,
nor how the question is answered: it is read like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.language.words import QUESTION_WORDS, STOP, stem, stems, words
from qa.plan import plan_question
from qa.plan.annotate import annotate
from qa.plan.operators import OPERATORS, denials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.token import Token
    from qa.question import Catalogue
    from qa.resources import Resources

__all__ = ["rewritten"]

# What a turn may lose: words that change nothing, those that lean on what was said before, and how it asks.
_LEANING = ("filler.", "talk.", "pron", "mark", "link", "verb", "want", "noun", "tense")


def rewritten(turn: str, *, history: Sequence[tuple[str, str]], resources: Resources, frame: str = "") -> str:
    """The model's question, "" where there is none that keeps to the conversation; `history` is (asked, answered).

    `frame` is what the rules made of the turn, whose authorities and times it then has to keep.
    """
    model = resources.model
    if model is None or not model.can("query"):
        return ""
    from qa.llm.turns import rewrite_turn

    question = rewrite_turn(turn, history, model=model, settings=resources.settings)
    if not question or stems(question) == stems(turn):
        return ""
    before = [said for pair in history for said in pair]
    agrees = not frame or _same_frame(question, frame, resources.catalogue)
    kept = agrees and _keeps(question, turn, resources.catalogue) and _adds_nothing(question, [turn, *before])
    denied = denials(question) and not any(map(denials, (turn, *(asked for asked, _ in history[-1:]))))
    return question if kept and not denied else ""


def _keeps(question: str, turn: str, catalogue: Catalogue) -> bool:
    """Whether each word of the turn that could change the answer is in the question, or another word for the same."""
    held = annotate(question, catalogue).tokens
    said = set(stems(question))
    for token in annotate(turn, catalogue).tokens:
        if not token.has(*OPERATORS) and all(key.startswith(_LEANING) for key in token.keys):
            continue
        same = token.keys != {"word"} and any(_alike(token, one) for one in held)
        if (
            not same
            and not {stem(word) for word in words(token.text) if word not in STOP or token.has(*OPERATORS)} <= said
        ):
            return False
    return True


def _alike(token: Token, other: Token) -> bool:
    names = getattr(token.value, "names", token.value)
    return token.keys == other.keys and names == getattr(other.value, "names", other.value)


def _adds_nothing(question: str, said: Sequence[str]) -> bool:
    """Whether each word and figure of the question that tells something was said before."""
    known = {one for text in said for one in stems(text)}
    return all(stem(word) in known for word in words(question) if word not in STOP and word not in QUESTION_WORDS)


def _same_frame(question: str, frame: str, catalogue: Catalogue) -> bool:
    """Whether the question names the same authorities and inspectors, and no other time, as the rules' does."""
    one, two = plan_question(question, catalogue=catalogue), plan_question(frame, catalogue=catalogue)
    if (set(one.authorities), one.absent_authorities) != (set(two.authorities), two.absent_authorities):
        return False
    if set(one.inspectors) != set(two.inspectors) and one.inspectors:
        return False
    years = {year for period in two.periods for year in period.years}
    return not years or {year for period in one.periods for year in period.years} == years
