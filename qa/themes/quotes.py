"""Quotations: the sentences of one report or of many that say something, word for word, or that give a person's words.

Knows gathered sentences and the reader. Does not know how people ask for one (qa.plan.quotation).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answer import refused
from qa.claim import Claim
from qa.extract.model import label, shown
from qa.extract.sentences import alike
from qa.language.directions import agrees
from qa.language.phrasing import reports_on
from qa.language.words import STOP, stem, stems, tokens
from qa.search.lexical import concepts
from qa.search.retrieve import lexicon_of
from qa.search.weights import weights
from qa.themes.gather import gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Report
    from corpus.store import Store
    from qa.answer import Answer
    from qa.cite import Citer
    from qa.question import Plan
    from qa.reader import Reader
    from qa.search.retrieve import Encoder
    from qa.themes.gather import Spoken

__all__ = ["answer_quotes", "quotes"]

_THEMES = weights("themes")
LEAST = _THEMES["least"]  # the reader's logit from which on a sentence speaks of something
NEAR = _THEMES["near"]  # and how near it must come by meaning and words
_QUOTES = weights("quotes")
NEARLY = _QUOTES["nearly"]  # the share of a phrase's telling words from which on it is that phrase
MOST = 5  # quotations shown of few reports; of many one a report
MANY = 3  # reports, from which on one of each is enough
_READ = 12  # sentences of a report that are read, of few reports
_READ_OF_MANY = 2
_BATCH = 32
_REPEAT = _QUOTES["repeat"]
_MARKS = (("“", "”"), ("‘", "’"), ('"', '"'))
_OPENING = frozenset("“‘'\"")
_WORDS_SAID = 4  # words between quotation marks that are somebody's own, and no mere term


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sure:
    """A sentence, how surely it says what is wanted, and the share of the wanted words that stand in it."""

    relevance: float
    held: float
    spoken: Spoken

    @property
    def order(self) -> tuple[float, float]:
        """What is said in the very words comes before what only says it."""
        return -(self.held if self.held >= NEARLY else 0.0), -self.relevance


def quotes(
    plan: Plan,
    reports: Sequence[Report],
    *,
    speaker: str = "",
    store: Store,
    encoder: Encoder,
    reader: Reader,
) -> list[Spoken]:
    """The sentences of `reports` that say what `plan` asks, the surest first; of a `speaker`, only such a one's words.

    Of up to three reports up to five sentences that do not repeat each other, of more the best of each.
    """
    found = concepts(plan, lexicon_of(store))
    few = len(reports) <= MANY
    nearest = gather(plan.question, found, reports, store=store, encoder=encoder, each=_READ if few else _READ_OF_MANY)
    nearest = [one for one in nearest if not speaker or _is_of(speaker, one)]
    wanted = frozenset(word for word in stems(plan.question) if word not in STOP)
    sure: list[_Sure] = []
    for at in range(0, len(nearest), _BATCH):
        some = nearest[at : at + _BATCH]
        read = reader.scores(plan.placeless, [(one.heading, one.before, one.text, ()) for one in some])
        sure += [
            _Sure(relevance=relevance, held=_held(wanted, one), spoken=one)
            for (relevance, _), one in zip(read, some, strict=True)
            if _says(plan.question, wanted, relevance, one)
        ]
    ranked = [one.spoken for one in sorted(sure, key=lambda one: one.order)]
    if few:
        return _apart(ranked)
    best: dict[int, Spoken] = {}
    for one in ranked:
        best.setdefault(one.report.number, one)
    return list(best.values())


def _says(asked: str, wanted: frozenset[str], relevance: float, one: Spoken) -> bool:
    """Whether a sentence says it: as the reader sees it, or because nearly all its words stand there."""
    if not (shown(one.text)[:1].isupper() or shown(one.text)[:1] in _OPENING):
        return False  # a piece of a sentence or of a list: no words to quote
    if len(wanted) > 1 and _held(wanted, one) >= NEARLY:
        return True
    spots = [start for word, start, _ in tokens(one.text) if stem(word) in wanted]
    return relevance >= LEAST and one.near >= NEAR and agrees(asked, one.text, spots)


def _held(wanted: frozenset[str], one: Spoken) -> float:
    """The share of the wanted words that stand in a sentence."""
    return len(wanted & frozenset(stems(one.text))) / max(1, len(wanted))


def _is_of(speaker: str, one: Spoken) -> bool:
    """Whether a sentence gives words of such a person, who is named in it or right before it."""
    named = frozenset(stems(f"{one.before} {one.text}"))
    return _holds_words(one.text) and any(word in named for word in _kin(speaker))


def _kin(speaker: str) -> frozenset[str]:
    """The stems by which such a person is named: of a young person "young" alone would do."""
    said = frozenset(word for word in stems(speaker) if word not in STOP)
    children = frozenset(stems("child children"))
    return said | children | frozenset(stems("young")) if said & (children | frozenset(stems("young"))) else said


def _holds_words(text: str) -> bool:
    for opening, closing in _MARKS:
        for match in re.finditer(f"{opening}(.+?){closing}(?!\\w)", text, re.DOTALL):
            if len(match[1].split()) >= _WORDS_SAID:
                return True
    return False


def _apart(ranked: Sequence[Spoken]) -> list[Spoken]:
    kept: list[Spoken] = []
    for one in ranked:
        if len(kept) < MOST and all(alike(one.text, other.text) < _REPEAT for other in kept):
            kept.append(one)
    return kept


def answer_quotes(
    found: Sequence[Spoken], about: str, citer: Citer, *, searched: Sequence[Report], speaker: str = ""
) -> Answer:
    """The quotations as rows, each cited; a refusal where no sentence is sure to say it."""
    nameless = sum(not report.authority for report in searched)
    authorities = len({report.authority for report in searched if report.authority})
    of = reports_on(len(searched), authorities, nameless=nameless)
    whose = f"gives the words of {speaker} about" if speaker else "speaks of"
    if not found:
        reason = (
            f"No sentence of the {of} searched {whose} “{about}” so that I am sure of it. Try fewer or other words, or "
            "`inspectqa search` for the passages that come nearest."
        )
        return refused(reason)
    claims = [Claim(text=shown(one.text), spans=((one.report.number, one.start, one.end),)) for one in found]
    rows = [
        f"“{said.text}” {label(one.report)}{f', page {one.page}' if one.report.paged else ''}"
        for one, said in zip(found, claims, strict=True)
    ]
    head = f"Word for word, out of the {of} searched, what comes nearest first:"
    return citer.answer([head, *rows], claims, {"quotation": about, "speaker": speaker, "searched": len(searched)})
