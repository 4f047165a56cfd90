"""What of a text is its question: without idle words, and without what the asker says of himself before it.

Knows which sentences before a question it leans on. Does not know clauses or conditions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.language.small_words import LEANING
from qa.plan.operators import OPERATORS
from qa.plan.phrases import joined_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.token import Token

__all__ = ["asked", "said"]

# What a sentence before the question may not have to be mere talk: things recorded, and words that deny or quantify.
_SAYS = ("set", "noun.report", "noun.gap", "rank", "step", "choice", "quant.never", "op.neither")


def said(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without those that change nothing, joined into what they say together."""
    return joined_phrases([token for token in tokens if not _is_idle(token)])


def asked(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of the question alone, joined into what they say together."""
    return _spoken(_asked(said(tokens)))


def _is_idle(token: Token) -> bool:
    """A word that changes nothing, or is said of the asking alone."""
    return all(key.startswith(("filler.", "talk.")) for key in token.keys)


def _spoken(tokens: list[Token]) -> list[Token]:
    """The tokens after what the asker says of himself: 'Before we go ahead, I would like a list of ...'."""
    wanted = next((at for at, token in enumerate(tokens) if token.has("want")), 0)
    head = tokens[:wanted]
    own = any(token.has("pron.own") for token in tokens[: wanted + 1])
    return (
        tokens[wanted:]
        if own and not any(token.has("set", "noun.report", "noun.authority") for token in head)
        else tokens
    )


def _asked(tokens: list[Token]) -> list[Token]:
    """Without the sentences before the question that it does not lean on: they speak of the one who asks.

    A sentence before is kept where the question takes it up ("which of them", "the eight"); its counts then only say
    how many there are, and change nothing.
    """
    marks = [at for at, token in enumerate(tokens[:-1]) if token.has("mark..", "mark.:", "mark.;", "mark.-", "mark.?")]
    for at in marks:
        head, tail = tokens[:at], tokens[at + 1 :]
        if not any(token.has("set", "want", "noun", "step", "pron.who", "pron.where") for token in tail):
            return tokens[: at + 1] if not any(one.has(*OPERATORS) for one in tail) else tokens
        asks = any(token.has("want") for token in tail) or tail[-1].has("mark.?")
        leans = any(token.has("pron.those") and token.text.lower() in LEANING for token in tail[:6])
        counted = {token.value.least for token in head if token.has("bound")}
        taken_up = [t for t in tail if t.has("bound") and t.value.least in counted]
        asking = ("want.which", "want.how_many", "want.share", "want.when", "want.how", "want.why", "mark.?")
        if asks and not any(token.has(*asking) for token in head):
            if leans or taken_up:
                kept = [token for token in head if not token.has("bound")]
                return [*kept, tokens[at], *(token for token in tail if token not in taken_up)]
            held = _held_over(head, tail)
            recorded = any(token.has(*_SAYS) for token in head)
            own = any(token.has("pron.own") for token in head)
            plain = not any(token.has("word", "topic", "noun.gap") for token in head)
            if (own and (not recorded or not plain)) or (plain and not recorded):
                return [*held, *_asked(tail)]
    return tokens


def _held_over(head: Sequence[Token], tail: Sequence[Token]) -> list[Token]:
    """The place, time and framework of a sentence before hold for a question that names none of that kind."""
    kinds = ("set.authorities", "set.regions", "set.periods", "set.frameworks", "set.inspectors")
    place = any(token.has("set.authorities", "set.regions") for token in tail)
    missing = [
        kind
        for kind in kinds
        if not any(token.has(kind) for token in tail) and not (place and "pe" not in kind and kind in kinds[:2])
    ]
    return [token for token in head if token.has(*missing)] if missing else []
