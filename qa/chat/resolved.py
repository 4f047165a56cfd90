"""Whom and when a turn speaks of, once what it leaves out is filled in from the state.

Knows relative times ("three years later", "last time", "the one before") and the order of an authority's reports.
Does not know what is
asked of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa.chat.slots import ParsedTurn
from qa.chat.wording import in_report
from qa.language.periods import find_periods
from qa.language.words import blanked

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.chat.state import State
    from qa.question import Catalogue

__all__ = ["Moment", "ResolvedTurn", "resolve_turn"]

_NUMBERS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_ONE = r"(?:one|time|inspection|report|visit|judge?ment|grade|rating)"


def _re(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


_YEARS_LATER = _re(
    rf"{_COUNT} years? (?:later|on|after(?:wards)?(?: that)?)|(?:in )?the (?:following|next) year"
    rf"|(?:in )?the year after(?: that)?"
)
_YEARS_EARLIER = _re(
    rf"{_COUNT} years? (?:earlier|before(?: that)?|previously|prior)|(?:in )?the (?:previous|preceding) year"
    rf"|(?:in )?the year before(?: that)?"
)
_PREVIOUS = _re(
    rf"(?:in |at |from |of )?(?:the |their |its |that )?(?:previous|preceding|prior|penultimate|earlier) {_ONE}"
    rf"|(?:in |at |from |of )?(?:the |their |its )?{_ONE} before(?: (?:that|this|it|last|the last))?(?: one)?"
    rf"|before (?:that|this|then)(?: one)?|beforehand|previously|(?:the )?last but one(?: {_ONE})?"
    rf"|the previous(?=\W*$)|before(?=\W*$)"
)
_NEXT = _re(
    rf"(?:in |at |from |of )?(?:the |their |its )?(?:next|following|subsequent|later) {_ONE}|(?:in |at |from "
    rf"|of )?(?:the |their |its )?{_ONE} after(?: (?:that|this|it))?(?: one)?|after (?:that"
    rf"|this)(?: one)?(?=\W*$)|afterwards"
)
_LAST_TIME = _re(r"(?:at |in )?(?:the )?last (?:time|one|inspection|report|visit)(?: (?:round|out|around))?")
_LATEST = _re(
    rf"(?:in |at |from |of )?(?:the |their |its )?(?:(?:latest|newest|most recent|current)(?: {_ONE})?"
    rf"|last {_ONE}|(?<!it )(?<!they )(?<!that )(?<!inspection )last(?=\W*$))|later(?: on)?(?=\W*$)|subsequently"
    rf"|as of now|now(?=\W*$)|these days"
    rf"|nowadays|today|currently|at present|right now"
    rf"|at the moment"
)
_FIRST = _re(
    rf"(?:in |at |from |of )?(?:the |their |its )?(?:first|earliest|oldest)(?: {_ONE})?|originally|to begin with"
)
_SAME = _re(
    r"(?:in |for |during )?(?:that|the same) (?:year|month|period|quarter)|(?:at|on|by) (?:that|the same) (?:time"
    r"|date|point|stage|moment)|at the time|that time|back then|then(?=\W*$)|by then"
)
_THAT_ONE = _re(
    r"(?:in |at |of |from |by |for |during |on )?(?:that|this|the same) (?:one|inspection|report|visit|letter"
    r"|document)|(?:in|from|of) (?:that|there)(?=\W*$)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """When a turn speaks of: the phrase for it, the report if it is one, and text[start:end] that said so (or nothing).

    `said` is the time in the person's own words, for the turns to come. `moved` says that the turn named another time
    than the state's.
    """

    when: str
    report: Report | None
    said: str
    moved: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolvedTurn:
    """A turn with the names and the time it means. `names` is empty where nothing was spoken of yet."""

    turn: ParsedTurn
    state: State
    catalogue: Catalogue
    names: tuple[str, ...]
    moment: Moment

    @property
    def bare(self) -> bool:
        """Whether the turn holds nothing but slots and the words for its time ("and after that?")."""
        return not self.rest

    @property
    def rest(self) -> frozenset[str]:
        """The turn's words beside slots and the words for its time."""
        told = re.findall(r"\w+", self.turn.text[self.moment.start : self.moment.end].casefold())
        return frozenset(self.turn.words) - frozenset(told)

    @property
    def when(self) -> str:
        """The phrase for the time meant."""
        return self.moment.when

    @property
    def report(self) -> Report | None:
        """The report meant, if it is one."""
        return self.moment.report

    @property
    def as_said(self) -> str:
        """The time for a list or several authorities: the person's own words, not one report's date."""
        named = self.moment.end > self.moment.start and not self.moment.report
        return self.turn.time or (self.moment.when if named else self.state.said)


def resolve_turn(turn: ParsedTurn, state: State, catalogue: Catalogue) -> ResolvedTurn:
    """Fill in `turn` from `state`."""
    own = turn.plan.authorities or turn.plan.absent_authorities or turn.plan.unknown_places
    names = own or state.authorities or state.members
    changed = bool(own) and own != state.authorities
    moment = _own_time(turn) or _relative(turn, state, catalogue, names, changed) or _carried(state, catalogue, changed)
    return ResolvedTurn(turn=turn, state=state, catalogue=catalogue, names=names, moment=moment)


def _own_time(turn: ParsedTurn) -> Moment | None:
    if not turn.time:
        return None
    return Moment(when=turn.time, report=None, said=turn.time, moved=True)


def _focus(state: State, catalogue: Catalogue) -> Report | None:
    return next((report for report in catalogue.reports if report.number == state.report), None)


def _carried(state: State, catalogue: Catalogue, changed: bool) -> Moment:
    """The time of the state: the report's where the authority is still the same, else the person's words."""
    focus = None if changed else _focus(state, catalogue)
    return Moment(when=in_report(focus) or state.said, report=focus, said=state.said)


def _relative(
    turn: ParsedTurn, state: State, catalogue: Catalogue, names: tuple[str, ...], changed: bool
) -> Moment | None:
    spoken = _focus(state, catalogue)
    focus = None if changed else spoken
    text = blanked(turn.text, turn.places)
    same = _SAME.search(text)
    if same:
        year = f"in {_year(state, spoken)}" if _year(state, spoken) else ""
        open_ended = re.match(r"(?:since|after|before|until|from|by)\b", state.said, re.IGNORECASE)
        when = year if not state.said or open_ended or "year" in same[0].casefold() else state.said
        return Moment(when=when, report=None if changed else focus, said=when, start=same.start(), end=same.end())
    for pattern, sign in ((_YEARS_LATER, 1), (_YEARS_EARLIER, -1)):
        match, base = pattern.search(text), _year(state, spoken)
        if match and base:
            count = match.groupdict().get("count") or "1"
            then = base + sign * (_NUMBERS.get(count.casefold()) or int(count if count.isdecimal() else 1))
            # Figures of a year stand in the report after it: only a report is looked for beside the year.
            when = f"in {then if state.measures else _nearest_year(then, names, catalogue)}"
            return Moment(when=when, report=None, said=when, moved=True, start=match.start(), end=match.end())
    that = _THAT_ONE.search(text)
    if that and focus is not None:
        return Moment(when=in_report(focus), report=focus, said=state.said, start=that.start(), end=that.end())
    return _by_order(text, state, catalogue, names, focus)


def _by_order(
    text: str, state: State, catalogue: Catalogue, names: tuple[str, ...], focus: Report | None
) -> Moment | None:
    """The report before, after, first or last of the authority's own."""
    series = _series(names, catalogue)
    for order in (_PREVIOUS, _NEXT, _LAST_TIME, _LATEST, _FIRST):
        match = order.search(text)
        if match is None:
            continue
        at = series.index(focus) if focus in series else len(series) - 1
        # After the latest, "last time" is the one before it; after an older one it is the latest.
        again = order is _LAST_TIME and at == len(series) - 1 and names == state.authorities
        pattern = _PREVIOUS if again else _LATEST if order is _LAST_TIME else order
        steps = {_PREVIOUS: at - 1, _NEXT: at + 1, _LATEST: len(series) - 1, _FIRST: 0}
        words = {_PREVIOUS: "previous", _NEXT: "next", _LATEST: "latest", _FIRST: "first"}
        report = series[steps[pattern]] if 0 <= steps[pattern] < len(series) else None
        when = in_report(report) or f"in the {words[pattern]} inspection"
        return Moment(when=when, report=report, said="", moved=True, start=match.start(), end=match.end())
    return None


def _series(names: tuple[str, ...], catalogue: Catalogue) -> list[Report]:
    """The one authority's inspections, oldest first: graded ones, if there are any."""
    if len(names) != 1:
        return []
    own = sorted(
        (r for r in catalogue.reports if r.authority == names[0]), key=lambda r: (r.dated or date.min, r.number)
    )
    return [report for report in own if report.judgements] or own


def _year(state: State, focus: Report | None) -> int | None:
    """The year spoken of: as the person said it, else the report's."""
    for found in find_periods(state.said):
        if found.period.years:
            return found.period.years[0]
    return focus.dated.year if focus is not None and focus.dated else None


def _nearest_year(year: int, names: tuple[str, ...], catalogue: Catalogue) -> int:
    """The year itself, or the one beside it if only that has a report of the authority."""
    held: set[int] = set()
    for report in catalogue.reports:
        if report.authority in names:
            held |= {day.year for day in (report.published, report.inspection_start, report.inspection_end) if day}
    return next((one for one in (year, year + 1, year - 1) if one in held), year)
