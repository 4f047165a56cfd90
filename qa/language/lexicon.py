"""What people say for what reports record, and the small words that join, deny, bound, order, count and compare.

Knows the phrases of qa/data/lexicon.json and finds them in a text: the longest at each place. Does not know how they
are written down (lexicon_source.py), names, dates or numbers in figures, nor what a concept means to a question.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Lexicon", "Match", "Word", "lexicon", "lexicon_of", "split_words"]

# A word; n't and 's are words of their own, a hyphen parts words, "&" and "+" are words, a number keeps its marks.
_WORD = re.compile(
    r"\d+(?:[.,]\d+)*|[^\W\d_]+?(?=n't(?!\w))|n't(?!\w)|'(?:s|re|d|ve|m|ll)(?!\w)|s'(?!\w)|[^\W_]+|[&+]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, lower case, with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: the words from `first` up to `last` (exclusive), and the concepts it may stand for."""

    first: int
    last: int
    keys: frozenset[str]


def split_words(text: str) -> list[Word]:
    """The words of `text`, whose apostrophes are straight."""
    return [Word(m.group().lower(), m.start(), m.end()) for m in _WORD.finditer(text)]


class Lexicon:
    """Phrases, words of lower case with a space between them, and the concepts that each may stand for."""

    def __init__(
        self, concepts: Sequence[frozenset[str]], phrases: Mapping[str, int], longest: Mapping[str, int]
    ) -> None:
        """`phrases` say which of `concepts`; `longest` how many words the longest phrase with this first word has."""
        self._concepts, self._phrases, self._longest = concepts, phrases, longest

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that stands in a phrase."""
        return frozenset(word for phrase in self._phrases for word in phrase.split())

    def at(self, words: Sequence[Word], place: int) -> Match | None:
        """The longest phrase that begins with the word at `place`."""
        longest = self._longest.get(words[place].text, 0)
        said = [word.text for word in words[place : place + longest]]
        for length in range(len(said), 0, -1):
            which = self._phrases.get(" ".join(said[:length]))
            if which is not None:
                return Match(place, place + length, self._concepts[which])
        return None

    def find(self, text: str) -> list[Match]:
        """The phrases of `text` from left to right, none overlapping."""
        words, found, place = split_words(text), [], 0
        while place < len(words):
            match = self.at(words, place)
            if match is not None:
                found.append(match)
            place = match.last if match is not None else place + 1
        return found


def lexicon_of(held: Mapping[str, Any]) -> Lexicon:
    """The lexicon that is held as plain data (see lexicon_source.compiled)."""
    return Lexicon([frozenset(keys) for keys in held["concepts"]], held["phrases"], held["longest"])


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of qa/data/lexicon.json, read once."""
    return lexicon_of(json.loads((files("qa") / "data" / "lexicon.json").read_text(encoding="utf-8")))
