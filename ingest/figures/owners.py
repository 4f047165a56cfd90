"""Whose a figure is, and whether it is the earlier or the later of two.

Knows the words for England, neighbours and targets, for comparing and for changing. Does not know what is counted.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from corpus.language.pattern import words_pattern
from corpus.owners import OTHERS, owner_words
from ingest.figures.words import COMPARES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.language.atoms import Atom
    from corpus.model import Whose
    from ingest.figures.model import Reading, Time, Value

__all__ = ["turn_of", "whose_of"]

_QUOTES = (("‘", "’"), ("“", "”"))
_SPOKEN = re.compile(r"\b(?:said|told|says|commented|described|reported that|explained)\b", re.IGNORECASE)
_CHANGED = frozenset(
    """increase increased increases increasing reduction reduced reduces reducing rise rose risen rising fall fell
    fallen falling drop dropped decline declined down up improvement improved improves improving decrease decreased
    changed grew grown growing moved gone went""".split()
)
_OF_ENGLAND = re.compile(r"\s+(?:average|authorit|local|council|figure|rate)", re.IGNORECASE)
_TO_DO = re.compile(
    r"\s+(?:be|start|begin|open|join|finish|complete|commence|take|move|receive|leave)\b", re.IGNORECASE
)


@cache
def _patterns() -> tuple[tuple[Whose, re.Pattern[str]], ...]:
    owners: tuple[Whose, ...] = ("england", "neighbours", "region", "elsewhere", "target")
    return tuple((owner, words_pattern(owner_words()[owner])) for owner in owners)


def whose_of(reading: Reading, value: Value, clause: tuple[int, int]) -> Whose:
    """Whose a figure is: the authority's own unless words of its clause that belong to it say otherwise."""
    text, atoms, found = reading.text, reading.atoms, reading.values
    if _quoted(text, atoms[value.at].start):
        return "person"
    together = _respectively(text, atoms, value, found)
    if together is not None:
        return together
    after = next((one for one in found if one.at >= value.until), None)
    last = clause[1] - 1
    if after is not None and after.kind == value.kind and _side_by_side(atoms, value, after):
        last = min(after.until + 5, len(atoms) - 5)  # "59% and 61% in England"
    start, end = atoms[clause[0]].start, atoms[last].end
    named = sorted(_named(text, start, end))
    at, until = atoms[value.begins].start, atoms[value.until - 1].end
    before = [one for one in named if one[0] < at]
    behind = [one for one in named if one[0] >= until]
    if before and not _passed(text[before[-1][1] : at]):
        return before[-1][2]
    if (
        behind
        and not _compared(text[until : behind[0][0]])
        and not (behind[0][2] == "target" and _aside(text, until, behind[0]))
    ):
        return behind[0][2]
    return "authority"


def _named(text: str, start: int, end: int) -> Iterator[tuple[int, int, Whose]]:
    for owner, pattern in _patterns():
        for match in pattern.finditer(text, start, end):
            if match.group().lower() == "english" and not _OF_ENGLAND.match(text, match.end()):
                continue
            if match.group().lower() == "due to" and not _TO_DO.match(text, match.end()):
                continue
            if owner == "target" and match.group().lower().endswith(("ing", "ted")) and "plan" not in match.group():
                continue
            yield match.start(), match.end(), owner


def _aside(text: str, until: int, named: tuple[int, int, Whose]) -> bool:
    """Whether a wish named behind a figure is of something else: "two reviews, which are due to be published"."""
    return (
        "," in text[until : named[0]] or named[0] - until > 30 or text[named[0] : named[1]].lower().startswith("plan")
    )


def _compared(between: str) -> bool:
    """Whether an owner named behind a figure only has its own compared with it: "45%, below the national average"."""
    return any(word in COMPARES for word in re.findall(r"[a-z]+", between.lower())) or ";" in between


def _passed(between: str) -> bool:
    """Whether what stands between an owner and a figure goes on to something else: "the national average, with 45%"."""
    return bool(re.search(r"[;]|,\s+(?:with|and|at|but|which)\b|\b(?:with|to recruit)\b", between))


def _respectively(text: str, atoms: list[Atom], value: Value, found: list[Value]) -> Whose | None:
    """'Neighbours and England (52% and 49%, respectively)': the n-th figure is the n-th owner's."""
    if "respectively" not in text[atoms[value.until - 1].end :].lower()[:80]:
        return None
    kin = [one for one in found if one.kind == value.kind]
    n = kin.index(value) if value in kin else 0
    pair = kin[n - 1 : n + 1] if n and _side_by_side(atoms, kin[n - 1], value) else kin[n : n + 2]
    if len(pair) < 2:
        return None
    named = list(dict.fromkeys(owner for _, _, owner in sorted(_named(text, 0, len(text))) if owner in OTHERS))
    return named[pair.index(value)] if len(named) == 2 else None


def _side_by_side(atoms: list[Atom], one: Value, other: Value) -> bool:
    return [atom.text for atom in atoms[one.until : other.begins]] in (["and"], [","], [",", "and"])


def _quoted(text: str, at: int) -> bool:
    """Whether a figure is in somebody's own words: in quotation marks, in a sentence that says that it was said."""
    if not _SPOKEN.search(text):
        return False
    for opening, closing in _QUOTES:
        first = text.rfind(opening, 0, at)
        last = text.find(closing, at)
        if first >= 0 and last > at and text.find(closing + " ", first, at) < 0 and last - first > 25:
            return True
    return False


def turn_of(
    atoms: list[Atom], value: Value, time: Time | None, clause: tuple[int, int]
) -> Literal["", "earlier", "later"]:
    """Whether a figure is the earlier or the later of two: "rose from 12 to 15", "15, against 12 the year before"."""
    near = [atom.text for atom in atoms[max(0, value.begins - 5) : value.begins]]
    wide = [atom.text for atom in atoms[max(0, value.begins - 16) : value.begins]]
    behind = [atom.text for atom in atoms[value.until : clause[1] + 14]]
    led = near[-1:] == ["from"] or ("from" in near and near[-1:] in (["of"], ["average"]))
    if led and (any(word in _CHANGED for word in (*wide, *behind[:8])) or "to" in behind[:12]):
        return "earlier"
    if near[-1:] == ["to"] and ("from" in wide or any(word in _CHANGED for word in wide)):
        return "later"
    compared = any(word in ("compared", "against", "than", "on", "from") for word in wide[-8:])
    return "earlier" if compared and time is not None and time.earlier and time.at >= clause[0] else ""
