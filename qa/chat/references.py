"""What was spoken of before, by its name: "the most recent of them", "the two that aren't", "since then".

Knows the lists and the time that the state holds and the reports' grades and dates. Does not know what is asked of
them: it puts names and years in place of the words.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from qa.chat.slots import place_spans
from qa.chat.wording import MOST_NAMED
from qa.facts.model import scale_rank
from qa.language.periods import find_periods
from qa.language.phrasing import listed
from qa.language.words import blanked

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.chat.state import State
    from qa.question import Catalogue

__all__ = ["with_pick", "with_since"]

_SOME = r"(?:them|those|these|that list|the (?:two|three|four|five|six|list|pair|bunch))"
_BY_TIME = re.compile(
    rf"\bthe (?P<way>most recent(?:ly inspected)?|latest|newest|last|first|earliest|oldest)(?: one)? (?:of|"
    rf"among) {_SOME}\b",
    re.IGNORECASE,
)
_BY_GRADE = re.compile(
    rf"\bthe (?P<way>weaker|weakest|worse|worst|lower|lowest|poorer|poorest|stronger|strongest|better|best|"
    rf"higher|highest)"
    rf"(?:[ -](?:rated|graded|judged|performing))?(?: one| council| authority)?(?: (?:of|among) {_SOME}|"
    rf"(?=\W*$| (?:have|has|had|need|"
    rf"do|does|did|get|got|score)\b))",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\b(?:the |those )(?:other )?(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|ones|"
    r"councils|authorities|"
    r"boroughs|rest|others?)\s+)?(?:that|which|who)\s+(?:aren['’]?t|are not|isn['’]?t|is not|weren['’]?t|"
    r"were not|wasn['’]?t|"
    r"don['’]?t|didn['’]?t|haven['’]?t|hasn['’]?t)(?: (?:in (?:that|it|there)|there))?\b|"
    r"\bthe (?:other (?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|ones)|remaining (?:\w+)|"
    r"rest(?: of (?:them|those|"
    r"that list|the list))?)(?=\W|$)",
    re.IGNORECASE,
)
# "since" with nothing after it (but the place), or with no more than "then": it opens the period begun by a time said.
_SINCE = re.compile(
    r"\b(?:ever )?since(?: then\b| that (?:time|date|day|year|point|one|inspection|report|visit)\b"
    r"|(?=\W*$|\s*[,;:]|\s+(?:in|at|for|with)\s*\W*$))",
    re.IGNORECASE,
)
_HOW_LONG = re.compile(r"\bhow (?:long|many (?:years|months|weeks|days))\b", re.IGNORECASE)
_LOW = frozenset("weaker weakest worse worst lower lowest poorer poorest".split())
_EARLY = frozenset("first earliest oldest".split())


def with_pick(text: str, state: State, catalogue: Catalogue) -> str | None:
    """The turn with names for the words that pick one or some of those spoken of; None where it picks none."""
    several = state.authorities if len(state.authorities) > 1 else state.members
    by_time = _BY_TIME.search(text)
    if by_time and len(several) > 1:
        report = _by_time(several, catalogue, early=by_time["way"].casefold() in _EARLY)
        if report is None:
            return None
        return _put(text, by_time, f"the latest inspection of {report.authority}")
    by_grade = _BY_GRADE.search(text)
    if by_grade and len(several) > 1 and not state.measures:
        name = _by_grade(several, state, catalogue, low=by_grade["way"].casefold() in _LOW)
        return _put(text, by_grade, name) if name else None
    rest = _REST.search(text)
    if rest:
        names = tuple(name for name in state.wider if name not in state.members)
        return _put(text, rest, listed(names)) if 0 < len(names) <= MOST_NAMED else None
    return None


def with_since(text: str, state: State, catalogue: Catalogue) -> str | None:
    """The turn with the year that a bare "since" goes back to; None where it has none, or no time was spoken of.

    "How has its grade changed since?" after a turn about 2015 asks for the reports from 2015 on.
    """
    found = _SINCE.search(blanked(text, place_spans(text, catalogue)))
    year = _year_spoken_of(state, catalogue) if found and not _HOW_LONG.search(text) else None
    if found is None or year is None:
        return None
    return f"{text[: found.start()]}since {year}{text[found.end() :]}"


def _year_spoken_of(state: State, catalogue: Catalogue) -> int | None:
    """The year in which the time last said ends (begins, where it is open), else that of the report spoken of."""
    periods = [found.period for found in find_periods(state.said)]
    if periods:
        return max(one.start.year if one.end == date.max else one.end.year for one in periods)
    focus = next((report for report in catalogue.reports if report.number == state.report), None)
    return focus.dated.year if focus is not None and focus.dated else None


def _put(text: str, found: re.Match[str], names: str) -> str:
    head = text[: found.start()]
    head = re.sub(r"^\W*(?:and|so|ok(?:ay)?|but|then|now)\s+$", "", head, flags=re.IGNORECASE)
    return f"{head}{names}{text[found.end() :]}"


def _newest(names: tuple[str, ...], catalogue: Catalogue) -> dict[str, Report]:
    """The newest graded report of each."""
    found: dict[str, Report] = {}
    for report in sorted(catalogue.reports, key=lambda r: r.dated or date.min):
        if report.authority in names and report.judgements:
            found[report.authority] = report
    return found


def _by_time(names: tuple[str, ...], catalogue: Catalogue, *, early: bool) -> Report | None:
    reports = sorted(_newest(names, catalogue).values(), key=lambda r: r.published or r.dated or date.min)
    return (reports[0] if early else reports[-1]) if reports else None


def _by_grade(names: tuple[str, ...], state: State, catalogue: Catalogue, *, low: bool) -> str | None:
    """The one whose newest grade for what was spoken of is the worst or the best; None where that is a draw."""
    area = next((area for area in state.areas if area != "overall"), "overall")
    ranks: dict[str, int] = {}
    for name, report in _newest(names, catalogue).items():
        rank = scale_rank(report, report.judgements.get(area, report.judgements.get("overall", "")))
        if rank is not None:
            ranks[name] = rank
    if len(ranks) < 2:
        return None
    wanted = max(ranks.values()) if low else min(ranks.values())
    chosen = [name for name, rank in ranks.items() if rank == wanted]
    return chosen[0] if len(chosen) == 1 else None
