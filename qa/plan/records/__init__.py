"""A question about what reports record besides grades and dates, read whole or not at all.

Knows the order in which its readers are asked, and that no word may be left over: then it is None, and others read it.
Does not know any report.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from corpus.frameworks import framework
from qa.language.marks import STRAIGHT
from qa.language.periods import Period
from qa.plan.annotate import annotate
from qa.plan.records.graded import BEFORE_ONE_OF, read_before, read_best, read_change, read_had, read_outcome
from qa.plan.records.model import AsksRecord, Whom
from qa.plan.records.numbers import read_identifier, read_own, read_person, read_score, read_theme, scored
from qa.plan.records.regulations import read_verdict
from qa.plan.records.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from corpus.frameworks import Framework
    from qa.question import Catalogue

__all__ = ["AsksRecord", "read_recorded"]

# Words that ask, and that say nothing of what is asked for beside a record's own.
_ASKING = frozenset(
    """a an the of in at on for to by is are was were be been being do does did has have had having there it its it's
    what what's which who who's whose how many much list show name give gave given gives get gets got receive received
    award awarded tell me all each every this that their they with and did year latest last current currently now most
    recent recently report reports reported inspection inspections inspector inspectors inspected assessment ofsted
    council councils authority authorities rating rated grade graded judged judgement judgment found people any
    please can could take takes hold holds held live lives lived living look after up called overall total number
    compare figure record recorded state stated say said one ones than as time told""".split()
)
_COUNCILS = re.compile(r"\b(?:councils?|authorit(?:y|ies))\b", re.IGNORECASE)
_HOW_MANY_BODIES = re.compile(r"\bhow\s+many\s+(?:councils|authorities)\b", re.IGNORECASE)
# "Rated before its 2024 inspection": the grade before that the report of 2024 states.
_BEFORE_THE_ONE_OF = re.compile(r"before\s+(?:\w+\s+)?(?P<year>20\d\d)\s+(?:re-?)?inspection\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|no|n't|never|non|neither|nor|without|except|but|other|only|if|unless)\b|n't\b", re.IGNORECASE
)


def read_recorded(
    question: str, catalogue: Catalogue, regulations: Mapping[str, Sequence[str]], *, named: bool
) -> AsksRecord | None:
    """What is asked of the records of the frameworks in `catalogue`; None where a word of the question is left over.

    `regulations` are those that its reports judge, by framework; `named` says that the question names the bodies it is
    about.
    """
    held = [one for key in catalogue.frameworks if (one := framework(key)) is not None]
    if not any(
        one.own or one.roles or one.verdicts or one.body.identifiers or one.before.stated or one.said or scored(one)
        for one in held
    ):
        return None
    unnamed = _unnamed(question, catalogue)
    if unnamed is None or (unnamed[1] is not None and not named):
        return None
    left, when = unnamed
    whom = Whom(
        named=named,
        several=bool(_COUNCILS.search(question)) and not named,
        count=bool(_HOW_MANY_BODIES.search(question)),
    )
    readers: tuple[Callable[[Text], AsksRecord | None], ...] = (
        lambda text: read_had(text, held, whom),
        lambda text: read_score(text, held, whom),
        lambda text: read_verdict(text, held, whom, regulations),
        lambda text: read_change(text, held, whom),
        lambda text: read_before(text, held, whom),
        lambda text: read_outcome(text, held, whom),
        lambda text: read_identifier(text, held, whom),
        lambda text: read_theme(text, held, whom),
        lambda text: read_person(text, held, whom),
        lambda text: read_own(text, held, whom),
        lambda text: read_best(text, held, whom),
    )
    for read in readers:
        text = Text(left)
        found = read(text)
        if found is not None:
            # Whose number it is, or whose regulation, is its inspectorate's ("HIQA centre ID", "HIQA centres").
            of = [one for one in held if not found.frameworks or one.key in found.frameworks]
            asking = _ASKING | (_inspectorates(of) if found.kind in ("identifier", "verdict") else set())
            rest = [word for word in text.words if word not in asking]
            timed = found.kind == "inspection" or (found.kind == "before" and not BEFORE_ONE_OF.search(left))
            if rest or _NEGATED.search(text.left) or (when and timed):
                return None
            return replace(found, when=when)
    return None


def _inspectorates(held: Sequence[Framework]) -> set[str]:
    """The words of the names of those who inspect."""
    return {word for one in held for name in one.called.inspectorate for word in name.casefold().split()}


def _records(one: Framework) -> bool:
    """Whether its reports record anything besides what children's services' do."""
    more = one.own or one.roles or one.verdicts or one.themes or one.body.identifiers
    return bool(more or one.before.stated or one.said or scored(one))


def _unnamed(question: str, catalogue: Catalogue) -> tuple[str, Period | None] | None:
    """The question with the bodies' names and the time blanked, and that time; None where it names a region or an
    inspector, too, or two times, or one that has no end."""
    text, when = Text(question.translate(STRAIGHT)), None
    for token in annotate(question, catalogue).tokens:
        if token.has("name.authority"):
            text.blank(token.start, token.end)
        elif token.has("time.period") and when is None and isinstance(token.value, Period):
            one = _BEFORE_THE_ONE_OF.match(question, token.start)
            if one is not None:
                year = int(one["year"])
                when = replace(token.value, start=date(year, 1, 1), end=date(year, 12, 31), of="inspected")
            elif token.value.years:
                when = token.value
            else:
                return None
            text.blank(one.start("year") if one else token.start, token.end)
        elif token.has("name", "time.period"):
            return None
    while text.take(r"(?<=\x00)'s?(?!\w)"):
        pass
    return text.left, when
