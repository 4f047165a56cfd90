"""The standard statistics of children's services reports: their keys, units, and the words for them.

Knows data/measures.toml and how to find a measure's words in a text. Does NOT know a report, a value or a question's
intention: whether "children in care" asks for a number or for findings is for others to decide.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from corpus.lazy import Lazy

CHILDREN = (
    r"(?:children(?:\s+(?:and|or)\s+young\s+people)?|young\s+(?:people|persons?)"
    r"|child|kids|youngsters|teenagers|pupils|students)"
)
AUTHORITY = r"(?:local\s+authority|authority|council|la|trust|service)"
_RATE = re.compile(r"\brates?\b|\bper (?:10,?000|ten thousand)\b", re.IGNORECASE)
_CLASS = re.compile(r"\[(?:\\.|[^\]])*\]")
_GROUP = re.compile(r"\([^()]*\)[?*+]*")
_SHARE = re.compile(r"%|\bper ?cent(?:age)?\b|\bproportions?\b|\bshares?\b|\brates?\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One standard statistic; `words` are patterns for how people ask for it, `says` for how reports state it.

    `count`, `rate` and `share` name the measure that counts the same children, gives them per 10,000, or as a
    percentage; `part_of` names the measure whose children it counts a part of, `within` the one in whose own sentence
    reports state it; `listed` says that only the list below the number looked after states it. The file's head
    explains the patterns.
    """

    key: str
    label: str
    unit: str
    words: tuple[str, ...]
    says: tuple[str, ...] = ()
    within: str | None = None
    count: str | None = None
    rate: str | None = None
    share: str | None = None
    part_of: str | None = None
    listed: bool = False


@cache
def measures() -> tuple[Measure, ...]:
    """Every measure, in the order in which reports give them."""
    text = resources.files("corpus").joinpath("data/measures.toml").read_text(encoding="utf-8")
    return tuple(_measure(table) for table in tomllib.loads(text)["measure"])


def measure(key: str) -> Measure:
    """The measure with that key; KeyError if there is none."""
    return _by_key()[key]


def find_measures(text: str) -> list[tuple[Measure, int, int]]:
    """The measures that a question names, as (measure, start, end) in the order of the text.

    Of overlapping names the longest counts. A whole is left out when a part of it is named as well ("looked after
    children placed out of the area" asks for the part). Where the text speaks of a rate, a percentage or a share, a
    count gives way to its rate or share, if it has one.
    """
    found: list[tuple[Measure, int, int]] = []
    folded = _fold(text)
    lower = folded.casefold()
    matches = [
        (one, m.start(), m.end()) for one, word, words in _patterns() if word in lower for m in words.finditer(folded)
    ]
    for one, start, end in sorted(matches, key=lambda match: (match[1] - match[2], match[1])):
        if all(end <= s or start >= e for _, s, e in found):
            found.append((one, start, end))
    found = _elsewhere(found)
    wholes = {whole for one, _, _ in found for whole in _wholes(one)}
    return sorted(
        ((_in_unit_asked(one, text), start, end) for one, start, end in found if one.key not in wholes),
        key=lambda match: match[1],
    )


def pattern(words: str) -> str:
    """The regular expression for words of the data file: spaces become white space, {children} a list of words."""
    words = words.replace(" ?", r"[\s-]*").replace(" ", r"[\s-]+")
    return words.replace("{children}", CHILDREN).replace("{authority}", AUTHORITY)


def _measure(table: dict[str, Any]) -> Measure:
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    return Measure(**fields)


@cache
def _by_key() -> dict[str, Measure]:
    return {one.key: one for one in measures()}


@cache
def _patterns() -> tuple[tuple[Measure, str, Lazy], ...]:
    """Each measure's patterns, and a word without which one cannot match: most need never be compiled."""
    return tuple(
        (one, _needed(words), Lazy(r"\b(?:" + pattern(words) + r")(?![\w-])"))
        for one in measures()
        for words in one.words
    )


def _needed(words: str) -> str:
    """The longest run of letters that stands in every match of `words`; "" where none is sure to."""
    flat = _CLASS.sub(" ", words)
    while (plain := _GROUP.sub(" ", flat)) != flat:
        flat = plain
    if "|" in flat:
        return ""
    # A letter that may be left out, or stands for a kind of letters, ends a run.
    runs = re.findall(r"[a-z]+", re.sub(r"\\.|\{[^}]*\}|[a-z][?*{]", " ", flat))
    return max(runs, key=len, default="")


def _fold(text: str) -> str:
    """The text with curly apostrophes straight and odd hyphens plain, character for character."""
    return text.translate(str.maketrans("\u2018\u2019\u2010\u2011", "''--"))


def _elsewhere(found: list[tuple[Measure, int, int]]) -> list[tuple[Measure, int, int]]:
    """The same, with "in children's homes" and "out of the area", named apart, made the measure that is both."""
    outside = next((match for match in found if match[0].key == "out_of_area"), None)
    for match in found:
        both = _by_key().get(f"{match[0].key}_out_of_area")
        if outside and both:
            rest = [other for other in found if other not in (match, outside)]
            return [*rest, (both, min(match[1], outside[1]), max(match[2], outside[2]))]
    return found


def _wholes(one: Measure) -> set[str]:
    """The keys of what `one` is a part of, all the way up."""
    wholes: set[str] = set()
    while one.part_of:
        wholes.add(one.part_of)
        one = measure(one.part_of)
    return wholes


def _in_unit_asked(one: Measure, text: str) -> Measure:
    if one.rate and _RATE.search(text):
        return measure(one.rate)
    if one.share and _SHARE.search(text):
        return measure(one.share)
    return one
