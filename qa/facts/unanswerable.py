"""What no report can tell: a name that none of them knows, what is yet to come, and the sum or average of several.

Knows the words of the library's reports. Does not know what a report says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.language.pattern import Lazy
from corpus.measures import measure
from qa.facts.model import FactAnswer, refusal
from qa.language.phrasing import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.store import Store
    from qa.question import Plan

__all__ = ["unanswerable"]

# Kinds of question that are always about an authority or a report: a topic that is left is the name of one.
_OF_SOMEBODY = ("judgement", "date", "trend", "compare")
_VISITED = Lazy(
    r"^\W*(?:has|have|was|were|did|is)\b.{0,60}\b(?:inspect(?:ed)?|visit(?:ed)?|rated|graded|judged|covered|here)\W*$|"
    r"\b(?:any|a|there) reports? (?:on|about|for|of) \S+\W*$"
)
_ADDED_UP = Lazy(
    r"\b(?:(?:average|mean|median)(?! (?:age|caseloads?|time|length|wait)\b)|averaged?|sum(?:med)?|add(?:ed|"
    r"ing)? (?:up|together)|"
    r"combined|between them|(?:all )?(?:put )?together|altogether|in total|(?:the |a )?(?:grand |overall "
    r")?total(?! of\W*$))\b"
)
# An average that a report may itself give, and a comparison, which adds nothing up.
_OF_REPORTS = Lazy(
    r"\b(?:national|england|english|regional|statistical|comparators?|neighbours?|similar|than|above|below|against|"
    r"which|who(?:se)?|more|higher|lower|compar\w+|versus|vs)\b"
)
_HOLDS = "SELECT 1 FROM passages_fts WHERE passages_fts MATCH ? LIMIT 1"


def unanswerable(plan: Plan, store: Store) -> FactAnswer | None:
    """The refusal of a question about the future, a name that no report has or a sum; None for every other."""
    unheard = _unknown_words(plan, store)
    if unheard:
        whole = set(plan.topics) <= {word.casefold() for name in unheard for word in name.split()}
        reason = (
            f"No report in this library speaks of {listed(unheard, last='or')}, and no authority of that name is known."
        )
        return refusal("no_such_authority" if whole else "not_stated", reason, notes=plan.notes)
    if plan.measures and len(plan.authorities) != 1 and _adds_up(plan):
        what = measure(plan.measures[0]).label
        whose = listed(plan.authorities) or (
            f"an authority in {listed(plan.regions)}" if plan.regions else "an authority"
        )
        reason = (
            "Figures of several reports are not added up or averaged here: they speak of different dates "
            "and are counted "
            f"in different ways. Ask for the figure ({what}) of {whose}{' one by one' if plan.authorities else ''}, or "
            "which authority has the highest."
        )
        return refusal("not_stated", reason, notes=plan.notes)
    if plan.future and plan.authorities:
        reason = (
            f"Reports state what inspectors found; none foretells what comes next for {listed(plan.authorities)}. "
            "Ask for the latest grade to learn where it stands."
        )
        return refusal("not_stated", reason, notes=plan.notes)
    return None


def _adds_up(plan: Plan) -> bool:
    """Whether one figure of several authorities is asked for."""
    words = plan.question
    return bool(_ADDED_UP.search(words)) and not _OF_REPORTS.search(words) and not plan.superlative


def _unknown_words(plan: Plan, store: Store) -> tuple[str, ...]:
    """Names in the question that stand in no report; only where it names nothing that is known."""
    if plan.authorities or plan.absent_authorities or plan.unknown_places or plan.ambiguous or plan.regions:
        return ()
    if plan.inspectors or plan.measures:
        return ()
    names = tuple(name for name in plan.names if not _known(name.split(), store))
    of_somebody = plan.kind in _OF_SOMEBODY or _VISITED.search(plan.question)
    if names or not of_somebody or len(plan.topics) != 1 or _known(plan.topics, store):
        return names
    return (_as_written(plan.topics[0], plan.question),)


def _known(words: Iterable[str], store: Store) -> bool:
    """Whether some passage has all these words."""
    return bool(store.rows(_HOLDS, (" ".join(f'"{word}"' for word in words),)))


def _as_written(word: str, question: str) -> str:
    at = question.casefold().find(word)
    return question[at : at + len(word)] if at >= 0 else word
