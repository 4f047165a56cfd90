"""Misspelt words of the lexicon: read as what they are a slip of the keyboard away from, and said to be.

Knows the lexicon's words and how far one word is from another. Does not know what any of them means.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from qa.language.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.language.lexicon import Word

__all__ = ["spelt"]

_SHORTEST = 5  # letters; shorter words are too near to too many others
_LONG = 8  # letters from which two slips are borne
# Words without their apostrophe: of nouns whose plural takes no s, and of "there's".
_WITHOUT = ("childrens", "mens", "womens", "theres", "heres", "wheres", "hows")


def spelt(words: Sequence[Word]) -> tuple[list[Word], list[str]]:
    """The words, misspelt ones of the lexicon put right, and a sentence on each that was."""
    known = lexicon().vocabulary
    right: list[Word] = []
    notes: list[str] = []
    for word in words:
        meant = None
        if word.text in _WITHOUT:  # its apostrophe is left out as often as not: no slip to be told of
            right += [replace(word, text=word.text[:-1], end=word.end - 1)]
            right += [replace(word, text="'s", start=word.end - 1)]
            continue
        if len(word.text) >= _SHORTEST and word.text.isalpha() and word.text not in known:
            meant = _meant(word.text)
        right.append(word if meant is None else replace(word, text=meant))
        if meant is not None:
            notes.append(f"Read “{word.text}” as “{meant}”.")
    return right, notes


@lru_cache(maxsize=1024)
def _meant(word: str) -> str | None:
    """The one word of the lexicon that `word` is a slip of, or None where there is none, or `word` is a word itself."""
    if word in _ordinary() or _is_a_form(word):
        return None
    near = [one for one in _by_letter().get(word[0], ()) if abs(len(one) - len(word)) <= 2]
    if not near:
        return None
    from rapidfuzz.distance import OSA

    found: dict[int, list[str]] = {}
    for one in near:
        shorter = min(len(one), len(word))
        most = 2 if shorter >= _LONG else 1
        edits = OSA.distance(word, one, score_cutoff=most)
        # An ending that grammar adds or takes away is no slip.
        if edits <= most and not _inflected(word, one):
            found.setdefault(edits, []).append(one)
    best = found[min(found)] if found else []
    return best[0] if len(best) == 1 or (best and len({_stem(one) for one in best}) == 1) else None


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    """English words that are a slip or two away from a word of the lexicon: they are what they are."""
    return frozenset((files("qa") / "data" / "near_words.txt").read_text(encoding="utf-8").split())


_ENDINGS = ("s", "es", "d", "ed", "r", "er", "ly", "ing")


def _is_a_form(word: str) -> bool:
    """Whether a word is one of the lexicon's with an ending that grammar adds."""
    known = lexicon().vocabulary
    return any(
        word.endswith(ending) and word.removesuffix(ending) in known and _joins(word.removesuffix(ending), ending)
        for ending in _ENDINGS
    )


def _joins(stem: str, ending: str) -> bool:
    """Only a word in -e takes a bare d or r."""
    return ending not in ("d", "r") or stem.endswith("e")


def _inflected(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    ending = longer[len(shorter) :]
    return longer.startswith(shorter) and ending in _ENDINGS and _joins(shorter, ending)


def _stem(word: str) -> str:
    from qa.language.words import stem

    return stem(word)


@lru_cache(maxsize=1)
def _by_letter() -> dict[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for word in sorted(lexicon().vocabulary):
        if len(word) >= _SHORTEST and word.isalpha():
            grouped.setdefault(word[0], []).append(word)
    return {letter: tuple(words) for letter, words in grouped.items()}
