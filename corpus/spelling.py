"""How far a written word is from a name.

Knows slips of the keyboard and how many of them a name bears. Knows no names. The edit distance is that of optimal
string alignment (two swapped letters are one slip), by rapidfuzz, which is imported only for words that come close.
"""

from __future__ import annotations

from collections import Counter


def slips_between(words: tuple[str, ...], name: tuple[str, ...], ordinary: frozenset[str]) -> int | None:
    """Slips of the keyboard between words and a name, word by word or written together; None if they are too many.

    All words are lower case. A word of `ordinary` is never a slip: it is what it is.
    """
    if len(words) == len(name):
        total = 0
        for word, wanted in zip(words, name, strict=True):
            if word != wanted:
                slips = None if word in ordinary else _osa(word, wanted, part=len(name) > 1)
                if slips is None:
                    return None
                total += slips
        return total if 0 < total <= 3 else None
    joined, wanted = "".join(words), "".join(name)
    if len(words) == 1:
        return _osa(joined, wanted)
    return 1 if len(name) == 1 and joined == wanted else None


def _slips(length: int, *, part: bool = False) -> int:
    """How many slips a word of that length may have and still be read as a name, or as `part` of a longer one."""
    if length < 5:
        return int(part and length == 4)
    return 1 if length < 8 else 2 if length < 12 else 3


def _osa(word: str, wanted: str, *, part: bool = False) -> int | None:
    """Edits from `wanted` (swapped neighbours count once), or None beyond `_slips`; rapidfuzz only if it is close."""
    most = _slips(len(wanted), part=part)
    if not most or abs(len(word) - len(wanted)) > most or len(set(word) ^ set(wanted)) > 2 * most:
        return None
    if word[0] != wanted[0] or sum((Counter(word) - Counter(wanted)).values()) > most:
        return None
    from rapidfuzz.distance import OSA

    edits = OSA.distance(word, wanted, score_cutoff=most)
    return edits if edits <= most else None
