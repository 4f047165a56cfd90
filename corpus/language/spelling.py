"""One slip of the pen: a letter left out, doubled, put in or changed, or two that changed places.

Knows letters. Does not know words: those it is measured against are the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["is_slip", "one_slip"]

_FREELY = 6  # letters from which any single slip is forgiven; a shorter word is too near to other words


def one_slip(word: str, names: Iterable[str]) -> str | None:
    """The one of `names` that `word` writes with a single slip; None for the name itself, or where two would fit."""
    meant = [name for name in names if is_slip(word, name)]
    return meant[0] if len(meant) == 1 else None


def is_slip(word: str, name: str) -> bool:
    """Whether `word` is `name` with one slip; in a name below six letters only a swap or a doubled letter counts."""
    if abs(len(word) - len(name)) > 1 or len(name) < 4 or word == name:
        return False
    at = next((n for n, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name)))
    if len(word) == len(name):
        if word[at : at + 2] == name[at : at + 2][::-1] and word[at + 2 :] == name[at + 2 :]:
            return True
        return len(name) >= _FREELY and word[at + 1 :] == name[at + 1 :]
    longer, shorter = (word, name) if len(word) > len(name) else (name, word)
    if longer[at + 1 :] != shorter[at:]:
        return False
    return len(name) >= _FREELY or (at > 0 and longer is word and longer[at] == longer[at - 1])
