"""Whether claims that passed the gate, taken together, may stand as the answer.

Knows what was asked and what is cited. Does not know whether a claim is true: that is the gate's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.ground.normal import normal
from qa.language.thesaurus import thesaurus
from qa.language.words import QUESTION_WORDS, STOP, stem, words

if TYPE_CHECKING:
    from qa.answer import Citation

__all__ = ["speaks_of"]


def speaks_of(topics: Sequence[str], cited: Sequence[Citation]) -> bool:
    """Whether the quotes hold a word of what was asked about, or one that the thesaurus has for it.

    Asked of claims that are to stand against a refusal: a true sentence about something else is no answer.
    """
    asked = [stem(word) for topic in topics for word in words(topic) if word not in STOP and word not in QUESTION_WORDS]
    said = {stem(word) for one in cited for word in words(normal(one.quote).text)}
    others = (term.telling for match in thesaurus().matches(asked) for term in match.says)
    return not asked or not said.isdisjoint(asked) or any(said.issuperset(telling) for telling in others)
