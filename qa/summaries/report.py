"""One report in short: grades, how it opens, what must improve, of each section what it praises and blames, figures.

Knows the store's passages and recorded facts. Does not know how it is shown, nor authorities with several reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.frameworks import framework
from qa.extract.listing import improvements
from qa.extract.model import shown
from qa.extract.sentences import alike
from qa.facts.rows import judgements
from qa.plan.expected import is_improvement_heading
from qa.search.retrieve import lexicon_of
from qa.search.signals import is_row
from qa.summaries.recorded import Recorded, before, standard_figures
from qa.summaries.tones import tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.model import Report
    from corpus.store import IndexedPassage, Store, StoredFact
    from qa.claim import Claim
    from qa.search.lexical import Lexicon

__all__ = ["Grade", "Section", "Summary", "summarise"]

_SHORT, _LONG = 50, 420  # characters between which a sentence says something by itself, and is quoted whole
_REPEAT = 0.6  # above this share of common words a sentence repeats another
_OPENING = 3  # sentences of how a report opens: the first, and those of the clearest tone
_EARLY = 1.0  # what it is worth to open a section, beside a word of praise or blame
_MOST_PRAISE = 3.0  # words of praise or blame that count
_POINTS_BACK = re.compile(
    r"^\W*(?:this|these|those|it|they|he|she|however|also|in\s+addition|furthermore|for\s+example|as\s+a\s+(?:result|consequence))\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:information\s+about|inspection\s+(?:team|dates)|about\s+this|summary\s+of\s+the|contents)", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Grade:
    """A judgement: the area's key and name, the grade in the framework's words, and where it stands."""

    area: str
    name: str
    grade: str
    span: tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence that praises or blames, with its span in the report's text."""

    text: str
    span: tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A section by its heading, the area it is about if that is known, and the sentences that praise and blame."""

    heading: str
    area: str | None
    strengths: tuple[Sentence, ...]
    weaknesses: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """A report in short. `opening` is what it says of all before any section, `before` are the grades that it names of
    the inspection before, `improve` its recommendations in order, `figures` its standard figures; lists are empty where
    the report gives none.
    """

    report: Report
    grades: tuple[Grade, ...]
    before: tuple[Recorded, ...]
    opening: tuple[Sentence, ...]
    improve: tuple[Claim, ...]
    sections: tuple[Section, ...]
    figures: tuple[Recorded, ...]

    @property
    def lowest(self) -> tuple[Grade, ...]:
        """The areas graded lowest, all where they have one grade; none where the framework's scale is not known."""
        known = framework(self.report.framework) if self.report.framework else None
        scale = [grade.casefold() for grade in known.scale] if known else []
        areas = [one for one in self.grades if one.area != "overall" and one.grade.casefold() in scale]
        if not areas:
            return ()
        worst = max(scale.index(one.grade.casefold()) for one in areas)
        return tuple(one for one in areas if scale.index(one.grade.casefold()) == worst)


def summarise(report: Report, *, store: Store, each: int = 2) -> Summary:
    """A report in short, with up to `each` sentences of praise and as many of blame from every section."""
    known = framework(report.framework) if report.framework else None
    stored = judgements(store, [report]).get(report.number, {})
    order = list(known.areas) if known else []
    grades = [
        Grade(area=key, name=_name(report, key), grade=fact.fact.value, span=(fact.fact.start, fact.fact.end))
        for key, fact in sorted(stored.items(), key=lambda pair: _place(pair, order))
        if fact.fact.origin == "text"
    ]
    quoted: list[str] = []
    return Summary(
        report=report,
        grades=tuple(grades),
        before=tuple(before(report, store, {key: _name(report, key) for key in order})),
        opening=_opening(report, store, quoted),
        improve=tuple(improvements(report, store)),
        sections=tuple(_sections(report, store, each, quoted)),
        figures=tuple(standard_figures(report, store)),
    )


def _place(pair: tuple[str, StoredFact], order: Sequence[str]) -> tuple[bool, int]:
    return pair[0] != "overall", order.index(pair[0]) if pair[0] in order else len(order)


def _name(report: Report, key: str) -> str:
    known = framework(report.framework) if report.framework else None
    return known.areas[key].label if known and key in known.areas else key.replace("_", " ")


def _opening(report: Report, store: Store, quoted: list[str]) -> tuple[Sentence, ...]:
    """The first sentence that stands before any heading, and those there that praise or blame most."""
    passages = [one for one in store.passages_of(report.number) if not one.section.strip()]
    told = list(_told(passages, lexicon_of(store)))
    first = told[:1]
    quoted += [one.text for one in first]
    clear = _best([(abs(tone(one.text)), one) for one in told[1:]], _OPENING - 1, quoted)
    return tuple(sorted((*first, *clear), key=lambda one: one.span))


def _told(passages: Iterable[IndexedPassage], lexicon: Lexicon) -> Iterable[Sentence]:
    """The sentences that say something by themselves."""
    for passage in passages:
        for start, end in passage.sentences:
            text = shown(passage.text[start - passage.start : end - passage.start])
            if not (_SHORT <= len(text) <= _LONG and text.endswith(".") and text[:1].isupper()):
                continue
            if not (is_row(text) or lexicon.standing(text) or _POINTS_BACK.match(text)):
                yield Sentence(text=text, span=(start, end))


def _sections(report: Report, store: Store, each: int, quoted: list[str]) -> Iterable[Section]:
    """The top sections of a report in order, those left out that only list or only tell of the inspection."""
    by_heading: dict[str, list[IndexedPassage]] = {}
    for passage in store.passages_of(report.number):
        by_heading.setdefault(passage.section.split(" > ")[0].strip(), []).append(passage)
    lexicon = lexicon_of(store)
    for heading, passages in by_heading.items():
        if not heading or is_improvement_heading(heading) or _ABOUT.match(heading):
            continue
        told = list(_told([one for one in passages if not is_improvement_heading(one.section)], lexicon))
        strengths = _best([(tone(one.text), one) for one in told], each, quoted)
        weaknesses = _best([(-tone(one.text), one) for one in told], each, quoted)
        if strengths or weaknesses:
            area = _area(report, heading)
            yield Section(heading=heading, area=area, strengths=strengths, weaknesses=weaknesses)


def _best(toned: Sequence[tuple[float, Sentence]], most: int, quoted: list[str]) -> tuple[Sentence, ...]:
    """The sentences of the clearest tone, early ones first, none like one quoted already; in the report's order."""
    length = max(len(toned), 1)
    ranked = sorted(
        (
            (min(score, _MOST_PRAISE) + _EARLY * (1 - n / length), one)
            for n, (score, one) in enumerate(toned)
            if score > 0
        ),
        key=lambda pair: -pair[0],
    )
    kept: list[Sentence] = []
    for _, one in ranked:
        if len(kept) == most:
            break
        if not any(alike(one.text, other) >= _REPEAT for other in quoted):
            kept.append(one)
            quoted.append(one.text)
    return tuple(sorted(kept, key=lambda one: one.span))


def _area(report: Report, heading: str) -> str | None:
    """The area that a heading is about: the one whose longest word for it stands there."""
    known = framework(report.framework) if report.framework else None
    said = heading.casefold()
    found = [
        (len(word), key)
        for key, area in (known.areas.items() if known else ())
        if key != "overall"
        for word in (*area.words, area.label)
        if word.casefold() in said
    ]
    return max(found)[1] if found else None
