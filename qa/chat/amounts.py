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


def difference(s: ResolvedTurn) -> str | None:
    """ "by how much?": the last comparison again, with what lies between."""
    if not BY_HOW_MUCH.fullmatch(s.turn.text) or not s.state.measures or not s.state.question:
        return None
    question = s.state.question
    times = s.state.times[-2:]
    if len(times) == 2 and len(s.names) == 1:
        figure = figure_question(s.names, s.state.measures[0], when=f"{times[0]} compared with {times[1]}")
        return asked(f"By how much: {figure[:1].lower()}{figure[1:]}")
    if s.state.kind in ("compare", "trend") or len(s.names) > 1:
        return asked(f"By how much: {question[:1].lower()}{question[1:]}")
    return None


def unit(s: ResolvedTurn) -> str | None:
    """ "as a rate?": the same figure in another unit."""
    match = UNIT.fullmatch(s.turn.text)
    if match is None or not s.names or not match["unit"]:
        return None
    wanted = match["unit"].casefold()
    counts = wanted.startswith(("number", "absolute", "figure", "count", "actual"))
    when = s.state.said or s.when
    if s.state.measures:
        one = measure(s.state.measures[0])
        per_head = (
            (one.rate, one.share)
            if re.match(r"rate|per (?:10|ten)|per head|per cap|rel", wanted)
            else (one.share, one.rate)
        )
        key = one.count if counts else next((other for other in per_head if other), None)
        return figure_question(s.names, key or one.key, when=when)
    if counts:
        return None
    form = "What was the rate of" if wanted.startswith(("rate", "per 10", "per ten")) else "What percentage of"
    if re.match(r"how many\b", s.state.question, re.IGNORECASE):
        return asked(re.sub(r"^how many\b", form, s.state.question, count=1, flags=re.IGNORECASE))
    return None


def counted(s: ResolvedTurn) -> str | None:
    """ "how many adoptions did they manage?": one standard figure of the place and time spoken of."""
    plan = s.turn.plan
    if (
        s.turn.named
        or not s.names
        or plan.kind not in ("number", "aggregate")
        or len(plan.measures) != 1
        or plan.areas
        or plan.grades
    ):
        return None
    if set(plan.topics) - _LIGHT_VERBS or GENERAL.search(s.turn.text):
        return None
    return figure_question(s.names[:12], plan.measures[0], when=s.when)


_LIGHT_VERBS = frozenset("manage managed achieve achieved arrange arranged handle handled got report recorded".split())
