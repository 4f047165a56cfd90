"""Which inspection a question is about, where it says so: by its name, by who inspects, by an area of its own.

Knows what frameworks' files call them. Does not know the bodies' kinds by their nouns (qa.plan.bodies).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.bodies import CALLED
from corpus.frameworks import framework, frameworks
from qa.language.phrasing import listed
from qa.plan.as_of_councils import areas_of, named_bodies, of_both, spaced, within
from qa.plan.vocabulary import GRADE_WORDS, HOW_GOOD, find_areas, find_grades

if TYPE_CHECKING:
    from qa.plan.as_of_councils import AsOfCouncils
    from qa.question import Catalogue

__all__ = ["of_an_area", "of_an_inspection", "of_an_inspectorate", "of_another_inspection"]


def of_an_inspection(plain: AsOfCouncils, catalogue: Catalogue, names: list[tuple[int, int]]) -> AsOfCouncils:
    """The question held to the inspection that it names, if that is of no council ("area SEND inspection").

    Where nobody whom the question names had one, it stays as it is: that there was none is then said.
    """
    said: dict[str, list[str]] = {}
    for key in catalogue.frameworks:
        known = framework(key)
        for words in known.called.framework if known is not None and known.body.kind != "council" else ():
            said.setdefault(words, []).append(key)
    for words in sorted(said, key=len, reverse=True):
        match = re.search(rf"(?<![\w-]){spaced(words)}(?P<many>s)?(?![\w-])", plain.question, re.IGNORECASE)
        if match is None or any(start < match.end() and match.start() < end for start, end in names):
            continue
        many = match["many"] or words.endswith("s")
        keys = tuple(said[words])
        asked = areas_of(plain.question) | of_both(plain.question, catalogue)
        asked |= {str(one.authority) for _, one in named_bodies(plain.question, catalogue)}
        if asked and not any(one.framework in keys and one.authority in asked for one in catalogue.reports):
            return plain
        put = "inspections" if many else "inspection"
        return replace(
            plain,
            question=f"{plain.question[: match.start()]}{put}{plain.question[match.end() :]}",
            scope=replace(plain.scope, frameworks=within(plain.scope.frameworks, keys)),
        )
    return plain


# An inspectorate is a condition where it is said to be the one that grades: "rated by the CQC", "CQC rating".
_GRADES = (
    r"(?:\s+[\w-]+){0,2}?\s+(?:rat(?:ed?|ings?)|grad(?:ed?|es?|ings?)|judg\w*|scor(?:ed?|es?|ing)|giv(?:en?|es?)"
    r"|inspect(?:ed|s)?|assess(?:ed|es)?|publish(?:ed|es)?|visit(?:ed|s)?|on[ -]site)\b"
    r"|\s+(?:assessment|inspection|report|visit)s?\s+(?:of|on|at|into)\b"
)
_BY = (
    r"\b(?:according\s+to\s+|(?:rated|graded|judged|scored|given|inspected|assessed)\b[^,.?]{0,60}?\bby\s+)(?:the\s+)?"
)


def of_an_inspectorate(plain: AsOfCouncils, catalogue: Catalogue, names: list[tuple[int, int]]) -> AsOfCouncils:
    """The question held to the reports of the inspectorate that it says has graded ("How did the CQC rate Derby?")."""
    said: dict[str, list[str]] = {}
    for one in frameworks():
        for words in one.called.inspectorate:
            said.setdefault(words, []).append(one.key)
    for words in sorted(said, key=len, reverse=True):
        written = rf"(?<![\w-]){spaced(words)}(?:['’]s)?(?:\s+(?:people|team|staff|inspectors|assessors))?(?![\w-])"
        if (jointly := _of_both(plain, catalogue, words, written)) is not None:
            return jointly
        found = rf"\bhow\s+[\w-]+\s+did\s+(?:the\s+)?(?P<found>{written})\s+find\b"
        shape = rf"(?P<at>{written})(?:{_GRADES})|{_BY}(?P<by>{written})|{found}"
        match = re.search(shape, plain.question, re.IGNORECASE)
        if match is None:
            continue
        start, end = match.span(next(how for how, part in match.groupdict().items() if part))
        if any(first < end and start < last for first, last in names):
            continue
        if re.search(r"\bOfsted\b", plain.question, re.IGNORECASE):
            both = f"This asks of Ofsted and of the {words} at once. Ask about one of them at a time."
            return replace(plain, unheld=both)
        keys = tuple(key for key in said[words] if key in catalogue.frameworks)
        asked = areas_of(plain.question)
        held = (one for one in catalogue.reports if plain.scope.admits(one))
        if not any(one.framework in keys and (not asked or one.authority in asked) for one in held):
            whom = f" on {listed(sorted(asked), last='or')}" if asked else ""
            return replace(plain, unheld=f"There is no report by the {words}{whom} in this library.")
        return replace(
            plain,
            # The grammar knows this inspectorate alone; which one it is, is in the scope.
            question=f"{plain.question[:start]}Ofsted{plain.question[end:]}",
            scope=replace(plain.scope, frameworks=within(plain.scope.frameworks, keys)),
        )
    return plain


def _of_both(plain: AsOfCouncils, catalogue: Catalogue, words: str, written: str) -> AsOfCouncils | None:
    """The question held to the inspections that Ofsted and another inspectorate make together, where it names both."""
    both = re.search(rf"\bOfsted\s+and\s+(?:the\s+)?{written}", plain.question, re.IGNORECASE)
    held = [one for key in catalogue.frameworks if (one := framework(key)) is not None]
    keys = tuple(one.key for one in held if "Ofsted" in one.inspectorate and words in one.inspectorate)
    if both is None or not keys:
        return None
    question = f"{plain.question[: both.start()]}Ofsted{plain.question[both.end() :]}"
    scope = replace(plain.scope, frameworks=within(plain.scope.frameworks, keys))
    return replace(plain, question=question, scope=scope)


def of_an_area(plain: AsOfCouncils, catalogue: Catalogue) -> AsOfCouncils | None:
    """The question held to partnerships, where only they are judged in the area that it names: they bear councils'
    names, of which it would be read otherwise ("How good is youth justice in Derby?").
    """
    if not (GRADE_WORDS.search(plain.question) or HOW_GOOD.search(plain.question) or find_grades(plain.question)):
        return None
    judged = [one for key in catalogue.frameworks if (one := framework(key)) is not None]
    for area in find_areas(plain.question, catalogue.frameworks):
        if {one.body.kind for one in judged if area.key in one.areas} == {"partnership"}:
            return replace(plain, scope=replace(plain.scope, kinds=("partnership",)))
    return None


_HAD = r"\b(?:had|have\s+had|has\s+had|received|got|undergone|were\s+subject\s+to)\s+(?:an?\s+)?"


def of_another_inspection(plain: AsOfCouncils, catalogue: Catalogue) -> AsOfCouncils | None:
    """The question held to partnerships, where these had the inspection that it asks about ("who had a JTAI?")."""
    for key in catalogue.frameworks:
        known = framework(key)
        if known is None or known.body.kind == "council":
            continue
        words = "|".join(map(spaced, sorted((*known.called.framework, known.name), key=len, reverse=True)))
        if re.search(rf"{_HAD}(?:{words})s?\b", plain.question, re.IGNORECASE):
            one, many = CALLED[known.body.kind][0]
            scope = replace(plain.scope, kinds=(known.body.kind,))
            return replace(plain, scope=scope, one=one, many=many, explicit=True)
    return None
