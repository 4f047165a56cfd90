"""Where the running text states a measure, and what its sentence adds: rate, share, earlier figures.

Knows the shape of the clauses. The words of each measure are data (corpus/data/measures.toml).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from corpus.measures import Measure, measure, measures, pattern
from corpus.model import Fact
from corpus.sentences import sentences
from ingest.statistics.numbers import DATE, NUMBER, PERCENTAGE, iso, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.flow import Flow, Item

_AT = (
    rf"\b(?=[apoibc])(?:(?:provisionally\s+)?(?:as\s+)?(?:at|on|in|of|by)\s+(?P<date>{DATE})"
    r"|at\s+the\s+(?:time|point)\s+of\s+(?:the|this|our)\s+inspection|currently),?\s+"
)
_END = r"(?=\s*(?:[.,;:()\d]|compared|which\b|at\b|this\b|$))"
_RATE = re.compile(
    rf"\s*,?\s*\(?\s*(?:(?:or\s+|at\s+)?a\s+rate\s+of\s+|or\s+)?(?P<n>{NUMBER})\s+(?:children\s+)?per\s+10,000", re.I
)
_RATE_IN = re.compile(rf"\(a\s+rate\s+of\s+(?P<n>{NUMBER})\s+per\s+10,000", re.I)
_SHARE = re.compile(rf"\s*\(\s*(?:or\s+)?(?P<n>{PERCENTAGE})\s*\)", re.I)
_ANOTHER = (
    r"(?:\bfrom|\bcompared\s+(?:with|to)|\bagainst|\bthe\s+same\s+as|\bsimilar\s+to|\bidentical\s+to)\s+"
    rf"(?P<n>{NUMBER})(?:\s+(?!at\b|on\b|in\b|per\b)[a-z]+){{0,5}}"
)
_PER = rf"(?:\s*\(\s*(?:a\s+rate\s+of\s+)?(?P<GROUP>{NUMBER})\s+(?:children\s+)?per\s+10,000[^)]*\))?"
_EARLIER = re.compile(
    _ANOTHER
    + _PER.replace("GROUP", "rate")
    + rf"\s*,?\s*(?:as\s+)?(?:(?:at|in|on|by)\s+(?P<date>{DATE})|(?P<year>a\s+year\s+earlier))"
    + _PER.replace("GROUP", "after"),
    re.I,
)
_INEXACT = re.compile(
    r"(?:\b(?:than|over|under|least|most|nearly|almost|up\s+to|exceed\w*|every|fewer|of|a further)|%)\s*$", re.I
)
_OR_FEWER = re.compile(r"\s*(?:or|and)\s+(?:fewer|less|more|under|over)\b", re.I)
_NOT = re.compile(r"\bnot\b", re.I)
_OTHERS = re.compile(r"\b(?:England|national|nationally|neighbours|regional|region|average)\b", re.I)
_DATE_AT = re.compile(rf"\b(?:at|on|to|of)\s+({DATE})", re.I)
_PERIOD = re.compile(
    r"\b(?:last|past|previous)\s+(?:12|twelve)\s+months|\bmonths\b|\bsince\s+[^.:]{4,20}:|\bduring\s+20\d\d", re.I
)
_OF_SOME = re.compile(r"\b(?:of|with)\s+(?:whom|which|these|those),?\s+(?:[a-z]+\s+){0,2}$", re.I)
_NEXT = re.compile(r"\n\s*\w+\s+(?:\([^)]*\)\s*)?(?:live|lives|children|young|are|is)\b", re.I)
_BREAKDOWN = re.compile(
    r"\bof\s+(?:this\s+number|the\s+[\d,]+\s+children|these\s*:)|\b(?:last|past)\s+12\s+months\b[^.]{0,40}:", re.I
)
_CLAUSE = 250  # characters: how far behind a number its parts ("of whom 10 ...") may be stated, notes included
_INTRODUCED = 900  # characters: how soon the list of parts begins, earlier years' figures in between
_LIST = 3500  # characters: no list of figures below the number looked after is longer


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    """A measure stated in the running text: the match, its item, and the date it is stated for."""

    measure: Measure
    match: re.Match[str]
    item: Item
    as_of: str | None

    @property
    def number(self) -> float:
        return number(self.match["n"])


def statements(flow: Flow) -> Iterator[Fact]:
    """Every figure of a known measure in the running text."""
    lists = []
    for one, says in _sayings():
        if one.listed or one.within:
            continue
        for found in _dated(flow, one, says):
            yield from _facts(flow, found)
            if one.key == "looked_after":
                lists.append(found)
    for n, found in enumerate(lists):
        after = lists[n + 1].match.start() if n + 1 < len(lists) else len(flow.text)
        yield from _listed(flow, found, after)


@cache
def _sayings() -> tuple[tuple[Measure, re.Pattern[str]], ...]:
    """Each measure with each way to state it; a part is stated as a count or as a share ("of whom 40% live ...")."""
    counts = [(one, _compiled(words, one.unit)) for one in measures() for words in one.says]
    shares = [
        (replace(measure(one.share), within=one.within), _compiled(words, "%"))
        for one in measures()
        if one.within and one.share
        for words in one.says
    ]
    return (*counts, *shares)


def _compiled(words: str, unit: str) -> re.Pattern[str]:
    value = PERCENTAGE if unit == "%" else NUMBER if "whom" not in words else rf"{NUMBER}|\ball\b"
    expression = pattern(words).replace("'", "['’]")
    # A footnote's mark may stand right behind the number: "56,2002 children", "62%5 of all children".
    expression = expression.replace("{n}", rf"(?P<n>{value})(?:(?<=,\d{{3}})\d|(?<=%)\d)?")
    return re.compile(expression.replace("{at}[\\s-]+", _AT).replace("{end}", _END), re.IGNORECASE | re.DOTALL)


def _dated(flow: Flow, one: Measure, says: re.Pattern[str]) -> Iterator[_Found]:
    """What is stated anywhere in the report; with a date in front only where that opens a sentence."""
    for match in says.finditer(flow.text):
        item = flow.item_at(match.start())
        if "date" in says.groupindex and not _opens(flow, item, match.start()):
            continue
        date = match["date"] if "date" in says.groupindex else None
        if _exact(flow, item, match):
            yield _Found(measure=one, match=match, item=item, as_of=iso(date) if date else None)


def _listed(flow: Flow, whole: _Found, limit: int) -> Iterator[Fact]:
    """The figures of the list that follows the number looked after, up to the next heading."""
    end = min(whole.match.end() + _LIST, limit)
    end = min([end, *(item.start for item in flow.items if item.heading and item.start > whole.match.start())])
    if not _BREAKDOWN.search(flow.text, whole.match.end(), min(end, whole.match.end() + _INTRODUCED)):
        return
    for one, says in _sayings():
        if not one.listed:
            continue
        for match in says.finditer(flow.text, whole.match.end(), end):
            item = flow.item_at(match.start("n"))
            if _exact(flow, item, match) and not _OF_SOME.search(flow.text[item.start : match.start("n")]):
                as_of = _listed_date(flow, whole, item, match)
                yield from _facts(flow, _Found(measure=one, match=match, item=item, as_of=as_of))
                break


def _listed_date(flow: Flow, whole: _Found, item: Item, match: re.Match[str]) -> str | None:
    """The date of a figure in a list: of the last line that opens a period, else of the number it is a part of."""
    before = flow.text[whole.match.end() : match.end()]
    periods = list(_PERIOD.finditer(before))
    if not periods:
        sentence = flow.text[item.start : item.end]
        return None if _PERIOD.search(sentence) else whole.as_of
    date = _DATE_AT.match(before[periods[-1].end() :].lstrip().removeprefix("up "))
    return iso(date.group(1)) if date else None


def _facts(flow: Flow, found: _Found) -> Iterator[Fact]:
    """The figure itself, its rate or share, the part stated within its sentence, and earlier figures."""
    one, text = found.measure, flow.text
    sentence = _sentence(flow, found.item, found.match.start(), found.match.end())
    yield _fact(flow, one, found.match, sentence, found.as_of)
    rest = found.match.end()
    if one.rate and (rate := _RATE.match(text, rest) or _RATE_IN.search(text, found.match.end("n"), rest)):
        yield _fact(flow, measure(one.rate), rate, sentence, found.as_of)
    yield from _share(flow, one, found.match, sentence, found.as_of)
    for part, says in _sayings():
        if part.within != one.key:
            continue
        match = says.search(text, rest, min(found.item.end, rest + _CLAUSE))
        if match and not _NEXT.search(text, rest, match.start()):
            yield from _part(flow, part, match, found)
    for earlier in _EARLIER.finditer(text, rest, found.item.end):
        as_of = iso(earlier["date"]) if earlier["date"] else _year_before(found.as_of)
        if as_of:
            yield from _earlier(flow, one, earlier, sentence, as_of)


def _share(
    flow: Flow, one: Measure, match: re.Match[str], sentence: tuple[int, int], as_of: str | None
) -> Iterator[Fact]:
    if one.share and (share := _SHARE.match(flow.text, match.end("n"))):
        yield _fact(flow, measure(one.share), share, sentence, as_of)


def _part(flow: Flow, part: Measure, match: re.Match[str], whole: _Found) -> Iterator[Fact]:
    """ "of whom 10 (40%) ...": a count, a share, or both."""
    sentence = _sentence(flow, whole.item, whole.match.start(), match.end())
    yield _fact(flow, part, match, sentence, whole.as_of, all_of=whole.number)
    yield from _share(flow, part, match, sentence, whole.as_of)


def _year_before(day: str | None) -> str | None:
    """The same day of the year before ("a year earlier"); "nine months earlier" is no exact date and is left."""
    return f"{int(day[:4]) - 1}{day[4:]}" if day and not day.endswith("-02-29") else None


def _earlier(flow: Flow, one: Measure, match: re.Match[str], sentence: tuple[int, int], as_of: str) -> Iterator[Fact]:
    ends = _sentence(flow, flow.item_at(match.start()), match.start(), match.end())
    span = (sentence[0], max(sentence[1], ends[1]))
    yield _fact(flow, one, match, span, as_of)
    for name in ("rate", "after"):
        if one.rate and match[name]:
            yield _fact(flow, measure(one.rate), match, span, as_of, group=name)


def _fact(
    flow: Flow,
    one: Measure,
    match: re.Match[str],
    sentence: tuple[int, int],
    as_of: str | None,
    *,
    group: str = "n",
    all_of: float = 0,
) -> Fact:
    start, end = flow.span(*sentence, match.start(group))
    value = " ".join(match[group].split())
    return Fact(
        kind="statistic",
        key=one.key,
        value=value,
        number=all_of if value.lower() == "all" else number(value),
        unit=one.unit,
        as_of=as_of,
        start=start,
        end=end,
    )


def _sentence(flow: Flow, item: Item, start: int, end: int) -> tuple[int, int]:
    """The sentences of the item that hold flow[start:end], or from `start` on where the item begins later."""
    spans = [s for s in sentences(flow.text, item.start, max(item.end, end)) if s[1] > start and s[0] < end]
    first, last = (min(spans[0][0], start), max(spans[-1][1], end)) if spans else (start, end)
    # The lines of a list whose bullets were lost are one sentence to the eye of a machine: one line each.
    if (
        _NEXT.match(flow.text, max(flow.text.rfind("\n", 0, start), 0))
        and not flow.text[:start].rsplit("\n", 1)[-1].strip()
    ):
        first = start
    following = _NEXT.search(flow.text, end, last)
    return first, following.start() if following else last


def _opens(flow: Flow, item: Item, at: int) -> bool:
    """Whether a sentence, bullet or block begins at `at`."""
    before = flow.text[item.start : at].rstrip()
    return not before or before[-1] in ".:;!?)" or before[-1].isdigit()


def _exact(flow: Flow, item: Item, match: re.Match[str]) -> bool:
    """Whether the value is the authority's own and exact: not "fewer than 5", not England's average."""
    before = flow.text[item.start : match.start("n")] if item.start < match.start("n") else ""
    clause = re.split(r"[.;:()]\s|\n\s*[-–—]\s", before)[-1]
    return not (
        _INEXACT.search(before[-12:])
        or _OR_FEWER.match(flow.text, match.end("n"))
        or _OTHERS.search(clause)
        or _NOT.search(match[0])
    )
