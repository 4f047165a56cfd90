"""What can be checked in a sentence: its dates, amounts, grades and anything else with a digit, each with its place.

Knows which numbers and times of a sentence are checked, and the grades of the frameworks. Does not know claims or
quotes, nor how English writes numbers and dates (qa.language). Unlike corpus.language.amounts, which picks the amount a
question asks for, nothing with a digit in it is left out here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from corpus.language.atoms import atoms_of, joined
from corpus.language.numerals import Number, cardinal_alone, cardinal_at, numbers_in
from corpus.language.times.moments import moments_in
from corpus.language.times.stretches import inherited
from corpus.language.times.years import year_moment
from qa.ground.counted import ANYTHING, bound_of, counted
from qa.ground.normal import clean
from qa.ground.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.language.atoms import Atom
    from corpus.language.times.moment import Moment

__all__ = ["MEASURED", "Day", "Value", "ValueKind", "agrees", "counts", "same", "values"]

ValueKind = Literal["number", "share", "money", "date", "grade", "ordinal", "code", "quantity"]
MEASURED = frozenset(("number", "share", "money"))

Day = tuple[int | None, int | None, int | None]
"""Year, month, day; None where it is not said."""

_UNITS = {unit + s: unit for unit in ("minute", "hour", "day", "week", "month", "year") for s in ("", "s")}
_KINDS_OF_DAY = frozenset(("working", "calendar", "school"))
_JOINTS = frozenset(("to", "and", "or", "-"))
_AT_A_MONTH = frozenset("in by of since from until".split())
_NOT_CHECKED = frozenset(("none", "once", "twice", "thrice"))
_CODES = (re.compile(r"[^\s()\[\]]*[0-9](?:[^\s()\[\]]*\w)?"), re.compile(r"[0-9]+"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A checkable value at `start` to `end` of its sentence.

    `key` is what is compared: a Fraction (a share of 1 for "share"), a Day, or lower-case text. `unit` is a time's unit
    ("day"), where one stands beside the number, or "point" of percentages. `text` is how it is written. `noun`, `near`,
    `again` and `standing` say what it counts (see `Counted`), `bound` whether it is more or less (see `bound_of`).
    """

    kind: ValueKind
    start: int
    end: int
    text: str
    key: Fraction | Day | str
    unit: str | None = None
    noun: str | None = None
    near: frozenset[str] = frozenset()
    again: bool = False
    standing: Standing = ""
    bound: str = ""


def values(sentence: str) -> list[Value]:
    """The values of a sentence in the order they stand; every digit of it lies in one of them."""
    return list(_values(sentence))


@lru_cache(maxsize=256)  # a claim is looked at from several sides, and the same quotes for each claim
def _values(sentence: str) -> tuple[Value, ...]:
    text = clean(sentence)
    atoms = atoms_of(text)
    found = [value for moment in _moments(atoms) for value in _dates(text, atoms, moment)]
    taken = [(value.start, value.end) for value in found]
    for number in _numbers(atoms):
        value = _amount(text, atoms, number)
        if value is not None and _free(value.start, value.end, taken):
            taken.append((value.start, value.end))
            found.append(_about(sentence, value))
    for pattern in _CODES:  # the second takes what is left beside a value found before
        for match in pattern.finditer(text):
            start, end = match.span()
            if _free(start, end, taken):
                taken.append((start, end))
                bare = match[0].strip(".,;:!?'\"-%").lower()
                found.append(Value(kind="code", start=start, end=end, text=match[0], key=bare))
    return tuple(sorted([*found, *_grades(text)], key=lambda value: value.start))


def agrees(claimed: Value, stated: Value) -> bool:
    """Whether a stated value says what is claimed: the same amount of the same thing, or a date at least as fine.

    A claim that names a unit, a noun or a bound ("more than") finds them with the stated value; one that names no noun
    leaves it open.
    """
    if not same(claimed, stated):
        return False
    if claimed.kind not in MEASURED:
        return True
    if claimed.bound != stated.bound and (claimed.bound or stated.bound != "over?"):
        return False
    if claimed.unit is not None or claimed.kind == "share":
        if claimed.unit != stated.unit:
            return False
    elif claimed.noun is not None and stated.unit is not None:
        return False
    return counts(claimed.noun, stated)


def counts(noun: str | None, stated: Value) -> bool:
    """Whether a stated value counts what the noun names."""
    return noun is None or noun == stated.noun or (stated.noun is None and not stated.near.isdisjoint((noun, ANYTHING)))


def same(claimed: Value, stated: Value) -> bool:
    """Whether two values are the same amount and kind, whatever they count, or dates of which the second is as fine."""
    if isinstance(claimed.key, tuple) and isinstance(stated.key, tuple):
        return all(c is None or c == s for c, s in zip(claimed.key, stated.key, strict=True))
    if claimed.kind != stated.kind or claimed.key != stated.key:
        return False
    return claimed.unit is None or stated.unit is None or claimed.unit == stated.unit


def _about(sentence: str, value: Value) -> Value:
    """The value with what it counts and how it is bounded."""
    if value.kind not in MEASURED:
        return value
    bound = bound_of(sentence, value.start, value.end, timed=value.unit is not None)
    of = counted(sentence, value.start, value.end, one=value.key == 1 and value.kind == "number")
    if value.kind == "money" or value.unit not in (None, "point"):
        return replace(value, standing=of.standing, bound=bound)
    return replace(value, noun=of.noun, near=of.near, again=of.again, standing=of.standing, bound=bound)


def _free(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return not any(start < b and a < end for a, b in taken)


def _moments(atoms: list[Atom]) -> Iterator[Moment]:
    """The times; of a season, a half or the first months, the year alone, so that its numbers are looked at too."""
    for moment in inherited(atoms, moments_in(atoms)):
        if moment.unit != "season":
            yield moment
            continue
        within = (year_moment(atoms, i) for i in range(moment.at, moment.until))
        yield from (year for year in within if year is not None)


def _dates(text: str, atoms: list[Atom], moment: Moment) -> list[Value]:
    """The days, months or years that a time names: both ends of a range."""
    start, end = atoms[moment.at].start, atoms[moment.until - 1].end
    return [
        Value(kind="date", start=start, end=end, text=text[start:end], key=day)
        for day in dict.fromkeys(_days(atoms, moment))
    ]


def _days(atoms: list[Atom], moment: Moment) -> list[Day]:
    year = moment.year
    if moment.unit == "day":
        return [(year, moment.first, day) for day in (moment.day, moment.last_day) if day]
    if moment.unit == "month":
        at = max(moment.at, moment.core)
        led = at > 0 and atoms[at - 1].text in _AT_A_MONTH
        return [(year, moment.first, None)] if year is not None or led else []
    if year is None or moment.last == _DECADE:
        return []
    return [(year, None, None), (year + (moment.last - 1) // 12, None, None)]


_DECADE = 120  # months


def _numbers(atoms: list[Atom]) -> list[Number]:
    """The numbers, those that begin a compound too: "16-year-old", "three-borough"."""
    found = [number for number in numbers_in(atoms) if not _of_two(atoms, number)]
    known = {i for number in found for i in range(number.at, number.until)}
    for i in range(len(atoms) - 4):
        read = cardinal_alone(atoms, i) if i not in known else None
        if read is not None:
            found.append(Number(value=read[0], kind="cardinal", at=i, until=read[1]))
            known.update(range(i, read[1]))
    return found


def _of_two(atoms: list[Atom], number: Number) -> bool:
    """Whether it is "82 out of 133": each of the two is looked up, since the report may say "82 of 133"."""
    return number.kind == "fraction" and any(a.text in ("in", "out") for a in atoms[number.at : number.until])


def _amount(text: str, atoms: list[Atom], number: Number) -> Value | None:
    """A share, an ordinal in figures, an amount of money, or a number with its unit of time."""
    first = atoms[number.at]
    if first.text in _NOT_CHECKED or (number.kind == "ordinal" and not first.is_digits):
        return None
    start, end = first.start, atoms[number.until - 1].end
    key = Fraction(number.value).limit_denominator(10**6)
    if number.kind == "ordinal":
        return Value(kind="ordinal", start=start, end=end, text=text[start:end], key=text[start:end].lower())
    if number.kind in ("percent", "fraction"):
        points = atoms[number.until].text in ("point", "points")
        end = atoms[number.until].end if points else end
        key = key / 100 if number.kind == "percent" else key
        unit = "point" if points else None
        return Value(kind="share", start=start, end=end, text=text[start:end], key=key, unit=unit)
    if number.at and atoms[number.at - 1].text == "£":
        start = atoms[number.at - 1].start
        return Value(kind="money", start=start, end=end, text=text[start:end], key=key)
    if atoms[number.until].text in ("pounds", "pound"):
        end = atoms[number.until].end
        return Value(kind="money", start=start, end=end, text=text[start:end], key=key)
    # Delayed 51 times is not 51 delays.
    unit, end = ("time", end) if number.kind == "multiple" else _unit(atoms, number.until, end)
    return Value(kind="number", start=start, end=end, text=text[start:end], key=key, unit=unit)


def _unit(atoms: list[Atom], i: int, end: int) -> tuple[str | None, int]:
    """The unit of time behind a number, and where it ends: "days", "working days", "-year"; a range has one."""
    if atoms[i].text in _JOINTS and (second := cardinal_at(atoms, i + 1)) is not None:
        return _unit(atoms, second[1], end)[0], end
    while (atoms[i].text == "-" and joined(atoms, i)) or atoms[i].text in _KINDS_OF_DAY:
        i += 1
    unit = _UNITS.get(atoms[i].text)
    return unit, atoms[i].end if unit else end


@lru_cache(maxsize=1)
def _grade_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every grade that councils are given with the ways it is printed, the longer grades first.

    Those of other bodies ("poor", "compliant") are everyday words, which sentences on councils are free to use.
    """
    from corpus.frameworks import frameworks

    printed: dict[str, set[str]] = {}
    for framework in frameworks():
        if framework.body.kind not in ("council", "partnership"):
            continue
        for grade, pattern in framework.printed.items():
            printed.setdefault(grade.lower(), set()).add(pattern.pattern)
    return tuple(
        (grade, re.compile(rf"\b(?:{'|'.join(sorted(printed[grade], key=len, reverse=True))})\b", re.IGNORECASE))
        for grade in sorted(printed, key=len, reverse=True)
    )


def _grades(text: str) -> list[Value]:
    found: list[Value] = []
    for grade, pattern in _grade_patterns():
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < v.end and v.start < end for v in found):
                found.append(Value(kind="grade", start=start, end=end, text=match.group(), key=grade))
    return found
