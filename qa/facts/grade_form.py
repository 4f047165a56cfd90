"""A grade in the words of the report: "requires improvement to be good" only where it says so.

Knows answers and the spans of their facts. Does not know questions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.language.phrasing import title_grade

if TYPE_CHECKING:
    from corpus.store import Store
    from qa.facts.model import FactAnswer, FactClaim

__all__ = ["as_printed"]

_GRADE = "requires improvement"  # the canonical value that reports print in two ways
_SPAN = "SELECT substr(text, ? + 1, ?) AS words FROM reports WHERE number = ?"


def as_printed(answer: FactAnswer, store: Store) -> FactAnswer:
    """The answer with that grade as each claim's reports print it; as the canonical value where they differ."""
    long = {claim.text: claim for claim in answer.claims if _says_so(claim, store)}
    if not long:
        return answer
    short = [claim for claim in answer.claims if _GRADE in claim.text and claim.text not in long]
    text = answer.text
    for claim in long:
        text = text.replace(claim, _long(claim))
    if not short:
        text = _long(text)
    claims = tuple(replace(one, text=_long(one.text)) if one.text in long else one for one in answer.claims)
    reason = text if answer.reason == answer.text else answer.reason
    return replace(answer, text=text, claims=claims, reason=reason)


def _long(text: str) -> str:
    """The text with every such grade as newer reports print it."""
    for grade in (_GRADE, _GRADE.capitalize()):
        longer = grade[0] + title_grade(_GRADE)[1:]
        text = text.replace(longer, grade).replace(grade, longer)
    return text


def _says_so(claim: FactClaim, store: Store) -> bool:
    """Whether every report that gives the grade in this claim prints the longer form."""
    facts = [one for one in claim.facts if one.fact.value == _GRADE]
    if not facts or _GRADE not in claim.text.casefold():
        return False
    if any(one.fact.origin == "corrected" for one in facts):
        return False
    return all("to be good" in " ".join(_words(store, one.report, one.fact.start, one.fact.end)) for one in facts)


def _words(store: Store, report: int, start: int, end: int) -> list[str]:
    rows = store.rows(_SPAN, (start, end - start, report))
    return str(rows[0]["words"]).casefold().split() if rows else []
