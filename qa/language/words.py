"""Words: tokens with their places, stems, and the words that say nothing about a topic.

Knows English words as strings. Does not know questions, reports or any index.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["QUESTION_WORDS", "STOP", "Token", "blanked", "stem", "stems", "tokens", "words"]

# Letters and digits; an apostrophe joins (child's), a comma or point only inside a number (1,826; 5.5).
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W_]+)*")

Token = tuple[str, int, int]
"""A word, lower-case, with where it starts and ends in its text."""

STOP = frozenset(
    """a about above after again all also am an and any are aren't as at be been being below between both but by can
    can't could couldn't did didn't do does doesn't doing don't down during each few for from further get gets got had
    hadn't has hasn't have haven't having he her here hers him his how i if in into is isn't it it's its itself just
    let me more most my myself no nor not now of off on once only or other our ours out over own same she should
    shouldn't so some such than that that's the their theirs them themselves then there these they this those through
    to too under until up us very was wasn't we were weren't what what's when where which while who whom whose why
    will with won't would wouldn't you your yours before since re""".split()
)

_NUMERALS = {
    word: str(n) for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}

# Words that carry a question but stand in no answer: they are not looked for.
QUESTION_WORDS = frozenset(
    """according amount ask asked asks say said says tell told please roughly approximately exactly many much number
    numbers figure figures percentage percent proportion share name named give given list inspection inspections
    inspected inspector inspectors ofsted report reports reported reporting council councils authority authorities
    authority's borough county city year years time times day one put make made use used using still even though
    per come came thing things type kind mention mentioned mentions state states stated find found finding findings
    see saw seen long big high large often compare compared versus vs summarise summary explain describe know known
    way get gone go went going main sure happen happens happened because space effect effects affect affects
    affected affecting""".split()
)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of one lower-case word (Snowball English); the possessive is dropped, small numbers become figures."""
    word = word.replace("’", "'")
    if word[0].isdigit():
        return word.replace(",", "")
    if word in _NUMERALS:
        return _NUMERALS[word]
    import snowballstemmer

    # A stemmer keeps the word in itself, so two threads spoil each other's: a new one costs a microsecond, a word 200.
    found: str = snowballstemmer.stemmer("english").stemWord(word.removesuffix("'s").replace("'", ""))
    return found


def tokens(text: str) -> list[Token]:
    """The words of `text`, lower-case, with their places."""
    return [(m.group().lower(), m.start(), m.end()) for m in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """The words of `text`, lower-case."""
    return [word.lower() for word in _WORD.findall(text)]


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of `text`, in order."""
    return tuple(stem(word) for word in words(text))


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with those spans blank, so that offsets stay what they are."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
