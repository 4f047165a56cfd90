"""Scores, figures of the body and its people: what reports print behind a label.

Knows the words of the framework files for them. Does not know any report.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.frameworks import framework
from qa.plan.as_of_councils import spaced
from qa.plan.records.model import AsksRecord
from qa.plan.records.text import Text, bounds, form_of, phrase, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corpus.frameworks import Framework
    from qa.plan.records.model import Whom

__all__ = ["read_identifier", "read_own", "read_person", "read_score", "read_theme", "scored"]

_GOT = re.compile(r"\b(?:get|got|given|rated|graded)\b", re.IGNORECASE)
_SCORE = re.compile(r"\b(?:scor(?:es?|ed|ing)|points?|marks?\s+out\s+of)\b", re.IGNORECASE)


# Between two that are named: what is recorded of each is told.
_THAN = re.compile(r"\b(?:better|higher|worse|lower|more|less|fewer)\s+than\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|less|fewer|bigger|larger|smaller|higher|lower)\b(?=.*\b(?:than|or)\b)", re.IGNORECASE)

_NUMBER = r"(?:id|identifier|number|no\.?|code|reference(?:\s+number)?)"
_ABOUT = re.compile(r"\babout\W*$|\bthe\s+theme\b|\bwhat\s+did\b.*\blook\s+at\W*$", re.IGNORECASE)
_SCORED_BY = re.compile(r"\b(?:quality\s+statements?|key\s+questions?)\b", re.IGNORECASE)

# The lead of an inspectorate other than the one whose inspection it is (ingest.recognise.people).
_LEAD = re.compile(
    r"\b(?:(?P<cqc>CQC|Care\s+Quality\s+Commission)|(?P<hmicfrs>HMICFRS)|(?P<hmip>HMI\s+Probation))(?:'s)?"
    r"\s+lead(?:\s+inspector)?\b",
    re.IGNORECASE,
)


def scored(one: Framework) -> list[str]:
    return [key for key, area in one.areas.items() if area.scores or area.scored]


def read_score(text: Text, held: Sequence[Framework], whom: Whom) -> AsksRecord | None:
    judging = [one for one in held if scored(one)]
    asked = text.take(_SCORE) is not None
    if not judging or not (asked or (whom.named and text.take(_GOT))):
        return None
    while text.take(_SCORE):
        pass
    for called in (words for one in judging for pair in one.called.bodies for words in pair):
        text.take(phrase(called))
    for called in sorted({words for one in judging for words in one.called.framework}, key=len, reverse=True):
        if text.take(phrase(called)):
            judging = [one for one in judging if called in one.called.framework]
    areas = _score_words(tuple(one.key for one in judging))
    place = next(((key, shape) for key, shape in areas if shape.search(text.left)), None)
    # "What did it get for safeguarding?": its score, where it is given no grade for that.
    if not asked and (place is None or any(one.areas[place[0]].rows for one in judging if place[0] in one.areas)):
        return None
    if place is not None:
        text.take(place[1])
        key = place[0]
        frameworks = [one for one in judging if key in scored(one)]
    else:
        headlines = {one.headline for one in judging if one.headline in scored(one)}
        # "What did Derby score?" may mean the grade of its children's services.
        if len(headlines) != 1 or any(one.body.kind == "council" and one.headline == "overall" for one in held):
            return None
        key = headlines.pop()
        frameworks = [one for one in judging if one.headline == key]
    text.take(_SCORED_BY)
    if whom.named:
        text.take(_THAN)  # of those named the score of each is told
        text.take(r"\bout\s+of\s+(?:a\s+)?\d{1,3}\b")
    least, most = (None, None) if whom.named else bounds(text)
    form = form_of(text, whom, conditioned=least is not None)
    if form is None:
        return None
    label = f"the score for {plain(frameworks[0].areas[key].label)}"
    return AsksRecord(
        kind="score", form=form, label=label, keys=(key,), frameworks=tuple(one.key for one in frameworks),
        least=least, most=most,
    )  # fmt: skip


@lru_cache(maxsize=8)
def _score_words(keys: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What people say for each scored area, the longest first: its words, and the beginnings of its label.

    A beginning that two areas share means neither.
    """
    said: dict[str, set[str]] = {}
    for one in (one for key in keys if (one := framework(key)) is not None):
        for key in scored(one):
            area = one.areas[key]
            label = re.sub(r"\s*\([^)]*\)", "", area.label).casefold()
            parts = re.split(r"(?<=\w)(?=[,\s])", label)
            for whole in (label, *(word.casefold() for word in area.words)):
                said.setdefault(whole, set()).add(key)
            for at in range(1, len(parts)):
                beginning = "".join(parts[:at])
                if not beginning.endswith((" and", " in", " to", " of", " people", "supporting", "care", "safe")):
                    said.setdefault(beginning, set()).add(key)
    found = [(next(iter(areas)), words) for words, areas in said.items() if len(areas) == 1]
    return tuple((key, phrase(words)) for key, words in sorted(found, key=lambda one: -len(one[1])))


def read_identifier(text: Text, held: Sequence[Framework], whom: Whom) -> AsksRecord | None:
    """'What is the location ID of Abbey Court?': an identifier by the name that its framework's file has for it."""
    if not whom.named:
        return None
    for key in dict.fromkeys(key for one in held for key in one.body.identifiers):
        name = r"URN|unique\s+reference\s+number" if key == "urn" else rf"(?:care\s+)?{spaced(key)}\s+{_NUMBER}"
        if text.take(rf"(?<![\w-])(?:{name})(?:\s*\([^()]*\))?(?!\w)") is None:
            continue
        keys = tuple(one.key for one in held if key in one.body.identifiers)
        label = "the unique reference number" if key == "urn" else f"the {key} number"
        return AsksRecord(kind="identifier", form="value", label=label, keys=(key,), frameworks=keys)
    return None


def read_theme(text: Text, held: Sequence[Framework], whom: Whom) -> AsksRecord | None:
    """'What was the joint targeted area inspection of Derby about?'"""
    of = tuple(one.key for one in held if one.themes)
    if not of or not whom.named or text.take(_ABOUT) is None:
        return None
    return AsksRecord(kind="theme", form="value", label="what the inspection looked at", frameworks=of)


def read_person(text: Text, held: Sequence[Framework], whom: Whom) -> AsksRecord | None:
    if not whom.named or not re.search(r"\bwho\b|\bname\b", text.left, re.IGNORECASE):
        return None
    if (lead := text.take(_LEAD)) is not None:
        of = next(key for key, name in lead.groupdict().items() if name)
        every = tuple(one.key for one in held)
        return AsksRecord(kind="person", form="value", label=lead[0], keys=(f"{of}_lead",), frameworks=every)
    roles: dict[str, tuple[str, list[str]]] = {}
    for one in held:
        for key, role in one.roles.items():
            if key != "lead_inspector":
                for words in (role.label, *role.words):
                    roles.setdefault(words, (key, []))[1].append(one.key)
    for words in sorted(roles, key=len, reverse=True):
        if text.take(phrase(words)):
            key, keys = roles[words]
            return AsksRecord(
                kind="person", form="value", label=words, keys=(key,), frameworks=tuple(dict.fromkeys(keys))
            )
    return None


def read_own(text: Text, held: Sequence[Framework], whom: Whom) -> AsksRecord | None:
    meant = _longest(text, _own_words(held))
    if meant is None:
        return None
    words, key, keys, unit = meant
    text.take(phrase(words))
    while again := _longest(text, (one for one in _own_words(held) if one[1] == key)):
        text.take(phrase(again[0]))
    if whom.named:
        text.take(_MORE)
    least, most = (None, None) if whom.named or not unit else bounds(text)
    form = form_of(text, whom, conditioned=least is not None)
    if form is None or (form in ("most", "fewest") and not unit):
        return None
    text.take(r"\bby\b")
    label = next(one.own[key].label for one in held if one.key in keys)
    return AsksRecord(kind="own", form=form, label=label, keys=(key,), frameworks=keys, least=least, most=most)


def _own_words(held: Sequence[Framework]) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    """The words for each of the frameworks' own facts, its key, the frameworks that have it, its unit."""
    said: dict[tuple[str, str], tuple[list[str], str]] = {}
    for one in held:
        for key, own in one.own.items():
            for words in dict.fromkeys((own.label, *own.words)):
                said.setdefault((words, key), ([], own.unit))[0].append(one.key)
    for (words, key), (keys, unit) in said.items():
        yield words, key, tuple(keys), unit


def _longest(
    text: Text, words: Iterable[tuple[str, str, tuple[str, ...], str]]
) -> tuple[str, str, tuple[str, ...], str] | None:
    """The longest words that the text has; None where it has none, or two of one length that mean different facts."""
    found = [one for one in words if phrase(one[0]).search(text.left)]
    if not found:
        return None
    best = max(len(one[0]) for one in found)
    longest = [one for one in found if len(one[0]) == best]
    return longest[0] if len({one[1] for one in longest}) == 1 else None
