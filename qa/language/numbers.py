"""The numbers a text names, the bounds it puts on counts, and the lengths of time in it.

Knows "two thirds", "one in five", "at least two", "more than 18 months". Does not know what is counted, and reads the
figures of a date as numbers too: who needs the difference blanks what qa.language.periods has found.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Literal, TypedDict

from corpus.language.atoms import DASHES, Atom, atoms_of, closes, is_plain, joined, phrase_before, skip
from corpus.language.numerals import TIMES, Number, NumberKind, cardinal_at, numbers_in

__all__ = [
    "FoundBound",
    "FoundDuration",
    "FoundNumber",
    "NumberKind",
    "find_bounds",
    "find_durations",
    "find_numbers",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundNumber:
    """A number at `start` to `end`: a fraction's value is 0 to 1, a percentage's 0 to 100, a multiple's how often."""

    value: float
    start: int
    end: int
    kind: NumberKind
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundBound:
    """How many there must be, both ends inclusive, `most` None where it is open: "at least two", "twice"."""

    least: int
    most: int | None
    start: int
    end: int
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundDuration:
    """A length of time in days, both ends inclusive, `days_most` None where it is open: "more than two years"."""

    days_least: int
    days_most: int | None
    start: int
    end: int
    words: str


_DAYS = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.436875, "year": 365.2425, "decade": 3652.425}
_UNITS = {unit + s: unit for unit in _DAYS for s in ("", "s")} | {"yr": "year", "yrs": "year", "wks": "week"}
_KINDS_OF_DAY = frozenset(("working", "calendar", "school", "full", "whole"))

Way = Literal["least", "more", "most", "less", "exact", "none"]
_WAYS: dict[Way, str] = {
    "least": "at least|a minimum of|minimum of|no fewer than|no less than|not less than|not fewer than|upwards of",
    "more": "more than|over|above|exceeding|greater than|longer than|in excess of|higher than",
    "most": "at most|up to|no more than|not more than|a maximum of|maximum of|as many as|at the most|no longer than"
    "|within",
    "less": "fewer than|less than|under|below|shorter than|lower than",
    "exact": "exactly|precisely|only|just|a total of|exactly a|only a|just a",
    "none": "not|not even|not a|never",
}
_BEFORE: dict[str, Way] = {said: way for way, phrases in _WAYS.items() for said in phrases.split("|")}
_AFTER: dict[str, Way] = {
    **dict.fromkeys(
        "or more|or longer|or over|or above|and more|and over|and above|or greater|plus|+|at least".split("|"), "least"
    ),
    **dict.fromkeys("or less|or fewer|or under|or below|at most|at the most|or shorter|max|maximum".split("|"), "most"),
    **dict.fromkeys("exactly|only|and no more|and only".split("|"), "exact"),
}
_AGES = frozenset(("over", "under", "above", "below"))
_TO = DASHES | {"to", "or"}
_FOR_A = frozenset("for within in after over under than least most about nearly almost half every another per".split())


def find_numbers(text: str) -> list[FoundNumber]:
    """The numbers in `text`, in order; none overlap. "One" that counts nothing ("which one?") is left out."""
    atoms = atoms_of(text)
    return [FoundNumber(value=n.value, kind=n.kind, **_place(text, atoms, n.at, n.until)) for n in numbers_in(atoms)]


def find_bounds(text: str) -> list[FoundBound]:
    """The bounds on counts in `text`, in order: "two or more", "fewer than four", "only one", "twice", "a single"."""
    atoms = atoms_of(text)
    found = []
    taken = 0
    for at, until, least, most in _bounds(atoms, numbers_in(atoms)):
        if at >= taken:
            taken = until
            found.append(FoundBound(least=least, most=most, **_place(text, atoms, at, until)))
    return found


def find_durations(text: str) -> list[FoundDuration]:
    """The lengths of time in `text`, in order: "five years and four months", "within 10 days", "two to three weeks"."""
    atoms = atoms_of(text)
    numbers = {n.at: n for n in numbers_in(atoms) if n.kind == "cardinal"}
    found: list[FoundDuration] = []
    i = floor_ = 0
    while atoms[i].text:
        made = _length(atoms, i, numbers)
        if made is None or atoms[skip(atoms, made[2], DASHES)].text in ("old", "olds"):
            i += 1
            continue
        first, last, until = made
        way, at, until = _way(atoms, i, until, floor_)
        at -= way is None and at > floor_ and atoms[at - 1].text in ("half", "between")
        least, most = _applied(way, round(first), round(last))
        found.append(FoundDuration(days_least=least, days_most=most, **_place(text, atoms, at, until)))
        i = floor_ = until
    return found


class _Place(TypedDict):
    start: int
    end: int
    words: str


def _place(text: str, atoms: list[Atom], at: int, until: int) -> _Place:
    start, end = atoms[at].start, atoms[until - 1].end
    return {"start": start, "end": end, "words": " ".join(text[start:end].split())}


# --- bounds ---


def _bounds(atoms: list[Atom], numbers: list[Number]) -> list[tuple[int, int, int, int | None]]:
    """The bounds as first atom, last atom, least and most."""
    made = []
    floor_ = 0
    for n, number in enumerate(numbers):
        after = numbers[n + 1] if n + 1 < len(numbers) else None
        if number.kind not in ("cardinal", "multiple") or number.at < floor_ or _is_measure(atoms, number):
            continue
        value, last, until = number.value, number.value, number.until
        between = atoms[number.at - 1].text == "between"
        if after is not None and after.kind == number.kind and _spans(atoms, number, after, between=between):
            last, until = after.value, after.until
        way, at, end = _way(atoms, number.at, until, floor_)
        plain = way is None and last == value and not between and number.kind == "cardinal"
        if plain or (way in ("more", "less") and _is_age(atoms, number, until)):
            continue
        least, most = _applied(way, value, last)
        made.append((at - between, end, least, most))
        floor_ = end
    made += [
        (at, i + 1, 0 if none else 1, 0 if none else 1)
        for i, atom in enumerate(atoms)
        if atom.text == "single"
        for none, at in (_single(atoms, i),)
        if at is not None
    ]
    return sorted(made)


def _spans(atoms: list[Atom], one: Number, two: Number, *, between: bool) -> bool:
    """Whether two numbers are the ends of one: "two or three", "2-4", "between two and four"."""
    joint = atoms[one.until].text
    return two.at == one.until + 1 and one.value < two.value and (joint in _TO or (between and joint == "and"))


def _is_measure(atoms: list[Atom], number: Number) -> bool:
    """Whether a number is no count: a decimal, a year, or one of days, weeks, months or years."""
    if number.value % 1:
        return True
    if number.kind == "cardinal" and 1900 <= number.value < 2100 and len(atoms[number.at].text) == 4:
        return True
    return number.kind == "cardinal" and _unit(atoms, number.until) is not None


def _is_age(atoms: list[Atom], number: Number, until: int) -> bool:
    """'Children over 16', "under 5s": an age, where nothing that is counted follows."""
    return atoms[number.at - 1].text in _AGES and closes(atoms, until)


def _single(atoms: list[Atom], i: int) -> tuple[bool, int | None]:
    """Whether "a single" is denied ("not a single"), and where it begins; None for "the single worst"."""
    if atoms[i - 1].text not in ("a", "one"):
        return False, None
    read = phrase_before(atoms, i - 1, _BEFORE, most=min(2, i - 1))
    if read is None or read[0] not in ("none", "exact"):
        return False, i - 1
    return read[0] == "none", read[1]


def _way(atoms: list[Atom], at: int, until: int, floor_: int) -> tuple[Way | None, int, int]:
    """What the words before and after a number make of it, and where they begin and end."""
    read = phrase_before(atoms, at, _BEFORE, most=max(0, min(3, at - floor_)))
    if read is not None and read[0] != "none":
        return read[0], read[1], until
    for size in (3, 2, 1):
        said = " ".join([atom.text for atom in atoms[until : until + size]])
        if said in _AFTER:
            return _AFTER[said], at, until + size
    if read is not None and atoms[at].text in TIMES:
        return "none", read[1], until
    return None, at, until


def _applied(way: Way | None, first: float, last: float) -> tuple[int, int | None]:
    """The least and the most that a way makes of a number, or of the two ends of a range."""
    if way == "none":
        return 0, 0
    if way == "least":
        return ceil(first), None
    if way == "more":
        return floor(last) + 1, None
    if way == "most":
        return 0, floor(last)
    if way == "less":
        return 0, max(0, ceil(first) - 1)
    return ceil(first), floor(last)


# --- lengths of time ---


def _unit(atoms: list[Atom], i: int) -> tuple[float, int] | None:
    """The days of the unit at `i`, "working days", "-week", and the place after it."""
    j = i + (atoms[i].text == "-" and joined(atoms, i))
    j = skip(atoms, j, _KINDS_OF_DAY)
    unit = _UNITS.get(atoms[j].text)
    return (_DAYS[unit], j + 1) if unit else None


def _length(atoms: list[Atom], i: int, numbers: dict[int, Number]) -> tuple[float, float, int] | None:
    """The days, least and most, of the length of time at `i`, and the place after it."""
    read = _one_length(atoms, i, numbers)
    if read is None:
        return None
    first, last, j = read
    more = _one_length(atoms, j + (atoms[j].text in ("and", ",")), numbers)
    if more is not None and atoms[j].text in ("and", ",") and more[0] < first:
        return first + more[0], last + more[1], more[2]
    if atoms[j].text == "and" and atoms[j + 1].text == "a" and atoms[j + 2].text == "half":
        half = _unit(atoms, j - 1)
        extra = half[0] / 2 if half else 0.0
        return first + extra, last + extra, j + 3
    return first, last, j


def _one_length(atoms: list[Atom], i: int, numbers: dict[int, Number]) -> tuple[float, float, int] | None:
    """ "18 months", "10-day", "two to three weeks", "two and a half years", "half a year", "within a month"."""
    if atoms[i].text in ("a", "an") and _unit(atoms, i + 1):
        unit = _unit(atoms, i + 1) if _is_length(atoms, i) else None
        share = 0.5 if atoms[i - 1].text == "half" else 1.0
        return (unit[0] * share, unit[0] * share, unit[1]) if unit else None
    read = _cardinal_of_unit(atoms, i, numbers)
    if read is None:
        return None
    value, j = read
    last = value
    if atoms[j].text in _TO or (atoms[j].text == "and" and atoms[i - 1].text == "between"):
        upper = _cardinal_of_unit(atoms, j + 1, numbers)
        if upper is not None and upper[0] > value and _unit(atoms, upper[1]):
            last, j = upper
    if [atom.text for atom in atoms[j : j + 3]] == ["and", "a", "half"]:
        value, last, j = value + 0.5, last + 0.5, j + 3
    j += atoms[j].text == "of"
    unit = _unit(atoms, j)
    return (value * unit[0], last * unit[0], unit[1]) if unit else None


def _is_length(atoms: list[Atom], i: int) -> bool:
    """Whether "a year" is a length of time: "within a year", "a year and a half"; not "98 a year"."""
    if atoms[i - 1].text in _FOR_A or atoms[i + 1].text in ("fortnight", "decade"):
        return True
    return [atom.text for atom in atoms[i + 2 : i + 5]] == ["and", "a", "half"]


def _cardinal_of_unit(atoms: list[Atom], i: int, numbers: dict[int, Number]) -> tuple[float, int] | None:
    if i in numbers:
        return numbers[i].value, numbers[i].until
    read = cardinal_at(atoms, i)  # "35-day" is no number of its own
    if read is None or (atoms[i].is_digits and not is_plain(atoms, i)):
        return None
    return read
