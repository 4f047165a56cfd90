"""Turns of slots alone: "and in Wiltshire?", "what about 2018?", "and care leavers?", "and conferences put off?".

Knows the last question as the state holds it, and puts what the turn names in place of what that named. Gives a
question that stands alone, or None where a turn says more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.measures import measure
from qa.chat.lists import in_region
from qa.chat.patterns import AUXILIARY
from qa.chat.slots import region_spans
from qa.chat.state import GRADED_KINDS
from qa.chat.wording import (
    area_words,
    asked,
    figure_question,
    grade_question,
    lead_question,
    swap_area,
    swap_places,
    swap_time,
    without_which,
)
from qa.language.phrasing import listed
from qa.plan import plan_question
from qa.plan.vocabulary import GRADE_WORDS, find_grades

if TYPE_CHECKING:
    from qa.chat.resolved import ResolvedTurn

__all__ = ["fragment"]

# A turn with a verb of its own stands alone when it names whom it is about: "Is Leeds good?", "How did Leeds do?".
_WHOLE = re.compile(rf"(?:{AUXILIARY}|how (?:{AUXILIARY}))\b", re.IGNORECASE)
_HOW = frozenset("how many much".split())


def fragment(resolved: ResolvedTurn) -> str | None:
    """A turn of slots alone: the last question with these put for its own."""
    turn, plan, state = resolved.turn, resolved.turn.plan, resolved.state
    if not state.question:
        return None
    if turn.named and _WHOLE.match(turn.text) and (plan.grades or state.kind not in GRADED_KINDS):
        return None
    if resolved.rest and not (resolved.rest <= _HOW and resolved.moment.moved):
        return _worded(resolved)
    if not (turn.named or plan.areas or plan.grades or plan.measures or resolved.moment.moved):
        return None
    base = plan_question(state.question, catalogue=resolved.catalogue)
    added = (
        state.kind == "compare"
        and len(state.authorities) > 1
        and len(plan.authorities) == 1
        and plan.authorities[0] not in state.authorities
    )
    names = (*state.authorities, *plan.authorities) if added else resolved.names
    listed_again = state.question == state.many or plan.regions or (plan.grades and state.kind == "person")
    if state.many and listed_again and not plan.authorities:
        return _of_many(resolved)
    if plan.measures:
        return figure_question(names, plan.measures[0], when=resolved.when) if names else None
    if plan.areas and names and (base.kind not in ("finding", "list", "number") or (base.measures and not base.topics)):
        return grade_question(names, plan.areas, when=resolved.when)
    if GRADE_WORDS.search(turn.text) and names and not (plan.grades or plan.measures):
        return grade_question(names, plan.areas or (), when=resolved.when)
    if base.asks_why and base.grades and resolved.moment.moved and names:
        # Whether it was that grade then too is what there is to know first.
        return grade_question(names, base.areas, when=resolved.when)
    if base.kind == "person" and not base.topics and names:
        return lead_question(names, report=resolved.report, when=resolved.when)
    if base.kind == "judgement" and not base.topics and names:
        # "How's Redbridge now?" after a board that is judged no more asks for what is judged.
        judged = resolved.report.judgements if turn.named and resolved.report is not None else None
        areas = tuple(area for area in base.areas if judged is None or area in judged)
        return grade_question(names, areas, when=resolved.when, latest=not resolved.when)
    return _substituted(resolved, names)


def _substituted(resolved: ResolvedTurn, names: tuple[str, ...]) -> str | None:
    """The last question, word for word but for the slots that the turn names."""
    turn, plan, state = resolved.turn, resolved.turn.plan, resolved.state
    text = state.question
    if plan.areas:
        swapped = swap_area(text, plan.areas[0], resolved.catalogue)
        if swapped is None:
            return (
                asked(f"What does the report say about {area_words(plan.areas[0])} in {listed(names)} {resolved.when}")
                if names
                else None
            )
        text = swapped
    if turn.named and names:
        placed = swap_places(text, names, resolved.catalogue)
        if placed is None:
            return (
                grade_question(names, state.areas, when=resolved.as_said)
                if state.kind in (*GRADED_KINDS, "aggregate")
                else asked(f"{text.rstrip(' ?')} in {listed(names)}")
            )
        text = swap_time(placed, resolved.as_said)
    if resolved.moment.moved:
        text = swap_time(without_which(text), resolved.when)
    return asked(text)


def _of_many(resolved: ResolvedTurn) -> str | None:
    """A list asked again with another time, area, grade or region."""
    turn = resolved.turn
    plan, text = turn.plan, resolved.state.many
    if plan.regions:
        for start, end in reversed(region_spans(text, resolved.catalogue)):
            text = re.sub(r"\s*\b(?:in|across|of|within)\s*(?:the\s*)?$", "", text[:start]) + text[end:]
        text = in_region(text, plan.regions)
    if plan.areas:
        swapped = swap_area(text, plan.areas[0], resolved.catalogue)
        text = swapped or asked(f"{text.rstrip(' ?')} for {area_words(plan.areas[0])}")
    if plan.grades:
        for old, new in reversed(list(zip(find_grades(text), plan.grades, strict=False))):
            text = text[: old.start] + new + text[old.end :]
    if turn.time:
        text = swap_time(without_which(text), resolved.when)
    return asked(text)


def _worded(resolved: ResolvedTurn) -> str | None:
    """ "and conferences put off?", "what about supervision?": a phrase without a verb of its own."""
    turn, state = resolved.turn, resolved.state
    text = turn.text.strip(" ?.!")
    if not turn.led or not resolved.names or turn.plan.inspectors or len(text.split()) > 8:
        return None
    if re.match(
        rf"(?:who|whom|whose|what|when|where|which|why|how|{AUXILIARY}|should|would|show|list|give|name|compare"
        rf"|i|you)\b",
        text,
        re.IGNORECASE,
    ):
        return None
    if re.search(r"\b(?:she|he|they|it|was|were|is|are|did|does)\b", text, re.IGNORECASE):
        return None
    where = "" if turn.named else f" in {listed(resolved.names)}"
    when = "" if turn.time else resolved.when
    quantity = re.match(
        r"the\b|its\b|their\b|.*\b(?:rate|percentage|share|proportion|number|cost|budget)\b", text, re.IGNORECASE
    )
    if (
        re.match(r"how many\b", state.question, re.IGNORECASE)
        and state.kind in ("number", "compare", "trend")
        and not quantity
    ):
        noun = (
            f"{measure(state.measures[0]).unit} "
            if state.measures and re.match(r"(?:in|with|on|at|from|under|over|aged?)\b", text, re.IGNORECASE)
            else ""
        )
        return asked(f"How many {noun}{text}{where} {when}")
    if turn.plan.measures or (quantity and state.kind == "number"):
        text = re.sub(r"^(?:the|its|their)\s+", "", text, flags=re.IGNORECASE)
        return asked(f"What was the {text}{where} {when}")
    return asked(f"What does the report say about {text}{where} {when}")
