"""Whether letters make words: words broken at a line's end made whole, and lines of letters that a wrong map gave.

Knows the vocabulary of the packaged embedding model, read as a list of words, and a few words of other languages that
reports are written in. Does not know what a report says.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from ingest.embedding.weights import vocabulary
from ingest.read.normalise import LINE_END_HYPHENS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["garbled", "mended"]

_BROKEN = re.compile(
    rf"(?<![\w-])(?P<first>[^\W\d_]+)(?:[{LINE_END_HYPHENS}]|[-‐\xad](?:\r\n|\r|\n))(?P<rest>[^\W\d_]+)(?![\w’'-]*-)"
)
_BREAK = re.compile(rf"[{LINE_END_HYPHENS}]|[-‐\xad][\r\n]")  # what every one of them has
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
# What a word may end in besides the stem that is known, which is no word of its own; and what it may begin with.
_ENDING = re.compile(
    r"(?:ing|ings|ed|er|ers|es|s|ly|ment|ments|ness|tion|tions|sion|sions|able|ible|al|ally|ity|ities|ies|ive|ance|ence)$"
)
_NEGATED = re.compile(r"^(?:un|in|im|dis|mis)(?=[^\W\d_]{4})")
_PREFIXES = frozenset("anti co de ex inter mid multi non post pre re self semi sub un under over".split())
_LEAST_STEM = 4  # letters

_COMMON = frozenset(
    "the and of to in is are was were has have been for with on at by from that this their not they it as an or be"
    " who which but all when had its had will can more than no there these".split()
)
# Words that stand in every few lines of other languages that authorities of these islands publish in, and their
# neighbours do: Welsh, Irish, Gaelic, Scots; French, German, Spanish, Italian, Portuguese, Dutch, Polish, Romanian.
_ELSEWHERE = frozenset(
    "yn ar bod gan mae roedd wedi gyda eu hyn agus ar an na le chun atá air aig tha bha les des une est dans pour que"
    " die der und ist das den mit von sich nicht los las del por para con una di che non il della per dei da um uma não"
    " het een van voor zijn niet się jest nie oraz dla być și pentru din este cu".split()
)
_LEAST_WORDS = 8  # of a run of lines before anything is said of it
_KNOWN = 0.4  # of its words are known in a run of lines of names, places and figures
_LIKELY = 0.6  # of its words are spelt as words are, by threes of letters
_NAMES = 0.7  # of its words begin with a capital, in a list of names
_USUAL = 3  # words of the vocabulary that have three letters in a row


def mended(pages: Sequence[str]) -> list[str]:
    """The texts of a report's pages with words made whole that the end of a line had broken.

    A word is whole where the two parts together are one that is known, or that the report has elsewhere, unless the
    report writes it with its hyphen elsewhere; compounds ("looked-after") are none and stay. What may be either
    ("pre-school") stays too, unless the report breaks words that can be nothing else.
    """
    broken = [_broken(page) for page in pages]
    if not any(broken):
        return list(pages)
    words = _Words(pages)
    whole = {one: words.are_one(one) for found in broken for one in found}
    if not any(is_one and words.can_be_nothing_else(one) for one, is_one in whole.items()):
        return list(pages)
    return [
        _with(page, found, lambda one: one["first"] + one["rest"] if whole[one] else one[0])
        for page, found in zip(pages, broken, strict=True)
    ]


def _broken(page: str) -> list[re.Match[str]]:
    """The broken words of a page: `_BROKEN.finditer`, which only looks where a line may break one."""
    found: list[re.Match[str]] = []
    for mark in _BREAK.finditer(page):
        start = mark.start()
        while start and _LETTER.match(page, start - 1):
            start -= 1
        if not found or start >= found[-1].end():
            found += filter(None, [_BROKEN.match(page, start)])
    return found


def _with(page: str, found: Sequence[re.Match[str]], written: Callable[[re.Match[str]], str]) -> str:
    """The page with each of those found `written` so."""
    parts, at = [], 0
    for one in found:
        parts += [page[at : one.start()], written(one)]
        at = one.end()
    return "".join([*parts, page[at:]])


class _Words:
    """The words that a report has, those broken at a line's end left out."""

    def __init__(self, pages: Sequence[str]) -> None:
        text = "\n".join(pages)
        self._text = _with(text, _broken(text), lambda _: " ").lower()

    def _has(self, word: str) -> bool:
        return word in self._text and re.search(rf"(?<![^\W\d_]){word}(?![^\W\d_])", self._text) is not None

    def are_one(self, broken: re.Match[str]) -> bool:
        """Whether the two parts make a word that is known, and that the report does not write with a hyphen."""
        first, rest = broken["first"].lower(), broken["rest"]
        return rest.islower() and self._knows(first + rest) and f"{first}-{rest}" not in self._text

    def can_be_nothing_else(self, broken: re.Match[str]) -> bool:
        """Whether one of the two parts is no word, so that no compound can be meant."""
        first, rest = broken["first"].lower(), broken["rest"]
        if first in _PREFIXES:
            return False
        return _ENDING.fullmatch(rest) is not None or not (self._knows(first) and self._knows(rest))

    def _knows(self, word: str) -> bool:
        if word in vocabulary() or self._has(word):
            return True
        bare = _NEGATED.sub("", word)
        stem = _ENDING.sub("", bare)
        return any(
            len(one) >= _LEAST_STEM and (one in vocabulary() or self._has(one)) for one in (bare, stem, f"{stem}e")
        )


def garbled(page: str) -> list[tuple[int, int]]:
    """The stretches of a page's text, in whole lines, whose letters make no words: a wrong map of characters.

    A line with a common English word ends a stretch; the rest must have words enough to tell, few that are known, and
    few that are spelt as words are, in whatever language of Latin letters.
    """
    found: list[tuple[int, int]] = []
    start, at = 0, 0
    words: list[str] = []
    for line in [*page.splitlines(keepends=True), "the"]:
        if not _COMMON.isdisjoint(line.lower().split()):
            if words and _make_no_words(words):
                found.append((start, at))
            words = []
        elif here := _WORD.findall(line):
            start = start if words else at
            words += here
        at += len(line)
    return found


def _make_no_words(words: Sequence[str]) -> bool:
    if sum(word.istitle() for word in words) > _NAMES * len(words):
        return False
    told = [word.lower() for word in words if len(word) > 1 and max(word) < "\u0250"]  # Latin letters, accents too
    if len(told) < _LEAST_WORDS or len(told) < len(words) / 2:
        return False
    if sum(word in vocabulary() for word in told) > _KNOWN * len(told):
        return False
    if len(_ELSEWHERE.intersection(told)) > 1:
        return False
    long = [word for word in told if len(word) > 2]
    return sum(map(_is_spelt_like_a_word, long)) < _LIKELY * len(long)


def _is_spelt_like_a_word(word: str) -> bool:
    threes = _threes()
    return all(three in threes for three in _in_threes(word))


@cache
def _threes() -> frozenset[str]:
    """The threes of letters, word ends among them, that a few words of the vocabulary have."""
    counts = Counter(three for word in vocabulary() for three in set(_in_threes(word)))
    return frozenset(three for three, count in counts.items() if count >= _USUAL)


def _in_threes(word: str) -> list[str]:
    edged = f" {word} "
    return [edged[at : at + 3] for at in range(len(edged) - 2)]
