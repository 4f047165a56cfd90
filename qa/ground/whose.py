"""Of which authorities each part of a claim speaks, so that what the report on one says is not told of another.

Knows clauses by their marks and joining words, and the register's names. Does not know figures nor quotes. A clause
that names no authority speaks of those named last, else of those named first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from qa.ground.names import authorities_in, mentions
from qa.ground.normal import clean

__all__ = ["Part", "parts"]

_JOINTS = re.compile(
    r",(?!\d)|[;:()\u2026]|\s-\s|[.!?]\s|(?<![\w-])(?:and|or|but|nor|while|whilst|whereas|against|than|as)(?![\w-])",
    re.IGNORECASE,
)
_LISTING = re.compile(r"\s*(?:,|and|or|,\s*(?:and|or))\s*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Clauses of a claim, one after the other, that speak of the same authorities; of none where it names none."""

    text: str
    authorities: frozenset[str]


def parts(claim: str) -> list[Part]:
    """The claim cut where it goes on to other authorities."""
    clauses = _clauses(claim)
    owners = _owners(claim, clauses)
    firsts = [n for n in range(len(clauses)) if n == 0 or owners[n] != owners[n - 1]]
    return [
        Part(text=claim[clauses[first][0] : clauses[following - 1][1]], authorities=owners[first])
        for first, following in pairwise([*firsts, len(clauses)])
    ]


def _clauses(claim: str) -> list[tuple[int, int]]:
    """Where each clause lies; neither a name with "and" in it nor a list of names is cut."""
    text = clean(claim)
    names = mentions(text)
    listed = [
        (one_end, other_start)
        for (_, one_end), (other_start, _) in pairwise(names)
        if _LISTING.fullmatch(text, one_end, other_start)
    ]
    found, at = [], 0
    for match in _JOINTS.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in (*names, *listed)):
            found.append((at, match.start()))
            at = match.end()
    return [*found, (at, len(text))]


def _owners(claim: str, clauses: list[tuple[int, int]]) -> list[frozenset[str]]:
    """Of which authorities each clause speaks."""
    owners = [frozenset(authorities_in(claim[start:end].strip())) for start, end in clauses]
    last = next((names for names in owners if names), frozenset[str]())
    for n, names in enumerate(owners):
        last = owners[n] = names or last
    return owners
