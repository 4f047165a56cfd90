"""A text as signs: labels, values, the ends of lines and cells, and what the words between them say.

Knows which words say nothing beside a label or a value, and which speak of the inspection before or of this one. Does
not know what a row of signs means (ingest.recognise.layouts), nor any framework.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from corpus.lazy import Lazy

__all__ = ["NONE", "Sign", "signs"]

# What may stand between a label and its value, or about either, without saying anything: "Safe - rating: Good (2)".
_EMPTY = re.compile(
    r"(?:the|is|are|is rated|are rated|rating|our rating|judge?ment|grade|graded|evaluation|outcomes?|score|scored"
    r"|(?:percentage|indicative) score|[a-z]?\d{1,2}(?:\.\d{1,2})*)?",
    re.IGNORECASE,
)
_JUDGED = "(?:rated|judged|graded)"
_BODY = (
    "(?:this|the) (?:service|home|care home|school|nursery|pre-school|setting|academy|college|provision|council"
    "|local authority|centre|prison|agency|partnership)"
)
# The rest of a line beside labels and values, by what it says. Years stand over columns as often as words do.
_SAID = (
    (
        "<",
        re.compile(
            r"\b(?:last|previous|previously|prior|before|formerly|earlier|had been|full inspection)\b", re.IGNORECASE
        ),
    ),
    (
        ">",
        re.compile(
            r"\b(?:this|current|latest|now) (?:inspection|assessment|rating|grade|judge?ment|monitoring)\b",
            re.IGNORECASE,
        ),
    ),
    ("y", re.compile(r"\b(?:19|20)\d\d\b")),
    ("f", re.compile(r"^for$", re.IGNORECASE)),
    (",", re.compile(r"^and$|^but$", re.IGNORECASE)),
    (
        "r",
        re.compile(
            rf"^(?:overall )?(?:(?:we|inspectors|ofsted|(?:the )?cqc) (?:have |has )?{_JUDGED}(?: (?:it|{_BODY}))?"
            rf"|{_BODY} (?:is|has been) {_JUDGED})(?: overall)?(?: as| to be)?$",
            re.IGNORECASE,
        ),
    ),
)
NONE = "-"  # a value that is none: "Not judged"
_PIECE = re.compile(r"\n|\||[^\n|]+")
_STOP = re.compile(r"(?<!\d)[.;](?=\s|$)")
_UNJUDGED = (
    r"not (?:judged|(?:re-?)?graded|rated|inspected|applicable)|inspected but not rated"
    r"|insufficient evidence to rate|n/a"
)


class Sign(NamedTuple):
    """One sign, and the span that it stands for."""

    sign: str
    start: int
    end: int
    what: str = ""  # the key of the area, or the value


def signs(
    text: str, start: int, end: int, labels: Mapping[str, Iterable[Lazy]], values: Mapping[str, str]
) -> list[Sign]:
    """The text as signs: "/" ends a line, "|" a cell, "." a sentence; L is a label, V a value, w any other words.

    `labels` are the patterns of each label by what it is the label of, `values` the pattern of each value by what it
    stands for ("" for itself). Before this inspection is "<", now ">", "y" is a year, "," parts and "f" is "for", and
    "r" are words like "we rated the service".
    """
    known = [
        Sign("L", *found.span(), key)
        for key, rows in labels.items()
        for row in rows
        for found in _whole(row.pattern).finditer(text, start, end)
        if found[0].strip()
    ]
    for stands_for, shape in {**values, NONE: _UNJUDGED}.items():
        for found in _whole(shape).finditer(text, start, end):
            known.append(Sign("V", *found.span(), stands_for or found[0]))
    known.sort(key=lambda one: (one.start, -one.end))
    written = [Sign("/", start, start)]
    at = start
    for one in [*known, Sign("/", end, end)]:
        if one.start >= at:
            written += _between(text, at, one.start)
            written.append(one)
            at = one.end
    return _folded(written)


@lru_cache(maxsize=1024)
def _whole(shape: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’-])(?:{shape})(?![\w'’-])", re.IGNORECASE | re.MULTILINE)


def _between(text: str, start: int, end: int) -> Iterator[Sign]:
    for piece in _PIECE.finditer(text, start, end):
        first, last = piece.span()
        if piece[0] in "\n|":
            yield Sign("/" if piece[0] == "\n" else "|", first, last)
            continue
        near = first
        for stop in [*_STOP.finditer(text, first, last), None]:
            yield from _words(text, near, stop.start() if stop else last)
            if stop:
                yield Sign(".", *stop.span())
                near = stop.end()


def _words(text: str, start: int, end: int) -> Iterator[Sign]:
    said = text[start:end]
    words = " ".join(re.findall(r"[\w.'’]+", said)).strip(".")
    if re.match(r"\s*,", said):
        yield Sign(",", start, end)
    if _EMPTY.fullmatch(words):
        if ":" in said or re.search(r"[–—]|\s-\s", said):
            yield Sign(":", start, end)
        return
    several = [(found.start(), sign, found[0]) for sign, shape in _SAID for found in shape.finditer(words)]
    for _, sign, what in sorted(several):
        yield Sign(sign, start, end, what)
    if not several:
        yield Sign("w", start, end)


def _folded(given: list[Sign]) -> list[Sign]:
    """Empty lines, repeated words, and a full stop before a line's end, left out."""
    kept: list[Sign] = []
    for one in given:
        if kept and one.sign in "/w" and kept[-1].sign == one.sign:
            continue
        if one.sign == "/" and kept and kept[-1].sign in ".:,":
            kept.pop()
        if one.sign != "/" or not kept or kept[-1].sign != "/":
            kept.append(one)
    return kept
