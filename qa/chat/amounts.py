"""Turns about a figure: "as a rate?", "by how much?", "how many adoptions did they manage?".

Knows the measures and the last question as the state holds it. Each rule gives a question that stands alone, or None
where it does not fit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.measures import measure
from qa.chat.patterns import BY_HOW_MUCH, GENERAL, UNIT
from qa.chat.wording import asked, figure_question

if TYPE_CHECKING:
    from qa.chat.resolved import ResolvedTurn

__all__ = ["counted", "difference", "unit"]


def difference(resolved: ResolvedTurn) -> str | None:
    """ "by how much?": the last comparison again, with what lies between."""
    state = resolved.state
    if not BY_HOW_MUCH.fullmatch(resolved.turn.text) or not state.measures or not state.question:
        return None
    question = state.question
    times = state.times[-2:]
    if len(times) == 2 and len(resolved.names) == 1:
        figure = figure_question(resolved.names, state.measures[0], when=f"{times[0]} compared with {times[1]}")
        return asked(f"By how much: {figure[:1].lower()}{figure[1:]}")
    if state.kind in ("compare", "trend") or len(resolved.names) > 1:
        return asked(f"By how much: {question[:1].lower()}{question[1:]}")
    return None


def unit(resolved: ResolvedTurn) -> str | None:
    """ "as a rate?": the same figure in another unit."""
    state = resolved.state
    match = UNIT.fullmatch(resolved.turn.text)
    if match is None or not resolved.names or not match["unit"]:
        return None
    wanted = match["unit"].casefold()
    counts = wanted.startswith(("number", "absolute", "figure", "count", "actual"))
    when = state.said or resolved.when
    if state.measures:
        one = measure(state.measures[0])
        per_head = (
            (one.rate, one.share)
            if re.match(r"rate|per (?:10|ten)|per head|per cap|rel", wanted)
            else (one.share, one.rate)
        )
        key = one.count if counts else next((other for other in per_head if other), None)
        return figure_question(resolved.names, key or one.key, when=when)
    if counts:
        return None
    form = "What was the rate of" if wanted.startswith(("rate", "per 10", "per ten")) else "What percentage of"
    if re.match(r"how many\b", state.question, re.IGNORECASE):
        return asked(re.sub(r"^how many\b", form, state.question, count=1, flags=re.IGNORECASE))
    return None


def counted(resolved: ResolvedTurn) -> str | None:
    """ "how many adoptions did they manage?": one standard figure of the place and time spoken of."""
    turn = resolved.turn
    plan = turn.plan
    if (
        turn.named
        or not resolved.names
        or plan.kind not in ("number", "aggregate")
        or len(plan.measures) != 1
        or plan.areas
        or plan.grades
    ):
        return None
    if set(plan.topics) - _LIGHT_VERBS or GENERAL.search(turn.text):
        return None
    return figure_question(resolved.names[:12], plan.measures[0], when=resolved.when)


_LIGHT_VERBS = frozenset("manage managed achieve achieved arrange arranged handle handled got report recorded".split())
