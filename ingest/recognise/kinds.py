"""Which kind of report a document is: by its title, else by what it judges.

Knows the frameworks only through their data. A layout that nobody has seen has another title, and the same areas with
the same grades: so a report without a known title is of the one kind most of whose areas have their grade in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ingest.recognise.details import details
from ingest.recognise.front import front_end
from ingest.recognise.judgements import graded_twice, judgements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.frameworks import Framework
    from corpus.model import Document

__all__ = ["Known", "kind_of"]

# A title stands on the first page; below that other inspections are spoken of.
_TITLE_CHARACTERS = 4000
_HEAD_LINES, _TITLE_WORDS = 6, 14
_SELF = re.compile(r"this (?:service|centre|home|school|agency|provider) (?:is|provides)\b", re.IGNORECASE)
_GRADED_SO = 2  # kinds of bodies, at most, by whose grades a report can be told
_FEWEST = 3  # areas that are judged: two may be those of another kind of report


class Known(NamedTuple):
    """The framework of a report, the span that tells it, and its title where it has one that is known."""

    framework: Framework
    start: int
    end: int
    title: re.Match[str] | None


def kind_of(document: Document, among: Sequence[Framework]) -> Known | None:
    """The framework whose title stands first in the report, else the one whose areas it judges; None where none is."""
    text, end = document.text, min(front_end(document), _TITLE_CHARACTERS)
    possible = [one for one in among if not any(pattern.search(text, 0, end) for pattern in one.ruled_out_by)]
    best: tuple[Framework, re.Match[str]] | None = None
    for one in possible:
        for pattern in one.recognised_by if _needed(text, end, one) else ():
            found = pattern.search(text, 0, end)
            if found and (best is None or (found.start(), -found.end()) < (best[1].start(), -best[1].end())):
                best = (one, found)
    if best is not None:
        one, title = best[0], _naming(text, end, *best)
        return Known(one, title.start(), title.end(), title)
    return _by_what_is_judged(text, front_end(document), possible) or _by_its_name(text, end, possible)


def _naming(text: str, end: int, one: Framework, title: re.Match[str]) -> re.Match[str]:
    """The title, or below a first one that names nobody (a running head) the next that names the body."""
    if "provider" not in title.groupdict() or title["provider"] is None:
        named = [
            found
            for pattern in one.recognised_by
            if "provider" in pattern.pattern and (found := pattern.search(text, title.end(), end)) and found["provider"]
        ]
        return min(named, key=lambda found: (found.start(), -found.end()), default=title)
    return title


def _needed(text: str, end: int, one: Framework) -> bool:
    return not one.needs or any(pattern.search(text, 0, end) for pattern in one.needs)


def _by_what_is_judged(text: str, end: int, among: Sequence[Framework]) -> Known | None:
    """The framework more of whose areas are judged in the report than of any other's; of several that are judged alike,
    the one whose words stand on the first pages.

    Grades that bodies of many kinds are given do not tell whose they are: a head or a label has to say so. And a list
    of several bodies' grades is no report on one.
    """
    told: list[tuple[tuple[int, bool, int], Framework, int, int]] = []
    for one in among:
        needed, called = _needed(text, end, one), _mentions(text, end, one)
        if not one.needs or not (needed or called) or graded_twice(text, one):
            continue
        facts = [*judgements(text, end, one), *(x for x in details(text, one) if x.kind in ("score", "verdict"))]
        if len(facts) >= _FEWEST:
            first = min(facts, key=lambda fact: fact.start)
            told.append(((len(facts), needed, called), one, first.start, first.end))
    told.sort(key=lambda item: item[0], reverse=True)
    if not told or (len(told) > 1 and told[0][0] == told[1][0]):
        return None
    (many, needed, called), one = told[0][:2]
    if not called and not (needed and many > _FEWEST and _of_its_own(one, among)):
        return None
    return Known(one, told[0][2], told[0][3], None)


def _of_its_own(one: Framework, among: Sequence[Framework]) -> bool:
    """Whether its grades tell it: no more than two kinds of bodies are graded so."""
    return len({other.body.kind for other in among if other.scale == one.scale}) <= _GRADED_SO


def _mentions(text: str, end: int, one: Framework) -> int:
    """How many heads and labels of the first pages call what is inspected, or the inspection, as the framework does.

    Prose speaks of other bodies: "some patients moved to a nursing home".
    """
    words = {said for pair in one.called.bodies for said in pair if len(said) > 3} | {one.name, *one.called.framework}
    shape = "|".join(re.escape(said).replace("'", "['’]") for said in sorted(words, key=len, reverse=True))
    said_so = re.compile(rf"(?<![\w-])(?:{shape})(?![\w-])", re.IGNORECASE)
    heads = (line.strip() for line in text[:end].split("\n") if len(line.split()) <= _TITLE_WORDS)
    return sum(bool(said_so.search(line)) for line in heads if not line.endswith((".", ",", ";")) or _SELF.match(line))


def _by_its_name(text: str, end: int, among: Sequence[Framework]) -> Known | None:
    """The framework whose name, or the longest of several, stands in one of the first lines: of joint inspections,
    which mostly grade no areas by which they could be told."""
    joint = [one for one in among if one.body.kind == "partnership"]
    for line in list(re.finditer(r"[^\n]*\w[^\n]*", text[:end]))[:_HEAD_LINES]:
        if len(line[0].split()) > _TITLE_WORDS:
            break
        found = [(len(named[0]), line.start() + named.start(), one) for one in joint if (named := _named(one, line[0]))]
        found.sort(key=lambda item: -item[0])
        if found and (len(found) == 1 or found[0][0] > found[1][0]):
            long, start, one = found[0]
            return Known(one, start, start + long, None)
    return None


def _named(one: Framework, line: str) -> re.Match[str] | None:
    words = "|".join(re.escape(said) for said in sorted((one.name, *one.called.framework), key=len, reverse=True))
    return re.search(rf"(?<![\w-])(?:{words})(?![\w-])", line, re.IGNORECASE)
