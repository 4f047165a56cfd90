"""The clauses of a sentence, one for each figure, and the time that each speaks of.

Knows the words between figures and how times are written. Does not know what is counted.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.language.mentions import mentions
from corpus.language.numerals import cardinal_at
from ingest.figures.model import Time
from ingest.figures.words import JOINTS, TIME_NOUNS

if TYPE_CHECKING:
    from corpus.language.atoms import Atom
    from ingest.figures.model import Value

__all__ = ["clauses", "time_of", "times"]

_SPANS = frozenset("last past previous preceding current same coming next following".split())
_WORDS_BEFORE = frozenset("at on in by since until during for from to between over within throughout".split())
_BEGINNINGS = frozenset("the end of beginning start early late mid as at year ending ended to period academic".split())
_OF_INSPECTION = ("inspection", "visit", "review", "reinspection", "fieldwork")
_LEADING_TO = frozenset("before prior preceding leading up".split())
_NOW = frozenset("currently presently".split())


def times(text: str, atoms: list[Atom]) -> list[Time]:
    """The times that a sentence names, in order: of the calendar, and those told from the report's own."""
    starts = [atom.start for atom in atoms]
    found = [
        Time(
            at=_led(atoms, bisect_left(starts, one.at)),
            until=bisect_left(starts, one.until),
            start=one.start,
            end=one.end,
            fineness=one.fineness,
        )
        for one in mentions(text)
    ]
    found = _joined(atoms, found)
    taken = {i for one in found for i in range(one.at, one.until)}
    i = 0
    while atoms[i].text:
        one = None if i in taken else _relative(atoms, i)
        if one is None or any(n in taken for n in range(i, one.until)):
            i += 1
            continue
        found.append(Time(at=_led(atoms, one.at), until=one.until, earlier=one.earlier))
        i = one.until
    return sorted(found, key=lambda one: one.at)


def _led(atoms: list[Atom], at: int) -> int:
    """Where the words that lead to a time begin: "at the end of", "in the year to"."""
    i = at
    while i and (atoms[i - 1].text in _BEGINNINGS or _is_span(atoms, i - 1)) and at - i < 6:
        i -= 1
    if i and atoms[i - 1].text in _WORDS_BEFORE:
        return i - 1
    while i < at and atoms[i].text not in _WORDS_BEFORE and atoms[i].text in ("of", "to", "as"):
        i += 1
    return i


def _is_span(atoms: list[Atom], i: int) -> bool:
    """Whether a number or hyphen belongs to "the two-year period 2011-13"."""
    return atoms[i].text == "-" or (
        cardinal_at(atoms, i) is not None and atoms[i + 1].text in ("-", "year", "month", "months")
    )


def _joined(atoms: list[Atom], found: list[Time]) -> list[Time]:
    """'Between April 2014 and March 2015', "from June to August 2013": one time."""
    made: list[Time] = []
    for one in found:
        last = made[-1] if made else None
        if last is not None and last.end and one.end and one.at - last.until <= 1:
            between = atoms[last.until].text if one.at > last.until else atoms[one.at].text
            if between in ("and", "to", "–", "-", "until") and atoms[last.at].text in ("between", "from"):
                made[-1] = replace(last, until=one.until, end=one.end, fineness=one.fineness)
                continue
        made.append(one)
    return made


def _relative(atoms: list[Atom], i: int) -> Time | None:
    """ "the last six months", "a year earlier", "at the time of the inspection", "since the last inspection", "now"."""
    word = atoms[i].text
    if word in _SPANS:
        read = cardinal_at(atoms, i + 1)
        j = read[1] if read else i + 1
        j += atoms[j].text in ("full", "calendar", "financial", "academic", "three-year", "reporting", "performance")
        if atoms[j].text in TIME_NOUNS or atoms[j].text in ("period", "inspection", "term", "summer", "autumn"):
            past = word in ("previous", "preceding") or (word == "last" and atoms[j].text in ("year", "inspection"))
            return Time(at=i, until=j + 1, earlier=past)
        return None
    if word in ("time", "point") and atoms[i + 1].text == "of":
        return _of_inspection(atoms, i, i + 2)
    length = cardinal_at(atoms, i)
    if length and atoms[length[1]].text in TIME_NOUNS and atoms[length[1] + 1].text in _LEADING_TO:
        return _of_inspection(atoms, i, length[1] + 2)
    if word in ("earlier", "before", "previously", "ago") and atoms[i - 1].text in TIME_NOUNS:
        n = i - 2 if i > 1 else i - 1
        return Time(at=n, until=i + 1, earlier=True)
    if word == "year" and atoms[i + 1].text == "to" and atoms[i + 2].text == "date":
        return Time(at=i, until=i + 3)
    if word == "so" and atoms[i + 1].text == "far":
        return Time(at=i, until=i + 2 + 2 * (atoms[i + 2].text == "this"))
    if word == "this" and atoms[i + 1].text in ("year", "quarter", "month", "summer", "week"):
        return Time(at=i, until=i + 2)
    return Time(at=i, until=i + 1) if word in _NOW else None


def _of_inspection(atoms: list[Atom], i: int, j: int) -> Time | None:
    """'At the point of the inspection', "the 12 months prior to this inspection": where it is named soon behind `j`."""
    for n in range(j, min(j + 6, len(atoms))):
        if atoms[n].text in _OF_INSPECTION:
            earlier = any(atoms[k].text in ("last", "previous") for k in range(j, n))
            return Time(at=i, until=n + 1, earlier=earlier)
    return None


def clauses(atoms: list[Atom], found: list[Value], named: list[Time]) -> list[tuple[int, int]]:
    """Of each value the atoms of its clause; a value in brackets, or "of 52" behind "41", shares that before it."""
    length = next(i for i, atom in enumerate(atoms) if not atom.text)
    inside = {i for one in named for i in range(one.at + 1, one.until)}
    cuts: list[int] = [0]
    for before, after in pairwise(found):
        cuts.append(_cut(atoms, before, after, inside))
    cuts.append(length)
    spans: list[tuple[int, int]] = []
    for n in range(len(found)):
        lo = cuts[n]
        if lo < 0:
            spans.append(spans[-1])
            continue
        hi = next(cut for cut in cuts[n + 1 :] if cut >= 0)
        spans.append((lo, hi))
    return spans


def _cut(atoms: list[Atom], before: Value, after: Value, inside: set[int]) -> int:
    """Where the clause of `after` begins between two values; -1 where both stand in one."""
    between = range(before.until, after.begins)
    if before.whole is after or not between:
        return -1
    opened = next((i for i in reversed(between) if atoms[i].text in "()"), None)
    if opened is not None and atoms[opened].text == "(" and _only_amounts(atoms, opened + 1, after):
        return -1
    best, rank = -1, 0
    for i in between:
        if i in inside:
            continue
        own = _joint(atoms, i)
        if own >= rank and own:
            best, rank = i, own
    return best


def _only_amounts(atoms: list[Atom], i: int, after: Value) -> bool:
    """Whether nothing but the value and its bound stands before it in brackets."""
    return all(
        atoms[n].text in ("or", "a", "rate", "of", "which", "is", "just", "only", "equates", "to", "i", "e", ".")
        for n in range(i, after.begins)
    )


def _beside(one: Time, value: Value, atoms: list[Atom]) -> bool:
    """Whether a value is only compared with one of an earlier time: "a 12-day improvement on the previous year"."""
    led = atoms[one.at].text in ("on", "from", "than", "to", "with", "over") or atoms[one.at - 1].text in (
        "than",
        "with",
        "to",
        "from",
        "against",
        "on",
    )
    return one.earlier and led and one.at >= value.until


def _joint(atoms: list[Atom], i: int) -> int:
    word, after = atoms[i].text, atoms[i + 1].text
    if word == ";":
        return 5
    if word == ",":
        return 4 if after in JOINTS or after in ("a", "an", "of", "well", "below", "above", "in") else 2
    if word in (":", "—", "–") or word == "(":
        return 3
    if word == "of" and after in ("whom", "which", "these", "those"):
        return 4
    return JOINTS.get(word, 0)


def time_of(
    value: Value, clause: tuple[int, int], named: list[Time], found: list[Value], *, atoms: list[Atom]
) -> Time | None:
    """The time that a value's clause names, the one right behind it first; else the one that opens the sentence."""
    own = [
        one for one in named if clause[0] <= one.at and one.until <= clause[1] + 1 and not _beside(one, value, atoms)
    ]
    others = [one for one in found if one is not value]

    def far(one: Time) -> float:
        behind = one.at - value.until
        gap = behind if behind >= 0 else value.begins - one.until + 2
        low, high = min(value.until, one.until), max(value.begins, one.at)
        return gap + 15 * sum(low <= other.at < high for other in others)

    if own:
        return min(own, key=far)
    opening = [one for one in named if one.at <= 2 or (atoms[one.at - 1].text == "," and one.until < found[0].at)]
    opening = [one for one in opening if one.until <= value.at]
    return opening[-1] if opening else None
