"""Words of a question that nothing knows: which may change its answer, and which are explained by a reading.

Knows tokens, queries, and the translator's judgement of each word. Does not know how sure a reading is.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.language.words import STOP
from qa.plan.query import Graded, every_part
from qa.translate.slots import WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from qa.plan.query import Query
    from qa.plan.token import Token

__all__ = ["OF_REPORTS", "PLAINLY", "explained", "hints", "restricting", "strange_words"]

OF_REPORTS = ("area", "grade", "noun", "name", "time", "framework", "step", "verb", "pron.who", "rank")
_ENDS = ("mark..", "mark.:", "mark.;", "mark.-", "mark.?", "mark.,")  # what parts talk from a question
_RECORDED = (*OF_REPORTS, "want", "choice")
_TOLD_APART = ("noun.report", "noun.authority", "noun.inspector", "noun.grade", "noun.region", "noun.area")
_ACRONYM = re.compile(r"[A-Z]{3,}")  # "graded for SEND", "by the CQC": a name, whatever else its letters say
_EVERYBODY = ("child", "children", "kids", "kid", "youngsters", "families")  # whom children's services are for
_THEIRS = 3.0  # how much surer (a logit) a word restricts that says what of an authority is meant
PLAINLY = -3.0  # below it (a logit) a word surely restricts nothing, wherever it stands


def strange_words(tokens: Sequence[Token], topics: Sequence[str]) -> list[Token]:
    """The words that nothing knows and that stand beside what is recorded: "Hello there, my friend." is mere talk, and
    children are whom every report is about.
    """
    strange: list[Token] = []
    stretch: list[Token] = []
    for token in (*tokens, None):
        if token is not None and not token.has(*_ENDS):
            stretch.append(token)
            continue
        if any(one.has(*_RECORDED) for one in stretch):
            odd = [one for one in stretch if one.text in topics and (one.keys == {"word"} or one.has("topic", "hint"))]
            strange += [one for one in odd if one.text.casefold() not in _EVERYBODY]
        stretch = []
    return strange


def hints(token: Token) -> set[str]:
    """The grades that a word may stand for, in lower case."""
    return {key.removeprefix("hint.").casefold() for key in token.keys if key.startswith("hint.")}


def explained(token: Token, queries: Sequence[Query]) -> bool:
    """Whether the reading holds the grade that a word may stand for: "still needs to improve", "shines"."""
    hinted = hints(token)
    parts = [part for query in queries for part in every_part(query) if isinstance(part, Graded)] if hinted else []
    return any(hinted & {grade.casefold() for grade in part.grades} for part in parts)


def _modifies(tokens: Sequence[Token], strange: Sequence[Token], plain: Collection[str]) -> bool:
    """Whether an unknown word stands right before what it may tell apart ("deputy inspectors"), says of whom something
    is ("councils whose managers left"), is what is counted ("how many audits"), or is beyond the records ("deserved").
    """
    of_whom = any(
        token.text.casefold() == "whose" and any(one in strange for one in tokens[at + 2 : at + 4])
        for at, token in enumerate(tokens)
    )
    before_noun = any(
        before in strange and before.text.casefold() not in plain and after.has(*_TOLD_APART)
        for before, after in pairwise(tokens)
    )
    # "Kent's museums": several things that somebody has; of one ("Kent's story") the encoder judges.
    beyond = any(token.has("beyond") for token in tokens) or any(
        one in strange and one.text.casefold().endswith("s") for one in _possessed(tokens)
    )
    return beyond or of_whom or before_noun or any(_counts_other(tokens, at) for at in range(len(tokens) - 1))


def _how_else(tokens: Sequence[Token], strange: Sequence[Token]) -> bool:
    """Whether it is asked how much of a quality something has that nothing knows: "how old"."""
    return any(before.has("want.how") and after in strange for before, after in pairwise(tokens))


def _possessed(tokens: Sequence[Token]) -> Iterator[Token]:
    """What somebody has, where nothing that is recorded follows: the libraries of "Kent's libraries get"."""
    for at, token in enumerate(tokens[:-2]):
        if token.has("name.authority") and tokens[at + 1].text == "'s":
            last = tokens[at + 2]
            after = tokens[at + 3] if at + 3 < len(tokens) else None
            if after is None or after.has("verb", "mark"):
                yield last


def _counts_other(tokens: Sequence[Token], at: int) -> bool:
    """Whether "how many" is said there of things of which there are no records: cases, audits; "in how many cases" asks
    how often.
    """
    if not tokens[at].has("want.how_many") or (at and tokens[at - 1].text.casefold() == "in"):
        return False
    counted = tokens[at + 1]
    thing = counted.text.casefold()
    return thing.endswith("s") and thing not in STOP and (counted.keys == {"word"} or counted.has("filler.word"))


def restricting(
    logits: Sequence[tuple[str, float]], strange: Sequence[Token], tokens: Sequence[Token], text: str
) -> dict[str, float]:
    """How surely a word of the question changes its answer although no record has it: of all words, of the strange.

    `logits` are the words of the question, each with that; of the question as it was written, `text`.
    """
    odd = {word[0].casefold() for token in strange for word in WORD.finditer(token.text)}
    theirs = {one.text.casefold() for one in _possessed(tokens) if one in strange}
    most = max((value for _, value in logits), default=-9.0)
    plain = {word for word, value in logits if value < PLAINLY}
    stranger = max((value + _THEIRS * (word in theirs) for word, value in logits if word in odd), default=-9.0)
    acronym = not text.isupper() and any(_ACRONYM.fullmatch(text[token.start : token.end]) for token in strange)
    surely = acronym or _modifies(tokens, strange, plain) or _how_else(tokens, strange)
    return {
        "strange": float(min(len(strange), 4)),
        "restricting": max(most, -4.0) + 4,
        "restricting surely": max(most, 0.0),
        "strange restricting": max(stranger, -4.0) + 4,
        "restricted": 9.0 if surely else stranger if strange else -9.0,
    }
