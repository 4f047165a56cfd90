"""From a question to its plan.

Knows the order in which the parts of a question are read: names first, then times, then the words in between. Does not
know any report's text, and never asks a model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.language.pattern import Lazy
from corpus.measures import find_measures, measure
from qa.language.periods import find_periods
from qa.language.words import blanked
from qa.plan.answer_type import answer_type_of
from qa.plan.intent import (
    PRELUDE,
    asks_future,
    asks_how_it_is,
    asks_recommendations,
    ends_of_stretch,
    got_a_grade,
    tells_the_report,
)
from qa.plan.kinds import QuestionFeatures, direction_of, kind_of, which_of
from qa.plan.places import find_places
from qa.plan.vocabulary import (
    GENERIC,
    GRADE_WORDS,
    HOW_GOOD,
    LIGHT,
    QUALIFYING,
    Named,
    find_areas,
    find_frameworks,
    find_grades,
)
from qa.question import HERE, Catalogue, Plan, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.plan.places import Places
    from qa.question import Period

__all__ = ["plan_question"]

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\n": " ", "\t": " "})
_WORD = re.compile(r"[A-Za-z][\w'-]*|\d[\d,.]*%?")
_NUMERIC = Lazy(
    r"\b(?:how many|numbers?|rates?|percentages?|per ?cent|proportions?|shares?|counts?|figures?|total|"
    r"more|fewer|less|most|fewest|higher|"
    r"highest|lower|lowest|largest|biggest|smallest|up or down|rising|falling|ris(?:e|en)|rose|fell|"
    r"fall(?:en)?|how much|statistics?|stats?|sum|average|per 10,?000)\b|%"
)
_NEGATED = Lazy(
    r"\b(?:not|never|no|without|neither|none|isn't|wasn't|weren't|aren't|didn't|hasn't|haven't|other than|"
    r"except|apart from)\b"
)
_SUPERLATIVE = Lazy(
    r"\b(?:most|fewest|least|highest|lowest|largest|biggest|smallest|greatest|best|worst|top|bottom|"
    r"rank(?:ed|ing)?|longest|shortest|league table)\b(?! recent)"
)
_EVER = Lazy(r"\b(?:ever|at any (?:point|time)|at some point|at least once|any of (?:its|their))\b")
_ASKS_COUNT = Lazy(r"\b(?:how many|number of|count|how often)\b")
_ASKS_LIST = Lazy(r"\b(?:which|list|name|who|whose|what are|show)\b")
_ASKS_SHARE = Lazy(
    r"\b(?:(?<!to )share(?! (?:its|their|the|a|an|any|with|information|data|staff|services)\b)|proportion|percentage|"
    r"per ?cent|fraction)\b|%"
)
_RELATIVE = Lazy(
    r"\b(?:(?:relative(?:ly)? to|allowing for|adjust(?:ed|ing) for|given|considering|in proportion to|"
    r"tak(?:e|en|ing)(?: account of| into account)?|for) (?:(?:its|their|the|how|child|each|local)\s+)*"
    r"(?:population|size|big|many children)(?:\s+(?:into account|it is|they are|they have|it has))?"
    r"|relative(?:ly)? to|per (?:head|capita|child|person|resident)(?: of (?:the )?(?:child )?population)?|"
    r"proportion(?:ately|ally)|pro rata|size for size|as a rate|rate for rate)\b"
)
# What is said before the question, of the one who asks: "I'm writing about turnarounds. Which ...?"
_PREFACE = Lazy(
    r"^\s*(?:(?:i(?:['’](?:m|d|ve)| am| was| have| need| want)|we(?:['’](?:re|ve)| are| need)|my|working|"
    r"writing|researching|"
    r"preparing|looking|reading|comparing|checking|question|query|request|for (?:a|an|my|our)|(?:\w+ ){1,4}"
    r"(?:query|question|request|enquiry|here))\b(?:(?!\b(?:how|what|which|who|whose|when|where|why|whether)\b)[^.?!:;–—]){0,140}"
    r"(?:[.:;!–—]|\s-)\s+)+(?=[^?]*\b(?:how|what|which|who|whose|when|where|why|did|was|were|is|are|has|have|list|name|"
    r"show|give|compare|find|tell|describe|summari[sz]e)\b)"
)
# Words that only say where to look or how it is meant.
_BEGINS = re.compile(r"(?:\A\W*|[.?!:]\s+)\Z")  # where a sentence begins, and with it a capital
_ASIDE = Lazy(
    r"\b(?:(?:in|from|of|across|within|among(?:st)?)\s+(?:your|this|the|our|my)\s+(?:\w+\s+)?(?:collection|library|corpus|"
    r"database|archive|files?|folder|data\s?set)|(?:out\s+)?of\s+(?:everything|all(?=\s+(?:published|inspected|reports?)))|"
    r"since\s+the\s+start\s+of(?=\s*$)|start\s+of(?=\s+(?:\s|$))|direction(?=\s+of\s+travel)|(?<=direction)\s+of\s+travel|"
    r"pass(?:ed|ing)?\s+or\s+(?:an?\s+)?fail(?:ed|ing)?|fail(?:ed)?\s+or\s+pass(?:ed)?|(?:that|which)\s+you\s+(?:have|hold|know(?:\s+of)?)|by\s+how\s+much|(?:the|a)\s+corner|any\s+good)\b"
)
_LIGHT_VERBS = frozenset(
    """manage managed achieve achieved arrange arranged handle handled got report recorded complete completed secure
    secured make made finalise finalised get through deliver delivered do done have had record records see saw
    register registered total""".split()
)
_OF_INSPECTIONS = ("judgement", "person", "date", "trend", "aggregate", "compare", "lookup")
# Most questions begin at once: no greeting need be looked for.
_PLUNGES = re.compile(r"\s*(?:how|what|who|when|which|why|where|was|is|did|has|does)\b", re.IGNORECASE)
_AGAINST = Lazy(r"\b(?:vs?\.?|versus)(?!\w)")
# Measures whose words are those of a judgement area too: numbers must be asked for.
_AREA_MEASURES = ("looked_after", "care_leavers", "adoptions")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Analysis:
    """What was found in a question, and its words with names and times blank (`text`), grades too (`ungraded`)."""

    places: Places
    periods: tuple[Period, ...]
    inspectors: tuple[str, ...]
    frameworks: tuple[str, ...]
    grades: tuple[str, ...]
    areas: tuple[str, ...]
    measures: tuple[str, ...]
    wants_grade: bool
    topics: tuple[str, ...]
    qualifiers: tuple[str, ...]
    names: tuple[str, ...]
    recommendations: bool
    stretch: bool
    identifying_grades: tuple[str, ...]
    text: str
    rest: str
    undated: str
    ungraded: str


def plan_question(question: str, *, catalogue: Catalogue, scope: Scope | None = None) -> Plan:
    """Read `question` against what the library holds; `scope` is what the caller allows and is kept in the plan.

    An authority, region or framework outside the scope stays in the plan as named: select_reports then finds no report
    for it and says so. A question about one authority that names none is about the only one there is, in the scope or
    in the library.
    """
    scope = scope or Scope()
    parts = _analyse(question.translate(_STRAIGHT), catalogue)
    kind = kind_of(parts.text, _found(parts))
    authorities = parts.places.authorities
    # Where a report is on nobody known, the only authority that there is may not be the one that is meant.
    nameless = any(report.authority is None for report in catalogue.reports)
    only = scope.authorities or (() if nameless else catalogue.authorities)
    if not _names_place(parts.places) and not parts.places.regions and kind != "aggregate" and len(only) == 1:
        authorities = only
        kind = kind_of(parts.text, replace(_found(parts), authorities=1, named_place=True))
    text = parts.text
    answer_type = answer_type_of(text, kind)
    identifying_grades = parts.identifying_grades if kind == "judgement" else ()
    topics = tuple("deputy" if word == "command" and kind == "person" else word for word in parts.topics)
    if kind in _OF_INSPECTIONS and not parts.measures:
        topics = tuple(word for word in topics if word not in LIGHT)
    return Plan(
        question=question,
        kind=kind,
        answer_type=answer_type,
        placeless=_placeless(question, parts.places),
        authorities=authorities,
        absent_authorities=parts.places.absent,
        unknown_places=parts.places.unknown,
        ambiguous=parts.places.ambiguous,
        regions=parts.places.regions,
        periods=parts.periods,
        which=which_of(parts.undated),
        areas=parts.areas,
        grades=tuple(grade for grade in parts.grades if grade not in identifying_grades),
        identifying_grades=identifying_grades,
        measures=parts.measures,
        frameworks=parts.frameworks,
        inspectors=parts.inspectors,
        negated=bool(_NEGATED.search(text)),
        ever=bool(_EVER.search(text)),
        asks_why=kind == "finding" and answer_type == "reason",
        asks_count=bool(_ASKS_COUNT.search(text)),
        asks_list=bool(_ASKS_LIST.search(text)),
        asks_share=bool(_ASKS_SHARE.search(text)),
        superlative=bool(_SUPERLATIVE.search(text)),
        recommendations=kind == "list" and parts.recommendations,
        future=asks_future(text, kind),
        names=parts.names,
        direction=direction_of(parts.ungraded),
        topics=topics,
        qualifiers=parts.qualifiers,
        notes=parts.places.notes,
        scope=scope,
    )


def _placeless(question: str, places: Places) -> str:
    """The question with "the area" for each place: what is asked is the same of each."""
    for start, end in sorted({(start, end) for start, end, *_ in places.mentions}, reverse=True):
        question = f"{question[:start]}{HERE}{question[end:]}"
    return question


def _analyse(text: str, catalogue: Catalogue) -> _Analysis:
    """Names first, then times, then the words in between; what one has taken is blank for the next."""
    places = find_places(text, catalogue)
    masked = blanked(text, places.spans)
    periods = find_periods(masked)
    masked = blanked(masked, [p.time for p in periods])
    prelude = None if _PLUNGES.match(masked) else PRELUDE.match(masked)
    # "Right" alone or a greeting alone is all there is to read.
    if prelude and re.search(r"\w", masked[prelude.end() :]):
        masked = blanked(masked, [prelude.span()])
    preface = _PREFACE.match(masked)
    if preface and len(masked[preface.end() :].split()) > 4:
        masked = blanked(masked, [preface.span()])
    inspectors, inspector_spans = _inspectors(masked, catalogue)
    masked = blanked(masked, inspector_spans)
    frameworks = find_frameworks(masked)
    stretch = ends_of_stretch(masked, frameworks)
    grades = find_grades(masked)
    areas = find_areas(blanked(masked, _spans(grades)), catalogue.frameworks)
    plain, ungraded = _plain(masked), _plain(blanked(masked, _spans(grades)))
    aside = [match.span() for words in (_RELATIVE, _ASIDE) for match in words.finditer(masked)]
    left = blanked(masked, [*_spans(areas), *_spans(grades), *_spans(frameworks), *aside])
    graded = bool(
        GRADE_WORDS.search(plain)
        or (not areas and asks_how_it_is(plain))
        or ((got_a_grade(plain) or HOW_GOOD.search(plain)) and not set(_topics(left)[0]) - LIGHT)
    )
    measures = [] if graded or grades else _measures(masked)
    if not _NUMERIC.search(masked):
        # "Darlington v Slough on care leavers": without a word of numbers an area is meant, not its figure.
        measures = [one for one in measures if not any(_same_words(one, area, masked) for area in areas)]
    topics, qualifiers = _topics(blanked(left, _spans(measures)))
    if graded or (grades and not set(topics) - LIGHT):
        topics = tuple(word for word in topics if word not in LIGHT)
    if measures:
        topics = tuple(word for word in topics if word not in _LIGHT_VERBS)
        areas = [area for area in areas if area.key == "overall"]
    identifying_grades = [grade for grade in grades if areas and tells_the_report(masked, grade.start)]
    if identifying_grades and len(areas) > 1:
        areas = [area for area in areas if area.key != "overall"]
    return _Analysis(
        places=places,
        periods=_until(masked, tuple(p.period for p in periods)) if stretch else tuple(p.period for p in periods),
        inspectors=inspectors,
        frameworks=() if stretch else _keys(frameworks),
        grades=_keys(grades),
        areas=_keys(areas),
        measures=_keys(measures),
        wants_grade=graded,
        topics=topics,
        qualifiers=qualifiers,
        names=_proper(left, topics),
        recommendations=asks_recommendations(ungraded, topics),
        stretch=stretch,
        identifying_grades=_keys(identifying_grades),
        text=plain,
        rest=_plain(left),
        undated=_plain(blanked(masked, _spans(frameworks))),
        ungraded=ungraded,
    )


def _same_words(measured: Named, area: Named, text: str) -> bool:
    """Whether a statistic and an area were read from the same words; "adoptions" are always counted."""
    apart = measured.end <= area.start or area.end <= measured.start
    return not apart and not text[area.start : area.end].casefold().endswith("adoptions")


def _spans(named: Iterable[Named]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in named]


def _until(text: str, periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """'From the SIF to 2024': the year is where a stretch ends that began with a framework; 'since' leaves it open."""
    if len(periods) != 1 or periods[0].precision == "range":
        return periods
    return (replace(periods[0], start=date.min, precision="range"),)


def _proper(text: str, topics: tuple[str, ...]) -> tuple[str, ...]:
    """Topics written with a capital letter inside a sentence, neighbours joined: names, it may be."""
    found: list[str] = []
    last = -2
    for match in re.finditer(r"(?<![\w'-])[A-Z][a-z][\w'-]*", text):
        word = match[0].removesuffix("'s").rstrip("'-")
        if word.casefold() not in topics or _BEGINS.search(text[: match.start()]):
            continue
        joined = found and text[last : match.start()].isspace()
        found[-1:] = [f"{found[-1]} {word}"] if joined else [*found[-1:], word]
        last = match.end()
    return tuple(dict.fromkeys(found))


def _names_place(places: Places) -> bool:
    return bool(places.authorities or places.absent or places.unknown or places.ambiguous)


def _found(parts: _Analysis) -> QuestionFeatures:
    return QuestionFeatures(
        authorities=len(parts.places.authorities) + len(parts.places.absent),
        named_place=_names_place(parts.places),
        regions=len(parts.places.regions),
        periods=len(parts.periods),
        areas=len(parts.areas),
        grades=len(parts.grades),
        measures=len(parts.measures),
        inspectors=len(parts.inspectors),
        wants_grade=parts.wants_grade,
        topics=len(parts.topics),
        recommendations=parts.recommendations,
        stretch=parts.stretch,
        rest=parts.rest,
    )


def _plain(text: str) -> str:
    """The text with runs of white space made one space, as the patterns of kinds expect it."""
    return " ".join(text.split())


def _keys(named: Iterable[Named]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.key for one in named))


@lru_cache(maxsize=4)
def _inspector_patterns(names: tuple[str, ...]) -> tuple[tuple[str, Lazy], ...]:
    """Full names; surnames too where only one inspector here has it."""
    surnames = [name.split()[-1].casefold() for name in names]
    return tuple(
        (
            name,
            Lazy(
                rf"\b(?:{re.escape(name)}|{re.escape(name.split()[-1])})\b"
                if surnames.count(surname) == 1
                else rf"\b{re.escape(name)}\b"
            ),
        )
        for name, surname in zip(names, surnames, strict=True)
    )


def _inspectors(text: str, catalogue: Catalogue) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """Lead inspectors of the library named in the text. A surname alone counts with a capital only ("Good", "Page")."""
    found: list[tuple[int, int, str]] = []
    lower = text.casefold()
    for name, pattern in _inspector_patterns(catalogue.inspectors):
        if name.split()[-1].casefold() not in lower:
            continue
        for match in pattern.finditer(text):
            full = match[0].casefold() == name.casefold()
            if full or (match[0][0].isupper() and match.start() > 0):
                found.append((match.start(), match.end(), name))
    found.sort()
    return tuple(dict.fromkeys(name for _, _, name in found)), [(start, end) for start, end, _ in found]


def _measures(text: str) -> list[Named]:
    """The statistics that the text asks for: only where it speaks of numbers, or of nothing else."""
    found = [Named(one.key, start, end) for one, start, end in find_measures(text)]
    if not (_NUMERIC.search(text) or _AGAINST.search(text)) and any(one.key in _AREA_MEASURES for one in found):
        return []
    if _RELATIVE.search(text):
        found = [Named(measure(one.key).rate or one.key, one.start, one.end) for one in found]
    both: list[Named] = []
    for one in found:
        count = measure(one.key).count
        # "Which had more children, and which had the higher rate?" asks for both.
        if (
            count
            and not _RELATIVE.search(text)
            and re.search(r"\b(?:more|fewer|numbers?|how many|most|fewest)\b", text, re.IGNORECASE)
        ):
            both.append(Named(count, one.start, one.end))
        both.append(one)
    return both


def _topics(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The content words that are left, and the words and numbers that only a figure could be narrowed by."""
    words = [word.casefold().removesuffix("'s").strip("'-.,%") for word in _WORD.findall(text)]
    content = (word for word in words if len(word) > 1 and word not in GENERIC and not word[:1].isdigit())
    narrowing = (word for word in words if word in QUALIFYING or (word[:1].isdigit() and word not in GENERIC))
    return tuple(dict.fromkeys(content)), tuple(dict.fromkeys(narrowing))
