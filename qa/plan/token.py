"""A token: a stretch of a question and what it may be.

Knows concepts as names of a kind and a key ("grade.good"). Does not know how they are found, nor what they say of a
query.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

__all__ = ["Token"]


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the question and what it may be: `keys` are concepts ("grade.good"), `value` what it names."""

    text: str
    start: int
    end: int
    keys: frozenset[str]
    value: Any = None

    def has(self, *kinds: str) -> bool:
        """Whether one of its concepts is of one of these kinds ("grade") or is one of these ("op.not")."""
        return not _kinds(self.keys).isdisjoint(kinds)

    def of(self, kind: str) -> str:
        """The rest of its concept's name after `kind` and the point, or ""."""
        return next((key[len(kind) + 1 :] for key in sorted(self.keys) if key.startswith(f"{kind}.")), "")


@lru_cache(maxsize=4096)
def _kinds(keys: frozenset[str]) -> frozenset[str]:
    """The concepts and every kind that one of them is of: "time.period" is of the kind "time"."""
    return keys | {key[:at] for key in keys for at, letter in enumerate(key) if letter == "."}
