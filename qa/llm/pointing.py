"""Which sentences a model means: by their numbers, or by words that it copied in place of numbers.

Knows numbered sentences. Quotes are cut by the program: what a model copied serves to find the sentence, and is never
shown. Does not know whether what is said of a sentence is true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.ground.normal import normal
from qa.ground.quotes import quote_of

if TYPE_CHECKING:
    from qa.ground.model import Evidence
    from qa.llm.reply import Pointed

__all__ = ["Pointer"]

_LEFT_OUT = re.compile(r"\s*(?:\.\.\.|…|\[\s*\.\.\.\s*\])\s*")
_NUMBERED = re.compile(r"\A[\s\"'“‘]*\[?\d{1,3}[.)\]:]\s+")
_COVERED = 0.95  # of a quote over several sentences, that those sentences have to make up
_LEAST_WORDS = 3  # fewer stand in any sentence


class Pointer:
    """The sentences that one question's model was shown."""

    def __init__(self, given: Sequence[Evidence]) -> None:
        self._by_number = {int(one.id): one for one in given if one.text.strip()}
        self._normal = [(normal(one.text).text, one) for one in given if one.text.strip()]

    def sentences(self, one: Pointed) -> list[Evidence]:
        """The sentences meant, the best first; a number that was not given means none."""
        named = [self._by_number[number] for number in one.sentences if number in self._by_number]
        quoted = [found for _, words in one.quotes for found in self._quoted(words)]
        return list(dict.fromkeys(quoted or named))

    def _quoted(self, words: str) -> list[Evidence]:
        """The sentences that hold a quote, or its parts on either side of what it leaves out, or that it holds."""
        bare = _NUMBERED.sub("", words)
        found = []
        for piece in _LEFT_OUT.split(bare):
            if len(piece.split()) < _LEAST_WORDS:
                continue
            whole = normal(piece).text
            holding = next((one for _, one in self._normal if quote_of(one.text, piece) is not None), None)
            inside = [one for text, one in self._normal if len(text.split()) > _LEAST_WORDS and text in whole]
            covered = sum(len(normal(one.text).text) + 1 for one in inside)
            if holding is None and covered < _COVERED * len(whole):
                return []  # a part of it was made up
            found += [holding] if holding is not None else inside
        return found
