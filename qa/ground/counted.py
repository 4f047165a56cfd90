"""What a figure counts, and how it is bounded: "more than 62 of the 248 plans" counts plans, from below.

Knows how English puts a noun behind a number, by the words between and the plural's s. Does not know grammar: where no
noun is seen none is named, and the sentence's own words are what may be counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.language.numerals import NUMBER_WORDS, SCALES
from qa.ground.normal import clean, normal
from qa.ground.standing import Standing, standing_of
from qa.language.words import STOP, stem, words

__all__ = ["ANYTHING", "Counted", "bound_of", "counted", "sentence_at"]

ANYTHING = "*"  # among the nouns near a figure that counts "them"
_REACH = 160  # characters looked at on either side
_WORDS = 6  # between a number and its noun, at most
_PLURALS = frozenset("children people men women staff police boys girls parents siblings".split())
_NO_PLURAL = re.compile(r"(?:ss|us|is|'s|ous|ways|always|times)$")
_DETERMINERS = frozenset("the these those all its their our a total of both such his her any only just".split())
# What a noun phrase does not run over.
_BREAKS = (STOP - frozenset("other more most few further own same such very".split())) | frozenset(
    "per within without across among against towards plus via may might must shall".split()
)
_JOINTS = frozenset(("to", "and", "or", "-"))
_OR_MORE = frozenset("more fewer less so over under".split())
_MARK = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d[\d.,]*\d|\d|\S")
_ENDS = re.compile(r"[.!?;:]['\")]*(?=\s)|\n\s*\n")
_OF_THEM = re.compile(r"(?:out )?of (?:them|these|those|whom|which)\b")
_OF_THESE = re.compile(r"\bof ([^.;:]{1,60}?), (?:only |just |some |about |around )?$")
_BEFORE = (
    ("more", r"more than|at least|above|upwards of|no fewer than|no less than|in excess of|exceeding|greater than"),
    ("less", r"fewer than|less than|lower than|below|up to|at most|no more than|a maximum of|as many as"),
    ("nearly", r"nearly|almost|just under|just below|close to|approaching|not quite|virtually"),
    ("beyond", r"just over|just above|slightly over|slightly more than|a little over|well over"),
    ("about", r"about|around|approximately|roughly|circa|an estimated|estimated|somewhere near"),
    ("over", r"over"),
    ("under", r"under"),
    ("more", r"[>\u2265]"),
    ("less", r"[<\u2264]"),
    ("about", r"[~\u2248]"),
)
_BOUNDS = [(name, re.compile(rf"(?<!\w)(?:{said})(?: the| a total of| an?)? ?$")) for name, said in reversed(_BEFORE)]
_MINUS = re.compile(r"(?:^|\s)[-\u2212]$")  # "-51", and not "12 - 51"
_AFTER = (
    ("more", re.compile(r"^ ?(?:\+|(?:or|and) (?:more|over|above|older)\b|plus\b)")),
    ("less", re.compile(r"^ ?(?:or|and) (?:fewer|less|under|below|younger)\b")),
    ("about", re.compile(r"^ ?or so\b")),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """What the figure at some place counts.

    `noun` is the stem of the noun, or None where none is seen; `near` are the stems of the sentence that may be meant
    then: those before the figure, and those after it that no other figure counts, with ANYTHING for "51 of them".
    `again` says that the figure is spoken of as known ("these 51"), `standing` whether it is called a part or a whole.
    """

    noun: str | None
    near: frozenset[str]
    again: bool
    standing: Standing


def counted(text: str, start: int, end: int, *, one: bool = False) -> Counted:
    """What the figure at `start` to `end` of a text counts; `one` for the number 1, whose noun has no plural."""
    first, last = sentence_at(text, start)
    before = normal(text[max(first, start - _REACH) : start]).text.lower()
    after = normal(text[end : min(last, end + _REACH)]).text.lower()
    noun = _noun(after, one=one)
    standing = standing_of(before, after, named=noun is not None)
    if noun is None:
        these = _OF_THESE.search(f"{before} ")
        noun = _plural(these[1].split()) if these else None
    again = before.rsplit(" ", 1)[-1] in {"the", "these", "those", "all", "both", "same", "that"}
    near = frozenset(_stems(before)) | (frozenset(_stems(after)) - _counted_in(after))
    if noun is None and _OF_THEM.match(after):
        near |= {ANYTHING}
    return Counted(noun=noun, near=near, again=again, standing=standing)


def bound_of(text: str, start: int, end: int, *, timed: bool) -> str:
    """How the figure at `start` to `end` is bounded: "more", "less", "nearly", "beyond", "about", or "minus", or "".

    Of a time, "over" says that it lasted so long as often as that it lasted longer: "over?".
    """
    if _MINUS.search(text[:start]):
        return "minus"
    before = normal(text[max(0, start - 40) : start]).text.lower()
    after = normal(text[end : end + 20]).text.lower()
    for name, said in _BOUNDS:
        if said.search(before):
            return {"over": "over?" if timed else "more", "under": "less"}.get(name, name)
    return next((name for name, said in _AFTER if said.search(after)), "")


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """The start and the end of the sentence, or the part between colons, that a place lies in."""
    first = 0
    for match in _ENDS.finditer(text):
        if match.start() >= at:
            return first, match.start()
        first = match.end()
    return first, len(text)


def _noun(after: str, *, one: bool) -> str | None:
    """The noun that stands behind a number: past "of the 248" and past the second number of a range."""
    marks = _MARK.findall(after)[: 3 * _WORDS]
    i = 0
    if marks[:2] == ["out", "of"]:
        i = 2
    elif marks[:1] == ["of"] or (marks[:1] == ["in"] and marks[1:2] and _is_number(marks[1])):
        i = 1
    if i:
        while i < len(marks) and (marks[i] in _DETERMINERS or _is_number(marks[i])):
            i += 1
    elif marks[:1] and marks[0] in _JOINTS and marks[1:2] and (_is_number(marks[1]) or marks[1] in _OR_MORE):
        i = 2
    while marks[i : i + 1] and marks[i] in _DETERMINERS:
        i += 1
    phrase: list[str] = []
    for mark in marks[i : i + _WORDS]:
        looked_after = mark == "after" and phrase[-1:] == ["looked"]
        if not mark[0].isalpha() or _is_number(mark) or (mark in _BREAKS and not looked_after):
            break
        phrase.append(mark)
    if one and phrase:
        return stem(phrase[0])
    return _plural(phrase)


def _plural(phrase: list[str]) -> str | None:
    """The stem of the first plural of a phrase."""
    for word in phrase:
        if word in _PLURALS or (len(word) > 3 and word.endswith("s") and not _NO_PLURAL.search(word)):
            return stem(word)
    return None


def _is_number(mark: str) -> bool:
    return mark[0].isdigit() or mark in NUMBER_WORDS or mark in SCALES


def _counted_in(after: str) -> frozenset[str]:
    """The nouns that other figures count."""
    nouns = (
        _noun(after[match.end() :], one=False)
        for match in re.finditer(r"\d[\d.,]*|[a-z]+", after)
        if _is_number(match[0])
    )
    return frozenset(noun for noun in nouns if noun)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(clean(text)) if word not in STOP]
