"""A text as atoms: words, figures and marks, each with its place; raised marks of notes are none.

Knows where one ends. Does not know what they mean: that is for the tables beside each rule (corpus.language.times,
corpus.language.numerals).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from corpus.sentences import NOTE_MARKS

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

__all__ = ["DASHES", "Atom", "atoms_of", "closes", "is_plain", "joined", "phrase_before", "skip", "small"]

_LETTER = rf"[^\W\d_{NOTE_MARKS}]"
_ATOM = re.compile(rf"([0-9]+)|({_LETTER}+(?:['’]{_LETTER}+)*)|[^\s{NOTE_MARKS}]")
DASHES = frozenset("-–—─‐‑−")
_MONEY = frozenset("£$€#")
_CLOSING = frozenset(
    """? . ! , ; : ) ] - – — and or but then was were is are did do does had has have in on at for of to by with from
    about since before after until during as than when where which who what how report reports inspection inspections
    visit please""".split()
)


class Atom(NamedTuple):
    """A run of letters or of digits, or one mark, at `start` to `end`; `text` is in lower case."""

    text: str
    start: int
    end: int
    is_digits: bool = False
    is_word: bool = False


def atoms_of(text: str) -> list[Atom]:
    """The atoms of `text` in order, then four empty ones, so that looking a few ahead (or one back) is always safe."""
    found = [
        Atom(match[0].lower(), match.start(), match.end(), match.lastindex == 1, match.lastindex == 2)
        for match in _ATOM.finditer(text)
    ]
    end = len(text) + 1
    found += [Atom("", end, end)] * 4
    return found


def joined(atoms: list[Atom], i: int) -> bool:
    """Whether nothing stands between this atom and the one before it."""
    return atoms[i - 1].end == atoms[i].start


def small(atom: Atom) -> int | None:
    """The whole number that up to four digits write."""
    return int(atom.text) if atom.is_digits and len(atom.text) <= 4 else None


def is_plain(atoms: list[Atom], i: int) -> bool:
    """Whether digits stand for themselves: no part of a word, of money, of a decimal, or of a percentage."""
    if joined(atoms, i):
        before = atoms[i - 1]
        if before.is_word or before.is_digits or before.text == "_" or before.text in _MONEY:
            return False
        if before.text in (".", ",") and atoms[i - 2].is_digits and joined(atoms, i - 1):
            return False
    return ends_plain(atoms, i)


def ends_plain(atoms: list[Atom], i: int) -> bool:
    """Whether nothing that belongs to the same number or word follows digits."""
    after = atoms[i + 1]
    if after.text == "%":
        return False
    if after.start != atoms[i].end:
        return True
    if after.is_word or after.text == "_":
        return False
    return not (after.text in (".", ",") and atoms[i + 2].is_digits and joined(atoms, i + 2))


def skip(atoms: list[Atom], i: int, words: frozenset[str]) -> int:
    """The first place from `i` on that is none of `words`."""
    while atoms[i].text in words:
        i += 1
    return i


def closes(atoms: list[Atom], i: int) -> bool:
    """Whether a phrase may end before `i`: the text ends, a mark follows, or a word that begins another phrase."""
    return not atoms[i].text or atoms[i].text in _CLOSING


def phrase_before(atoms: list[Atom], i: int, phrases: Mapping[str, T], *, most: int) -> tuple[T, int] | None:
    """What the longest of `phrases`, up to `most` atoms, that ends just before `i` stands for, and where it begins."""
    for size in range(min(most, i), 0, -1):
        said = " ".join([atom.text for atom in atoms[i - size : i]])
        if said in phrases:
            return phrases[said], i - size
    return None
