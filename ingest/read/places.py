"""Which character of a PDF's page each character of its stored text is.

Knows that the stored text was made of the page's own characters: some changed their form (ligatures, bullets), some
went (invisible ones), some came (blanks, line ends), and blocks of them may stand in another order than in the file.
Letters and digits are what both have alike. Does not know PDFium, nor how the reader put the text in order.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["letters_of", "places"]

# Lengths of the stretches that are looked for, the longest first; single letters only near what stands beside them.
_ANYWHERE = (96, 48, 24, 12, 6, 3)
_NEARBY = (1,)
_NEAR = 40  # letters
_CANDIDATES = 50  # of one stretch: a page may be one letter, again and again


def places(stored: str, characters: Sequence[str]) -> list[int | None]:
    """For each character of a page's stored text the index of the page's character that it is, None for none.

    `characters` are the page's own in the order of the file. Where letters and digits are the same in both, each is its
    like; else by greedy string tiling (M. J. Wise, "String Similarity via Greedy String Tiling and Running Karp-Rabin
    Matching", 1993): the longest stretch in common first, wherever it stands, so that a page that repeats a line has
    each of them in its place.
    """
    own, owners = letters_of(stored)
    theirs, places_of = letters_of(characters)
    matched = range(len(own)) if own == theirs else _tiled(own, theirs)
    found: list[int | None] = [None] * len(stored)
    for letter, other in enumerate(matched):
        if other >= 0 and found[owners[letter]] is None:
            found[owners[letter]] = places_of[other]
    _add_marks(found, stored, characters)
    return found


def letters_of(characters: Iterable[str]) -> tuple[str, list[int]]:
    """The letters and digits of a text, in their plainest form, and of which of its characters each is a part."""
    letters: list[str] = []
    owners: list[int] = []
    for index, character in enumerate(characters):
        plain = character if character.isascii() else unicodedata.normalize("NFKD", character)
        for one in plain:
            if one.isalnum():
                letters.append(one)
                owners.append(index)
    return "".join(letters), owners


def _tiled(own: str, theirs: str) -> list[int]:
    """For each letter of `own` which of `theirs` it is, -1 for none; each of theirs is taken once."""
    found = [-1] * len(own)
    free = bytearray(b"\1") * len(theirs)
    for length in (*_ANYWHERE, *_NEARBY):
        starts: dict[str, list[int]] = defaultdict(list)
        for at in range(len(theirs) - length + 1):
            if free[at]:
                starts[theirs[at : at + length]].append(at)
        at = 0
        while at <= len(own) - length:
            if found[at] >= 0:
                at += 1
                continue
            likely = _likely(found, at)
            candidates = starts.get(own[at : at + length], ())
            if likely is not None:
                candidates = sorted(candidates, key=lambda one: abs(one - likely))
                if length in _NEARBY:
                    candidates = [one for one in candidates if abs(one - likely) <= _NEAR]
            best, most = -1, 0
            for one in candidates[:_CANDIDATES]:
                run = _run(own, at, theirs, one, found=found, free=free)
                if run > most:
                    best, most = one, run
            if most < length:
                at += 1
                continue
            for step in range(most):
                found[at + step] = best + step
                free[best + step] = 0
            at += most
    return found


def _likely(found: list[int], at: int) -> int | None:
    """Where a letter would stand that goes on from its neighbour; None where neither neighbour is found."""
    if at and found[at - 1] >= 0:
        return found[at - 1] + 1
    after = next((one for one in range(at, min(at + _NEAR, len(found))) if found[one] >= 0), None)
    return None if after is None else found[after] - (after - at)


def _run(own: str, at: int, theirs: str, other: int, *, found: list[int], free: bytearray) -> int:
    """How many letters on from both places are alike and not yet taken."""
    run = 0
    most = min(len(own) - at, len(theirs) - other)
    while run < most and found[at + run] < 0 and free[other + run] and own[at + run] == theirs[other + run]:
        run += 1
    return run


def _add_marks(found: list[int | None], stored: str, characters: Sequence[str]) -> None:
    """Find the punctuation beside letters that were found, from left to right and back."""
    for step in (1, -1):
        order = range(len(stored)) if step == 1 else range(len(stored) - 1, -1, -1)
        before: int | None = None
        for index in order:
            if found[index] is not None:
                before = found[index]
            elif stored[index].isspace():
                continue
            elif before is not None and not stored[index].isalnum():
                beside = before + step
                while 0 <= beside < len(characters) and characters[beside].isspace():
                    beside += step
                same = 0 <= beside < len(characters) and characters[beside] == stored[index]
                before = beside if same else None
                found[index] = before
            else:
                before = None
