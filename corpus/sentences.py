"""Where sentences begin and end in a report's text.

Knows English abbreviations, decimals, initials, numbered paragraphs, bullets and the closing quotes and brackets that
follow a full stop. Does not know pages, blocks or headings: the caller gives a range in which no such border lies, or
takes what crosses it as one sentence. A line break alone ends nothing, since the lines of a PDF are kept as lines.
"""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["BULLETS", "NOTE_MARKS", "sentences"]

BULLETS = "•‣⁃◦●○◘◼◾▪▫■□▶►➢➤✓✔❖⮚·∙"
"""The marks that stand for a bullet at the start of a line; a dash counts too, when a space follows."""

NOTE_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""The figures that stand raised behind a word or a figure and lead to a note: no part of what they stand behind."""

_STOP = re.compile(
    r"(?:[.!?]+|…)[)\]}\"'’”»]*"
    rf"(?:[{NOTE_MARKS}]+|(?:(?<=[a-z%)’”][.!?])|(?<=\s[12]\d{{3}}\.))\d{{1,2}})?"  # the mark of a footnote
    r"(?:\s*\([A-Z]\w+[\d\s,–-]*(?:and \d+)?\)\.?)?"  # "(Recommendation)", "(Paragraphs 12, 13)"
    r"(?=\s|$)"
)
_LEAD = re.compile(
    rf"\s*(?:(?:[{BULLETS}]+|[-–—−*](?=\s))\s*)*(?:(?:(?:\d{{1,3}}(?:\.\d{{1,2}})*\.|\(?[a-z0-9ivx]{{1,3}}\))(?=\s)|\d{{1,3}}\.(?=[A-Z‘“])))?\s*"
)
_BREAK = re.compile(rf"\n[^\S\n]*(?:\n\s*|(?=[{BULLETS}]|[-–—−*][^\S\n]+\S))")
_WORD = re.compile(r"[\w.&’'-]*$")
_NUMBERING = re.compile(r"\d{1,3}(?:\.\d{1,2})*")

_FOOTNOTE_MARK = re.compile(r"\d{1,2}")
_CLOSERS = tuple(".!?…)]}\"'’”»")

_NEVER_LAST = frozenset(
    "mr mrs ms miss dr prof sir rev revd hon st messrs cllr supt insp sgt capt lt col gen "
    "e.g eg i.e ie cf viz vs v approx c ca fig figs para paras pp vol ed eds reg regs art sec sch dept nos "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri".split()
)
"""Abbreviations after which a sentence goes on, whatever follows."""

_LAST_BEFORE_CAPITAL = frozenset("etc al a.m p.m inc ltd plc co jr sr ph.d b.a m.a u.k u.s".split())
"""Abbreviations that may end a sentence: they do where a capital follows."""

_BEFORE_NUMBER = frozenset("no nos p pp s ss ch vol art reg para fig".split())
"""Words that are abbreviations only where a number follows ("No. 5", but "The answer is no.")."""


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the sentences in `text[start:end]`, absolute, in order and apart from one another.

    Each span begins and ends at a character that is not white space. Bullet marks and paragraph numbers in front of a
    sentence, and the mark of a footnote alone on the line after its end, belong to none; all other characters that are
    not white space belong to exactly one span.
    """
    spans: list[tuple[int, int]] = []
    for piece_start, piece_end in _pieces(text, start, end):
        begin = _after_lead(text, piece_start, piece_end)
        for stop in _STOP.finditer(text, begin, piece_end):
            if stop.start() < begin or not _ends(text, begin, stop, piece_end):
                continue
            _add(spans, text, begin, stop.end())
            begin = stop.end()
        _add(spans, text, begin, piece_end)
    return spans


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The range cut at blank lines and in front of bullets."""
    cuts = [start, *(match.end() for match in _BREAK.finditer(text, start, end)), end]
    return [(a, b) for a, b in pairwise(cuts) if a < b]


def _after_lead(text: str, start: int, end: int) -> int:
    """Where the words begin, after a bullet mark or a number; the start itself if nothing else would be left."""
    match = _LEAD.match(text, start, end)
    return match.end() if match and match.end() < end else start


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped and not (spans and _FOOTNOTE_MARK.fullmatch(stripped) and text[start - 1 : start] in _CLOSERS):
        first = start + piece.index(stripped[0])
        spans.append((first, first + len(stripped)))


def _ends(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether a sentence that began at `begin` ends at this stop."""
    following = _next_character(text, stop.end(), end)
    if not following:
        return True
    if following.islower():
        return False
    if stop.group()[0] != "." or stop.group().startswith(".."):
        return True
    word_match = _WORD.search(text, max(begin, stop.start() - 30), stop.start())
    word = word_match.group() if word_match else ""
    plain = word.strip("'’").lower()
    if plain in _NEVER_LAST:
        return False
    if plain in _BEFORE_NUMBER and following.isdigit():
        return False
    if plain in _LAST_BEFORE_CAPITAL:
        return following.isupper()
    if len(word) == 1 and word.isupper() and stop.group() == ".":
        return not following.isupper()
    # "12." at the start of a line numbers a paragraph: it opens a sentence and ends none.
    at = stop.start() - len(word)
    numbers = _NUMBERING.fullmatch(word) is not None and len(stop.group()) == 1
    return not (numbers and (at == begin or text[max(begin, at - 1) : at] == "\n"))


def _next_character(text: str, at: int, end: int) -> str:
    """The first character after the stop that is neither white space nor an opening quote or bracket."""
    while at < end and (text[at].isspace() or text[at] in "\"'‘“«([{"):
        at += 1
    return text[at] if at < end else ""
