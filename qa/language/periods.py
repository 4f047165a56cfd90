"""The periods a text names: since, before, between ... applied to the times in it, and what each qualifies.

Knows English ways of bounding time, and which words say that a time is that of a publication, an inspection or a
figure. Does not know the library, nor relative words that need one ("latest", "previous": those are the plan's).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from corpus.language.atoms import Atom, atoms_of, closes, joined, phrase_before, skip
from corpus.language.times.moment import Moment
from corpus.language.times.moments import moments_in
from corpus.language.times.qualified import Qualifies, qualifier, shares
from corpus.language.times.stretches import REPORTS, Precision, Stretch, inherited, lead, stretches_of, with_recent

__all__ = ["FoundPeriod", "PartialDate", "Period", "Precision", "Relation", "find_partial_dates", "find_periods"]

Relation = Literal["in", "since", "after", "before", "until", "between", "from", "by"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A stretch of time named in a question, both ends inclusive (date.min and date.max where it is open).

    `of` says what it qualifies: a report's publication, its inspection, the date a figure speaks of, or any of them.
    `words` is how the question put it. `precision` is that of the words ("range": since, before, between ...).
    """

    start: date
    end: date
    words: str
    of: Qualifies = "any"
    precision: Precision = "year"

    def holds(self, day: date | None) -> bool:
        """Whether `day` is known and lies in the period."""
        return day is not None and self.start <= day <= self.end

    def meets(self, start: date | None, end: date | None) -> bool:
        """Whether the stretch from `start` to `end` (either may be unknown) overlaps the period."""
        first, last = start or end, end or start
        return first is not None and last is not None and first <= self.end and last >= self.start

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years it touches; empty where an end is open."""
        if self.start == date.min or self.end == date.max:
            return ()
        return tuple(range(self.start.year, self.end.year + 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundPeriod:
    """A period and where its words stand: `start` to `end`, "since" and "onwards" included; `time` without them.

    `relation` is the word that was applied to it: "since", "before", "between" ...; "in" where it bounds nothing.
    """

    period: Period
    start: int
    end: int
    relation: Relation
    time: tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class PartialDate:
    """A month, a day or a season without a year, at `start` to `end`; `month` is None where only a season is said."""

    month: int | None
    day: int | None
    season: str | None
    start: int
    end: int


_YEAR_TO = "year to|year ending|year ended|year to the|year up to"
_PHRASES: dict[Relation, str] = {
    "in": "in|during|within|throughout|over|on|at|as at|as of|at the time of|around|circa|back in|for|of|across"
    "|in or around|dated"
    f"|{_YEAR_TO}|in the {'|in the '.join(_YEAR_TO.split('|'))}|for the {'|for the '.join(_YEAR_TO.split('|'))}",
    "since": "since|ever since|starting in|starting from|starting with|beginning in|not before|no earlier than"
    "|not earlier than|no sooner than|in or after|in or since|on or after|during or after|from or after|as from",
    "after": "after|later than|post|post -|newer than|more recent than|any time after|some time after|beyond",
    "before": "before|earlier than|prior to|pre|pre -|older than|ahead of",
    "until": "until|till|up to|up until|up to and including|up till|no later than|not later than|not after|in or before"
    "|on or before|during or before|through|right up to",
    "from": "from|dating from",
    "by": "by|by the time of|by the time of the",
}
_BEFORE: dict[str, Relation] = {said: relation for relation, all_ in _PHRASES.items() for said in all_.split("|")}
_LATER = (
    "onwards|onward|on wards|on - wards|on - ward|or later|or after|or since|or newer|or more recent|or more recently"
)
_LATEST = (
    "to date|to now|to the present|to the present day|to present|to today|until now|till now|until today|until date"
)
_ONWARDS = f"{_LATER}|and later|and after|and since|and beyond|or beyond|and onwards|and afterwards|at the earliest"
_EARLIER = "or earlier|or before|or older|and earlier|and before|or sooner|at the latest|or any time before"
_AFTER: dict[str, Relation] = {
    **dict.fromkeys(f"{_ONWARDS}|{_LATEST}|- present|- now|- today|- onwards".split("|"), "since"),
    **dict.fromkeys(_EARLIER.split("|"), "until"),
}
_AFTER_FIRST = frozenset(said.split()[0] for said in _AFTER)
_DETERMINERS = frozenset(("the", "year", "calendar"))
_GRADED = frozenset("rated graded judged grade grades rating ratings judgement judgment".split())
_ONE_INSPECTION = frozenset("inspection reinspection report visit one re".split())
_STARTING = frozenset(("starting", "beginning"))  # behind a visit, its first day: "inspections starting in 2022"
_VISITS = frozenset("inspection inspections reinspection reinspections visit visits".split())
_UP = frozenset("through right up on all the way".split())  # "right up to", "through to"
_ARTICLES_NOW = frozenset(("the", "its", "their", "most"))
_NOW = frozenset("latest now present today date last current newest".split())
_DAY = timedelta(days=1)


def find_periods(text: str, *, today: date | None = None) -> list[FoundPeriod]:
    """The periods named in `text`, in order; none overlap. "The last three years" are read only where `today` is given.

    A month without a year is none, unless it takes the year of the time it is joined to ("March and June 2021").
    """
    if today is None and not _has_digit(text):
        return []
    atoms = atoms_of(text)
    stretches = stretches_of(atoms, moments_in(atoms))
    if today is not None:
        stretches = with_recent(atoms, stretches, today)
    found: list[FoundPeriod] = []
    for n, stretch in enumerate(stretches):
        floor = stretches[n - 1].until if n else 0
        follows = n + 1 < len(stretches) and stretches[n + 1].at
        found.append(_bounded(text, atoms, stretch, floor, follows or len(atoms)))
    found = _pairs(text, found)
    return _qualified(atoms, found)


def find_partial_dates(text: str) -> list[PartialDate]:
    """The months, days and seasons named without a year, in order: "in March", "the September date", "that July"."""
    atoms = atoms_of(text)
    moments = moments_in(atoms)
    dated = {m.at for m in inherited(atoms, moments) if m.year is not None}
    return [
        PartialDate(
            month=None if m.season else m.first,
            day=m.day,
            season=m.season or None,
            start=atoms[m.at].start,
            end=atoms[m.until - 1].end,
        )
        for m in moments
        if m.at not in dated and _meant(atoms, m) and not _a_name(text, atoms, m)
    ]


def _has_digit(text: str) -> bool:
    return any(c in text for c in "0123456789")


# --- the words around a time ---


def _bounded(text: str, atoms: list[Atom], this: Stretch, floor: int, ceiling: int) -> FoundPeriod:
    """The period with what stands before it (not before `floor`) and after it (not up to `ceiling`) applied."""
    relation, at = _led(atoms, this.at, floor)
    if _about_one_inspection(atoms, this.until) and (graded := _graded_before(atoms, this.at, floor)) is not None:
        relation, at = "before", graded
    elif relation in ("after", "before", "until") and _about_one_inspection(atoms, this.until):
        relation, at = "in", this.at
    elif relation == "since" and atoms[at].text in _STARTING and at and atoms[at - 1].text in _VISITS:
        relation = "in"
    trailing, until = _trailed(atoms, this.until, ceiling)
    now = _until_now(atoms, this.until) if relation == "from" else None
    if trailing and relation not in ("in", "from", "by", trailing):
        trailing, until = None, this.until
    if now is not None and trailing is None:
        trailing, until = "since", now
    if trailing:
        relation = trailing
    elif relation == "by" and this.edge == "end":
        relation = "until"
    elif this.precision == "range" and relation == "from":
        relation = "between"  # "from 2014 to 2018": its ends are said already
    start, end = _opened(this, relation)
    opened = (start, end) != (this.first, this.last)
    time = (atoms[this.core].start, atoms[this.until - 1].end)
    words = " ".join(text[time[0] : time[1]].split())
    period = Period(start=start, end=end, words=words, precision="range" if opened else this.precision)
    return FoundPeriod(period=period, start=atoms[at].start, end=atoms[until - 1].end, relation=relation, time=time)


def _led(atoms: list[Atom], i: int, floor: int) -> tuple[Relation, int]:
    """The relation that the words before `i` say, and where they begin."""
    if lead(atoms, i) == "between":
        at = i - 1
        while atoms[at].text != "between":
            at -= 1
        return ("between", at) if at >= floor else ("in", i)
    j = i
    while j - 1 >= floor and atoms[j - 1].text in _DETERMINERS:
        j -= 1
    for k in dict.fromkeys((i, i - 1, j)):
        if floor < k <= i and k >= j:
            read = phrase_before(atoms, k, _BEFORE, most=min(6, k - floor))
            if read is not None and not (joined(atoms, read[1]) and atoms[read[1] - 1].text == "-"):
                return read
    return "in", j if j < i and j >= floor else i


def _trailed(atoms: list[Atom], i: int, ceiling: int) -> tuple[Relation | None, int]:
    """The relation that the words from `i` on say, "onwards", "or later", and where they end."""
    for size in range(min(4, ceiling - i) if atoms[i].text in _AFTER_FIRST else 0, 0, -1):
        said = " ".join([atom.text for atom in atoms[i : i + size]])
        dash = atoms[i].text == "-" and not closes(atoms, i + size)
        if said in _AFTER and i + size != ceiling and not dash:
            return _AFTER[said], i + size
    if atoms[i].text == "on" and closes(atoms, i + 1) and not joined(atoms, i):
        return "since", i + 1
    return None, i


def _about_one_inspection(atoms: list[Atom], i: int) -> bool:
    """'(in the year) before the 2014 inspection' names one inspection, not all that came before."""
    return atoms[i].text in _ONE_INSPECTION and not joined(atoms, i)


def _graded_before(atoms: list[Atom], i: int, floor: int) -> int | None:
    """Where "before" stands in "rated before its 2014 inspection", which asks for what came before; None elsewhere."""
    at = i - 1 - (atoms[i - 1].text in ("the", "its", "their", "this", "that"))
    return at if at > floor and atoms[at].text == "before" and atoms[at - 1].text in _GRADED else None


def _until_now(atoms: list[Atom], i: int) -> int | None:
    """Where "(report) up to the latest" ends, which behind "from the 2017" leaves the end open; None without it."""
    j = skip(atoms, skip(atoms, i, REPORTS), _UP)
    if atoms[j].text not in ("to", "until", "till"):
        return None
    j = skip(atoms, j + 1, _ARTICLES_NOW)
    if atoms[j].text == "recent" and atoms[j - 1].text == "most":
        return j + 1
    return j + 1 if atoms[j].text in _NOW else None


def _opened(this: Stretch, relation: Relation) -> tuple[date, date]:
    """The ends that a relation leaves; "the start of" and "the end of" a time are its first and its last day."""
    first, last = this.first, this.last
    if relation == "since":
        return (last if this.edge == "end" else first), date.max
    if relation == "after":
        return (first if this.edge == "start" else last + _DAY), date.max
    if relation == "before":
        return date.min, (last if this.edge == "end" else first - _DAY)
    if relation == "until":
        return date.min, (first if this.edge == "start" else last)
    return first, last


def _pairs(text: str, found: list[FoundPeriod]) -> list[FoundPeriod]:
    """'After 2014 but before 2018', 'from 2014 up to 2018': two ends that make one period."""
    made: list[FoundPeriod] = []
    for this in found:
        last = made[-1] if made else None
        opens = last is not None and (last.period.end == date.max or last.relation == "from")
        if last is not None and opens and this.period.start == date.min:
            linked = text[last.end : this.start].strip(" ,").lower() in ("and", "but", "and also", "")
            if linked and last.period.start <= this.period.end:
                at = (last.time[0], this.time[1])
                words = " ".join(text[at[0] : at[1]].split())
                period = Period(start=last.period.start, end=this.period.end, words=words, precision="range")
                made[-1] = FoundPeriod(period=period, start=last.start, end=this.end, relation="between", time=at)
                continue
        made.append(this)
    return made


def _qualified(atoms: list[Atom], found: list[FoundPeriod]) -> list[FoundPeriod]:
    """Say what each period qualifies; what qualifies the last of a list qualifies those before it."""
    of = [qualifier(atoms, one.time, day=one.period.precision == "day") for one in found]
    for n in range(len(found) - 2, -1, -1):
        if of[n] == "any" and shares(atoms, found[n].time[1], found[n + 1].time[0]):
            of[n] = of[n + 1]
    return [replace(one, period=replace(one.period, of=kind)) for one, kind in zip(found, of, strict=True)]


# --- times without a year ---

_UNSURE = frozenset("may march mar august jan dec sep apr".split())  # words and names of their own
_NAMES = frozenset("april june may august jan".split())
_AT_A_TIME = frozenset(
    "in by since until till from to during before after at on of last next this that for and or".split()
)
_HOLDERS = frozenset(("the", "that", "this", "its", "their", "last", "previous", "next"))
_DATED = frozenset("report reports inspection visit one date figure figures letter grade rating number".split())


def _meant(atoms: list[Atom], moment: Moment) -> bool:
    """Whether a month or season without a year is one: "in March", not "children march" nor "they may have"."""
    word = atoms[moment.at].text
    before, after = atoms[moment.at - 1].text if moment.at else "", moment.until
    if moment.season:
        held = before in _AT_A_TIME or before in _HOLDERS or before in ("early", "late", "mid")
        return held and word != "fall"
    if moment.day is not None or moment.edge or word not in _UNSURE or moment.until - moment.at > 1:
        return True
    if before in _HOLDERS and atoms[after].text in _DATED:
        return True
    return before in _AT_A_TIME and closes(atoms, after)


def _a_name(text: str, atoms: list[Atom], moment: Moment) -> bool:
    """Whether a month is somebody's first name: "April Smith"."""
    i = moment.at
    if atoms[i].text not in _NAMES or (i and atoms[i - 1].text in _AT_A_TIME):
        return False
    return atoms[i + 1].is_word and text[atoms[i + 1].start].isupper()
