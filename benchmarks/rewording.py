"""A report's text with a few words of each sentence exchanged, every span staying where it is.

Knows which words may change, and that another of as many letters takes a word's place. Without it every sentence of a
library of copies would stand in many reports alike, and be taken for standing text. What does stand in several reports
of the base stays as it is, and so do the facts' words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.model import NewReport

__all__ = ["Rewording", "Span"]

Span = tuple[int, int]

EXCHANGED = 2  # words of a sentence: two copies that chose the same are rare
_ALIKE = 2  # reports of the base in which a sentence stands that is left alone
_FREE_KINDS = ("recommendation", "statistic")  # facts whose span is a sentence: its words may change, no figure does
_WORD = re.compile(r"(?<![\w'’-])[a-z]{5,}(?![\w'’-])")
_FIRST_WORDS = re.compile(r"(?:\s*\S+){1,10}")  # in which sentences differ that are not taken for the same


class Rewording:
    """Made of all the reports of a base: as often as a word stands there it is put in place of another."""

    def __init__(self, reports: Sequence[NewReport]) -> None:
        begun = Counter(key for report in reports for key in {_key(report, span) for span in _sentences(report)})
        self._standing = {key for key, count in begun.items() if count >= _ALIKE}
        self._words: dict[int, list[str]] = {}
        for report in reports:
            for word in _WORD.findall(report.document.text):
                self._words.setdefault(len(word), []).append(word)

    def loose(self, report: NewReport) -> tuple[tuple[Span, ...], ...]:
        """For each sentence that may be changed the spans of the words that may."""
        text = report.document.text
        fixed = [(fact.start, fact.end) for fact in report.facts if fact.kind not in _FREE_KINDS]
        found = []
        for span in _sentences(report):
            if _key(report, span) not in self._standing:
                words = [match.span() for match in _WORD.finditer(text, *_beginning(text, span))]
                found.append(tuple(w for w in words if not any(w[0] < end and start < w[1] for start, end in fixed)))
        return tuple(words for words in found if words)

    def reworded(self, text: str, loose: Iterable[Sequence[Span]], chance: Random) -> str:
        """The text with EXCHANGED words of each sentence, or all that may, put in place of others as long."""
        parts, at = [], 0
        for spans in loose:
            for start, end in sorted(chance.sample(spans, min(EXCHANGED, len(spans)))):
                if start >= at:  # a sentence may stand in two passages, cut differently
                    parts += [text[at:start], self._other(text[start:end], chance)]
                    at = end
        return "".join([*parts, text[at:]])

    def _other(self, word: str, chance: Random) -> str:
        words = self._words[len(word)]
        return next((other for other in (chance.choice(words) for _ in range(8)) if other != word), word)


def _sentences(report: NewReport) -> list[Span]:
    return sorted({span for passage in report.passages for span in passage.sentences})


def _beginning(text: str, span: Span) -> Span:
    """The span of a sentence's first words."""
    found = _FIRST_WORDS.match(text, *span)
    return (span[0], found.end()) if found else (span[0], span[0])


def _key(report: NewReport, span: Span) -> str:
    """By what a sentence is known in another report."""
    start, end = _beginning(report.document.text, span)
    return " ".join(report.document.text[start:end].split())
